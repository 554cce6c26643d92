"""Anti-dumping and countervailing orders beside the stack: named by code, origin and day, alike in a file."""

from __future__ import annotations

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.read.rows import frame_sheet


def _named(hts: str, origin: str, day: str) -> list[str]:
    return [gap for gap in duty(hts, origin=origin, on=day).not_modelled if "anti-dumping" in gap]


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
    row = {"hts": hts, "origin": origin, "entry_date": day, "customs_value_usd": "10000"}
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
