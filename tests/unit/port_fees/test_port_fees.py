"""Port fees: facts, strings of calls, vessel-years, clocks; and the errors of each."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from detente.port_fees.call_facts import VESSEL_TYPES, read_imo
from detente.port_fees.call_files import CALL_ANSWER, billing_year, fee_rows, vessel_years
from detente.port_fees.port_call import fee
from detente.regime.dated.law_tables import law_tables
from detente.rowfiles.sheets import Sheet
from detente.terms import InputError

LAW = Path(__file__).resolve().parents[3] / "law"

SHIP = {"imo": "9074729", "net_tonnage": "10000", "vessel_type": "bulk", "built_country": "KR", "flag": "PA"}
CHINESE = {**SHIP, "owner_country": "CN", "operator_country": "CN"}
AMERICAN = {**SHIP, "owner_country": "US", "operator_country": "US"}


def calls(*rows):
    return Sheet("calls", pl.DataFrame([{k: str(v) for k, v in r.items()} for r in rows]))


@pytest.mark.parametrize("text", ["907472", "90747290", "9074728", "ABCDEFG", "９０７４７２９"])
def test_a_wrong_imo_number_is_refused(text):
    with pytest.raises(InputError, match=r"IMO number|check digit"):
        read_imo(text)


def test_one_charge_a_rotation_at_the_first_port():
    rows = [
        {"call_id": "b", "side": "us", "port_call_on": "2025-10-25", "rotation_id": "R1", **CHINESE},
        {"call_id": "a", "side": "us", "port_call_on": "2025-10-23", "rotation_id": "R1", **CHINESE},
        {"call_id": "c", "side": "us", "port_call_on": "2025-11-05", "rotation_id": "R2", **CHINESE},
        {
            "call_id": "d",
            "side": "us",
            "port_call_on": "2025-10-24",
            "rotation_id": "R1",
            **CHINESE,
            "imo": "9456783",
        },
    ]
    frame, faults = fee_rows(calls(*rows))
    assert not faults
    assert frame["fee_amount"].to_list() == ["0", "500000", "500000", "500000"]
    assert frame["liable"].to_list() == ["no", "yes", "yes", "yes"]


def test_five_charges_a_billing_year_are_counted_in_the_file():
    rows = [
        {"side": "china", "port_call_on": f"2025-10-{14 + 2 * i}", "rotation_id": f"V{i}", **AMERICAN}
        for i in range(7)
    ]
    frame, _ = fee_rows(calls(*rows))
    assert frame["fee_amount"].to_list() == ["4000000"] * 5 + ["0", "0"]
    (year,) = vessel_years(frame).to_dicts()
    assert (year["calls"], year["charged"], year["fee_amount"], year["currency"]) == (
        7,
        5,
        "20000000.00",
        "CNY",
    )


def test_billing_years_begin_where_the_law_says():
    law = law_tables()
    assert billing_year("china", "2026-04-16T23:59", law) == "2025-04-17"
    assert billing_year("china", "2026-04-17T23:59", law) == "2026-04-17"
    assert billing_year("us", "2026-12-31T23:59", law) == "2026-01-01"


def test_a_vessel_of_two_billing_years_is_charged_in_each():
    known = "2025-10-26"  # no suspension known: the dues run on
    days = [f"2026-04-{d:02d}" for d in (2, 4, 6, 8, 10, 12, 18, 20)]
    rows = [{"side": "china", "port_call_on": d, "known": known, "rotation_id": d, **AMERICAN} for d in days]
    frame, _ = fee_rows(calls(*rows))
    assert frame["fee_amount"].to_list() == ["4000000"] * 5 + ["0"] + ["6400000"] * 2


def test_unknown_owner_leaves_bounds():
    answer = fee("us", on="2025-10-26", facts={**SHIP, "operator_country": "GR", "chinese_equity_pct": "0"})
    assert (answer.liable, answer.fee_amount, answer.low, answer.high) == (
        "undetermined",
        None,
        0,
        Decimal("500000.00"),
    )
    assert [m.fact for m in answer.missing] == ["owner_country"]


def test_missing_tonnage_has_no_upper_bound():
    answer = fee("us", on="2025-10-26", facts={k: v for k, v in CHINESE.items() if k != "net_tonnage"})
    assert (answer.liable, answer.fee_amount, answer.low, answer.high) == ("yes", None, 0, None)
    assert "net_tonnage" in {m.fact for m in answer.missing}


def test_unclaimed_reliefs_are_said():
    answer = fee(
        "us",
        on="2025-10-26",
        facts={**SHIP, "owner_country": "GR", "operator_country": "GR", "built_country": "CN"},
    )
    assert answer.annex == "II" and "ballast not reported" in answer.assumed


def test_the_next_clock_gives_both_outcomes():
    answer = fee("us", on="2026-10-20", facts=CHINESE)
    clock = answer.next_clock
    assert clock is not None
    assert (clock.moment, clock.if_lapsed, clock.if_extended) == ("2026-11-10T00:01", "800000.00", "0")
    after = fee("us", on="2026-11-12", facts=CHINESE)
    assert [(r.reading, r.fee_amount) for r in after.readings] == [
        ("text", Decimal("800000.00")),
        ("announced", Decimal(0)),
    ]
    assert (after.status, after.fee_amount, after.low, after.high) == ("undetermined", None, 0, 800000)
    assert any("inferred" in line.because for line in after.lines)


def test_hindsight_is_said():
    answer = fee("us", on="2025-11-10", known="2025-10-26", facts=CHINESE)
    assert answer.fee_amount == 500000 and answer.hindsight is not None
    assert (answer.hindsight.known, answer.hindsight.fee_amount) == ("2025-11-09", 0)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"net_tonnage": "-5"}, "negative"),
        ({"net_tonnage": "much"}, "not an amount"),
        ({"containers": "1.5"}, "no count"),
        ({"us_equity_pct": "140"}, "larger than 100"),
        ({"owner_country": "Atlantis"}, "country"),
        ({"hull": "blue"}, "no fact named"),
        ({"voyage_no_in_year": "0"}, "no count"),
    ],
)
def test_bad_facts_are_named(facts, words):
    with pytest.raises(InputError, match=words):
        fee("us", on="2025-10-26", facts=facts)


def test_faulty_rows_are_kept_and_named():
    rows = [
        {"side": "us", "port_call_on": "2025-10-26", **CHINESE, "imo": "9074728"},
        {"side": "mars", "port_call_on": "2025-10-26", **CHINESE},
        {"side": "us", "port_call_on": "never", **CHINESE},
        {"side": "us", "port_call_on": "2025-10-26", **CHINESE},
    ]
    frame, faults = fee_rows(calls(*rows))
    assert frame["status"].to_list() == ["error", "error", "error", "ok"]
    assert frame["fee_amount"].to_list() == ["", "", "", "500000"]
    assert [f.row for f in faults] == [2, 3, 4]
    assert set(CALL_ANSWER) <= set(frame.columns)


@pytest.mark.parametrize("kind", ["con-ro", "ropax", "gas carrier", "vessel"])
def test_a_type_too_broad_to_decide_is_asked(kind):
    foreign = {"owner_country": "NO", "operator_country": "NO", "chinese_equity_pct": "0"}
    facts = {**SHIP, **foreign, "vessel_type": kind}
    answer = fee("us", on="2025-10-26", facts=facts)
    assert answer.liable == "undetermined" and [m.fact for m in answer.missing] == ["vessel_type"]


def test_days_after_the_last_check_are_said():
    assert any("last day the law was checked" in n for n in fee("us", on="2026-11-12", facts=CHINESE).notes)
    assert not any("last day" in n for n in fee("us", on="2025-10-26", facts=CHINESE).notes)


@pytest.mark.parametrize("kind", ["spaceship", "conteiner", "pctcc", "x" * 500])
def test_a_vessel_type_that_is_none_is_refused(kind: str) -> None:
    with pytest.raises(InputError, match="vessel_type"):
        fee("us", on="2025-10-20", facts={"vessel_type": kind, "net_tonnage": "1000", "owner_country": "CN"})


def test_every_vessel_type_of_the_law_is_known() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (LAW / "us" / "port-fees").glob("*.yaml"))
    named = re.findall(r"fact: vessel_type, in: \[([^\]]*)\]", text)
    assert len(named) >= 4
    assert {word.strip() for row in named for word in row.split(",")} <= VESSEL_TYPES


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"us_equity_pct": "60", "chinese_equity_pct": "41"}, "together 101 percent"),
        ({"us_voting_pct": "60", "chinese_voting_pct": "50"}, "us_voting_pct 60 and chinese_voting_pct 50"),
        ({"ballast": "yes", "containers": "3"}, "in ballast discharges none"),
        ({"repair_only": "yes", "ballast": "no"}, "only an empty ship"),
        ({"containers": "5000", "teu_capacity": "4000"}, "more boxes"),
    ],
)
def test_facts_that_cannot_all_be_so_are_a_fault_of_their_row(facts, words):
    day = {"side": "us", "port_call_on": "2025-10-26"}
    frame, faults = fee_rows(calls({**day, **CHINESE, **facts}, {**day, **CHINESE}))
    assert frame["status"].to_list() == ["error", "ok"]
    assert words in faults[0].text and faults[0].column in facts


def test_an_hour_beside_another_hour_is_a_fault():
    with pytest.raises(InputError, match="contradict"):
        fee("china", on="2025-11-10T12:00", facts={**AMERICAN, "hour": "14:00"})
    assert fee("china", on="2025-11-10T12:00", facts={**AMERICAN, "hour": "12:00"}).fee_amount == 4_000_000


def test_ships_without_a_number_are_told_apart_by_their_facts():
    ship = {k: v for k, v in CHINESE.items() if k != "imo"}
    rows = [
        {"side": "us", "port_call_on": "2025-10-24", "rotation_id": "R1", **ship},
        {"side": "us", "port_call_on": "2025-10-25", "rotation_id": "R1", **ship, "net_tonnage": "20000"},
        {"side": "us", "port_call_on": "2025-10-26", "rotation_id": "R1", **ship},
    ]
    frame, _ = fee_rows(calls(*rows))
    assert frame["fee_amount"].to_list() == ["500000", "1000000", "0"]


def test_hong_kong_is_no_first_port_of_a_voyage():
    rows = [
        {
            "side": "china",
            "port_call_on": "2025-10-24",
            "rotation_id": "V1",
            **AMERICAN,
            "port_territory": "HK",
        },
        {"side": "china", "port_call_on": "2025-10-25", "rotation_id": "V1", **AMERICAN},
    ]
    frame, _ = fee_rows(calls(*rows))
    assert frame["status"].to_list() == ["undetermined", "ok"]
    assert frame["fee_amount"].to_list() == ["", "4000000"]


@pytest.mark.parametrize("side", ["us", "china"])
def test_what_to_do_is_said_where_a_fee_may_be_owed_and_nowhere_else(side):
    facts = CHINESE if side == "us" else AMERICAN
    owed, paused = fee(side, on="2025-10-26", facts=facts), fee(side, on="2026-05-01", facts=facts)
    assert owed.act is not None and paused.act is None
    for part in ("authority", "form", "evidence", "payer", "deadline", "consequence", "refund"):
        assert getattr(owed.act, part) and getattr(owed.act, f"{part}_zh"), part
    assert owed.act.cite and owed.act.confidence == "B"


def test_how_a_fee_was_paid_is_told_as_it_was_known():
    early, late = (
        fee("us", on="2025-10-26", known=day, facts=CHINESE).act for day in ("2025-10-03", "2025-10-14")
    )
    assert early is not None and late is not None
    assert "formal entrance" not in early.deadline and "formal entrance" in late.deadline
    assert fee("us", on="2025-10-26", known="2025-10-02", facts=CHINESE).act is None


def test_a_fee_without_the_chinese_share_says_what_a_quarter_would_cost():
    greek = {**SHIP, "owner_country": "GR", "operator_country": "GR", "built_country": "CN"}
    answer = fee("us", on="2025-10-26", facts=greek)
    assert answer.fee_amount == 180_000
    assert any("Annex I applies: 500,000.00 USD" in note for note in answer.notes)


def test_cranes_of_the_same_action_are_pointed_at():
    assert "8426.19.00.00" in fee("us", on="2025-10-26", facts=CHINESE).beside[0].command
    assert fee("china", on="2025-10-26", facts=AMERICAN).beside == ()


def test_a_ship_that_no_annex_reaches_is_as_sure_as_the_grounds_that_were_tried():
    foreign = {**SHIP, "owner_country": "GR", "operator_country": "GR", "chinese_equity_pct": "24.99"}
    answer = fee("us", on="2025-10-26", facts=foreign)
    assert (answer.status, answer.fee_amount, answer.confidence) == ("ok", 0, "B")
    assert "90-FR-17114" in {c.document for c in answer.lines[0].cite}


def test_a_long_term_charter_of_a_gas_carrier_changes_by_when_she_pays():
    """USTR, 10 October 2025: LPG and ethane carriers on such a charter might wait until 10 December."""
    facts = {"owner_country": "NO", "operator_country": "NO", "built_country": "CN", "dwt": "85000",
             "vessel_type": "lpg_carrier", "net_tonnage": "26000", "chinese_equity_pct": "0"}  # fmt: skip
    one, two = (fee("US", on="2025-10-26", facts={**facts, "long_term_charter": w}) for w in ("yes", "no"))
    assert one.fee_amount == two.fee_amount == 468_000
    assert one.deferral is not None and one.deferral.until == "2025-12-10"
    assert two.deferral is None
