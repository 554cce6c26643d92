"""Saved answers of the wrong kind, damaged, hostile or too large are refused by name and place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.notices.reading import controls, csms, federal_register, index_pages, saved_text, tariff_schedule
from detente.notices.watch_rules import documents_in
from detente.terms import UnreadableFile

SAVED = Path(__file__).parent / "saved"
READERS = {
    "federal-register.json": federal_register.published,
    "public-inspection.json": federal_register.on_inspection,
    "schedule-releases.json": tariff_schedule.releases,
    "change-record.txt": tariff_schedule.change_record,
    "csms.json": csms.messages,
    "ecfr-744.json": controls.versions,
    "screening-list.json": controls.screening_list,
    "mofcom.html": index_pages.entries,
}
JSON_READERS = {name: read for name, read in READERS.items() if name.endswith(".json")}


def _file(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "data", [b"", b"   \n", b"\x00\x01\x02\x03" * 50, b"%PDF-1.7 garbage", b"{}", b"[1, 2]", b"null"]
)
def test_what_is_no_answer_of_the_source_is_refused_by_name(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=name.partition(".")[0]):
        READERS[name]([_file(tmp_path, name, data)], "2026-01-01")


@pytest.mark.parametrize("name", JSON_READERS)
def test_a_web_page_in_the_place_of_json_is_named_with_line_and_column(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path, name, b"<!DOCTYPE html><html><body>Access denied</body></html>")
    with pytest.raises(UnreadableFile, match=f"{name}, line 1, column 1: a web page"):
        JSON_READERS[name]([path], "2026-01-01")


@pytest.mark.parametrize("name", JSON_READERS)
@pytest.mark.parametrize("other", JSON_READERS)
def test_the_answer_of_another_source_is_refused(tmp_path: Path, name: str, other: str) -> None:
    if name == other:
        return
    path = _file(tmp_path, name, (SAVED / other).read_bytes())
    with pytest.raises(UnreadableFile, match=name):
        JSON_READERS[name]([path], "2026-01-01")


def test_a_row_without_its_number_is_named_by_its_place(tmp_path: Path) -> None:
    page = json.loads((SAVED / "federal-register.json").read_text(encoding="utf-8"))
    del page["results"][1]["document_number"]
    path = _file(tmp_path, "federal-register.json", json.dumps(page).encode())
    with pytest.raises(UnreadableFile, match="result 2: document_number is missing"):
        federal_register.published([path], "2026-01-01")


def test_pages_that_are_missing_are_counted(tmp_path: Path) -> None:
    page = json.loads((SAVED / "federal-register.json").read_text(encoding="utf-8"))
    path = _file(tmp_path, "federal-register.json", json.dumps({**page, "total_pages": 3}).encode())
    with pytest.raises(UnreadableFile, match="1 of 3 pages"):
        federal_register.published([path], "2026-01-01")


def test_an_answer_without_results_is_an_answer(tmp_path: Path) -> None:
    path = _file(tmp_path, "federal-register.json", b'{"count": 0, "description": "none"}')
    assert federal_register.published([path], "2026-01-01").items == ()


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><item>
<title>CSMS # 99000002 - GUIDANCE: made by hand</title><link>https://example.invalid/2</link>
<pubDate>Wed, 25 Nov 2026 10:00:00 -0500</pubDate>
<description>&lt;p&gt;heading 9903.88.69&lt;/p&gt;</description>
</item></channel></rss>"""


def test_a_feed_of_messages_is_read_and_one_with_entities_refused(tmp_path: Path) -> None:
    (item,) = csms.messages([_file(tmp_path, "csms.xml", FEED.encode())], "2026-01-01").items
    assert (item.number, item.published, item.title) == ("99000002", "2026-11-25", "GUIDANCE: made by hand")
    assert "9903.88.69" in item.text
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>'
    with pytest.raises(UnreadableFile, match=r"csms\.xml: the XML declares a document type or entities"):
        csms.messages([_file(tmp_path, "csms.xml", bomb.encode())], "2026-01-01")
    with pytest.raises(UnreadableFile, match=r"csms\.xml: no XML"):
        csms.messages([_file(tmp_path, "csms.xml", FEED[:200].encode())], "2026-01-01")


def test_scripts_of_a_page_are_no_notices_and_addresses_are_whole(tmp_path: Path) -> None:
    read = index_pages.entries(
        [SAVED / "mofcom.html"], "2026-01-01", "商务部", "https://www.example.invalid/a/"
    )
    first, second = read.items
    assert first.title == "商务部公告2026年第99号 公布将若干实体列入出口管制管控名单的决定"
    assert first.url == "https://www.example.invalid/zcfb/blgg/gg/2026/art/2026/art_0001.html"
    assert (first.published, first.citation) == ("2026-11-13", "商务部2026年第99号")
    assert read.reaches_back_to == second.published == "2026-10-09"


def test_rows_of_blocks_keep_their_day_and_pages_of_one_name_stay_apart(tmp_path: Path) -> None:
    rows = "".join(
        f"<li><div><a href='/302267/{n}/index.html'>海关总署公告2026年第{n}号（虚构）</a></div>"
        f"<div>2026-11-{n}</div></li>"
        for n in (13, 14)
    )
    page = _file(tmp_path, "customs.html", f"<ul>{rows}</ul>".encode())
    read = index_pages.entries([page], "2026-01-01", "海关总署", "http://h.invalid/")
    assert [(i.number, i.published) for i in read.items] == [("13", "2026-11-13"), ("14", "2026-11-14")]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, "csms.json", (SAVED / "csms.json").read_bytes())
    with pytest.raises(UnreadableFile, match=r"csms\.json: .* bytes; expected at most 100"):
        saved_text.bytes_of(path, 100)
    path = _file(tmp_path, "csms.json", b"[" * 200_000)
    with pytest.raises(UnreadableFile, match=r"csms\.json"):
        csms.messages([path], "2026-01-01")


def test_a_change_record_says_how_far_records_join() -> None:
    assert (
        tariff_schedule._reach([("2026-09-28", "2026-09-15"), ("2026-09-15", "2026-09-02")]) == "2026-09-02"
    )
    assert (
        tariff_schedule._reach([("2026-09-28", "2026-09-15"), ("2026-08-24", "2026-08-14")]) == "2026-09-15"
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Executive Order 14257 of April 2, 2025", {"EO 14257"}),
        ("E.O. 14257 and Proclamation No. 10908", {"EO 14257", "PROC 10908"}),
        ("90 Fed. Reg. 15041; 91 FR 1,039", {"90 FR 15041", "91 FR 1039"}),
        ("国务院关税税则委员会公告2025年第10号", {"税委会 2025-10"}),
        ("税委会公告〔2019〕3号", {"税委会 2019-3"}),
        ("no document at all, 90 FRANCS", set()),
    ],
)
def test_documents_are_named_one_way(text: str, named: set[str]) -> None:
    assert documents_in(text) == named


MARKS = st.text(alphabet="<>!-[]?&;#/a\"'= \n\x00加", max_size=200).map(str.encode)


@settings(deadline=None)  # a machine under load is no fault of a reader
@given(st.one_of(st.binary(max_size=400), MARKS))
@example(b"<![\x01")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, read in READERS.items():
            path = Path(folder) / name
            path.write_bytes(data)
            try:
                read([path], "2026-01-01")
            except UnreadableFile:
                continue
