"""Rates of the years before the oldest edition read, from a table beside the editions."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from detente.schedule.lines import DatedLine
from detente.schedule.rate_grammar import read_rate
from detente.schedule.reading.earlier_rates import EDITIONS, RATES, earlier_rates, with_earlier
from detente.terms import UnreadableFile

SINCE = "2018-01-01"
LATER = {"hts_2025_basic": "2025-01-01", "hts_2026_rev_10": "2026-06-08"}


def _table(folder: Path, rows: str) -> Path:
    (folder / EDITIONS).write_text(
        "file,release_start\nhts_2018_rev_8_1,2018-08-07\nhts_2019_rev_7,2019-06-13\nhts_2019_rev_15,2019-10-24\n"
    )
    head = "hts8,general,column_2,first_edition,last_edition\n"
    (folder / RATES).write_bytes(gzip.compress((head + rows).encode()))
    return folder


def test_a_step_between_two_editions_is_taken_on_the_first_of_july(tmp_path: Path) -> None:
    rows = (
        "85181080,1.2%,35%,hts_2018_rev_8_1,hts_2019_rev_7\n"
        "85181080,Free,35%,hts_2019_rev_15,hts_2026_rev_10\n"
    )
    rates = earlier_rates(_table(tmp_path, rows), LATER, SINCE)
    assert [tuple(r) for r in rates["85181080"]] == [("1.2%", SINCE, "2019-07-01")]
    line = DatedLine(code="85181080", from_day=SINCE, general=read_rate("Free"), general_text="Free")
    lines = with_earlier([line], rates, SINCE)
    assert [(one.general_text, one.from_day, one.to_day) for one in lines] == [
        ("1.2%", SINCE, "2019-07-01"),
        ("Free", "2019-07-01", ""),
    ]


def test_marks_of_the_print_are_no_change(tmp_path: Path) -> None:
    rows = (
        "87082915,2.5%,25%,hts_2018_rev_8_1,hts_2018_rev_8_1\n"
        "87082915,2.5% <u></u>,25%,hts_2019_rev_7,hts_2019_rev_7\n"
        "87082915,2.5%,25%,hts_2019_rev_15,hts_2026_rev_10\n"
    )
    assert earlier_rates(_table(tmp_path, rows), LATER, SINCE) == {}


def test_without_the_table_lines_stay_as_they_are(tmp_path: Path) -> None:
    line = DatedLine(code="85181080", from_day=SINCE)
    assert earlier_rates(tmp_path, LATER, SINCE) == {}
    assert with_earlier([line], {}, SINCE) == [line]


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    _table(tmp_path, "")
    (tmp_path / RATES).write_bytes(b"no gzip")
    with pytest.raises(UnreadableFile):
        earlier_rates(tmp_path, LATER, SINCE)
