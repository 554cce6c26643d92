"""Notes of chapter 99: outline, rows of codes, sentences, parts, described items, days."""

import collections
import gzip
from pathlib import Path

import pytest
from small_pdf import pdf_of

from detente.schedule.building.differences import tables_against_notes
from detente.schedule.lines import Membership
from detente.schedule.reading.companions import read_table
from detente.schedule.reading.editions import read_edition
from detente.schedule.reading.enumerators import Outline, following
from detente.schedule.reading.list_registry import ListEntry, read_registry
from detente.schedule.reading.note_lists import NoteLists, note_memberships
from detente.schedule.reading.notes import Notes, read_notes
from detente.terms import UnreadableFile

HEAD = (
    "                   Harmonized Tariff Schedule of the United States Revision 7 (2026)\n\n      "
    "Annotated for Statistical Reporting Purposes\n"
)
SMALL = (
    HEAD
    + """
            SUBCHAPTER III
                                                       XXII
                                                    99-III-1

U.S. Notes

1. Some words about this subchapter.

2. (a)  Words on the first measure, heading 9903.01.01, which name 9903.01.02
         and 9903.01.03.

(k) Letters between were deleted.

(u) Words again.

(v) (i)  Except as provided in headings 9903.01.26-9903.01.33.

(ii) Heading 9903.01.30 covers donations.

(iii)
"""
    + HEAD
    + """
XXII
99 - III - 2

U.S. Notes (con.)

      (a) As provided for in heading 9903.01.32, the duties shall not apply to the following subheadings:

                   0201.10.05  0201.10.10
                   8471        8473.30     8505.11.0070

(b) The duties shall not apply to these articles:

(1) Etrogs (classifiable in subheading 0805.90.01)

(2) Acai (classifiable in subheading
         2008.99.21)

(iv) No products of Canada.

(v) No products of Mexico.

(w) A letter after a roman five.

20. (a)  For the purposes of heading 9903.88.01, products of China shall pay.

(b) Heading 9903.88.01 applies to: (17) heading 9903.88.69 and U.S. note 20(c)(i):

                   2845.20.00  2845.30.00

(c)  (i) The following particular products, which are provided for in the enumerated numbers:

(1) 8483.50.9040

(2) 5603.92.0090 prior to July 1, 2022; 5603.92.0070 or 5603.92.0095 effective July 1, 2022

(3) Pump casings (described in statistical reporting number 8413.91.9080 prior to January 1, 2019; \
described in
         statistical reporting number 8413.91.9095)

(d) Heading 9903.88.15 applies to:

i) all products of China that are classified in the following 8-digit subheadings:

                   0101.21.00  0101.29.00

(ii) the following products of China:

1. Machines for data, provided for in subheading 8517.62.00, except for such machines \
provided for in statistical
         reporting numbers 8517.62.0010 and 8517.62.0020;

31. (a)  As provided in heading 9903.91.04.

(b)

     (i) Heading 9903.91.04 applies, with respect to goods entered for consumption, on or after \
12:01 a.m. eastern
              standard time on January 1, 2025, and before January 1, 2026:

     (1) 4015.12.10

     (2) [Compiler's note: Deleted.]

     (3) 6307.90.9870
"""
)
REGISTRY = (
    ListEntry("lines", "20(b)", "9903.88.01"),
    ListEntry("whole", "20(c)(i)", "9903.88.69", "whole items"),
    ListEntry("described", "20(c)(i)", "9903.88.69", "described items"),
    ListEntry("mixed", "20(d)", "9903.88.15", "lines and parts"),
    ListEntry("dated", "31(b)", "9903.91.04"),
    ListEntry("annex", "2(v)(iii)(a)", "9903.01.32"),
    ListEntry("goods", "2(v)(iii)(b)", "9903.02.78", "described items"),
    ListEntry("absent", "52(b)", "9903.05.86"),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Notes:
    path = tmp_path_factory.mktemp("notes") / "chapter99.txt.gz"
    path.write_bytes(gzip.compress(SMALL.encode()))
    return read_notes(path)


@pytest.fixture(scope="module")
def rows(small: Notes) -> dict[str, list[Membership]]:
    children = {"85176200": ["8517620010", "8517620020", "8517620090"]}
    found = note_memberships(small, REGISTRY, lambda line: children.get(line, []))
    assert found.not_printed == ["absent"]
    by_list: dict[str, list[Membership]] = collections.defaultdict(list)
    for row in found.memberships:
        by_list[row.list_id].append(row)
    return by_list


def test_the_outline_tells_letters_from_romans(small: Notes) -> None:
    assert small.edition == "2026 revision 7"
    expected = [
        "2(v)(iii)(a)",
        "2(v)(iii)(b)(2)",
        "2(v)(v)",
        "2(w)",
        "20(c)(i)(3)",
        "20(d)(i)",
        "20(d)(ii)(1)",
        "31(b)(i)(3)",
    ]
    assert [path for path in expected if path not in small.subdivisions] == []
    assert small.subdivisions["2(v)(iii)(a)"].page == "99-III-2"


def test_rows_of_codes_are_listed_and_headings_in_sentences_are_not(
    rows: dict[str, list[Membership]],
) -> None:
    assert [r.prefix for r in rows["lines"]] == ["28452000", "28453000"]
    assert [r.prefix for r in rows["annex"]] == ["02011005", "02011010", "8471", "847330", "8505110070"]
    assert (
        rows["annex"][0].cite
        == "HTS 2026 revision 7, ch. 99, subch. III, U.S. note 2(v)(iii)(a), p. 99-III-2"
    )


def test_whole_numbers_and_described_products_are_kept_apart_with_the_days_of_each_number(
    rows: dict[str, list[Membership]],
) -> None:
    assert [(r.prefix, r.from_day, r.to_day) for r in rows["whole"]] == [
        ("8483509040", "", ""),
        ("5603920090", "", "2022-07-01"),
        ("5603920070", "2022-07-01", ""),
        ("5603920095", "2022-07-01", ""),
    ]
    assert [(r.prefix, r.words, r.to_day) for r in rows["described"]] == [
        ("8413919080", "Pump casings", "2019-01-01"),
        ("8413919095", "Pump casings", ""),
    ]
    assert [(r.prefix, r.words) for r in rows["goods"]] == [("08059001", "Etrogs"), ("20089921", "Acai")]


def test_a_part_of_a_line_is_the_numbers_that_remain(rows: dict[str, list[Membership]]) -> None:
    assert [r.prefix for r in rows["mixed"]] == ["01012100", "01012900", "8517620090"]


def test_where_numbers_have_their_own_footnotes_these_are_the_part(small: Notes) -> None:
    children = {"85176200": ["8517620011", "8517620090", "8517620095"]}
    found = note_memberships(
        small, [REGISTRY[3]], lambda line: children.get(line, ()), lambda _line, _heading: ["8517620095"]
    )
    assert [r.prefix for r in found.memberships] == ["01012100", "01012900", "8517620095"]


def test_a_note_gives_its_first_and_last_day(rows: dict[str, list[Membership]]) -> None:
    assert [(r.prefix, r.from_day, r.to_day) for r in rows["dated"]] == [
        ("40151210", "2025-01-01", "2026-01-01"),
        ("6307909870", "2025-01-01", "2026-01-01"),
    ]


def test_a_letter_i_after_h_is_no_roman_when_j_follows() -> None:
    lines = ["(h) words", "(i) words", "(1) item", "(j) words"]
    outline = Outline(lines)
    outline.open_note(20)
    paths = []
    for at, line in enumerate(["(a) x", "(b) x", "(c) x", "(d) x", "(e) x", "(f) x", "(g) x"]):
        outline.advance(line.replace("x", "Words"), at)
    for at, line in enumerate(lines):
        outline.advance(line.replace("words", "Words").replace("item", "Item"), at)
        paths.append(outline.path)
    assert paths == ["20(h)", "20(i)", "20(i)(1)", "20(j)"]
    assert following("roman", "xxxv") == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"<html>closed</html>", "HTML"),
        (b"some other text", "not the text of chapter 99"),
        ((HEAD + "SUBCHAPTER III\n\nU.S. Notes\n\n1. Nothing here.\n").encode(), "cannot be found"),
        (b"\x1f\x8b\x08broken", "damaged"),
        (b"%PDF-1.7 broken", "cannot be read as PDF"),
    ],
)
def test_what_is_not_chapter_99_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "chapter99.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=expected):
        read_notes(path)


