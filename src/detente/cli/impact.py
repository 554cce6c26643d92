"""What an outcome does to the world, and which package both sides would sign."""

from __future__ import annotations

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
    if _shown(answer, html, json=json):
        return 0
    from detente.report.impact_tables import impact_tables

    table(impact_tables(answer))
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
    if name is None and packages is None and not dated:
        name = "present"
    _check_table(
        name, dated=dated, packages=packages, asked=bool(offer) or threat != "plus100" or soybeans != 1.25
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
    if _shown(answer, html, json=json):
        return 0
    from detente.report.impact_tables import bargain_tables

    table(bargain_tables(answer))
    return 0


def _check_table(name: str | None, *, dated: bool, packages: Path | None, asked: bool) -> None:
    """Refuse options that a table of packages does not take.

    Parameters
    ----------
    asked
        Whether a threat, a pledge or an offer was given.
    """
    if packages is not None and dated:
        raise InputError("a file of packages has no day", where="--packages", remedy="leave --known out")
    if name is not None and (dated or packages is not None):
        raise InputError(
            f"the table {name!r} brings its own day and packages",
            remedy="leave --known, --hindsight and --packages out, or the name",
        )
    if name is not None and asked:
        raise InputError(
            f"the table {name!r} brings its own packages",
            remedy="--threat, --soybeans and --offer go with --known DAY",
        )


def _shown(answer: Any, html: Path | None, *, json: bool) -> bool:
    """Whether the answer was printed as JSON, or written as a page and that said; else tables are due."""
    if json:
        as_json(answer)
    elif html is not None:
        table(f"written: {html}")
    return json or html is not None
