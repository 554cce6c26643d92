"""Average rates out of a panel by day and sector: direct sums, changes, simple averages, exclusions."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

import detente as dt
from detente.answers import answer_panel, panel_frame
from detente.cli.main import run
from detente.portfolio import Averaging, effective, on_day
from detente.questions import PanelQuestion
from detente.regime import tables
from detente.schedule import sections
from detente.terms import InputError

SOY, GRAPES, CAR, LIQUOR = "12019019", "08061000", "87032361", "22083000"
CODES = [SOY, GRAPES, CAR, LIQUOR]
WEIGHTS = pl.DataFrame({"hts": CODES, "value": [500.0, 20.0, 80.0, 5.0]})
SPAN = {"first": "2018-01-01", "last": "2021-12-31", "into": "CN", "codes": CODES, "reading": "text"}


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return dt.panel(**SPAN)


def _held(rows: pl.DataFrame, sector: str, day: str) -> dict[str, object]:
    return rows.filter((pl.col("sector") == sector) & (pl.col("day") <= day)).row(-1, named=True)


@pytest.mark.parametrize(
    "day", ["2018-01-01", "2018-07-06", "2019-06-01", "2020-03-01", "2020-03-02", "2021-12-31"]
)
def test_averages_are_those_of_the_answers_line_by_line(table: pl.DataFrame, day: str) -> None:
    rows = effective(table, WEIGHTS, Averaging("section", tables(), last="2021-12-31"))
    answers = {
        code: dt.duty(code, origin="US", to="CN", value="1000", on=day, reading="text") for code in CODES
    }
    told = {code: a for code, a in answers.items() if a.total_pct is not None}
    assert len(told) >= 3
    priced = {code: float(told[code].total_pct) for code in told}
    claimed = {
        code: float(a.with_exclusion.total_pct) if a.with_exclusion else priced[code]
        for code, a in told.items()
    }
    weight = dict(WEIGHTS.iter_rows())
    for sector in ("IV", "XVII"):
        own = [c for c in told if _section(c) == sector]
        row = _held(rows, sector, day)
        for rates, name in ((priced, ""), (claimed, "with_exclusion_")):
            expected = sum(rates[c] * weight[c] for c in own) / sum(weight[c] for c in own)
            assert row[f"{name}low_pct"] == pytest.approx(expected)
            assert row[f"{name}high_pct"] == pytest.approx(expected)


def _section(code: str) -> str:
    return next(s.number for s in sections() if s.first <= code[:2] <= s.last)


def test_the_whole_is_the_sum_of_its_sectors_on_every_day(table: pl.DataFrame) -> None:
    days = effective(table, WEIGHTS)["day"].to_list()
    rows = effective(table, WEIGHTS, Averaging("chapter", tables()))
    weight = WEIGHTS.with_columns(pl.col("hts").str.slice(0, 2)).group_by("hts").agg(pl.col("value").sum())
    for day in days:
        parts = [(_held(rows, chapter, day), value) for chapter, value in weight.iter_rows()]
        priced = sum(value * row["covered"] for row, value in parts)
        summed = sum(row["high_pct"] * value * row["covered"] for row, value in parts if row["covered"])
        assert _held(rows, "total", day)["high_pct"] == pytest.approx(summed / priced)


def test_a_sector_has_a_row_only_on_days_on_which_it_changes(table: pl.DataFrame) -> None:
    rows = effective(table, WEIGHTS, Averaging("section", tables(), last="2021-12-31"))
    for _, own in rows.group_by("sector"):
        told = own.sort("day").drop("day").rows()
        assert all(a != b for a, b in pairwise(told))
    cars = rows.filter(pl.col("sector") == "XVII")["day"].to_list()
    assert {"2018-07-01", "2018-08-23", "2019-01-01"} <= set(cars)


def test_without_weights_each_line_that_stands_counts_once() -> None:
    table = dt.panel(**{**SPAN, "first": "2019-06-01", "last": "2019-06-02"})
    rows = effective(table, None, Averaging("total", tables(), last="2021-12-31"))
    each = on_day(table, "2019-06-01").group_by("hts").agg(pl.col("high_pct").sum())
    assert rows["high_pct"][0] == pytest.approx(each["high_pct"].mean())
    assert rows["covered"][0] == 1


def test_no_exclusion_is_counted_before_applications_were_taken(table: pl.DataFrame) -> None:
    rows = effective(table, WEIGHTS, Averaging("total", tables(), last="2021-12-31"))
    before = rows.filter(pl.col("day") < "2020-03-02")
    after = rows.filter(pl.col("day") >= "2020-03-02")
    assert (before["low_pct"] == before["with_exclusion_low_pct"]).all()
    assert (after["low_pct"] > after["with_exclusion_low_pct"]).all() and after.height


def test_a_line_without_a_rate_is_left_out_and_counted_as_not_covered() -> None:
    table = dt.panel(**{**SPAN, "codes": ["12019090", CAR], "first": "2024-06-01", "last": "2024-06-02"})
    rows = effective(table, None, Averaging("section", tables(), last="2021-12-31"))
    unknown, whole = _held(rows, "II", "2024-06-01"), _held(rows, "total", "2024-06-01")
    assert (unknown["high_pct"], unknown["covered"]) == (None, 0)
    assert whole["covered"] == 0.5


def test_every_chapter_is_in_one_section() -> None:
    chapters = [f"{c:02}" for s in sections() for c in range(int(s.first), int(s.last) + 1)]
    assert chapters == [f"{c:02}" for c in range(1, 98)]


def test_the_answer_names_its_weights_on_every_face(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "imports.csv"
    WEIGHTS.write_csv(path)
    codes = tmp_path / "codes.csv"
    WEIGHTS.select("hts").write_csv(codes)
    asked = {**SPAN, "codes": str(codes), "weights": str(path), "by": "section"}
    answer = answer_panel(PanelQuestion.read(asked))
    assert answer.weights is not None
    assert (answer.weights.kind, answer.weights.name, answer.weights.lines) == ("given", "imports.csv", 4)
    words = [f"--{k}={v}" for k, v in asked.items()]
    written = {kind: tmp_path / f"averages.{kind}" for kind in ("csv", "parquet")}
    for out in written.values():
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(["panel", *words, "--averages", str(out), "--json"])
        assert not ended.value.code
        assert json.loads(capsys.readouterr().out) == json.loads(answer.model_dump_json())
    rows = [dict(row) for row in answer.effective]
    assert pl.read_parquet(written["parquet"]).to_dicts() == rows
    told = pl.read_csv(written["csv"], schema_overrides={"day": pl.String})
    assert told.select("day", "sector", "low_pct").to_dicts() == [
        {k: row[k] for k in ("day", "sector", "low_pct")} for row in rows
    ]
    simple = answer_panel(PanelQuestion.read({**asked, "weights": None}))
    assert simple.weights is not None and simple.weights.kind == "simple"


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"hts": [SOY], "value": ["abc"]}, "no amount"),
        ({"hts": [SOY], "value": [-1.0]}, "no amount"),
        ({"hts": ["99999999"], "value": [1.0]}, "no line of the weights"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(weights: dict[str, list[object]], said: str) -> None:
    question = PanelQuestion.read({**SPAN, "weights": pl.DataFrame(weights), "by": "total"})
    with pytest.raises(InputError, match=said):
        answer_panel(question)


def test_the_us_side_is_averaged_by_section_too() -> None:
    question = PanelQuestion.read(
        {
            "first": "2025-10-01",
            "last": "2025-11-30",
            "origins": ["CN"],
            "codes": ["95066240"],
            "by": "section",
        }
    )
    rows = answer_panel(question).effective
    assert {row["sector"] for row in rows} == {"total", "XX"}
    assert "with_exclusion_low_pct" not in rows[0]
    assert panel_frame(question).height


def test_a_sector_whose_lines_stand_no_longer_is_not_covered() -> None:
    """12019010 went: from the day its line ends its average is not that of the years before."""
    table = dt.panel(**{**SPAN, "codes": ["12019010", CAR], "last": "2026-01-01"})
    weights = pl.DataFrame({"hts": ["12019010", CAR], "value": [100.0, 50.0]})
    rows = effective(table, weights, Averaging("section", tables(), last="2026-01-01"))
    end = table.filter(pl.col("hts") == "12019010")["to"].max()
    plants = rows.filter(pl.col("sector") == "II").sort("day")
    last = plants.row(-1, named=True)
    assert (last["day"], last["covered"]) == (end, 0.0)
    assert {last[name] for name in plants.columns if name.endswith("_pct")} == {None}
    assert plants.row(-2, named=True)["covered"] == 1.0


def test_codes_of_weights_that_stand_on_no_line_are_named(tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    file.write_text('hts,value\n87032361,"1,200,000.50"\n99999999,5\n', encoding="utf-8")
    answer = answer_panel(PanelQuestion(into="CN", first="2025-01-01", weights=file, by="total"))
    assert answer.weights is not None
    assert (answer.weights.unmatched, answer.weights.total) == (("99999999",), 1_200_005.5)
    file.write_text('hts,value\n87032361,"1,5"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"'1,5' of 87032361 is no amount"):
        answer_panel(PanelQuestion(into="CN", first="2025-01-01", weights=file, by="total"))
