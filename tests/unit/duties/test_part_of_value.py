"""Duty on a part of the value (9802.00.40, .50, .60, .80): one line, a file and bounds agree."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import long, wide
from detente.portfolio.read.rows import frame_sheet
from detente.terms import InputError

MOTOR, BOLT, HONEY = "8501.10.40", "7318.15.20", "0409.00.00"
WORK, PARTS = "processing_value_usd", "us_parts_value_usd"


def _in_a_file(hts: str, day: str, **facts: str) -> dict[str, object]:
    row = {
        "hts": hts,
        "origin": facts.pop("origin", "CN"),
        "entry_date": day,
        "customs_value_usd": "10000",
        **facts,
    }
    return wide(assess_sheet(frame_sheet(pl.DataFrame([row])))).row(0, named=True)


CASES = [
    (MOTOR, "2025-10-26", {"chapter_98": "9802.00.80", PARTS: "4000"}),
    (MOTOR, "2025-10-26", {"chapter_98": "9802.00.80"}),
    (MOTOR, "2025-10-26", {"chapter_98": "9802.00.50", WORK: "2500"}),
    (MOTOR, "2025-10-26", {"chapter_98": "9802.00.40", "us_content_share": "0.25", WORK: "9000"}),
    (BOLT, "2026-05-26", {"chapter_98": "9802.00.60", WORK: "1000"}),
    (BOLT, "2025-09-15", {"chapter_98": "9802.00.60", WORK: "1000", "steel_value_usd": "6000"}),
    (BOLT, "2025-09-15", {"chapter_98": "9802.00.80", PARTS: "3000", "steel_value_usd": "6000"}),
    (BOLT, "2025-09-15", {"chapter_98": "9802.00.80"}),
    (HONEY, "2025-10-26", {"chapter_98": "9802.00.50", WORK: "2500", "quantity": "1000", "unit": "kg"}),
    (HONEY, "2025-10-26", {"chapter_98": "9802.00.50", WORK: "2500"}),
    (MOTOR, "2025-10-26", {"chapter_98": "9802.00.50", WORK: "2500", "origin": "VN"}),
]


@pytest.mark.parametrize(("hts", "day", "facts"), CASES)
def test_a_line_and_a_file_agree(hts: str, day: str, facts: dict[str, str]) -> None:
    given = dict(facts)
    one = duty(hts, origin=given.pop("origin", "CN"), on=day, facts=given)
    row = _in_a_file(hts, day, **facts)
    money = ("duty_usd", "low_usd", "high_usd", "refundable_usd")
    assert [row["status"], *(row[m] for m in money)] == [
        one.status, *(None if (v := getattr(one, m)) is None else float(v) for m in money)
    ]  # fmt: skip
    assert set(str(row["missing"] or "").split()) == {m.fact for m in one.missing}
    for component in {x.component for x in one.lines}:
        own = sum((x.duty_usd or Decimal(0) for x in one.lines if x.component == component), Decimal(0))
        if one.status == "ok":
            assert row[f"{component}_usd"] == float(own), component


@pytest.mark.parametrize(
    ("hts", "day", "facts"), [c for c in CASES if WORK not in c[2] and PARTS not in c[2]]
)
def test_the_bounds_hold_whatever_the_part(hts: str, day: str, facts: dict[str, str]) -> None:
    whole = duty(hts, on=day, facts=facts)
    assert whole.status == "undetermined"
    assert PARTS in {m.fact for m in whole.missing}
    for part in ("0", "1", "2500", "5000", "9999", "10000"):
        settled = duty(hts, on=day, facts={**facts, PARTS: part})
        assert whole.low_usd is not None
        assert settled.low_usd is not None and settled.high_usd is not None
        assert whole.low_usd <= settled.low_usd <= settled.high_usd
        assert whole.high_usd is not None and settled.high_usd <= whole.high_usd


@pytest.mark.parametrize(("fact", "provision"), [(WORK, "9802.00.40"), (PARTS, "9802.00.80")])
def test_a_part_above_the_value_is_refused(fact: str, provision: str) -> None:
    with pytest.raises(InputError, match="more than the customs value"):
        duty(MOTOR, on="2025-10-26", facts={"chapter_98": provision, fact: "10001"})
    assert _in_a_file(MOTOR, "2025-10-26", **{"chapter_98": provision, fact: "10001"})["status"] == "error"


def test_a_part_of_a_specific_rate_is_taken_in_proportion() -> None:
    facts = {"quantity": "1000", "unit": "kg"}
    whole = duty(HONEY, on="2025-10-26", facts=facts).lines[0].duty_usd
    part = duty(HONEY, on="2025-10-26", facts={**facts, "chapter_98": "9802.00.50", WORK: "2500"}).lines[0]
    assert whole is not None
    assert part.duty_usd == whole / 4


def test_the_long_layout_shows_the_part_each_layer_falls_on() -> None:
    row = {"hts": MOTOR, "origin": "CN", "entry_date": "2025-10-26", "customs_value_usd": "10000",
           "chapter_98": "9802.00.80", PARTS: "4000"}  # fmt: skip
    rows = long(assess_sheet(frame_sheet(pl.DataFrame([row]))))
    duties = rows.filter(pl.col("component").is_in(["mfn", "s301", "fentanyl", "reciprocal"]))
    assert set(duties["base_usd"]) == {6000.0}
    assert duties["duty_usd"].sum() == 3564.0


@pytest.mark.parametrize(
    ("provision", "fee"), [("9802.00.50", False), ("yes", False), ("9802.00.80", True), ("no", True)]
)
def test_the_processing_fee_spares_chapter_98_but_for_two_provisions(provision: str, fee: bool) -> None:
    answer = duty(MOTOR, on="2025-10-26", facts={"chapter_98": provision})
    assert ("mpf" in {x.component for x in answer.fees}) == fee
    row = _in_a_file(MOTOR, "2025-10-26", chapter_98=provision)
    assert (row.get("mpf_usd") is not None and row["mpf_usd"] != 0) == fee
