"""The goods book: what is written is what is answered, in layers, or refused."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from detente.schedule.book import open_book
from detente.schedule.building.book_writer import book_hash, write_book
from detente.schedule.building.starter import compile_starter
from detente.schedule.layers import layered
from detente.schedule.lines import BookMeta, DatedLine, Membership
from detente.schedule.rate_grammar import read_rate, read_special
from detente.terms import DataError, LawError

LINES = [
    DatedLine("8505", words="Magnets"),
    DatedLine(
        "85051100", "2018-01-01", "2026-01-01", "Of metal", within="Magnets", general=read_rate("2.1%"),
        general_text="2.1%", special=read_special("Free (A,AU)"), column2=read_rate("45%"), edition="a",
    ),
    DatedLine("85051100", "2026-01-01", "", "Of metal", general=read_rate("2%"), general_text="2%",
              edition="b"),
    DatedLine("8505110070", "2018-01-01", "2027-01-01", "Sintered NdFeB", units=("No.", "kg"), edition="a"),
    DatedLine("85051910", "2018-01-01", "", "Flexible", general=read_rate("4.9%"), units=("kg",)),
]  # fmt: skip
MEMBERS = [
    Membership("85051100", "us.s301.note-31g", "2026-01-01", known_day="2024-09-13", cite="note 31(g)"),
    Membership("8505", "us.heading", "2025-01-01", "2025-06-01"),
    Membership("8505110070", "us.part", "2025-01-01", condition="exclusion", words="magnets for medical use"),
]


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    write_book(
        tmp_path / "goods.sqlite", LINES, MEMBERS, BookMeta("built", ("a", "b"), "2026-06-01", ("us.part",))
    )
    return tmp_path / "goods.sqlite"


def test_a_statistical_line_has_its_own_words_and_the_rates_of_its_eight_digits(book_path: Path) -> None:
    book = open_book(book_path)
    first, second, third = book.lines("8505110070")
    assert (first.from_day, first.to_day, first.general_text) == ("2018-01-01", "2026-01-01", "2.1%")
    assert (second.from_day, second.to_day, second.general_text) == ("2026-01-01", "2027-01-01", "2%")
    assert (third.code, third.from_day, third.to_day) == ("85051100", "2027-01-01", "")
    assert first.words == "Sintered NdFeB"
    assert first.units == ("No.", "kg")
    assert first.special[0].programmes == ("A", "AU")


def test_a_number_outside_its_life_has_the_rates_of_its_line(tmp_path: Path) -> None:
    lines = [
        DatedLine("85051100", "2018-01-01", "", "Of metal", general=read_rate("2.1%")),
        DatedLine("8505110071", "2025-06-06", "2025-08-01", "New number"),
    ]
    write_book(tmp_path / "b", lines, [], BookMeta("built"))
    spans = [(x.code, x.from_day, x.to_day) for x in open_book(tmp_path / "b").lines("8505110071")]
    assert spans == [
        ("85051100", "2018-01-01", "2025-06-06"),
        ("8505110071", "2025-06-06", "2025-08-01"),
        ("85051100", "2025-08-01", ""),
    ]


def test_an_unknown_suffix_gives_the_eight_digit_line_and_is_not_in_the_book(book_path: Path) -> None:
    book = open_book(book_path)
    assert [line.code for line in book.lines("8505110099")] == ["85051100", "85051100"]
    assert not book.has("8505110099")
    assert book.has("8505110070")
    assert book.lines("01012100") == ()


def test_the_line_of_a_day(book_path: Path) -> None:
    book = open_book(book_path)
    for day, text in {"2025-12-31": "2.1%", "2026-01-01": "2%", "2026-01-02": "2%"}.items():
        line = book.line_on("85051100", day)
        assert line is not None
        assert line.general_text == text
    assert book.line_on("85051100", "2017-12-31") is None


def test_memberships_of_all_beginnings_of_a_code_and_of_its_parts(book_path: Path) -> None:
    book = open_book(book_path)
    assert [m.list_id for m in book.memberships("8505110070")] == [
        "us.heading",
        "us.part",
        "us.s301.note-31g",
    ]
    assert [m.list_id for m in book.memberships("85051100")] == ["us.heading", "us.s301.note-31g"]
    assert [m.list_id for m in book.memberships_below("85051100")] == ["us.part"]
    assert book.memberships_below("8505110070") == ()


def test_a_membership_is_half_open_and_has_its_day_of_knowledge() -> None:
    row = Membership("8505", "x", "2025-04-05", "2025-05-01", known_day="2025-04-11")
    assert [row.holds_on(d) for d in ("2025-04-04", "2025-04-05", "2025-04-30", "2025-05-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert not row.holds_on("2025-04-05", known="2025-04-10")
    assert row.holds_on("2025-04-05", known="2025-04-11")


def test_a_code_stands_on_its_list_until_its_removal_is_known() -> None:
    row = Membership("4407", "x", to_day="2025-10-14", end_known_day="2025-09-29")
    assert row.holds_on("2025-10-13")
    assert not row.holds_on("2025-10-14", known="2025-09-29")
    assert row.holds_on("2025-10-14", known="2025-09-28")


def test_a_book_without_the_days_of_ends_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    rows = [Membership("4407", "x", to_day="2025-10-14", end_known_day="2025-09-29", cite="c")]
    write_book(path, [], rows, BookMeta(kind="built"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE membership DROP COLUMN end_known_day")
        db.execute("PRAGMA user_version=1")
        db.commit()
    assert open_book(path).memberships("4407") == (rows[0]._replace(end_known_day=""),)


def test_nearest_codes(book_path: Path) -> None:
    book = open_book(book_path)
    assert book.nearest("85051101", 1) == ("85051100",)
    assert book.nearest("85059110", 1) == ("85051910",)
    assert book.nearest("8505110079", 1) == ("8505110070",)
    assert book.codes() == ("85051100", "85051910")


def test_the_same_content_has_the_same_hash_in_any_order(tmp_path: Path) -> None:
    one = write_book(tmp_path / "a", LINES, MEMBERS, BookMeta("built"))
    two = write_book(
        tmp_path / "b", reversed(LINES), reversed(MEMBERS), BookMeta("built", manifest='{"x":1}')
    )
    other = write_book(tmp_path / "c", LINES[1:], MEMBERS, BookMeta("built"))
    assert one == two == book_hash(tmp_path / "a")
    assert other != one


def test_a_changed_row_shows_in_the_hash(book_path: Path) -> None:
    with sqlite3.connect(book_path) as db:
        db.execute("UPDATE line SET general_text = '9%' WHERE code = '85051910'")
    db.close()
    assert book_hash(book_path) != open_book(book_path).meta.content_hash


def test_a_failed_write_leaves_the_old_book(book_path: Path) -> None:
    before = book_path.read_bytes()
    twice = [*LINES, LINES[1]._replace(general_text="9%")]
    with pytest.raises(sqlite3.IntegrityError):
        write_book(book_path, twice, MEMBERS, BookMeta("built"))
    assert book_path.read_bytes() == before
    assert [p.name for p in book_path.parent.iterdir()] == ["goods.sqlite"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="cannot be written"):
        write_book(tmp_path / "file" / "goods.sqlite", LINES, MEMBERS, BookMeta("built"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no book", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_file_that_is_no_book_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"book of goods|no book"):
        open_book(path)


def test_a_missing_book_and_another_format_are_refused(tmp_path: Path, book_path: Path) -> None:
    with pytest.raises(DataError, match="data build"):
        open_book(tmp_path / "none.sqlite")
    with sqlite3.connect(book_path) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(DataError, match="format 99"):
        open_book(book_path)


def test_layers_answer_from_the_first_book_and_keep_lists_it_does_not_hold_in_full(
    tmp_path: Path, book_path: Path
) -> None:
    below = [LINES[1]._replace(general_text="old", words_zh="金属制"), DatedLine("01012100", words="Horses")]
    members = [Membership("85051100", "us.described"), Membership("8505110070", "us.part", "2020-01-01")]
    write_book(tmp_path / "starter.sqlite", below, members, BookMeta("starter"))
    book = layered([open_book(book_path), open_book(tmp_path / "starter.sqlite")])
    assert [line.general_text for line in book.lines("85051100")] == ["2.1%", "2%"]
    assert book.lines("85051100")[0].words_zh == "金属制"
    assert book.has("01012100")
    names = [(m.list_id, m.from_day) for m in book.memberships("8505110070")]
    assert ("us.described", "") in names
    assert ("us.part", "2025-01-01") in names
    assert ("us.part", "2020-01-01") not in names
    assert book.nearest("01012101", 1) == ("01012100",)


STARTER = """
about: the goods of this test
lines:
- hts: "8505.11.00"
  words: {en: "Permanent magnets of metal", zh: "金属永磁体"}
  units: ["No.", "kg"]
  base:
    - {general: "2.1%", special: "Free (A,AU)", column2: "45%", from: "2018-01-01", to: "", cite: "HTS 2025"}
  suffixes: {"70": {en: "Sintered NdFeB", units: ["No.", "kg"]}}
  lists:
    - {list: us.s301.note-31g, suffix: "", from: "2026-01-01", to: "", known: "2024-09-13",
       cite: "note 31(g)"}
