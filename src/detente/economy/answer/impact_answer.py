"""One call from a day, an outcome or a matrix to an answer."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from detente.economy.answer.answers import ImpactAnswer, RepeatNote, RuleRow
from detente.economy.answer.rows import flow_rows, region_row, sector_rows
from detente.economy.data.plainfiles import read_rows
from detente.economy.model.scenario import Scenario, from_rows, read_rate, read_rule
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.draws import monte_carlo
from detente.economy.policy.law_scenario import (
    BASE_DAY,
    Bound,
    LawRates,
    both_sides,
    law_scenario,
    law_world,
    outcome_rates,
)
from detente.economy.policy.packages import answered, goods_of, world_of
from detente.economy.solver.solving import solve
from detente.terms import InputError

CAVEATS = (
    "long run: full employment, no adjustment path, no capital, no exchange-rate or monetary response",
    "signs can hang on elasticities and on the use of revenue: ask for draws before leaning on a sign",
    "the accounts are of one year; the mix of trade has moved since",
)


@dataclass(frozen=True)
class Asked:
    """What was asked for, in the words of the command line."""

    outcome: str | None = None
    on: str | None = None
    known: str | None = None
    matrix: str | None = None
    add_us_on_china: str | None = None
    in_kind: bool = False
    rules: tuple[str, ...] = ()
    state: Literal["by_text", "announced"] = "by_text"

    @property
    def empty(self) -> bool:
        """Whether nothing was asked for but the baseline."""
        return not (self.outcome or self.on or self.matrix or self.add_us_on_china or self.rules)


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
) -> ImpactAnswer:
    """What a day, an outcome or a matrix of tariffs does to trade, prices and real income.

    Parameters
    ----------
    outcome : ``extend``, ``lapse`` or ``CLOCK=OUTCOME`` as known on ``known``, or the name of an outcome
        of ``detente.outlook`` (``truce``, ``plus100``, ``busan`` …), which brings its own day.
    on, known : the law of a day as known on a day.
    matrix : a CSV file or rows of exporter, importer, sector, rate; rates replace the baseline's.
    add_us_on_china : further points on all goods of China, for a threat no instrument carries.
    in_kind : China adds the same points to goods of the United States.
    rules : quantity limits and pledges, such as ``limit:CHN:USA:metals:0.5``.
    against : an outcome or a day to compare with; default the baseline of the world.
    draws : draws of elasticities for intervals and sign confidence.
    bound : which bound of duties that hang on a missing fact.

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
    asked = Asked(
        outcome=outcome,
        on=on,
        known=known,
        matrix=str(matrix) if isinstance(matrix, (str, Path)) else ("rows" if matrix is not None else None),
        add_us_on_china=add_us_on_china,
        in_kind=in_kind,
        rules=tuple(rules),
    )
    if in_kind and not add_us_on_china:
        raise InputError(
            "an answer in kind needs an addition",
            where="in_kind",
            remedy="give add_us_on_china; outcomes hold China's answer",
        )
    if asked.empty:
        raise InputError(
            "nothing to compare",
            where="impact",
            remedy="give an outcome, a day (on), a matrix or an addition",
        )
    held = world_of(world)
    law_used = bool(outcome or on or add_us_on_china or against)
    base = both_sides(BASE_DAY) if law_used else None
    if base is not None:
        held = law_world(held, base, bound=bound)
    rows = matrix if matrix is not None and not isinstance(matrix, (str, Path)) else None
    scenario, used = _scenario(held, asked, bound, rows)
    other = _against(held, against, known, bound)
    result = solve(held, scenario, model)
    compared = solve(held, other, model)
    lots = (
        monte_carlo(held, [scenario, other], model, draws=draws, seed=seed, workers=workers)
        if draws
        else None
    )
    gap = None
    if used is not None and base is not None:
        turned: Bound = "high" if bound == "low" else "low"
        opposite = law_world(world_of(world), base, bound=turned)
        far = solve(opposite, _scenario(opposite, asked, turned, rows)[0], model)
        near_to = solve(opposite, _against(opposite, against, known, turned), model)
        usa = held.region("USA")
        gap = 100.0 * float(far.real_income[usa] / near_to.real_income[usa]) - 100.0 * float(
            result.real_income[usa] / compared.real_income[usa]
        )
    regions = []
    for n, label in enumerate(held.regions):
        regions.append(
            region_row(result, compared, n, label, None if lots is None else lots.real_income_percent)
        )
    return ImpactAnswer(
        scenario=scenario.name,
        against=other.name,
        world=held.name,
        year=held.year,
        model=result.model.name,
        on=used.on if used else None,
        known=used.known if used else None,
        regions=tuple(regions),
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
        sources=held.sources,
        repeat=RepeatNote(
            command=_command(asked, against, draws, seed, bound)
            + _model_flags(model, world if isinstance(world, (str, Path)) else None),
            world=held.name,
            rules=used.rules if used else "",
        ),
    )


