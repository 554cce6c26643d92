"""The transpose of one step of the firm-profit variant; the argument is that of ``transpose``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.economy.model.adjoint import TariffParts
from detente.economy.model.extras import scipy_part
from detente.economy.model.monopolistic_kernel import Array, FirmPoint, FirmReady


@dataclass
class FirmWorth:
    """What one more unit of each quantity is worth, by region."""

    wage: Array
    spend: Array
    labor: Array
    price: Array
    demand: Array
    border: Array
    revenue: Array
    kept: Array
    made: Array


def no_worth(regions: int) -> FirmWorth:
    """Worth zero of everything."""
    return FirmWorth(*(np.zeros(regions) for _ in range(9)))


@dataclass(frozen=True)
class FirmCarried:
    """Worth carried back to the state and to the places where tariffs enter."""

    state: Array
    demand: Array
    border: Array
    kept: Array


def back_through_firm_step(ready: FirmReady, at: FirmPoint, cotangent: Array) -> FirmWorth:
    """Give the worth of a point's quantities from the worth of the next state."""
    world = ready.world
    wage, spend, labor, price = cotangent.reshape(4, -1)
    worth = no_worth(len(wage))
    level = -(wage.sum() + spend.sum() + price.sum())
    asked = at.wage + world.relax * (np.log(at.earned / world.income) - at.wage - at.labor)
    wage, price = wage.copy(), price.copy()
    if world.price_numeraire:
        mass = world.spending * np.exp(at.price_wanted)
        price += level * mass / mass.sum()
    else:
        mass = world.income * np.exp(asked)
        wage += level * mass / mass.sum()
    worth.wage += wage * (1.0 - world.relax)
    worth.labor -= wage * world.relax
    earned = wage * world.relax / at.earned
    worth.kept += world.labor_share * earned
    worth.border += world.local_profit * earned
    wanted = spend / at.outlay
    worth.revenue += wanted
    worth.made += wanted + (wanted * world.transfer).sum() / world.income.sum()
    worth.kept += (1.0 - world.labor_share) * wanted
    kappa = world.labor_supply
    worth.wage += kappa * labor
    worth.price -= kappa * labor
    if world.income_tax:
        made = world.income * np.exp(at.wage + at.labor)
        worth.revenue += kappa * labor / (made - at.revenue)
        worth.made -= kappa * labor * at.revenue / (made * (made - at.revenue))
    worth.spend += price * (1.0 - world.pass_through)
    worth.wage -= price * (1.0 - world.pass_through)
    worth.demand -= price / (world.theta * at.demand)
    return worth


def back_through_firm_point(ready: FirmReady, at: FirmPoint, worth: FirmWorth) -> FirmCarried:
    """Give the worth of the state, of demand, border value and sales kept, from that of a point."""
    world = ready.world
    beta, theta, psi = world.labor_share, world.theta, world.scale
    made = worth.made * world.income * np.exp(at.wage + at.labor)
    outlay = worth.revenue.copy()
    border = worth.border - worth.revenue
    inflow = at.supply @ ready.net
    reached = ready.exported @ at.per_share
    per_share = border * inflow + (worth.kept * at.supply) @ ready.exported
    outlay += per_share / at.demand
    demand = worth.demand - per_share * at.per_share / at.demand
    supply = ready.net @ (border * at.per_share) + worth.kept * reached + world.shares @ demand
    cost = -theta * at.supply * supply
    wage = worth.wage + made + cost * (beta - psi * (1.0 - beta))
    price = worth.price + cost * ((1.0 - beta) + psi * (1.0 - beta))
    labor = worth.labor + made - psi * cost
    spend = worth.spend + outlay * world.spending * np.exp(at.spend)
    return FirmCarried(np.concatenate([wage, spend, labor, price]), demand, border * at.per_share, worth.kept)


def firm_tariff_parts(ready: FirmReady, at: FirmPoint, carried: FirmCarried, importer: int) -> TariffParts:
    """Give the parts of one importer's tariff on each exporter, (N,), from what was carried back."""
    world = ready.world
    net = ready.net[:, importer] * at.supply
    exported = ready.exported[:, importer] * at.supply
    wedge = net * carried.border[importer] + exported * at.per_share[importer] * carried.kept
    power = np.asarray(world.theta * world.pass_through[importer])
    reach = world.shares[:, importer] * at.supply * carried.demand[importer]
    return TariffParts(reach, wedge, power)


def solve_firm_transpose(ready: FirmReady, at: FirmPoint, goal: Array) -> Array:
    """λ = T_xᵀ λ + goal, by GMRES with products of the transpose."""
    linalg = scipy_part("sparse.linalg")

    size = goal.size

    def product(vector: Array) -> Array:
        return vector - back_through_firm_point(ready, at, back_through_firm_step(ready, at, vector)).state

    operator = linalg.LinearOperator((size, size), matvec=product, dtype=float)
    found, _ = linalg.gmres(operator, goal, rtol=1e-10, atol=0.0, restart=min(size, 150), maxiter=6)
    return np.asarray(found)
