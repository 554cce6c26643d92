"""What the parts of a record come to together: the verdict, a sentence, and what to do about each part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from detente.clearance.answer import (
    VERDICT_WORDS,
    VERDICTS,
    ClearedPart,
    ClearedParty,
    PricedQuestion,
    ToDo,
    Verdict,
)
from detente.regime import OUTCOMES
from detente.terms import US, Party, in_words

FREE, BARRED = OUTCOMES[0], OUTCOMES[-1]
NOT_KNOWN = "undetermined"
ASKING = ("listed", "owned_by_listed", "red_flag", "undetermined")


def verdict_of_part(part: ClearedPart) -> Verdict:
    """What one part alone would make of a record."""
    if part.question == "fee":
        least = Decimal(part.low or "0")
        if least > 0:
            return "pay_first"
        return "may_ship" if part.status == "ok" else "ask_first"
    if part.low == BARRED:
        return "do_not_ship"
    if part.low in OUTCOMES and part.low != FREE:
        return "licence_needed"
    return "may_ship" if part.status == "ok" else "ask_first"


def verdict(parts: Iterable[ClearedPart], parties: Iterable[ClearedParty]) -> Verdict:
    """The verdict of a record: that of the part which stops it most; a listed party that no licence of the
    record weighs is asked about first.

    A record without any part is never clear: nothing was asked of it.
    """
    asked = tuple(parts)
    kinds = [verdict_of_part(part) for part in asked]
    kinds += ["ask_first"] if not kinds or any(_to_ask_about(asked, parties)) else []
    return min(kinds, key=VERDICTS.index)


def _to_ask_about(parts: Sequence[ClearedPart], parties: Iterable[ClearedParty]) -> Iterator[ClearedParty]:
    """Parties that are not free and are weighed in no answer of the record, and those with a red flag.

    A list bars whatever is controlled: that goods are on no entry carried here does not free them for its
    members, where most entries are not carried.
    """
    by_name = {part.name: part for part in parts}
    for party in parties:
        weighed = bool(party.weighed_by) and by_name.keys() >= set(party.weighed_by)
        unsure = party.outcome == "listed" and any(
            by_name[name].rests_on and verdict_of_part(by_name[name]) == "may_ship"
            for name in party.weighed_by
            if name in by_name
        )
        if party.outcome == "red_flag" or (party.outcome in ASKING and (not weighed or unsure)):
            yield party


def sentence(
    said: Verdict,
    parts: Sequence[ClearedPart],
    parties: Iterable[ClearedParty],
    ask: Sequence[PricedQuestion],
) -> str:
    """The verdict of a record in a sentence: what decides it, and the question to ask next."""
    deciding = [part for part in parts if verdict_of_part(part) == said]
    words = [f"{part_title(part)}: {part.words}" for part in deciding]
    words += [
        f"{p.name or p.role} ({p.role.replace('_', ' ')}): {p.outcome.replace('_', ' ')}"
        for p in _to_ask_about(parts, parties)
    ]
    if not parts:
        words.append("neither an item nor a vessel is given")
    if said == "may_ship":
        words = [f"{part_title(part)}: {part.words}" for part in parts]
        words += [f"but {gap}" for gap in dict.fromkeys(gap for part in parts for gap in part.rests_on)]
    asked = f"; ask next: {ask[0].fact}" if ask and said != "may_ship" else ""
    return f"{VERDICT_WORDS[said].capitalize()}: {'; '.join(words)}{asked}."


def part_title(part: ClearedPart) -> str:
    """A part as a sentence names it."""
    side = "the United States" if part.side == US else Party(part.side).name
    call = f" on {part.call}" if part.call else ""
    return f"port fee of {side}{call}" if part.question == "fee" else f"export controls of {side}"


def to_do(parts: Iterable[ClearedPart]) -> tuple[ToDo, ...]:
    """For each part that is not free: the act and steps that follow, and what the next clock makes of it."""
    steps = []
    for part in parts:
        free = part.status == "ok" and verdict_of_part(part) == "may_ship"
        clock = clock_words(part)
        act = None if free else part.act
        if act is None and not part.steps and not clock:
            continue
        open_still = verdict_of_part(part) == "ask_first" and bool(act or part.steps)
        steps.append(ToDo(part=part.name, if_needed=open_still, act=act, steps=part.steps, clock=clock))
    return tuple(steps)


def clock_words(part: ClearedPart) -> str:
    """What the next clock makes of a part, under both readings."""
    clock = part.next_clock
    if clock is None or (
        clock.if_lapsed == clock.if_extended and clock.if_lapsed in (NOT_KNOWN, part.outcome)
    ):
        return ""  # it changes nothing here, or nothing that is known yet
    decider = f", decided by {clock.decider}" if clock.decider else ""
    lapsed, extended = (in_words(w) for w in (clock.if_lapsed, clock.if_extended))
    when = clock.moment.replace("T", " ")
    return f"{when}: {clock.title}{decider}; if lapsed: {lapsed}, if extended: {extended}"