- {hts: "0402.99.68", words: {en: "Milk"}, units: [kg],
   base: [{general: "46.3¢/kg + 14.9%", from: "2018-01-01", cite: HTS}]}
"""


def test_a_starter_file_becomes_a_book(tmp_path: Path) -> None:
    (tmp_path / "goods.yaml").write_text(STARTER, encoding="utf-8")
    compile_starter([tmp_path / "goods.yaml"], tmp_path / "s.sqlite", known_lists=["us.s301.note-31g"])
    book = open_book(tmp_path / "s.sqlite")
    (line,) = book.lines("8505110070")
    assert (line.words, line.general_text, line.units) == ("Sintered NdFeB", "2.1%", ("No.", "kg"))
    assert book.memberships("8505110070")[0].known_day == "2024-09-13"
    assert book.lines("04029968")[0].general == read_rate("46.3¢/kg + 14.9%")
    assert book.meta.kind == "starter"


def test_every_fault_of_a_starter_file_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(
        """
- {hts: 8505.11, words: {en: x}, units: [kg], base: [{general: "2%", from: "2018-01-01", cite: c}]}
- hts: "8505.11.00"
  words: {zh: "磁铁"}
  unit: [kg]
  units: [stones]
  base:
    - {general: "2% and a bit", from: "2018-01-01", to: "2019-12-31", cite: c}
    - {general: "2%", from: "2020-01-01"}
  lists:
    - {list: us.s301.lst-3, from: "2018-13-01", cite: c}
