"""The tutorial's figures are those the program gives."""

from __future__ import annotations

import re
from pathlib import Path

from detente.cli.commands.duty import duty as duty_command
from detente.cli.commands.whatif import whatif
from detente.outcomes.clocks.upcoming import decisions
from detente.outcomes.costs.compare import entered_on, outcomes_on
from detente.outcomes.costs.exposure import exposure_of
from detente.outcomes.costs.lapse_costs import with_costs
from detente.outcomes.laying.store import own_outcomes
from detente.outcomes.trees.acting import on_leaves
from detente.outcomes.trees.paths import read_given
from detente.outcomes.trees.tree import tree_answer
from detente.portfolio.read.rows import PORTFOLIO_COLUMNS
from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables
from detente.rowfiles.sheets import read_sheet

ROOT = Path(__file__).resolve().parents[3]


def test_every_figure_of_the_tutorial():
    text = (ROOT / "docs" / "tutorial" / "26-october-2025.md").read_text(encoding="utf-8")
    law, rows = tables(), own_outcomes()
    sheet = read_sheet(ROOT / "examples" / "importer.csv", required=PORTFOLIO_COLUMNS, known=tuple(law.facts))
    made = outcomes_on(
        sheet, ["truce", "plus100"], rows=rows, known="2025-10-26", against="lapse", entered="2025-11-15"
    )
    found = exposure_of(made, ["", "", ""])
    for total in found.totals:
        assert f"| {total.outcome} | {total.duty_usd:,.2f} |" in text
    assert f"**{found.concentration}.**" in text
    assert f"{-next(c.change_usd for c in found.causes if c.outcome == 'truce'):,.2f} USD between" in text
    came = outcomes_on(sheet, ["busan"], rows=rows, against="lapse", entered="2025-11-15")
    answer = exposure_of(came, ["", ""])
    assert f"{answer.totals[1].duty_usd:,.2f} USD" in text
    for cause in answer.causes:
        assert f"{-cause.change_usd:,.2f} less on" in text.replace("\n", " ")
        assert f"the {cause.lines} " in text.replace("\n", " ")
    tree = rows.trees["october-2025"]
    given = read_given(["threat=carried_out:0.1"], tree)
    leaves = tree_answer(tree, given, on_leaves(tree, given, rows, entered_on(sheet, "2025-11-15")), rows)
    for value in (leaves.least_usd, leaves.most_usd, leaves.expected_usd):
        assert f"{value:,.2f}" in text
    clocks = with_costs(
        decisions(law, law_tables(), "2025-10-26", "2025-10-26"), law, law_tables(), "2025-10-26", sheet
    )
    for row in clocks:
        if row.cost_usd:
            assert f"| {row.cost_usd:,.0f} USD |" in text


def test_every_table_of_before_or_after_the_clock_is_what_the_program_prints(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    text = (ROOT / "docs" / "how-to" / "before-or-after-the-clock.md").read_text(encoding="utf-8")
    blocks = [b.strip("\n") for b in re.findall(r"```\n(.*?)```", text, re.S)]
    assert (ROOT / "examples" / "waiting.csv").read_text().strip() == blocks[0]
    whatif(
        ["lapse", "truce", "busan"], portfolio=Path("examples/waiting.csv"), known="2025-10-26", timing=True,
        chances=["busan=0.5"], full=True,
    )  # fmt: skip
    duty_command(
        "9506.62.40",
        origin="CN",
        value="80000",
        on="2025-11-05",
        known="2025-10-26",
        facts=["reexported_on=2026-05-04"],
        full=True,
    )
    shown = "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())
    tables_of_page = [b for b in blocks[1:] if not b.startswith("detente ")]
    assert len(tables_of_page) == 6
    for block in tables_of_page:
        assert block in shown
