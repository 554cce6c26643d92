"""The panel of China's duties: weighted averages as the tables give them, two rates of a line."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

import detente as dt
from detente.portfolio import effective
from detente.schedule.chinese.sources import DECIMALS, TARIFF
from detente.terms import InputError

DAYS = ("2018-01-01", "2018-09-24", "2019-01-01", "2019-06-01")


def _weights(shared: Path) -> dict[str, float]:
    path = shared / "economy" / "china-imports-from-us-2017-hs8.csv"
    if not path.is_file():
        pytest.skip("China's imports of 2017 by line are not beside this checkout")
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {r["cn_hs8"]: float(r["imports_from_us_2017_thousand_usd"]) for r in rows}


def _applied(shared: Path, day: str) -> dict[str, float]:
    """Base rate and additional duties straight from the table, of lines with one share of the value."""
    with gzip.open(shared / "data" / TARIFF, "rt") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in rows[0] if name != "hs10" and "-".join(name.split("_")[-3:]) <= day]
    base = [name for name in columns if name.startswith("mfn_")]
    found: dict[str, set[float | None]] = defaultdict(set)
    for row in rows:
        blank = any(row[name] == "" for name in base)
        rate = 0.0 if blank else round(sum(float(row[name]) for name in base), 3)
        total = sum(float(row[name] or 0) for name in columns)
        amount = blank or round(rate, DECIMALS) != rate
        found[row["hs10"][:8]].add(None if amount else round(total, 3))
    return {code: max(rates) for code, rates in found.items() if None not in rates and len(rates) == 1}


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return dt.panel(first="2018-01-01", last="2019-06-30", into="CN", reading="text")


@pytest.mark.parametrize("day", DAYS)
def test_the_weighted_average_is_that_of_the_table(shared: Path, table: pl.DataFrame, day: str) -> None:
    weights, applied = _weights(shared), _applied(shared, day)
    own = set(_curated())
    weighed = {code: w for code, w in weights.items() if w > 0 and code in applied and code not in own}
    frame = pl.DataFrame({"hts": list(weighed), "value": list(weighed.values())})
    series = effective(table, frame)
    row = series.filter(pl.col("day") <= day).sort("day").tail(1)
    expected = sum(w * applied[code] for code, w in weighed.items()) / sum(weighed.values())
    assert row["high_pct"][0] == pytest.approx(expected, abs=0.001)
    assert row["low_pct"][0] == pytest.approx(expected, abs=0.001)
    assert row["covered"][0] == pytest.approx(1)


def _curated() -> list[str]:
    from detente.regime.law_files.artefact import law_folder
    from detente.schedule.building.starter import read_starter

    files = ((law_folder() or Path()) / "starter").glob("china-*.yaml")
    return [line.code for line in read_starter(files)[0]]


def test_a_country_given_as_the_last_day_is_where_goods_enter() -> None:
    asked = {"first": "2020-01-01", "codes": ["8471.70.11"], "reading": "text"}
    assert dt.panel(**asked, last="CN").equals(dt.panel(**asked, into="CN"))
    with pytest.raises(InputError, match="US or CN"):
        dt.panel(**asked, into="BR")


def test_a_line_with_two_rates_stands_with_both_bounds() -> None:
    rows = dt.panel(first="2019-06-01", last="2019-06-02", into="CN", codes=["3215.11.00"], reading="text")
    base = rows.filter(pl.col("component") == "mfn")
    assert base["status"].to_list() == ["conditional"]
    assert base["low_pct"][0] < base["high_pct"][0]


def test_an_approved_exclusion_leaves_the_answers_to_section_301_out() -> None:
    rows = dt.panel(first="2021-01-01", last="2021-01-02", into="CN", codes=["1201.90.11"], reading="text")
    weights = pl.DataFrame({"hts": ["12019011"], "value": [1.0]})
    stated = effective(rows, weights)["high_pct"][0]
    excluded = effective(rows.filter(pl.col("component") != "retaliation_301"), weights)
    assert (stated, excluded["high_pct"][0]) == (30.5, 3)
