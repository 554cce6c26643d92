"""Licences: items, facts, clocks, hindsight, files; and the errors of each."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from detente.licensing.items import recognise
from detente.licensing.transaction import licence
from detente.licensing.transaction_facts import understand
from detente.licensing.transaction_files import TRANSACTION_ANSWER, licence_rows
from detente.regime import OUTCOMES
from detente.regime.dated.law_tables import law_tables
from detente.rowfiles.sheets import Sheet
from detente.terms import InputError

CIVIL = {
    "military": "no",
    "listed": "no",
    "owned_by_listed": "no",
    "end_use": "civil",
    "chinese_technology": "no",
    "general_licence": "no",
}
FROM_THE_US = {**CIVIL, "leg": "US_to_abroad", "destination": "CN"}
OUT_OF_CHINA = {**CIVIL, "leg": "CN_to_abroad", "origin": "CN"}


def vocabulary():
    return law_tables().items[0]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("dysprosium metal", ("re18",)),
        ("Dy2O3", ("re18",)),
        ("氧化镝", ("re18",)),
        ("terbium oxide 99.99%", ("re18",)),
        ("samarium-cobalt magnet", ("re18",)),
        ("SmCo5 magnet", ("re18",)),
        ("NdFeB magnet containing dysprosium", ("re18", "re18+re57")),  # holmium is not said
        ("dysprosium-free NdFeB magnet", ("re18", "none")),  # terbium is not said
        ("sintered NdFeB magnet", ("re18", "re57", "none")),
        ("yttrium oxide", ("re18",)),
        ("scandium-aluminium alloy", ("re18",)),
        ("holmium oxide", ("re57",)),
        ("Er-doped fibre", ("re57",)),
        ("europium phosphor", ("re57",)),
        ("neodymium metal", ("none",)),
        ("lanthanum oxide", ("none",)),
        ("rare earth concentrate", ("re18", "re57", "re_equipment", "none")),
        ("rare-earth smelting technology", ("re_tech",)),
        ("稀土萃取技术", ("re_tech",)),
        ("centrifugal extractor", ("re_equipment", "none")),  # listed when it is for rare earths
        ("rare earth smelting equipment", ("re_equipment",)),
        ("GaAs wafer", ("ga_ge",)),
        ("gallium nitride", ("ga_ge",)),
        ("germanium dioxide", ("ga_ge",)),
        ("金属锗", ("ga_ge",)),
        ("antimony trioxide", ("antimony", "none")),  # listed from 99.99 % on
        ("indium antimonide", ("antimony", "none")),  # listed by its dislocations or purity
        ("natural flake graphite", ("graphite39",)),
        ("spheroidised graphite anode material, natural", ("graphite39",)),
        ("artificial graphite anode material", ("battery",)),
        ("graphite electrode", ("none",)),
        ("ammonium paratungstate", ("w_te_bi_mo_in",)),
        ("tungsten carbide", ("w_te_bi_mo_in",)),
        ("indium phosphide", ("w_te_bi_mo_in",)),
        ("indium ingot", ("none",)),
        ("bismuth", ("w_te_bi_mo_in",)),
        ("molybdenum powder", ("w_te_bi_mo_in", "none")),  # from 97 % and to 50 micrometres
        ("lithium-ion cell, 320 Wh/kg", ("battery",)),
        ("lithium-ion cell, 250 Wh/kg", ("none",)),
        ("lithium-ion cell below 300 Wh/kg", ("none",)),
        ("LFP cathode powder", ("battery", "none")),  # by density and capacity
        ("copper cathode", ()),
        ("dysprosium magnet made abroad with Chinese rare-earth technology", ("re18", "re18+re_tech")),
        ("maintenance service for a rare-earth smelting line", ("re_tech",)),
        ("permanent magnet", ("re18", "none")),
        ("synthetic diamond powder", ("superhard55", "none")),  # by size
        ("diamond grinding wheel", ("superhard55", "none")),
        ("six-sided superhard press", ("superhard33", "none")),
        ("drone", ("uav",)),
        ("Nexperia diodes", ("nexperia",)),
        ("ferrite magnet", ("none",)),
        ("servo motor with NdFeB magnets", ("none",)),
        ("cotton shirt from the USA", ()),
        ("CN-made widget, WTO origin", ()),
        ("7429-91-6", ("re18",)),
        ("CAS 1303-00-0", ("ga_ge",)),
        ("8112929010", ("ga_ge",)),
        ("2805.30.12", ("re18", "none")),
        ("re57", ("re57",)),
    ],
)
def test_items_are_recognised(text, classes):
    assert understand(text, law_tables(), {"leg": "CN_to_abroad"}).classes == classes


def test_the_same_magnet_is_another_item_abroad():
    abroad = recognise(
        "foreign-made magnet assembly with Chinese controlled content",
        vocabulary(),
        leg="abroad_to_abroad",
        foreign=True,
    )
    assert abroad.classes == ("part2",)
    motor = recognise("motor with dysprosium magnets", vocabulary(), leg="abroad_to_abroad", foreign=True)
    assert motor.classes == ("none", "part2") and motor.ask is not None


def test_a_wrong_cas_number_is_refused():
    with pytest.raises(InputError, match="check digit"):
        licence("7429-91-5", on="2025-05-01")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"military": "perhaps"}, "neither yes nor no"),
        ({"controlled_share": "12"}, "outside 0 to 1"),
        ({"controlled_share": "NaN"}, "outside 0 to 1"),
        ({"end_use": "fun"}, "end_use"),
        ({"leg": "sideways"}, "leg"),
        ({"destination": "Atlantis"}, "country"),
        ({"colour": "red"}, "no fact named"),
    ],
)
def test_bad_facts_are_named(facts, words):
    with pytest.raises(InputError, match=words):
        licence("dysprosium metal", on="2025-05-01", facts=facts)


def test_a_percent_and_a_fraction_mean_the_same():
    facts = {**CIVIL, "leg": "abroad_to_abroad", "origin": "VN", "destination": "US"}
    answers = [
        licence("part2", on="2025-12-01", known="2025-10-20", facts={**facts, "controlled_share": s}).outcome
        for s in ("0.12%", "0.0012", "0.08%", "0.0008")
    ]
    assert answers == ["licence_needed", "licence_needed", "no_licence", "no_licence"]


def test_missing_facts_are_named_with_their_bounds():
    answer = licence("dysprosium metal", on="2026-05-04", leg="CN_to_abroad", destination="US")
    assert (answer.status, answer.outcome, answer.low, answer.high) == (
        "undetermined",
        "undetermined",
        "licence_needed",
        "prohibited",
    )
    assert {m.fact for m in answer.missing} == {"military", "listed", "end_use"}
    assert any(line.only_if for line in answer.rules if line.outcome == "prohibited")


def test_the_next_clock_says_what_changes_under_each_outcome():
    answer = licence("holmium metal", on="2026-10-20", facts={**OUT_OF_CHINA, "destination": "JP"})
    clock = answer.next_clock
    assert clock is not None
    assert (clock.moment, clock.if_lapsed, clock.if_extended) == (
        "2026-11-11T00:00",
        "licence_needed",
        "no_licence",
    )
    assert "MOFCOM" in clock.said
    assert [d.outcome for d in answer.dormant] == ["suspended"]


def test_limb_2_has_a_clock_of_its_own():
    answer = licence("gallium metal", on="2026-10-20", facts={**OUT_OF_CHINA, "destination": "US"})
    assert answer.next_clock is not None
    assert (answer.next_clock.moment, answer.next_clock.if_lapsed) == (
        "2026-11-28T00:00",
        "presumption_of_denial",
    )


def test_both_readings_past_the_text_are_given():
    answer = licence("holmium metal", on="2026-11-23", facts={**OUT_OF_CHINA, "destination": "JP"})
    assert [(r.reading, r.outcome) for r in answer.readings] == [
        ("text", "licence_needed"),
        ("announced", "no_licence"),
    ]
    assert (answer.status, answer.outcome) == ("undetermined", "undetermined")
    assert (answer.low, answer.high) == ("no_licence", "licence_needed")
    assert [m.kind for m in answer.missing] == ["instrument"]
    assert [s.clock for s in answer.settled_by] == ["cn.export-controls.no-70"]


def test_the_last_day_of_a_suspension_says_how_it_is_read():
    answer = licence("holmium metal", on="2026-11-10", facts={**OUT_OF_CHINA, "destination": "JP"})
    assert any("that day" in note for note in answer.notes)


def test_hindsight_says_what_was_learned_and_when():
    facts = {**OUT_OF_CHINA, "destination": "JP"}
    answer = licence("holmium metal", on="2025-11-08", known="2025-10-20", facts=facts)
    assert answer.hindsight is not None
    assert (answer.hindsight.known, answer.hindsight.outcome) == ("2025-11-07", "no_licence")
    assert licence("holmium metal", on="2025-11-08", hindsight=True, facts=facts).outcome == "no_licence"


def test_what_was_said_is_a_claim_and_not_law():
    answer = licence("EAR99 goods", on="2025-11-20", side="us", facts=FROM_THE_US)
    assert answer.outcome == "no_licence"
    assert any(
        c.words == "no changes in our export controls" and "stayed" in c.what_followed for c in answer.claims
    )
    assert not licence("any", on="2025-10-20", side="us", listed="no", owned_by_listed="no").claims


def test_answers_are_frozen_and_repeatable():
    answer = licence("dysprosium metal", on="2026-05-04", leg="CN_to_abroad", destination="US")
    with pytest.raises(Exception, match="frozen"):
        answer.outcome = "no_licence"
    assert "detente licence 'dysprosium metal'" in answer.repeat.command and answer.repeat.rules


def test_a_file_keeps_its_rows_and_names_its_faults(tmp_path):
    rows = [
        {
            "case_id": "1",
            "on": "2026-05-04",
            "item": "dysprosium metal",
            "destination": "US",
            **OUT_OF_CHINA,
            "memo": "=1+1",
        },
        {
            "case_id": "2",
            "on": "yesterday",
            "item": "dysprosium metal",
            "destination": "US",
            **OUT_OF_CHINA,
            "memo": "",
        },
        {"case_id": "3", "on": "2026-05-04", "item": "", "destination": "US", **OUT_OF_CHINA, "memo": "-x"},
        {
            "case_id": "4",
            "on": "2026-05-04",
            "item": "NdFeB magnet",
            "destination": "US",
            **OUT_OF_CHINA,
            "memo": "",
        },
    ]
    frame, faults = licence_rows(Sheet("x", pl.DataFrame(rows)))
    assert frame["outcome"].to_list() == ["licence_needed", "", "", "undetermined"]
    assert frame["status"].to_list() == ["ok", "error", "error", "undetermined"]
    assert [f.row for f in faults] == [3, 4]
    assert frame.columns == [*rows[0], *TRANSACTION_ANSWER]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    pl.DataFrame(rows).write_csv(source)
    program = Path(sys.executable).with_name("detente")
    done = subprocess.run(
        [program, "licence", str(source), "-o", str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "row 3" in done.stderr
    with out.open(encoding="utf8") as file:
        got = list(csv.DictReader(file))
    assert [g["memo"] for g in got] == ["'=1+1", "", "'-x", ""]
    assert [g["outcome"] for g in got] == ["licence_needed", "", "", "undetermined"]


def test_the_command_prints_every_rule_with_its_citation():
    program = Path(sys.executable).with_name("detente")
    line = [program, "licence", "dysprosium metal", "--to", "US", "--on", "2026-05-04"]
    done = subprocess.run([*line, "--full"], capture_output=True, text=True, check=False)
    told = subprocess.run([*line, "--json"], capture_output=True, text=True, check=True)
    assert done.returncode == 0, done.stderr
    rules = [r["rule"] for r in json.loads(told.stdout)["rules"]]
    assert "46-1" in rules and all(rule in done.stdout for rule in rules)
    assert "depends on" in done.stdout and "Export Control Law" in done.stdout


def test_a_named_end_user_is_looked_for_on_the_lists():
    facts = {k: v for k, v in OUT_OF_CHINA.items() if k != "listed"} | {"destination": "US"}
    found = licence("dysprosium metal", on="2026-07-01", end_user="MP MATERIALS", facts=facts)
    assert (found.outcome, found.facts["listed"]) == ("prohibited", "control_list")
    before = licence("dysprosium metal", on="2026-06-21", end_user="MP Materials", facts=facts)
    assert before.outcome == "undetermined" and "not among the" in " ".join(before.notes)
    near = licence("dysprosium metal", on="2026-07-01", end_user="MP Material Corp", facts=facts)
    assert near.outcome == "undetermined" and "score" in " ".join(near.notes)
    with pytest.raises(InputError, match="control list"):
        licence("dysprosium metal", on="2026-07-01", end_user="MP Materials", facts={**facts, "listed": "no"})


@pytest.mark.parametrize("code", ["9999999999", "8505.11.10.00", "8505111000", "85051110", "0000"])
def test_a_customs_code_that_no_list_names_is_not_cleared(code: str) -> None:
    answer = licence(code, on="2026-05-04", side="china", facts={"leg": "CN_to_abroad", "destination": "US"})
    assert answer.outcome == "undetermined"
    assert answer.high != "no_licence"


@pytest.mark.parametrize(
    ("item", "status"), [("EAR99 valve", "ok"), ("3A090.a", "undetermined"), ("laptop", "not_modelled")]
)
def test_us_controls_of_an_item_are_not_covered_and_never_free(item: str, status: str):
    answer = licence(item, on="2026-02-01", side="US", facts=FROM_THE_US)
    assert answer.status == status
    assert (answer.outcome == "no_licence") == (status == "ok")


@pytest.mark.parametrize("code", ["8505111000", "85051110", "8505.11.10", "8505119000", "2846902810"])
def test_a_code_that_may_be_controlled_names_the_entry_and_what_decides(code: str):
    answer = licence(code, on="2025-09-20", facts={**OUT_OF_CHINA, "destination": "DE"})
    assert answer.status == "undetermined"
    (asked,) = [m.question for m in answer.missing if m.fact == "item"]
    assert "No. 18 of 2025" in asked and "terbium" in asked


@pytest.mark.parametrize("code", ["8505", "3824", "9999999999", "8108909090"])
def test_a_code_that_says_too_little_is_never_free(code: str):
    answer = licence(code, on="2025-09-20", facts={**OUT_OF_CHINA, "destination": "DE"})
    assert (answer.status, answer.item_classes) == ("undetermined", ())


@pytest.mark.parametrize("item", ["EAR99 valve", "3B001", "GeForce RTX 4090", "NVIDIA H20"])
def test_an_item_of_which_nothing_else_is_said_has_bounds_and_never_a_fault(item: str):
    """So many facts may be missing that their completions are not gone through: the bounds hold."""
    bare = licence(item, on="2026-02-01", side="us")
    told = licence(
        item, on="2026-02-01", side="us", facts={**FROM_THE_US, "end_use": "military_intelligence"}
    )
    assert bare.status == "undetermined" and {"destination", "leg", "listed"} <= {
        m.fact for m in bare.missing
    }
    assert bare.low == "no_licence" and OUTCOMES.index(bare.high) >= OUTCOMES.index(told.high)
    assert told.outcome == "presumption_of_denial"


def test_one_side_sees_the_leg_of_the_other_as_between_foreign_countries():
    facts = {
        **CIVIL,
        "destination": "CN",
        "leg": "CN_to_abroad",
        "us_technology": "no",
        "us_controlled_share": "0",
    }
    answer = licence("3A991 chip", on="2026-02-01", side="us", facts={**facts, "origin": "CN"})
    assert answer.facts["leg"] == "abroad_to_abroad"
    with pytest.raises(InputError, match="word of US controls"):
        licence("gallium metal", on="2026-02-01", facts={**OUT_OF_CHINA, "end_use": "supercomputer"})


@pytest.mark.parametrize(
    ("item", "facts", "fault"),
    [
        ("chip", {"eccn": "3A9"}, "no number"),
        ("3A090.a chip", {"eccn": "5A992.c"}, "eccn says"),
        ("EAR99 chip of 3A090.a", {}, "on no list"),
        ("chip", {"eccn": "EAR99", "entity_footnote": "1", "listed": "no"}, "footnote"),
        ("chip", {"exception": "XYZ"}, "not known"),
        ("chip", {"entity_footnote": "7"}, "not known"),
    ],
)
def test_facts_of_us_controls_that_contradict_or_say_nothing_are_refused(
    item: str, facts: dict[str, str], fault: str
):
    with pytest.raises(InputError, match=fault):
        licence(item, on="2026-02-01", side="us", facts=facts)


def test_a_number_narrows_what_the_item_says():
    wide = licence("3B001 part", on="2026-02-01", side="us", facts={**FROM_THE_US, "eccn": "3B001.c.3"})
    assert wide.item_classes == ("us_machines_d5",)
    unknown = licence("part", on="2026-02-01", side="us", facts={**FROM_THE_US, "eccn": "3A099"})
    (asked,) = [m for m in unknown.missing if m.fact == "eccn"]
    assert "3A090.a" in asked.question and "not carried here" in asked.question
