"""Columns of which few rows are filled answer as those that keep every row."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.duties import NamedDay, number_between, number_changes, number_on, schedule
from detente.portfolio import assess_sheet, frame_sheet, sum_frame
from detente.portfolio.bound.store import PlainPlans
from detente.portfolio.layout.part_columns import PartColumns, PlainRows
from detente.portfolio.read.columns import Column
from detente.terms import InputError


def _both() -> tuple[Column, Column]:
    dense = np.full(9, -1, dtype=np.int64)
    dense[[2, 5, 8]] = [1, 0, 1]
    few = Column.of_few(["a", "b"], np.array([2, 5, 8]), np.array([1, 0, 1]), 9)
    return few, Column(["a", "b"], dense)


def test_few_rows_read_as_all_rows() -> None:
    """Every question to a column of few rows has the answer of the whole column."""
    few, dense = _both()
    rows = np.array([0, 2, 8, 4])
    assert few.numbers(rows).tolist() == dense.numbers(rows).tolist() == [-1, 1, 1, -1]
    assert [few.value(i) for i in range(9)] == [dense.value(i) for i in range(9)]
    assert [x.tolist() for x in few.filled()] == [x.tolist() for x in dense.filled()]
    assert [few.groups()(k).tolist() for k in range(2)] == [dense.groups()(k).tolist() for k in range(2)]
    turned = np.array([-1, 0, -1])
    assert few.renumbered(["b"], turned).at.tolist() == dense.renumbered(["b"], turned).at.tolist()
    assert few.at.tolist() == dense.at.tolist()


def test_values_put_into_few_rows_stay() -> None:
    """A value given to a row counts, whether the column was empty or had values before."""
    made = Column.empty(4)
    made.put(np.array([1, 3]), "x")
    made.put(np.array([3]), "y")
    assert [made.value(i) for i in range(4)] == [None, "x", None, "y"]


def test_words_of_numbers_name_the_day_asked_about() -> None:
    """The words found for one day of a cell, with another day put in, are those of that other day."""
    book = schedule("US")
    changes = number_changes(book)
    codes = book.codes(10)[:: max(1, len(book.codes(10)) // 60)]
    for digits in (*codes, "8501109999"):
        for first, last in zip(("2018-01-01", *changes), (*changes, "2027-01-01"), strict=True):
            day, other = max(first, "2018-01-01"), f"{first[:8]}28"
            if not first <= other < last:
                continue
            number, words = number_between(book, digits, day)
            told = words.replace(NamedDay.MARK, other)
            try:
                single = number_on(book, digits, other)
            except InputError as fault:
                assert number is None
                assert told == fault.text
                continue
            assert number is not None
            assert (number.code, told) == (single.code, single.note)


def test_shares_rounded_one_by_one_or_at_once() -> None:
    """A component's column is its own share of each line, rounded; a line put by itself keeps its cents."""
    shares = np.array([[75_000, 75_000, 0], [0, 33_333, 0]])
    plans = PlainPlans(np.array([True, True, False]), np.zeros(3, dtype=np.uint8), shares.sum(axis=0), shares)
    dollars = np.array([101, 101, 101, 7])
    parts = PartColumns(np.zeros(4, dtype=np.int64), dollars)
    parts.open(("one", "two"))
    parts.owe(PlainRows(np.array([0, 1, 2, 2], dtype=np.int32), plans, ("one", "two")))
    parts.put("two", np.array([3]), np.array([99]))
    assert parts["one"].tolist() == [758, 758, 0, 0]
    assert parts["two"].tolist() == [0, 337, 0, 99]
    assert list(parts) == ["mfn", "one", "two"]
    with pytest.raises(KeyError):
        parts["three"]


def test_totals_are_the_sum_of_their_parts_in_large_files() -> None:
    """Lines taken in blocks owe what their components add up to, as text, as categories and with gaps."""
    codes = schedule("US").codes(8)
    n = 9_000
    rows = range(n)
    text = pl.DataFrame(
        {
            "hts": [codes[(7 * i) % len(codes)] for i in rows],
            "origin": [("CN", "DE", "VN", "MX")[i % 4] for i in rows],
            "entry_date": [f"20{18 + i % 8}-{1 + i % 12:02d}-{1 + i % 28:02d}" for i in rows],
            "customs_value_usd": [f"{(i * 7919) % 100_003}.5" for i in rows],
            "mode": ["ocean" if i % 13 == 0 else None for i in rows],
        }
    )
    typed = text.with_columns(
        pl.col("hts", "origin", "mode").cast(pl.Categorical),
        pl.col("entry_date").str.to_date(),
        pl.col("customs_value_usd").cast(pl.Float64),
    )
    answer = assess_sheet(frame_sheet(text)).cents
    sums, _ = sum_frame(typed)
    again, _ = sum_frame(text)
    assert np.array_equal(sums.duty, answer.duty)
    assert np.array_equal(sums.duty, again.duty)
    assert np.array_equal(sums.duty, sum(sums.parts.values()))
    assert sums.duty.any()
