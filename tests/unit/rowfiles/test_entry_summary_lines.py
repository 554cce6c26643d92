"""Entry summary lines of ACE: rows of chapter 99 are folded into their goods, and what was paid is kept."""

from __future__ import annotations

from pathlib import Path

from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.read.rows import portfolio_sheet
from detente.regime.dated.tables import tables

HEAD = (
    "Entry Summary Number,Entry Type Code,Entry Summary Line Number,Tariff Ordinal Number,HTS Number - Full,"
    "Country of Origin Code,Entry Date,Line Goods Value Amount,Line Tariff Goods Value Amount,"
    "Line Tariff Duty Amount,Liquidation Date\n"
)
FIRST = (
    "E1,01,001,1,9903.88.15,CN,03/15/2025,$10000.00,$0.00,$750.00,02/06/2026\n"
    "E1,01,001,2,9903.01.24,CN,03/15/2025,$10000.00,$0.00,$2000.00,02/06/2026\n"
    "E1,01,001,3,9506.62.4080,CN,03/15/2025,$10000.00,$10000.00,$0.00,02/06/2026\n"
)


def folded(tmp_path: Path, rows: str):
    path = tmp_path / "es003.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return portfolio_sheet(path, tables(), dated=True)


def test_a_line_is_one_row_with_what_was_paid_under_each_number(tmp_path: Path) -> None:
    sheet = folded(tmp_path, FIRST)
    (row,) = sheet.frame.to_dicts()
    assert (row["line_id"], row["invoice_id"], row["hts"]) == ("E1/001/3", "E1", "9506.62.4080")
    assert (row["paid_usd"], row["paid_base_usd"]) == ("2750.00", "0.00")
    assert (row["paid_9903_88_15_usd"], row["paid_9903_01_24_usd"]) == ("750.00", "2000.00")
    assert row["headings_filed"] == "9903.88.15 9903.01.24"
    assert row["liquidated_on"] == "2026-02-06"
    assert "3 rows are 1 lines of goods" in sheet.notes[0]


def test_the_folded_line_is_answered(tmp_path: Path) -> None:
    answer = assess_sheet(folded(tmp_path, FIRST))
    assert [(a.row, a.status, a.duty) for a in answer.rows] == [(4, "ok", 275_000)]


def test_two_goods_of_one_line_stay_two_and_numbers_go_to_the_good_after_them(tmp_path: Path) -> None:
    second = (
        "E1,01,001,4,9903.01.24,CN,03/15/2025,$500.00,$0.00,$100.00,\n"
        "E1,01,001,5,9503.00.0073,CN,03/15/2025,$500.00,$500.00,$0.00,\n"
    )
    rows = folded(tmp_path, FIRST + second).frame.to_dicts()
    assert [(r["hts"], r["paid_usd"], r["customs_value_usd"]) for r in rows] == [
        ("9506.62.4080", "2750.00", "$10000.00"),
        ("9503.00.0073", "100.00", "$500.00"),
    ]


def test_a_line_of_chapter_99_alone_is_kept_and_refused_by_its_row(tmp_path: Path) -> None:
    answer = assess_sheet(folded(tmp_path, FIRST.splitlines()[0] + "\n"))
    assert [(a.row, a.status) for a in answer.rows] == [(2, "error")]


def test_an_amount_that_cannot_be_read_is_named_and_not_counted(tmp_path: Path) -> None:
    sheet = folded(tmp_path, FIRST.replace("$750.00", "n/k"))
    assert sheet.frame["paid_usd"].to_list() == ["2000.00"]
    assert any("row 2" in note and "not counted as paid" in note for note in sheet.notes)
