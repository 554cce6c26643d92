"""The adjoint of one step: how a small change of each quantity moves a goal, pulled back to tariffs.

If a state is left unchanged by the step, x = T(x, t), then the gradient of a goal g(x, t) in the
tariffs is g_t + T_tᵀ λ with λ = T_xᵀ λ + g_x: one linear system for any number of tariffs, where
finite differences need one equilibrium each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from detente.economy.model.extras import scipy_part
from detente.economy.model.kernel import Array, Point, Prepared
from detente.terms import InputError


@dataclass
class Adjoints:
    """Adjoints of the quantities of a point: how one more unit of each moves the goal."""

    wage: Array
    price: Array
    sales: Array
    labor_paid: Array
    profit: Array
    revenue: Array
    income: Array
    demand: Array
    output: Array


def zero_adjoints(ready: Prepared) -> Adjoints:
    """Adjoints of zero."""
    sectors, regions = ready.world.labor.shape
    by_sector = ("price", "sales", "demand", "output")
    return Adjoints(
        **{
            one.name: np.zeros((sectors, regions) if one.name in by_sector else regions)
            for one in fields(Adjoints)
        }
    )


@dataclass(frozen=True)
class StateAdjoints:
    """Adjoints of the state, and of the places where tariffs enter."""

    state: Array
    demand: Array
    border: Array
    sold: Array
    sales: Array


def pull_back_step(ready: Prepared, at: Point, cotangent: Array) -> Adjoints:
    """Give the adjoints of a point's quantities from those of the next state."""
    world = ready.world
    if world.critical is not None:
        raise InputError(
            "gradients are not available with critical-input nests",
            where="input_substitution",
            remedy="search optimal tariffs with input_substitution = 1",
        )
    sectors, regions = world.labor.shape
    cells = sectors * regions
    adjoints = zero_adjoints(ready)
    ratio = np.log(at.labor_paid / world.labor_income)
    following = at.log_wage + world.relax * (ratio - at.log_wage)
    mass = world.labor_income * np.exp(following)
    wage = cotangent[:regions]
    wage = wage - wage.sum() * mass / mass.sum()
    adjoints.wage += wage * (1.0 - world.relax)
    adjoints.labor_paid += wage * world.relax / at.labor_paid
    place = regions
    if world.has_inputs:
        price = cotangent[place : place + cells].reshape(sectors, regions)
        adjoints.demand -= price / (world.theta[:, None] * at.demand)
        place += cells
        spend = cotangent[place : place + cells].reshape(sectors, regions)
        place += cells
        used = (world.inputs @ at.sales.T[:, :, None])[:, :, 0].T + world.final * at.income
        per_demand = np.divide(spend, used, out=np.zeros_like(spend), where=ready.active)
        adjoints.sales += (per_demand.T[:, None, :] @ world.inputs)[:, 0, :].T
        adjoints.income += (world.final * per_demand).sum(axis=0)
    else:
        adjoints.income += cotangent[place : place + regions] / at.income
        place += regions
    if world.has_scale:
        grown = cotangent[place:].reshape(sectors, regions)
        adjoints.sales += np.divide(grown, at.sales, out=np.zeros_like(grown), where=at.sales > 0)
    return adjoints


