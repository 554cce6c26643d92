"""The schedule that travels with the program: facts as tables, no words of the tariff, small, readable."""

from __future__ import annotations

import re
import sqlite3
import zlib
from pathlib import Path

import pytest

from detente.regime import SHIPPED, refresh, tables
from detente.schedule import (
    BookMeta,
    DatedLine,
    GoodsBook,
    Membership,
    layered,
    open_book,
    read_rate,
    read_special,
)
from detente.schedule.building.book_writer import book_hash, write_book
from detente.schedule.building.facts_text import Facts, facts_of, read_facts, write_facts
from detente.schedule.building.shipped import compile_shipped
from detente.schedule.finding.trade_words import heading_words
from detente.terms import LawError

FOLDER = Path(__file__).resolve().parents[3] / "law" / "us" / "schedule"
# bytes of the compiled book once compressed: 1.6 million with every edition from 2018 to 2026
MOST_IN_THE_WHEEL = 2_000_000
META = BookMeta(
    "built", ("2025 basic", "2026 revision 10"), "2026-06-08", ("us.s232.copper",),
    '{"a.json": {"bytes": 3}}', '{"0101210010": ["0101210015"]}',
)  # fmt: skip


def _line(code: str, general: str = "", special: str = "", column2: str = "", **more: object) -> DatedLine:
    return DatedLine(
        code, "2018-01-01", general=read_rate(general), general_text=general, special=read_special(special),
        column2=read_rate(column2), edition="HTS 2025 basic, carried back", cite="table of earlier rates",
    )._replace(**more)  # fmt: skip


LINES = [
    _line("0101", words="Live horses"),
    _line("01012100", "Free", "", "Free", units=("No.",), cite="HTS 2026 revision 10, 0101.21.00"),
    _line("0101210010", units=("No.", "kg"), words="Males", within="Live horses"),
    _line("17011205", "3.6606¢/kg less 0.020668¢/kg for each degree under 100 degrees (and fractions of a "
          "degree in proportion) but not less than 3.143854¢/kg", "Free (A,AU) See 9823.05.01 (P)",
          "6.58170¢/kg less 0.0622005¢/kg for each degree under 100 degrees but not less than 5.031562¢/kg"),
    _line("99038803", "The duty provided in the applicable subheading + 25%", "No change"),
    _line("29033990", "as the Secretary may say", "Free (A+,AU) 1% (KR)", "25%"),
    _line("34021120", "6.5%", to_day="2022-01-27"),
    _line("34021120", "6.2%", from_day="2022-01-27"),
]  # fmt: skip
MEMBERS = [
    Membership("01012100", "us.s301.list-3", cite="note 20(f), p. 3"),
    Membership("17011205", "us.s301.list-3", "2018-09-24", "2024-09-27",
               cite="note 20(f), p. 3", end_known_day="2024-09-13"),
    Membership("99038803", "us.s232.metals-1a", confidence="B", cite="note 16(c)", words="steel"),
    Membership("0101210010", "us.s301.exclusion-described", condition="exclusion",
               cite="note 20(vvv)", words="Horses of wood"),
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> GoodsBook:
    write_book(tmp_path / "built.sqlite", LINES, MEMBERS, META)
    return open_book(tmp_path / "built.sqlite")


@pytest.fixture(scope="module")
def shipped() -> GoodsBook:
    refresh()
    return open_book(SHIPPED)


def test_facts_come_back_from_their_tables_as_they_were(book: GoodsBook, tmp_path: Path) -> None:
    facts = facts_of(book)
    write_facts(facts, tmp_path / "tables")
    again = read_facts(tmp_path / "tables")
    assert again.lines == facts.lines
    assert again.memberships == facts.memberships
    assert again.meta == facts.meta


def test_words_of_the_tariff_stay_behind_and_names_of_materials_do_not(
    book: GoodsBook, tmp_path: Path
) -> None:
    written = write_facts(facts_of(book), tmp_path)
    text = "".join(path.read_text("utf-8") for path in written)
    assert "Horses" not in text
    assert "horses" not in text
    assert "Males" not in text
    assert "\tsteel\t" in text


def test_tables_of_other_names_stay_and_those_of_before_go(book: GoodsBook, tmp_path: Path) -> None:
    (tmp_path / "own-lists.tsv").write_text("# none\n", encoding="utf-8")
    (tmp_path / "lists-gone.tsv").write_text("# none\n", encoding="utf-8")
    write_facts(facts_of(book), tmp_path)
    assert (tmp_path / "own-lists.tsv").is_file()
    assert not (tmp_path / "lists-gone.tsv").exists()


def test_a_row_that_cannot_be_read_is_named(book: GoodsBook, tmp_path: Path) -> None:
    write_facts(facts_of(book), tmp_path)
    place = tmp_path / "lines-01-24.tsv"
    rows = place.read_text("utf-8").splitlines()
    place.write_text("\n".join([*rows[:3], "0101.99.99\t2018", *rows[3:], ""]), encoding="utf-8")
    with pytest.raises(LawError, match=r"lines-01-24.tsv:4: 2 cells, expected 9"):
        read_facts(tmp_path)


def test_a_cell_that_would_break_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"lists-s301.tsv"):
        write_facts(Facts([], [Membership("01012100", "us.s301.list-3", cite="a\tb")]), tmp_path)


