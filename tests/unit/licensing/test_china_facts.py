"""A general licence with its own item, customer and days; bad input; codes told by what goods are made of."""

from __future__ import annotations

import pytest

from detente.licensing.transaction import licence
from detente.terms import InputError

CIVIL = {
    "military": "no", "listed": "no", "owned_by_listed": "no", "end_use": "civil", "chinese_technology": "no",
    "leg": "CN_to_abroad", "origin": "CN", "destination": "DE",
}  # fmt: skip
MAGNET = "NdFeB magnet with dysprosium"
HELD = {
    "general_licence_item": MAGNET, "general_licence_customer": "Robert Lampe GmbH",
    "general_licence_from": "2025-12-02", "general_licence_until": "2026-12-01",
}  # fmt: skip


def asked(item=MAGNET, on="2026-05-04", end_user="Robert Lampe GmbH", **facts):
    return licence(item, on=on, end_user=end_user, facts={**CIVIL, **HELD, **facts})


@pytest.mark.parametrize(
    ("changed", "covered", "why"),
    [
        ({}, "yes", "covers this export"),
        ({"end_user": "ROBERT LAMPE GMBH"}, "yes", "covers this export"),
        ({"on": "2025-12-01"}, "no", "runs from 2025-12-02"),
        ({"on": "2025-12-02"}, "yes", "covers this export"),
        ({"on": "2026-12-01"}, "yes", "covers this export"),
        ({"on": "2026-12-02"}, "no", "to 2026-12-01"),
        ({"end_user": "Motoren Nord GmbH"}, "no", "not for Motoren Nord GmbH"),
        ({"item": "dysprosium oxide"}, "no", "it is for NdFeB magnet with dysprosium"),
        ({"listed": "watch_list"}, "no", "a party on the watch list"),
        ({"end_user": ""}, None, "depends on end_user"),
    ],
)
def test_a_general_licence_covers_its_own_item_customer_and_days(changed, covered, why):
    answer = asked(**changed)
    assert answer.facts.get("general_licence") == covered
    assert any(why in note for note in answer.notes)
    assert ("general-licence" in {line.rule for line in answer.rules}) == (covered == "yes")
    assert answer.outcome.startswith("licence_needed")
    assert (
        licence(answer.item, on=answer.on, end_user=answer.end_user, facts=_again(answer)).facts
        == answer.facts
    )


def _again(answer):
    """The facts that the command of an answer gives."""
    words = answer.repeat.command.split("--facts")[0]
    assert "--general-licence no" not in words and "--general-licence yes" not in words
    return {k: v for k, v in answer.facts.items() if k != "general_licence"}


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"general_licence_until": "2025-11-30"}, "general_licence_until"),
        ({"general_licence": "no"}, "general_licence"),
        ({"general_licence": "yes", "on": "2026-12-02"}, "general_licence_until"),
        ({"general_licence": "yes", "on": "2025-12-01"}, "general_licence_from"),
        ({"end_use": "japan_military_strength"}, "destination"),
    ],
)
def test_what_contradicts_itself_is_a_fault_of_the_record(facts, where):
    with pytest.raises(InputError) as fault:
        asked(**facts)
    assert fault.value.where == where


@pytest.mark.parametrize(
    ("facts", "near"),
    [({"leg": "transhipment"}, "transshipment"), ({"end_use": "civl"}, "civil"), ({"kind": "good"}, "goods")],
)
def test_a_word_that_is_not_known_names_its_neighbours(facts, near):
    with pytest.raises(InputError, match=near):
        licence("dysprosium oxide", on="2026-05-04", facts={**CIVIL, **facts})


@pytest.mark.parametrize(
    ("item", "near"),
    [
        ("dysprosuim oxide", "dysprosium oxide"), ("galium arsenide", "gallium arsenide"),
        ("8505200000", "8505.11"), ("1C999", "1C9"), ("2805121000", "No. 18"),
    ],
)  # fmt: skip
def test_what_is_not_recognised_names_the_nearest_entries_and_is_never_clear(item, near):
    answer = licence(item, on="2026-06-15", facts=CIVIL)
    assert answer.outcome == "undetermined" and answer.high != "no_licence"
    assert any("nearest entries" in note and near in note for note in answer.notes)
    assert {m.fact for m in answer.missing} == {"item"}


