"""Codes and claims outside what is known are refused or asked about, alike for one line and for a file."""

from __future__ import annotations

import polars as pl
import pytest

import detente as dt
from detente.duties.evaluation import duty
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.terms import InputError, UnknownCode

FOOTBALL = "9506.62.40"


def _in_a_file(hts: str, day: str, **facts: str) -> dict[str, object]:
    row = {"hts": hts, "origin": "CN", "entry_date": day, "customs_value_usd": "10000", **facts}
    return wide(assess_sheet(frame_sheet(pl.DataFrame([row])))).row(0, named=True)


@pytest.mark.parametrize("claim", ["9903.88.99", "9903.88.15", "9903.01.25", "99038899"])
def test_a_heading_that_is_no_exclusion_is_refused_with_headings_that_are(claim: str) -> None:
    with pytest.raises(InputError, match=r"9903\.88\.05 to 9903\.88\.70"):
        duty(FOOTBALL, on="2025-10-26", facts={"exclusion": claim})
    assert _in_a_file(FOOTBALL, "2025-10-26", exclusion=claim)["status"] == "error"


@pytest.mark.parametrize("claim", ["granted", "9903.88.69"])
def test_no_exclusion_frees_goods_that_none_open_that_day_names(claim: str) -> None:
    with pytest.raises(InputError, match=r"9506\.62\.40"):
        duty(FOOTBALL, on="2025-10-26", facts={"exclusion": claim})
    row = _in_a_file(FOOTBALL, "2025-10-26", exclusion=claim)
    assert row["status"] == "error"
    assert "9506.62.40" in str(row["notes"])


def test_a_heading_that_has_ended_lifts_nothing_and_says_so() -> None:
    answer = duty(FOOTBALL, on="2025-10-26", facts={"exclusion": "9903.88.67"})
    assert str(answer.total_pct) == "37.5"
    assert any("lifts nothing" in note for note in answer.notes)
    row = _in_a_file(FOOTBALL, "2025-10-26", exclusion="9903.88.67")
    assert row["total_pct"] == 37.5
    assert "lifts nothing" in str(row["notes"])


def test_granted_is_the_heading_open_for_the_goods() -> None:
    facts = {"exclusion": "granted", "steel_value_usd": "0"}
    answer = duty("7326.90.86.88", on="2025-10-26", facts=facts)
    layer = next(x for x in answer.lines if x.component == "s301")
    assert (layer.status, layer.heading) == ("exempt", "9903.88.69")
    row = _in_a_file("7326.90.86.88", "2025-10-26", **facts)
    assert row["s301_usd"] == 0.0
    assert "9903.88.69" in str(row["headings"])


def test_a_whole_number_excluded_pays_when_the_exclusion_is_not_claimed() -> None:
    facts = {"steel_value_usd": "0"}
    for claim, percent in (("", 0), ("none", 25)):
        given = {**facts, "exclusion": claim} if claim else facts
        lines = duty("8483.50.90.40", on="2025-10-26", facts=given).lines
        assert next(x for x in lines if x.component == "s301").duty_usd == percent * 100
        assert _in_a_file("8483.50.90.40", "2025-10-26", **given)["s301_pct"] == percent


@pytest.mark.parametrize("code", ["8507.60", "8507"])
def test_fewer_than_eight_digits_are_asked_to_eight_with_the_lines_under_them(code: str) -> None:
    with pytest.raises(UnknownCode, match=r"8507\.60\.00"):
        duty(code, on="2025-10-26")
    row = _in_a_file(code, "2025-10-26")
    assert row["status"] == "error"
    assert "8507.60.00" in str(row["notes"])


def test_a_statistical_number_that_no_edition_prints_is_refused_and_those_that_stand_are_named() -> None:
    with pytest.raises(UnknownCode, match=r"no statistical number 9403\.99\.90\.99.*9403\.99\.90\.10"):
        duty("9403.99.90.99", on="2025-06-10")
    row = _in_a_file("9403.99.90.99", "2025-06-10")
    assert (row["status"], row["duty_usd"]) == ("error", None)
    assert "9403.99.90.10" in str(row["notes"])


