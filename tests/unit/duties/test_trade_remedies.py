"""Law beside the duty: orders and other pointers by code, country and day; deposits at one's own rate."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.duties.remedy_claims import read_cases, read_rate
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import long, wide
from detente.portfolio.read.rows import frame_sheet
from detente.terms import InputError

EXTRUSION = "7604.29.10.10"


def _named(hts: str, origin: str, day: str, **facts: str) -> list[str]:
    answer = duty(hts, origin=origin, on=day, facts=facts)
    return [gap for gap in answer.not_modelled if "anti-dumping" in gap]


def _row(hts: str, origin: str, day: str, **facts: str) -> dict[str, str]:
    return {"hts": hts, "origin": origin, "entry_date": day, "customs_value_usd": "10000", **facts}


@pytest.mark.parametrize(
    ("hts", "origin", "day", "case"),
    [
        ("7604.29.10.10", "CN", "2025-10-26", "A-570-967"),
        ("7318.15.20", "CN", "2025-10-26", "A-570-932"),
        ("9403.40.90.60", "CN", "2025-10-26", "A-570-106"),
        ("8541.43.00.10", "VN", "2025-06-24", "A-552-841"),
        ("8541.43.00.10", "VN", "2025-06-25", "A-552-841"),
    ],
)
def test_an_order_that_may_reach_the_goods_is_named_and_errs_low(
    hts: str, origin: str, day: str, case: str
) -> None:
    named = _named(hts, origin, day)
    assert any(case in gap and gap.endswith("(answer errs low)") for gap in named)
    row = _row(hts, origin, day)
    notes = wide(assess_sheet(frame_sheet(pl.DataFrame([row, row])))).get_column("notes").to_list()
    assert all(gap in str(note) for note in notes for gap in named)


@pytest.mark.parametrize(
    ("hts", "origin", "day"),
    [
        ("9506.62.40", "CN", "2025-10-26"),  # footballs: under no order read
        ("7318.15.20", "VN", "2025-10-26"),  # the order on threaded rod names China alone
        ("8541.43.00.10", "VN", "2025-06-23"),  # the day before the order
    ],
)
def test_goods_origins_and_days_outside_are_left_alone(hts: str, origin: str, day: str) -> None:
    assert not [gap for gap in _named(hts, origin, day) if "A-" in gap or "C-" in gap]


def test_own_rates_are_deposits_outside_the_total() -> None:
    facts = {"adcvd_case": "A-570-967; C-570-968", "ad_rate_pct": "33.28", "cvd_rate_pct": "16.08 %"}
    bare = duty(EXTRUSION, origin="CN", value="10000.40", on="2025-10-26")
    answer = duty(EXTRUSION, origin="CN", value="10000.40", on="2025-10-26", facts=facts)
    owed = {line.component: line for line in answer.fees if line.component in ("ad", "cvd")}
    assert owed["ad"].duty_usd == Decimal("3328.00")
    assert owed["cvd"].duty_usd == Decimal("1608.00")
    assert owed["ad"].heading == "A-570-967"
    assert all(cite.url for line in owed.values() for cite in line.cite)
    assert (answer.low_usd, answer.high_usd) == (bare.low_usd, bare.high_usd)
    assert not _named(EXTRUSION, "CN", "2025-10-26", **facts)


@pytest.mark.parametrize(
    ("facts", "open_"),
    [
        ({}, True),
        ({"adcvd_case": "none"}, False),
        ({"ad_rate_pct": "5", "cvd_rate_pct": "0"}, False),
        ({"ad_rate_pct": "5"}, True),  # the countervailing case is still open
        ({"adcvd_case": "A-570-967"}, True),  # the case alone has no rate
        ({"adcvd_case": "A-570-106", "ad_rate_pct": "5", "cvd_rate_pct": "5"}, True),  # another order
    ],
)
def test_an_order_is_left_open_until_its_own_rate_is_given(facts: dict[str, str], open_: bool) -> None:
    assert bool(_named(EXTRUSION, "CN", "2025-10-26", **facts)) is open_


def test_only_the_case_without_a_rate_is_left_open() -> None:
    (gap,) = _named(EXTRUSION, "CN", "2025-10-26", adcvd_case="A-570-967", ad_rate_pct="33.28")
    assert "(C-570-968)" in gap


def test_goods_outside_every_order_owe_no_deposit() -> None:
    answer = duty(EXTRUSION, origin="CN", on="2025-10-26", facts={"adcvd_case": "none", "ad_rate_pct": "50"})
    assert "ad" not in {line.component for line in answer.fees}


def test_a_file_owes_what_each_line_owes_by_itself() -> None:
    rows = [
        _row(EXTRUSION, "CN", "2025-10-26", adcvd_case="A-570-967", ad_rate_pct="33.28", cvd_rate_pct=""),
        _row("9506.62.40", "CN", "2025-10-26", adcvd_case="none", ad_rate_pct="", cvd_rate_pct=""),
        _row(EXTRUSION, "CN", "2025-10-26", adcvd_case="", ad_rate_pct="", cvd_rate_pct="12.5"),
    ]
    answer = assess_sheet(frame_sheet(pl.DataFrame(rows)))
    shown = wide(answer)
    assert shown["ad_usd"].to_list() == [3328.0, None, None]
    assert shown["cvd_usd"].to_list() == [None, None, 1250.0]
    lines = long(answer).filter(pl.col("component").is_in(["ad", "cvd"]))
    assert lines.select("component", "heading", "duty_usd").rows() == [
        ("ad", "A-570-967", 3328.0), ("cvd", None, 1250.0)
    ]  # fmt: skip
    for row, notes in zip(rows, shown["notes"].to_list(), strict=True):
        facts = {name: row[name] for name in ("adcvd_case", "ad_rate_pct", "cvd_rate_pct") if row[name]}
        for gap in _named(row["hts"], "CN", "2025-10-26", **facts):
            assert gap in str(notes)


def test_a_file_without_such_facts_has_no_such_columns() -> None:
    shown = wide(assess_sheet(frame_sheet(pl.DataFrame([_row(EXTRUSION, "CN", "2025-10-26")]))))
    assert not {"ad_usd", "cvd_usd"} & set(shown.columns)


def test_case_numbers_are_read_as_people_write_them() -> None:
    assert read_cases("a570967, C-570-968-000") == "A-570-967; C-570-968"
    assert read_cases("无") == "none"


@pytest.mark.parametrize("text", ["570-967", "A-57-967", "aluminium", ";", "A-570-967 and others"])
def test_what_is_no_case_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="adcvd_case"):
        read_cases(text)


@pytest.mark.parametrize("text", ["-1", "10001", "25.67891", "a lot", "", "nan", "inf"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="ad_rate_pct"):
        read_rate("ad_rate_pct", text)


@pytest.mark.parametrize(
    ("hts", "origin", "to", "day", "pointer"),
    [
        ("5201.00.80", "CN", "US", "2022-06-21", "us.uflpa.cotton"),
        ("8703.80.00", "CN", "US", "2025-03-17", "us.icts.connected-vehicles"),
        ("8806.22.00", "CN", "US", "2026-01-05", "us.fcc.covered-drones"),
        ("8542.31.00", "CN", "US", "2026-01-05", "us.procurement.section-5949"),
        ("9503.00.00", "CN", "US", "2026-07-08", "us.cpsc.certificate"),
        ("2303.30.00", "US", "CN", "2025-10-26", "cn.remedy.ddgs"),
        ("1201.90.00", "US", "CN", "2025-10-26", "cn.agriculture.gmo"),
        ("8542.31.90", "US", "CN", "2025-10-26", "us.outbound-investment"),  # it leaves the other side
    ],
)
def test_what_else_to_check_is_named_both_ways(
    hts: str, origin: str, to: str, day: str, pointer: str
) -> None:
    answer = duty(hts, origin=origin, to=to, on=day)
    (row,) = [row for row in answer.also_check if row.id == pointer]
    assert row.title and row.title_zh and row.says and row.says_zh
    assert row.cite and all(cite.url for cite in row.cite)
    if row.kind != "trade_remedy":
        assert any(row.title in note for note in answer.notes)
    sheet = frame_sheet(
        pl.DataFrame([_row(hts, origin, day, direction="china_import" if to == "CN" else "")])
    )
    assert row.title in wide(assess_sheet(sheet))["notes"][0]


@pytest.mark.parametrize(
    ("hts", "origin", "to", "day", "pointer"),
    [
        ("5201.00.80", "CN", "US", "2022-06-20", "us.uflpa.cotton"),  # the day before
        ("8703.80.00", "CN", "US", "2025-03-16", "us.icts.connected-vehicles"),
        ("9027.89.90", "US", "CN", "2025-11-10", "cn.unreliable-entities.sequencers"),  # the bar was stopped
        ("8542.31.00", "VN", "US", "2026-01-05", "us.procurement.section-5949"),
        (
            "8542.31.00",
            "CN",
            "US",
            "2026-01-05",
            "us.outbound-investment",
        ),  # it enters
        ("9506.62.40", "CN", "US", "2026-01-05", "us.cpsc.certificate"),
    ],
)
def test_nothing_is_pointed_at_outside_its_goods_country_and_days(
    hts: str, origin: str, to: str, day: str, pointer: str
) -> None:
    assert pointer not in {row.id for row in duty(hts, origin=origin, to=to, on=day).also_check}


def test_what_was_not_known_that_day_is_not_pointed_at() -> None:
    before = duty("7208.10.15", origin="CN", on="2025-08-19", known="2025-08-18")
    after = duty("7208.10.15", origin="CN", on="2025-08-19", known="2025-08-19")
    assert "us.uflpa.steel" not in {row.id for row in before.also_check}
    assert "us.uflpa.steel" in {row.id for row in after.also_check}
