"""People's files are read as they keep them; what was understood is said, what is in doubt asked once."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from detente.portfolio.read.rows import PORTFOLIO_COLUMNS, frame_sheet, portfolio_sheet
from detente.regime.dated.tables import tables
from detente.rowfiles.rows import Reading, Sheet, Source, Upload, reading_of
from detente.rowfiles.sheets import read_sheet
from detente.terms import InputError, UnreadableFile

HEAD = "HTS Number,Country of Origin,Entry Date,Entered Value (USD)"
LINE = "9506.62.40,CN,{day},{value}"


def read(given: object, **said: object) -> Sheet:
    reading = reading_of(said.pop("columns", {}) | said)  # type: ignore[operator]
    return portfolio_sheet(Source(given, reading), tables(), dated=True)


def text_file(folder: Path, *rows: str, name: str = "lines.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(("\n".join(rows) + "\n").encode(encoding))
    return path


def workbook(folder: Path, *rows: list[object], name: str = "lines.xlsx") -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def refused(given: object, **said: object) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(given, **said)
    return caught.value.text


# --- encodings and separators


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "read as UTF-16"),
        ("utf-16-le", "without a byte order mark"),
        ("gb18030", "read as GB18030 (Chinese)"),
    ],
)
def test_chinese_columns_in_every_encoding(tmp_path: Path, encoding: str, said: str) -> None:
    rows = (
        "税则号列,原产国,申报日期,完税价格（美元）,供应商",
        "9506.62.40,中国,2025年10月26号,10000,上海足球厂",
    )
    sheet = read(text_file(tmp_path, *rows, encoding=encoding))
    assert sheet.frame.rows() == [("9506.62.40", "中国", "2025年10月26日", "10000", "上海足球厂")]
    assert set(PORTFOLIO_COLUMNS) < set(sheet.frame.columns)
    assert any(said in note for note in sheet.notes) if said else not sheet.notes


def test_western_text_is_not_taken_for_chinese(tmp_path: Path) -> None:
    rows = (HEAD + ",supplier", LINE.format(day="2025-10-26", value=1) + ",Café Crème Ménagère")
    sheet = read(text_file(tmp_path, *rows, encoding="cp1252"))
    assert sheet.frame["supplier"][0] == "Café Crème Ménagère"
    assert sheet.notes == ("read as Windows-1252 (Western)",)


def test_an_encoding_that_was_said_is_the_one_used(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, HEAD + ",supplier", LINE.format(day="2025-10-26", value=1) + ",臺灣公司", encoding="big5"
    )
    assert read(path, encoding="big5").frame["supplier"][0] == "臺灣公司"
    assert "it is not ASCII (byte" in refused(path, encoding="ascii")
    with pytest.raises(InputError, match="encoding 'klingon' is not known"):
        read(path, encoding="klingon")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_separator(tmp_path: Path, mark: str) -> None:
    rows = (HEAD.replace(",", mark), mark.join(("9506.62.40", "CN", "2025-10-26", "10000")))
    assert read(text_file(tmp_path, *rows)).frame.height == 1
    assert read(text_file(tmp_path, f"sep={mark}", *rows)).rows == [3]


# --- header, titles, totals, blanks, sheets


def test_titles_blank_rows_totals_and_a_repeated_header_are_passed_over_and_said(tmp_path: Path) -> None:
    day = LINE.format(day="2025-10-26", value=10000)
    rows = ["ACME Importers Inc.,,,", "Q4,,,", ",,,", HEAD, day, ",,,", HEAD, day, "Grand Total:,,,20000"]
    sheet = read(text_file(tmp_path, *rows))
    assert sheet.frame.height == 2
    assert sheet.rows == [5, 8]
    said = "; ".join(sheet.notes)
    assert "the header stands in row 4" in said
    assert "row 9 holds a total" in said
    assert "row 7 repeats the header" in said
    assert "row 6 is blank" in said


def test_a_row_that_lacks_its_code_is_no_total(tmp_path: Path) -> None:
    sheet = read(text_file(tmp_path, HEAD, ",CN,2025-10-26,10000", ",,,20000"))
    assert sheet.frame.height == 2  # its reader names what is missing


def test_faults_name_the_rows_of_the_file_when_some_are_left_out(tmp_path: Path) -> None:
    from detente.portfolio.evaluation import assess_sheet

    good, bad = LINE.format(day="2025-10-26", value=10000), "85O5.11.0O,CN,2025-10-26,10000"
    answer = assess_sheet(read(text_file(tmp_path, "Title,,,", HEAD, good, ",,,", bad, "TOTAL,,,20000")))
    assert [(f.row, f.column) for f in answer.faults] == [(5, "hts")]
    assert [a.status for a in answer.rows] == ["ok", "error"]
    assert [a.row for a in answer.rows] == [3, 5]


def test_a_second_header_in_another_language_is_part_of_the_header(tmp_path: Path) -> None:
    line = LINE.format(day="2025-10-26", value=10000)
    sheet = read(text_file(tmp_path, HEAD, "税则号,原产国,申报日期,完税价格", line))
    assert sheet.frame.height == 1
    assert any("names the columns again" in note for note in sheet.notes)


def test_the_sheet_with_the_header_is_found_and_two_are_asked_about(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    cover["A1"] = "See the next sheet"
    for name in ("October", "November"):
        sheet = book.create_sheet(name)
        sheet.append(HEAD.split(","))
        sheet.append(["9506.62.40", "CN", "2025-10-26", 10000])
    book.save(tmp_path / "two.xlsx")
    words = refused(tmp_path / "two.xlsx")
    assert "'October', 'November'" in words
    assert '--sheet "October"' in words
    one = read(tmp_path / "two.xlsx", sheet="november")
    assert any("'November' is read" in note for note in one.notes)
    assert "did you mean October?" in refused(tmp_path / "two.xlsx", sheet="Octobr")
    del book["November"]
    book.save(tmp_path / "one.xlsx")
    assert read(tmp_path / "one.xlsx").frame.height == 1


def test_a_table_that_starts_in_the_middle_of_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for i, name in enumerate(HEAD.split(",")):
        sheet.cell(6, 3 + i, name)
    for i, cell in enumerate(("9506.62.40", "CN", datetime(2025, 10, 26), 10000.5)):
        sheet.cell(7, 3 + i, cell)
        if i != 2:
            sheet.cell(8, 3 + i, cell)
    sheet.cell(8, 5, datetime(2025, 10, 27))
    sheet.merge_cells("D7:D8")
    book.save(tmp_path / "middle.xlsx")
    made = read(tmp_path / "middle.xlsx")
    assert made.rows == [7, 8]
    assert made.frame["origin"].to_list() == ["CN", "CN"]


def test_merged_cells_are_filled_and_said_but_not_amounts(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        HEAD.split(","),
        ["9506.62.40", "CN", "2025-10-26", 10000],
        ["9506.62.40", None, "2025-10-26", None],
    )
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active.merge_cells("B2:B3")
    book.active.merge_cells("D2:D3")
    book.save(path)
    sheet = read(path)
    assert sheet.frame["origin"].to_list() == ["CN", "CN"]
    assert sheet.frame["customs_value_usd"].to_list() == ["10000", None]
    said = "; ".join(sheet.notes)
    assert "merged cells of origin: 1 filled" in said
    assert "merged cells of customs_value_usd are not filled" in said


def test_ods_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lines.ods"
    path.write_bytes(_ods([HEAD.split(","), ["9506.62.40", "CN", "2025-10-26", "10000"]]))
    assert read(path).frame.height == 1


def test_merged_cells_of_ods_are_filled_too(tmp_path: Path) -> None:
    path = tmp_path / "lines.ods"
    rows = [
        ["", *HEAD.split(",")],
        ["", "9506.62.40", "CN|2", "2025-10-26", "10000"],
        ["", "8505.11.00", "", "2025-10-26", "10000"],
    ]
    path.write_bytes(_ods(rows))
    sheet = read(path)
    assert sheet.frame["origin"].to_list() == ["CN", "CN"]
    assert "merged cells of origin: 1 filled with the value they show" in sheet.notes


def _ods(rows: list[list[str]]) -> bytes:
    """A small ODS file; ``CN|2`` is a cell over two rows."""
    import zipfile

    def cell(text: str) -> str:
        words, _, down = text.partition("|")
        span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="1"' if down else ""
        if not words:
            return "<table:table-cell/>"
        return (
            f'<table:table-cell office:value-type="string"{span}><text:p>{words}</text:p></table:table-cell>'
        )

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Lines">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr("content.xml", content)
    return made.getvalue()


# --- columns


def test_two_columns_that_fit_one_meaning_are_asked_about(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEAD + ",Tariff No.", LINE.format(day="2025-10-26", value=1) + ",8505.11.00")
    words = refused(path)
    assert "'HTS Number' and 'Tariff No.'" in words
    assert '--map "HTS Number=hts"' in words
    assert read(path, columns={"Tariff No.": "hts"}).frame["hts"][0] == "8505.11.00"
    assert read(path, columns={"Tariff No.": "-"}).frame["hts"][0] == "9506.62.40"


def test_a_column_by_its_own_name_goes_before_a_synonym(tmp_path: Path) -> None:
    rows = ("hts,HTS Code,origin,entry_date,customs_value_usd", "9506.62.40,x,CN,2025-10-26,1")
    sheet = read(text_file(tmp_path, *rows))
    assert (sheet.frame["hts"][0], sheet.frame["hts_code"][0]) == ("9506.62.40", "x")


def test_a_value_in_another_currency_is_no_customs_value_in_dollars(tmp_path: Path) -> None:
    head = HEAD.replace("Entered Value (USD)", "Entered Value (CNY)")
    words = refused(text_file(tmp_path, head, LINE.format(day="2025-10-26", value=1)))
    assert "'Entered Value (CNY)' is not in US dollars" in words
    same = [LINE.format(day="2025-10-26", value=f"¥{n}") for n in (1, 2)]
    assert "¥1 and 1 more are not in US dollars" in refused(text_file(tmp_path, HEAD, *same))


def test_a_mapping_that_fits_nothing_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEAD, LINE.format(day="2025-10-26", value=1))
    assert "did you mean HTS Number?" in refused(path, columns={"HTS Numbr": "hts"})
    assert "did you mean origin?" in refused(path, columns={"HTS Number": "orign"})


def test_columns_that_mean_nothing_are_carried_and_one_name_twice_is_said(tmp_path: Path) -> None:
    sheet = read(text_file(tmp_path, HEAD + ",PO,PO,", LINE.format(day="2025-10-26", value=1) + ",7,8,9"))
    assert sheet.frame.row(0)[4:] == ("7", "8", "9")
    assert sheet.frame.columns[4:] == ["po", "po_2", "column_7"]
    assert any("'PO' is carried through as 'po_2'" in note for note in sheet.notes)


def test_shares_of_metal_become_values_and_it_is_said(tmp_path: Path) -> None:
    rows = (HEAD + ",Steel %", LINE.format(day="2025-11-12", value='"12,500.00"') + ",60")
    sheet = read(text_file(tmp_path, *rows))
    assert sheet.frame["steel_value_usd"][0] == "7500.00"
    assert any("taken as percent of the customs value" in note for note in sheet.notes)


# --- days


@pytest.mark.parametrize(
    "day",
    ["26-Oct-25", "Oct 26 2025", "26.10.2025", "2025年10月26号", "20251026", "45956", "October 26th, 2025",
     "Sun, 26 Oct 2025", "10/26/25", "2025-10-26 00:00:00"],
)  # fmt: skip
def test_days_as_people_write_them(tmp_path: Path, day: str) -> None:
    from detente.portfolio.evaluation import assess_sheet

    path = text_file(tmp_path, HEAD, f'9506.62.40,CN,"{day}",10000')
    (row,) = assess_sheet(read(path)).rows
    assert row.ship is not None
    assert row.ship.moment[:10] == "2025-10-26"


def test_the_order_of_days_is_told_by_the_column_or_asked_once(tmp_path: Path) -> None:
    doubtful = [LINE.format(day="11/12/2025", value=1)] * 1000
    path = text_file(tmp_path, HEAD, *doubtful)
    words = refused(path)
    assert "'Entry Date' (entry_date): 11/12/2025 can be read as 2025-11-12 or 2025-12-11" in words
    assert "--dates mdy (month first) or --dates dmy (day first)" in words
    assert set(read(path, dates="dmy").frame["entry_date"]) == {"2025-12-11"}
    told = read(text_file(tmp_path, HEAD, *doubtful, LINE.format(day="26/10/2025", value=1)))
    assert set(told.frame["entry_date"]) == {"2025-12-11", "2025-10-26"}
    assert any("day first: 26/10/2025 can be read in no other way" in note for note in told.notes)


def test_a_column_takes_the_order_of_another_of_the_same_file(tmp_path: Path) -> None:
    rows = (HEAD + ",Liquidation Date", LINE.format(day="03/15/2025", value=1) + ",02/06/2026")
    sheet = read(text_file(tmp_path, *rows))
    assert sheet.frame["liquidated_on"][0] == "2026-02-06"
    assert any("liquidated_on is read month first, as entry_date" in note for note in sheet.notes)


def test_a_column_of_both_orders_leaves_its_doubtful_cells_to_be_named(tmp_path: Path) -> None:
    days = ("10/26/2025", "26/10/2025", "11/12/2025")
    sheet = read(text_file(tmp_path, HEAD, *(LINE.format(day=d, value=1) for d in days)))
    assert sheet.frame["entry_date"].to_list() == ["2025-10-26", "2025-10-26", "11/12/2025"]
    assert any("day first in some rows and month first in others" in note for note in sheet.notes)


def test_days_without_a_year_are_asked_about_once(tmp_path: Path) -> None:
    assert "have no year" in refused(text_file(tmp_path, HEAD, LINE.format(day="10月26日", value=1)))


def test_a_year_of_two_digits_that_may_stand_first_is_in_doubt(tmp_path: Path) -> None:
    words = refused(text_file(tmp_path, HEAD, LINE.format(day="25/10/26", value=1)))
    assert "--dates dmy" in words
    assert "--dates ymd" in words


# --- amounts


def test_decimal_commas_are_a_property_of_the_column(tmp_path: Path) -> None:
    rows = [LINE.replace(",", ";").format(day="2025-10-26", value=v) for v in ("1.234,56", "10.000", "7")]
    sheet = read(text_file(tmp_path, HEAD.replace(",", ";"), *rows))
    assert sheet.frame["customs_value_usd"].to_list() == ["1234.56", "10000", "7"]
    assert any("1.234,56 is read as 1234.56" in note for note in sheet.notes)


def test_a_point_before_three_digits_is_asked_about_unless_the_column_tells(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEAD, LINE.format(day="2025-10-26", value="10.000"))
    assert "10.000 can be read as 10 or as 10,000" in refused(path)
    assert read(path, decimals="comma").frame["customs_value_usd"][0] == "10000"
    assert read(path, decimals="point").frame["customs_value_usd"][0] == "10.000"
    told = text_file(tmp_path, HEAD, *(LINE.format(day="2025-10-26", value=v) for v in ("10.000", "9.99")))
    assert read(told).frame["customs_value_usd"].to_list() == ["10.000", "9.99"]


def test_numbers_of_a_workbook_keep_their_point(tmp_path: Path) -> None:
    sheet = read(workbook(tmp_path, HEAD.split(","), ["9506.62.40", "CN", "2025-10-26", 10.125]))
    assert sheet.frame["customs_value_usd"][0] == "10.125"


# --- other ways in


def test_a_frame_and_an_upload_are_read_like_a_file(tmp_path: Path) -> None:
    frame = pl.DataFrame([HEAD.split(","), ["9506.62.40", "CN", "11/12/2025", "10000"]], orient="row")
    frame = frame.slice(1).rename(dict(zip(frame.columns, HEAD.split(","), strict=True)))
    made = frame_sheet(frame, law=tables(), reading=Reading(dates="mdy"))
    assert made.frame["entry_date"][0] == "2025-11-12"
    path = workbook(tmp_path, ["ACME"], HEAD.split(","), ["9506.62.40", "CN", "2025-10-26", 10000])
    sent = read(Upload("sent.xlsx", path.read_bytes()))
    assert (sent.rows, sent.frame["hts"][0]) == ([3], "9506.62.40")


def test_a_workbook_named_like_text_and_text_named_like_a_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path, HEAD.split(","), ["9506.62.40", "CN", "2025-10-26", 10000], name="a.xlsx")
    path.rename(tmp_path / "a.csv")
    assert read(tmp_path / "a.csv").frame.height == 1
    assert (
        read(text_file(tmp_path, HEAD, LINE.format(day="2025-10-26", value=1), name="b.xls")).frame.height
        == 1
    )
    assert "it is no workbook" in refused(text_file(tmp_path, HEAD, name="c.xlsx"))


# --- hostile input


def test_ten_thousand_columns_and_a_huge_cell_and_zero_bytes_are_refused(tmp_path: Path) -> None:
    wide = ",".join(f"c{i}" for i in range(10_000))
    assert "10,004 columns are too many" in refused(text_file(tmp_path, HEAD + "," + wide))
    long = LINE.format(day="2025-10-26", value="9" * 40_000)
    assert "a cell is too long" in refused(text_file(tmp_path, HEAD, long))
    (tmp_path / "z.csv").write_bytes(HEAD.encode() + b"\n\0\0\0\x01")
    assert "binary data" in refused(tmp_path / "z.csv")


def test_a_bomb_that_was_sent_is_refused_by_its_size() -> None:
    import zipfile

    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    with pytest.raises(UnreadableFile, match="unpacked it would be"):
        read_sheet(Upload("bomb.xlsx", body.getvalue()))


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    import zipfile

    from detente.rowfiles.read.workbooks import _merged

    with zipfile.ZipFile(tmp_path / "e.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
        packed.writestr("xl/_rels/workbook.xml.rels", "<a/>")
    assert _merged(tmp_path / "e.xlsx", "Sheet1") == ()


# --- rows that are none


def test_a_last_row_with_the_sum_alone_is_a_total_and_another_number_is_a_row(tmp_path: Path) -> None:
    lines = [LINE.format(day="2025-10-26", value=v) for v in ('"1,000.50"', "20")]
    sheet = read(text_file(tmp_path, HEAD, *lines, ',,,"1,020.50"'))
    assert sheet.frame.height == 2
    assert any("row 4 holds a total" in note for note in sheet.notes)
    assert read(text_file(tmp_path, HEAD, *lines, ",,,1000")).frame.height == 3


def test_a_header_without_rows_is_said(tmp_path: Path) -> None:
    assert any("no rows under the header" in note for note in read(text_file(tmp_path, HEAD)).notes)


def test_a_meaning_that_was_given_away_leaves_the_old_column_under_another_name(tmp_path: Path) -> None:
    rows = ("hts,origin,Country,entry_date,customs_value_usd", "9506.62.40,VN,CN,2025-10-26,10")
    sheet = read(text_file(tmp_path, *rows), columns={"Country": "origin"})
    assert (sheet.frame["origin"][0], sheet.frame["origin_2"][0]) == ("CN", "VN")
    assert any("'origin' is carried through as 'origin_2': 'Country' is read as it" in n for n in sheet.notes)


def test_a_cell_of_ods_that_stands_for_thousands_of_millions_is_refused(tmp_path: Path) -> None:
    import zipfile

    body = _ods([HEAD.split(","), ["9506.62.40", "CN", "2025-10-26", "10000"]])
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    row = b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
    row += b'table:number-columns-repeated="16000" office:value-type="string"><text:p>x</text:p>'
    row += b"</table:table-cell></table:table-row></table:table>"
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", row)
    with zipfile.ZipFile(tmp_path / "bomb.ods", "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    assert "unfold to 16,000,000,008 cells" in refused(tmp_path / "bomb.ods")