def test_zeros_for_a_statistical_number_are_read_as_the_line() -> None:
    answer = duty("8505.11.00.00", on="2025-10-26")
    assert answer.status == "undetermined"
    assert any("read as the line 8505.11.00" in note for note in answer.notes)


def test_a_code_of_chapter_98_is_understood_and_its_goods_spared() -> None:
    answer = duty("9801.00.10", on="2025-06-01", facts={})
    assert {x.status for x in answer.lines if x.component in ("fentanyl", "reciprocal")} == {"exempt"}
    row = _in_a_file("9801.00.10", "2025-06-01")
    assert (row["fentanyl_usd"], row["reciprocal_usd"]) == (0.0, 0.0)
    assert "chapter_98 = yes" in str(row["notes"])


@pytest.mark.parametrize("code", ["9802.00.40", "9802.00.50", "9802.00.60", "9802.00.80"])
def test_provisions_on_a_part_of_the_value_ask_for_the_code_of_the_goods(code: str) -> None:
    with pytest.raises(UnknownCode, match="code of the goods"):
        duty(code, on="2025-06-01")
    assert _in_a_file(code, "2025-06-01")["status"] == "error"


@pytest.mark.parametrize(
    ("day", "value", "entry", "fee"),
    [
        ("2025-11-20", "500", "informal", 2.69),
        ("2026-10-01", "500", "informal", 2.77),
        ("2026-09-30", "500", "", 33.58),
        ("2026-10-01", "500", "", 34.58),
        ("2026-10-02", "1000000", "formal", 670.86),
    ],
)
def test_the_processing_fee_of_the_fiscal_year_formal_or_informal(
    day: str, value: str, entry: str, fee: float
) -> None:
    facts = {"entry_type": entry} if entry else {}
    answer = duty(FOOTBALL, value=value, on=day, facts=facts)
    assert [float(x.duty_usd or 0) for x in answer.fees if x.component == "mpf"] == [fee]
    row = {"hts": FOOTBALL, "origin": "CN", "entry_date": day, "customs_value_usd": value, **facts}
    assert wide(assess_sheet(frame_sheet(pl.DataFrame([row])))).row(0, named=True)["mpf_usd"] == fee


def test_headings_stand_in_the_order_of_an_entry_summary_and_ended_ones_never() -> None:
    row = _in_a_file("7318.15.20", "2025-09-15", steel_value_usd="6000")
    assert row["headings"] == "9903.88.03 9903.01.24 9903.01.25 9903.81.90"
    phone = _in_a_file("8517.13.00", "2025-11-09")  # list 4B is suspended: its heading is not filed
    assert "9903.88.16" not in str(phone["headings"])


def test_a_void_duty_says_so_with_the_day_of_the_ruling() -> None:
    lines = duty(FOOTBALL, on="2025-10-26", known="2026-03-01").lines
    void = next(x for x in lines if x.component == "fentanyl")
    assert (void.status, void.known_since) == ("void", "2026-02-20")
    assert void.because.startswith("void by the ruling of 2026-02-20")


def test_an_exclusion_cites_its_own_notice_and_note() -> None:
    facts = {"exclusion": "9903.88.69", "steel_value_usd": "0"}
    layer = next(
        x for x in duty("7326.90.86.88", on="2025-10-26", facts=facts).lines if x.component == "s301"
    )
    assert layer.cite[0].document == "90-FR-42500"
    assert "9903.88.69" in layer.because


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"steel_value_usd": "6000", "aluminum_value_usd": "6000"}, "aluminum_value_usd"),
        ({"us_content_value_usd": "12000"}, "us_content_value_usd"),
        ({"us_content_share": "NaN"}, "us_content_share"),
        ({"metal_weight_share": "Infinity"}, "metal_weight_share"),
        ({"us_content_share": "0.9", "us_content_value_usd": "1000"}, "us_content_share"),
        ({"mode": "submarine"}, "mode"),
    ],
)
def test_facts_that_cannot_be_are_faults_of_their_row_and_of_no_other(
    facts: dict[str, str], column: str
) -> None:
    with pytest.raises(InputError):
        duty(FOOTBALL, on="2025-10-26", facts=facts)
    rows = [
        {"hts": FOOTBALL, "origin": "CN", "entry_date": "2025-10-26", "customs_value_usd": "10000", **f}
        for f in ({}, facts)
    ]
    frame = wide(
        assess_sheet(
            frame_sheet(
                pl.DataFrame(rows, infer_schema_length=None, schema_overrides=dict.fromkeys(facts, pl.String))
            )
        )
    )
    assert frame["status"].to_list() == ["ok", "error"]
    assert f"column {column}" in frame["notes"][1]


