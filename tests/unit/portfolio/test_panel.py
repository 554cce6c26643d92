"""The panel says what single answers say, and what changed between two days is what the law changed."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import polars as pl
import pytest

from detente.duties.evaluation import duty
from detente.duties.goods import schedule
from detente.duties.statistical_numbers import stands_throughout
from detente.portfolio.line_changes import Point, changes
from detente.portfolio.panel_averages import effective, on_day
from detente.portfolio.rate_panel import all_codes, panel

DAYS = ("2018-07-06", "2019-06-01", "2025-04-09", "2025-10-26", "2026-02-23", "2026-04-06", "2026-08-01")


@pytest.fixture(scope="module")
def sample() -> list[str]:
    return random.Random(7).sample(list(all_codes(schedule())), 60)


def _stands(code: str, day: str) -> bool:
    line = code[:8]
    return any(row.code == line and row.holds_on(day) for row in schedule().lines(line))


def test_the_panel_and_single_answers_agree(sample: list[str]) -> None:
    table = panel(first="2018-07-01", last="2026-10-10", codes=sample)
    for day in DAYS:
        rows = on_day(table, day).filter(pl.col("component") != "mfn")
        for code in sample:
            for origin in ("CN", "HK", "MO"):
                got = rows.filter((pl.col("hts") == code) & (pl.col("origin") == origin))
                if not _stands(code, day):  # alone it is refused, or answered as the line it came from
                    assert got.is_empty(), (code, origin, day)
                    continue
                answer = duty(code, origin=origin, value="1000000", on=day)
                if answer.status != "ok":
                    continue
                wanted: dict[str, Decimal] = {}
                for line in answer.lines:
                    if line.component != "mfn" and "content" not in line.base and "total" not in line.rate:
                        share = (line.duty_usd or Decimal(0)) / 10_000
                        wanted[line.component] = wanted.get(line.component, Decimal(0)) + share
                floors = set(got.filter(pl.col("kind") != "ad_valorem")["component"].to_list())
                made = dict(zip(got["component"].to_list(), got["high_pct"].to_list(), strict=True))
                for name, share in wanted.items():
                    if name not in floors:
                        assert abs(made.get(name, 0.0) - float(share)) < 1e-6, (code, origin, day, name)


def test_intervals_of_a_component_do_not_overlap(sample: list[str]) -> None:
    table = panel(first="2018-07-01", last="2026-10-10", codes=sample, known="2026-10-10")
    for _, rows in table.group_by("hts", "origin", "component"):
        spans = sorted(zip(rows["from"].to_list(), rows["to"].to_list(), strict=True))
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


def test_the_fentanyl_cut_of_10_november_2025_moves_every_line_by_ten_points(sample: list[str]) -> None:
    answer = changes(
        Point(on="2025-11-09", known="2025-11-09"),
        Point(on="2025-11-10", known="2025-11-10"),
        ("CN",),
        ("95066240",),
    )
    assert [(c.measure, c.points) for c in answer.causes] == [("us.ieepa.fentanyl", -10.0)]
    assert "EO" in answer.causes[0].citation or "FR" in answer.causes[0].citation


def test_what_was_learned_on_20_february_2026_voids_both_duties_of_an_earlier_day() -> None:
    answer = changes(
        Point(on="2025-10-26", known="2026-02-19"),
        Point(on="2025-10-26", known="2026-02-20"),
        ("CN",),
        ("95066240",),
    )
    assert {(c.component, c.after) for c in answer.causes} == {("fentanyl", "void"), ("reciprocal", "void")}


def test_the_weighted_rate_is_the_weighted_mean_of_its_lines() -> None:
    codes = ["95066240", "85171300"]
    table = panel(first="2025-10-26", last="2025-10-26", codes=codes, origins=("CN",))
    series = effective(table, pl.DataFrame({"hts": codes, "value": ["300", "100"]}))
    assert series["low_pct"].to_list() == [pytest.approx((37.5 * 300 + 20 * 100) / 400)]
    assert series["covered"].to_list() == [1.0]


def test_rows_begin_and_end_with_the_line() -> None:
    book = schedule()
    cut = [code for code in book.codes(8) if not stands_throughout(book, code)]
    codes = random.Random(11).sample(cut, 25)
    table = panel(first="2024-01-01", last="2026-10-10", codes=codes, origins=("CN",))
    assert not table.is_empty()
    for (code,), rows in table.group_by("hts"):
        lines = book.lines(str(code))
        comes, ends = max("2024-01-01", lines[0].from_day), lines[-1].to_day or "9999-12-31"
        assert str(rows["from"].min()) >= comes
        assert str(rows["to"].max()) <= ends
        assert (rows["from"] < rows["to"]).all()


def test_a_row_cut_to_its_line_is_otherwise_that_of_its_neighbours() -> None:
    """Lines of one kind share their rows; what one of them is cut by must not be told of the others."""
    book = schedule()
    codes = list(all_codes(book, "2025-02-01", "2026-10-10"))
    whole = panel(first="2025-02-01", last="2026-10-10", origins=("CN",))
    for code in random.Random(13).sample(codes, 12):
        alone = panel(first="2025-02-01", last="2026-10-10", origins=("CN",), codes=[code])
        assert whole.filter(pl.col("hts") == code).rows() == alone.rows(), code