- {hts: "8505.11.00", words: {en: x}, units: [], base: []}
""",
        encoding="utf-8",
    )
    with pytest.raises(LawError) as caught:
        compile_starter([tmp_path / "bad.yaml"], tmp_path / "s.sqlite", known_lists=["us.s301.list-3"])
    text = "\n".join(caught.value.faults)
    for expected in (
        "bad.yaml:2: hts '8505.11'",
        "bad.yaml:4: words need `en`",
        "bad.yaml:5: unknown field 'unit'; did you mean units",
        "bad.yaml:6: unit 'stones' is not known",
        "bad.yaml:8: general '2% and a bit' is not a rate",
        "no base rate from 2019-12-31 to 2020-01-01",
        "bad.yaml:9: a base rate needs `cite`",
        "did you mean us.s301.list-3?",
        "from '2018-13-01' is no day",
        "stands already at bad.yaml:3",
        "a line needs at least one base rate",
    ):
        assert expected in text, text
    assert not (tmp_path / "s.sqlite").exists()


def test_reading_a_book_imports_no_heavy_library(book_path: Path) -> None:
    code = (
        "import sys; from detente.schedule.book import open_book; "
        f"open_book({str(book_path)!r}).lines('8505110070'); "
        "heavy = {'numpy','polars','pandas','duckdb','yaml','pydantic','rich'} & set(sys.modules); "
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
