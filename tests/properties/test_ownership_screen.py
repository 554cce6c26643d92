"""Screening whole registers: one more listed owner, or one more holding, never makes a party cleaner."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.screening.parties import screen
from detente.screening.result import Settings

CLEANEST_FIRST = ["not_caught", "undetermined", "red_flag", "caught"]
PARTY = st.sampled_from("ABCDEFG")
SHARE = st.sampled_from(["", "10", "24.9", "25", "30", "49.999", "50", "62.5", "100"])
LIST = st.sampled_from(["Entity List", "control list", "chinese_person", "us_person"])
HOLDING = st.fixed_dictionaries({"owner_id": PARTY, "owned_id": PARTY, "share_pct": SHARE})
REGISTER = st.lists(HOLDING, max_size=14)
LISTED = st.lists(st.fixed_dictionaries({"party_id": PARTY, "list": LIST}), min_size=1, max_size=4)
RULES = ("bis_50", "china_50", "maritime_25", "china_port_25")


def rows_of(holdings, listed, *, complete=True):
    rows = screen(
        [{"party_id": p, "name": ""} for p in "ABCDEFG"],
        holdings or [{"owner_id": "X", "owned_id": "Y", "share_pct": "1"}],
        listed,
        on="2025-10-15",
        settings=Settings(cutoff=101, owners_complete=complete, rules=RULES),
    ).rows
    return {(r.party_id, r.rule): r for r in rows}


def outcomes(holdings, listed):
    return {key: CLEANEST_FIRST.index(row.outcome) for key, row in rows_of(holdings, listed).items()}


@settings(max_examples=50, deadline=None)
@given(REGISTER, LISTED, st.fixed_dictionaries({"party_id": PARTY, "list": LIST}))
def test_one_more_listed_party_never_cleans(holdings, listed, more):
    before, after = outcomes(holdings, listed), outcomes(holdings, [*listed, more])
    assert all(after[key] >= value for key, value in before.items())


def above_the_whole(holdings):
    """Companies whose owners come to more than the whole, each owner's row counted once."""
    once = {(h["owner_id"], h["owned_id"], h["share_pct"]) for h in holdings if h["share_pct"]}
    sums: dict[str, Decimal] = {}
    for _, owned, share in once:  # own shares are part of the whole too
        sums[owned] = sums.get(owned, Decimal(0)) + Decimal(share)
    return {party for party, total in sums.items() if total > 100}


@settings(max_examples=50, deadline=None)
@given(REGISTER, LISTED, HOLDING)
def test_one_more_holding_never_cleans(holdings, listed, more):
    assume(not above_the_whole([*holdings, more]))
    before, after = outcomes(holdings, listed), outcomes([*holdings, more], listed)
    assert all(after[key] >= value for key, value in before.items())


@settings(max_examples=60, deadline=None)
@given(st.lists(HOLDING, min_size=1, max_size=10), LISTED, st.data())
def test_no_missing_share_turns_out_to_lie_outside_its_bounds(holdings, listed, data):
    """Whatever a missing share turns out to be: what was settled stays so, what counts lies in bounds."""
    assume(not above_the_whole(holdings))
    filled = [
        h
        if h["share_pct"]
        else {**h, "share_pct": data.draw(st.sampled_from(["0", "24", "26", "50", "100"]))}
        for h in holdings
    ]
    assume(not above_the_whole(filled))
    before, after = rows_of(holdings, listed), rows_of(filled, listed)
    for key, row in before.items():
        if row.outcome in ("caught", "not_caught"):
            assert after[key].outcome == row.outcome
        if row.low_pct and after[key].low_pct:
            assert float(row.low_pct) - 1e-6 <= float(after[key].low_pct)
            assert float(after[key].high_pct) <= float(row.high_pct) + 1e-6


@settings(max_examples=60, deadline=None)
@given(st.lists(HOLDING, min_size=1, max_size=8), LISTED, st.lists(HOLDING, max_size=3))
def test_owners_that_nobody_named_never_catch_a_party_that_was_not_caught(holdings, listed, others):
    """Without the word that every owner is named, a party not caught stays so whoever holds the rest."""
    more = [
        h for h in others if not any(h["owned_id"] == g["owned_id"] and not g["share_pct"] for g in holdings)
    ]
    assume(not above_the_whole([*holdings, *more]))
    before = rows_of(holdings, listed, complete=False)
    after = rows_of([*holdings, *more], listed, complete=False)
    for key, row in before.items():
        if row.outcome == "not_caught":
            assert after[key].outcome != "caught"


@settings(max_examples=50, deadline=None)
@given(REGISTER, LISTED)
def test_every_row_that_is_not_clean_says_why(holdings, listed):
    rows = screen(
        [{"party_id": p, "name": ""} for p in "ABCDEFG"],
        holdings or [{"owner_id": "X", "owned_id": "Y", "share_pct": "1"}],
        listed,
        on="2025-10-15",
        settings=Settings(cutoff=101),
    ).rows
    for row in rows:
        if row.outcome == "caught":
            assert row.chain
        if row.outcome in ("red_flag", "undetermined"):
            assert row.missing
