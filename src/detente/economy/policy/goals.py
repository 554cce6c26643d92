"""A player's goal as a function of its own tariffs, with its gradient by the transpose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.economy.model.adjoint import (
    TariffParts,
    back_through_point,
    back_through_step,
    nothing,
    solve_transpose,
    tariff_parts,
)
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
from detente.economy.model.monopolistic_adjoint import (
    FirmWorth,
    back_through_firm_point,
    back_through_firm_step,
    firm_tariff_parts,
    no_worth,
    solve_firm_transpose,
)
from detente.economy.model.monopolistic_assembly import firm_economy
from detente.economy.model.monopolistic_certificate import firm_welfare
from detente.economy.model.monopolistic_kernel import (
    FirmEconomy,
    FirmPoint,
    evaluate_firms,
    prepare_firms,
    quick_step_firms,
)
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.solver.anderson import settle
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
        self._economy = (
            assemble_economy(self.world, self._given(), self.model)
            if self.model.firms is None
            else firm_economy(self.world, self._given(), self.model)
        )

    def _given(self) -> Scenario:
        tariff = self.world.tariff if self.scenario.tariff is None else self.scenario.tariff
        return replace(self.scenario, tariff=tariff)

    def value(self, rates: Array, *, tolerance: float = 1e-12) -> float:
        """Log goal without its gradient; the equilibrium found is the start of the next search."""
        self.calls += 1
        if isinstance(self._economy, FirmEconomy):
            return self._firm_value(rates)[0]
        return self.worth_of(*self.equilibrium(rates, tolerance=tolerance))[0]

    def value_and_gradient(self, rates: Array) -> tuple[float, Array]:
        """Log goal and its gradient in the player's own rates, (N, J)."""
        self.calls += 1
        if isinstance(self._economy, FirmEconomy):
            return self._firms(rates)
        return self._markets(rates)

    def equilibrium(self, rates: Array, *, tolerance: float = 1e-12) -> tuple[Prepared, Point]:
        """The equilibrium at the player's rates, (N, J): the arrays of the step and its point."""
        base: Economy = self._economy
        n = self.player
        tariff = base.tariff.copy()
        tariff[:, n, :] = rates.T
        shares = base.shares.copy()
        ratio = (1.0 + tariff[:, n, :]) / (1.0 + base.tariff[:, n, :])
        shares[:, n, :] *= ratio ** -base.theta[:, None]
        ready = prepare(replace(base, tariff=tariff, shares=shares))
        found = settle(
            lambda state: quick_step(ready, state),
            opening(ready) if self._state is None else self._state,
            tolerance=tolerance,
        )
        if found.gap > 1e-9:
            raise SolveError(
                f"no equilibrium at the tariffs tried (gap {found.gap:.1e})",
                where=f"goal of {self.world.regions[n]}",
                remedy="tighten the bounds on tariffs",
            )
        self._state, self.steps = found.state, self.steps + found.iterations
        return ready, evaluate(ready, found.state)

    def _markets(self, rates: Array) -> tuple[float, Array]:
        n = self.player
        ready, at = self.equilibrium(rates)
        value, direct = self.worth_of(ready, at)
        here = back_through_point(ready, at, direct)
        multiplier = solve_transpose(ready, at, here.state)
        there = back_through_point(ready, at, back_through_step(ready, at, multiplier))
        parts = tariff_parts(ready, at, here, n) + tariff_parts(ready, at, there, n)
        self.parts = TariffParts(parts.reach.T, parts.wedge.T, parts.power.T)
        return value, self.parts.slope(rates)

    def worth_of(self, ready: Prepared, at: Point) -> tuple[float, Any]:
        """Log goal at a point, and what a unit more of each quantity is worth to it."""
        world, n = ready.world, self.player
        worth = nothing(ready)
        final = world.final[:, n]
        log_index = float(-(final * np.log(at.demand[:, n]) / world.theta).sum())
        worth.demand[:, n] += final / (world.theta * at.demand[:, n])
        if self.model.weights is None:
            worth.income[n] += 1.0 / at.income[n]
            return float(np.log(at.income[n] / self.world.income[n]) - log_index), worth
        weight = np.asarray(self.model.weights)[n]
        paid = weight * world.labor[:, n]
        labor = float((paid * at.sales[:, n]).sum())
        share = (at.revenue[n] + at.deficit[n]) / at.labor_paid[n]
        total = labor * (1.0 + share) + float((weight * world.profit[:, n] * at.sales[:, n]).sum())
        worth.sales[:, n] += (paid * (1.0 + share) + weight * world.profit[:, n]) / total
        worth.revenue[n] += labor / at.labor_paid[n] / total
        worth.labor_paid[n] -= labor * share / at.labor_paid[n] / total
        old_labor = float((paid * world.output[:, n]).sum())
        old_share = (self.world.revenue[n] + self.world.deficit[n]) / world.labor_income[n]
        old = old_labor * (1.0 + old_share) + float((weight * world.profit[:, n] * world.output[:, n]).sum())
        return float(np.log(total / old) - log_index), worth

    def _firm_value(self, rates: Array) -> tuple[float, Any, Any, Array, Array]:
        base: FirmEconomy = self._economy
        n = self.player
        tariff, shares = base.tariff.copy(), base.shares.copy()
        ratio = (1.0 + rates[:, 0]) / (1.0 + base.tariff[:, n])
        tariff[:, n] = rates[:, 0]
        shares[:, n] *= ratio ** (-base.theta * base.pass_through[n])
        ready = prepare_firms(replace(base, tariff=tariff, shares=shares))
        start = np.zeros(4 * len(rates)) if self._state is None else self._state
        found = settle(lambda state: quick_step_firms(ready, state), start, tolerance=1e-12)
        if found.gap > 1e-9:
            raise SolveError(
                f"no equilibrium at the tariffs tried (gap {found.gap:.1e})",
                where=f"goal of {self.world.regions[n]}",
                remedy="tighten the bounds on tariffs",
            )
        self._state, self.steps = found.state, self.steps + found.iterations
        at = evaluate_firms(ready, found.state)
        hat, final = firm_welfare(ready.world, at)
        return float(np.log(hat[n])), ready, at, hat, final

    def _firms(self, rates: Array) -> tuple[float, Array]:
        n = self.player
        value, ready, at, hat, final = self._firm_value(rates)
        worth = firm_worth(ready.world, at, n, hat, final)
        here = back_through_firm_point(ready, at, worth)
        multiplier = solve_firm_transpose(ready, at, here.state)
        there = back_through_firm_point(ready, at, back_through_firm_step(ready, at, multiplier))
        parts = firm_tariff_parts(ready, at, here, n) + firm_tariff_parts(ready, at, there, n)
        self.parts = TariffParts(parts.reach[:, None], parts.wedge[:, None], parts.power)
        return value, self.parts.slope(rates)


