"""One reading of an ownership test over one interest: how much counts of each party, and who reaches the
threshold.

A reading says how stakes run up a chain and whether several holders are added. Where a text names votes and
board seats beside equity, a party that the holders have to the half by any of them is one with the holders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from detente.regime import OwnershipReading, OwnershipTest
from detente.screening.ownership import (
    ROUNDING,
    Caught,
    Graph,
    caught_at,
    caught_by_single,
    settled_shares,
    units,
)
from detente.screening.ownership_kernel import FULL_SHARE, Ids, Ints, edges_of
from detente.screening.ownership_share import Attributed, attribute, reaches

Mask = NDArray[np.bool_]
ROOTS_ALONE = Decimal(101)  # a link that no holding reaches: nobody but the roots counts whole
NEAR = 1e-9
MOST_HOLDERS_APART = 200  # roots whose shares are multiplied one by one


@dataclass(frozen=True)
class Measured:
    """What one reading makes of one interest.

    Attributes
    ----------
    held : array (N,)
        What counts of each party, in units of 1e-9 percent, at most the whole.
    reach : array (N,)
        Whether it reaches the threshold; the roots do.
    same : Caught
        Who counts whole.
    shares : Attributed or None
        The attributed shares, where stakes are multiplied.
    """

    interest: str
    held: Ints
    reach: Mask
    same: Caught
    shares: Attributed | None = None


def measured(
    reading: OwnershipReading,
    test: OwnershipTest,
    graphs: Mapping[str, Graph],
    roots: Ids,
    *,
    unknown: str = "nothing",
    near: bool = False,
) -> tuple[Measured, ...]:
    """What one reading makes of every interest of a test.

    Parameters
    ----------
    graphs : mapping of str to Graph
        Holdings by interest.
    unknown : {"nothing", "everything"}
        Whether a holding of unknown size counts as 0 or as 100 percent.
    near : bool
        Count sums that rounding may have taken below the threshold.
    """
    bar, link = Decimal(test.threshold_pct), Decimal(test.pass_through_pct)
    if reading.chain in ("product", "direct"):
        link = ROOTS_ALONE
    each = reading.holders == "each"
    whole = (
        roots if each or link == ROOTS_ALONE else one_with(graphs, roots, link, unknown=unknown, near=near)
    )
    results = []
    for interest, graph in graphs.items():
        if reading.chain in ("whole_and_share", "product"):
            if each and unknown == "nothing":
                results.append(_attributed_each(interest, graph, whole, link, bar))
            else:  # together is the most that one of them may hold
                results.append(_attributed(interest, graph, (whole, roots), link, bar, unknown))
            continue
        if each:
            same = caught_by_single(graph, whole, link, unknown=unknown)
            held = _most_of_one(graph, same, unknown)
        else:
            same = caught_at(graph, whole, link, unknown=unknown, near=near)
            held = same.held
        reach = held >= units(bar) - (ROUNDING if near else 0)
        reach[whole] = True
        results.append(Measured(interest, np.minimum(held, FULL_SHARE), reach, same))
    return tuple(results)


def one_with(
    graphs: Mapping[str, Graph], roots: Ids, link: Decimal, *, unknown: str = "nothing", near: bool = False
) -> Ids:
    """The roots and whom they hold to the link, by any interest, tier by tier; the roots alone under a test
    of one interest, whose own run finds the tiers."""
    group = np.unique(roots).astype(np.int32)
    while len(graphs) > 1:
        before = len(group)
        for graph in graphs.values():
            found = caught_at(graph, group, link, unknown=unknown, near=near)
            group = np.flatnonzero(found.mask).astype(np.int32)
        if len(group) == before:
            break
    return group


def _attributed(
    interest: str, graph: Graph, group: tuple[Ids, Ids], link: Decimal, bar: Decimal, unknown: str
) -> Measured:
    """Shares attributed to a group: those that count whole, and of them the roots."""
    whole, roots = group
    shares = attribute(graph, whole, link, unknown=unknown)
    share = float(bar) / 100
    reach = shares.share > share
    close = np.flatnonzero(np.abs(shares.share - share) < NEAR)
    for party in close:
        reach[party] = unknown == "everything" or reaches(graph, shares, int(party), bar)
    return Measured(interest, _held_of(graph, shares, roots, unknown), reach, shares.same, shares)


def _held_of(graph: Graph, shares: Attributed, roots: Ids, unknown: str) -> Ints:
    """What is held of each party, in units: of one that counts whole its holders' shares, not the whole."""
    owner = np.repeat(np.arange(graph.nodes), np.diff(graph.start))
    weight = settled_shares(graph.share, unknown) * np.minimum(shares.share, 1.0)[owner]
    weight[owner == graph.owned] = 0
    held = np.bincount(graph.owned, weight, graph.nodes)
    held[roots] = FULL_SHARE
    return np.rint(np.minimum(held, FULL_SHARE)).astype(np.int64)


def _attributed_each(interest: str, graph: Graph, roots: Ids, link: Decimal, bar: Decimal) -> Measured:
    """The most that one root alone holds; with very many roots nothing but the roots is sure."""
    few = roots if len(roots) <= MOST_HOLDERS_APART else roots[:0]
    held, reach = np.zeros(graph.nodes, np.int64), np.zeros(graph.nodes, bool)
    same = caught_at(graph, roots, ROOTS_ALONE)
    for root in few:
        alone = np.array([root], np.int32)
        one = _attributed(interest, graph, (alone, alone), link, bar, "nothing")
        held, reach = np.maximum(held, one.held), reach | one.reach
    held[roots], reach[roots] = FULL_SHARE, True
    return Measured(interest, held, reach, same)


def _most_of_one(graph: Graph, same: Caught, unknown: str) -> Ints:
    """The most that one root holds of each party, itself and through those it holds alone."""
    holder = _holder_of(graph, same)
    members = np.flatnonzero(same.mask)
    edges, owner = edges_of(graph.start, members)
    ends = graph.owned[edges].astype(np.int64)
    share = settled_shares(graph.share[edges], unknown)
    outside = ends != owner
    keys = ends[outside] * graph.nodes + holder[owner[outside]]
    pairs, place = np.unique(keys, return_inverse=True)
    sums = np.zeros(len(pairs), np.int64)
    np.add.at(sums, place, share[outside])
    most = np.zeros(graph.nodes, np.int64)
    np.maximum.at(most, pairs // graph.nodes, sums)
    return most


def _holder_of(graph: Graph, same: Caught) -> Ints:
    """The root behind each party that one holder has to the link; itself elsewhere."""
    holder = np.arange(graph.nodes, dtype=np.int64)
    members = np.flatnonzero(same.mask)
    edges, owner = edges_of(graph.start, members)
    ends = graph.owned[edges]
    share = np.abs(graph.share[edges])
    order = np.argsort(share, kind="stable")  # the largest holder is written last
    earlier = order[(same.rank[owner] < same.rank[ends])[order]]
    holder[ends[earlier]] = owner[earlier]
    while True:
        further = holder[holder]
        if (further == holder).all():
            return holder
        holder = further
