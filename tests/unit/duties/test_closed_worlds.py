"""Codes and claims outside what is known are refused or asked about, alike for one line and for a file."""

from __future__ import annotations

import polars as pl
import pytest

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
    found = duty(FOOTBALL, on="2025-10-26", facts={"exclusion": "9903.88.67"})
    assert str(found.total_pct) == "37.5"
    assert any("lifts nothing" in note for note in found.notes)
    row = _in_a_file(FOOTBALL, "2025-10-26", exclusion="9903.88.67")
    assert row["total_pct"] == 37.5
    assert "lifts nothing" in str(row["notes"])


def test_granted_is_the_heading_open_for_the_goods() -> None:
    facts = {"exclusion": "granted", "steel_value_usd": "0"}
    found = duty("7326.90.86.88", on="2025-10-26", facts=facts)
    layer = next(x for x in found.lines if x.component == "s301")
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


def test_a_statistical_number_the_starter_lacks_is_asked_for_where_the_law_hangs_on_it() -> None:
    found = duty("9403.99.90.99", on="2025-06-10")
    assert found.status == "undetermined"
    assert found.low_usd is not None and found.high_usd is not None
    assert (str(found.low_usd), str(found.high_usd)) == (
        "4500.00",
        "9500.00",
    )  # low: of metal melted in the United States
    assert any("9403.99.90.10" in note for note in found.notes)
    row = _in_a_file("9403.99.90.99", "2025-06-10")
    assert (row["status"], row["low_usd"], row["high_usd"]) == ("undetermined", 4500.0, 9500.0)


def test_zeros_for_a_statistical_number_are_read_as_the_line() -> None:
    found = duty("8505.11.00.00", on="2025-10-26")
    assert found.status == "undetermined"
    assert any("read as the line 8505.11.00" in note for note in found.notes)
