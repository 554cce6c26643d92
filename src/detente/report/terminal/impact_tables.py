"""The trade model's answers as tables of the terminal: regions and trade; packages and payments."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

SMALL_FLOW_MUSD = 100


def impact_tables(answer: Any) -> Group:
    """Regions, then trade of the two players, then what the numbers rest on."""
    return Group(_region_table(answer), _flow_table(answer), _impact_notes(answer))


def _region_table(answer: Any) -> Table:
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
    return regions


def _flow_table(answer: Any) -> Table:
    flows = Table(box=box.SIMPLE_HEAD, title="trade between the two, before tariffs", title_justify="left")
    flows.add_column("sector")
    flows.add_column("flow")
    for name in ("tariff before %", "after %", "million USD before", "after", "change %"):
        flows.add_column(name, justify="right")
    for row in answer.flows:
        same_tariff = abs(row.tariff_new_pct - row.tariff_base_pct) < 1e-9
        if same_tariff and abs(row.new_musd - row.base_musd) < SMALL_FLOW_MUSD:
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
    for rule in answer.rules:
        flows.add_row(
            f"rule: {rule.rule}", "", "", f"wedge {rule.wedge_pct:.1f}", "", f"{rule.value_musd:,.0f}",
            f"× {rule.quantity_ratio:.2f}",
        )  # fmt: skip
    return flows


def _impact_notes(answer: Any) -> Text:
    notes = Text("* split or scaled by Detente, not observed\n", style="dim")
    notes.append(f"residual {answer.residual:.1e} after {answer.iterations} steps ({answer.method})\n")
    if answer.bound_gap_pct is not None:
        notes.append(
            f"duties that depend on a missing fact: {answer.bound} bound; with the other bound real income "
            f"of the United States differs by {answer.bound_gap_pct:+.3f} points\n"
        )
    if answer.draws_failed:
        notes.append(f"{answer.draws_failed} draw(s) without a solution, left out\n")
    for line in (*answer.caveats, *answer.assumptions):
        notes.append(f"· {line}\n")
    notes.append("".join(f"source: {line}\n" for line in answer.sources), style="dim")
    notes.append(f"again: {answer.repeat.command}")
    return notes


def bargain_tables(answer: Any) -> Group:
    """Offers with surpluses and payments, then the solutions and the caveats."""
    first, second = answer.players
    offers = Table(
        title=f"packages against «{answer.disagreement}» as disagreement, billion USD a year",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
    )
    payments = Table(title="side payments, billion USD a year", box=box.SIMPLE_HEAD, title_justify="left")
    for one in (offers, payments):
        one.add_column("package", overflow="fold")
    names = (
        f"{first}\nincome",
        f"{second}\nincome",
        f"{first}\ngain",
        f"{second}\ngain",
        "both\ngain",
        "others",
    )
    for name in names:
        offers.add_column(name, justify="right", no_wrap=True)
    for name in ("least that makes both gain", "for an even split"):
        payments.add_column(name, justify="right")
    for row in answer.offers:
        offers.add_row(
            row.name,
            *(billions(value) for value in (*row.payoff_musd, *row.surplus_musd)),
            "yes" if row.acceptable else "no",
            billions(sum(row.others_musd.values())),
        )
        payments.add_row(
            row.name,
            payment_words(row.payment_musd, first, second),
            payment_words(row.equal_payment_musd, first, second),
        )
    return Group(offers, payments, _bargain_notes(answer))


def _bargain_notes(answer: Any) -> Text:
    first, second = answer.players
    none = "none: no package gives both more than disagreement"
    words = Text(f"Nash solution: {answer.nash or none}\n")
    words.append(f"Kalai–Smorodinsky solution: {answer.kalai_smorodinsky or 'none'}\n")
    mix = answer.mixed_nash
    if mix is not None and mix.first != mix.second:
        words.append(f"with lotteries: {mix.weight_of_first:.0%} «{mix.first}», else «{mix.second}»\n")
    words.append(f"undominated: {', '.join(answer.frontier)}\n")
    if answer.leverage is not None:
        moved = answer.leverage
        favoured = first if moved.leverage_musd > 0 else second
        words.append(
            f"leverage of «{moved.threat}»: moves disagreement by {billions(moved.shift_musd[0])} billion "
            f"for {first} and {billions(moved.shift_musd[1])} for {second}: "
            f"{abs(moved.leverage_musd) / 1e3:,.1f} in favour of {favoured}\n"
        )
    for line in (*answer.caveats, *answer.assumptions):
        words.append(f"· {line}\n", style="dim")
    words.append("".join(f"source: {line}\n" for line in answer.sources), style="dim")
    words.append(f"again: {answer.repeat.command}")
    return words


def billions(musd: float) -> str:
    """Million USD as billions with a sign; a third decimal where one would not show it.

    Examples
    --------
    >>> billions(-6014), billions(38)
    ('-6.0', '+0.038')
    """
    return f"{musd / 1e3:+,.1f}" if abs(musd) >= 1e3 else f"{musd / 1e3:+,.3f}"


def payment_words(value: float | None, first: str, second: str) -> str:
    """A payment in million USD with its direction, or that none can do.

    Examples
    --------
    >>> payment_words(1500, "USA", "CHN"), payment_words(-1500, "USA", "CHN"), payment_words(None, "a", "b")
    ('1.5 USA→CHN', '1.5 CHN→USA', 'none can')
    """
    if value is None:
        return "none can"
    if abs(value) < 0.5:
        return "0"
    size = billions(abs(value)).lstrip("+")
    return f"{size} {first}→{second}" if value > 0 else f"{size} {second}→{first}"
