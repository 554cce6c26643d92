"""The official editions of 2018 to 2026 together: no rate, code or list differs from what they print.

The sources are beside the checkout and no part of it; without them these tests are skipped.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.duties.goods import goods_of
from detente.portfolio.evaluation import assess_sheet
from detente.portfolio.layout.frames import wide
from detente.portfolio.rate_panel import all_codes, panel
from detente.portfolio.read.rows import frame_sheet
from detente.schedule.book import GoodsBook, open_book
from detente.schedule.building.book_builder import BuildReport, build
from detente.schedule.places import US_BOOK
from detente.schedule.rate_grammar import read_rate, tidy
from detente.terms import UnknownCode

JSON = ("hts_2025_basic", "hts_2025_rev_1", "hts_2025_rev_16", "hts_2026_basic", "hts_2026_rev_10")
LISTS = {
    "1": ("us.s301.list-1", "2018-07-06"),
    "2": ("us.s301.list-2", "2018-08-23"),
    "3": ("us.s301.list-3", "2018-09-24"),
    "4A": ("us.s301.list-4a", "2019-09-01"),
    "4B": ("us.s301.list-4b", "2019-12-15"),
}
# on two lists in the table of the lists as published, or a line of which only parts are on the list
NOTES_STAND = {("84729050", "3"), ("85182940", "3"), ("90314940", "3"), ("63079098", "4A")}


@pytest.fixture(scope="module")
def built(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[GoodsBook, BuildReport]]:
    if not (shared_data / "hts_csv" / "editions.csv").is_file():
        pytest.skip("the editions of 2018 to 2023 are not beside this checkout (../shared/data/hts_csv)")
    folder = tmp_path_factory.mktemp("texts")
    (folder / "hts_json").mkdir()
    for name in JSON:
        (folder / "hts_json" / f"{name}.json.gz").symlink_to(shared_data / "hts_json" / f"{name}.json.gz")
    for name in ("us_notes", "lists", "hts_csv", "hts_2026_rev_21", "s301_lists"):
        (folder / name).symlink_to(shared_data / name)
    report = build(folder, folder / "out")
    book = open_book(folder / "out" / US_BOOK)
    yield book, report
    book.close()


@pytest.fixture(scope="module")
def book(built: tuple[GoodsBook, BuildReport]) -> GoodsBook:
    return built[0]


def table(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def windows(shared_data: Path) -> dict[str, tuple[str, str]]:
    rows = table(shared_data / "hts_csv" / "editions.csv")
    days = {row["file"]: (row["release_start"], row["release_end"]) for row in rows}
    return days | {
        "hts_2025_basic": ("2025-01-01", "2025-01-26"),
        "hts_2026_rev_10": ("2026-06-08", "2026-06-08"),
    }


def test_no_base_rate_differs_on_the_days_of_an_edition(book: GoodsBook, shared_data: Path) -> None:
    days = windows(shared_data)
    order = list(days)
    printed: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table(shared_data / "hts_csv" / "base_rates_hts8_2018_2026.csv.gz"):
        printed[row["hts8"]].append(row)
    assert len(printed) == 11_888
    differ = []
    for code, rows in printed.items():
        for at, edition in enumerate(order):
            of_edition = [
                row
                for row in rows
                if order.index(row["first_edition"]) <= at <= order.index(row["last_edition"])
            ]
            for day in days[edition]:
                line = book.line_on(code, day)
                if not of_edition:
                    left_out = code == "44201900" and edition == "hts_2025_basic"  # the print forgot it
                    if line is not None and not left_out:
                        differ.append((code, day, "not printed", line.general_text))
                    continue
                wanted = [
                    read_rate(tidy(re.sub("`", "", of_edition[0][key]))) for key in ("general", "column_2")
                ]
                if line is None or [line.general, line.column2] != wanted:
                    differ.append((code, day, of_edition[0]["general"], line and line.general_text))
    assert differ == []


def test_lines_that_left_with_the_nomenclature_of_2022_answer_on_their_days(
    book: GoodsBook, shared_data: Path
) -> None:
    rows = table(shared_data / "hts_csv" / "hts8_changes_2022-01-27.csv.gz")
    gone = [row["hts8"] for row in rows if row["change"] == "removed"]
    came = [row["hts8"] for row in rows if row["change"] != "removed"]
    assert (len(gone), len(came)) == (457, 760)
    assert [code for code in gone if book.line_on(code, "2022-01-26") is None] == []
    assert [code for code in gone if book.line_on(code, "2022-01-27") is not None] == []
    assert [code for code in came if book.line_on(code, "2022-01-27") is None] == []
    assert [code for code in came if book.line_on(code, "2022-01-26") is not None] == []


def test_every_code_of_the_lists_as_published_is_on_its_list(book: GoodsBook, shared_data: Path) -> None:
    rows = table(shared_data / "s301_lists" / "s301_lists_as_published_2018_2019.csv")
    assert len(rows) == 10_627
    off = set()
    for row in rows:
        code = row["hts8"].replace(".", "")
        list_id, first = LISTS[row["list"]]
        for day in (first, "2019-12-31", "2021-12-31"):
            if book.line_on(code, day) is None:
                continue
            held = {m.list_id for m in (*book.memberships(code), *book.memberships_below(code))}
            whole = {m.list_id for m in book.memberships(code) if m.holds_on(day)}
            part = list_id == "us.s301.list-3" and "us.s301.list-3g" in held
            if list_id not in whole and not part:
                off.add((code, row["list"]))
    assert off == NOTES_STAND


def test_a_code_of_a_list_of_2018_moves_with_its_line(book: GoodsBook, shared_data: Path) -> None:
    rows = table(shared_data / "hts_csv" / "hts8_changes_2022-01-27.csv.gz")
    wrong = []
    for row in rows:
        listed = row["s301_list_2018_2019_text"]
        if row["change"] == "removed" and listed in LISTS:
            held = {m.list_id for m in book.memberships(row["hts8"]) if m.holds_on("2021-12-31")}
            if LISTS[listed][0] not in held:
                wrong.append((row["hts8"], listed))
    assert wrong == []


def test_statistical_numbers_of_the_middle_of_2026(book: GoodsBook, shared_data: Path) -> None:
    rows = table(shared_data / "hts_2026_rev_21" / "484f_2026-07-01_hts10_changes.csv")
    old, new = {row["old_hts10"] for row in rows}, {row["new_hts10"] for row in rows}
    for code in old - new:
        assert not any(line.code == code and line.holds_on("2026-07-01") for line in book.lines(code))
        assert set(book.successors(code)) == {r["new_hts10"] for r in rows if r["old_hts10"] == code}
    for code in new:
        assert any(line.code == code and line.holds_on("2026-07-01") for line in book.lines(code)), code


def test_the_report_says_which_edition_each_day_rests_on(built: tuple[GoodsBook, BuildReport]) -> None:
    book, report = built
    assert report.answers[0] == ["2018 revision 8.1", "2018-08-07", "2018-09-05", "2018-08-16"]
    assert report.answers[-1][:3] == ["2026 revision 10", "2026-06-08", ""]
    assert ["65050001", "6.4%", "2023-09-21", "2025-01-01"] in report.days_not_seen
    assert report.verified_through == "2026-09-29"
    line = goods_of(book, "85051100", "2019-07-15").line
    assert line is not None and line.edition == "HTS 2019 revision 7"
    line = goods_of(book, "85181080", "2019-07-15").line  # free since 1 July, first printed in October
    assert line is not None and (line.general_text, line.edition) == ("Free", "HTS 2019 revision 15")
    line = goods_of(book, "85051100", "2018-02-01").line
    assert line is not None and line.edition == "HTS 2018 revision 8.1, carried back"


def test_a_line_that_ended_answers_on_its_days_and_is_refused_after(book: GoodsBook) -> None:
    answer = duty("0305.10.20", origin="CN", value="10000", on="2018-10-15", book=book)
    assert (answer.status, str(answer.total_pct)) == ("ok", "10")
    with pytest.raises(UnknownCode, match=r"8517\.12\.00 ended on 2022-01-27") as caught:
        duty("8517.12.00", origin="CN", value="10000", on="2023-05-01", book=book)
    assert "8517.13.00, 8517.14.00" in caught.value.remedy


def test_a_line_that_came_later_is_answered_as_the_one_it_came_from_or_refused(book: GoodsBook) -> None:
    answer = duty("8517.13.00", origin="CN", value="10000", on="2019-12-14", book=book)
    assert (answer.status, str(answer.total_pct)) == ("ok", "0")
    assert any("came on 2022-01-27" in note and "8517.12.00" in note for note in answer.notes)
    with pytest.raises(UnknownCode, match=r"8541\.43\.00 came on 2022-01-27") as caught:
        duty("8541.43.00", origin="CN", value="10000", on="2019-05-05", book=book)
    assert "8541.40.60" in caught.value.remedy


def test_a_file_answers_and_refuses_as_one_shipment_does(book: GoodsBook) -> None:
    asked = [
        ("8517.12.00", "2023-05-01"),
        ("8517.12.00", "2019-12-14"),
        ("8517.12.00.50", "2023-12-14"),
        ("8517.13.00", "2019-12-14"),
        ("8517.13.00.00", "2019-12-14"),
        ("8541.43.00", "2019-05-05"),
        ("3926.90.99.10", "2026-08-01"),
        ("0305.10.20", "2018-10-15"),
        ("8541.10.00.40", "2019-10-10"),
    ]
    frame = pl.DataFrame(
        [(hts, "CN", day, 10000) for hts, day in asked],
        schema=["hts", "origin", "entry_date", "customs_value_usd"],
        orient="row",
    )
    rows = wide(assess_sheet(frame_sheet(frame), book=book))
    for (hts, day), row in zip(asked, rows.iter_rows(named=True), strict=True):
        try:
            answer = duty(hts, origin="CN", value="10000", on=day, book=book)
        except UnknownCode as fault:
            assert row["status"] == "error" and fault.text in row["notes"], (hts, day)
        else:
            assert row["status"] == answer.status, (hts, day)
            assert row["total_pct"] == (answer.total_pct and float(answer.total_pct)), (hts, day)
            said = [note for note in answer.notes if " came on " in note or "statistical number on" in note]
            assert all(note in row["notes"] for note in said), (hts, day)


def test_a_number_names_what_it_became_and_what_it_came_from(book: GoodsBook) -> None:
    gone = duty("3926.90.99.10", origin="CN", value="10000", on="2026-08-01", book=book)
    assert any("now 3926.90.99.15, 3926.90.99.20" in note for note in gone.notes)
    early = duty("3926.90.99.15", origin="CN", value="10000", on="2026-03-01", book=book)
    assert any("that day 3926.90.99.10" in note for note in early.notes)
    unseen = duty("9401.99.90.70", origin="CN", value="10000", on="2024-05-01", book=book)
    assert any("none of that half-year is held" in note for note in unseen.notes)


def test_a_rate_whose_day_no_edition_shows_is_not_told_as_sure(book: GoodsBook) -> None:
    answer = duty("6505.00.01", origin="CN", value="10000", on="2024-05-01", book=book)
    base = answer.lines[0]
    assert (str(base.rate_pct), base.confidence) == ("6.4", "B")
    assert any("day of the change not seen" in note for note in answer.notes)


def test_a_panel_has_a_line_while_it_stands(book: GoodsBook) -> None:
    codes = ("85171200", "85171300", "85051100", "61091000")
    frame = panel(first="2021-12-01", last="2022-03-01", codes=codes, origins=("CN",), book=book)
    spans = {
        code: (rows["from"].min(), rows["to"].max())
        for (code,), rows in frame.partition_by("hts", as_dict=True).items()
    }
    assert spans["85171200"][1] == "2022-01-27" and spans["85171300"][0] == "2022-01-27"
    assert spans["85051100"][1] == "9999-12-31"
    standing = set(all_codes(book, "2022-02-01", "2022-03-01"))
    assert "85171300" in standing and "85171200" not in standing
