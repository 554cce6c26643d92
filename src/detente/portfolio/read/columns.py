"""A column of texts: each distinct one once, and for every row its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.portfolio.read.distinct import Ints

Bools: TypeAlias = NDArray[np.bool_]
FEW_ROWS = 2_000  # so few are read quicker one by one than as a column
_MANY_VALUES = 32
_MOST_TEXTS = 1 << 16


def _begin(texts: Sequence[str], prefixes: tuple[str, ...]) -> list[bool]:
    """Whether each text begins with any of some prefixes."""
    known = _begins_met(prefixes)
    try:
        return [known[text] for text in texts]
    except KeyError:
        made = [text.startswith(prefixes) for text in texts]
    if len(known) < _MOST_TEXTS:
        known.update(zip(texts, made, strict=True))
    return made


@lru_cache(maxsize=64)
def _begins_met(prefixes: tuple[str, ...]) -> dict[str, bool]:
    """Texts met before: files name the same codes again and again."""
    return {}


class Column:
    """A column read: `at` is the number of each row's value in `values`, -1 where empty or unreadable.

    A column of which few rows are filled keeps these alone until `at` is asked for.
    """

    __slots__ = ("_at", "_filled", "_n", "_own", "_texts", "values")

    def __init__(self, values: list[str], at: Ints) -> None:
        self.values = values
        self._at: Ints | None = at
        self._n = len(at)
        self._filled = self._own = at[:0]
        self._texts: NDArray[np.bytes_] | None = None

    @classmethod
    def of_few(cls, values: list[str], rows: Ints, own: Ints, n: int) -> Column:
        """A column of n rows of which some, in order, are filled; `own` are the numbers of their values."""
        made = cls(values, own)
        made._at, made._n = None, n
        made._filled, made._own = rows, own
        return made

    @classmethod
    def empty(cls, n: int) -> Column:
        """A column of n rows with nothing in it."""
        none = np.zeros(0, dtype=np.int64)
        return cls.of_few([], none, none, n)

    def __len__(self) -> int:
        return self._n

    @property
    def at(self) -> Ints:
        """The number of each row's value, -1 for none."""
        if self._at is None:
            self._at = np.full(self._n, -1, dtype=np.int64)
            self._at[self._filled] = self._own
        return self._at

    def filled(self) -> tuple[Ints, Ints]:
        """The rows that have a value, in order, and the number of each."""
        if self._at is None:
            return self._filled, self._own
        rows = np.flatnonzero(self._at >= 0)
        return rows, self._at[rows]

    def numbers(self, rows: Ints) -> Ints:
        """The numbers of the values of some rows, -1 for none."""
        if self._at is not None:
            return self._at[rows]
        made = np.full(len(rows), -1, dtype=np.int64)
        if len(self._filled):
            place = np.searchsorted(self._filled, rows)
            place[place == len(self._filled)] = 0
            met = self._filled[place] == rows
            made[met] = self._own[place[met]]
        return made

    def value(self, row: int) -> str | None:
        """The value of a row; None where there is none."""
        if self._at is not None:
            number = int(self._at[row])
            return self.values[number] if number >= 0 else None
        place = int(np.searchsorted(self._filled, row))
        met = place < len(self._filled) and self._filled[place] == row
        return self.values[self._own[place]] if met else None

    def groups(self) -> Callable[[int], Ints]:
        """Gives the rows of a value by its number."""
        asked = 0
        filled: list[tuple[Ints, Ints]] = []
        in_order: list[tuple[Ints, Ints]] = []

        def rows_of(k: int) -> Ints:
            nonlocal asked
            asked += 1
            if not filled:
                filled.append(self.filled())
            rows, own = filled[0]
            if asked < _MANY_VALUES:  # most columns are asked for a few values, or for none
                met: Ints = rows[own == k]
                return met
            if not in_order:
                order = np.argsort(own, kind="stable")
                in_order.append((rows[order], np.searchsorted(own[order], np.arange(len(self.values) + 1))))
            ordered, edges = in_order[0]
            return ordered[edges[k] : edges[k + 1]]

        return rows_of

    def of(self, rows: Ints) -> Column:
        """The column of some rows, with the same values."""
        return Column(self.values, self.at[rows])

    def renumbered(self, values: list[str], number: Ints) -> Column:
        """The same rows with other values: `number` has that of each old one, and one place for none (-1)."""
        if self._at is not None:
            return Column(values, number[self._at])
        own = number[self._own]
        kept = own >= 0
        return Column.of_few(values, self._filled[kept], own[kept], self._n)

    def met(self, rows: Bools | Ints) -> Bools:
        """Which values some rows have; the place after the last stands for none."""
        made = np.zeros(len(self.values) + 1, dtype=bool)
        made[self.at[rows]] = True
        return made

    def put(self, rows: Ints, value: str) -> None:
        """Give rows a value of their own."""
        if len(rows):
            self.put_each(rows, np.full(len(rows), self.number_of(value), dtype=np.int64))

    def put_each(self, rows: Ints, numbers: Ints) -> None:
        """Give each of some rows, in order, the value of a number."""
        if self._at is None and not len(self._filled):
            self._filled, self._own = rows, numbers
        else:
            self.at[rows] = numbers

    def number_of(self, value: str) -> int:
        """The number of a value, which is added where it is not among them."""
        if value not in self.values:
            self.values.append(value)
        return self.values.index(value)

    def starting(self, prefixes: tuple[str, ...]) -> Bools:
        """Which values begin with any of some prefixes; the place after the last stands for none."""
        if len(self.values) <= FEW_ROWS:
            return np.array([*_begin(self.values, prefixes), False])
        if self._texts is None or len(self._texts) <= len(self.values):
            self._texts = np.array([*self.values, ""], dtype="S")
        made = np.zeros(len(self._texts), dtype=bool)
        for prefix in prefixes:
            made |= (self._texts >= prefix.encode()) & (self._texts < prefix.encode() + b"\x7f")
        return made
