"""What the parts of a record come to together: the verdict, a sentence, and what to do about each part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from detente.clearance.answer import VERDICTS, ClearedPart, ClearedParty, PricedQuestion, ToDo, Verdict
from detente.clearance.pricing import outcome_words
from detente.regime import OUTCOMES
from detente.terms import US, Party

FREE, BARRED = OUTCOMES[0], OUTCOMES[-1]
LICENCE_HELD_BY = ("importer", "end_user", "intermediary")  # whose listing the licence itself answers for
NOT_KNOWN = "undetermined"
ASKING = ("listed", "owned_by_listed", "red_flag", "undetermined")
LEADS: dict[str, str] = {
    "do_not_ship": "Do not ship",
    "licence_needed": "Licence first",
    "ask_first": "Ask first",
    "pay_first": "Pay first",
    "may_ship": "May ship",
    "error": "Not read",
}


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
    """The verdict of a record: that of the part which stops it most; a listed party in a role that no licence
    answers for is asked about first.

    A record without any part is never clear: nothing was asked of it.
    """
    kinds = [verdict_of_part(part) for part in parts]
    flagged = any(p.outcome in ASKING and p.role not in LICENCE_HELD_BY for p in parties)
    red = any(p.outcome == "red_flag" for p in parties)
    kinds += ["ask_first"] if flagged or red or not kinds else []
    return min(kinds, key=VERDICTS.index)


def sentence(
    said: Verdict,
    parts: Sequence[ClearedPart],
    parties: Iterable[ClearedParty],
    ask: Sequence[PricedQuestion],
) -> str:
    """The verdict of a record in a sentence: what decides it, and the question to ask next."""
    deciding = [part for part in parts if verdict_of_part(part) == said]
    words = [f"{part_title(part)}: {outcome_words(part)}" for part in deciding]
    words += [
        f"{p.name or p.role} ({p.role.replace('_', ' ')}): {p.outcome.replace('_', ' ')}"
        for p in parties
        if p.outcome in ASKING and (p.role not in LICENCE_HELD_BY or p.outcome == "red_flag")
    ]
    if not parts:
        words.append("neither an item nor a vessel is given")
    if said == "may_ship":
        words = [f"{part_title(part)}: {outcome_words(part)}" for part in parts]
        words += [f"but {gap}" for gap in dict.fromkeys(gap for part in parts for gap in part.rests_on)]
    asked = f"; ask next: {ask[0].fact}" if ask and said != "may_ship" else ""
    return f"{LEADS[said]}: {'; '.join(words)}{asked}."


def part_title(part: ClearedPart) -> str:
    """A part as a sentence names it."""
    side = "the United States" if part.side == US else Party(part.side).name
    return f"port fee of {side}" if part.question == "fee" else f"export controls of {side}"


def to_do(parts: Iterable[ClearedPart]) -> tuple[ToDo, ...]:
    """For each part that is not free: the act that follows, and what the next clock makes of it."""
    steps = []
    for part in parts:
        free = part.status == "ok" and verdict_of_part(part) == "may_ship"
        clock = clock_words(part)
        if (free or part.act is None) and not clock:
            continue
        act = None if free else part.act
        open_still = act is not None and verdict_of_part(part) == "ask_first"
        steps.append(ToDo(part=part.name, if_needed=open_still, act=act, clock=clock))
    return tuple(steps)


def clock_words(part: ClearedPart) -> str:
    """What the next clock makes of a part, under both readings."""
    clock = part.next_clock
    if clock is None or (
        clock.if_lapsed == clock.if_extended and clock.if_lapsed in (NOT_KNOWN, part.outcome)
    ):
        return ""  # it changes nothing here, or nothing that is known yet
    decider = f", decided by {clock.decider}" if clock.decider else ""
    lapsed, extended = (_worded(w) for w in (clock.if_lapsed, clock.if_extended))
    when = clock.moment.replace("T", " ")
    return f"{when}: {clock.title}{decider}; if lapsed: {lapsed}, if extended: {extended}"


def _worded(outcome: str) -> str:
    try:
        return f"{Decimal(outcome):,f}"
    except ArithmeticError:
        return outcome.replace("_", " ")
