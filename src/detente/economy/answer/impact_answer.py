"""One call from a day, an outcome or a matrix to what it does to the world."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from detente.economy.answer.answers import ImpactAnswer, ReadingRow, RepeatNote, RuleRow
from detente.economy.answer.counterfactual import (
    Counterfactual,
    Rows,
    check_counterfactual,
    comparison_of,
    open_on,
    scenario_of,
    with_day_of_knowledge,
)
from detente.economy.answer.rows import flow_rows, region_row, sector_rows
from detente.economy.data.worldfiles import world_of
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.draws import Draws, monte_carlo
from detente.economy.policy.law_duties import LawRates, both_sides
from detente.economy.policy.law_scenario import BASE_DAY, Bound, law_world
from detente.economy.solver.solving import solve
from detente.regime import OneReading, Reading

CAVEATS = (
    "long run: full employment, no adjustment path, no capital, no exchange-rate or monetary response",
    "signs can depend on elasticities and on the use of revenue: ask for draws before relying on a sign",
    "the accounts are of one year; the mix of trade has moved since",
)


def impact(
    *,
    outcome: str | None = None,
    on: str | None = None,
    known: str | None = None,
    matrix: str | Path | Sequence[Mapping[str, str]] | None = None,
    add_us_on_china: str | None = None,
    in_kind: bool = False,
    rules: Sequence[str] = (),
    against: str | None = None,
    world: World | str | Path | None = None,
    model: Model | None = None,
    draws: int = 0,
    seed: int = 0,
    bound: Bound = "low",
    workers: int = 1,
    reading: Reading = "both",
) -> ImpactAnswer:
    """What a day, an outcome or a matrix of tariffs does to trade, prices and real income.

    Parameters
    ----------
    outcome : ``extend``, ``lapse`` or ``CLOCK=OUTCOME`` as known on ``known``, or the name of an outcome
        of ``detente.outlook`` (``truce``, ``plus100``, ``busan`` …), which brings its own day.
    on, known : the law of a day as known on a day; an outcome of a clock takes the last day on which the
        law was checked where neither is given.
    matrix : a CSV file or rows of exporter, importer, sector, rate; rates replace the baseline's.
    add_us_on_china : further points on all goods of China, for a threat no instrument carries.
    in_kind : China adds the same points to goods of the United States.
    rules : quantity limits and pledges, such as ``limit:CHN:USA:metals:0.5``.
    against : an outcome or a day to compare with; default the baseline of the world.
    draws : draws of elasticities for intervals and sign confidence.
    bound : which bound of duties that depend on a missing fact.
    reading : what the duties follow where an extension was announced and no instrument was seen.

    Raises
    ------
    InputError, SolveError
        Each says what, where, and what to do.

    Examples
    --------
    >>> rows = [{"exporter": "CHN", "importer": "USA", "sector": "electronics", "rate": "25%"}]
    >>> impact(matrix=rows).regions[0].region
    'ARG'
    """
    rows = None if matrix is None or isinstance(matrix, (str, Path)) else matrix
    asked = Counterfactual(
        outcome=outcome,
        on=on,
        known=known,
        matrix="rows" if rows is not None else None if matrix is None else str(matrix),
        add_us_on_china=add_us_on_china,
        in_kind=in_kind,
        rules=tuple(rules),
        reading=reading,
    )
    check_counterfactual(asked)
    asked = with_day_of_knowledge(asked, against)
    law_used = bool(outcome or on or add_us_on_china or against)
    base = both_sides(BASE_DAY) if law_used else None
    pair = _solved_pair(world_of(world), base, asked, against, model, bound, rows)
    lots = None
    if draws:
        scenarios = [pair.scenario, pair.comparison]
        lots = monte_carlo(pair.world, scenarios, model, draws=draws, seed=seed, workers=workers)
    gap = None
    if pair.law is not None and base is not None:
        gap = _bound_gap(
            pair, _solved_pair(world_of(world), base, asked, against, model, _other(bound), rows)
        )
    command = _command(asked, against, draws, seed, bound) + _world_flags(model, world)
    made = _answer(pair, lots, draws=draws, bound=bound, gap=gap, command=command)
    if reading != "both" or pair.law is None or not open_on(pair.law):
        return made
    told = replace(asked, reading="announced")
    other = _solved_pair(world_of(world), base, told, against, model, bound, rows)
    return made.model_copy(update={"readings": _of_both(pair, other)})


def _of_both(text: _Pair, announced: _Pair) -> tuple[ReadingRow, ...]:
    """Every region under both readings; nothing where they agree."""
    rows = []
    for n, label in enumerate(text.world.regions):
        for reading, pair in zip(get_args(OneReading), (text, announced), strict=True):
            row = region_row(pair.result, pair.compared, n, label, None)
            rows.append(
                ReadingRow(
                    reading=reading, region=label, real_income_pct=row.real_income_pct,
                    welfare_musd=row.welfare_musd,
                )
            )  # fmt: skip
    apart = any(a.real_income_pct != b.real_income_pct for a, b in zip(rows[::2], rows[1::2], strict=True))
    return tuple(rows) if apart else ()


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two solved scenarios of one world: the one asked for, and the one it is compared with."""

    world: World
    scenario: Scenario
    comparison: Scenario
    result: Result
    compared: Result
    law: LawRates | None


