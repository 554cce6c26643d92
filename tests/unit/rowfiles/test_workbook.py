"""Workbooks: what is a number is one, what is text stays text, however hostile, and any length fits."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from detente.rowfiles import SheetLook, workbook, write_workbook

HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@x", "<a>&\"'</a>", "]]>",
    "tab\there", "line\nbreak", "\x00\x08bell\x07",
    "_x0041_", " spaces ", "０１２", "税则号", "\u202eabc", "1e5", "NaN", "x" * 40_000,
)  # fmt: skip


def _sheet(path: Path, frame: pl.DataFrame, look: SheetLook | None = None):
    write_workbook(path, {"Lines": frame}, looks={"Lines": look or SheetLook()})
    return openpyxl.load_workbook(path)["Lines"]


def test_text_comes_back_as_text_whatever_it_holds(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "a.xlsx", pl.DataFrame({"text": HOSTILE}))
    cells = [sheet.cell(row=i + 2, column=1) for i in range(len(HOSTILE))]
    assert all(c.data_type in ("s", "inlineStr") for c in cells)
    back = pl.read_excel(tmp_path / "a.xlsx", sheet_name="Lines", infer_schema_length=0)["text"].to_list()
    shown = [t.replace("\x00", "").replace("\x08", "").replace("\x07", "")[:32_000] for t in HOSTILE]
    assert [b if b is None else b.strip() for b in back] == [t.strip() for t in shown]


def test_numbers_and_days_are_what_they_say_and_other_cells_stay_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "customs_value_usd": ["1000", "1e3", "12,5", None, "-3.25"],
            "duty_usd": [1.5, None, float("nan"), 3.0, 0.0],
            "entry_date": ["2025-10-26", "26-Oct-25", "1899-01-01", "2025-02-30", ""],
            "hts": ["0102.21", "0102", "12", None, "1"],
        }
    )
    sheet = _sheet(tmp_path / "a.xlsx", frame, SheetLook(kinds={"entry_date": "day"}))
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [r[0] for r in rows] == [1000, "1e3", "12,5", None, -3.25]
    assert [r[1] for r in rows] == [1.5, None, None, 3, 0]
    assert [r[2] for r in rows] == [
        datetime.datetime(2025, 10, 26),
        "26-Oct-25",
        "1899-01-01",
        "2025-02-30",
        None,
    ]
    assert [r[3] for r in rows] == ["0102.21", "0102", "12", None, "1"]


def test_headings_read_by_people_carry_the_machine_name_and_stay_in_sight(tmp_path: Path) -> None:
    frame = pl.DataFrame({"hts": ["1"], "status": ["undetermined"]})
    look = SheetLook(
        headings={"hts": "Tariff code"},
        colour_by="status",
        row_colours={"undetermined": "#FFF4CE"},
        frozen_columns=1,
    )
    sheet = _sheet(tmp_path / "a.xlsx", frame, look)
    assert sheet["A1"].value == "Tariff code" and sheet["A1"].comment.text == "hts"
    assert sheet["B1"].value == "status" and sheet["B1"].comment is None
    assert sheet.freeze_panes == "B2" and sheet.print_title_rows == "$1:$1"
    (rules,) = [rule for area in sheet.conditional_formatting for rule in [area.rules]]
    assert rules[0].formula == ['$B2="undetermined"']


def test_rows_past_the_last_one_of_a_sheet_go_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    write_workbook(tmp_path / "a.xlsx", {"Lines": pl.DataFrame({"n": list(range(7))})})
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Lines", "Lines 2", "Lines 3"]
    assert [c.value for name in book.sheetnames for c in book[name]["A"][1:]] == list(range(7))


def test_an_empty_frame_is_a_sheet_of_headings(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path / "a.xlsx", pl.DataFrame({"a": pl.Series([], dtype=pl.String)}))
    assert [c.value for c in sheet[1]] == ["a"] and sheet.max_row == 1
