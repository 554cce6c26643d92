"""Files of rows: what is read, what is refused, and that outputs are whole and harmless."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import long, wide
from detente.portfolio.read.rows import PORTFOLIO_COLUMNS
from detente.rowfiles.sheets import read_sheet, write_atomic, write_frame
from detente.terms import InputError, UnreadableFile

HEAD = "line_id,hts,origin,entry_date,customs_value_usd,supplier\n"
ROW = "A1,9506.62.40,CN,2025-10-26,10000,=cmd|' /C calc'!A0\n"


def _write(tmp_path: Path, text: str, name: str = "in.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_parquet_and_excel_give_the_same_answers(tmp_path: Path) -> None:
    source = read_sheet(_write(tmp_path, HEAD + ROW), required=PORTFOLIO_COLUMNS)
    write_frame(tmp_path / "in.parquet", source.frame)
    write_frame(tmp_path / "in.xlsx", source.frame)
    totals = set()
    for name in ("in.csv", "in.parquet", "in.xlsx"):
        answer = assess_sheet(read_sheet(tmp_path / name, required=PORTFOLIO_COLUMNS))
        totals.add(wide(answer)["total_pct"][0])
    assert totals == {37.5}


def test_an_excel_file_with_real_dates_and_numbers_is_read(tmp_path: Path) -> None:
    from datetime import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["HTS", "Origin", "Entry Date", "Customs Value USD"])
    sheet.append([95066240, "CN", datetime(2025, 10, 26), 10000.4])
    book.save(tmp_path / "real.xlsx")
    row = wide(assess_sheet(read_sheet(tmp_path / "real.xlsx", required=PORTFOLIO_COLUMNS))).to_dicts()[0]
    assert (row["status"], row["total_pct"], row["duty_usd"]) == ("ok", 37.5, 3750.0)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_cell_of_an_output_is_a_formula(tmp_path: Path, suffix: str) -> None:
    answer = assess_sheet(read_sheet(_write(tmp_path, HEAD + ROW), required=PORTFOLIO_COLUMNS))
    out = tmp_path / f"out{suffix}"
    write_frame(out, wide(answer))
    if suffix == ".csv":
        cells = [c for row in csv.reader(out.read_text(encoding="utf-8").splitlines()) for c in row]
        assert not [c for c in cells if c[:1] in "=+@" and c]
        assert "'=cmd|' /C calc'!A0" in cells
    else:
        sheet = openpyxl.load_workbook(out).active
        assert sheet is not None
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds


def test_each_bad_row_is_named_by_row_and_column_and_the_others_are_answered(tmp_path: Path) -> None:
    rows = [
        "A1,9506.62.40,CN,2025-10-26,10000,x",
        "A2,banana,CN,2025-10-26,10000,x",
        "A3,9506.62.40,Atlantis,2025-99-26,-5,x",
        "A4,9506.62.40,CN,,10000,x",
        "A5,9506.62.40,CN,2025-10-26,10000,x,surplus",
        "A6,9506.62.40,CN,2025-10-26,10000,x",
    ]
    answer = assess_sheet(
        read_sheet(_write(tmp_path, HEAD + "\n".join(rows) + "\n"), required=PORTFOLIO_COLUMNS)
    )
    assert [a.status for a in answer.rows] == ["ok", "error", "error", "error", "error", "ok"]
    found = {(f.row, f.column) for f in answer.faults}
    assert found == {
        (3, "hts"),
        (4, "origin"),
        (4, "entry_date"),
        (4, "customs_value_usd"),
        (5, "entry_date"),
        (6, "(row)"),
    }


def test_a_lost_leading_zero_is_restored_and_said(tmp_path: Path) -> None:
    answer = assess_sheet(
        read_sheet(_write(tmp_path, HEAD + "A1,402.99.90,CN,2025-10-26,100,x\n"), required=PORTFOLIO_COLUMNS)
    )
    assert "leading zero restored: 0402.99.90" in wide(answer)["notes"][0]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "first row is empty"),
        ("b.csv", b"\x00\x01\x02", "binary"),
        ("c.csv", b"hts,hts\n1,2\n", "twice"),
        ("d.csv", b"code,origin,entry_date,customs_value_usd\n1,2,3,4\n", "hts is missing"),
        ("e.xlsx", b"not a zip", "cannot be read as .xlsx"),
        ("f.parquet", b"PAR1junk", "cannot be read as .parquet"),
        ("g.pdf", b"%PDF", "is not read"),
    ],
)
def test_an_unusable_file_is_refused_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=words):
        read_sheet(tmp_path / name, required=PORTFOLIO_COLUMNS)


def test_a_zip_bomb_in_excel_clothes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.rowfiles.read import workbooks as module

    monkeypatch.setattr(module, "MAX_UNZIPPED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    with pytest.raises(UnreadableFile, match="unpacked"):
        read_sheet(tmp_path / "bomb.xlsx", required=PORTFOLIO_COLUMNS)


def test_an_interrupted_write_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")

    def broken(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        write_atomic(out, broken)
    assert out.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_an_output_suffix_that_is_not_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.csv"):
        write_frame(tmp_path / "out.docx", pl.DataFrame({"a": [1]}))


def test_the_long_layout_shows_every_layer_with_its_citation(tmp_path: Path) -> None:
    answer = assess_sheet(read_sheet(_write(tmp_path, HEAD + ROW), required=PORTFOLIO_COLUMNS))
    rows = long(answer).filter(pl.col("duty_usd") > 0).to_dicts()
    assert {r["component"]: r["duty_usd"] for r in rows} == {
        "s301": 750.0, "fentanyl": 2000.0, "reciprocal": 1000.0, "mpf": 34.64,
    }  # fmt: skip
    assert all(r["citation"] for r in rows)


def test_the_fee_of_one_invoice_is_charged_once(tmp_path: Path) -> None:
    text = "line_id,hts,origin,entry_date,customs_value_usd,invoice_id\n"
    text += "".join(f"A{i},9506.62.40,CN,2025-10-26,100000,INV1\n" for i in range(4))
    made = wide(assess_sheet(read_sheet(_write(tmp_path, text), required=PORTFOLIO_COLUMNS)))
    assert round(made["mpf_usd"].sum(), 2) == 651.50


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD1"])
def test_a_cell_far_from_the_table_is_refused_before_the_sheet_is_loaded(tmp_path: Path, far: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, value in (("A1", "hts"), ("B1", "origin"), (far, "x")):
        sheet[cell] = value
    book.save(tmp_path / "far.xlsx")
    if far == "XFD1048576":
        with pytest.raises(UnreadableFile, match=r"1,048,576 rows and 16,384 columns"):
            read_sheet(tmp_path / "far.xlsx")
    else:  # wide or long alone it is read, and then judged by its columns
        with pytest.raises(InputError):
            read_sheet(tmp_path / "far.xlsx", required=PORTFOLIO_COLUMNS)
