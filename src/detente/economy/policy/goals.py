"""A player's goal as a function of its own tariffs, with its gradient by the adjoint of the step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.economy.model.adjoint import Adjoints, TariffParts, total_tariff_parts, zero_adjoints
from detente.economy.model.assembly import assemble_economy
from detente.economy.model.kernel import (
    Array,
    Economy,
    Point,
    Prepared,
    evaluate,
    opening,
    prepare,
    quick_step,
)
from detente.economy.model.monopolistic_adjoint import total_firm_tariff_parts
from detente.economy.model.monopolistic_assembly import firm_economy
from detente.economy.model.monopolistic_kernel import FirmEconomy
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.firm_goals import (
    FirmEquilibrium,
    firm_equilibrium,
    firm_goal_adjoints,
    with_tariffs,
)
from detente.economy.solver.anderson import Search, settle
from detente.terms import SolveError


@dataclass
class Goal:
    """Log of a player's (weighted) real income over the baseline, as a function of its own tariffs.

    Call ``value_and_gradient`` with the player's rates, (N exporters, J): it gives the log and its
    gradient of the same shape. The last equilibrium is the start of the next search; ``parts`` are
    the two powers of 1 + t behind the last gradient, (N, J).
    """

    world: World
    model: Model
    scenario: Scenario
    player: int
    calls: int = 0
    steps: int = 0
    parts: TariffParts | None = None
    _state: Array | None = None
    _economy: Any = None

    def __post_init__(self) -> None:
        tariff = self.world.tariff if self.scenario.tariff is None else self.scenario.tariff
        scenario = replace(self.scenario, tariff=tariff)
        assemble: Any = assemble_economy if self.model.firms is None else firm_economy
        self._economy = assemble(self.world, scenario, self.model)

    def value(self, rates: Array, *, tolerance: float = 1e-12) -> float:
        """Log goal without its gradient; the equilibrium is the start of the next search."""
        self.calls += 1
        if isinstance(self._economy, FirmEconomy):
            return float(np.log(self._firm_equilibrium(rates).welfare[self.player]))
        return self.goal_and_adjoints(*self.equilibrium(rates, tolerance=tolerance))[0]

    def value_and_gradient(self, rates: Array) -> tuple[float, Array]:
        """Log goal and its gradient in the player's own rates, (N, J)."""
        self.calls += 1
        if isinstance(self._economy, FirmEconomy):
            return self._value_and_gradient_of_firms(rates)
        ready, at = self.equilibrium(rates)
        value, adjoints = self.goal_and_adjoints(ready, at)
        (parts,) = total_tariff_parts(ready, at, adjoints, [self.player])
        self.parts = TariffParts(parts.reach.T, parts.wedge.T, parts.power.T)
        return value, self.parts.slope(rates)

    def equilibrium(self, rates: Array, *, tolerance: float = 1e-12) -> tuple[Prepared, Point]:
        """The equilibrium at the player's rates, (N, J): the arrays of the step and its point."""
        base: Economy = self._economy
        n = self.player
        tariff, shares = base.tariff.copy(), base.shares.copy()
        tariff[:, n, :] = rates.T
        ratio = (1.0 + tariff[:, n, :]) / (1.0 + base.tariff[:, n, :])
        shares[:, n, :] *= ratio ** -base.theta[:, None]
        ready = prepare(replace(base, tariff=tariff, shares=shares))
        start = opening(ready) if self._state is None else self._state
        search = settle(lambda state: quick_step(ready, state), start, tolerance=tolerance)
        self._keep(search)
        return ready, evaluate(ready, search.state)

    def goal_and_adjoints(self, ready: Prepared, at: Point) -> tuple[float, Adjoints]:
        """Log goal at a point, and its adjoints: how a unit more of each quantity moves it."""
        world, n = ready.world, self.player
        adjoints = zero_adjoints(ready)
        final = world.final[:, n]
        log_index = float(-(final * np.log(at.demand[:, n]) / world.theta).sum())
        adjoints.demand[:, n] += final / (world.theta * at.demand[:, n])
        if self.model.weights is None:
            adjoints.income[n] += 1.0 / at.income[n]
            return float(np.log(at.income[n] / self.world.income[n]) - log_index), adjoints
        weight = np.asarray(self.model.weights)[n]
        paid = weight * world.labor[:, n]
        labor = float((paid * at.sales[:, n]).sum())
        share = (at.revenue[n] + at.deficit[n]) / at.labor_paid[n]
        total = labor * (1.0 + share) + float((weight * world.profit[:, n] * at.sales[:, n]).sum())
        adjoints.sales[:, n] += (paid * (1.0 + share) + weight * world.profit[:, n]) / total
        adjoints.revenue[n] += labor / at.labor_paid[n] / total
        adjoints.labor_paid[n] -= labor * share / at.labor_paid[n] / total
        old_labor = float((paid * world.output[:, n]).sum())
        old_share = (self.world.revenue[n] + self.world.deficit[n]) / world.labor_income[n]
        old = old_labor * (1.0 + old_share) + float((weight * world.profit[:, n] * world.output[:, n]).sum())
        return float(np.log(total / old) - log_index), adjoints

    def _firm_equilibrium(self, rates: Array) -> FirmEquilibrium:
        economy = with_tariffs(self._economy, slice(None), self.player, rates[:, 0])
        equilibrium = firm_equilibrium(economy, self._state, f"goal of {self.world.regions[self.player]}")
        self._state, self.steps = equilibrium.search.state, self.steps + equilibrium.search.iterations
        return equilibrium

    def _value_and_gradient_of_firms(self, rates: Array) -> tuple[float, Array]:
        n = self.player
        there = self._firm_equilibrium(rates)
        (parts,) = total_firm_tariff_parts(there.ready, there.at, firm_goal_adjoints(there, n), [n])
        self.parts = TariffParts(parts.reach[:, None], parts.wedge[:, None], parts.power)
        return float(np.log(there.welfare[n])), self.parts.slope(rates)

    def _keep(self, search: Search) -> None:
        if search.gap > 1e-9:
            raise SolveError(
                f"no equilibrium at the tariffs tried (gap {search.gap:.1e})",
                where=f"goal of {self.world.regions[self.player]}",
                remedy="tighten the bounds on tariffs",
            )
        self._state, self.steps = search.state, self.steps + search.iterations
