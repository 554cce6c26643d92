"""Both readings of many lines: the rows that owe otherwise as announced than by the text, and their bounds.

The lines are answered by the text; those that a statement reaches are answered again as announced. A row
whose duty differs is undetermined: its bounds span both, it lacks an instrument, and its notes say which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from detente.portfolio.bound.line_plan import LinePlan
from detente.portfolio.bound.wording import Texts, Words, WordWriter
from detente.portfolio.layout.answer_columns import Cents
from detente.portfolio.line_sums import Evaluated, bound_for, evaluate_entries
from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.shipments import Bools, Entries, Ints
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
    bounds : Cents
        Money by the text, with bounds that span both readings.
    announced : Ints
        Duty as announced in cents, of rows that a statement reaches.
    """

    differs: Bools
    text_settled: Bools
    settled: Bools
    bounds: Cents
    announced: Ints


@dataclass(frozen=True)
class Said:
    """A statement that changes a measure, and the rows it reaches."""

    measure: MeasureRow
    event: EventRow
    rows: Ints


def second_reading(
    entries: Entries, law: Tables, books: Mapping[str, Schedule], first: Evaluated, tell: Callable[[], Words]
) -> tuple[SecondReading | None, Callable[[], Words]]:
    """The announced reading of the rows that a statement reaches, and what tells the words of all rows.

    None where no row owes otherwise. `tell` makes the words by the text.
    """
    said = [one for one in statements(entries, law, first) if len(one.rows)]
    if not said:
        return None, tell
    bits = np.zeros(len(entries), dtype=np.int64)
    for k, one in enumerate(said):
        bits[one.rows] |= 1 << k
    rows = np.flatnonzero(bits)
    again = entries.of(rows)
    regimes = bound_for(again, law, "announced", books)
    made, _ = evaluate_entries(again, regimes)
    text, two = first.cents, made.cents
    other = (made.plan >= 0) & (
        (text.low[rows] != two.low) | (text.high[rows] != two.high) | (text.open_top[rows] != two.open_top)
        | _rates_differ(entries, again, rows, first, made)
    )  # fmt: skip
    if not other.any():
        return None, tell
    inside = rows[other]

    def both() -> Words:
        writer = WordWriter(again, made.bases)
        for regime, own in made.ways:
            writer.read(own, made.plan[own], regime)
        notes = _Notes(entries, law, said, bits[inside])
        return _words_of_both(tell(), writer.words({}), inside, other, notes)

    differs, settled, duty = (np.zeros(len(entries), dtype=kind) for kind in (bool, bool, np.int64))
    differs[inside], settled[rows], duty[rows] = True, made.status() == 0, two.duty
    bounds = replace(text, low=text.low.copy(), high=text.high.copy(), open_top=text.open_top.copy())
    bounds.low[inside] = np.minimum(text.low[inside], two.low[other])
    bounds.high[inside] = np.maximum(text.high[inside], two.high[other])
    bounds.open_top[inside] |= two.open_top[other]
    return SecondReading(differs, first.status() == 0, settled, bounds, duty), both


@lru_cache(maxsize=8)
def _announced(law: Tables) -> tuple[tuple[MeasureRow, tuple[EventRow, ...]], ...]:
    """The measures that statements change, with the statements."""
    both = ((m, tuple(e for e in m.events if e.announced_only)) for m in law.measures)
    return tuple((measure, events) for measure, events in both if events)


def statements(entries: Entries, law: Tables, first: Evaluated) -> list[Said]:
    """Statements that change a measure, each with the answered rows that it reaches."""
    moments, knowns = (np.array(c.values or [""]) for c in (entries.moments, entries.knowns))
    answered = np.greater_equal(first.plan, 0)
    rows = []
    for measure, events in _announced(law):
        if measure.direction not in entries.directions.values:
            continue
        way = entries.directions.values.index(measure.direction)
        origins = np.array(
            ["ALL" in measure.origin or o in measure.origin for o in entries.origins.values] or [False]
        )
        for event in events:
            there = (moments >= event.start) & (moments < event.until)
            own = np.flatnonzero(there[entries.moments.at]) if there.any() else np.zeros(0, dtype=np.int64)
            own = own[answered[own] & origins[entries.origins.at[own]] & (entries.directions.at[own] == way)]
            rows.append(Said(measure, event, own[(knowns >= event.known)[entries.knowns.at[own]]]))
    return rows


def _rates_differ(entries: Entries, again: Entries, rows: Ints, first: Evaluated, made: Evaluated) -> Bools:
    """Of the rows answered again those of no value, which owe nothing either way, whose rates differ."""
    differ = np.zeros(len(rows), dtype=bool)
    for k in np.flatnonzero((again.dollars == 0) & (made.plan >= 0)).tolist():
        differ[k] = _rate(first, entries, int(rows[k])) != _rate(made, again, k)
    return differ


def _rate(made: Evaluated, entries: Entries, i: int) -> int:
    ship = entries.ship(i)
    regime = next(r for r, _ in made.ways if r.direction == ship.direction)
    plan = LinePlan(regime, ship, int(made.stack[i]), int(made.plan[i]), bool(made.alone[i]))
    return sum(term.ppm for term in plan.words.terms if not term.void)


@dataclass(frozen=True)
class _Notes:
    """What is said of rows that owe otherwise as announced: `bits` tell which statements reach each."""

    entries: Entries
    law: Tables
    said: list[Said]
    bits: Ints

    def by_bits(self, rows: Ints) -> dict[int, str]:
        """The note of each set of statements, told of the first of its rows."""
        first, _ = distinct_rows([self.bits])
        pairs = zip(rows[first].tolist(), self.bits[first].tolist(), strict=True)
        named = ((i, bits, [one for k, one in enumerate(self.said) if bits >> k & 1]) for i, bits in pairs)
        return {bits: _note(self.entries, self.law, i, said) for i, bits, said in named}


def _words_of_both(words: Words, announced: Words, rows: Ints, other: Bools, asked: _Notes) -> Words:
    """The words of every row; those that differ lack an instrument and have a note of both readings.

    Rows with the same words and the same statements get theirs at once.
    """
    missing_at, notes_at = words.missing_at.copy(), words.notes_at.copy()
    missing: dict[Texts, int] = {texts: k for k, texts in enumerate(words.missing)}
    notes: dict[Texts, int] = {texts: k for k, texts in enumerate(words.notes)}
    lacks = announced.missing_at[other]
    first, at = distinct_rows([words.missing_at[rows], lacks])
    made = []
    for k in first.tolist():
        both = (*words.missing[words.missing_at[rows[k]]], *announced.missing[lacks[k]])
        made.append(missing.setdefault((INSTRUMENT, *dict.fromkeys(both)), len(missing)))
    missing_at[rows] = np.array(made, dtype=np.int64)[at]
    told = asked.by_bits(rows)
    first, at = distinct_rows([words.notes_at[rows], asked.bits])
    made = []
    for i, bits in zip(rows[first].tolist(), asked.bits[first].tolist(), strict=True):
        made.append(notes.setdefault((told[bits], *words.notes[words.notes_at[i]]), len(notes)))
    notes_at[rows] = np.array(made, dtype=np.int64)[at]
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
