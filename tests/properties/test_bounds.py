"""Bounds are a theorem: whatever the missing facts turn out to be, the settled duty lies within them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from standing import answering

from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.regime.dated.tables import tables
from detente.terms import InputError

METALS = ("steel_value_usd", "aluminum_value_usd", "copper_value_usd")
PROVISIONS = ("9802.00.40", "9802.00.50", "9802.00.60", "9802.00.80", "yes")
VALUE = 10_000
CODES = tuple(
    c for c in schedule().codes(8) if not c.startswith("9903")
)  # headings of additional duties are no goods
FIRST, LAST = date(2018, 3, 1), date.fromisoformat(tables().verified)
# codes on which several facts meet: metals, parts, contents in chapters 73 and 76, described goods
MEETING = (
    "84159080", "84186901", "85030065", "85030095", "94039990", "94017900", "73181520", "76169951",
    "87089968", "85444290", "94034090", "30049092", "90183100", "84261900", "49019900", "63079098",
    "73269086", "88062210",
)  # fmt: skip


def _numbers(code: str, day: str) -> list[str]:
    book = schedule()
    return [n for n in book.codes(10) if n.startswith(code) and any(r.holds_on(day) for r in book.lines(n))]


@st.composite
def lines(draw: st.DrawFn) -> dict[str, str]:
    code = draw(st.sampled_from([c for c in MEETING if c in CODES]) | st.sampled_from(CODES))
    day = draw(st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n)))
    facts: dict[str, str] = {}
    if draw(st.booleans()):
        facts["us_content_value_usd"] = str(draw(st.integers(0, VALUE)))
    if draw(st.integers(0, 3)) == 0:
        facts["chapter_98"] = draw(st.sampled_from(PROVISIONS))
    if draw(st.booleans()):
        facts[draw(st.sampled_from(METALS))] = str(draw(st.integers(0, VALUE)))
    return {"hts": code, "entry_date": day.isoformat(), **facts}


def _fill(draw: Any, name: str, line: dict[str, str], left: int) -> str:
    spec = tables().facts[name]
    if spec["type"] == "yes_no":
        return str(draw(st.sampled_from(["yes", "no"])))
    if name in METALS:
        return str(draw(st.integers(0, left)))
    if name in ("processing_value_usd", "us_parts_value_usd"):
        return str(draw(st.integers(0, VALUE)))
    if spec["type"] == "word":
        return str(draw(st.sampled_from(spec["values"])))
    if name == "melted_poured":
        return str(draw(st.sampled_from(["US", "CN"])))
    if spec["type"] == "day":
        return str(draw(st.sampled_from(["2018-01-02", line["entry_date"]])))
    if name == "quantity":
        return str(draw(st.integers(0, 100_000)))
    return ""


def _filled(draw: Any, line: dict[str, str], asked: list[str], units: dict[str, str]) -> dict[str, str]:
    made = dict(line)
    left = VALUE - sum(int(line.get(m, "0")) for m in METALS)
    for name in asked:
        if name == "hts":
            numbers = _numbers(line["hts"], line["entry_date"])
            assume(numbers)
            made["hts"] = draw(st.sampled_from(numbers))
        elif name in tables().facts:
            value = _fill(draw, name, line, left)
            if value:
                made[name] = value
                left -= int(value) if name in METALS else 0
    if "quantity" in made and units.get("quantity"):
        made["unit"] = units["quantity"]
    return made


def _alone(line: dict[str, str]) -> Any:
    facts = {k: v for k, v in line.items() if k not in ("hts", "entry_date")}
    return duty(line["hts"], origin="CN", value=VALUE, on=line["entry_date"], facts=facts)


def _in_a_file(line: dict[str, str]) -> dict[str, Any]:
    row = {**line, "origin": "CN", "customs_value_usd": str(VALUE)}
    return wide(assess_sheet(frame_sheet(pl.DataFrame([row])))).row(0, named=True)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(st.data())
def test_the_settled_duty_lies_within_the_bounds_alone_and_in_a_file(data: st.DataObject) -> None:
    line = data.draw(lines())
    assume(answering(line["hts"], line["entry_date"]))
    first = _alone(line)
    row = _in_a_file(line)
    assert (row["low_usd"], row["high_usd"]) == (
        float(first.low_usd),
        None if first.high_usd is None else float(first.high_usd),
    )
    asked = [m.fact for m in first.missing] + [c.fact for c in first.claims]
    assume(asked and "schedule" not in asked)
    current, answer = line, first
    for _ in range(4):  # a fact filled may ask for another
        current = _filled(data.draw, current, asked, {m.fact: m.unit for m in answer.missing})
        try:
            answer = _alone(current)
        except InputError:
            assume(False)
        asked = [m.fact for m in answer.missing if m.fact not in current]
        if not asked:
            break
    assume(answer.duty_usd is not None)
    assert first.low_usd <= answer.duty_usd, (line, current)
    if first.high_usd is not None:
        assert answer.duty_usd <= first.high_usd, (line, current)
    settled = _in_a_file(current)
    assert settled["duty_usd"] == float(answer.duty_usd)
    assert Decimal(str(settled["low_usd"])) <= answer.duty_usd
