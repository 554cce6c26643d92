"""The first sheet of a result: its figures add up, it is one page, it says what is missing and from whom."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from detente.portfolio import PORTFOLIO_COLUMNS, assess_sheet, overview, portfolio_sheet, summary, wide
from detente.regime import tables
from detente.report import write_result

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def answer():
    return assess_sheet(portfolio_sheet(ROOT / "examples" / "importer.csv", tables(), dated=True))


@pytest.fixture(scope="module")
def book(answer, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "result.xlsx"
    write_result(path, wide(answer), answer, summary(answer))
    return openpyxl.load_workbook(path)


def test_layers_add_up_to_the_duty_of_the_settled_lines(answer) -> None:
    page, totals = overview(answer), summary(answer)
    assert sum((x.usd for x in page.layers if not x.is_fee), Decimal(0)) == totals.duty_usd
    frame = wide(answer).filter(pl.col("status") == "ok")
    assert page.settled_value_usd == round(sum(map(float, frame["customs_value_usd"])))
    for layer in page.layers:
        paid = frame[f"{layer.component}_usd"].fill_null(0)
        if not layer.is_fee:
            assert float(layer.usd) == pytest.approx(paid.sum(), abs=0.005), layer.component
            assert layer.lines == (paid > 0).sum(), layer.component


def test_the_lines_named_are_those_with_most_at_stake(answer) -> None:
    page = overview(answer, 5)
    frame = wide(answer)
    at_most = frame.filter(pl.col("status") == "ok")["duty_usd"].sort(descending=True).to_list()
    settled = [float(x.duty_usd) for x in page.lines if x.duty_usd is not None]
    assert settled == at_most[: len(settled)] and settled
    assert all(x.high_usd is None for x in page.lines[: 5 - len(settled)])


def test_a_missing_fact_is_named_with_the_suppliers_who_know_it(answer) -> None:
    page = overview(answer)
    frame = wide(answer).filter(pl.col("status") == "undetermined")
    for fact in page.facts:
        rows = frame.filter(pl.col("missing").str.split(", ").list.contains(fact.fact))
        assert fact.lines == rows.height
        assert set(fact.suppliers) <= set(rows["supplier"])
    assert {f.fact for f in page.facts} == set(",".join(frame["missing"]).replace(" ", "").split(","))


def test_the_first_sheet_prints_on_one_page_and_has_a_chart(book) -> None:
    sheet = book[book.sheetnames[0]]
    assert book.sheetnames[0] == "Summary"
    assert sheet.page_setup.fitToHeight in (None, 1, "1") and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.orientation == "portrait" and str(sheet.page_setup.paperSize) == "9"
    assert len(sheet._charts) == 1
    assert sheet.max_row <= 65


def test_undetermined_rows_stand_out_and_headings_keep_their_column(book) -> None:
    sheet = book["Lines"]
    names = {c.comment.text if c.comment else c.value: c.column_letter for c in sheet[1]}
    assert set(PORTFOLIO_COLUMNS) <= set(names) and {"status", "duty_usd", "notes"} <= set(names)
    formulas = [f for area in sheet.conditional_formatting for rule in area.rules for f in rule.formula]
    assert f'${names["status"]}2="undetermined"' in formulas


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Duty of this portfolio"), ("zh-Hans", "本批货物的关税")]
)
def test_the_page_speaks_the_language_asked_for(answer, tmp_path: Path, language: str, title: str) -> None:
    write_result(tmp_path / "r.xlsx", wide(answer), answer, summary(answer), language=language)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert sheet["A1"].value == title


def test_a_file_without_suppliers_or_lines_at_stake_still_has_its_page(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(
        "hts,origin,entry_date,customs_value_usd\n1005.90.20,CN,2025-10-26,5000\nx,CN,2025-10-26,1\n"
    )
    answer = assess_sheet(portfolio_sheet(path, tables(), dated=True))
    assert [f.suppliers for f in overview(answer).facts] == [()]
    write_result(tmp_path / "r.xlsx", wide(answer), answer, summary(answer))
    cells = [c for row in openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0].values for c in row if c]
    assert any("with a fault, without duty here: 1 " in str(c) for c in cells)
