"""Columns nothing reads: said once, with the name that was probably meant; others pass without a word."""

from __future__ import annotations

import json

import pytest

from detente.cli.commands.assess import assess
from detente.portfolio.read.rows import PORTFOLIO_COLUMNS
from detente.regime.dated.tables import tables
from detente.rowfiles.rows import RowFault, Source, reading_of, reading_words
from detente.rowfiles.sheets import read_sheet
from detente.rowfiles.unread_columns import column_notes, meant
from detente.terms import UnreadableFile

LINES = "line_id,hts,origin,entry_date,customs_value_usd,{}\nA,9506.62.40,CN,2025-10-26,10000,{}\n"


@pytest.fixture
def facts() -> list[str]:
    return [*tables().facts, "line_id", "direction"]


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("destination", "direction"),
        ("loaded_onn", "loaded_on"),
        ("steel_value", "steel_value_usd"),
        ("civil_aircrafts", "civil_aircraft"),
        ("ship_date", "loaded_on"),
    ],
)
def test_a_near_miss_names_the_column_it_was_meant_for(column, found, facts):
    assert meant(column, facts) == found


@pytest.mark.parametrize(
    "column",
    ["description", "model", "supplier_code", "po_number", "remark", "unit_price", "colour", "value_eur"],
)
def test_a_column_of_the_users_own_passes_without_a_word(column, facts):
    assert meant(column, facts) == ""
    assert column_notes([column], facts) == ()


def test_a_column_the_file_already_has_is_never_suggested(facts):
    assert column_notes(["direction", "destination"], facts) == ()


def test_the_warning_stands_once_on_the_error_stream_and_in_the_answer(tmp_path, capsys):
    path = tmp_path / "lines.csv"
    path.write_text(LINES.format("importing_country", "CN") + "B,9506.62.40,CN,2025-10-26,10000,CN\n")
    assert assess(path, json=True) == 0
    out, err = capsys.readouterr()
    assert err.count("did you mean 'direction'?") == 1
    assert any("'importing_country'" in note for note in json.loads(out)["columns"])


def test_a_known_column_is_not_warned_about(tmp_path, capsys):
    path = tmp_path / "lines.csv"
    path.write_text(LINES.format("direction", "us_import"))
    assert assess(path, json=True) == 0
    assert capsys.readouterr().err == ""


def test_a_column_under_another_name_of_the_trade_is_read_and_said(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text("hs_code,origin,entry_date,customs_value_usd\n9506.62.40,CN,2025-10-26,10000\n")
    sheet = read_sheet(path, required=PORTFOLIO_COLUMNS, known=tuple(tables().facts))
    assert [(c.column, c.meaning, c.example) for c in sheet.mapping] == [("hs_code", "hts", "9506.62.40")]


def test_a_name_that_may_mean_something_else_is_asked_about(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text("hts,country,entry_date,customs_value_usd\n9506.62.40,CN,2025-10-26,10000\n")
    with pytest.raises(UnreadableFile) as caught:
        read_sheet(path, required=PORTFOLIO_COLUMNS, known=tuple(tables().facts))
    assert '--map "country=origin"' in str(caught.value.remedy)


def test_the_options_that_read_a_file_again_are_those_it_was_read_with():
    reading = reading_of({"dates": "dmy", "sheet": "My Entries", "Our Code": "hts", "Note": "-"})
    assert reading_words(Source("x.xlsx", reading)) == [
        "--map", "Our Code=hts", "--map", "Note=-", "--sheet", "My Entries", "--dates", "dmy",
    ]  # fmt: skip
    assert reading_words("x.csv") == []


def test_a_fault_names_its_file_where_several_are_read():
    assert RowFault(7, "share_pct", "is no share").of("a/owners.csv").words == (
        "owners.csv, row 7, column share_pct: is no share"
    )
    assert RowFault(7, "hts", "is empty").words == "row 7, column hts: is empty"


@pytest.mark.parametrize("name", ["Ref", "Reference", "Line No.", "Item", "SKU", "Style"])
def test_a_reference_is_the_line_where_nothing_surer_is_there(tmp_path, name):
    path = tmp_path / "lines.csv"
    path.write_text(f"hts,origin,entry_date,customs_value_usd,{name}\n9506.62.40,CN,2025-10-26,10000,R-7\n")
    known = tuple(tables().facts)
    assert read_sheet(path, required=PORTFOLIO_COLUMNS, known=known).frame["line_id"].to_list() == ["R-7"]
    head = f"Line ID,hts,origin,entry_date,customs_value_usd,{name}"
    path.write_text(f"{head}\n1,9506.62.40,CN,2025-10-26,1,R-7\n")
    assert read_sheet(path, required=PORTFOLIO_COLUMNS, known=known).frame["line_id"].to_list() == ["1"]


def test_every_column_without_a_use_is_named_where_facts_decide(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_text("side,port_call_on,supplier,vessel_typ,colour\nus,2025-10-26,x,bulk,red\n")
    known = ("vessel_type",)
    sheet = read_sheet(path, required=("side", "port_call_on"), known=known, say_unread=True)
    assert [note for note in sheet.notes if "column" in note] == [
        "column 'vessel_typ' is not read; did you mean 'vessel_type'? It is carried through unchanged",
        "columns with no use here, carried through unchanged: 'supplier', 'colour'",
    ]
    quiet = read_sheet(path, required=("side", "port_call_on"), known=known)
    assert not any("no use" in note for note in quiet.notes)
