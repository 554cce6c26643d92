"""Timing has the same amounts in Python, JSON, workbook and columns of `assess`; bad chances refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from rich.console import Console

import detente as dt
from detente.cli.commands.assess import assess
from detente.cli.commands.whatif import whatif
from detente.report.terminal.timing import timing_table
from detente.terms import InputError

LINES = """line_id,hts,origin,entry_date,imported_on,customs_value_usd,reexported_on,steel_value_usd
A-1,8501.10.40,CN,2025-11-20,2025-11-03,120000,,
A-2,9506.62.40,CN,2025-11-12,2025-11-05,80000,2026-05-01,
A-3,7318.15.20,CN,2025-11-15,2025-11-15,60000,2026-05-01,60000
A-4,nonsense,CN,2025-11-15,2025-11-15,60000,,
"""


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "lines.csv"
    found.write_text(LINES)
    return found


@pytest.fixture
def timed(path):
    return dt.outlook(path, ["truce", "busan"], timing=True).timing


def test_the_json_of_the_command_is_the_python_answer(path, timed, capsys):
    assert whatif(["truce", "busan"], portfolio=path, timing=True, json=True) == 0
    assert json.loads(capsys.readouterr().out) == timed.model_dump(mode="json")


def test_the_columns_of_assess_are_the_amounts_of_the_answer(path, tmp_path, timed):
    out = tmp_path / "out.csv"
    assess(path, output=out, outcomes="truce,busan", timing=True, known="2025-10-29", json=True)
    frame = pl.read_csv(out)
    for row in timed.held_lines:
        if row.outcome == "as_known":
            continue
        line = frame.filter(pl.col("line_id") == row.line_id).row(0, named=True)
        assert line[f"{row.outcome}_bond_day"] == row.best_day
        assert Decimal(str(line[f"{row.outcome}_bond_usd"])) == row.best_usd
        assert Decimal(str(line[f"{row.outcome}_zone_usd"])) == row.zone_usd
    drawn = {(r.line_id, r.outcome): r.drawback_usd for r in timed.drawn_lines}
    assert {k for k, _ in drawn} == {"A-2", "A-3"}
    for (name, outcome), value in drawn.items():
        if outcome != "as_known":
            line = frame.filter(pl.col("line_id") == name).row(0, named=True)
            assert Decimal(str(line[f"{outcome}_drawback_usd"])) == value
    assert frame.filter(pl.col("line_id") == "A-4")["busan_bond_usd"].to_list() == [None]


def test_drawback_stands_in_the_file_wherever_goods_are_said_to_leave(path, tmp_path):
    out = tmp_path / "out.csv"
    assess(path, output=out, json=True)
    found = dict(pl.read_csv(out).select("line_id", "drawback_usd").iter_rows())
    alone = dt.duty(
        "9506.62.40", value="80000", on="2025-11-12",
        facts={"imported_on": "2025-11-05", "reexported_on": "2026-05-01"},
    )  # fmt: skip
    assert Decimal(str(found["A-2"])) == alone.drawback.drawback_usd
    assert found["A-1"] is found["A-4"] is None


def test_the_workbook_holds_every_line_and_the_rules(path, tmp_path, timed):
    out = tmp_path / "out.xlsx"
    whatif(["truce", "busan"], portfolio=path, timing=True, output=out, top=1, json=True)
    book = fastexcel.read_excel(out)
    assert "Timing" in book.sheet_names
    lines = book.load_sheet("Timing lines").to_polars()
    assert lines.height == 3 * 3  # three lines can wait, under the law itself and two outcomes
    rules = book.load_sheet("Timing rules").to_polars().to_series().to_list()
    assert any("19 USC 1557" in r for r in rules)
    assert any("assumed" in r for r in rules)


def test_the_line_that_cannot_be_read_is_left_out_and_the_totals_are_those_of_the_lines(timed):
    by = {t.outcome: t for t in timed.held}
    for name, total in by.items():
        rows = [r for r in timed.held_lines if r.outcome == name]
        assert total.lines == len(rows) == 3
        assert total.arrival_usd == sum(r.arrival_usd for r in rows)
        assert total.best_usd == sum(r.best_usd for r in rows)
    assert by["busan"].saving_usd == Decimal(20_000)


def test_every_order_that_allows_no_other_status_is_cited(timed):
    line = next(r for r in timed.held_lines if r.line_id == "A-2" and r.outcome == "busan")
    assert any("sec. 2(e)" in c for c in line.zone_required_by)
    assert any("sec. 3(g)" in c for c in line.zone_required_by)
    assert any("Section 301" in c for c in line.zone_required_by)


@pytest.mark.parametrize("chance", ["busan", "busan=2", "lapse=0.5", "busan=0.9 truce=0.9", "busan=x"])
def test_chances_that_cannot_be_are_refused(path, chance):
    with pytest.raises(InputError):
        dt.outlook(path, ["truce", "busan"], timing=True, chances=chance.split())


def test_chances_are_shown_with_those_nobody_gave_marked(path):
    found = dt.outlook(path, ["lapse", "truce", "busan"], timing=True, chances=["busan=0.8"]).timing
    assert [(c.outcome, round(c.probability, 3), c.assumed) for c in found.chances] == [
        ("lapse", 0.1, True), ("truce", 0.1, True), ("busan", 0.8, False),
    ]  # fmt: skip
    line = next(w for w in found.waiting if w.line_id == "A-2")
    # 30,000 on arrival; a rise of 24 points, nothing, or a cut of 10 points on 80,000
    assert line.expected_usd == Decimal("25520.00")
    assert line.value_usd == Decimal("4480.00")


def test_the_tables_fit_eighty_columns():
    timed = dt.outlook(
        Path(__file__).parents[3] / "examples" / "importer.csv", ["lapse", "busan", "plus100"], timing=True
    ).timing
    screen = Console(width=80)
    with screen.capture() as got:
        screen.print(timing_table(timed))
    text = got.get()
    assert "…" not in text
    rows = [line.split() for line in text.splitlines()]
    total = next(t for t in timed.held if t.outcome == "busan")
    heads = ["under", "USD", "USD", "USD", "USD", "USD"]
    assert heads in rows
    shown = rows[rows.index(heads) + 1 :]
    assert ["busan", *(f"{v:,.0f}" for v in (total.arrival_usd, total.planned_usd, total.best_usd)),
            f"{total.saving_usd:+,.0f}", f"{total.zone_usd:,.0f}"] in shown  # fmt: skip
    assert max(len(line) for line in text.splitlines()) <= 80


def test_clocks_of_one_day_are_each_told_of_what_they_bring():
    """10 November 2026: the exclusions end, the duty on cranes begins; neither is charged with the other."""
    rows = {
        "hts": ["8426.19.00", "0304.72.50"], "origin": ["CN", "CN"], "entry_date": ["2026-11-20"] * 2,
        "customs_value_usd": ["100000", "50000"], "sts_crane": ["yes", None],
        "exclusion": [None, "9903.88.69"],
    }  # fmt: skip
    found = dt.outlook(rows, ["as_known"], known="2026-06-01", timing=True).timing
    by = {r.clock: r for r in found.clocks if r.day == "2026-11-10"}
    cranes, exclusions = by["us.s301.maritime.november-2026"], by["us.s301.exclusions.november-2026"]
    lines = {(r.clock, r.row) for r in found.lines if r.clock in by}
    assert lines == {(cranes.clock, 1), (exclusions.clock, 2)}
    # 100 % on the crane's 100,000; list 3's 25 % on the fish's 50,000 once its exclusion ends
    assert (cranes.saving_usd, exclusions.saving_usd) == (Decimal(100_000), Decimal(12_500))
    for row in by.values():
        assert row.saving_usd == row.after_usd - row.before_usd
        assert row.saving_usd == sum(r.saving_usd for r in found.lines if r.clock == row.clock)
