"""Values in another currency: converted at the rate given, else refused; a line and a file agree."""

from __future__ import annotations

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet
from detente.terms import InputError

BALL = "9506.62.40"


def _in_a_file(value: str, **facts: str) -> dict[str, object]:
    row = {"hts": BALL, "origin": "CN", "entry_date": "2025-10-26", "customs_value_usd": value, **facts}
    plain = {**row, "customs_value_usd": "10000", **dict.fromkeys(facts, "")}
    return wide(assess_sheet(frame_sheet(pl.DataFrame([row, plain])))).row(0, named=True)


@pytest.mark.parametrize(
    ("value", "facts", "dollars"),
    [
        ("70000", {"currency": "CNY", "usd_per_unit": "0.1389"}, "9723.00"),
        ("70000", {"currency": "RMB", "usd_per_unit": "0.1389"}, "9723.00"),
        ("1000000", {"currency": "yen", "usd_per_unit": "0.0067"}, "6700.00"),
        ("10000", {"currency": "USD"}, "10000"),
        ("10000", {"currency": "USD", "usd_per_unit": "1"}, "10000.00"),
    ],
)
def test_a_value_is_converted_at_the_rate_given(value: str, facts: dict[str, str], dollars: str) -> None:
    one = duty(BALL, value=value, on="2025-10-26", facts=facts)
    assert str(one.customs_value_usd) == dollars
    assert one.duty_usd == duty(BALL, value=dollars, on="2025-10-26").duty_usd
    row = _in_a_file(value, **facts)
    assert row["duty_usd"] == float(one.duty_usd or 0)
    assert row["customs_value_usd"] == value
    if facts["currency"] != "USD":
        words = f"is taken as {dollars} USD"
        assert any(words in note for note in one.notes)
        assert words in str(row["notes"])
        assert f"--value {dollars}" in one.repeat.command
        assert "currency" not in one.repeat.command


def test_a_mark_is_no_hindrance_where_currency_and_rate_are_given() -> None:
    facts = {"currency": "CNY", "usd_per_unit": "0.1389"}
    assert str(duty(BALL, value="¥70,000", on="2025-10-26", facts=facts).customs_value_usd) == "9723.00"
    assert _in_a_file("RMB 70,000", **facts)["status"] == "ok"


@pytest.mark.parametrize(
    ("value", "facts", "words"),
    [
        ("70000", {"currency": "CNY"}, "no rate is given"),
        ("70000", {"usd_per_unit": "0.1389"}, "no currency"),
        ("70000", {"currency": "CNY", "usd_per_unit": "0"}, "no rate of CNY"),
        ("70000", {"currency": "USD", "usd_per_unit": "0.5"}, "no rate of USD"),
        ("70000", {"currency": "doubloon", "usd_per_unit": "0.5"}, "not known"),
        ("¥70000", {}, "another currency"),
        ("many", {"currency": "CNY", "usd_per_unit": "0.1389"}, "not a number"),
    ],
)
def test_what_cannot_be_converted_is_refused(value: str, facts: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        duty(BALL, value=value, on="2025-10-26", facts=facts)
    row = _in_a_file(value, **facts)
    assert row["status"] == "error"
    assert words in str(row["notes"])
