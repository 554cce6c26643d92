"""Screening whole registers: one more listed owner, or one more holding, never makes a party cleaner."""

from __future__ import annotations

from hypothesis import given, settings
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


def outcomes(holdings, listed):
    rows = screen(
        [{"party_id": p, "name": ""} for p in "ABCDEFG"],
        holdings or [{"owner_id": "X", "owned_id": "Y", "share_pct": "1"}],
        listed,
        on="2025-10-15",
        settings=Settings(cutoff=101, owners_complete=True, rules=RULES),
    ).rows
    return {(r.party_id, r.rule): CLEANEST_FIRST.index(r.outcome) for r in rows}


@settings(max_examples=50, deadline=None)
@given(REGISTER, LISTED, st.fixed_dictionaries({"party_id": PARTY, "list": LIST}))
def test_one_more_listed_party_never_cleans(holdings, listed, more):
    before, after = outcomes(holdings, listed), outcomes(holdings, [*listed, more])
    assert all(after[key] >= value for key, value in before.items())


@settings(max_examples=50, deadline=None)
@given(REGISTER, LISTED, HOLDING)
def test_one_more_holding_never_cleans(holdings, listed, more):
    before, after = outcomes(holdings, listed), outcomes([*holdings, more], listed)
    assert all(after[key] >= value for key, value in before.items())


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
