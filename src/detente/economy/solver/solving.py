"""Solve a scenario: from world, model and scenario to a certified result."""

from __future__ import annotations

from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.solver.markets import solve_markets
from detente.economy.solver.monopolistic import solve_firms
from detente.economy.solver.quantity_rules import solve_with_rules
from detente.economy.solver.settings import Settings


def solve(
    world: World,
    scenario: Scenario | None = None,
    model: Model | None = None,
    *,
    settings: Settings | None = None,
    start: Result | None = None,
) -> Result:
    """Give the equilibrium of a scenario, with its certificate.

    Parameters
    ----------
    world : accounts that clear; see ``rebalanced`` for those that do not.
    scenario : default the baseline itself.
    model : default ``Model.caliendo_parro()``.
    start : a result of the same world and model to begin the search from.

    Raises
    ------
    InputError
        The world's accounts do not clear, or arrays do not fit.
    SolveError
        No method reached a residual of 1e-10; names the market that is furthest off.
    """
    scenario = scenario or Scenario.base()
    model = model or Model.caliendo_parro()
    settings = settings or Settings()
    if model.firms is not None:
        return solve_firms(world, scenario, model, settings=settings, start=start)
    if scenario.rules:
        return solve_with_rules(world, scenario, model, settings=settings)
    return solve_markets(world, scenario, model, settings=settings, start=start)
