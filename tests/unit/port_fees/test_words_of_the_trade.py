"""Types of vessels in the words of the trade, figures that no ship has, and shares that nobody reported."""

from __future__ import annotations

import pytest

from detente.port_fees.call_facts import read_call_facts
from detente.port_fees.port_call import fee
from detente.terms import InputError

GREEK = {
    "net_tonnage": "20000", "vessel_type": "container", "owner_country": "GR", "operator_country": "GR",
    "built_country": "KR", "flag": "GR",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("VLCC", "oil_tanker"), ("Suezmax", "oil_tanker"), ("Aframax", "oil_tanker"),
        ("LR2", "product_tanker"),
        ("Capesize", "bulk_carrier"), ("Kamsarmax", "bulk_carrier"), ("VLOC", "bulk_carrier"),
        ("LNGC", "lng_carrier"), ("VLGC", "lpg_carrier"), ("好望角型", "bulk_carrier"),
        ("超大型油轮", "oil_tanker"),
    ],
)  # fmt: skip
def test_sizes_and_short_names_of_one_type_are_that_type(words, kind):
    assert read_call_facts({"vessel_type": words}) == {"vessel_type": kind}


@pytest.mark.parametrize("words", ["Panamax", "Handysize", "OBO", "FSRU", "gas tanker", "巴拿马型"])
def test_a_word_of_several_types_is_asked_again(words):
    assert read_call_facts({"vessel_type": words}) == {}
    answer = fee("us", on="2025-10-26", facts={**GREEK, "vessel_type": words, "built_country": "CN"})
    assert answer.status == "undetermined" and "vessel_type" in {m.fact for m in answer.missing}


@pytest.mark.parametrize("fact", ["net_tonnage", "dwt", "voyage_nm"])
def test_a_figure_of_nothing_is_a_fault_of_the_record(fact):
    with pytest.raises(InputError, match="no figure"):
        fee("china", on="2025-10-26", facts={**GREEK, "flag": "US", fact: "0"})


@pytest.mark.parametrize(
    ("kind", "capacity"), [("container", "teu_capacity"), ("vehicle_carrier", "ceu_capacity")]
)
def test_a_ship_made_for_what_she_holds_none_of_is_a_contradiction(kind, capacity):
    with pytest.raises(InputError, match="contradict"):
        read_call_facts({"vessel_type": kind, capacity: "0"})
    assert read_call_facts({"vessel_type": "bulk", capacity: "0"})


def test_votes_and_seats_that_nobody_reported_are_said_to_be_taken_as_no_more():
    facts = {**GREEK, "us_equity_pct": "10"}
    said = "us_voting_pct and us_board_pct were not reported"
    answer = fee("china", on="2025-10-26", facts=facts)
    assert answer.fee_amount == 0 and any(said in note for note in answer.notes)
    for settled in ({"us_equity_pct": "0"}, {"us_voting_pct": "10"}, {"flag": "US"}):
        more = fee("china", on="2025-10-26", facts={**facts, **settled})
        assert not any(said in note for note in more.notes)
