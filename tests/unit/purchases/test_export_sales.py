"""USDA's weekly export sales count towards the pledge they are of, and towards nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from detente.purchases import read_progress
from detente.regime import tables
from detente.terms import InputError, UnreadableFile

CODES = (
    "regionId,countryCode,commodityCode,weeklyExports,accumulatedExports,outstandingSales,grossNewSales,"
    "currentMYNetSales,currentMYTotalCommitment,nextMYOutstandingSales,nextMYNetSales,unitId,weekEndingDate\n"
)
WORDS = "Weekly export sales,,,,\nCommodity,Country,Week Ending,Net Sales,Unit Desc\n"


def counts(tmp_path: Path, text: str):
    path = tmp_path / "sales.csv"
    path.write_text(text, encoding="utf-8")
    return read_progress(path, tables())


def test_the_layout_of_the_data_interface(tmp_path: Path) -> None:
    made, faults = counts(tmp_path, CODES + "8,5700,801,1,2,3,4,302500,5,0,1000,1,2026-01-15T00:00:00\n")
    assert not faults
    last = [c for c in made["soybeans-25"] if c.since == "2026-01-09"]
    assert {(c.basis, c.low, c.on, c.known) for c in last} == {
        ("registered_sale", Decimal("0.3035"), "2026-01-15", "2026-01-22")
    }


def test_the_layout_of_the_query_page_with_a_title_and_american_days(tmp_path: Path) -> None:
    rows = (
        'Soybeans,"CHINA, PEOPLES REPUBLIC OF",01/15/2026,"302,500",Metric Tons\n'
        'Soybeans,"CHINA, PEOPLES REPUBLIC OF",01/22/2026,"-12,500",Metric Tons\n'
        "Soybeans,JAPAN,01/22/2026,999999,Metric Tons\n"
        "Corn,CHINA,01/22/2026,999999,Metric Tons\n"
    )
    made, faults = counts(tmp_path, WORDS + rows)
    assert not faults
    assert {c.low for c in made["soybeans-25"]} == {Decimal("0.29")}  # a cancellation lowers what came before


def test_weeks_that_are_lacking_are_said(tmp_path: Path) -> None:
    rows = "Soybeans,China,01/15/2026,1000,MT\nSoybeans,China,02/05/2026,1000,MT\n"
    made, _ = counts(tmp_path, WORDS + rows)
    assert all("2 weeks between its first and last are not in it" in c.words for c in made["soybeans-25"])


def test_a_file_without_the_good_or_with_none_of_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="column sold is missing"):
        counts(tmp_path, "Country,Week Ending,Net Sales\nChina,2026-01-15,1\n")
    with pytest.raises(InputError, match="no row is a sale to China"):
        counts(tmp_path, WORDS + "Corn,China,01/15/2026,1,MT\n")


def test_a_unit_that_is_not_known_spoils_its_row(tmp_path: Path) -> None:
    made, faults = counts(tmp_path, WORDS + "Soybeans,China,01/15/2026,1,bales\n")
    assert not made
    assert [(f.row, f.column) for f in faults] == [(3, "sales_unit")]
