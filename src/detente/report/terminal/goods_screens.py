"""Goods on a screen: found by words, and when to ship them: the few days that matter."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from detente.report.keeping.watch_screen import notices_told
from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen, first_rows
from detente.report.terminal.stacks import READINGS, checks_in_full, checks_short, lens, shorter
from detente.report.terminal.words import cited, country, day_words, moment, usd, zoned
from detente.terms import is_chinese

INSTALL = "detente data build --from FOLDER"


def find_screen(answer: Any, language: str = "en") -> Screen:
    """What the words may mean, each with its reason; in Chinese where the words or the language are."""
    chinese = is_chinese(language) or any("\u3400" <= c <= "\u9fff" for c in answer.said)
    columns = (Column("code or name"), Column("what it is", words=True), Column("because", words=True))
    cells = tuple(
        (
            row.name,
            ((row.words_zh if chinese else "") or row.words) + (f" (until {row.until})" if row.until else ""),
            row.because_zh if chinese else row.because,
        )
        for row in answer.rows
    )
    rows, more = first_rows(Rows(columns, cells), "candidates")
    notes = [f"“{given}” was read as “{taken}”." for given, taken in answer.read_as.items()]
    said = [Text(note, style="dim") for note in (answer.notes_zh if chinese else answer.notes)]
    return Screen(
        sentence=_found_sentence(answer, chinese=is_chinese(language)), rows=rows, more=more,
        notes=(*notes, *said),
        next_step=answer.rows[0].next if answer.rows else INSTALL, full=(Rows(columns, cells),),
    )  # fmt: skip


def _found_sentence(answer: Any, *, chinese: bool) -> str:
    count = len(answer.rows)
    if not count:
        return (
            f"Nothing near “{answer.said}”; searched: {answer.searched_zh if chinese else answer.searched}."
        )
    many = "1 candidate" if count == 1 else f"{count} candidates"
    beyond = f", {MOST_ROWS} shown" if count > MOST_ROWS else ""
    return f"{many} for “{answer.said}”{beyond}, best first; which one it is, is yours to say."


def ship_screen(answer: Any) -> Screen:
    """The verdict, then the spans of days that owe the same."""
    side = answer.destination
    goods = f"{usd(answer.customs_value_usd)} USD of {answer.hts} ({answer.words.rstrip('.')})"
    goods += f" from {country(answer.origin)}"
    rows, more = first_rows(_spans(answer), "spans of days")
    notes: list[str | Text] = [
        f"{goods}, planned for {day_words(answer.on)}, {lens(answer.known, answer.on)}."
    ]
    open_ = [clock for clock in answer.clocks if clock.not_settled]
    if open_:
        names = "; ".join(clock.title for clock in open_)
        notes.append(
            Text(f"Open, not settled: {names}: extension announced, no instrument seen.", style="bold yellow")
        )
    ahead = [clock for clock in answer.clocks if clock.state == "open"]
    for clock in ahead[:3]:
        when = clock.beijing if side == "CN" else clock.washington
        notes.append(f"Clock: {when}, {clock.title} ({clock.clock}).")
    facts = [m for m in answer.missing if m.kind == "fact"]
    notes += [Text(f"{m.fact}: {m.question}", style="yellow") for m in facts[:4]]
    if answer.verified and answer.to_day > answer.verified:
        notes.append(Text(f"The law was last checked on {day_words(answer.verified)}.", style="yellow"))
    notes += checks_short(answer.also_check)
    notes += notices_told(answer)
    again = shorter(answer.repeat.command, answer.known, answer.on)
    return Screen(
        sentence=answer.verdict, rows=rows, more=more, notes=tuple(notes),
        next_step=f"{again} --fact {facts[0].fact}=…" if facts else f"{again} --full",
        goods=((answer.words.rstrip("."), answer.words_zh),) if answer.words and answer.words_zh else (),
        full=(
            _clauses(answer), _clocks(answer),
            checks_in_full(answer.also_check),
            *(Text(f"not modelled: {words}", style="yellow") for words in answer.not_modelled),
            *(Text(f"note: {words}", style="dim") for words in answer.notes),
            Text(f"again: {answer.repeat.command}   (rules {answer.repeat.rules})", style="dim"),
        ),
    )  # fmt: skip


def _spans(answer: Any) -> Rows:
    cells: list[tuple[str | Text, ...]] = []
    for place, span in enumerate(answer.spans):
        here = span.from_day <= answer.on[:10] <= span.last_day
        days = f"{span.from_day} to\n{span.last_day}" if span.from_day != span.last_day else span.from_day
        change = "" if not span.against_planned_usd else f"{span.against_planned_usd:+,.2f}"
        acting = "; ".join(f"{a.title}: {a.before} to {a.after}" for a in span.acting)
        cells.append((
            Text(days, style="bold" if here else ""), _percent(span), _amount(span),
            "planned" if here else change, acting or _readings_meet(answer.spans, place),
        ))  # fmt: skip
    columns = (
        Column("entered"), Column("total", right=True), Column("duty USD", right=True),
        Column("against planned", right=True), Column("the clause that acts", words=True),
    )  # fmt: skip
    return Rows(columns, tuple(cells))


def _readings_meet(spans: Any, place: int) -> str:
    """What happens on the first day of a span at which no clause acts by its text."""
    if not place:
        return ""
    return (
        "the announced extension ends"
        if spans[place - 1].readings
        else "the law was checked to the day before"
    )


def _percent(span: Any) -> str:
    if span.readings:
        return "\n".join("?" if r.total_pct is None else f"{r.total_pct} %" for r in span.readings)
    return f"{span.total_pct} %" if span.total_pct is not None else "open"


def _amount(span: Any) -> str:
    if span.readings:
        return "\n".join(
            f"{'?' if r.duty_usd is None else usd(r.duty_usd)} {READINGS[r.reading]}" for r in span.readings
        )
    if span.duty_usd is not None:
        return usd(span.duty_usd)
    return f"{usd(span.low_usd)} to\n{'?' if span.high_usd is None else usd(span.high_usd)}"


def _clauses(answer: Any) -> Rows:
    cells = tuple(
        (moment(a.moment, answer.destination) or span.from_day, f"{a.title}: {a.before} to {a.after}",
         f"{zoned(a.because, answer.destination)} ({cited(a.cite[:2])})")
        for span in answer.spans
        for a in span.acting
    )  # fmt: skip
    columns = (Column("from"), Column("what changes", words=True), Column("because", words=True))
    return Rows(columns, cells, title="Clauses that act")


def _clocks(answer: Any) -> Rows:
    cells = tuple(
        (f"{c.washington}\n{c.beijing}", f"{c.title}\n{c.clock}",
         "; ".join([f"{c.decider}: {', '.join(c.outcomes)}" if c.outcomes else c.decider, c.state,
                    *(f"said: {words}" for words in c.said)]))
        for c in answer.clocks
    )  # fmt: skip
    columns = (Column("last moment"), Column("clock", words=True), Column("who decides; state", words=True))
    return Rows(columns, cells, title="Clocks over these measures")