def _solved_pair(
    world: World,
    base: Sequence[LawRates] | None,
    asked: Counterfactual,
    against: str | None,
    model: Model | None,
    bound: Bound,
    rows: Rows | None,
) -> _Pair:
    """Both scenarios at one bound, solved; the world carries the law's duties of its year if it is used."""
    if base is not None:
        world = law_world(world, base, bound=bound)
    scenario, law = scenario_of(world, asked, bound, rows)
    # a day compared with is known on itself unless a day of knowledge was given
    dated = against is not None and against[:4].isdigit()
    comparison = comparison_of(world, against, asked.known if dated else asked.known or asked.on, bound)
    return _Pair(
        world, scenario, comparison, solve(world, scenario, model), solve(world, comparison, model), law
    )


def _other(bound: Bound) -> Bound:
    return "high" if bound == "low" else "low"


def _bound_gap(pair: _Pair, opposite: _Pair) -> float:
    """Change of US real income at the other bound less that at this one, percentage points."""
    usa = pair.world.region("USA")
    here = pair.result.real_income[usa] / pair.compared.real_income[usa]
    there = opposite.result.real_income[usa] / opposite.compared.real_income[usa]
    return 100.0 * float(there) - 100.0 * float(here)


def _answer(
    pair: _Pair, lots: Draws | None, *, draws: int, bound: Bound, gap: float | None, command: str
) -> ImpactAnswer:
    world, result, compared, law = pair.world, pair.result, pair.compared, pair.law
    drawn = None if lots is None else lots.real_income_percent
    return ImpactAnswer(
        scenario=pair.scenario.name,
        against=pair.comparison.name,
        world=world.name,
        year=world.year,
        model=result.model.name,
        on=law.on if law else None,
        known=law.known if law else None,
        regions=tuple(region_row(result, compared, n, label, drawn) for n, label in enumerate(world.regions)),
        flows=flow_rows(result, compared),
        sectors=sector_rows(result, compared),
        rules=tuple(
            RuleRow(rule=s.rule, wedge_pct=100 * s.wedge, quantity_ratio=s.ratio, value_musd=s.value_musd)
            for s in result.shadows
        ),
        residual=max(result.residual, compared.residual),
        iterations=result.iterations,
        method=result.method,
        draws=draws,
        draws_failed=0 if lots is None else sum(lots.failed.values()),
        bound=bound,
        bound_gap_pct=gap,
        assumptions=result.assumptions,
        caveats=CAVEATS,
        sources=world.sources,
        repeat=RepeatNote(command=command, world=world.name, rules=law.rules if law else ""),
    )


def _command(asked: Counterfactual, against: str | None, draws: int, seed: int, bound: Bound) -> str:
    """The command that gives the answer again."""
    parts = ["detente", "impact", *asked.command_words]
    if against:
        parts += ["--against", against]
    if asked.in_kind:
        parts.append("--in-kind")
    for rule in asked.rules:
        parts += ["--rule", rule]
    if draws:
        parts += ["--draws", str(draws), "--seed", str(seed)]
    if bound != "low":
        parts += ["--bound", bound]
    return shlex.join(parts)


def _world_flags(model: Model | None, world: World | str | Path | None) -> str:
    """Flags of a model and of a world's file, where they are not the usual ones."""
    parts: list[str] = []
    if model is not None:
        if model.deficits != "fixed":
            parts += ["--deficits", model.deficits]
        for name in model.critical:
            parts += ["--critical", name]
        if model.input_substitution != 1.0:
            parts += ["--substitution", f"{model.input_substitution:g}"]
    if isinstance(world, (str, Path)):
        parts += ["--world", str(world)]
    return " " + shlex.join(parts) if parts else ""