def firm_worth(base: FirmEconomy, at: FirmPoint, n: int, hat: Array, final: Array) -> FirmWorth:
    """What a unit more of each quantity is worth to the log welfare of region ``n`` in the firm-profit variant.

    ``hat`` and ``final`` are those of ``firm_welfare``.
    """
    welfare = float(hat[n])
    made = base.income * np.exp(at.wage + at.labor)
    tax = at.revenue[n] / made[n] if base.income_tax else 0.0
    fraction = base.labor_supply / (1.0 + base.labor_supply) * base.income[n] / final[n]
    weight = 1.0 / (1.0 - fraction * (1.0 - tax))
    price = float(np.exp(at.price[n]))
    grown = base.transfer[n] * made.sum() / base.income.sum()
    real_final = (at.revenue[n] + made[n] + grown) / final[n] / price
    real_labor = made[n] / base.income[n] / price
    worth = no_worth(len(base.income))
    worth.price[n] -= 1.0
    worth.revenue[n] += weight / final[n] / price / welfare
    worth.made[n] += (weight / final[n] + (1.0 - weight) / base.income[n]) / price / welfare
    worth.made += weight / final[n] * base.transfer[n] / base.income.sum() / price / welfare
    if base.income_tax:
        slope = -(weight**2) * fraction * (real_final - real_labor) / welfare
        worth.revenue[n] += slope / made[n]
        worth.made[n] -= slope * at.revenue[n] / made[n] ** 2
    return worth