def test_the_share_of_us_content_takes_its_part_off_the_reciprocal_duty() -> None:
    answer = duty(FOOTBALL, on="2025-07-10", facts={"us_content_share": "25%"})
    assert str(answer.total_pct) == "35"
    assert _in_a_file(FOOTBALL, "2025-07-10", us_content_share="0.25")["total_pct"] == 35.0


def test_us_content_beside_a_metal_content_is_taken_off_alike_in_a_file() -> None:
    facts = {
        "us_content_value_usd": "5000",
        "steel_value_usd": "0",
        "aluminum_value_usd": "0",
        "copper_value_usd": "0",
    }
    alone = duty("8503.00.65", on="2025-10-26", facts=facts)
    assert _in_a_file("8503.00.65", "2025-10-26", **facts)["duty_usd"] == float(alone.duty_usd or -1)


@pytest.mark.parametrize("said", ["vessel", "11", "ocean", "Vessel, container"])
def test_modes_of_transport_have_the_trades_names(said: str) -> None:
    fees = duty(FOOTBALL, on="2025-10-26", facts={"mode": said}).fees
    assert any(x.component == "hmf" for x in fees)


@pytest.mark.parametrize(
    "amount", ["¥70000", "RMB 70000", "CNY 70000", "70000元", "HK$10", "1e-300000000", "NaN"]
)
def test_amounts_of_other_currencies_and_no_numbers_are_refused(amount: str) -> None:
    with pytest.raises(InputError):
        duty(FOOTBALL, value=amount, on="2025-10-26")


def test_a_heading_of_an_additional_duty_is_no_code_of_goods() -> None:
    with pytest.raises(UnknownCode, match="no code of goods"):
        dt.duty("9903.88.15", origin="CN", value="500", on="2025-10-26")
    row = {"hts": ["9903.88.15"], "origin": ["CN"], "entry_date": ["2025-10-26"], "customs_value_usd": [500]}
    answer = dt.assess(row)
    assert answer["status"].to_list() == ["error"]
    assert "no code of goods" in answer["notes"][0]


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        ("8413.91.90.85", "8413.91.90.39", "2026-09-02"),
        ("8413.91.90.96", "8413.91.90.99", "2026-09-02"),
        ("3926.90.99.10", "3926.90.99.20", "2026-09-02"),
        ("8479.90.95.96", "8479.90.95.91", "2026-10-07"),
    ],
)
def test_an_exclusion_follows_the_numbers_of_july_2026(before: str, after: str, known: str) -> None:
    claim = {"exclusion": "9903.88.69"}
    for number, day in ((before, "2026-06-30"), (after, "2026-07-01"), (after, "2026-07-02")):
        layer = next(x for x in duty(number, on=day, known=known, facts=claim).lines if x.component == "s301")
        assert layer.status == "exempt", (number, day)
    gone = duty(before, on="2026-07-01", known=known, facts=claim)  # read as its line of 8 digits
    assert gone.status == "undetermined" and "hts" in [m.fact for m in gone.missing]
    assert any(f"{before} is not a statistical number on 2026-07-01" in n and after in n for n in gone.notes)
    with pytest.raises(InputError, match=f"as known from {known}"):
        duty(after, on="2026-07-02", facts=claim)
