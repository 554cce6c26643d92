"""Both readings of many lines: the rows that owe otherwise as announced than by the text, and their bounds.

The lines are answered by the text; those that a statement reaches are answered again as announced. A row
whose duty differs is undetermined: its bounds span both, it lacks an instrument, and its notes say which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.portfolio.bound.line_plan import LinePlan
from detente.portfolio.bound.wording import Texts, Words, WordWriter
from detente.portfolio.layout.answer_columns import Cents
from detente.portfolio.line_sums import Evaluated, bound_for, evaluate_entries
from detente.portfolio.read.shipments import Bools, Entries
from detente.regime import INSTRUMENT, EventRow, MeasureRow, Tables, instrument_words, settling
from detente.schedule import Schedule


@dataclass(frozen=True)
class SecondReading:
    """What rows owe as announced, beside what they owe by the text (arrays of length n).

    Parameters
    ----------
    differs : Bools
        Rows whose duty is another under the two readings.
    text_settled, settled : Bools
        Rows whose duty is known by the text, and as announced.
    bounds, announced : Cents
        Money by the text with bounds that span both readings; money as announced.
    """

    differs: Bools
    text_settled: Bools
    settled: Bools
    bounds: Cents
    announced: Cents


@dataclass(frozen=True)
class Said:
    """A statement that changes a measure: its rows, by bit."""

    measure: MeasureRow
    event: EventRow
    rows: Bools


def second_reading(
    entries: Entries, law: Tables, books: Mapping[str, Schedule], first: Evaluated, words: Words
) -> tuple[SecondReading | None, Words]:
    """The announced reading of the rows that a statement reaches, and the words of all rows with it.

    None where no row owes otherwise.
    """
    said = [one for one in statements(entries, law, first) if one.rows.any()]
    if not said:
        return None, words
    reached = np.logical_or.reduce([one.rows for one in said])
    again = replace(entries, good=entries.good & reached)
    regimes = bound_for(again, law, "announced", books)
    made, _ = evaluate_entries(again, regimes)
    one, two = first.cents, made.cents
    differs = reached & (made.plan >= 0) & (
        (one.low != two.low) | (one.high != two.high) | (one.open_top != two.open_top)
        | _rates_differ(entries, reached, first, made)
    )  # fmt: skip
    if not differs.any():
        return None, words
    bounds = replace(
        one, low=np.where(differs, np.minimum(one.low, two.low), one.low),
        high=np.where(differs, np.maximum(one.high, two.high), one.high),
        open_top=one.open_top | (differs & two.open_top),
    )  # fmt: skip
    writer = WordWriter(again, made.bases)
    for regime, rows in made.ways:
        writer.read(rows, made.plan[rows], regime)
    both = _words_of_both(words, writer.words({}), differs, said, (entries, law))
    return SecondReading(differs, first.status() == 0, made.status() == 0, bounds, two), both


def statements(entries: Entries, law: Tables, first: Evaluated) -> list[Said]:
    """Statements that change a measure, each with the answered rows that it reaches."""
    moments, knowns = (np.array(c.values or [""]) for c in (entries.moments, entries.knowns))
    answered = np.greater_equal(first.plan, 0)
    rows = []
    for measure in law.measures:
        events = [e for e in measure.events if e.announced_only]
        if not events or measure.direction not in entries.directions.values:
            continue
        way = entries.directions.at == entries.directions.values.index(measure.direction)
        origins = np.array(
            ["ALL" in measure.origin or o in measure.origin for o in entries.origins.values] or [False]
        )
        for event in events:
            there = (moments >= event.start) & (moments < event.until)
            heard = knowns >= event.known
            reached = answered & way & origins[entries.origins.at] & there[entries.moments.at]
            rows.append(Said(measure, event, reached & heard[entries.knowns.at]))
    return rows


def _rates_differ(entries: Entries, reached: Bools, first: Evaluated, made: Evaluated) -> Bools:
    """Rows of no value, which owe nothing under either reading: whether their rates differ."""
    differ = np.zeros(len(entries), dtype=bool)
    none = np.flatnonzero(reached & (entries.dollars == 0) & (made.plan >= 0))
    for i in none.tolist():
        differ[i] = _rate(first, entries, i) != _rate(made, entries, i)
    return differ


def _rate(made: Evaluated, entries: Entries, i: int) -> int:
    ship = entries.ship(i)
    regime = next(r for r, _ in made.ways if r.direction == ship.direction)
    plan = LinePlan(regime, ship, int(made.stack[i]), int(made.plan[i]), bool(made.alone[i]))
    return sum(term.ppm for term in plan.words.terms if not term.void)


def _words_of_both(
    words: Words, announced: Words, differs: Bools, said: list[Said], asked: tuple[Entries, Tables]
) -> Words:
    """The words of every row; those that differ lack an instrument and have a note of both readings."""
    entries, law = asked
    rows = np.flatnonzero(differs)
    reached = sum(
        (one.rows[rows].astype(np.int64) << k for k, one in enumerate(said)), np.zeros(len(rows), np.int64)
    )
    missing_at, notes_at = words.missing_at.copy(), words.notes_at.copy()
    missing: dict[Texts, int] = {texts: k for k, texts in enumerate(words.missing)}
    notes: dict[Texts, int] = {texts: k for k, texts in enumerate(words.notes)}
    told: dict[int, str] = {}
    for i, bits in zip(rows.tolist(), reached.tolist(), strict=True):
        if bits not in told:
            told[bits] = _note(entries, law, i, [one for k, one in enumerate(said) if bits >> k & 1])
        lacks = (*words.missing[words.missing_at[i]], *announced.missing[announced.missing_at[i]])
        key = (INSTRUMENT, *dict.fromkeys(lacks))
        missing_at[i] = missing.setdefault(key, len(missing))
        own = (told[bits], *words.notes[words.notes_at[i]])
        notes_at[i] = notes.setdefault(own, len(notes))
    return replace(
        words, missing=tuple(missing), missing_at=missing_at, notes=tuple(notes), notes_at=notes_at
    )


def _note(entries: Entries, law: Tables, i: int, said: list[Said]) -> str:
    moment, known = entries.moments.values[entries.moments.at[i]], entries.knowns.values[entries.knowns.at[i]]
    settled_by = settling(law, {one.measure.id for one in said}, moment, known)
    return (
        "open, not settled: two readings; total_pct, duty_usd and the components are by the text, "
        "announced_total_pct and announced_duty_usd as announced; what would settle it: "
        f"{instrument_words(settled_by)[0]}"
    )
