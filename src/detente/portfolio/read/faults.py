"""Faults of rows: kept by kind while lines are settled, told row by row when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import overload

from detente.portfolio.read.distinct import Ints
from detente.rowfiles import RowFault

Telling = str | Callable[[], Iterable[str]]  # words for all rows, or what gives those of each when asked
Wrong = tuple[Ints, str, Telling]  # rows, column, words
RowWrong = tuple[int, str, str]


def row_by_row(wrong: Iterable[Wrong]) -> list[RowWrong]:
    """Faults of rows, by row and column."""
    told: list[RowWrong] = []
    for rows, column, text in wrong:
        told.extend(zip(rows.tolist(), repeat(column), repeat(text) if isinstance(text, str) else text()))
    return sorted(told, key=itemgetter(0, 1))


class RowFaults(Sequence[RowFault]):
    """Faults that are made when the first one is looked at; equal to a tuple of the same.

    Parameters
    ----------
    tell : callable
        Gives all of them.
    """

    def __init__(self, tell: Callable[[], Iterable[RowFault]]) -> None:
        self._tell = tell

    @cached_property
    def _told(self) -> tuple[RowFault, ...]:
        return tuple(self._tell())

    def __len__(self) -> int:
        return len(self._told)

    @overload
    def __getitem__(self, i: int) -> RowFault: ...

    @overload
    def __getitem__(self, i: slice) -> Sequence[RowFault]: ...

    def __getitem__(self, i: int | slice) -> RowFault | Sequence[RowFault]:
        return self._told[i]

    def __eq__(self, other: object) -> bool:
        return self._told == (other._told if isinstance(other, RowFaults) else other)

    def __hash__(self) -> int:
        return hash(self._told)

    def __repr__(self) -> str:
        return repr(self._told)
