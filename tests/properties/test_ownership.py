"""The fast engine against brute force on random graphs with loops, cross-holdings and sums above 100 %."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.screening import ownership_kernel
from detente.screening.ownership import UNKNOWN, build_graph, caught_at, caught_by_single, units
from detente.screening.ownership_chain import explain
from detente.screening.ownership_share import attribute, exact_share, reaches

PERCENT = st.one_of(
    st.sampled_from(["0", "10", "24.999999999", "25", "49.999999999", "50", "50.000000001", "62.5", "100"]),
    st.decimals(0, 100, places=3).map(str),
)
SIZE = st.integers(2, 9)


@st.composite
def registers(draw, unknown=False):
    nodes = draw(SIZE)
    party = st.integers(0, nodes - 1)
    share = st.one_of(PERCENT, st.none()) if unknown else PERCENT
    holdings = draw(st.lists(st.tuples(party, party, share), max_size=24))
    listed = draw(st.sets(party, max_size=3))
    return nodes, holdings, listed


def graph_of(nodes, holdings):
    return build_graph(
        np.array([h[0] for h in holdings], np.int32),
        np.array([h[1] for h in holdings], np.int32),
        np.array([UNKNOWN if h[2] is None else units(Decimal(h[2])) for h in holdings], np.int64),
        nodes,
    )


def brute(nodes, holdings, listed, *, single=False, unknown=Fraction(0)):
    """Subset by subset: the smallest set that holds the listed and is closed under the 50 % rule."""
    best = None
    for bits in range(1 << nodes):
        members = {n for n in range(nodes) if bits >> n & 1}
        if not listed <= members:
            continue
        closed = True
        for party in set(range(nodes)) - members:
            stakes = [
                unknown if share is None else Fraction(share)
                for owner, owned, share in holdings
                if owned == party and owner in members
            ]
            if (max(stakes, default=0) if single else sum(stakes)) >= 50:
                closed = False
                break
        if closed and (best is None or len(members) < len(best)):
            best = members
    return best


@settings(max_examples=120, deadline=None)
@given(registers())
def test_the_least_fixpoint_is_the_smallest_closed_set(register):
    nodes, holdings, listed = register
    graph = graph_of(nodes, holdings)
    roots = np.array(sorted(listed), np.int32)
    assert set(np.flatnonzero(caught_at(graph, roots, Decimal(50)).mask)) == brute(nodes, holdings, listed)
    single = set(np.flatnonzero(caught_by_single(graph, roots, Decimal(50)).mask))
    assert single == brute(nodes, holdings, listed, single=True)


@settings(max_examples=60, deadline=None)
@given(registers(unknown=True))
def test_unknown_shares_bound_the_answer_from_both_sides(register):
    nodes, holdings, listed = register
    graph = graph_of(nodes, holdings)
    roots = np.array(sorted(listed), np.int32)
    low = set(np.flatnonzero(caught_at(graph, roots, Decimal(50)).mask))
    high = set(np.flatnonzero(caught_at(graph, roots, Decimal(50), unknown="everything").mask))
    assert low == brute(nodes, holdings, listed)
    assert high == brute(nodes, holdings, listed, unknown=Fraction(100))
    assert low <= high


@settings(max_examples=100, deadline=None)
@given(registers(), st.data())
def test_one_more_listed_owner_never_makes_a_party_cleaner(register, data):
    nodes, holdings, listed = register
    graph = graph_of(nodes, holdings)
    more = listed | {data.draw(st.integers(0, nodes - 1))}
    few, many = (np.array(sorted(s), np.int32) for s in (listed, more))
    for rule in (
        lambda r: caught_at(graph, r, Decimal(50)),
        lambda r: caught_by_single(graph, r, Decimal(50)),
    ):
        assert not (rule(few).mask & ~rule(many).mask).any()
    assert (
        attribute(graph, many, Decimal(50)).share >= attribute(graph, few, Decimal(50)).share - 1e-9
    ).all()


@settings(max_examples=100, deadline=None)
@given(registers())
def test_every_chain_carries_its_party_and_never_argues_in_a_circle(register):
    nodes, holdings, listed = register
    graph = graph_of(nodes, holdings)
    caught = caught_at(graph, np.array(sorted(listed), np.int32), Decimal(50))
    for party in np.flatnonzero(caught.mask):
        chain = explain(graph, caught, int(party), units(Decimal(50)))
        assert set(chain.roots) <= listed and chain.roots
        done = set(chain.roots)
        for step in chain.holdings:  # in an order in which every owner is settled before it is used
            assert step.owner in done or step.owner in {h.owned for h in chain.holdings}
        settled, left = set(chain.roots), list(chain.holdings)
        while left:
            ready = [h for h in left if h.owner in settled]
            assert ready, "a chain that never starts from a listed party"
            reached = {h.owned for h in ready}
            for one in reached:
                if sum(h.share for h in ready if h.owned == one) >= units(Decimal(50)):
                    settled.add(one)
            before = len(left)
            left = [h for h in left if h.owned not in settled]
            assert len(left) < before
        assert party in settled


@settings(max_examples=60, deadline=None)
@given(registers())
def test_compiled_and_plain_kernels_agree(register):
    pytest.importorskip("numba")
    nodes, holdings, listed = register
    plain = graph_of(nodes, holdings)
    roots = np.array(sorted(listed), np.int32)
    rank, held = ownership_kernel.half_fixpoint(
        plain.start, plain.owned, plain.share, roots, units(Decimal(50))
    )
    small, ownership_kernel.SMALL_EDGES = ownership_kernel.SMALL_EDGES, -1
    try:
        quick = graph_of(nodes, holdings)
        again, held_again = ownership_kernel.half_fixpoint(
            quick.start, quick.owned, quick.share, roots, units(Decimal(50))
        )
    finally:
        ownership_kernel.SMALL_EDGES = small
    assert (quick.start == plain.start).all() and (quick.owned == plain.owned).all()
    assert ((rank >= 0) == (again >= 0)).all() and (held == held_again).all()


@settings(max_examples=80, deadline=None)
@given(registers())
def test_attributed_shares_solve_their_equation(register):
    """Against exact fractions iterated from nothing upward: full through the half, in proportion below."""
    nodes, holdings, listed = register
    graph = graph_of(nodes, holdings)
    found = attribute(graph, np.array(sorted(listed), np.int32), Decimal(50))
    same = brute(nodes, holdings, listed)
    share = np.array([1.0 if n in same else 0.0 for n in range(nodes)])
    for _ in range(4000):
        moved = share.copy()
        for party in set(range(nodes)) - same:
            moved[party] = min(
                1.0,
                sum(float(s) / 100 * share[o] for o, d, s in holdings if d == party and o != party),
            )
        if np.abs(moved - share).max() < 1e-13:
            break
        share = moved
    if found.settled:
        assert np.abs(found.share - share).max() < 1e-6


def test_the_quarter_is_met_exactly_at_the_quarter():
    """40 % of 62.5 % is 25 % to the last digit, in fractions."""
    graph = graph_of(4, [(0, 1, "40"), (1, 2, "62.5"), (1, 3, "62.499999999")])
    found = attribute(graph, np.array([0], np.int32), Decimal(50))
    assert exact_share(graph, found, 2) == Fraction(1, 4)
    assert reaches(graph, found, 2, Decimal(25))
    assert not reaches(graph, found, 3, Decimal(25))


def test_multiplying_stakes_would_miss_and_invent():
    """60 % of 60 % is 36 % multiplied, yet caught; 49 % held by an uncaught 60 % owner counts nothing."""
    graph = graph_of(5, [(0, 1, "60"), (1, 2, "60"), (0, 3, "49"), (3, 4, "100")])
    assert caught_at(graph, np.array([0], np.int32), Decimal(50)).mask.tolist() == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_cross_holdings_do_not_lift_each_other():
    """Two companies that own each other outright are not caught without a listed owner."""
    graph = graph_of(3, [(0, 1, "100"), (1, 0, "100"), (2, 0, "49")])
    assert caught_at(graph, np.array([2], np.int32), Decimal(50)).mask.tolist() == [False, False, True]
