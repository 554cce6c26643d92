"""Facts of a party for a licence or a fee, derived from a register: what is sure, and what is missing."""

from __future__ import annotations

import pytest

from detente.screening import Settings, party_facts, party_register
from detente.terms import InputError

ON = "2025-10-20"
SHIP = [{"party_id": "S", "name": "Kite Shipping", "country": "GR"}]


def owned(owner, owned_id, share, country="", **more):
    return {
        "owner_id": owner, "owned_id": owned_id, "share_pct": share, "owner_country": country,
        "votes_pct": share, "board_pct": share, **more,
    }  # fmt: skip


def facts(owners, party="S", parties=SHIP, listed="law", **settings):
    return party_facts(party_register(parties, owners, listed, on=ON, settings=Settings(**settings)), party)


def test_countries_of_owners_make_the_quarter() -> None:
    found = facts([owned("A", "S", "25", "HK"), owned("B", "S", "75", "GR")])
    chinese, american = found.held("CN"), found.held("US")
    assert (chinese.answer, chinese.low_pct, chinese.high_pct) == ("yes", "25", "25")
    assert (american.answer, american.high_pct) == ("no", "0")
    assert chinese.cite and chinese.state == "in_force" and found.country == "GR"


def test_an_owner_of_no_stated_country_is_a_question_not_a_no() -> None:
    found = facts([owned("A", "S", "30"), owned("B", "S", "70", "GR")])
    for side in ("CN", "US"):
        fact = found.held(side)
        assert (fact.answer, fact.low_pct, fact.high_pct) == ("undetermined", "0", "30")
        assert fact.missing == ("country of A",)


def test_what_nobody_is_named_to_hold_may_be_held_by_anybody() -> None:
    fact = facts([owned("B", "S", "70", "GR")]).held("CN")
    assert (fact.answer, fact.low_pct, fact.high_pct) == ("undetermined", "0", "30")
    assert "who holds the other 30 % of Kite Shipping" in fact.missing
    assert facts([owned("B", "S", "80", "GR")]).held("CN").answer == "no"
    assert facts([owned("B", "S", "70", "GR")], owners_complete=True).held("CN").answer == "no"


def test_votes_that_are_not_stated_are_asked() -> None:
    rows = [owned("A", "S", "10", "US", votes_pct="", board_pct=""), owned("B", "S", "90", "GR")]
    fact = facts(rows, owners_complete=True).held("US")
    assert (fact.answer, fact.low_pct, fact.high_pct) == ("undetermined", "10", "100")
    assert fact.missing == ("votes and board seats of A in Kite Shipping",)


def test_listed_owners_are_told_rule_by_rule() -> None:
    listed = [{"party_id": "A", "list": "Entity List"}, {"party_id": "C", "list": "control list"}]
    found = facts([owned("A", "S", "40", "CN"), owned("C", "S", "60", "US")], listed=listed)
    us, china = found.owned("bis_50"), found.owned("china_50")
    assert (us.answer, us.low_pct, us.lists) == ("red_flag", "40", ("Entity List",))
    assert (china.answer, china.low_pct) == ("yes", "60")
    assert found.listed.answer == "no" and found.listed.not_screened


def test_a_party_that_the_register_does_not_hold_is_compared_by_name_alone() -> None:
    listed = [{"name": "Iron Crane Works", "list": "Entity List"}]
    found = facts([owned("B", "S", "100", "GR")], "Iron Crane Works Ltd", listed=listed)
    assert (found.in_register, found.listed.answer, found.listed.lists) == (False, "yes", ("Entity List",))
    unknown = facts([owned("B", "S", "100", "GR")], "Paper Lantern", listed=listed)
    assert unknown.listed.answer == "no"
    assert {f.answer for f in (*unknown.owned_by_listed, *unknown.held_by)} == {"undetermined"}
    assert {(f.low_pct, f.high_pct) for f in unknown.held_by} == {("0", "100")}


def test_a_name_that_several_parties_bear_is_refused_with_their_ids() -> None:
    two = [{"party_id": "S1", "name": "Kite"}, {"party_id": "S2", "name": "KITE"}]
    with pytest.raises(InputError, match="several parties") as refusal:
        facts([], "kite", parties=two)
    assert "S1, S2" in str(refusal.value.remedy)


def test_countries_that_are_none_or_differ_are_faults_and_not_taken() -> None:
    rows = [owned("A", "S", "30", "Chinaa"), owned("B", "S", "70", "GR"), owned("B", "T", "5", "US")]
    found = facts(rows)
    assert len(found.faults) == 2 and found.held("CN").answer == "undetermined"
