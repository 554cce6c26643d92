"""Quantity rules: export-control limits and purchase pledges, with the wedges that make them hold.

A limit is an export tax on one flow whose rent stays with the exporter; a pledge is a subsidy the
importer pays on one flow. Each wedge is zero where the rule does not bind, else exactly large enough.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from detente.economy.model.kernel import Array
from detente.economy.model.result import Result, Shadow
from detente.economy.model.scenario import QuantityRule, Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.terms import SolveError

PRECISE = 1e-9


def solve_with_rules(world: World, scenario: Scenario, model: Model, *, settings: Any) -> Result:
    """Give the equilibrium in which every rule holds; called through ``solve``.

    Wedges are logs of one plus the ad valorem wedge, kept at or above zero; the search is Newton's
    method on the binding rules, with derivatives by differences and halved steps.
    """
    rules = scenario.rules
    free = replace(scenario, rules=())
    wedge = np.zeros(len(rules))
    last: Result | None = None

    def outcome(at: Array, begin: Result | None) -> tuple[Result, Array]:
        from detente.economy.model.solving import solve

        result = solve(world, wedged(world, free, rules, at), model, settings=settings, start=begin)
        return result, np.array([gap(result, rule) for rule in rules])

    result, gaps = outcome(wedge, last)
    for _ in range(60):
        active = (gaps > PRECISE) | (wedge > 0)
        if np.all(np.abs(np.where(wedge > 0, gaps, np.maximum(gaps, 0.0))) <= PRECISE):
            return _finish(world, scenario, rules, wedge, result)
        spots = np.flatnonzero(active)
        slope = np.empty((len(spots), len(spots)))
        for column, spot in enumerate(spots):
            moved = wedge.copy()
            moved[spot] += 1e-5
            slope[:, column] = (outcome(moved, result)[1][spots] - gaps[spots]) / 1e-5
        try:
            change = -np.linalg.solve(slope, gaps[spots])
        except np.linalg.LinAlgError:
            break
        length = min(1.0, 1.0 / max(1e-12, float(np.abs(change).max())))
        for _ in range(12):
            trial = wedge.copy()
            trial[spots] = np.maximum(0.0, wedge[spots] + length * change)
            try:
                following, renewed = outcome(trial, result)
            except SolveError:
                length /= 2
                continue
            if (
                _miss(trial, renewed) < _miss(wedge, gaps) * (1 - 1e-4 * length)
                or _miss(trial, renewed) < PRECISE
            ):
                break
            length /= 2
        else:
            break
        wedge, result, gaps = trial, following, renewed
    worst = int(np.argmax(np.abs(gaps)))
    raise SolveError(
        f"the rule «{rules[worst].text}» was missed by a factor {np.exp(gaps[worst]):.4g}",
        where=f"scenario {scenario.name!r}",
        remedy="ask for a quantity nearer the baseline, or drop rules that contradict each other",
    )


def wedged(world: World, scenario: Scenario, rules: tuple[QuantityRule, ...], wedge: Array) -> Scenario:
    """The scenario with each rule's wedge put on its flow."""
    tariff = (world.tariff if scenario.tariff is None else scenario.tariff).copy()
    tax = np.zeros_like(tariff) if scenario.export_tax is None else scenario.export_tax.copy()
    for rule, size in zip(rules, wedge, strict=True):
        i, n, j = world.region(rule.exporter), world.region(rule.importer), world.sector(rule.sector)
        if rule.kind == "limit":
            tax[i, n, j] = (1.0 + tax[i, n, j]) * np.exp(size) - 1.0
        else:
            tariff[i, n, j] = (1.0 + tariff[i, n, j]) * np.exp(-size) - 1.0
    return replace(scenario, tariff=tariff, export_tax=tax if np.any(tax) else None)


def quantity_ratio(result: Result, rule: QuantityRule) -> float:
    """Quantity of a rule's flow over its baseline quantity: value at the factory gate over unit cost."""
    world = result.world
    i, n, j = world.region(rule.exporter), world.region(rule.importer), world.sector(rule.sector)
    tax = 0.0 if result.scenario.export_tax is None else float(result.scenario.export_tax[i, n, j])
    value = float(result.trade[i, n, j]) / (1.0 + tax)
    return value / float(world.trade[i, n, j]) / float(result.unit_cost[i, j])


def gap(result: Result, rule: QuantityRule) -> float:
    """Log distance by which a rule is broken; positive means broken, negative means slack."""
    excess = float(np.log(quantity_ratio(result, rule) / rule.ratio))
    return excess if rule.kind == "limit" else -excess


def _miss(wedge: Array, gaps: Array) -> float:
    return float(np.abs(np.where(wedge > 0, gaps, np.maximum(gaps, 0.0))).max())


def _finish(
    world: World, scenario: Scenario, rules: tuple[QuantityRule, ...], wedge: Array, result: Result
) -> Result:
    shadows = []
    for rule, size in zip(rules, wedge, strict=True):
        i, n, j = world.region(rule.exporter), world.region(rule.importer), world.sector(rule.sector)
        flow = float(result.trade[i, n, j])
        if rule.kind == "limit":
            rate = float(np.expm1(size))
            value = flow * rate / (1.0 + rate)
        else:
            rate = float(-np.expm1(-size))
            before = 1.0 + float((world.tariff if scenario.tariff is None else scenario.tariff)[i, n, j])
            value = flow * before * rate
        shadows.append(Shadow(rule.text, rate, quantity_ratio(result, rule), value))
    from detente.economy.model.solving import assumptions

    return replace(result, shadows=tuple(shadows), assumptions=assumptions(world, scenario, result.model))
