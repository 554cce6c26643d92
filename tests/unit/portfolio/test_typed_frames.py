"""Columns of their own types give the sums of the same lines in text, and the same faults."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.portfolio import assess_sheet, frame_sheet, sum_frame
from detente.portfolio.read.shipments import distinct, round_numbers

TEXT = pl.DataFrame(
    {
        "hts": ["9506.62.40", "8703.23.01", "2204.21.50", "7318.15.20", " ", "Atlantis", "9506.62.40"],
        "origin": ["CN", "DE", "FR", "CN", "CN", "Atlantis", "China"],
        "entry_date": [
            "2025-10-26",
            "2025-10-26",
            "2025-06-01",
            "2025-09-15",
            "2024-06-01",
            None,
            "2025-10-26",
        ],
        "customs_value_usd": ["10000", "25000.5", "800.0", "10000.0", "1234.56", "5.0", "-1.0"],
        "quantity": [None, None, "400.5", None, None, None, None],
        "unit": [None, None, "L", None, None, None, None],
        "steel_value_usd": [None, None, None, "6000.0", None, None, None],
        "exclusion": ["none", None, None, None, None, None, None],
        "loaded_on": [None, None, None, "2025-08-01", None, None, None],
    }
)
KINDS = {
    "hts": pl.Categorical, "origin": pl.Categorical, "unit": pl.Categorical, "exclusion": pl.Categorical,
    "customs_value_usd": pl.Float64, "quantity": pl.Float64, "steel_value_usd": pl.Float64,
}  # fmt: skip


@pytest.mark.parametrize("times", [1, 800])
def test_typed_columns_give_the_sums_and_faults_of_text(times: int) -> None:
    text = pl.concat([TEXT] * times)
    typed = text.with_columns(pl.col(name).cast(kind) for name, kind in KINDS.items())
    typed = typed.with_columns(pl.col("entry_date", "loaded_on").str.to_date())
    wanted = assess_sheet(frame_sheet(text))
    found, faults = sum_frame(typed)
    assert np.array_equal(found.status, wanted.status)
    assert np.array_equal(found.duty, wanted.cents.duty)
    assert np.array_equal(found.low, wanted.cents.low)
    assert np.array_equal(found.refundable, wanted.refundable)
    assert sorted(faults, key=str) == sorted(wanted.faults, key=str)
    assert found.duty[found.settled].sum() > 0


def test_numbers_are_whole_dollars_half_up_and_what_is_no_amount_is_left_to_its_row() -> None:
    cells = pl.Series([0.5, 0.49999999999999994, 1.5, -1.0, float("nan"), float("inf"), None, 2.0**33 + 0.5])
    dollars, others = round_numbers(cells, 10**11)
    assert dollars.tolist() == [1, 0, 2, 0, 0, 0, 0, 2**33 + 1]
    assert others == [3, 4, 5]


@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["b", "a", " ", "never"])])
def test_categories_are_their_texts_and_blank_ones_are_empty(kind: pl.DataType) -> None:
    column = distinct(pl.Series(["a", None, "b", " ", "a"], dtype=kind))
    assert [column.values[k] if k >= 0 else None for k in column.at] == ["a", None, "b", None, "a"]
    assert sorted(column.values) == ["a", "b"]
