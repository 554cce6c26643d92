"""Numbers by which lines are told apart, and the changes of law before each line's moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.portfolio.place.breakpoints import counts_by_value
from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.shipments import Bools, Column, Ints


class Numbers:
    """Numbers of rows made finer step by step: rows that differ in any step get different numbers."""

    def __init__(self, rows: Ints) -> None:
        self.number = np.zeros(len(rows), dtype=np.int64)
        self.first = np.zeros(1, dtype=np.int64)

    def by(self, other: Ints) -> None:
        """Tell rows apart by another number, of at least -1."""
        self.first, self.number = distinct_rows([self.number, other + 1])


def by_value(name: str, column: Column) -> Bools:
    """Rows whose fact makes the plan depend on their own customs value."""
    flags = np.array([*(counts_by_value(name, v) for v in column.values), False])
    return flags[column.at]


def changes_before(column: Column, rows: Ints, kind: Ints, changes: Mapping[int, Sequence[str]]) -> Ints:
    """How many of the changes of its kind lie at or before each row's moment.

    Parameters
    ----------
    column : Column
        Moments, or days.
    kind : Ints
        Kind of each of `rows`.
    changes : mapping of int to sequence of str
        By kind, in order.
    """
    marks = {m for own in changes.values() for m in own}
    place = {m: i for i, m in enumerate(sorted(marks.union(column.values)))}
    ranks = np.array([place[m] for m in column.values] or [0], dtype=np.int64)[column.at[rows]]
    order = np.argsort(kind, kind="stable")
    numbers, starts = np.unique(kind[order], return_index=True)
    made = np.zeros(len(rows), dtype=np.int64)
    for number, inside in zip(numbers, np.split(order, starts[1:]), strict=True):
        own = np.array([place[m] for m in changes[int(number)]], dtype=np.int64)
        made[inside] = np.searchsorted(own, ranks[inside], side="right")
    return made