def test_the_pdf_gives_what_its_text_gives(small: Notes, tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    pages = SMALL.replace(HEAD, "\f" + HEAD).lstrip("\f")
    (tmp_path / "chapter99_current.pdf").write_bytes(pdf_of(pages))
    read = read_notes(tmp_path / "chapter99_current.pdf")

    def content(notes: Notes) -> dict[str, object]:
        # the face of the PDF has a typographic apostrophe
        return {p: (s.page, s.words.replace("’", "'"), s.listed) for p, s in notes.subdivisions.items()}

    assert content(read) == content(small)


@pytest.fixture(scope="module")
def official(shared_data: Path) -> NoteLists:
    edition = read_edition(shared_data / "hts_json" / "hts_2026_rev_6.json.gz")
    children: dict[str, list[str]] = collections.defaultdict(list)
    for digits in edition.rows:
        if len(digits) == 10:
            children[digits[:8]].append(digits)
    notes = read_notes(shared_data / "us_notes" / "chapter99_2026_rev_6.txt.gz")
    return note_memberships(notes, read_registry(), lambda line: children.get(line, ()))


def test_the_official_notes_give_the_codes_of_the_cross_check_tables(
    official: NoteLists, shared_data: Path
) -> None:
    found = tables_against_notes(official.memberships, shared_data / "lists")
    assert len(found) == 22
    differ = {d.list_id: (d.only_first, d.only_second) for d in found if not d.agree}
    # six codes stand on the line of their list's title; the table's own reading missed them
    assert differ == {
        "us.s232.metals-1a": (("73072250", "73072300", "73072900", "74081900", "74082100", "74091110"), ())
    }


def test_a_second_reading_of_the_notes_agrees(official: NoteLists, shared_data: Path) -> None:
    """Memberships read by another project from the edition of August 2026, where the lists did not change."""
    import json

    theirs = json.loads((shared_data / "lists" / "axiom_note_memberships.json").read_text())
    ours: dict[str, set[str]] = collections.defaultdict(set)
    for row in official.memberships:
        ours[row.list_id].add(row.prefix)
    for key, list_id in {
        "china_301_list1_membership": "us.s301.list-1",
        "china_301_list2_membership": "us.s301.list-2",
        "china_301_list3_membership": "us.s301.list-3",
        "s122_gn6_conditional_membership": "us.s122.aircraft",
    }.items():
        assert ours[list_id] == set(theirs[key]), list_id


def test_no_code_of_the_review_stands_on_the_old_lists_any_more(official: NoteLists) -> None:
    review = {r.prefix for r in official.memberships if r.list_id.startswith("us.s301.note-31")}
    old = {
        r.prefix
        for r in official.memberships
        if r.list_id in ("us.s301.list-1", "us.s301.list-2", "us.s301.list-3")
    }
    assert review & old == set()


def test_every_listed_code_is_a_code_of_the_edition(official: NoteLists, shared_data: Path) -> None:
    edition = read_edition(shared_data / "hts_json" / "hts_2026_rev_6.json.gz")
    known = {digits[:n] for digits in edition.rows for n in (4, 6, 8, 10)}
    unknown = collections.Counter(
        r.list_id
        for r in official.memberships
        if r.prefix not in known and not r.words and "exclusion" not in r.list_id
    )
    # list 4B never took effect and was not renumbered; note 19(k) is no longer in force in this edition
    assert set(unknown) == {"us.s301.list-4b", "us.s232.aluminum-derivatives-content"}, unknown
    assert unknown["us.s232.aluminum-derivatives-content"] == 3


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("code,list\n1,2\n")
    with pytest.raises(UnreadableFile, match="lacks the column 'hts8'"):
        read_table(tmp_path, "t.csv", ("hts8",))
    assert read_table(tmp_path, "none.csv", ("hts8",)).rows == []
