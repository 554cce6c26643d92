"""Distinct values of columns and distinct rows of several: each once, and for every row its number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
_SMALL = 1 << 16
_MOST_TEXTS = 1 << 16


def distinct_rows(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Of rows of small numbers of at least 0: the first of each distinct row, and which of these a row is.

    Examples
    --------
    >>> [x.tolist() for x in distinct_rows([np.array([1, 0, 1]), np.array([2, 2, 2])])]
    [[1, 0], [1, 0, 1]]
    """
    if len(columns[0]) == 1:
        return np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    joined = np.zeros(len(columns[0]), dtype=np.int64)
    size = 1
    for column in columns:
        most = int(column.max(initial=0)) + 1
        if most == 1:
            continue
        if size * most > max(
            4 * len(joined), _SMALL
        ):  # keep the numbers small, so that nothing need be sorted
            first, joined = numbered(joined, size)
            size = len(first)
        if size * most > 2**62:
            raise OverflowError("rows of numbers are too large to be told apart")
        joined = joined * most + column if size > 1 else column.astype(np.int64)
        size *= most
    return numbered(joined, size)


def numbered(joined: Ints, size: int) -> tuple[Ints, Ints]:
    """The first row of each number below `size`, and which of these every row is."""
    if size > max(4 * len(joined), _SMALL):
        _, first, at = np.unique(joined, return_index=True, return_inverse=True)
        return first, at
    first = np.full(size, -1, dtype=np.int64)
    first[joined[::-1]] = np.arange(len(joined) - 1, -1, -1)
    met = np.flatnonzero(first >= 0)
    number = np.empty(size, dtype=np.int64)
    number[met] = np.arange(len(met))
    return first[met], number[joined]


def cells_among(changes: tuple[str, ...], texts: Sequence[str]) -> Ints:
    """How many of some changes, in order, lie at or before each text; one zero where there is no text.

    Examples
    --------
    >>> cells_among(("2025-02-04", "2025-03-04"), ["2025-01-01", "2025-03-04"]).tolist()
    [0, 2]
    """
    known = _cells_met(changes)
    if len(known) > _MOST_TEXTS:
        known.clear()
    try:
        cells = [known[text] for text in texts]
    except KeyError:
        for text in [text for text in texts if text not in known]:
            known[text] = bisect_right(changes, text)
        cells = [known[text] for text in texts]
    return np.array(cells or [0], dtype=np.int64)


@lru_cache(maxsize=64)
def _cells_met(changes: tuple[str, ...]) -> dict[str, int]:
    """Texts met before, each with its cell: files name the same days again and again."""
    return {}


def grouped(rows: Ints, at: Ints, count: int) -> list[Ints]:
    """Rows by number, numbers below `count`, each in the order of the rows.

    Examples
    --------
    >>> [x.tolist() for x in grouped(np.array([7, 8, 9]), np.array([1, 0, 1]), 2)]
    [[8], [7, 9]]
    """
    order = np.argsort(at, kind="stable")
    edges = np.searchsorted(at[order], np.arange(count + 1)).tolist()
    ordered = rows[order]
    return [ordered[first:end] for first, end in pairwise(edges)]