def pull_back_point(ready: Prepared, at: Point, adjoints: Adjoints) -> StateAdjoints:
    """Give the adjoints of the state, and of demand, border and sales by flow, from those of a point."""
    world = ready.world
    theta = world.theta[:, None]
    paid = world.labor_income * np.exp(at.log_wage)
    wage = adjoints.wage + adjoints.income * paid
    profit = adjoints.profit + adjoints.income
    if world.indexed:
        moved = float((adjoints.income * world.deficit).sum()) / ready.world_income
        wage = wage + moved * paid
        profit = profit + moved
    revenue = adjoints.revenue + adjoints.income
    sales = adjoints.sales + world.profit * profit + world.labor * adjoints.labor_paid
    spending = np.broadcast_to(revenue, at.demand.shape)
    border = -revenue
    per_border = at.per_share * border
    net_supply = (ready.net @ at.supply[:, :, None])[:, :, 0]
    if ready.own is None or world.export_tax is None:
        sold = sales
        own_sales = np.zeros_like(sales)
        per_share = (ready.net @ (sales * at.supply)[:, :, None])[:, :, 0]
        supply = sales * at.sales / at.supply
    else:
        sold = np.broadcast_to(revenue, at.demand.shape)
        own_sales = sales - revenue
        weighed = (own_sales * at.supply)[:, :, None]
        per_share = (ready.own @ weighed)[:, :, 0] + (ready.net @ (sold * at.supply)[:, :, None])[:, :, 0]
        gross = (at.per_share[:, None, :] @ ready.net)[:, 0, :]
        supply = own_sales * at.sales / at.supply + sold * gross
    per_share = per_share + border * net_supply
    supply = supply + (per_border[:, None, :] @ ready.net)[:, 0, :]
    spending = spending + per_share / at.demand
    demand = adjoints.demand - per_share * at.per_share / at.demand
    supply = supply + (demand[:, None, :] @ world.shares)[:, 0, :]
    cost = -theta * at.supply * supply
    wage = wage + (ready.cost_labor * cost).sum(axis=0)
    parts = [wage]
    if world.has_scale:
        parts[0] = wage + (world.scale[:, None] * cost).sum(axis=0)
    if world.has_inputs:
        price = adjoints.price + (ready.cost_inputs @ cost.T[:, :, None])[:, :, 0].T
        parts += [price.ravel(), (spending * at.spending).ravel()]
    else:
        parts.append((spending * at.spending).sum(axis=0))
    if world.has_scale:
        parts.append((adjoints.output - world.scale[:, None] * cost).ravel())
    return StateAdjoints(np.concatenate(parts), demand, per_border, sold, own_sales)


@dataclass(frozen=True)
class TariffParts:
    """What one importer's tariffs are adjoints, in the two powers of 1 + t in which they enter.

    With all else given a flow's part of the goal is reach·(1+t)^(-power) + wedge·(1+t)^(-power-1) in its
    own tariff; both are kept here at the present tariff, with their powers applied.

    Attributes
    ----------
    reach, wedge : (J, N); power : (J, 1) or (N,), the elasticity of trade to the tariff.
    """

    reach: Array
    wedge: Array
    power: Array

    def __add__(self, other: TariffParts) -> TariffParts:
        return TariffParts(self.reach + other.reach, self.wedge + other.wedge, self.power)

    def slope(self, tariff: Array) -> Array:
        """Adjoints of one more unit of each tariff."""
        gain: Array = -self.power * self.reach - (1.0 + self.power) * self.wedge
        return gain / (1.0 + tariff)


def tariff_parts(ready: Prepared, at: Point, adjoints: StateAdjoints, importer: int) -> TariffParts:
    """Give the parts of one importer's tariffs on each exporter, (J, N), from the adjoints."""
    world = ready.world
    reach = world.shares[:, importer, :] * at.supply
    net = ready.net[:, importer, :] * at.supply
    per = at.per_share[:, importer][:, None]
    wedge = net * (adjoints.border[:, importer][:, None] + per * adjoints.sold)
    if ready.own is not None:
        wedge = wedge + ready.own[:, importer, :] * at.supply * per * adjoints.sales
    return TariffParts(reach * adjoints.demand[:, importer][:, None], wedge, world.theta[:, None])


def solve_adjoint(ready: Prepared, at: Point, goal: Array) -> Array:
    """λ = T_xᵀ λ + goal, by GMRES with products of the adjoint."""
    linalg = scipy_part("sparse.linalg")

    size = goal.size

    def product(vector: Array) -> Array:
        adjoints = pull_back_step(ready, at, vector)
        return vector - pull_back_point(ready, at, adjoints).state

    operator = linalg.LinearOperator((size, size), matvec=product, dtype=float)
    multiplier, _ = linalg.gmres(operator, goal, rtol=1e-10, atol=0.0, restart=min(size, 120), maxiter=6)
    return np.asarray(multiplier)


def total_tariff_parts(
    ready: Prepared, at: Point, adjoints: Adjoints, importers: Sequence[int]
) -> list[TariffParts]:
    """Give each importer's tariff parts of a goal at an equilibrium, its own response included.

    ``adjoints`` are those of the goal itself at the point; one linear system serves every importer.
    """
    direct = pull_back_point(ready, at, adjoints)
    multiplier = solve_adjoint(ready, at, direct.state)
    response = pull_back_point(ready, at, pull_back_step(ready, at, multiplier))
    return [tariff_parts(ready, at, direct, n) + tariff_parts(ready, at, response, n) for n in importers]
