"""Published lists in the layouts of their publishers, and files that mean harm. Fixtures are made by hand."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.regime import law_tables
from detente.rowfiles import Upload
from detente.screening import screen
from detente.screening.list_files.entries import Entry, clean
from detente.screening.list_files.json_lists import read_json_list
from detente.screening.list_files.safe_xml import MAX_CHILDREN
from detente.screening.list_files.xml_lists import read_xml_list
from detente.screening.lists import read_listed
from detente.screening.result import Settings
from detente.terms import UnreadableFile

ON = "2026-10-01"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
NAMES = Settings(names_only=True)
CSL_ROW = {
    "id": "a1", "source": ENTITY_LIST, "name": "Iron Crane Works",
    "alt_names": ["Iron Crane Factory", "铁鹤厂"], "programs": [], "type": None,
    "start_date": "2020-05-05", "end_date": None, "addresses": [{"city": "Wuhan"}],
}  # fmt: skip
EU_XML = b"""\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-09-30T10:00:00.000+02:00">
  <sanctionEntity designationDate="" unitedNationId="" euReferenceNumber="EU.1.1" logicalId="1">
    <regulation programme="RUS" entryIntoForceDate="2022-03-01" numberTitle="2022/1" logicalId="2"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias firstName="" lastName="" wholeName="Iron Crane Works" strong="true" logicalId="3"/>
    <nameAlias wholeName="&#1046;&#1077;&#1083;&#1077;&#1079;&#1085;&#1099;&#1081; Works" strong="false"/>
  </sanctionEntity>
  <sanctionEntity logicalId="9"><subjectType code="person"/><nameAlias firstName="Jan" lastName="Heron"/>
  </sanctionEntity>
  <sanctionEntity logicalId="10"><subjectType code="person"/></sanctionEntity>
</export>"""
UN_XML = b"""<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-09-29T00:00:00">
<INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Jan</FIRST_NAME><SECOND_NAME>Heron</SECOND_NAME>
<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><LISTED_ON>2001-01-25</LISTED_ON>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Hans Heron</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>Iron Crane Works</FIRST_NAME><LISTED_ON>2017-05-05</LISTED_ON>
<ENTITY_ALIAS><ALIAS_NAME>ICW Trading</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""
EU_CSV = (
    "\ufefffileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
    "Entity_Regulation_Programme;Entity_DesignationDate;NameAlias_FirstName;NameAlias_LastName;"
    "NameAlias_WholeName\n"
    "2026-09-30;1;EU.1.1;enterprise;RUS;2022-03-01;;;Iron Crane Works\n"
    "2026-09-30;1;EU.1.1;enterprise;RUS;;;;Iron Crane Factory\n"
    "2026-09-30;2;EU.1.2;person;RUS;;Jan;Heron;\n"
)
SIMPLE = (
    '"id","schema","name","aliases","birth_date","countries","program_ids","dataset","first_seen","last_seen"\n'
    '"NK-1","Organization","Iron Crane Works","Iron Crane Factory;铁鹤厂","","cn","US-X","us_trade_csl",'
    '"2022-01-01","2026-09-28T06:00:00"\n"NK-2","Address","Main Street 1","","","","","","",""\n'
)
FTM = "\n".join(
    json.dumps(row, ensure_ascii=False)
    for row in (
        {"id": "NK-1", "schema": "Company", "caption": "Iron Crane Works", "target": True,
         "datasets": ["us_trade_csl", "eu_fsf"], "last_seen": "2026-09-28T06:00:00",
         "properties": {"name": ["Iron Crane Works"], "alias": ["铁鹤厂"], "weakAlias": ["ICW"]}},
        {"id": "NK-2", "schema": "Person", "caption": "A Friend", "target": False, "properties": {}},
        {"id": "NK-3", "schema": "Address", "properties": {"full": ["Main Street 1"]}},
    )
)  # fmt: skip


def csl_csv(*rows) -> bytes:
    text = io.StringIO()
    fields = [
        "_id",
        "source",
        "entity_number",
        "type",
        "programs",
        "name",
        "start_date",
        "end_date",
        "alt_names",
    ]
    writer = csv.DictWriter(text, fields, extrasaction="ignore")
    writer.writeheader()
    for row in rows or (CSL_ROW,):
        writer.writerow(
            {**row, "alt_names": "; ".join(row["alt_names"]), "programs": "; ".join(row["programs"])}
        )
    return text.getvalue().encode()


