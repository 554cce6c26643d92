"""Editions to lives of lines, sources joined, the book built beside and swapped in."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from small_edition import ROWS, row, see, write_edition

from detente.duties import installed_books
from detente.schedule.book import open_book
from detente.schedule.building.book_builder import build, find_sources
from detente.schedule.building.combine import combine, lifted
from detente.schedule.building.concordance import UNKNOWN, successions
from detente.schedule.building.dated import CARRIED_BACK_TO, DAY_NOT_SEEN, Life
from detente.schedule.lines import Membership
from detente.schedule.places import US_BOOK, data_folder
from detente.schedule.reading.companions import publication_days
from detente.schedule.reading.editions import EditionName, read_edition
from detente.schedule.reading.list_registry import KnownDay, ListEntry, find_registry, read_registry
from detente.terms import DataError, UnreadableFile

DAYS = {
    EditionName(2025, 0): "2025-01-01",
    EditionName(2025, 1): "2025-02-10",
    EditionName(2026, 0): "2026-01-01",
}
TABLE = (
    "revision,effective_date,policy_effective_date\nbasic,2025-01-01,NA\nrev_1,2025-02-10,NA\n"
    "2026_basic,2026-01-01,NA\n"
)


def without(code: str) -> list[dict[str, object]]:
    return [r for r in ROWS if r["htsno"] != code]


def changed(code: str, **fields: object) -> list[dict[str, object]]:
    return [r | fields if r["htsno"] == code else r for r in ROWS]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    found = Life(DAYS)
    new = row("8505.30.00.00", 1, "New line", "1%", units=["No."])
    editions = {
        "hts_2025_basic.json": changed("8505.11.00", special="Free (A, AU)"),
        "hts_2025_rev_1.json": [*changed("8505.11.00", footnotes=see("9903.88.15")), new],
        "hts_2026_basic.json": [
            *[r for r in changed("8505.11.00", general="2%") if r["htsno"] != "8505.11.00.90"],
            new,
        ],
    }
    for name, rows in editions.items():
        found.take(read_edition(write_edition(tmp_path, name, rows)))
    return found


def lines_of(life: Life, code: str) -> list[tuple[str, str, str, str]]:
    return [(x.from_day, x.to_day, x.general_text, x.edition) for x in life.lines() if x.code == code]


def test_a_rate_changes_on_the_day_of_the_edition_that_prints_it(life: Life) -> None:
    assert lines_of(life, "85051100") == [
        (CARRIED_BACK_TO, "2025-02-10", "2.1%", "HTS 2025 basic, carried back"),
        # 1 July 2025 and 1 January 2026 both lie between the editions that show the change
        ("2025-02-10", "2026-01-01", "2.1%", f"HTS 2025 revision 1, {DAY_NOT_SEEN}"),
        ("2026-01-01", "", "2%", "HTS 2026 basic"),
    ]


def test_spaces_in_a_column_make_no_new_span(life: Life) -> None:
    assert [row[2] for row in lines_of(life, "85051100")] == ["2.1%", "2.1%", "2%"]
    assert not any(
        row[0] == "2025-02-10" and DAY_NOT_SEEN not in row[3] for row in lines_of(life, "85051100")
    )


def test_a_line_printed_at_ten_digits_only_gets_its_eight_digits(life: Life) -> None:
    assert [row[2] for row in lines_of(life, "85052000")] == ["3.1%"]
    (line,) = [x for x in life.lines() if x.code == "85051100" and x.to_day == ""]
    assert line.units == ("No.", "kg")


def test_a_line_the_oldest_edition_left_out_is_carried_back_and_marked(life: Life) -> None:
    assert lines_of(life, "85053000") == [(CARRIED_BACK_TO, "", "1%", "HTS 2025 revision 1, carried back")]


def test_a_dropped_statistical_number_stays_usable_to_the_next_half_year(life: Life) -> None:
    assert lines_of(life, "8505110090") == [
        (CARRIED_BACK_TO, "2026-01-01", "", "HTS 2025 basic, carried back")
    ]


def test_footnotes_are_spans_of_days(life: Life) -> None:
    spans = [(p.heading, p.from_day, p.to_day) for p in life.pointers() if p.digits == "85051100"]
    assert spans == [
        ("9903.91.06", "2025-01-01", "2025-02-10"),
        ("9903.91.06", "2026-01-01", ""),
        ("9903.88.15", "2025-02-10", "2026-01-01"),
    ]


def test_editions_are_taken_in_their_order(life: Life, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not newer"):
        life.take(read_edition(write_edition(tmp_path, "hts_2025_rev_1.json")))


def test_a_renumbered_number_leads_to_what_came_in_its_place(tmp_path: Path) -> None:
    found = Life(DAYS)
    found.take(read_edition(write_edition(tmp_path, "hts_2025_basic.json")))
    rows = [r | {"htsno": "8505.11.00.95"} if r["htsno"] == "8505.11.00.90" else r for r in ROWS]
    rows = [
        r | {"htsno": "8505.11.00.71", "description": "Magnets of neodymium"}
        if r["htsno"] == "8505.11.00.70"
        else r
        for r in rows
    ]
    found.take(read_edition(write_edition(tmp_path, "hts_2025_rev_1.json", rows)))
    assert [tuple(row) for row in successions(found)] == [
        ("8505110070", ("8505110071", "8505110095"), "2025-02-10", UNKNOWN),
        ("8505110090", ("8505110095", "8505110071"), "2025-02-10", UNKNOWN),  # that of its own words first
    ]


def write_table(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)


def test_sources_are_joined_in_the_order_of_trust(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    write_table(
        lists,
        "annex_ii_first_appearance.csv",
        "prefix,first_effective_date,end_effective_date\n85171300,2025-04-05,NA\n44071100,NA,2025-10-13\n02011005,2025-11-13,NA\n",
    )
    write_table(
        lists,
        "s232_annex_products.csv",
        "hts_prefix,annex,metal_type,source,effective_date\n84151060,3,steel,p,2026-06-08\n84151060,1b,steel,p,2026-04-06\n",
    )
    write_table(
        lists, "s301_product_lists.csv", "hts8,list,ch99_code\n72081015,3,x\n63079098,4A,x\n11111111,1,x\n"
    )
    noted = [
        Membership("85171300", "us.ieepa.annex-ii", cite="note"),
        Membership("02011005", "us.ieepa.annex-ii", cite="note"),
        Membership("99990000", "us.ieepa.annex-ii", cite="note"),
        Membership("84151060", "us.s232.metals-1b", cite="note"),
        Membership("72081015", "us.s301.note-31b", "2024-09-27", cite="note"),
        Membership("6307909870", "us.s301.note-31e", "2025-01-01", cite="note"),
    ]
    registry = [ListEntry("us.ieepa.annex-ii", "", "", known=(KnownDay("2025-04-05", "2025-04-11"),))]
    found = combine(noted, registry, lists, "2026-04-23")
    spans = {
        (m.list_id, m.prefix): (m.from_day, m.to_day, m.known_day, m.confidence) for m in found.memberships
    }
    assert spans["us.ieepa.annex-ii", "85171300"] == ("2025-04-05", "", "2025-04-11", "B")
    assert spans["us.ieepa.annex-ii", "44071100"] == ("", "2025-10-14", "", "B")
    assert spans["us.ieepa.annex-ii", "99990000"] == ("", "", "", "A")
    assert spans["us.s232.metals-1b", "84151060"] == ("", "2026-06-08", "", "A")
    assert spans["us.s232.metals-3", "84151060"] == ("2026-06-08", "", "", "B")
    assert spans["us.s301.list-3", "72081015"] == ("", "2024-09-27", "", "B")
    assert spans["us.s301.list-4a", "6307909870"] == ("", "2025-01-01", "", "B")
    assert ("us.s301.list-1", "11111111") not in spans
    contradicted = combine(
        [*noted, Membership("72081015", "us.s301.list-1", cite="note")], registry, lists, ""
    )
    assert ("us.s301.list-3", "72081015") not in {(m.list_id, m.prefix) for m in contradicted.memberships}
    assert "nothing is taken" in " ".join(contradicted.questions)
    assert [q.split(":")[0] for q in found.questions] == ["us.ieepa.annex-ii", "us.s301.list-1"]


def test_the_registry_adds_dated_codes_over_tables(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text(
        """