@pytest.mark.parametrize(
    ("code", "said", "outcome"),
    [
        ("8505.11.10.00", "", "undetermined"), ("8505.19.00", "", "undetermined"),
        ("2846.90.19.92", "", "undetermined"), ("3824.99.99.22", "", "undetermined"),
        ("8486.90.91.10", "", "undetermined"), ("8112", "", "undetermined"), ("2804.50", "", "undetermined"),
        ("2805.30", "", "undetermined"), ("7202.99.19", "", "undetermined"),
        ("8505.11.10.00", "sintered NdFeB, contains dysprosium", "licence_needed"),
        ("8505.11.10.00", "NdFeB without terbium or dysprosium", "no_licence"),
        ("8505.19.00", "ferrite magnet", "no_licence"), ("2846901100", "cerium oxide", "no_licence"),
        ("3824.99.99.22", "gadolinium oxide", "licence_needed"),
        ("8486.90.91.10", "dysprosium target", "licence_needed"),
        ("7202.99.19", "dysprosium-iron alloy", "licence_needed"),
        ("8112", "gallium metal", "licence_needed"),
        ("2846.90.19.93", "cerium oxide", "undetermined"),  # a reference code, and another element is said
        ("1C905.b", "", "licence_needed"), ("4A003", "", "undetermined"),
    ],
)  # fmt: skip
def test_a_code_shared_with_free_goods_asks_what_they_are_made_of(code, said, outcome):
    assert licence(code, on="2026-06-15", parameters=said, facts=CIVIL).outcome == outcome


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        ("antimony trioxide 99.8 %", "no_licence"), ("antimony trioxide 99.99 %", "licence_needed"),
        ("antimony trioxide", "undetermined"),
        ("LFP cathode 2.4 g/cm3", "no_licence"), ("molybdenum trioxide", "no_licence"),
        ("tungsten carbide inserts", "no_licence"), ("tungsten carbide powder", "licence_needed"),
        ("gallium nitride charger", "no_licence"), ("gallium nitride wafer", "licence_needed"),
        ("germanium lenses", "no_licence"), ("germanium ingot", "licence_needed"),
        ("gallium arsenide chips", "no_licence"),
        ("servo motor with dysprosium magnets", "no_licence"),
        ("dysprosium magnets for servo motors", "licence_needed"),
        ("SmCo magnets", "licence_needed"), ("ferrite magnets", "no_licence"),
        ("neodymium metal", "no_licence"),
    ],
)  # fmt: skip
def test_what_the_input_states_is_never_contradicted(item, outcome):
    answer = licence(item, on="2026-06-15", facts=CIVIL)
    assert answer.outcome == outcome
    if answer.outcome == "no_licence":
        assert any(
            "list of about a thousand entries is not carried here" in gap.what for gap in answer.rests_on
        )


def test_a_statement_of_the_end_user_changes_what_to_do_and_not_the_outcome():
    without, with_it = (
        licence(MAGNET, on="2026-05-04", facts={**CIVIL, "end_user_statement": said})
        for said in ("no", "yes")
    )
    assert without.outcome == with_it.outcome == "licence_needed"
    assert "end-user-statement" in {a.act for a in without.acts} - {a.act for a in with_it.acts}
    assert all(act.cite for act in (*without.acts, *with_it.acts))


def test_a_listing_that_stands_by_the_text_alone_does_not_refuse_a_no():
    answer = licence(MAGNET, on="2026-11-30", end_user="Skydio", facts={**CIVIL, "destination": "US"})
    assert {r.reading: r.outcome for r in answer.readings} == {
        "text": "prohibited",
        "announced": "licence_needed",
    }
    suspended = licence(MAGNET, on="2026-10-01", end_user="Skydio", facts={**CIVIL, "destination": "US"})
    assert suspended.outcome == "licence_needed"


def test_a_watch_listed_name_is_found_and_asks_for_its_papers():
    facts = {name: value for name, value in CIVIL.items() if name != "listed"}
    answer = licence(
        MAGNET, on="2026-06-15", end_user="SUBARU Corporation", facts={**facts, "destination": "JP"}
    )
    assert answer.outcome == "licence_needed_stricter_review"
    assert "watch-list-papers" in {a.act for a in answer.acts} and "apply" not in {a.act for a in answer.acts}


def test_an_item_listed_for_sure_does_not_wait_on_the_clock_of_a_class_it_may_be_of():
    answer = licence(MAGNET, on="2026-06-15", facts=CIVIL)
    assert answer.next_clock and "No. 18" in answer.next_clock.title
    assert not [line for line in answer.dormant if line.rule == "57/2025"]
