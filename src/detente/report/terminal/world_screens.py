"""The trade model on a screen: who gains and loses how much; which packages both would sign."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from detente.report.terminal.impact_tables import bargain_tables, billions, impact_tables
from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import Screen, first_rows
from detente.report.terminal.words import listed, plural


def impact_screen(answer: Any, written: Any = None) -> Screen:
    """Regions under an outcome: real income first, with what it rests on."""
    regions = sorted(answer.regions, key=lambda one: -abs(one.welfare_musd))
    lots = answer.draws > 0
    cells: list[tuple[str, ...]] = []
    for row in regions:
        shown: tuple[str, ...] = (
            row.region,
            f"{row.real_income_pct:+.3f}",
            billions(row.welfare_musd),
            f"{row.exports_pct:+.2f}",
        )
        if answer.readings:
            shown = (*shown[:2], f"{_announced(answer, row.region):+.3f}", *shown[2:])
        known = row.low_pct is not None
        bounds = f"{row.low_pct:+.3f} to {row.high_pct:+.3f}" if lots and known else ""
        cells.append((*shown, bounds) if lots else shown)
    columns = [Column("region"), Column("real income %", right=True)]
    if answer.readings:
        both = ("% by the text", "% as announced")
        columns = [Column("region"), *(Column(name, right=True) for name in both)]
    columns += [Column("billion USD a year", right=True), Column("exports %", right=True)]
    columns += [Column("90 % of draws", right=True)] if lots else []
    rows, more = first_rows(Rows(tuple(columns), tuple(cells)), "regions")
    largest = regions[:3]
    told = {(r.reading, r.region): r for r in answer.readings}
    parts = [_in_both(r, told) if told else _income(r) for r in largest]
    open_ = [line for line in answer.assumptions if line.startswith("open, not settled on ")]
    notes: list[str | Text] = [Text(f"{line[:1].upper()}{line[1:]}.", style="bold yellow") for line in open_]
    read = " (one of two readings)" if open_ and not answer.readings else ""
    if answer.bound_gap_pct is not None:
        notes.append(
            f"Duties that depend on a missing fact stand at the {answer.bound} bound; the other bound "
            f"moves real income of the United States by {answer.bound_gap_pct:+.3f} points."
        )
    if answer.draws_failed:
        notes.append(f"{plural(answer.draws_failed, 'draw')} without a solution, left out.")
    notes += [Text(f"{line[:1].upper()}{line[1:].rstrip('.')}.", style="dim") for line in answer.caveats[:2]]
    if written is not None:
        notes.append(f"Written: {written}")
    return Screen(
        sentence=f"Real income under {answer.scenario}{read} against {answer.against}: {listed(parts)}; "
        f"a trade model, {answer.world}, not a forecast.",
        rows=rows, more=more, notes=tuple(notes), next_step=f"{answer.repeat.command} --full",
        full=(impact_tables(answer),),
    )  # fmt: skip


def _income(row: Any) -> str:
    return f"{row.region} {row.real_income_pct:+.3f} % ({billions(row.welfare_musd)} billion USD a year)"


def _in_both(row: Any, told: Any) -> str:
    text, announced = (told[reading, row.region].real_income_pct for reading in ("text", "announced"))
    return f"{row.region} {text:+.3f} % by the text or {announced:+.3f} % as announced"


def _announced(answer: Any, region: str) -> float:
    rows = (r for r in answer.readings if r.reading == "announced" and r.region == region)
    return float(next(rows).real_income_pct)


def bargain_screen(answer: Any, written: Any = None) -> Screen:
    """Packages on the table: which both would sign, and what each gains."""
    first, second = answer.players
    signed = [row for row in answer.offers if row.acceptable]
    shown = sorted(answer.offers, key=lambda row: -min(row.surplus_musd))
    cells = tuple(
        (
            row.name,
            billions(row.surplus_musd[0]),
            billions(row.surplus_musd[1]),
            "yes" if row.acceptable else "no",
        )
        for row in shown
    )
    columns = (
        Column("package", words=True), Column(f"{first} gain", right=True),
        Column(f"{second} gain", right=True),
        Column("both gain"),
    )  # fmt: skip
    rows, more = first_rows(Rows(columns, cells, title="billion USD a year"), "packages")
    against = f"against {answer.disagreement} as disagreement"
    if answer.nash:
        best = next(row for row in answer.offers if row.name == answer.nash)
        gains = f"{first} {billions(best.surplus_musd[0])} and {second} {billions(best.surplus_musd[1])}"
        sentence = (
            f"{len(signed)} of {plural(len(answer.offers), 'package')} give both sides more {against}; "
            f"the Nash solution is {answer.nash}: {gains} billion USD a year."
        )
    else:
        none = "no Nash solution"
        sentence = f"None of {plural(len(answer.offers), 'package')} gives both sides more {against}: {none}."
    notes: list[str | Text] = []
    if answer.leverage is not None:
        moved = answer.leverage
        favoured = first if moved.leverage_musd > 0 else second
        notes.append(
            f"The threat of {moved.threat} moves {abs(moved.leverage_musd) / 1e3:,.1f} billion USD a year "
            f"in favour of {favoured}."
        )
    notes += [Text(f"{line[:1].upper()}{line[1:].rstrip('.')}.", style="dim") for line in answer.caveats[:2]]
    if written is not None:
        notes.append(f"Written: {written}")
    return Screen(
        sentence=sentence, rows=rows, more=more, notes=tuple(notes),
        next_step=f"{answer.repeat.command} --full", full=(bargain_tables(answer),),
    )  # fmt: skip
