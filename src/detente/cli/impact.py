"""What an outcome does to the world, and which package both sides would sign."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from detente.cli.show import as_json, table
from detente.terms import InputError


def impact(
    *,
    outcome: str | None = None,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    matrix: Path | None = None,
    add_us_on_china: str | None = None,
    in_kind: Annotated[bool, Parameter(negative="")] = False,
    against: str | None = None,
    world: Path | None = None,
    deficits: Literal["fixed", "share_of_world_income", "zero"] = "fixed",
    rule: Annotated[list[str] | None, Parameter(negative="")] = None,
    critical: Annotated[list[str] | None, Parameter(negative="")] = None,
    substitution: float = 1.0,
    draws: int = 0,
    seed: int = 0,
    bound: Literal["low", "high"] = "low",
    html: Path | None = None,
    json: bool = False,
) -> int:
    """What a day's law, an outcome, or a tariff matrix does to trade, prices and real income.

    Parameters
    ----------
    outcome
        extend, lapse or CLOCK=OUTCOME of an open US clock as known on --known, or a named outcome
        (truce, plus100, busan …).
    on
        The law of a day instead.
    known
        Day of the knowledge used (default: --on, else the last day on which the law was checked; a named
        outcome brings its own).
    hindsight
        Use all knowledge to the last day the law was checked.
    matrix
        CSV of exporter, importer, sector (blank for all), rate: replaces the baseline's rates.
    add_us_on_china
        Further points on all goods of China, such as 100%, for a threat no instrument carries.
    in_kind
        China adds the points of --add-us-on-china to goods of the United States.
    against
        Compare with an outcome or a day (default: the baseline of the world).
    world
        Your own world: an NPZ file or a folder of CSV files.
    deficits
        Rule for trade deficits.
    rule
        A limit or a pledge: limit:CHN:USA:metals:0.5, pledge:USA:CHN:oilseeds:125%; may be given again.
    critical
        A sector whose goods are critical inputs; may be given again.
    substitution
        Elasticity between critical inputs and all other cost; 1 is Cobb–Douglas.
    draws
        Draws of elasticities for intervals; 0 for none.
    seed
        Seed of the draws.
    bound
        Bound used where a duty depends on a missing fact.
    html
        Write a page with charts to this file: bars by region with intervals, heat maps by sector.
    json
        Print the answer as JSON.
    """
    from detente.cli.show import days
    from detente.economy.answer.impact_answer import impact as answer_impact
    from detente.economy.model.variants import Model

    if hindsight:
        _, known = days(on, known, hindsight)
    answer = answer_impact(
        outcome=outcome,
        on=on,
        known=known,
        matrix=matrix,
        add_us_on_china=add_us_on_china,
        in_kind=in_kind,
        against=against,
        world=world,
        rules=tuple(rule or ()),
        model=Model(deficits=deficits, critical=tuple(critical or ()), input_substitution=substitution),
        draws=draws,
        seed=seed,
        bound=bound,
    )
    if html is not None:
        from detente.report.impact_page import write_impact

        write_impact(html, answer)
    _show(answer, impact_tables, html, json=json)
    return 0


def bargain(
    name: str | None = None,
    *,
    known: str | None = None,
    hindsight: bool = False,
    threat: str = "plus100",
    soybeans: float = 1.25,
    offer: Annotated[list[str] | None, Parameter(negative="")] = None,
    packages: Path | None = None,
    file: Annotated[list[Path] | None, Parameter(negative="")] = None,
    disagreement: str | None = None,
    weight_us: float = 0.5,
    weight_china: float = 0.5,
    world: Path | None = None,
    html: Path | None = None,
    json: bool = False,
) -> int:
    """Packages at the table: who gains, which both would sign, and what a threat is worth.

    Parameters
    ----------
    name
        A table of packages: present, october-2025, or one of your file (default present, unless --known or
        --packages is given).
    known
        No named table, but the law as known on this day: it gives «extend» and «lapse».
    hindsight
        Use all knowledge to the last day the law was checked.
    threat
        An outcome that holds the threat and its answer, or points such as 100%, answered in kind.
    soybeans
        Oilseeds China pledges to buy, over the baseline quantity.
    offer
        A named outcome to lay on the table; may be given again.
    packages
        JSON file of packages instead.
    file
        Outcome file of your own in YAML, with `bargains:`.
    disagreement
        The package that stands for no deal (default: what the table says, else threat).
    weight_us
        Bargaining weight of the United States.
    weight_china
        Bargaining weight of China.
    world
        Your own world: an NPZ file or a folder of CSV files.
    html
        Write a page with the payoffs and the frontier to this file.
    json
        Print the answer as JSON.
    """
    from detente.cli.show import days
    from detente.economy.answer.bargain_answer import bargain as answer_bargain

    dated = known is not None or hindsight
    if packages is not None and dated:
        raise InputError("a file of packages has no day", where="--packages", remedy="leave --known out")
    if name is not None and (dated or packages is not None):
        raise InputError(
            f"the table {name!r} brings its own day and packages",
            remedy="leave --known, --hindsight and --packages out, or the name",
        )
    if packages is None and not dated:
        name = name or "present"
        if offer or threat != "plus100" or soybeans != 1.25:
            raise InputError(
                f"the table {name!r} brings its own packages",
                remedy="--threat, --soybeans and --offer go with --known DAY",
            )
    if dated:
        _, known = days(None, known, hindsight)
    answer = answer_bargain(
        table=name,
        files=tuple(file or ()),
        known=known,
        threat=threat,
        soybeans=soybeans,
        offers=tuple(offer or ()),
        packages=packages,
        disagreement=disagreement,
        weights=(weight_us, weight_china),
        world=world,
    )
    if html is not None:
        from detente.report.impact_page import write_bargain

        write_bargain(html, answer)
    _show(answer, bargain_tables, html, json=json)
    return 0


def _show(answer: Any, tables: Callable[[Any], Any], html: Path | None, *, json: bool) -> None:
    if json:
        as_json(answer)
    else:
        table(f"written: {html}" if html is not None else tables(answer))


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
            f"duties that depend on a missing fact: {answer.bound} bound; with the other bound real income of the "
            f"United States differs by {answer.bound_gap_pct:+.3f} points\n"
        )
    if answer.draws_failed:
        notes.append(f"{answer.draws_failed} draw(s) without a solution, left out\n")
    for line in (*answer.caveats, *answer.assumptions):
        notes.append(f"· {line}\n")
    notes.append("".join(f"source: {line}\n" for line in answer.sources), style="dim")
    notes.append(f"again: {answer.repeat.command}")
    return Group(regions, flows, notes)


def bargain_tables(answer: Any) -> Any:
    """Offers with surpluses and payments, then the solutions and the caveats."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    first, second = answer.players
    offers = Table(
        title=f"packages against «{answer.disagreement}» as disagreement, billion USD a year",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        title_style="bold",
    )
    paid = Table(title="side payments, billion USD a year", box=box.SIMPLE_HEAD, title_justify="left")
    for made in (offers, paid):
        made.add_column("package", overflow="fold")
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
        paid.add_column(name, justify="right")
    for row in answer.offers:
        offers.add_row(
            row.name,
            *(billions(value) for value in (*row.payoff_musd, *row.surplus_musd)),
            "yes" if row.acceptable else "no",
            billions(sum(row.others_musd.values())),
        )
        paid.add_row(
            row.name,
            payment_words(row.payment_musd, first, second),
            payment_words(row.equal_payment_musd, first, second),
        )
    words = Text(f"Nash solution: {answer.nash or 'none: no package gives both more than disagreement'}\n")
    words.append(f"Kalai–Smorodinsky solution: {answer.kalai_smorodinsky or 'none'}\n")
    mix = answer.mixed_nash
    if mix is not None and mix.first != mix.second:
        words.append(f"with lotteries: {mix.weight_of_first:.0%} «{mix.first}», else «{mix.second}»\n")
    words.append(f"undominated: {', '.join(answer.frontier)}\n")
    if answer.leverage is not None:
        shift = answer.leverage.shift_musd
        words.append(
            f"leverage of «{answer.leverage.threat}»: moves disagreement by {billions(shift[0])} billion for "
            f"{first} and {billions(shift[1])} for {second}: {abs(answer.leverage.leverage_musd) / 1e3:,.1f} in favour of "
            f"{first if answer.leverage.leverage_musd > 0 else second}\n"
        )
    for line in (*answer.caveats, *answer.assumptions):
        words.append(f"· {line}\n", style="dim")
    words.append("".join(f"source: {line}\n" for line in answer.sources), style="dim")
    words.append(f"again: {answer.repeat.command}")
    return Group(offers, paid, words)


def billions(musd: float) -> str:
    """Million USD as billions with a sign; a third decimal where one would not show it."""
    return f"{musd / 1e3:+,.1f}" if abs(musd) >= 1e3 else f"{musd / 1e3:+,.3f}"


def payment_words(value: float | None, first: str, second: str) -> str:
    """A payment with its direction, or that none can do."""
    if value is None:
        return "none can"
    if abs(value) < 0.5:
        return "0"
    size = billions(abs(value)).lstrip("+")
    return f"{size} {first}→{second}" if value > 0 else f"{size} {second}→{first}"
