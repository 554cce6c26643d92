"""What an outcome does to the world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.answers.world import answer_impact
from detente.cli.ask import asks
from detente.cli.show import as_json, table
from detente.questions import ImpactQuestion


@asks(ImpactQuestion)
def impact(question: ImpactQuestion, *, html: Path | None = None, json: bool = False) -> int:
    """Show regions and trade, or write a page.

    Parameters
    ----------
    html
        Write a page with charts to this file: bars by region with intervals, heat maps by sector.
    json
        Print the answer as JSON.
    """
    answer = answer_impact(question)
    if html is not None:
        from detente.report.impact_page import write_impact

        write_impact(html, answer)
    if json:
        as_json(answer)
    else:
        table(f"written: {html}" if html is not None else impact_tables(answer))
    return 0


def impact_tables(answer: Any) -> Any:
    """Regions, then trade of the two players, then what the numbers rest on."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    lots = answer.draws > 0
    regions = Table(
        title=f"{answer.scenario}, against {answer.against} ({answer.world})",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
    )
    regions.add_column("region")
    names = ["real income %", "million USD a year", "real wage %", "prices %", "imports %", "exports %"]
    names += ["90 % of draws", "same sign"] if lots else []
    for name in names:
        regions.add_column(name, justify="right")
    for row in sorted(answer.regions, key=lambda one: one.real_income_pct):
        cells = [
            row.region,
            f"{row.real_income_pct:+.3f}",
            f"{row.welfare_musd:+,.0f}",
            f"{row.real_wage_pct:+.3f}",
            f"{row.price_index_pct:+.2f}",
            f"{row.imports_pct:+.2f}",
            f"{row.exports_pct:+.2f}",
        ]
        if lots:
            known = row.low_pct is not None
            cells += [f"{row.low_pct:+.3f} … {row.high_pct:+.3f}" if known else "none solved"]
            cells += [f"{row.sign_confidence:.0%}" if known else ""]
        regions.add_row(*cells)
    flows = Table(box=box.SIMPLE_HEAD, title="trade between the two, before tariffs", title_justify="left")
    flows.add_column("sector")
    flows.add_column("flow")
    for name in ("tariff before %", "after %", "million USD before", "after", "change %"):
        flows.add_column(name, justify="right")
    for row in answer.flows:
        if abs(row.tariff_new_pct - row.tariff_base_pct) < 1e-9 and abs(row.new_musd - row.base_musd) < 100:
            continue
        flows.add_row(
            row.sector + (" *" if row.derived else ""),
            f"{row.exporter} → {row.importer}",
            f"{row.tariff_base_pct:.1f}",
            f"{row.tariff_new_pct:.1f}",
            f"{row.base_musd:,.0f}",
            f"{row.new_musd:,.0f}",
            "" if row.change_pct is None else f"{row.change_pct:+.1f}",
        )
    for held in answer.rules:
        flows.add_row(
            f"rule: {held.rule}", "", "", f"wedge {held.wedge_pct:.1f}", "", f"{held.value_musd:,.0f}",
            f"× {held.quantity_ratio:.2f}",
        )  # fmt: skip
    notes = Text("* split or scaled by Detente, not observed\n", style="dim")
    notes.append(f"residual {answer.residual:.1e} after {answer.iterations} steps ({answer.method})\n")
    if answer.bound_gap_pct is not None:
        notes.append(
            f"duties that depend on a missing fact: {answer.bound} bound; with the other bound real income of "
            f"the United States differs by {answer.bound_gap_pct:+.3f} points\n"
        )
    if answer.draws_failed:
        notes.append(f"{answer.draws_failed} draw(s) without a solution, left out\n")
    for line in (*answer.caveats, *answer.assumptions):
        notes.append(f"· {line}\n")
    notes.append("".join(f"source: {line}\n" for line in answer.sources), style="dim")
    notes.append(f"again: {answer.repeat.command}")
    return Group(regions, flows, notes)
