"""One ownership test over a register: what is sure, what depends on a missing fact, what on the reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from detente.regime import OwnershipReading, OwnershipTest
from detente.screening.ownership import Caught, Graph, build_graph, caught_at, percent_text, units
from detente.screening.ownership_chain import Chain, Holding, explain
from detente.screening.ownership_kernel import FULL_SHARE, Ids, Ints
from detente.screening.ownership_readings import ROOTS_ALONE, Measured, measured
from detente.screening.ownership_share import Attributed, attribute

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Doubts:
    """Identities and holders that are not sure.

    Attributes
    ----------
    near : mapping of int to (str, float)
        Party -> listed name it nearly matches, with the score.
    same : array (K, 2)
        Pairs of parties that bear the same name.
    persons : frozenset of int
        Holders of whom no table says the country, under a test of the persons of a country.
    unnamed : mapping of str to array (N,)
        Interest -> what of each party nobody is named to hold, in units; empty where the table names all.
    """

    near: Mapping[int, tuple[str, float]] = field(default_factory=dict)
    same: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    persons: frozenset[int] = frozenset()
    unnamed: Mapping[str, Ints] = field(default_factory=dict)


@dataclass(frozen=True)
class OfReading:
    """What one reading makes of every party: what counts at the least and the most, in units (N,), and who
    reaches the threshold by what is known."""

    reading: OwnershipReading
    low: Ints
    high: Ints
    reach: Mask
    interests: Mapping[str, Ints] = field(default_factory=dict)

    def interest(self, party: int) -> str:
        """The interest of which most counts."""
        return max(self.interests, key=lambda name: int(self.interests[name][party]))


@dataclass(frozen=True)
class Tested:
    """Masks over all parties: caught under every reading; if unknown shares are large; under one reading
    alone; with a listed holder below the threshold; caught at the most."""

    test: OwnershipTest
    graphs: Mapping[str, Graph]
    roots: Ids
    sure: Mask
    split: Mask
    flagged: Mask
    tied: Mask
    possible: Mask
    readings: tuple[OfReading, ...]
    low: Caught
    links: Graph
    linked: Caught
    shares: Attributed | None = None
    doubts: Doubts = field(default_factory=Doubts)

    @property
    def graph(self) -> Graph:
        """Holdings of the interest that the test names first."""
        return next(iter(self.graphs.values()))

    def outcome(self, party: int) -> str:
        """Outcome for one party, ownership alone."""
        if self.sure[party]:
            return "caught"
        if self.split[party]:
            return "undetermined"
        if self.flagged[party] and self.test.unknown_means == "red_flag":
            return "red_flag"
        if self.tied[party]:
            return "red_flag"
        return "undetermined" if self.flagged[party] or self.possible[party] else "not_caught"

    def aggregate(self, party: int) -> str:
        """Percent that counts under the first reading, by what is known."""
        return percent_text(round(int(self.readings[0].low[party]), -3))

    def bounds(self, party: int) -> tuple[str, str]:
        """Percent that counts at the least and at the most, over every reading and all that is missing."""
        if self.linked.rank[party] == 0:
            return "100", "100"
        low = min(int(one.low[party]) for one in self.readings)
        high = max(int(one.high[party]) for one in self.readings)
        return percent_text(round(low, -3)), percent_text(min(round(high, -3), FULL_SHARE))

    def open_points(self, party: int) -> tuple[str, ...]:
        """The points of attribution on which the readings of a party part: adding holders, the chain."""
        chain, several = False, False
        for one in self.readings:
            for other in self.readings:
                if one.reach[party] != other.reach[party]:
                    chain |= one.reading.holders == other.reading.holders
                    several |= one.reading.chain == other.reading.chain
        return ("several_owners",) * several + ("chain",) * chain

    def chain(self, party: int, *, most: int = 200) -> Chain:
        """The stakes that carry a party, or that lead to a listed holder without carrying it."""
        threshold = units(Decimal(self.test.pass_through_pct))
        if self.sure[party] and len(self.graphs) == 1 and self.low.rank[party] >= 0:
            return explain(self.graph, self.low, party, threshold, most=most)
        return upstream_chain(self.links, self.linked, self.graph, party, most)


def run_test(
    test: OwnershipTest, graphs: Mapping[str, Graph], links: Graph, roots: Ids, doubts: Doubts
) -> Tested:
    """Run one test under each of its readings: with unknown shares as nothing, as everything, and with every
    doubt.

    Parameters
    ----------
    graphs : mapping of str to Graph
        Holdings by interest that the test names.
    links : Graph
        Every tie between two parties of whatever size, as whole holdings.
    """
    nodes = links.nodes
    wide = {name: _widened(graph, doubts, doubts.unnamed.get(name)) for name, graph in graphs.items()}
    sure_of = [*roots, *doubts.near, *doubts.persons, *([nodes] if doubts.unnamed else [])]
    wide_roots = np.unique(np.array(sorted(sure_of), np.int32))
    unknown = any(graph.has_unknown for graph in graphs.values())
    readings = []
    sure, some = np.ones(nodes, bool), np.zeros(nodes, bool)
    flagged, possible = np.zeros(nodes, bool), np.zeros(nodes, bool)
    first: tuple[Measured, ...] = ()
    for reading in test.readings:
        low = measured(reading, test, graphs, roots)
        high = measured(reading, test, wide, wide_roots, unknown="everything", near=True)
        reach = np.logical_or.reduce([one.reach for one in low])
        sure &= reach
        some |= reach
        possible |= np.logical_or.reduce([one.reach[:nodes] for one in high])
        if unknown:
            more = measured(reading, test, graphs, roots, unknown="everything")
            flagged |= np.logical_or.reduce([one.reach for one in more])
        held_low = np.maximum.reduce([one.held for one in low])
        held_high = np.maximum.reduce([one.held[:nodes] for one in high])
        by_interest = {one.interest: one.held for one in low}
        readings.append(OfReading(reading, held_low, np.maximum(held_low, held_high), reach, by_interest))
        first = first or low
    split = some & ~sure
    linked = caught_at(links, roots, Decimal(100))
    tied = linked.mask & ~sure if test.minority else np.zeros(nodes, bool)
    tied[roots] = False
    shares = next((one.shares for one in first if one.shares is not None), None)
    return Tested(
        test, graphs, roots, sure, split, flagged | sure, tied, possible | flagged | some, tuple(readings),
        first[0].same, links, linked, shares, doubts,
    )  # fmt: skip


def _widened(graph: Graph, doubts: Doubts, unnamed: Ints | None) -> Graph:
    """Holdings with every doubt: parties of one name own each other, and what nobody is named to hold is held
    by one more party."""
    wide = with_same_names(graph, doubts)
    if unnamed is None:
        return _with(
            wide, np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64), bool(doubts.unnamed)
        )
    owned = np.flatnonzero(unnamed > 0).astype(np.int32)
    return _with(wide, np.full(len(owned), graph.nodes, np.int32), owned, unnamed[owned], one_more=True)


def with_same_names(graph: Graph, doubts: Doubts) -> Graph:
    """The graph in which parties of one name own each other outright."""
    if not len(doubts.same):
        return graph
    pairs = doubts.same.astype(np.int32)
    whole = np.full(2 * len(pairs), FULL_SHARE, np.int64)
    ends = (np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]]))
    return _with(graph, *ends, whole, one_more=False)


def _with(graph: Graph, owner: Ids, owned: Ids, share: Ints, one_more: bool) -> Graph:
    """The graph with more holdings, and one more party where it is asked for."""
    if not len(owner) and not one_more:
        return graph
    before = np.repeat(np.arange(graph.nodes, dtype=np.int32), np.diff(graph.start))
    return build_graph(
        np.concatenate([before, owner]),
        np.concatenate([graph.owned, owned]),
        np.concatenate([graph.share, share]),
        graph.nodes + int(one_more),
    )


def upstream_chain(links: Graph, linked: Caught, graph: Graph, party: int, most: int) -> Chain:
    """Every stake by which listed holders stand behind a party, whatever its size, from them down to it."""
    steps: list[Holding] = []
    roots: set[int] = set()
    waiting, seen, cut = [party], {party}, False
    while waiting:
        node = waiting.pop(0)
        if linked.rank[node] == 0:
            roots.add(node)
            continue
        behind = slice(int(links.back[node]), int(links.back[node + 1]))
        owners = dict.fromkeys(o for o in links.owner[behind].tolist() if linked.rank[o] >= 0 and o != node)
        if len(steps) + len(owners) > most:
            cut = True
            continue
        stakes = [Holding(o, node, share) for o in owners for share in shares_between(graph, o, node) or [0]]
        steps += sorted(stakes, key=lambda h: (-h.share, h.owner))
        waiting += [o for o in owners if o not in seen]
        seen.update(owners)
    return Chain(tuple(reversed(steps)), tuple(sorted(roots)), cut)


def shares_between(graph: Graph, owner: int, owned: int) -> list[int]:
    """The shares that one party holds in another, a sure one before what may come on top of it."""
    span = slice(int(graph.back[owned]), int(graph.back[owned + 1]))
    shares = graph.back_share[span][graph.owner[span] == owner].tolist()
    return sorted((int(s) for s in shares), key=lambda s: (s < 0, -s))


def multiplied(graph: Graph, roots: Ids) -> Attributed:
    """Shares with every link in proportion, whatever the test."""
    return attribute(graph, roots, ROOTS_ALONE)
