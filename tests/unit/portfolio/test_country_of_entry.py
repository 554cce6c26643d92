"""The country of entry goes by the word of every other face in a file too: `to`, `destination`."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import detente as dt
from detente.terms import UnreadableFile

HEAD = "hts,origin,entry_date,customs_value_usd"


@pytest.mark.parametrize("name", ["to", "To", "destination", "Destination", "direction"])
@pytest.mark.parametrize("said", ["CN", "中国", "china"])
def test_a_column_of_the_country_of_entry_is_read_under_its_names(
    tmp_path: Path, name: str, said: str
) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f"{HEAD},{name}\n1201.90.00,US,2025-10-26,10000,{said}\n", encoding="utf-8")
    assert dt.assess(path)["duty_usd"].to_list() == [5050.0]


def test_a_frame_may_call_it_so_too() -> None:
    frame = pl.DataFrame(
        {"hts": "1201.90.00", "origin": "US", "entry_date": "2025-10-26", "customs_value_usd": "10000",
         "to": "CN"}
    )  # fmt: skip
    assert dt.assess(frame)["duty_usd"].to_list() == [5050.0]


def test_a_column_that_names_no_country_of_entry_is_asked_about_once(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f"{HEAD},Destination\n9506.62.40,CN,2025-10-26,10000,Los Angeles\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="'Los Angeles' is neither US nor CN") as refused:
        dt.assess(path)
    assert '--map "Destination=-"' in refused.value.remedy
    assert dt.assess(path, read_as={"Destination": "-"})["duty_usd"].to_list() == [3750.0]


def test_one_of_several_that_cannot_be_read_spoils_its_own_row(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    rows = "1201.90.00,US,2025-10-26,10000,CN\n1201.90.00,US,2025-10-26,10000,Chnia\n"
    path.write_text(f"{HEAD},to\n{rows}", encoding="utf-8")
    assert dt.assess(path)["status"].to_list() == ["ok", "error"]
