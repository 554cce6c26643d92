"""The panel under both readings: rows marked by reading, each reading whole in itself."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from detente.portfolio.panel_averages import effective
from detente.portfolio.panel_readings import PanelAsked, panel_as_read

CRANE, TOY = "84261900", "95066240"
DAYS = ("2026-09-01", "2027-03-01")


def asked(reading: str, known: str = "2026-10-10") -> pl.DataFrame:
    table, _ = panel_as_read(PanelAsked(*DAYS, ("CN",), known, [CRANE, TOY], reading))  # type: ignore[arg-type]
    return table


def joined(rows: list[tuple[object, ...]], names: list[str]) -> list[tuple[object, ...]]:
    """Rows with equal neighbours in time as one."""
    since, until = names.index("from"), names.index("to")
    made: list[list[object]] = []
    for row in rows:
        last = made[-1] if made else None
        if last is not None and last[until] == row[since] and all(
            a == b for k, (a, b) in enumerate(zip(last, row, strict=True)) if k not in (since, until)
        ):  # fmt: skip
            last[until] = row[until]
        else:
            made.append(list(row))
    return [tuple(row) for row in made]


@pytest.mark.parametrize("reading", ["text", "announced"])
def test_the_rows_of_a_reading_are_the_panel_of_that_reading(reading: str) -> None:
    """Rows that hold in both and rows of one reading, joined, are what that reading alone gives."""
    keys = ["hts", "origin", "component", "from"]
    both = asked("both").filter(pl.col("reading").is_in(["both", reading])).drop("reading").sort(keys)
    alone = asked(reading).drop("reading").sort(keys)
    assert joined(both.rows(), both.columns) == joined(alone.rows(), alone.columns)


def test_rows_part_only_between_the_end_and_the_announced_end() -> None:
    table = asked("both")
    apart = table.filter(pl.col("reading") != "both")
    assert apart["hts"].unique().to_list() == [CRANE]
    assert set(apart["from"]) == {"2026-11-10"}
    assert set(apart["to"]) == {"2027-01-10"}
    assert sorted(apart["reading"].unique()) == ["announced", "text"]
    high = dict(apart.filter(pl.col("component") == "s301").select("reading", "high_pct").iter_rows())
    assert high == {"announced": 25.0, "text": 125.0}


def test_no_day_of_a_reading_is_told_twice() -> None:
    table = asked("both")
    for reading in ("text", "announced"):
        own = table.filter(pl.col("reading").is_in(["both", reading])).sort("from")
        for _, rows in own.group_by("hts", "origin", "component", maintain_order=True):
            for before, after in pairwise(rows.select("from", "to").rows()):
                assert before[1] <= after[0]


def test_before_the_statement_was_known_there_is_one_reading() -> None:
    table = asked("both", known="2026-09-01")
    assert table["reading"].unique().to_list() == ["both"]


def test_the_measure_that_is_open_is_named() -> None:
    _, measures = panel_as_read(PanelAsked(*DAYS, ("CN",), "2026-10-10", [CRANE], "both"))
    assert measures == ("us.s301.cranes-and-chassis",)


def test_the_average_stands_under_both_readings_where_they_differ() -> None:
    rows = effective(asked("both"), pl.DataFrame({"hts": [CRANE, TOY], "value": [1, 3]}))
    on_the_day = rows.filter(pl.col("day") == "2026-11-10")
    assert sorted(on_the_day["reading"]) == ["announced", "text"]
    assert on_the_day["high_pct"].n_unique() == 2
    assert rows.filter(pl.col("day") == "2027-01-10")["reading"].to_list() == ["both"]
