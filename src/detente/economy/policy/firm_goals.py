"""Equilibria of monopolistic competition at tariffs tried, and the adjoints of a region's welfare there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from detente.economy.model.monopolistic_adjoint import FirmAdjoints, zero_firm_adjoints
from detente.economy.model.monopolistic_certificate import firm_welfare
from detente.economy.model.monopolistic_kernel import (
    Array,
    FirmEconomy,
    FirmPoint,
    FirmReady,
    evaluate_firms,
    prepare_firms,
    quick_step_firms,
)
from detente.economy.solver.anderson import Search, settle
from detente.terms import SolveError


@dataclass(frozen=True, eq=False)
class FirmEquilibrium:
    """An equilibrium at tariffs tried.

    Attributes
    ----------
    welfare : (N,) hat; final : (N,) baseline final spending; see ``firm_welfare``.
    """

    ready: FirmReady
    at: FirmPoint
    welfare: Array
    final: Array
    search: Search


def with_tariffs(base: FirmEconomy, exporters: Any, importers: Any, rates: Array) -> FirmEconomy:
    """The economy with other rates on some flows, and the shares that follow."""
    tariff, shares = base.tariff.copy(), base.shares.copy()
    ratio = (1.0 + rates) / (1.0 + tariff[exporters, importers])
    shares[exporters, importers] *= ratio ** (-base.theta * base.pass_through[importers])
    tariff[exporters, importers] = rates
    return replace(base, tariff=tariff, shares=shares)


def firm_equilibrium(economy: FirmEconomy, start: Array | None, where: str) -> FirmEquilibrium:
    """Give the equilibrium of an economy, searched from a state (default: nothing changes).

    Raises
    ------
    SolveError
        No equilibrium at these tariffs; ``where`` says for whom they were tried.
    """
    ready = prepare_firms(economy)
    begin = np.zeros(4 * len(economy.income)) if start is None else start
    search = settle(lambda state: quick_step_firms(ready, state), begin, tolerance=1e-12)
    if search.gap > 1e-9:
        raise SolveError(
            f"no equilibrium at the tariffs tried (gap {search.gap:.1e})",
            where=where,
            remedy="tighten the bounds on tariffs",
        )
    at = evaluate_firms(ready, search.state)
    welfare, final = firm_welfare(economy, at)
    return FirmEquilibrium(ready, at, welfare, final, search)


def firm_goal_adjoints(equilibrium: FirmEquilibrium, n: int) -> FirmAdjoints:
    """How a unit more of each quantity moves the log welfare of region ``n``."""
    base, at, final = equilibrium.ready.world, equilibrium.at, equilibrium.final
    welfare = float(equilibrium.welfare[n])
    gdp = base.income * np.exp(at.wage + at.labor)
    tax = at.revenue[n] / gdp[n] if base.income_tax else 0.0
    fraction = base.labor_supply / (1.0 + base.labor_supply) * base.income[n] / final[n]
    weight = 1.0 / (1.0 - fraction * (1.0 - tax))
    price = float(np.exp(at.price[n]))
    transfer = base.transfer[n] * gdp.sum() / base.income.sum()
    real_final = (at.revenue[n] + gdp[n] + transfer) / final[n] / price
    real_labor = gdp[n] / base.income[n] / price
    adjoints = zero_firm_adjoints(len(base.income))
    adjoints.price[n] -= 1.0
    adjoints.revenue[n] += weight / final[n] / price / welfare
    adjoints.gdp[n] += (weight / final[n] + (1.0 - weight) / base.income[n]) / price / welfare
    adjoints.gdp += weight / final[n] * base.transfer[n] / base.income.sum() / price / welfare
    if base.income_tax:
        slope = -(weight**2) * fraction * (real_final - real_labor) / welfare
        adjoints.revenue[n] += slope / gdp[n]
        adjoints.gdp[n] -= slope * at.revenue[n] / gdp[n] ** 2
    return adjoints
