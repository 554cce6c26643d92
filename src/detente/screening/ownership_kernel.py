"""Ownership graphs as arrays: sort the holdings by owner, then run the fixpoint of the 50 % rule.

Shares are integers in thousand-millionths of a percent, so that sums and thresholds are exact:
50 % is ``50 * 10**9``. The numba kernels and the NumPy ones give the same set of caught parties; the
rank of a caught party (its place in the order of discovery) may differ, and both ranks are sound:
every party is carried by owners of lower rank.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNITS_PER_PERCENT = 10**9
FULL_SHARE = 100 * UNITS_PER_PERCENT
SMALL_EDGES = 50_000  # below this NumPy is quicker than loading numba

Ints = NDArray[np.int64]
Ids = NDArray[np.int32]


def group_by_key(keys: Ids, others: Ids, share: Ints, nodes: int) -> tuple[Ints, Ids, Ints]:
    """Holdings grouped by a key: where each group starts (nodes + 1), the other ends (E), shares (E)."""
    if len(keys) > SMALL_EDGES and (fast := _compiled()) is not None:
        start = np.zeros(nodes + 1, np.int64)
        ends, shares = np.empty(len(keys), np.int32), np.empty(len(keys), np.int64)
        fast[0](keys, others, share, start, ends, shares)
        return start, ends, shares
    order = np.argsort(keys, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=nodes))]).astype(np.int64)
    return start, others[order], share[order]


def half_fixpoint(start: Ints, owned: Ids, share: Ints, roots: Ids, threshold: int) -> tuple[Ids, Ints]:
    """The least set that holds the roots and everything its members own to the threshold in sum.

    Parameters
    ----------
    start, owned, share : arrays
        Holdings grouped by owner, shares in units.
    roots : array of int
        Parties caught by name.
    threshold : int
        Sum of stakes, in units, from which a party is caught.

    Returns
    -------
    rank : array (nodes,)
        Order in which a party was caught; -1 where it is not.
    held : array (nodes,)
        Sum of the stakes that caught owners hold in each party, units.
    """
    nodes = len(start) - 1
    rank, held = np.full(nodes, -1, np.int32), np.zeros(nodes, np.int64)
    if len(owned) > SMALL_EDGES and (fast := _compiled()) is not None:
        fast[1](start, owned, share, roots, threshold, rank, held, np.empty(nodes, np.int32))
        return rank, held
    fresh, level = np.unique(roots), 0
    rank[fresh] = 0
    while len(fresh):
        level += 1
        edges, owner = edges_of(start, fresh)
        ends = owned[edges]
        outside = ends != owner
        np.add.at(held, ends[outside], share[edges][outside])
        touched = np.unique(ends)
        fresh = touched[(rank[touched] < 0) & (held[touched] >= threshold)]
        rank[fresh] = level
    return rank, held


def edges_of(start: Ints, members: NDArray[Any]) -> tuple[Ints, NDArray[Any]]:
    """Positions of all holdings of some parties, and the party of each position."""
    counts = start[members + 1] - start[members]
    shift = np.repeat(start[members] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    return np.arange(counts.sum(), dtype=np.int64) + shift, np.repeat(members, counts)


@cache
def _compiled() -> tuple[Callable[..., None], Callable[..., None]] | None:
    try:
        import numba
    except ImportError:
        return None
    jit = numba.njit(cache=True)
    return jit(_counting_sort), jit(_worklist)


def _counting_sort(keys: Any, others: Any, share: Any, start: Any, ends: Any, shares: Any) -> None:
    for k in range(len(keys)):
        start[keys[k] + 1] += 1
    for n in range(1, len(start)):
        start[n] += start[n - 1]
    place = start[:-1].copy()
    for k in range(len(keys)):
        at = place[keys[k]]
        place[keys[k]] = at + 1
        ends[at] = others[k]
        shares[at] = share[k]


def _worklist(
    start: Any, owned: Any, share: Any, roots: Any, threshold: Any, rank: Any, held: Any, queue: Any
) -> None:
    head, tail = 0, 0
    for root in roots:
        if rank[root] < 0:
            rank[root] = 0
            queue[tail] = root
            tail += 1
    while head < tail:
        owner = queue[head]
        head += 1
        for k in range(start[owner], start[owner + 1]):
            end = owned[k]
            if end == owner:
                continue
            held[end] += share[k]
            if rank[end] < 0 and held[end] >= threshold:
                rank[end] = tail
                queue[tail] = end
                tail += 1
