"""The adjoint of one step of monopolistic competition; the argument is that of ``adjoint``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.economy.model.adjoint import TariffParts
from detente.economy.model.extras import scipy_part
from detente.economy.model.monopolistic_kernel import Array, FirmPoint, FirmReady


@dataclass
class FirmAdjoints:
    """What one more unit of each quantity is adjoints, by region."""

    wage: Array
    spend: Array
    labor: Array
    price: Array
    demand: Array
    border: Array
    revenue: Array
    kept: Array
    gdp: Array


def zero_firm_adjoints(regions: int) -> FirmAdjoints:
    """Adjoints of zero."""
    return FirmAdjoints(*(np.zeros(regions) for _ in range(9)))


@dataclass(frozen=True)
class FirmStateAdjoints:
    """Adjoints of the state, and of the places where tariffs enter."""

    state: Array
    demand: Array
    border: Array
    kept: Array


def pull_back_firm_step(ready: FirmReady, at: FirmPoint, cotangent: Array) -> FirmAdjoints:
    """Give the adjoints of a point's quantities from those of the next state."""
    world = ready.world
    wage, spend, labor, price = cotangent.reshape(4, -1)
    adjoints = zero_firm_adjoints(len(wage))
    level = -(wage.sum() + spend.sum() + price.sum())
    next_wage = at.wage + world.relax * (np.log(at.earned / world.income) - at.wage - at.labor)
    wage, price = wage.copy(), price.copy()
    if world.price_numeraire:
        mass = world.spending * np.exp(at.price_wanted)
        price += level * mass / mass.sum()
    else:
        mass = world.income * np.exp(next_wage)
        wage += level * mass / mass.sum()
    adjoints.wage += wage * (1.0 - world.relax)
    adjoints.labor -= wage * world.relax
    earned = wage * world.relax / at.earned
    adjoints.kept += world.labor_share * earned
    adjoints.border += world.local_profit * earned
    per_outlay = spend / at.outlay
    adjoints.revenue += per_outlay
    adjoints.gdp += per_outlay + (per_outlay * world.transfer).sum() / world.income.sum()
    adjoints.kept += (1.0 - world.labor_share) * per_outlay
    kappa = world.labor_supply
    adjoints.wage += kappa * labor
    adjoints.price -= kappa * labor
    if world.income_tax:
        gdp = world.income * np.exp(at.wage + at.labor)
        adjoints.revenue += kappa * labor / (gdp - at.revenue)
        adjoints.gdp -= kappa * labor * at.revenue / (gdp * (gdp - at.revenue))
    adjoints.spend += price * (1.0 - world.pass_through)
    adjoints.wage -= price * (1.0 - world.pass_through)
    adjoints.demand -= price / (world.theta * at.demand)
    return adjoints


def pull_back_firm_point(ready: FirmReady, at: FirmPoint, adjoints: FirmAdjoints) -> FirmStateAdjoints:
    """Give the adjoints of the state, of demand, border value and sales kept, from those of a point."""
    world = ready.world
    beta, theta, psi = world.labor_share, world.theta, world.scale
    gdp = adjoints.gdp * world.income * np.exp(at.wage + at.labor)
    outlay = adjoints.revenue.copy()
    border = adjoints.border - adjoints.revenue
    inflow = at.supply @ ready.net
    reached = ready.exported @ at.per_share
    per_share = border * inflow + (adjoints.kept * at.supply) @ ready.exported
    outlay += per_share / at.demand
    demand = adjoints.demand - per_share * at.per_share / at.demand
    supply = ready.net @ (border * at.per_share) + adjoints.kept * reached + world.shares @ demand
    cost = -theta * at.supply * supply
    wage = adjoints.wage + gdp + cost * (beta - psi * (1.0 - beta))
    price = adjoints.price + cost * ((1.0 - beta) + psi * (1.0 - beta))
    labor = adjoints.labor + gdp - psi * cost
    spend = adjoints.spend + outlay * world.spending * np.exp(at.spend)
    return FirmStateAdjoints(
        np.concatenate([wage, spend, labor, price]), demand, border * at.per_share, adjoints.kept
    )


def firm_tariff_parts(
    ready: FirmReady, at: FirmPoint, adjoints: FirmStateAdjoints, importer: int
) -> TariffParts:
    """Give the parts of one importer's tariff on each exporter, (N,), from the adjoints."""
    world = ready.world
    net = ready.net[:, importer] * at.supply
    exported = ready.exported[:, importer] * at.supply
    wedge = net * adjoints.border[importer] + exported * at.per_share[importer] * adjoints.kept
    power = np.asarray(world.theta * world.pass_through[importer])
    reach = world.shares[:, importer] * at.supply * adjoints.demand[importer]
    return TariffParts(reach, wedge, power)


def solve_firm_adjoint(ready: FirmReady, at: FirmPoint, goal: Array) -> Array:
    """λ = T_xᵀ λ + goal, by GMRES with products of the adjoint."""
    linalg = scipy_part("sparse.linalg")

    size = goal.size

    def product(vector: Array) -> Array:
        return vector - pull_back_firm_point(ready, at, pull_back_firm_step(ready, at, vector)).state

    operator = linalg.LinearOperator((size, size), matvec=product, dtype=float)
    multiplier, _ = linalg.gmres(operator, goal, rtol=1e-10, atol=0.0, restart=min(size, 150), maxiter=6)
    return np.asarray(multiplier)


def total_firm_tariff_parts(
    ready: FirmReady, at: FirmPoint, adjoints: FirmAdjoints, importers: Sequence[int]
) -> list[TariffParts]:
    """Give each importer's tariff parts of a goal at an equilibrium, its own response included."""
    direct = pull_back_firm_point(ready, at, adjoints)
    multiplier = solve_firm_adjoint(ready, at, direct.state)
    response = pull_back_firm_point(ready, at, pull_back_firm_step(ready, at, multiplier))
    return [
        firm_tariff_parts(ready, at, direct, n) + firm_tariff_parts(ready, at, response, n) for n in importers
    ]
