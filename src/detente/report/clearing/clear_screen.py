"""Cleared transactions on a screen: those that are stopped first, what to ask next, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from detente.clearance import VERDICT_WORDS
from detente.report.clearing.acts import act_in_both, steps_in_full, steps_short
from detente.report.clearing.controls import spaced
from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import cited, linked, plural, zoned
from detente.terms import ACT_PARTS, in_words

MOST_ASKED = 3
MOST_ANSWERS = 5


def clear_screen(answer: Any, written: Sequence[Any] = ()) -> Screen:
    """Every transaction of an answer; one alone is shown whole.

    Parameters
    ----------
    written : sequence of Path
        Files that hold the answer.
    """
    if len(answer.records) == 1 and answer.records[0].status != "error":
        return _one(answer, answer.records[0], written)
    counts = ", ".join(f"{n:,} {VERDICT_WORDS[name]}" for name, n in answer.counts.items())
    columns = (
        Column("transaction", words=True), Column("verdict", words=True), Column("because", words=True),
        Column("ask next", words=True),
    )  # fmt: skip
    cells = tuple(
        (_named(r), VERDICT_WORDS[r.verdict], _without_lead(r.sentence), r.ask[0].fact if r.ask else "")
        for r in answer.records
    )
    rows, more = first_rows(Rows(columns, cells), "transactions")
    return Screen(
        sentence=f"{plural(len(answer.records), 'transaction')}: {counts}.", rows=rows, more=more,
        notes=(*_asked_of_file(answer), *_screened(answer), *(f"Written: {path}" for path in written)),
        next_step=_next(answer),
        full=tuple(part for record in answer.records for part in _sections(record)),
        goods=_in_both(answer),
    )  # fmt: skip


def _in_both(answer: Any) -> tuple[tuple[str, str], ...]:
    """Questions, rules and lists of an answer in both languages."""
    asked = ((q.question, q.question_zh) for q in (*answer.ask, *(q for r in answer.records for q in r.ask)))
    rules = ((x.what, x.what_zh) for r in answer.records for part in r.parts for x in part.lines)
    lists = ((row.title, row.title_zh) for row in answer.screened)
    to_do = [step for r in answer.records for step in r.to_do]
    acts = (
        pair
        for step in to_do
        for pair in (*act_in_both(step.act), *((s.title, s.title_zh) for s in step.steps))
    )
    return tuple(dict.fromkeys(pair for pair in (*asked, *rules, *lists, *acts) if all(pair)))


def _next(answer: Any) -> str:
    first = next((r for r in answer.records if r.status != "error"), None)
    return str(first.repeat if first else answer.repeat.command)


def _named(record: Any) -> str:
    return " ".join(str(word) for word in (record.record, record.item, record.way) if word)


def _without_lead(sentence: str) -> str:
    """A record's sentence without its verdict and its question, which stand in columns of their own."""
    body = sentence.partition(": ")[2] or sentence
    return body.partition("; ask next: ")[0].rstrip(".")


def _asked_of_file(answer: Any) -> Iterable[Text]:
    for one in answer.ask[:MOST_ASKED]:
        settles = f", settles a part of {one.settles}" if one.settles else ""
        many = plural(one.records, "transaction")
        yield Text(f"{one.fact}: {one.question} ({many}{settles})", style="yellow")


def _screened(answer: Any) -> Iterable[str]:
    lists = [row for row in answer.screened if row.names]
    if lists:
        names = sum(row.names for row in lists)
        yield f"Parties were compared with {names} names on {plural(len(lists), 'list')}."
    part = [f"{row.title} ({row.not_screened})" for row in lists if row.not_screened]
    if part:
        yield f"In part: {'; '.join(part)}."
    left = [row.title for row in answer.screened if row.not_screened and not row.names]
    if left:
        yield f"Not screened: {', '.join(left)}."


def _one(answer: Any, record: Any, written: Sequence[Any]) -> Screen:
    rows, more = first_rows(_parts(record), "questions")
    return Screen(
        sentence=record.sentence, rows=rows, more=more,
        notes=(
            *(Text(_question(one), style="yellow") for one in record.ask[:MOST_ASKED]),
            *(words for step in record.to_do for words in _to_do(step)),
            *_screened(answer), *(f"Written: {path}" for path in written),
        ),
        next_step=f"{record.repeat} --full", full=tuple(_sections(record)[1:]), goods=_in_both(answer),
    )  # fmt: skip


