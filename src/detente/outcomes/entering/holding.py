"""Goods that can wait: the duty of every line on every day on which it may change, under every outcome.

Duty is the same on all days between two changes of the law, so the first day after each change stands for
all: the least duty over these days is the least over every day of the five years under bond.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.duties import years_after
from detente.outcomes.costs.compute import Computed, compute_outcomes
from detente.outcomes.laying.overlay import Laid
from detente.portfolio import Column, Ints, as_answered, moments_of_change
from detente.regime import EntryRules, change_moments, entry_rules
from detente.rowfiles import Sheet

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Held:
    """Lines on days of withdrawal: d days, k outcomes, n lines.

    Parameters
    ----------
    rows : Ints
        Row of the file of each line, counted from 0 (n).
    first, last : tuple of str
        Day of importation and last lawful day of withdrawal, a line (n).
    out : tuple of str
        Planned day of entry for consumption (n).
    days : tuple of tuple of str
        The day of each line in each column (d of n): first the day of importation, then the planned day.
    duty : Ints
        Cents (d, k, n); counts where `open_` is False.
    open_ : Flags
        Not lawful, not settled, or not a line that can be held (d, k, n).
    computed : tuple of Computed
        What each day was computed from (d), for its plans.
    """

    rules: EntryRules
    rows: Ints
    first: tuple[str, ...]
    last: tuple[str, ...]
    out: tuple[str, ...]
    days: tuple[tuple[str, ...], ...]
    duty: Ints
    open_: Flags
    computed: tuple[Computed, ...]

    @property
    def usable(self) -> Flags:
        """Lines whose duty on the day of importation is settled under every outcome (n)."""
        open_: Flags = self.open_[0].any(axis=0)
        return ~open_


def hold(sheet: Sheet, outcomes: Mapping[str, Laid], known: str, planned: Computed) -> Held:
    """The duty of every line on the day it arrives, the planned day, and the first day after each law change.

    A line that cannot be answered on one of the days is open there.

    Parameters
    ----------
    sheet : Sheet
        Lines; ``imported_on`` where goods arrive before they are entered, else the entry date is the arrival.
    planned : Computed
        The sheet computed on its own days, under the same outcomes.
    """
    rules = entry_rules(planned.ground.law)
    entries, rows = planned.answer.entries, planned.rows
    out = _texts(entries.moments, rows)
    first = out
    if "imported_on" in entries.facts:
        imported = _texts(entries.facts["imported_on"], rows)
        first = tuple(min(a, b) if a else b for a, b in zip(imported, out, strict=True))
    last = tuple(_last_day(day, rules.terms.warehouse_years) for day in first)
    changes = [day for day in _change_days(planned, outcomes) if first and min(first) < day <= max(last)]
    columns = [first, out, *(tuple(max(f, day) for f in first) for day in changes)]
    by_column = {out: planned}
    for column in columns:
        if column not in by_column:
            own = _entered_on(sheet, planned, column)
            by_column[column] = compute_outcomes(own, outcomes, known=known, reading=planned.reading)
    computed = tuple(by_column[column] for column in columns)
    duty = np.stack([np.stack([m.duty[rows] for m in c.money]) for c in computed])
    settled = np.stack([np.stack([m.settled[rows] for m in c.money]) for c in computed])
    in_time = [[day <= end for day, end in zip(column, last, strict=True)] for column in columns]
    lawful = np.array(in_time, dtype=bool)
    american = entries.directions.at[rows] == entries.directions.values.index("us_import")
    usable = settled & lawful[:, None, :] & american[None, None, :]
    return Held(rules, rows, first, last, out, tuple(columns), duty, ~usable, computed)


def _texts(column: Column, rows: Ints) -> tuple[str, ...]:
    """The day of each row in a column; empty where there is none."""
    days = [*(value[:10] for value in column.values), ""]
    return tuple(days[k] for k in column.at[rows].tolist())


@lru_cache(maxsize=4096)
def _last_day(day: str, years: int) -> str:
    return years_after(day, years).isoformat()


def _entered_on(sheet: Sheet, planned: Computed, column: Sequence[str]) -> Sheet:
    """The sheet with each assessed line entered on its day; other rows as they are."""
    import polars as pl

    days = sheet.frame["entry_date"].to_list()
    for row, day in zip(planned.rows.tolist(), column, strict=True):
        days[row] = day
    return sheet.with_frame(sheet.frame.with_columns(pl.Series("entry_date", days, dtype=pl.String)))


def _change_days(planned: Computed, outcomes: Mapping[str, Laid]) -> list[str]:
    """Days on which the duty of some line may become another under some outcome, as known."""
    ground, known = planned.ground, planned.known
    moments = set(moments_of_change(as_answered(planned.answer), known))
    seen = {id(m) for m in ground.law.measures}
    for measure in (m for one in outcomes.values() for m in one.law.measures):
        if id(measure) not in seen:
            seen.add(id(measure))
            moments.update(change_moments(measure, known))
            moments.update(e.collected_until for e in measure.events if e.known <= known)
    # a bare day is asked as its last minute, so a change within the day holds for it
    return sorted({m[:10] for m in moments if m[:1] == "2" and not m.endswith("~")})


def best_days(held: Held) -> tuple[Ints, Ints]:
    """For each outcome and line, the column of the least duty and that duty in cents (k, n).

    Of several days with the same duty the earliest stands: it costs the least storage. The planned day counts
    only where it is one of the days of change.
    """
    cents = np.where(held.open_, np.iinfo(np.int64).max, held.duty)
    order = np.array([[int(day.replace("-", "")) for day in column] for column in held.days])
    turn = np.argsort(order, axis=0, kind="stable")
    sorted_cents = np.take_along_axis(cents, np.broadcast_to(turn[:, None, :], cents.shape), axis=0)
    place = sorted_cents.argmin(axis=0)
    column = np.take_along_axis(np.broadcast_to(turn[:, None, :], cents.shape), place[None], axis=0)[0]
    return column, np.take_along_axis(cents, column[None], axis=0)[0]
