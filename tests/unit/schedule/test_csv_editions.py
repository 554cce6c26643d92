"""Editions in the publisher's CSV form: what is mended, what is refused by name and place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from small_edition import CSV_HEADER, csv_row, write_csv_edition

from detente.schedule.building.book_builder import build
from detente.schedule.places import US_BOOK
from detente.schedule.rate_grammar import read_rate
from detente.schedule.reading.editions import read_edition
from detente.terms import UnreadableFile

NAME = "hts_2019_rev_7.csv"


def test_a_csv_edition_reads_like_a_json_one(tmp_path: Path) -> None:
    rows = [
        csv_row("8505", 0, "Magnets:"),
        csv_row("", 1, "Permanent magnets:"),
        csv_row(
            "8505.11.00", 2, "Of metal", "2.1%", units='["No.","kg"]', special="Free (A,AU)", other="45%"
        ),
        csv_row("8505.11.00.70", 3, "Sintered", units='["No."]'),
    ]
    edition = read_edition(write_csv_edition(tmp_path, "hts_2018_rev_8_1.csv.gz", rows))
    assert edition.name.text == "2018 revision 8.1"
    line = edition.rows["85051100"]
    assert (line.general, line.special, line.other, line.units) == (
        "2.1%", "Free (A,AU)", "45%", ("No.", "kg"),
    )  # fmt: skip
    assert edition.rows["8505110070"].within == "Magnets: > Permanent magnets: > Of metal"
    assert line.pointers == () and edition.mended == ()


def test_slips_of_the_print_are_mended_and_counted(tmp_path: Path) -> None:
    rows = [
        csv_row("0402.10.05", 0, "Milk", "3.3¢;/kg"),
        csv_row("0402.10.10", 0, "Other milk", "3.3¢/kg`"),
        csv_row("2204.21.50.50 ", 1, "Wine"),
        csv_row("9903.89,61", 0, "Heading"),
        csv_row("9902.25.65", 0, "Once"),
        csv_row("9902.25.65", 0, "Twice"),
        csv_row("4407.10.01", 0, "Wood", "Free", units='["m<sup>3</sup>"]'),
    ]
    edition = read_edition(write_csv_edition(tmp_path, NAME, rows))
    assert read_rate(edition.rows["04021005"].general) == read_rate(edition.rows["04021010"].general)
    assert edition.rows["44071001"].units == ("m3",)
    assert {"2204215050", "99038961"} <= edition.rows.keys()
    assert edition.rows["99022565"].words == "Once"
    assert sorted(edition.mended) == [
        "a blank or a comma within a code: 2",
        "a heading of chapter 99 printed twice: 1",
        "a stray back-tick: 1",
        "¢; for the cent sign: 1",
    ]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (CSV_HEADER.replace("Indent,", "") + "0101,Horses,,,,,,\n", NAME, "lacks the column 'Indent'"),
        (CSV_HEADER.strip() + ",Legal Effect\n", NAME, "has the column 'Legal Effect'"),
        (CSV_HEADER + "0101,0,Horses\n", f"{NAME}, row 2", "has 3 cells; expected 9"),
        (CSV_HEADER + '0101.21.00,0,Horses,[No.],,,,,\n', f"{NAME}, row 2", "are no list of texts"),
        (CSV_HEADER + '0101,0,"Horses\n', NAME, "is no complete CSV text"),
        (CSV_HEADER, NAME, "has no rows"),
        ('[{"htsno": "0101"}]', NAME, "holds JSON under a name of CSV"),
        ("<html></html>", NAME, "holds HTML under a name of CSV"),
        (CSV_HEADER + "01x1,0,Horses,,,,,,\n", f"{NAME}, entry 1", "is no code of 4, 6, 8 or 10 digits"),
        (CSV_HEADER + "0101,0,Horses,,,,,,\n" * 2, f"{NAME}, entry 2 (0101)", "stands twice"),
    ],
)  # fmt: skip
def test_other_forms_are_refused_by_name_and_place(tmp_path: Path, text: str, where: str, what: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=what.replace("[", r"\[")) as caught:
        read_edition(tmp_path / NAME)
    assert caught.value.where == where


def test_a_file_of_other_letters_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(CSV_HEADER.encode() + "0402,0,3¢,,,,,,\n".encode("cp1252"))
    with pytest.raises(UnreadableFile, match="is not UTF-8"):
        read_edition(tmp_path / NAME)


def test_what_is_installed_stays_when_an_edition_is_damaged(tmp_path: Path) -> None:
    tables = tmp_path / "texts" / "hts_csv"
    tables.mkdir(parents=True)
    (tables / "editions.csv").write_text(
        "file,release_start,release_end\nhts_2019_rev_7,2019-06-13,2019-06-28\n"
        "hts_2019_rev_15,2019-10-24,2019-10-31\n"
    )
    whole = write_csv_edition(tables, "hts_2019_rev_7.csv.gz", [csv_row("0101.21.00", 0, "Horses", "Free")])
    build(tmp_path / "texts", tmp_path / "out")
    before = (tmp_path / "out" / US_BOOK).read_bytes()
    damaged = tables / "hts_2019_rev_15.csv.gz"
    damaged.write_bytes(whole.read_bytes()[:-9])
    with pytest.raises(UnreadableFile, match="damaged or truncated") as caught:
        build(tmp_path / "texts", tmp_path / "out")
    assert caught.value.where == damaged.name
    assert (tmp_path / "out" / US_BOOK).read_bytes() == before


def test_days_of_publication_that_are_none_are_refused(tmp_path: Path) -> None:
    tables = tmp_path / "hts_csv"
    tables.mkdir()
    write_csv_edition(tables, "hts_2019_rev_7.csv", [csv_row("0101.21.00", 0, "Horses", "Free")])
    (tables / "editions.csv").write_text("file,release_start,release_end\nhts_2019_rev_7,June 2019,\n")
    with pytest.raises(UnreadableFile, match="are no days") as caught:
        build(tmp_path, tmp_path / "out")
    assert caught.value.where == "editions.csv"


def test_a_json_edition_is_taken_before_the_csv_of_the_same(tmp_path: Path) -> None:
    from small_edition import write_edition

    from detente.schedule.building.book_builder import find_sources

    (tmp_path / "hts_csv").mkdir()
    write_csv_edition(tmp_path / "hts_csv", "hts_2025_basic.csv", [csv_row("0101", 0, "Horses")])
    write_edition(tmp_path, "hts_2025_basic.json")
    assert [path.name for path in find_sources(tmp_path).editions] == ["hts_2025_basic.json"]


def test_gzip_and_plain_are_the_same(tmp_path: Path) -> None:
    rows = [csv_row("0101.21.00", 0, "Horses", "Free")]
    plain = read_edition(write_csv_edition(tmp_path, "hts_2019_rev_7.csv", rows))
    zipped = read_edition(write_csv_edition(tmp_path, "hts_2019_rev_7.csv.gz", rows))
    assert plain == zipped
    assert gzip.decompress((tmp_path / "hts_2019_rev_7.csv.gz").read_bytes()).startswith(b"\xef\xbb\xbf")
