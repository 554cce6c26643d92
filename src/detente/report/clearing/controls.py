"""Licence and screening on a screen: the verdict first, then the rules that give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.text import Text

from detente.report.clearing.acts import act_in_full, steps_in_full, steps_short
from detente.report.clearing.licence_parts import in_both, licence_notes
from detente.report.terminal.file_screen import chain_rows, found_below, left_open, party_rows
from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen, first_rows
from detente.report.terminal.stacks import (
    READINGS,
    checks_in_full,
    checks_short,
    lens,
    settled_words,
    shorter,
)
from detente.report.terminal.words import (
    cited,
    country,
    day_words,
    linked,
    listed,
    moment,
    plural,
    zoned,
)

MOST_EXCLUDED = 4  # entries on the first screen that do not name an item
EVERY_ROW = "add -o FILE for every row, or --full for the chains"


def spaced(word: str) -> str:
    """A word of a vocabulary as it is read."""
    return word.replace("_", " ")


def depends_on(answer: Any) -> str:
    """The facts a verdict depends on, as the end of its sentence."""
    facts = [m.fact for m in answer.missing if m.kind == "fact"]
    return f"; it depends on {listed(facts)}" if facts else ""


def missing_facts(answer: Any) -> Iterable[Text]:
    """The questions to a person, one a line."""
    return (
        Text(f"{m.fact}: {m.question} {m.question_zh}".rstrip(), style="yellow")
        for m in answer.missing[:6]
        if m.kind == "fact"
    )


def next_clock(answer: Any, words: Callable[[str], str] = str) -> Iterable[str]:
    """The next clock in one sentence: when, what, who decides, what follows either way."""
    clock = answer.next_clock
    if clock is None:
        return
    said = f"; said by {clock.said}" if clock.said else ""
    decider = f"{clock.decider}; " if clock.decider else ""
    yield (
        f"Next clock: {moment(clock.moment, answer.side)}, {clock.title}; {decider}"
        f"if lapsed: {words(clock.if_lapsed)}, if extended: {words(clock.if_extended)}{said}."
    )


def later_knowledge(answer: Any, words: Callable[[str], str] = str) -> Iterable[Text]:
    """What became known since, and the last day on which the law was checked."""
    if answer.hindsight:
        yield Text(f"Later knowledge: {words(answer.hindsight.words)}.", style="red")
    if answer.verified and answer.on[:10] > answer.verified:
        yield Text(f"The law was last checked on {day_words(answer.verified)}.", style="yellow")


def verified_words(answer: Any) -> Text:
    """The command that gives the answer again."""
    return Text(f"again: {answer.repeat.command}   (verified to {answer.verified})", style="dim")


def licence_screen(answer: Any) -> Screen:
    """One transaction: may it ship, and what that depends on."""
    verdict = spaced(answer.outcome)
    if answer.reading == "both" and answer.readings:
        each = [f"{spaced(one.outcome)} {READINGS[one.reading]}" for one in answer.readings]
        verdict = f"{' or '.join(each)} (open, not settled)"
    elif answer.outcome == "undetermined" and answer.low == answer.high:
        verdict += ", law that is not covered may ask a licence"
    elif answer.outcome == "undetermined":
        verdict += f", between {spaced(answer.low)} and {spaced(answer.high)}"
    needed = depends_on(answer)
    what = f"{answer.item}, controls of {country(answer.side)}, {day_words(answer.on)}"
    rules, more = first_rows(_rules(answer, sources=False), "rules")
    return Screen(
        sentence=f"{verdict[:1].upper()}{verdict[1:]}: {what}, {lens(answer.known, answer.on)}{needed}.",
        rows=rules, more=more,
        notes=(
            *settled_words(answer),
            *_end_user(answer), *_excluded(answer),
            *licence_notes(answer), *missing_facts(answer), *steps_short(answer.acts),
            *next_clock(answer, spaced), *later_knowledge(answer, spaced), *checks_short(answer.also_check),
        ),
        next_step=_next(answer),
        full=(
            _rules(answer, sources=True),
            *_entries(answer), *act_in_full(answer.act), *steps_in_full(answer.acts),
            checks_in_full(answer.also_check),
            *(f"taken for granted: {w}" for w in answer.assumed),
            *(zoned(w, answer.side) for w in answer.notes),
            *(f"not covered: {w}" for w in answer.not_modelled),
            *(f"claim, not law: {c.by}, {c.on}: {c.words}. {c.what_followed}" for c in answer.claims),
            verified_words(answer),
        ),
        goods=in_both(answer),
    )  # fmt: skip


def _excluded(answer: Any) -> Iterable[str]:
    """Entries that do not name the item, where none is left that does: what cleared it."""
    if any(c.standing != "not_listed" for c in answer.candidates):
        return ()
    return tuple(f"Not listed: {c.title}: {c.because}." for c in answer.candidates[:MOST_EXCLUDED])


def _entries(answer: Any) -> Iterable[Rows]:
    """Every entry of a control list that the item may be, with what decides and its source."""
    cells = tuple(
        (
            c.code or c.entry,
            spaced(c.standing),
            f"{c.title}: {c.because}",
            f"{cited(c.cite)} [{c.confidence}]",
        )
        for c in answer.candidates
    )
    columns = (
        Column("list entry", words=True), Column("standing"), Column("what decides", words=True),
        Column("source", words=True),
    )  # fmt: skip
    return (Rows(columns, cells, title="Entries of the control lists"),) if cells else ()


def _end_user(answer: Any) -> Iterable[Text]:
    """What the lists say of the end user, and in which of them it was not looked for."""
    said = (n for n in answer.notes if answer.end_user and "general licence" not in n)
    return (
        Text(note, style="yellow")
        for note in said
        if answer.end_user in note or note.startswith(("screened on ", "not screened: "))
    )


def _rules(answer: Any, *, sources: bool) -> Rows:
    lines = sorted((*answer.rules, *answer.dormant), key=lambda line: line.outcome in ("no_licence", "note"))
    cells: list[tuple[str | Text, ...]] = []
    for line in lines:
        gives = spaced(line.outcome) + (f"\nif {spaced(line.only_if)}" if line.only_if else "")
        because = zoned(line.because, answer.side)
        row = (line.rule, gives, because if sources else line.title)
        cells.append((*row, linked(line.cite) + f" [{line.confidence}]") if sources else row)
    columns = [
        Column("rule"),
        Column("gives", words=True),
        Column("because" if sources else "what", words=True),
    ]
    columns += [Column("source", words=True)] if sources else []
    return Rows(tuple(columns), tuple(cells), title="Because" if sources else "")


def _next(answer: Any) -> str:
    """The command again with a fact that is missing, or in full."""
    again = shorter(answer.repeat.command, answer.known, answer.on)
    facts = [m.fact for m in answer.missing if m.kind == "fact" and "-" not in m.fact]  # no names of rules
    options = [fact.replace("_", "-") for fact in facts if fact != "item" and fact not in answer.facts]
    return f"{again} --{options[0]} …" if options else f"{again} --full"


def screening_screen(done: Any, rules: Sequence[Any], output: Any = None) -> Screen:
    """Parties against the lists: who is caught, by which rule, and what is not known.

    Parameters
    ----------
    done : Screening
    rules : sequence of RuleUsed
        The tests that were run, with their law.
    output : path, optional
        Where every row was written.
    """
    if done.settings.names_only:
        return _names_screen(done, output)
    rows = list(done.rows())
    order = ("caught", "red_flag", "undetermined")
    odd = sorted((row for row in rows if row.outcome in order), key=lambda row: order.index(row.outcome))
    counts = Counter(row.outcome for row in rows)
    parties = {outcome: len({row.party_id for row in odd if row.outcome == outcome}) for outcome in order}
    caught = listed(
        f"{parties[outcome]:,} {words}"
        for outcome, words in zip(order, ("caught", "with a red flag", "undetermined"), strict=True)
        if parties[outcome]
    )
    asked = plural(len({row.party_id for row in rows}), "party", "parties")
    first, more = first_rows(party_rows(odd), "rows")
    when = f"holdings of {day_words(str(done.on))}, {lens(str(done.known), str(done.on))}"
    sentence = f"{caught[:1].upper() + caught[1:] or 'None caught'} of {asked} asked about, {when}."
    if not done.compared:
        sentence = f"Not screened: {asked}; no list given names anybody; {when}."
    elif not done.tested and not odd:
        sentence = f"None of {asked} is on a list compared, nor judged by its owners; {when}."
    return Screen(
        sentence=sentence,
        rows=first, more=more,
        notes=(
            *(_rule(used) for used in rules[:MOST_ROWS]),
            *_lists_of(done),
            *(Text(f"note: {n}", style="yellow") for n in done.notes),
            *((f"{plural(counts['not_caught'], 'row')} not caught.",) if done.tested else ()),
            *((f"Written: {output}",) if output is not None else ()),
        ),
        next_step=f"open {output}" if output is not None else EVERY_ROW,
        full=(
            chain_rows(odd, "By which chain"),
            *found_below([row for row in rows if row.outcome == "not_caught" and row.holders]),
            *left_open(rules),
            *(f"{used.rule}: {cited(used.cite)} [{used.confidence}]" for used in rules),
        ),
    )  # fmt: skip


def _names_screen(done: Any, output: Any) -> Screen:
    """Parties compared by name alone: which listed names they are or may be, and where nobody looked."""
    outcomes: dict[str, str] = {}
    rank = ("caught", "undetermined", "not_found", "not_screened")
    for row in done.rows():
        kept = outcomes.setdefault(row.party_id, row.outcome)
        outcomes[row.party_id] = min(kept, row.outcome, key=rank.index)
    counts = Counter(outcomes.values())
    asked = plural(len(outcomes), "party", "parties")
    when = f"{day_words(str(done.on))}, {lens(str(done.known), str(done.on))}"
    sentence = (
        f"{_verdict(counts, len(done.met.candidates))}: {asked} compared by name with {done.compared:,} "
        f"listed parties, {when}."
    )
    if not done.compared:
        sentence = f"Not screened: {asked}; no list given names anybody; {when}."
    first, more = first_rows(_candidates(done.met.candidates), "rows")
    return Screen(
        sentence=sentence,
        rows=first, more=more,
        notes=(
            *_lists_of(done),
            *(Text(f"note: {n}", style="yellow") for n in done.notes),
            *((f"Written: {output}",) if output is not None else ()),
        ),
        next_step=f"open {output}" if output is not None else EVERY_ROW,
        full=tuple(
            f"{c.name}: {c.action}; {cited(c.cite)} [{c.confidence}]" for c in done.met.candidates if c.cite
        ),
    )  # fmt: skip


def _verdict(counts: Counter[str], candidates: int) -> str:
    sure, near = counts["caught"], counts["undetermined"]
    if sum(counts.values()) == 1:
        open_words = "On no list in force that day" if candidates else "On no list compared"
        return "On a list" if sure else "Perhaps on a list" if near else open_words
    return f"{sure:,} on a list, {near:,} perhaps" if sure or near else "None on a list"


def _candidates(rows: Sequence[Any]) -> Rows:
    """Listed names that the names asked about met, with how the listing stands."""
    cells = tuple(
        (
            c.asked if c.asked != c.name else "",
            c.name,
            c.title,
            "same name" if c.match == "same" else f"{c.score:g} {c.why}",
            spaced(c.state)
            + (f"; {spaced(c.announced_state)} as announced" if c.announced_state != c.state else ""),
        )
        for c in rows
    )
    columns = (
        Column("name asked", words=True), Column("listed name", words=True), Column("list", words=True),
        Column("match", words=True), Column("listing", words=True),
    )  # fmt: skip
    return Rows(columns, cells)


def _lists_of(done: Any) -> Iterable[str | Text]:
    """In which lists names were looked for, of which day; and in which they were not."""
    for row in [row for row in done.screened if row.names][:MOST_ROWS]:
        day = f", as of {row.day}" if row.day else ", of a day the file does not say"
        yield f"Screened: {row.title}: {plural(row.names, 'party', 'parties')} by name{day}."
    gaps: dict[str, list[str]] = {}
    for row in done.screened:
        if row.not_screened:
            gaps.setdefault(row.not_screened, []).append(row.title)
    for why, titles in gaps.items():
        yield Text(f"Not screened: {', '.join(titles)}: {why}.", style="yellow")


def _rule(used: Any) -> str:
    differs = used.announced_status != used.status
    other = f" (announced: {spaced(used.announced_status)})" if differs else ""
    return f"{used.rule}: {used.title}: {spaced(used.status)}{other}."