lists:
  - id: us.s232.steel-derivatives-content
    note: "16(n)"
    also:
      - {codes: ["8431.31.00"], from: "2025-03-12", cite: "Proclamation 10896"}
  - {id: us.s301.note-31b, note: "31(b)"}
  - id: us.s301.list-4a
    also:
      - {codes_of: us.s301.note-31b, beginning: ["72"], to: "2024-09-27", cite: "84 FR 43304"}
"""
    )
    write_table(
        tmp_path / "lists",
        "s232_derivative_products.csv",
        "hts_prefix,ch99_code,derivative_type,effective_date\n84313100,9903.81.91,steel,2025-08-18\n84321000,9903.81.91,steel,2025-08-18\n",
    )
    noted = [Membership("72081015", "us.s301.note-31b"), Membership("26020000", "us.s301.note-31b")]
    found = combine(noted, read_registry(tmp_path / "lists.yaml"), tmp_path / "lists", "").memberships
    assert sorted(
        (m.list_id, m.prefix, m.from_day, m.to_day) for m in found if m.list_id != "us.s301.note-31b"
    ) == [
        ("us.s232.steel-derivatives-content", "84313100", "2025-03-12", ""),
        ("us.s232.steel-derivatives-content", "84321000", "2025-08-18", ""),
        ("us.s301.list-4a", "72081015", "", "2024-09-27"),
    ]


def test_the_only_statistical_number_of_a_line_is_the_line() -> None:
    rows = [Membership("8505200000", "x"), Membership("8505110070", "x"), Membership("8505", "x")]
    children = {"85052000": ["8505200000"], "85051100": ["8505110070", "8505110090"]}
    assert [r.prefix for r in lifted(rows, children)] == ["85052000", "8505110070", "8505"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "hts_json").mkdir(parents=True)
    write_edition(folder / "hts_json", "hts_2025_basic.json.gz")
    write_edition(folder / "hts_json", "hts_2026_basic.json.gz")
    write_edition(folder / "hts_json", "hts_2026_rev_1.json.gz")
    write_table(folder / "lists", "revision_dates.csv", TABLE)
    return folder


def test_a_folder_becomes_a_book_with_a_report(folder: Path, tmp_path: Path) -> None:
    report = build(folder, tmp_path / "out")
    assert report.editions == ["2025 basic", "2026 basic"]
    assert report.published == {"2025 basic": "2025-01-01", "2026 basic": "2026-01-01"}
    assert report.not_read == ["2026 revision 1: no day of publication is known for it"]
    book = open_book(tmp_path / "out" / US_BOOK)
    assert book.lines("8505110070")[0].general_text == "2.1%"
    assert book.meta.verified_through == "2026-01-01"
    assert json.loads((tmp_path / "out" / "report.json").read_text())["content_hash"] == report.content_hash
    again = build(folder, tmp_path / "out")
    assert again.content_hash == report.content_hash


def test_a_damaged_edition_leaves_the_installed_book_as_it_was(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()}
    (folder / "hts_json" / "hts_2026_basic.json.gz").write_bytes(gzip.compress(b'[{"htsno": "0101"}]'))
    with pytest.raises(UnreadableFile, match=r"hts_2026_basic.json.gz, entry 1 .*indent is missing"):
        build(folder, tmp_path / "out")
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == before


def test_a_folder_without_texts_or_days_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="is no folder"):
        find_sources(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableFile, match="holds no edition"):
        find_sources(tmp_path / "empty")
    (folder / "lists" / "revision_dates.csv").unlink()
    with pytest.raises(UnreadableFile, match="day of publication"):
        build(folder, tmp_path / "out")


def test_days_come_from_the_list_of_releases_too(folder: Path, tmp_path: Path) -> None:
    (folder / "releases.json").write_text(
        json.dumps([{"name": "2026HTSRev1", "releaseStartDate": "01/16/2026"}])
    )
    assert build(folder, tmp_path / "out").editions == ["2025 basic", "2026 basic", "2026 revision 1"]
    assert publication_days(folder / "lists")[EditionName(2026, 0)] == "2026-01-01"


def test_the_data_folder_follows_the_xdg_rule(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "detente"
    assert all(tmp_path not in path.parents for path in installed_books())
    (tmp_path / "detente").mkdir()
    (tmp_path / "detente" / US_BOOK).touch()
    assert installed_books()[0] == tmp_path / "detente" / US_BOOK
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    with pytest.raises(DataError, match="not an absolute path"):
        data_folder()


def test_the_registry_names_each_list_once() -> None:
    names = [entry.list_id for entry in read_registry(find_registry())]
    assert len(names) == len(set(names)) > 40
    assert ListEntry("x", "16(c)(ix)-(x)", "").paths == ("16(c)(ix)", "16(c)(x)")


def test_three_official_editions_make_a_book(shared_data: Path, tmp_path: Path) -> None:
    """The whole set is built by hand and in the benchmark; three editions show the joins."""
    folder = tmp_path / "texts"
    (folder / "hts_json").mkdir(parents=True)
    for name in ("hts_2025_basic", "hts_2026_rev_6", "hts_2026_rev_10"):
        (folder / "hts_json" / f"{name}.json.gz").symlink_to(shared_data / "hts_json" / f"{name}.json.gz")
    (folder / "us_notes").symlink_to(shared_data / "us_notes")
    (folder / "lists").symlink_to(shared_data / "lists")
    report = build(folder, tmp_path / "out")
    book = open_book(tmp_path / "out" / US_BOOK)
    assert report.lines_8 > 15_000
    assert len([c for c in book.codes(8) if c < "98"]) > 11_400
    assert [r[1:3] for r in report.refused_rates] == [
        ["29091918", "column 2"],
        ["99139501", "column 2"],
        ["99139523", "column 2"],
    ]
    magnets = {m.list_id: m for m in book.memberships("8505110070")}
    assert magnets["us.ieepa.annex-ii"].from_day == "2025-09-08"
    assert magnets["us.s301.note-31g"].from_day == "2026-01-01"
    assert "us.s301.list-4a" not in magnets
    phones = {m.list_id: m for m in book.memberships("8517130000")}
    assert (phones["us.ieepa.annex-ii"].from_day, phones["us.ieepa.annex-ii"].known_day) == (
        "2025-04-05",
        "2025-04-11",
    )
    steel = {m.list_id: (m.from_day, m.to_day) for m in book.memberships("72081015")}
    assert steel["us.s301.list-4a"] == ("", "2024-09-27")
    assert steel["us.s301.note-31b"] == ("2024-09-27", "")
    modems = {(m.list_id, m.prefix) for m in book.memberships_below("85176200")}
    assert ("us.s301.list-4a", "8517620090") in modems
    assert ("us.s301.list-3g", "8517620010") in modems
    assert {d["list_id"]: d["open"] for d in report.differences if d["open"]} == {}
    assert len(report.differences) == 36
    theirs = json.loads((shared_data / "lists" / "axiom_note_memberships.json").read_text())
    steel_now = {
        m.prefix
        for m in book.all_memberships()
        if m.list_id.startswith("us.s232.metals-") and m.words == "steel" and m.holds_on("2026-08-01")
    }
    read_by_another = {
        code for key, codes in theirs.items() if key.startswith("s232_steel") for code in codes
    }
    children = Counter(code[:8] for code in book.codes(10))

    def line(code: str) -> str:
        return code[:8] if children[code[:8]] == 1 else code

    assert {line(c) for c in steel_now} == {line(c) for c in read_by_another}
