"""Sums of lines without words: the money of the answers, under any law and for any moment of entry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from detente.portfolio import PortfolioAnswer, assess_sheet, frame_sheet, sum_lines
from detente.regime import tables

LINES = pl.DataFrame(
    {
        "hts": ["9506.62.40", "8703.23.01", "2204.21.50", "7318.15.20", "9403.99.90", "Atlantis"],
        "origin": ["CN", "DE", "FR", "CN", "CN", "CN"],
        "entry_date": ["2025-10-26", "2025-10-26", "2025-06-01", "2025-09-15", "2024-06-01", "2025-10-26"],
        "customs_value_usd": ["10000", "25000.50", "800", "10000", "1234.56", "5"],
        "steel_value_usd": [None, None, None, "6000", None, None],
    }
)


@pytest.fixture(scope="module")
def answer() -> PortfolioAnswer:
    return assess_sheet(frame_sheet(LINES))


def test_sums_are_those_of_the_answers(answer: PortfolioAnswer) -> None:
    found = sum_lines(answer.entries)
    cents = answer.cents
    for one, two in (
        (found.status, answer.status), (found.duty, cents.duty), (found.low, cents.low),
        (found.high, cents.high), (found.open_top, cents.open_top), (found.refundable, answer.refundable),
        (found.refund_known, answer.refund_known), (found.settled, answer.settled),
    ):  # fmt: skip
        assert np.array_equal(one, two)
    assert found.parts.keys() == cents.parts.keys()
    assert all(np.array_equal(found.parts[name], cents.parts[name]) for name in found.parts)
    assert found.duty[found.settled].sum() > 0
    assert not found.answered[-1]


def test_another_moment_of_entry_is_that_of_lines_entered_then(answer: PortfolioAnswer) -> None:
    then = LINES.with_columns(entry_date=pl.lit("2025-05-20"), known=pl.lit("2026-01-05"))
    asked = sum_lines(answer.entries, moments="2025-05-20T23:59", known="2026-01-05")
    wanted = assess_sheet(frame_sheet(then))
    assert np.array_equal(asked.duty, wanted.cents.duty)
    assert np.array_equal(asked.low, wanted.cents.low)
    assert not np.array_equal(asked.duty, answer.cents.duty)


def test_another_law_gives_its_own_sums(answer: PortfolioAnswer) -> None:
    law = tables()
    kept = tuple(m for m in law.measures if m.component != "s301")
    found = sum_lines(answer.entries, law=replace(law, measures=kept, hash="without"))
    assert found.duty[0] < answer.cents.duty[0]
    assert not found.parts.get("s301", np.zeros(1)).any()
