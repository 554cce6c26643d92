"""Codes from one edition to the next: how a successor is known, which day it came, whose lists it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_edition import csv_row, write_csv_edition

from detente.schedule.book import open_book
from detente.schedule.building.book_builder import build
from detente.schedule.building.concordance import LISTED, ONLY, UNKNOWN, Renumbered, nearest_of, successions
from detente.schedule.building.dated import DAY_NOT_SEEN, Life
from detente.schedule.building.following import follow
from detente.schedule.building.later_lines import with_number_changes
from detente.schedule.lines import DatedLine, Membership, Succession, edition_on
from detente.schedule.places import US_BOOK
from detente.schedule.reading.companions import published_301
from detente.schedule.reading.editions import edition_name, read_edition
from detente.schedule.reading.later_changes import NumberChange, last_revision, new_headings, number_changes
from detente.schedule.reading.schedule_days import ScheduleDays, schedule_days
from detente.schedule.successors import predecessors_of, succession_of
from detente.terms import UnreadableFile

WINDOWS = {
    "hts_2021_basic_rev_10": ("2021-12-01", "2021-12-02"),
    "hts_2022_rev_3": ("2022-03-30", "2022-04-07"),
    "hts_2023_rev_10": ("2023-07-24", "2023-09-21"),
    "hts_2025_rev_1": ("2025-01-27", "2025-01-31"),
}
BEFORE = [
    csv_row("8517.12.00", 0, "Telephones for cellular networks", "Free"),
    csv_row("8517.12.00.20", 1, "For vehicles", units='["No."]'),
    csv_row("8517.70.00.00", 0, "Parts", "Free"),
    csv_row("8548.10.05", 0, "Spent cells", "Free"),
    csv_row("6505.00.01", 0, "Hair-nets", "6.4%"),
    csv_row("6505.00.01.00", 1, "Hair-nets of any material", units='["kg"]'),
    csv_row("2929.90.50", 0, "Other", "6.5%"),
    csv_row("2929.90.50.10", 1, "One", units='["kg"]'),
]
AFTER = [
    csv_row("8517.13.00", 0, "Smartphones", "Free"),
    csv_row("8517.14.00", 0, "Other telephones", "Free"),
    csv_row("8517.71.00", 0, "Aerials", "Free"),
    csv_row("6505.00.01", 0, "Hair-nets", "6.4%"),
    csv_row("6505.00.01.30", 1, "Hair-nets", units='["doz."]'),
    csv_row("2929.90.50", 0, "Other", "6.5%"),
    csv_row("2929.90.50.20", 1, "Two", units='["kg"]'),
    csv_row("2929.90.50.90", 1, "One", units='["kg"]'),
]
STEP = [[*row[:4], "9.4%", *row[5:]] if row[0] == "6505.00.01" else row for row in AFTER]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return life_of(tmp_path, [BEFORE, AFTER, AFTER, STEP])


def life_of(folder: Path, editions: list[list[list[str]]]) -> Life:
    days = {edition_name(name): first for name, (first, _) in WINDOWS.items()}
    last = {edition_name(name): last for name, (_, last) in WINDOWS.items()}
    taken = Life(days, calendar=ScheduleDays(revisions=("2022-01-27",)), last_days=last)
    for name, rows in zip(WINDOWS, editions, strict=True):
        taken.take(read_edition(write_csv_edition(folder, f"{name}.csv", rows)))
    return taken


def by_code(life: Life) -> dict[str, list[DatedLine]]:
    lines: dict[str, list[DatedLine]] = {}
    for line in life.lines():
        lines.setdefault(line.code, []).append(line)
    return lines


def test_codes_come_and_go_with_the_nomenclature_not_with_the_print(life: Life) -> None:
    lines = by_code(life)
    assert lines["85171200"][0].to_day == lines["85171300"][0].from_day == "2022-01-27"
    assert lines["6505000100"][0].to_day == "2022-01-27"  # no half-year is added to a day of the law


def test_a_rate_whose_day_no_edition_shows_says_so(life: Life) -> None:
    spans = [(x.from_day, x.to_day, x.general_text, x.edition) for x in by_code(life)["65050001"]]
    assert spans[-2:] == [
        ("2023-09-21", "2025-01-01", "6.4%", f"HTS 2023 revision 10, {DAY_NOT_SEEN}"),
        ("2025-01-01", "", "9.4%", "HTS 2025 revision 1"),
    ]


def test_a_day_that_a_note_gives_counts_between_the_editions_that_show_the_change(tmp_path: Path) -> None:
    number = csv_row("2929.90.50.95", 1, "New", units='["kg"]')
    life = life_of(tmp_path, [BEFORE, AFTER, AFTER, [*AFTER, number]])
    life.noted_days = {"2929905095": frozenset({"2024-07-01"}), "2929905090": frozenset({"2019-07-01"})}
    lines = by_code(life)
    assert lines["2929905095"][0].from_day == "2024-07-01"
    assert lines["2929905090"][0].from_day == "2022-01-27"  # the day a note gives lies before the editions


def test_a_line_one_edition_leaves_out_stands_on(tmp_path: Path) -> None:
    without = [row for row in AFTER if not row[0].startswith("6505")]
    life = life_of(tmp_path, [AFTER, AFTER, without, AFTER])
    assert [(x.from_day, x.to_day) for x in by_code(life)["65050001"]] == [("2018-01-01", "")]
    assert "65050001" not in {row.old for row in successions(life)}


def test_how_a_successor_is_known(life: Life) -> None:
    rows = {row.old: row for row in successions(life, [Renumbered("2929905010", "2929905090", "2022-01-27")])}
    assert rows["6505000100"][1:] == (("6505000130",), "2022-01-27", ONLY)
    assert rows["2929905010"][1:] == (("2929905090",), "2022-01-27", LISTED)
    assert rows["85171200"].kind == UNKNOWN and not rows["85171200"].settled
    assert rows["85171200"].new == ("85171300", "85171400", "85177100")
    assert nearest_of(rows["85171200"]) == ("85171300", "85171400")  # the dash of telephone sets
    assert nearest_of(rows["85177000"]) == ("85177100",)
    assert rows["85481005"].new == ()


def test_a_number_whose_line_stands_on_has_its_own_words_first(life: Life) -> None:
    row = next(row for row in successions(life) if row.old == "2929905010")
    assert (row.kind, row.new) == (UNKNOWN, ("2929905090", "2929905020"))


def on(code: str, list_id: str = "us.s301.list-3", **more: str) -> Membership:
    return Membership(code, list_id, cite=f"note {code}", **more)


def went(old: str, *new: str, kind: str = UNKNOWN, day: str = "2022-01-27") -> Succession:
    return Succession(old, new, day, kind)


def rows_of(followed: list[Membership]) -> list[tuple[str, ...]]:
    return sorted((m.prefix, m.list_id, m.from_day, m.to_day, m.confidence) for m in followed)


def test_a_list_reaches_a_code_that_became_codes_which_are_all_on_it() -> None:
    rows = [on("85171300"), on("85171400"), on("85177100", "us.s301.list-1")]
    became = [went("85171200", "85171300", "85171400"), went("85170000", "85171300", "85177100")]
    followed = follow(rows, became, {}, "2026-04-23")
    assert rows_of(followed.memberships) == [("85171200", "us.s301.list-3", "", "2022-01-27", "B")]
    assert any("85170000" in question and "only some" in question for question in followed.questions)


def test_the_list_as_published_comes_first() -> None:
    rows = [on("85171300", "us.s301.list-4a")]
    became = [went("85171200", "85171300", kind=ONLY)]
    followed = follow(rows, became, {"us.s301.list-3": {"85171200": "table"}}, "2026-04-23")
    assert rows_of(followed.memberships) == [("85171200", "us.s301.list-3", "", "2022-01-27", "B")]
    assert any("85171200 (us.s301.list-3, not us.s301.list-4a)" in text for text in followed.questions)


def test_a_code_the_review_took_over_was_on_its_list_until_then() -> None:
    review = on("85411000", "us.s301.note-31f", from_day="2025-01-01", known_day="2024-09-13")
    followed = follow([review], [], {"us.s301.list-2": {"85411000": "table"}}, "2026-04-23")
    (row,) = followed.memberships
    assert (row.list_id, row.to_day, row.end_known_day) == ("us.s301.list-2", "2025-01-01", "2024-09-13")


def test_where_the_notes_have_a_code_on_another_list_they_stand() -> None:
    followed = follow(
        [on("84729050", "us.s301.list-4a")], [], {"us.s301.list-3": {"84729050": "t"}}, "2026-04-23"
    )
    assert followed.memberships == [] and "84729050 (us.s301.list-3)" in followed.questions[0]


def test_a_number_after_the_notes_stands_where_all_it_came_from_stand() -> None:
    rows = [on("3926909910", "us.s301.exclusion-whole"), on("2929905010"), on("2929905020")]
    became = [
        went("3926909910", "3926909915", "3926909920", kind=LISTED, day="2026-07-01"),
        went("2929905010", "2929905030", kind=LISTED, day="2026-07-01"),
        went("2929905040", "2929905030", kind=LISTED, day="2026-07-01"),
    ]
    followed = follow(rows, became, {}, "2026-04-23")
    assert rows_of(followed.memberships) == [
        ("3926909915", "us.s301.exclusion-whole", "2026-07-01", "", "B"),
        ("3926909920", "us.s301.exclusion-whole", "2026-07-01", "", "B"),
    ]
    assert any("2929905030 (us.s301.list-3)" in question for question in followed.questions)


def test_a_note_that_still_prints_a_code_that_ended_reaches_what_it_became() -> None:
    rows = [on("85171200", "us.s301.list-4b")]
    followed = follow(rows, [went("85171200", "85171300", "85171400", "85177100")], {}, "2026-04-23")
    assert rows_of(followed.memberships) == [
        ("85171300", "us.s301.list-4b", "2022-01-27", "", "C"),
        ("85171400", "us.s301.list-4b", "2022-01-27", "", "C"),
    ]


def test_numbers_changed_after_the_newest_edition() -> None:
    line = DatedLine("29299050", words="Other", units=("kg",))
    old = DatedLine("2929905010", units=("t",), cite="HTS")
    again = DatedLine("2929905090", units=("kg",))
    changes = [
        NumberChange("2929905010", "2929905020", "2026-07-01", "table"),
        NumberChange("2929905010", "2929905090", "2026-07-01", "table"),
    ]
    lines = {row.code: row for row in with_number_changes([line, old, again], changes)}
    assert lines["2929905010"].to_day == "2026-07-01"
    assert (lines["2929905020"].from_day, lines["2929905020"].units) == ("2026-07-01", ("t",))
    assert lines["2929905090"] == again  # a number that is used again for other goods stands on


def test_tables_of_later_revisions(tmp_path: Path) -> None:
    folder = tmp_path / "hts_2026_rev_21"
    folder.mkdir()
    (folder / "484f_2026-07-01_hts10_changes.csv").write_text(
        "old_hts10,new_hts10,effective_date\n2929905010,2929905020,2026-07-01\n"
    )
    (folder / "revisions_11_to_21.csv").write_text(
        "revision,effective,what,headings\n2026_rev_12,2026-07-22,Brazil,9903.05.01-.09\n2026_rev_21,,later,\n"
    )
    heading = {"htsno": "9903.05.02", "description": "Articles of Brazil", "general": "25%", "special": None}
    unknown = {"htsno": "9903.99.99", "description": "Later", "general": "", "special": None, "other": None}
    (folder / "chapter99_headings_new_since_rev_10.json").write_text(
        json.dumps([heading | {"other": None}, unknown])
    )
    assert number_changes(tmp_path)[0][:3] == ("2929905010", "2929905020", "2026-07-01")
    assert [(row.digits, row.day) for row in new_headings(tmp_path)] == [("99030502", "2026-07-22")]
    assert last_revision(tmp_path) == ("2026_rev_12", "2026-07-22")
    (folder / "484f_2026-07-01_hts10_changes.csv").write_text(
        "old_hts10,new_hts10,effective_date\n2929905010,2929905020,July\n"
    )
    with pytest.raises(UnreadableFile, match="'July' is no day"):
        number_changes(tmp_path)


def test_a_doubted_row_of_the_published_lists_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "s301_lists").mkdir()
    (tmp_path / "s301_lists" / "s301_lists_as_published_2018_2019.csv").write_text(
        "hts8,list,heading,remark\n9031.49.40,3,9903.88.03,check: also on list 1\n8541.10.00,2,9903.88.02,\n"
    )
    assert {name: list(codes) for name, codes in published_301(tmp_path).items()} == {
        "us.s301.list-2": ["85411000"]
    }


def test_the_book_keeps_successors_and_editions(tmp_path: Path) -> None:
    tables = tmp_path / "texts" / "hts_csv"
    tables.mkdir(parents=True)
    rows = [f"{name},{first},{last}" for name, (first, last) in WINDOWS.items()]
    (tables / "editions.csv").write_text("file,release_start,release_end\n" + "\n".join(rows))
    for name, edition in zip(WINDOWS, (BEFORE, AFTER, AFTER, STEP), strict=True):
        write_csv_edition(tables, f"{name}.csv.gz", edition)
    report = build(tmp_path / "texts", tmp_path / "out")
    book = open_book(tmp_path / "out" / US_BOOK)
    assert book.successors("85171200") == ("85171300", "85171400")
    assert succession_of(book.meta, "85171200") == went("85171200", "85171300", "85171400")
    assert [row.old for row in predecessors_of(book.meta, "85171300")] == ["85171200"]
    line = book.line_on("85171300", "2022-02-01")
    assert line is not None and edition_on(book.meta, line, "2022-02-01") == "HTS 2022 revision 3"
    assert edition_on(book.meta, line, "2025-03-01") == "HTS 2025 revision 1"
    assert "85171200" not in book.codes(8, "2022-01-27") and "85171200" in book.codes(8)
    assert book.nearest("85171201") == ("85171300", "85171400", "85177100")
    assert report.answers[0] == ["2021 revision 10", "2021-12-01", "2022-03-30", "2021-12-02"]
    assert report.concordance == {"only": 1, "unknown": 3, "none": 3}
    assert report.days_not_seen == [["65050001", "6.4%", "2023-09-21", "2025-01-01"]]
    book.close()


def test_the_days_of_the_schedule_are_those_of_the_law() -> None:
    days = schedule_days()
    assert days.yearly == ("01-01", "07-01") and "2022-01-27" in days.revisions
