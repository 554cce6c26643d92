"""Continuation: a shock that does not solve at once is walked in equal steps from the baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from detente.economy.model.kernel import Array
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.world import World
from detente.economy.solver.settings import Settings
from detente.terms import SolveError

SolveOnce = Callable[[Scenario, Result | None], Result]


def solve_with_continuation(
    solve_once: SolveOnce, world: World, scenario: Scenario, settings: Settings, start: Result | None
) -> Result:
    """Give the result of one solve, or of a walk to it where the one solve fails and no start was given."""
    try:
        return solve_once(scenario, start)
    except SolveError as fault:
        if start is not None or settings.steps < 2:
            raise
        return _walk(solve_once, world, scenario, settings.steps, fault)


def _walk(solve_once: SolveOnce, world: World, scenario: Scenario, steps: int, fault: SolveError) -> Result:
    """Walk from the baseline to the scenario in equal steps of logs, each from the last equilibrium."""
    reached: Result | None = None
    for step in range(1, steps + 1):
        part = scenario if step == steps else part_of_shock(world, scenario, step / steps)
        try:
            reached = solve_once(part, reached)
        except SolveError as stopped:
            raise SolveError(
                f"{fault.what}; walking there in {steps} steps stopped at step {step}",
                where=fault.where,
                remedy=fault.remedy,
            ) from stopped
    if reached is None:  # pragma: no cover - steps is at least two
        raise fault
    return replace(reached, method=f"{steps} steps of the shock, {reached.method}")


def part_of_shock(world: World, scenario: Scenario, share: float) -> Scenario:
    """A share of a shock, in logs of one plus each rate and of each trade cost."""

    def fraction(new: Array | None, old: Array | float) -> Array | None:
        if new is None:
            return None
        part: Array = np.exp((1.0 - share) * np.log(old) + share * np.log(new))
        return part

    tariff = fraction(None if scenario.tariff is None else 1.0 + scenario.tariff, 1.0 + world.tariff)
    tax = fraction(None if scenario.export_tax is None else 1.0 + scenario.export_tax, 1.0)
    return replace(
        scenario,
        tariff=None if tariff is None else tariff - 1.0,
        trade_cost=fraction(scenario.trade_cost, 1.0),
        export_tax=None if tax is None else tax - 1.0,
    )
