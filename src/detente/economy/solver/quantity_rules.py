"""Quantity rules: export-control limits and purchase pledges, with the wedges that make them hold.

A limit is an export tax on one flow whose rent stays with the exporter; a pledge is a subsidy the
importer pays on one flow. Each wedge is zero where the rule does not bind, else exactly large enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.kernel import Array
from detente.economy.model.result import Result, Shadow
from detente.economy.model.scenario import QuantityRule, Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.solver.assumptions import assumptions_of
from detente.economy.solver.markets import solve_markets
from detente.economy.solver.settings import Settings
from detente.terms import SolveError

PRECISE = 1e-9
ROUNDS = 60
HALVINGS = 12
DIFFERENCE = 1e-5


@dataclass(frozen=True, eq=False)
class _Trial:
    """Wedges tried, in logs of one plus the ad valorem wedge, and what comes of them.

    Attributes
    ----------
    wedge : (R,) zero or more; gaps : (R,) log distance by which each rule is broken, negative if slack.
    """

    wedge: Array
    gaps: Array
    result: Result

    @property
    def miss(self) -> float:
        """Largest distance from complementarity: a gap where a wedge is set, or a broken rule without one."""
        return float(np.abs(np.where(self.wedge > 0, self.gaps, np.maximum(self.gaps, 0.0))).max())


def solve_with_rules(world: World, scenario: Scenario, model: Model, *, settings: Settings) -> Result:
    """Give the equilibrium in which every rule holds; called through ``solve``.

    Wedges are kept at or above zero; the search is Newton's method on the binding rules, with
    derivatives by differences and halved steps.
    """
    rules = scenario.rules
    free = replace(scenario, rules=())

    def attempt(wedge: Array, start: Result | None) -> _Trial:
        result = solve_markets(
            world, wedged(world, free, rules, wedge), model, settings=settings, start=start
        )
        return _Trial(wedge, np.array([gap(result, rule) for rule in rules]), result)

    def slopes(at: _Trial, spots: NDArray[np.intp]) -> Array:
        slope = np.empty((len(spots), len(spots)))
        for column, spot in enumerate(spots):
            moved = at.wedge.copy()
            moved[spot] += DIFFERENCE
            slope[:, column] = (attempt(moved, at.result).gaps[spots] - at.gaps[spots]) / DIFFERENCE
        return slope

    def shortened(at: _Trial, spots: NDArray[np.intp], change: Array) -> _Trial | None:
        length = min(1.0, 1.0 / max(1e-12, float(np.abs(change).max())))
        for _ in range(HALVINGS):
            wedge = at.wedge.copy()
            wedge[spots] = np.maximum(0.0, at.wedge[spots] + length * change)
            try:
                trial = attempt(wedge, at.result)
            except SolveError:
                length /= 2
                continue
            if trial.miss < at.miss * (1 - 1e-4 * length) or trial.miss < PRECISE:
                return trial
            length /= 2
        return None

    at = attempt(np.zeros(len(rules)), None)
    for _ in range(ROUNDS):
        if at.miss <= PRECISE:
            return _with_shadows(world, scenario, at)
        spots = np.flatnonzero((at.gaps > PRECISE) | (at.wedge > 0))
        try:
            change = -np.asarray(np.linalg.solve(slopes(at, spots), at.gaps[spots]), dtype=float)
        except np.linalg.LinAlgError:
            break
        trial = shortened(at, spots, change)
        if trial is None:
            break
        at = trial
    worst = int(np.argmax(np.abs(at.gaps)))
    raise SolveError(
        f"the rule «{rules[worst].text}» was missed by a factor {np.exp(at.gaps[worst]):.4g}",
        where=f"scenario {scenario.name!r}",
        remedy="ask for a quantity nearer the baseline, or drop rules that contradict each other",
    )


def wedged(world: World, scenario: Scenario, rules: tuple[QuantityRule, ...], wedge: Array) -> Scenario:
    """The scenario with each rule's wedge put on its flow."""
    tariff = (world.tariff if scenario.tariff is None else scenario.tariff).copy()
    tax = np.zeros_like(tariff) if scenario.export_tax is None else scenario.export_tax.copy()
    for rule, size in zip(rules, wedge, strict=True):
        i, n, j = place_of(world, rule)
        if rule.kind == "limit":
            tax[i, n, j] = (1.0 + tax[i, n, j]) * np.exp(size) - 1.0
        else:
            tariff[i, n, j] = (1.0 + tariff[i, n, j]) * np.exp(-size) - 1.0
    return replace(scenario, tariff=tariff, export_tax=tax if np.any(tax) else None)


def place_of(world: World, rule: QuantityRule) -> tuple[int, int, int]:
    """Exporter, importer and sector of a rule's flow, as positions in the world's arrays."""
    return world.region(rule.exporter), world.region(rule.importer), world.sector(rule.sector)


def quantity_ratio(result: Result, rule: QuantityRule) -> float:
    """Quantity of a rule's flow over its baseline quantity: value at the factory gate over unit cost."""
    i, n, j = place_of(result.world, rule)
    tax = 0.0 if result.scenario.export_tax is None else float(result.scenario.export_tax[i, n, j])
    value = float(result.trade[i, n, j]) / (1.0 + tax)
    return value / float(result.world.trade[i, n, j]) / float(result.unit_cost[i, j])


def gap(result: Result, rule: QuantityRule) -> float:
    """Log distance by which a rule is broken; positive means broken, negative means slack."""
    excess = float(np.log(quantity_ratio(result, rule) / rule.ratio))
    return excess if rule.kind == "limit" else -excess


def _with_shadows(world: World, scenario: Scenario, at: _Trial) -> Result:
    """The result with the wedge of each rule as an ad valorem rate, and what it is worth."""
    shadows = []
    for rule, size in zip(scenario.rules, at.wedge, strict=True):
        i, n, j = place_of(world, rule)
        flow = float(at.result.trade[i, n, j])
        if rule.kind == "limit":
            rate = float(np.expm1(size))
            value = flow * rate / (1.0 + rate)
        else:
            rate = float(-np.expm1(-size))
            before = 1.0 + float((world.tariff if scenario.tariff is None else scenario.tariff)[i, n, j])
            value = flow * before * rate
        shadows.append(Shadow(rule.text, rate, quantity_ratio(at.result, rule), value))
    lines = assumptions_of(world, scenario, at.result.model)
    return replace(at.result, shadows=tuple(shadows), assumptions=lines)
