"""Law tests of the clocks that an announcement leaves open: each day, under each reading and under both.

And of all of them together: on no day after the last check is an answer that such a clock touches one fact,
unless a reading was chosen.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

import detente as dt
from detente.regime import tables

ASKS = yaml.load((Path(__file__).parent / "readings.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)["asks"]
READINGS = ("text", "announced", "both")


def _answer(ask: dict[str, Any], day: str, reading: str) -> Any:
    if "duty" in ask:
        return dt.duty(on=day, reading=reading, **ask["duty"])
    if "fee" in ask:
        return dt.fee(on=day, reading=reading, **ask["fee"])
    return dt.licence(on=day, reading=reading, **ask["licence"])


def _percent(answer: Any, component: str) -> str:
    """The duty, or that of a component, in percent of 100,000 USD; with both readings from the lower on."""
    if not answer.readings:
        rows = [x for x in answer.lines if component in ("", x.component)]
        return _plain(sum((x.duty_usd or Decimal(0) for x in rows), Decimal(0)) / 1000)
    others = [x.duty_usd for x in answer.lines if component not in ("", x.component) and x.duty_usd]
    rest = sum(others, Decimal(0))
    each = sorted((r.duty_usd - rest) / 1000 for r in answer.readings)
    return " to ".join(_plain(n) for n in each)


def _plain(number: Decimal) -> str:
    return format(number.quantize(Decimal("0.01")), "f").rstrip("0").rstrip(".")


def _shown(ask: dict[str, Any], answer: Any) -> str:
    if "duty" in ask:
        return _percent(answer, ask.get("component", ""))
    if "fee" in ask:
        if answer.fee_amount is None:
            return f"{_plain(answer.low)} to {_plain(answer.high)}"
        return _plain(answer.fee_amount) or "0"
    return f"{answer.low} to {answer.high}" if answer.outcome == "undetermined" else str(answer.outcome)


CASES = [
    pytest.param(ask, day, reading, wanted[reading], id=f"{ask['clock']} {day} {reading}")
    for ask in ASKS
    for day, wanted in ask["on"].items()
    for reading in READINGS
]


@pytest.mark.parametrize(("ask", "day", "reading", "wanted"), CASES)
def test_a_day_of_a_clock_under_a_reading(ask: dict[str, Any], day: str, reading: str, wanted: str) -> None:
    answer = _answer(ask, day, reading)
    assert _shown(ask, answer) == wanted
    open_ = reading == "both" and " to " in wanted
    assert answer.status == ("undetermined" if open_ else "ok"), answer.missing
    assert [m.kind for m in answer.missing] == (["instrument"] if open_ else [])
    assert [s.clock for s in answer.settled_by] == ([ask["clock"]] if open_ else [])
    assert all(s.instrument for s in answer.settled_by)


def test_every_clock_left_open_by_an_announcement_has_its_days() -> None:
    law = tables()
    said = {c.id for c in law.clocks if c.said and not any(s[0] <= law.verified for s in c.settled)}
    assert said == {ask["clock"] for ask in ASKS}


DAYS = [
    (date.fromisoformat(tables().verified) + timedelta(days=n)).isoformat()
    for n in (1, 30, 31, 32, 51, 92, 93)
]


@pytest.mark.parametrize("day", DAYS)
def test_no_answer_that_an_open_clock_touches_is_one_fact(day: str) -> None:
    """On any day after the last check: where the readings differ the answer spans both."""
    for ask in ASKS:
        text, announced, both = (_answer(ask, day, reading) for reading in READINGS)
        differ = _shown(ask, text) != _shown(ask, announced)
        assert (both.status == "ok") != differ, (ask["name"], day)
        if differ and "duty" in ask:
            assert both.total_pct is None and both.duty_usd is None
            assert both.low_usd == min(text.low_usd, announced.low_usd)
            assert both.high_usd == max(text.high_usd, announced.high_usd)


@pytest.mark.parametrize("day", DAYS)
def test_a_row_of_a_file_holds_both_readings(day: str) -> None:
    """The row of a file spans what the answer by itself spans; its own figures are the text's."""
    asks = [ask["duty"] for ask in ASKS if "duty" in ask]
    for ask in asks:
        row = {
            "hts": [ask["hts"]], "origin": [ask["origin"]], "entry_date": [day],
            "customs_value_usd": ["100000"],
            "direction": ["china_import" if ask["to"] == "CN" else "us_import"],
            **{name: [value] for name, value in ask.get("facts", {}).items()},
        }  # fmt: skip
        cells = dt.assess(pl.DataFrame(row)).to_dicts()[0]
        alone = dt.duty(on=day, **ask)
        assert cells["status"] == alone.status
        assert (cells["low_usd"], cells["high_usd"]) == (float(alone.low_usd), float(alone.high_usd))
        if alone.readings:
            text, announced = alone.readings
            assert "instrument" in cells["missing"]
            assert "what would settle it" in cells["notes"]
            assert (cells["duty_usd"], cells["announced_duty_usd"]) == (
                float(text.duty_usd), float(announced.duty_usd),
            )  # fmt: skip


def test_the_older_words_are_the_same_argument() -> None:
    ask = ASKS[0]["duty"]
    assert dt.duty(on="2026-11-30", state="by_text", **ask) == dt.duty(on="2026-11-30", reading="text", **ask)
