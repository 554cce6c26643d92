"""Goods that can wait: the duty of every line on every day on which it may change, under every outcome.

Duty is the same on all days between two changes of the law, so the first day after each change stands for
all: the least duty over these days is the least over every day of the five years under bond.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.duties import years_after
from detente.outcomes.costs.compute import Computed, compute_outcomes
from detente.outcomes.costs.shapes import known_moments, outcome_moments
from detente.outcomes.laying.overlay import Laid
from detente.portfolio import Ints
from detente.regime import EntryRules, entry_rules
from detente.rowfiles import Sheet

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Held:
    """Lines on days of withdrawal: d days, k outcomes, n lines.

    Parameters
    ----------
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

    Parameters
    ----------
    sheet : Sheet
        Lines; ``imported_on`` where goods arrive before they are entered, else the entry date is the arrival.
    planned : Computed
        The sheet computed on its own days, under the same outcomes.
    """
    rules = entry_rules(planned.ground.law)
    ships = [a.ship for a in planned.book.answers]
    out = tuple(s.moment[:10] for s in ships if s is not None)
    first = tuple(
        min(s.facts.get("imported_on", s.moment)[:10], s.moment[:10]) for s in ships if s is not None
    )
    last = tuple(years_after(day, rules.terms.warehouse_years).isoformat() for day in first)
    changes = [day for day in _change_days(planned, outcomes) if first and min(first) < day <= max(last)]
    columns = [first, out, *(tuple(max(f, day) for f in first) for day in changes)]
    by_column = {out: planned}
    for column in columns:
        if column not in by_column:
            by_column[column] = compute_outcomes(_entered_on(sheet, planned, column), outcomes, known=known)
    computed = tuple(by_column[column] for column in columns)
    duty = np.stack([np.stack([m.duty for m in c.money]) for c in computed])
    settled = np.stack([np.stack([m.settled for m in c.money]) for c in computed])
    lawful = np.array([[day <= end for day, end in zip(column, last, strict=True)] for column in columns])
    american = np.array([s is not None and s.direction == "us_import" for s in ships], dtype=bool)
    usable = settled & lawful[:, None, :] & american[None, None, :]
    return Held(rules, first, last, out, tuple(columns), duty, ~usable, computed)


def _entered_on(sheet: Sheet, planned: Computed, column: Sequence[str]) -> Sheet:
    """The sheet with each assessed line entered on its day; other rows as they are."""
    import polars as pl

    days = sheet.frame["entry_date"].to_list()
    for a, day in zip(planned.book.answers, column, strict=True):
        days[sheet.place(a.row)] = day
    return sheet.with_frame(sheet.frame.with_columns(pl.Series("entry_date", days, dtype=pl.String)))


def _change_days(planned: Computed, outcomes: Mapping[str, Laid]) -> list[str]:
    """Days on which the duty of some line may become another under some outcome, as known."""
    law, known = planned.ground.law, planned.book.known
    moments = set(outcome_moments([planned.ground, *outcomes.values()], known))
    kinds, codes = set(), set()
    for a, at in zip(planned.book.answers, planned.book.shape, strict=True):
        if a.ship is None:
            continue
        kind, digits = planned.book.shapes[at].kind, a.ship.code.digits
        book = planned.book.schedules[a.ship.direction]
        if kind not in kinds:
            kinds.add(kind)
            moments.update(known_moments(kind, law, known))
        if digits not in codes:
            codes.add(digits)
            moments.update(day for row in book.lines(digits) for day in (row.from_day, row.to_day))
    # a bare day is asked as its last minute, so a change within the day holds for it
    return sorted({m[:10] for m in moments if m[:1] == "2" and not m.endswith("~")})


def best_days(held: Held) -> tuple[Ints, Ints]:
    """For each outcome and line, the column of the least duty and that duty in cents (k, n).

    Of several days with the same duty the earliest stands: it costs the least storage. The planned day counts
    only where it is one of the days of change.
    """
    cents = np.where(held.open_, np.iinfo(np.int64).max, held.duty)
    order = np.array([list(column) for column in held.days])
    turn = np.argsort(order, axis=0, kind="stable")
    sorted_cents = np.take_along_axis(cents, np.broadcast_to(turn[:, None, :], cents.shape), axis=0)
    place = sorted_cents.argmin(axis=0)
    column = np.take_along_axis(np.broadcast_to(turn[:, None, :], cents.shape), place[None], axis=0)[0]
    return column, np.take_along_axis(cents, column[None], axis=0)[0]