LAYOUTS = {
    "consolidated.csv": csl_csv(),
    "consolidated.json": json.dumps({"results": [CSL_ROW]}).encode(),
    "eu.xml": EU_XML,
    "eu.csv": EU_CSV.encode(),
    "un.xml": UN_XML,
    "targets.simple.csv": SIMPLE.encode(),
    "entities.ftm.json": FTM.encode(),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("sent", [False, True], ids=["file", "upload"])
def test_each_layout_is_recognised_by_what_it_holds(tmp_path: Path, name: str, sent: bool) -> None:
    (tmp_path / name).write_bytes(LAYOUTS[name])
    given = Upload("list.csv", LAYOUTS[name]) if sent else tmp_path / name
    listed = read_listed(given, law_tables().ownership_tests)
    assert any("is read as" in note for note in listed.notes)
    answer = screen(["IRON CRANE WORKS LTD", "Grey Lantern"], [], listed, on=ON, settings=NAMES)
    assert {row.party_id: row.outcome for row in answer.rows} == {
        "IRON CRANE WORKS LTD": "caught", "Grey Lantern": "not_found",
    }  # fmt: skip


def test_days_programmes_and_lists_are_kept() -> None:
    eu = read_xml_list(io.BytesIO(EU_XML), "eu.xml")
    assert (eu.day, len(eu.entries), eu.notes) == (
        "2026-09-30",
        2,
        ("1 entries without a name are left out",),
    )
    assert eu.entries[0] == Entry(
        "eu_consolidated", ("Iron Crane Works", "Железный Works"), ("RUS",), "2022-03-01"
    )
    assert eu.entries[1].names == ("Jan Heron",)
    un = read_xml_list(io.BytesIO(UN_XML), "un.xml")
    assert [entry.names for entry in un.entries] == [
        ("Jan Heron", "Hans Heron"),
        ("Iron Crane Works", "ICW Trading"),
    ]
    ftm = read_json_list(io.BytesIO(FTM.encode()), "x")
    assert [entry.list for entry in ftm.entries] == ["us_trade_csl", "eu_fsf"] and ftm.day == "2026-09-28"


def test_an_entry_counts_between_its_days_alone() -> None:
    row = {**CSL_ROW, "start_date": "2020-05-05", "end_date": "2025-12-31"}
    listed = read_listed(Upload("l.csv", csl_csv(row)), law_tables().ownership_tests)
    for day, wanted in (
        ("2020-05-04", "not_screened"),
        ("2020-05-05", "caught"),
        ("2026-01-01", "not_screened"),
    ):
        answer = screen(["Iron Crane Works"], [], listed, on=day, settings=NAMES)
        assert [r.outcome for r in answer.rows] == [wanted], day
    assert "1 entries are not listed on 2026-01-01" in answer.notes


def test_the_answer_says_what_was_compared_and_what_was_not() -> None:
    listed = read_listed(Upload("l.json", LAYOUTS["consolidated.json"]), law_tables().ownership_tests)
    answer = screen(["Iron Crane Factory Co., Ltd."], [], listed, on=ON, settings=NAMES)
    (row,) = [one for one in answer.screened if one.names]
    assert (row.list, row.names, row.source) == ("entity_list", 1, "l.json")
    others = {one.list: one.not_screened for one in answer.screened if not one.names}
    assert others["cn_control_list"] == others["sdn"] == "no such list was given"
    (candidate,) = answer.candidates
    assert (candidate.asked, candidate.name, candidate.match) == (
        "Iron Crane Factory Co., Ltd.", "Iron Crane Factory", "same",
    )  # fmt: skip


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE export [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>
<export><sanctionEntity><nameAlias wholeName="&b;"/></sanctionEntity></export>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE export SYSTEM "file:///etc/passwd"><export/>"""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BOMB, "document type or entities"),
        (OUTSIDE, "document type or entities"),
        (b"<export>" + b"<a>" * 60 + b"</a>" * 60 + b"</export>", "nested"),
        (
            b"<export><sanctionEntity>" + b"<x/>" * (MAX_CHILDREN + 1) + b"</sanctionEntity></export>",
            "more than",
        ),
        (EU_XML[:-40], "cannot be read as XML"),
        (b"<html><body>Access denied</body></html>", "root element is 'html'"),
        (b"<export/>", "without an entry"),
        (b"<", "cannot be read as XML"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b'{"message": "rate limit"}', "no list of entries"),
        (b'{"schema": "Address", "properties": {}}\n', "no listed party"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "list.csv"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:20],
)
def test_a_file_that_is_no_list_or_means_harm_is_refused_by_name(
    tmp_path: Path, body: bytes, words: str
) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(body)
    with pytest.raises(UnreadableFile, match=words):
        read_listed(path if body[:1] in b"<[{" else Upload("list.csv", body), law_tables().ownership_tests)


def test_lines_that_are_no_entity_are_named_and_the_rest_is_read() -> None:
    body = FTM + "\n{broken\n" + json.dumps([1, 2])
    read = read_json_list(io.BytesIO(body.encode()), "entities.ftm.json")
    assert len(read.entries) == 2 and [fault.row for fault in read.faults] == [4, 5]


def test_control_characters_and_endless_names_come_out_clean() -> None:
    row = {**CSL_ROW, "name": "Iron\x1b[31m\u202e Crane\x00 Works", "alt_names": ["x" * 5000]}
    read = read_json_list(io.BytesIO(json.dumps([row]).encode()), "l.json")
    assert read.entries[0].names[0] == "Iron[31m Crane Works"
    assert len(read.entries[0].names[1]) == 300 and clean("a\nb\t c") == "a b c"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_formulas_in_names_reach_no_spreadsheet(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "parties.csv").write_text('party_id,name\n"=1+1","=cmd|\' /C calc\'!A0"\n', encoding="utf-8")
    (tmp_path / "list.csv").write_text("name,list\n\"=cmd|' /C calc'!A0\",UVL\n", encoding="utf-8")
    out = tmp_path / f"out{suffix}"
    program = Path(sys.executable).with_name("detente")
    words = ["screen", "parties.csv", "--listed", "list.csv", "--on", ON, "-o", str(out)]
    done = subprocess.run([program, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if suffix == ".csv":
        cells = next(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
        assert (
            cells["party_id"] == "'=1+1" and cells["name"].startswith("'=") and cells["outcome"] == "caught"
        )
    else:
        import openpyxl

        sheet = openpyxl.load_workbook(out).worksheets[0]
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