def test_own_words_of_a_code_that_does_not_exist_are_refused(book: GoodsBook, tmp_path: Path) -> None:
    write_facts(facts_of(book), tmp_path)
    (tmp_path / "own-words.tsv").write_text("9999.99.99\tNothing\t无\n", encoding="utf-8")
    with pytest.raises(LawError, match=r"own-words.tsv: no line 9999.99.99"):
        compile_shipped(tmp_path, tmp_path / "shipped.sqlite")


def test_a_line_without_words_has_those_of_its_heading(book: GoodsBook, tmp_path: Path) -> None:
    write_facts(facts_of(book), tmp_path)
    (tmp_path / "own-words.tsv").write_text("1701.12.05\tBeet sugar, raw\t甜菜糖\n", encoding="utf-8")
    compile_shipped(tmp_path, tmp_path / "shipped.sqlite")
    made = open_book(tmp_path / "shipped.sqlite")
    assert made.lines("17011205")[0].words == "Beet sugar, raw"
    for code in ("01012100", "0101210010"):
        assert [(x.words, x.words_zh) for x in made.lines(code)] == [heading_words("0101")]
    assert made.lines("99038803")[0].words == ""
    assert made.codes(8) == tuple(sorted({x.code for x in LINES if len(x.code) == 8}))
    assert made.meta.every_line
    assert book_hash(made.path) == made.meta.content_hash


def test_a_book_above_speaks_for_the_codes_of_a_list_that_it_names(book: GoodsBook, tmp_path: Path) -> None:
    ended = Membership("01012100", "us.s301.list-3", to_day="2026-07-01", cite="a later edition")
    write_book(tmp_path / "above.sqlite", LINES, [ended], BookMeta("built"))
    both = layered([open_book(tmp_path / "above.sqlite"), book])
    assert both.memberships("01012100") == (ended,)
    assert both.memberships("17011205") == (MEMBERS[1],)


# ---- the tables of the checkout ---------------------------------------------------------------------


def test_the_tables_are_as_they_would_be_written(tmp_path: Path) -> None:
    """Sorted, each fact once: what `make schedule` writes of the same facts is the same, byte for byte."""
    (tmp_path / "given").mkdir()
    for path in FOLDER.glob("*.tsv"):
        if not path.name.startswith("own-"):
            (tmp_path / "given" / path.name).write_bytes(path.read_bytes())
    for path in write_facts(read_facts(tmp_path / "given"), tmp_path / "again"):
        assert path.read_bytes() == (FOLDER / path.name).read_bytes(), path.name


def test_every_line_is_there(shipped: GoodsBook) -> None:
    counts = dict(shipped.meta.counts)
    assert counts["lines_8"] > 15_000
    assert counts["lines_10"] > 19_000
    unpriced = {code for code in shipped.codes(8) if code < "98" and shipped.lines(code)[-1].general is None}
    assert unpriced <= {"94019930"}, unpriced  # printed by 2025 revision 16 alone, without a rate


def test_every_list_is_in_the_registry_and_every_list_of_goods_has_codes(shipped: GoodsBook) -> None:
    named = {row.list_id for row in shipped.all_memberships()}
    assert named == {name for name in tables().lists if name.startswith("us.")}


def test_only_own_words_travel(shipped: GoodsBook) -> None:
    own = (FOLDER / "own-words.tsv").read_text("utf-8")
    described = [line for line in shipped.all_lines() if line.words or line.within]
    assert 1_000 < len(described) < 5_000
    assert all(f"\t{line.words}\t{line.words_zh}\n" in own and not line.within for line in described)
    assert {row.words for row in shipped.all_memberships() if " " in row.words} == set()


def test_own_words_stand_in_both_languages() -> None:
    chinese = re.compile(r"[一-鿿]")
    rows = [x.split("\t") for x in (FOLDER / "own-words.tsv").read_text("utf-8").splitlines()[2:]]
    assert len(rows) > 1_500
    assert [r for r in rows if len(r) != 3 or not r[1].strip() or chinese.search(r[1])] == []
    assert [r for r in rows if not chinese.search(r[2])] == []


def test_the_book_is_small_in_a_wheel_and_as_it_was_written(shipped: GoodsBook) -> None:
    assert len(zlib.compress(SHIPPED.read_bytes())) < MOST_IN_THE_WHEEL
    assert book_hash(SHIPPED) == shipped.meta.content_hash


def test_codes_are_those_of_the_lines() -> None:
    refresh()
    with sqlite3.connect(SHIPPED) as db:
        for depth in (4, 6, 8, 10):
            query = "SELECT DISTINCT code FROM line WHERE length(code) = ? ORDER BY code"
            assert open_book(SHIPPED).codes(depth) == tuple(row[0] for row in db.execute(query, (depth,)))