def _parts(record: Any) -> Rows:
    cells = tuple(
        (
            spaced(part.name), part.on, _outcome(part),
            "; ".join(zoned(line.because, part.side) for line in part.lines[:1]),
        )
        for part in record.parts
    )  # fmt: skip
    columns = (
        Column("question"), Column("day"), Column("answer", words=True), Column("because", words=True),
    )  # fmt: skip
    return Rows(columns, cells, title="")


def _outcome(part: Any) -> str:
    """What a part comes to: both readings where they differ, bounds where it is open."""
    if part.readings:
        return " or ".join(f"{in_words(r.outcome)} ({r.reading})" for r in part.readings)
    return str(part.words)


def _question(one: Any) -> str:
    """A question with what its answers would settle, in one line."""
    about = f" ({one.about})" if one.about else ""
    answers = "; ".join(f"{v.value}: {v.outcome}" for v in one.tried[:MOST_ANSWERS])
    return f"{one.fact}{about}: {one.question}" + (f" [{answers}]" if answers else "")


def _to_do(step: Any, *, full: bool = False) -> Iterable[str]:
    if step.act is not None:
        said = [f"{name}: {getattr(step.act, name)}" for name in ACT_PARTS if getattr(step.act, name)]
        when = "To do if it is needed" if step.if_needed else "To do"
        yield f"{when} ({step.part}): {'; '.join(said)}. [{step.act.confidence}]"
    yield from steps_in_full(step.steps) if full else steps_short(step.steps)
    if step.clock:
        yield f"Next clock ({step.part}): {step.clock}."


def _sections(record: Any) -> list[Any]:
    """A record in full: its sentence, parts with rules and sources, questions, parties, what to do."""
    parts: list[Any] = [Text(f"{_named(record)}: {record.sentence}", style="bold"), _parts(record)]
    parts += [_rules(part) for part in record.parts if part.lines]
    parts += [_questions(record), _parties(record), _derived(record)]
    parts += [words for step in record.to_do for words in _to_do(step, full=True)]
    parts += [f"not asked: {one.question}: {one.because}" for one in record.not_asked]
    gaps = (gap for part in record.parts for gap in (*part.rests_on, *part.not_modelled))
    parts += [f"not covered: {gap}" for gap in dict.fromkeys(gaps)]
    if record.repeat:
        parts.append(Text(f"again: {record.repeat}", style="dim"))
    return parts


def _rules(part: Any) -> Rows:
    columns = (
        Column("rule", words=True), Column("gives", words=True), Column("because", words=True),
        Column("source", words=True),
    )  # fmt: skip
    cells = tuple(
        (
            line.what, spaced(line.gives) + (f"\nif {spaced(line.only_if)}" if line.only_if else ""),
            zoned(line.because, part.side), linked(line.cite) + f" [{line.confidence}]",
        )
        for line in part.lines
    )  # fmt: skip
    return Rows(columns, cells, title=part.name)


def _questions(record: Any) -> Rows:
    columns = (
        Column("fact"), Column("question", words=True), Column("bears on", words=True),
        Column("what each answer gives", words=True),
    )  # fmt: skip
    cells = tuple(
        (
            one.fact,
            one.question,
            ", ".join(one.bears_on),
            "\n".join(f"{v.value}: {v.outcome}" for v in one.tried) or "not tried",
        )
        for one in record.ask
    )
    return Rows(columns, cells, title="To ask, what settles most first")


def _parties(record: Any) -> Rows:
    columns = (
        Column("role", words=True), Column("party", words=True), Column("outcome", words=True),
        Column("because", words=True),
    )  # fmt: skip
    cells = tuple(
        (
            spaced(p.role),
            f"{p.name} {p.country}".strip(),
            spaced(p.outcome),
            f"{p.because} {cited(p.cite)}".strip(),
        )
        for p in record.parties
    )
    return Rows(columns, cells, title="Parties")


def _derived(record: Any) -> Rows:
    columns = (
        Column("fact"), Column("value", words=True), Column("from", words=True),
        Column("because", words=True),
    )  # fmt: skip
    cells = tuple(
        (
            one.fact,
            one.value or _bounds(one),
            f"{one.party} ({spaced(one.role)})",
            one.because,
        )
        for one in record.derived
    )
    return Rows(columns, cells, title="Facts taken from the parties")


def _bounds(one: Any) -> str:
    """A percentage that is known between two values, or that it is open."""
    return f"{one.low or '?'} to {one.high or '?'}" if one.low or one.high else "open"