def _scenario(
    world: World, asked: Asked, bound: Bound, rows: Sequence[Mapping[str, str]] | None
) -> tuple[Scenario, LawRates | None]:
    used: LawRates | None = None
    scenario = Scenario("baseline", tariff=world.tariff.copy())
    if asked.outcome:
        pair, words = outcome_rates(
            asked.outcome,
            known=asked.known or asked.on,
            on=asked.on if asked.known else None,
            state=asked.state,
        )
        used = pair[0]
        scenario = law_scenario(world, pair, name=asked.outcome, bound=bound)
        scenario = replace(scenario, notes=(*scenario.notes, words))
    elif asked.on:
        pair = both_sides(asked.on, known=asked.known, state=asked.state)
        used = pair[0]
        scenario = law_scenario(world, pair, bound=bound)
    if asked.matrix:
        if rows is None:
            rows = read_rows(Path(asked.matrix))
            if not rows or not {"exporter", "importer", "rate"} <= set(rows[0]):
                raise InputError(
                    "columns exporter, importer, sector, rate are needed",
                    where=asked.matrix,
                    remedy=f"found: {', '.join(rows[0]) if rows else 'no rows'}",
                )
        extra = from_rows(world, rows, name=Path(asked.matrix).name)
        start = scenario.tariff if scenario.tariff is not None else world.tariff
        changed = (
            extra.tariff != world.tariff if extra.tariff is not None else np.zeros_like(start, dtype=bool)
        )
        scenario = replace(
            scenario,
            name=Path(asked.matrix).name if used is None else f"{scenario.name} + {Path(asked.matrix).name}",
            tariff=np.where(changed, extra.tariff if extra.tariff is not None else start, start),
        )
    before = scenario
    if asked.add_us_on_china:
        points = read_rate(asked.add_us_on_china)
        scenario = scenario.with_tariff(world, points, exporter="CHN", importer="USA", sector=goods_of(world))
        label = (
            f"{before.name} + {asked.add_us_on_china} on China"
            if used
            else f"+{asked.add_us_on_china} on China"
        )
        scenario = replace(
            scenario,
            name=label,
            notes=(
                *scenario.notes,
                f"{asked.add_us_on_china} on all goods of China is assumed; no instrument gives it",
            ),
        )
    if asked.in_kind:
        scenario = answered(world, scenario, before, f"{scenario.name}, answered in kind")
    for text in asked.rules:
        rule = read_rule(text)
        label = rule.text if scenario.name == "baseline" else f"{scenario.name}; {rule.text}"
        scenario = scenario.with_rule(world, rule).named(label)
    return scenario, used


def _against(world: World, against: str | None, known: str | None, bound: Bound) -> Scenario:
    if not against or against == "baseline":
        return Scenario("baseline", tariff=world.tariff.copy())
    if against[:4].isdigit():
        return _scenario(world, Asked(on=against, known=known), bound, None)[0]
    return _scenario(world, Asked(outcome=against, known=known), bound, None)[0]


def _command(asked: Asked, against: str | None, draws: int, seed: int, bound: str) -> str:
    parts = ["detente", "impact"]
    for flag, value in (
        ("--outcome", asked.outcome),
        ("--on", asked.on),
        ("--known", asked.known),
        ("--matrix", asked.matrix),
        ("--add-us-on-china", asked.add_us_on_china),
        ("--against", against),
    ):
        if value:
            parts += [flag, value]
    if asked.in_kind:
        parts.append("--in-kind")
    for rule in asked.rules:
        parts += ["--rule", rule]
    if draws:
        parts += ["--draws", str(draws), "--seed", str(seed)]
    if bound != "low":
        parts += ["--bound", bound]
    return shlex.join(parts)


def _model_flags(model: Model | None, world: str | Path | None) -> str:
    parts: list[str] = []
    if model is not None:
        if model.deficits != "fixed":
            parts += ["--deficits", model.deficits]
        for name in model.critical:
            parts += ["--critical", name]
        if model.input_substitution != 1.0:
            parts += ["--substitution", f"{model.input_substitution:g}"]
    if world is not None:
        parts += ["--world", str(world)]
    return " " + shlex.join(parts) if parts else ""
