"""Small files of the kinds that people bring, where the shared folder is there: answered or refused well."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.read.rows import portfolio_sheet
from detente.regime.dated.tables import tables
from detente.terms import InputError

pytestmark = pytest.mark.shared


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("flexport.csv", 4), ("es003.csv", 2), ("dates.csv", 9), ("totals.csv", 2), ("utf16.csv", 2),
        ("cp1252.csv", 1), ("x_title.xlsx", 2), ("x_cover.xlsx", 1), ("x_hdr.xlsx", 1), ("x_blank.xlsx", 2),
        ("x_merged.xlsx", 2), ("x_totals.xlsx", 1),
    ],
)  # fmt: skip
def test_a_file_is_answered_line_by_line(shared: Path, name: str, lines: int) -> None:
    answer = assess_sheet(portfolio_sheet(shared / "accept/inputs" / name, tables(), dated=True))
    assert len(answer.rows) == lines
    assert sum(a.status == "error" for a in answer.rows) == (name == "dates.csv")  # one day may be two


@pytest.mark.parametrize(
    ("name", "words"), [("far-cell.xlsx", "1,048,576 rows"), ("tz-cny.csv", "--decimals")]
)
def test_a_file_is_refused_in_one_sentence(shared: Path, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        portfolio_sheet(shared / "accept/inputs" / name, tables(), dated=True)
