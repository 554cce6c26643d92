"""One ownership test over a register: what is sure, what depends on a missing fact, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from detente.regime import OwnershipTest
from detente.screening.ownership import (
    Caught,
    Graph,
    build_graph,
    caught_at,
    caught_by_single,
    percent_text,
    units,
)
from detente.screening.ownership_chain import Chain, Holding, explain
from detente.screening.ownership_kernel import FULL_SHARE, Ids
from detente.screening.ownership_share import Attributed, attribute, reaches

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Doubts:
    """Identities that are not sure: near names of listed parties, and parties of one name.

    Attributes
    ----------
    near : mapping of int to (str, float)
        Party -> listed name it nearly matches, with the score.
    same : array (K, 2)
        Pairs of parties that bear the same name.
    """

    near: Mapping[int, tuple[str, float]] = field(default_factory=dict)
    same: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64))


@dataclass(frozen=True)
class Tested:
    """Masks over all parties: caught for sure; caught if unknown shares are large; caught at the most."""

    test: OwnershipTest
    graph: Graph
    sure: Mask
    flagged: Mask
    possible: Mask
    low: Caught
    high: Caught
    high_graph: Graph
    shares: Attributed | None = None
    high_shares: Attributed | None = None
    doubts: Doubts = field(default_factory=Doubts)

    def outcome(self, party: int) -> str:
        """Outcome for one party, ownership alone."""
        if self.sure[party]:
            return "caught"
        if self.flagged[party]:
            return "red_flag" if self.test.unknown_means == "red_flag" else "undetermined"
        return "undetermined" if self.possible[party] else "not_caught"

    def aggregate(self, party: int) -> str:
        """Percent held by caught owners, or attributed to the group."""
        if self.shares is not None:
            text = f"{min(100.0, self.shares.share[party] * 100):.6f}"
            return text.rstrip("0").rstrip(".")
        return percent_text(int(self.low.held[party]))

    def chain(self, party: int, *, most: int = 200) -> Chain:
        """The stakes that carry a party that is not clean."""
        if self.shares is not None and self.sure[party] and self.shares.same.rank[party] < 0:
            return _shared_chain(self.graph, self.shares, party, most)
        if self.high_shares is not None and not self.sure[party]:
            return _shared_chain(self.high_graph, self.high_shares, party, most)
        threshold = units(Decimal(self._bar()))
        if self.sure[party]:
            return explain(self.graph, self.low, party, threshold, most=most)
        return explain(self.high_graph, self.high, party, threshold, most=most)

    def _bar(self) -> str:
        return self.test.pass_through_pct if self.test.test == "attributed_share" else self.test.threshold_pct


def run_test(test: OwnershipTest, graph: Graph, roots: Ids, doubts: Doubts) -> Tested:
    """Run one test: least fixpoint with unknown shares as nothing, then as everything, then with every
    doubt."""
    wide = with_same_names(graph, doubts)
    wide_roots = np.unique(np.concatenate([roots, np.array(sorted(doubts.near), np.int32)])).astype(np.int32)
    if test.test == "attributed_share":
        return _attributed(test, graph, roots, wide, wide_roots, doubts)
    bar = Decimal(test.threshold_pct)
    single = test.test == "half_by_one"
    low = caught_by_single(graph, roots, bar) if single else caught_at(graph, roots, bar)
    flagged = low
    if graph.has_unknown:
        flagged = caught_at(graph, roots, bar, unknown="everything")
    high = caught_at(wide, wide_roots, bar, unknown="everything", near=True)
    # under a test of one holder the sum of several stays within `possible`: a doubt of its own
    return Tested(
        test, graph, low.mask, flagged.mask, high.mask | flagged.mask, low, high, wide, doubts=doubts
    )


def _attributed(
    test: OwnershipTest, graph: Graph, roots: Ids, wide: Graph, wide_roots: Ids, doubts: Doubts
) -> Tested:
    bar, half = Decimal(test.threshold_pct), Decimal(test.pass_through_pct)
    low = attribute(graph, roots, half)
    close = np.flatnonzero(np.abs(low.share - float(bar) / 100) < 1e-9)
    sure = low.share > float(bar) / 100
    for party in close:
        sure[party] = reaches(graph, low, int(party), bar)
    flagged = sure
    if graph.has_unknown:
        flagged = sure | (
            attribute(graph, roots, half, unknown="everything").share >= float(bar) / 100 - 1e-9
        )
    high = attribute(wide, wide_roots, half, unknown="everything")
    possible = flagged | (high.share >= float(bar) / 100 - 1e-9)
    possible[close] = (
        flagged[close] | (wide is not graph) | (len(wide_roots) > len(roots)) | graph.has_unknown
    )
    return Tested(test, graph, sure, flagged, possible, low.same, high.same, wide, low, high, doubts)


def with_same_names(graph: Graph, doubts: Doubts) -> Graph:
    """The graph in which parties of one name own each other outright."""
    if not len(doubts.same):
        return graph
    counts = np.diff(graph.start)
    owner = np.repeat(np.arange(graph.nodes, dtype=np.int32), counts)
    pairs = doubts.same.astype(np.int32)
    return build_graph(
        np.concatenate([owner, pairs[:, 0], pairs[:, 1]]),
        np.concatenate([graph.owned, pairs[:, 1], pairs[:, 0]]),
        np.concatenate([graph.share, np.full(2 * len(pairs), FULL_SHARE, np.int64)]),
        graph.nodes,
    )


def _shared_chain(graph: Graph, attributed: Attributed, party: int, most: int) -> Chain:
    """Stakes through which a share is attributed, largest first, back to those who are one with the group."""
    steps: list[Holding] = []
    roots: set[int] = set()
    waiting, seen, cut = [party], {party}, False
    while waiting:
        node = waiting.pop(0)
        span = slice(int(graph.back[node]), int(graph.back[node + 1]))
        stakes = sorted(
            (
                Holding(int(o), node, int(s))
                for o, s in zip(graph.owner[span], graph.back_share[span], strict=True)
                if (attributed.share[o] > 0 or s < 0) and o != node
            ),
            key=lambda h: (-h.share, h.owner),
        )
        if len(steps) + len(stakes) > most:
            cut = True
            continue
        for stake in stakes:
            steps.append(stake)
            if attributed.same.rank[stake.owner] >= 0:
                roots.add(stake.owner)
            elif stake.owner not in seen:
                seen.add(stake.owner)
                waiting.append(stake.owner)
    return Chain(tuple(reversed(steps)), tuple(sorted(roots)), cut)
