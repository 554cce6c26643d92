"""Official editions are read whole or refused with the place and what was expected."""

import gzip
import json
from pathlib import Path

import pytest
from small_edition import ROWS, row, write_edition

from detente.schedule.rate_grammar import read_rate, read_special
from detente.schedule.rates import NotUnderstood, understood
from detente.schedule.reading.editions import Edition, EditionName, edition_name, read_edition, without_markup
from detente.schedule.units import read_unit
from detente.terms import UnreadableFile


def test_rows_become_a_tree_with_words_units_and_pointers(tmp_path: Path) -> None:
    edition = read_edition(write_edition(tmp_path, "hts_2026_rev_10.json.gz"))
    assert edition.name.text == "2026 revision 10"
    assert list(edition.rows) == ["8505", "85051100", "8505110070", "8505110090", "8505200000", "99038801"]
    leaf = edition.rows["8505110070"]
    assert leaf.within == "Magnets: > Permanent magnets: > Of metal"
    assert leaf.units == ("No.", "kg")
    assert edition.rows["85051100"].pointers[0].heading == "9903.91.06"
    assert edition.rows["8505200000"].within == "Magnets:"


@pytest.mark.parametrize(
    ("name", "year", "revision"),
    [
        ("hts_2025_basic.json.gz", 2025, 0),
        ("hts_2025_basic_edition_json.json", 2025, 0),
        ("hts_2025_revision_18_json.json", 2025, 18),
        ("hts_2026_rev_7.json", 2026, 7),
    ],
)
def test_the_name_of_a_file_says_which_edition(name: str, year: int, revision: int) -> None:
    assert edition_name(name) == EditionName(year, revision)


def test_a_nameless_file_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="which edition"):
        edition_name("download.json")


DAMAGED = {
    "html": (b"<!DOCTYPE html><html>Service unavailable</html>", "HTML"),
    "truncated": (json.dumps(ROWS).encode()[:-40], "no complete JSON"),
    "empty": (b"", "no complete JSON"),
    "no rows": (b"[]", "no rows"),
    "future form": (b'{"version": 3, "lines": []}', "expected a JSON list of rows, found dict"),
    "deep nesting": (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
    "not a number": (b'[{"htsno": NaN}]', "NaN"),
    "huge number": (b"[" + b"9" * 10_000 + b"]", "no complete JSON"),
    "not utf-8": (b'["\xff\xfe\xff"]', "UTF-8"),
    "rows of text": (b'["0101"]', "entry 1: expected an object, found str"),
}


@pytest.mark.parametrize("kind", list(DAMAGED))
def test_a_damaged_file_is_refused(tmp_path: Path, kind: str) -> None:
    content, expected = DAMAGED[kind]
    path = tmp_path / "hts_2026_rev_1.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=expected) as caught:
        read_edition(path)
    assert "hts_2026_rev_1.json" in caught.value.text


WRONG_ROWS = {
    "duplicate code": (row("8505.11.00", 2, "again"), r"entry 8 \(8505.11.00\).*twice"),
    "number for a code": (row("8505.12.00", 2, "x") | {"htsno": 85051200}, "htsno is int; expected a text"),
    "no code at all": (row("8505.1", 2, "x"), "no code of 4, 6, 8 or 10 digits"),
    "indent": (row("8505.12.00", 2, "x") | {"indent": "-1"}, "indent '-1'"),
    "missing field": ({"htsno": "8505.12.00", "indent": "2"}, "description is missing"),
    "rate as a number": (row("8505.12.00", 2, "x") | {"general": 2.1}, "general is float"),
    "units as a text": (row("8505.12.00", 2, "x") | {"units": "kg"}, "units is str"),
    "footnote": (row("8505.12.00", 2, "x") | {"footnotes": [{"value": 1}]}, "footnote lacks"),
    "huge words": (row("8505.12.00", 2, "x" * 50_000), "50,000 characters"),
}


@pytest.mark.parametrize("kind", list(WRONG_ROWS))
def test_a_wrong_row_is_refused_by_entry(tmp_path: Path, kind: str) -> None:
    wrong, expected = WRONG_ROWS[kind]
    with pytest.raises(UnreadableFile, match=expected) as caught:
        read_edition(write_edition(tmp_path, "hts_2026_rev_1.json", [*ROWS, wrong]))
    assert "entry 8" in caught.value.text


def test_a_cut_gzip_file_and_a_bomb_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "hts_2026_rev_1.json.gz"
    path.write_bytes(gzip.compress(json.dumps(ROWS).encode())[:-20])
    with pytest.raises(UnreadableFile, match="damaged or truncated"):
        read_edition(path)
    path.write_bytes(gzip.compress(b" " * (129 * 2**20), compresslevel=1))
    with pytest.raises(UnreadableFile, match="larger than 128 MB"):
        read_edition(path)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_edition(tmp_path / "hts_2026_rev_2.json")


@pytest.fixture(scope="module")
def newest(shared_data: Path) -> Edition:
    return read_edition(shared_data / "hts_json" / "hts_2026_rev_10.json.gz")


def test_every_rate_of_the_newest_edition_is_understood(newest: Edition) -> None:
    refused = []
    for line in newest.rows.values():
        for text in (line.general, line.other):
            rate = read_rate(text)
            if rate is not None and not understood(rate):
                refused.append((line.digits, text))
        refused += [
            (line.digits, e.rate.text)
            for e in read_special(line.special)
            if isinstance(e.rate, NotUnderstood)
        ]
    assert (
        sorted(refused) == [("98176101", "37% /"), ("98229001", ":"), ("98229002", ":")] or len(refused) <= 4
    ), refused


def test_every_unit_of_an_official_edition_is_known(newest: Edition) -> None:
    for unit in sorted({u for line in newest.rows.values() for u in line.units}):
        assert read_unit(unit).name


def test_every_line_of_chapters_1_to_97_has_one_general_rate(newest: Edition) -> None:
    rates: dict[str, set[str]] = {}
    for digits, line in newest.rows.items():
        if len(digits) >= 8 and digits < "98":
            rates.setdefault(digits[:8], set()).update([line.general] if line.general else [])
    assert len(rates) > 11_000
    assert [d for d, found in rates.items() if len(found) != 1] == []


def test_tags_with_attributes_leave_units_and_words() -> None:
    assert without_markup('m<sup style="font-size: 9.75px;">2</sup>') == "m2"
    assert (
        without_markup("Meranti<br />(<u>Shorea</u> spp.), thickness < 6 mm")
        == "Meranti (Shorea spp.), thickness < 6 mm"
    )
