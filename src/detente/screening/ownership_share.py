"""How much of a party a group of persons holds through tiers: pass-through from 50 %, else in proportion.

Law
---
HTSUS chapter 99, subchapter III, U.S. note 31(l)(v)(a)(5) and (d): 25 percent or more of board seats,
voting rights or equity, cumulatively held, directly or through intermediate entities. Where a parent
directly holds 50 percent or more of a subsidiary the two are treated as one and the subsidiary's holdings
are attributed in full; below that, indirect holdings are attributed in proportion.

The holders of the group are counted together ("cumulatively"); that is the wider of the two readings of
the note, and the answer says so where no single direct holder reaches the threshold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from detente.screening.ownership import Caught, Graph, caught_at, settled_shares
from detente.screening.ownership_kernel import FULL_SHARE, Ids, edges_of

SETTLED = 1e-12  # change of a share below which it no longer moves
MOST_ROUNDS = 5_000
EXACT_WITHIN = 1e-9  # shares this near a threshold are worked out again in fractions
MOST_EXACT = 300


@dataclass(frozen=True, slots=True)
class Attributed:
    """Share of each party (N,) attributed to the group, 0 to 1, and who is one with the group."""

    share: NDArray[np.float64]
    same: Caught
    settled: bool


def attribute(graph: Graph, group: Ids, pass_through_pct: Decimal, *, unknown: str = "nothing") -> Attributed:
    """Share of every party attributed to a group of persons.

    Parameters
    ----------
    group : array of int
        The persons themselves.
    pass_through_pct : Decimal
        Direct holding from which parent and subsidiary count as one.
    unknown : {"nothing", "everything"}
        Whether a holding of unknown size counts as 0 or as 100 percent.

    Examples
    --------
    >>> pct = np.array([40, 50]) * 10**9
    >>> from detente.screening.ownership import build_graph
    >>> graph = build_graph(np.array([0, 1]), np.array([1, 2]), pct, 3)
    >>> attribute(graph, np.array([0]), Decimal(50)).share.round(6).tolist()
    [1.0, 0.4, 0.2]
    """
    same = caught_at(graph, group, pass_through_pct, unknown=unknown)
    weight = settled_shares(graph.share, unknown) / FULL_SHARE
    share = same.mask.astype(float)
    push = share.copy()
    moving = np.flatnonzero(same.mask)
    for _ in range(MOST_ROUNDS):
        edges, owner = edges_of(graph.start, moving)
        ends = graph.owned[edges]
        keep = ends != owner
        gain = np.bincount(ends[keep], weight[edges][keep] * push[owner][keep], len(share))
        gain = np.minimum(gain, 1.0 - share)
        share += gain
        push = gain
        moving = np.flatnonzero(gain > SETTLED)
        if not len(moving):
            return Attributed(share, same, settled=True)
    return Attributed(share, same, settled=False)


def reaches(graph: Graph, attributed: Attributed, party: int, threshold_pct: Decimal) -> bool:
    """Whether a party's attributed share is at or above a threshold, exactly at the threshold too."""
    bar = Fraction(threshold_pct) / 100
    share = float(attributed.share[party])
    if abs(share - float(bar)) > EXACT_WITHIN:
        return share > float(bar)
    exact = exact_share(graph, attributed, party)
    return share >= float(bar) - EXACT_WITHIN if exact is None else exact >= bar


def exact_share(graph: Graph, attributed: Attributed, party: int) -> Fraction | None:
    """A party's attributed share as a fraction; nothing when it depends on more than 300 parties."""
    if attributed.same.rank[party] >= 0:
        return Fraction(1)
    order = _owners_upstream(graph, attributed, party)
    if order is None:
        return None
    rows: dict[int, dict[int, Fraction]] = {}
    known: dict[int, Fraction] = {}
    for node in order:
        rows[node], known[node] = {}, Fraction(0)
        for owner, share in _owners_of(graph, node):
            if owner == node or share < 0:
                continue
            if attributed.same.rank[owner] >= 0:
                known[node] += Fraction(share, FULL_SHARE)
            elif owner in rows or owner in order:
                rows[node][owner] = rows[node].get(owner, Fraction(0)) + Fraction(share, FULL_SHARE)
    return _eliminate_party(rows, known, party)


def _eliminate_party(
    rows: dict[int, dict[int, Fraction]], known: dict[int, Fraction], keep: int
) -> Fraction | None:
    """Solve share = known + rows · share for one party by taking the others out one at a time."""
    for node in [n for n in rows if n != keep]:
        row, base = rows.pop(node), known.pop(node)
        loop = 1 - row.pop(node, Fraction(0))
        if loop <= 0:
            return None
        for other, theirs in rows.items():
            weight = theirs.pop(node, None)
            if weight is None:
                continue
            known[other] += weight * base / loop
            for end, part in row.items():
                theirs[end] = theirs.get(end, Fraction(0)) + weight * part / loop
    loop = 1 - rows[keep].get(keep, Fraction(0))
    return min(Fraction(1), known[keep] / loop) if loop > 0 else None


def _owners_upstream(graph: Graph, attributed: Attributed, party: int) -> dict[int, None] | None:
    seen: dict[int, None] = {party: None}
    waiting = [party]
    while waiting:
        for owner, share in _owners_of(graph, waiting.pop()):
            if (
                share > 0
                and owner not in seen
                and attributed.same.rank[owner] < 0
                and attributed.share[owner] > 0
            ):
                seen[owner] = None
                waiting.append(owner)
                if len(seen) > MOST_EXACT:
                    return None
    return seen


def _owners_of(graph: Graph, node: int) -> Iterable[tuple[int, int]]:
    span = slice(int(graph.back[node]), int(graph.back[node + 1]))
    return zip(graph.owner[span].tolist(), graph.back_share[span].tolist(), strict=True)
