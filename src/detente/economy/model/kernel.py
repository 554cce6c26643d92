"""One step of the model: prices, sales, income and the wages that follow.

Letters are those of ``docs/notation.md``. Inside the solver every array that has a sector leads
with it: ``(sector, region)`` and ``(sector, importer, exporter)``, so that each step is a batch of
matrix–vector products. Logs are natural; a hat (ratio to the baseline) is the exponential of a log.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Economy:
    """A world under one shock, in the arrays one step needs.

    Attributes
    ----------
    theta : (J,) trade elasticity, positive.
    labor, profit : (J, N) share of output paid to labour, kept as profit.
    inputs : (N, K, J) share of output of sector J spent on sector K; final : (J, N).
    labor_income, deficit : (N,) million USD at the baseline.
    output : (J, N) million USD at the baseline; scale : (J,) elasticity of productivity to labour.
    shares : (J, N, N) baseline share times trade-cost change to the power -theta.
    tariff, export_tax : (J, N, N) counterfactual ad valorem rates; export_tax is None when zero.
    relax : (N,) step of the wage rule, between 0 and 1; start : (J, N) baseline spending.
    critical : (J,) true for critical inputs, which substitute for other cost with ``substitution``.
    indexed : deficits move with world labour income and profits.
    """

    theta: Array
    labor: Array
    profit: Array
    inputs: Array
    final: Array
    labor_income: Array
    deficit: Array
    output: Array
    scale: Array
    shares: Array
    tariff: Array
    export_tax: Array | None
    relax: Array
    start: Array
    critical: NDArray[np.bool_] | None = None
    substitution: float = 1.0
    indexed: bool = False

    @property
    def has_inputs(self) -> bool:
        """Whether any sector buys intermediates; without them prices need no iteration."""
        return bool(self.inputs.size)

    @cached_property
    def has_scale(self) -> bool:
        """Whether any sector gains from its own size."""
        return bool(np.any(self.scale != 0.0))


@dataclass(frozen=True)
class Prepared:
    """What one step uses again and again, computed once per shock."""

    world: Economy
    net: Array
    own: Array | None
    cost_labor: Array
    cost_inputs: Array
    active: NDArray[np.bool_]
    world_labor: float
    world_income: float


def prepare(world: Economy) -> Prepared:
    """Give the products of one shock that do not change between steps."""
    net = world.shares / (1.0 + world.tariff)
    keep = 1.0 - world.profit
    return Prepared(
        world=world,
        net=net,
        own=None if world.export_tax is None else net / (1.0 + world.export_tax),
        cost_labor=world.labor / keep,
        cost_inputs=world.inputs / keep.T[:, None, :] if world.has_inputs else world.inputs,
        active=world.start > 0.0,
        world_labor=float(world.labor_income.sum()),
        world_income=float(world.labor_income.sum() + (world.profit * world.output).sum()),
    )


@dataclass(frozen=True)
class Point:
    """All quantities of one step, kept for the adjoint and for the result."""

    log_wage: Array
    log_price: Array
    spending: Array
    log_output: Array | None
    log_cost: Array
    demand: Array
    supply: Array
    per_share: Array
    sales: Array
    border: Array
    labor_paid: Array
    profit: Array
    revenue: Array
    income: Array
    deficit: Array
    other_use: Array | None
    critical_use: Array | None


def split(ready: Prepared, state: Array) -> tuple[Array, Array | None, Array, Array | None]:
    """Cut a state vector into log wages, log prices, log spending (or income), log output."""
    world = ready.world
    sectors, regions = world.labor.shape
    wage = state[:regions]
    at = regions
    price = None
    if world.has_inputs:
        price = state[at : at + sectors * regions].reshape(sectors, regions)
        at += sectors * regions
        spend = state[at : at + sectors * regions].reshape(sectors, regions)
        at += sectors * regions
    else:
        spend = state[at : at + regions]
        at += regions
    output = state[at:].reshape(sectors, regions) if world.has_scale else None
    return wage, price, spend, output


def evaluate(ready: Prepared, state: Array) -> Point:
    """Give prices, sales, revenue and income at a state; all money in million USD."""
    world = ready.world
    log_wage, log_price, log_spend, log_output = split(ready, state)
    theta = world.theta[:, None]
    other_use = critical_use = None
    if log_price is None:
        log_cost = ready.cost_labor * log_wage
    elif world.critical is None:
        log_cost = ready.cost_labor * log_wage + (log_price.T[:, None, :] @ ready.cost_inputs)[:, 0, :].T
    else:
        log_cost, other_use, critical_use = _nested_cost(ready, world.critical, log_wage, log_price)
    if log_output is not None:
        log_cost = log_cost - world.scale[:, None] * (log_output - log_wage)
    supply = np.exp(-theta * log_cost)
    demand = (world.shares @ supply[:, :, None])[:, :, 0]
    if log_price is None:
        spending = world.final * np.exp(log_spend)
        log_price = np.log(demand) / -theta
    else:
        spending = np.where(ready.active, np.exp(log_spend), 0.0)
    per_share = spending / demand
    border = per_share * (ready.net @ supply[:, :, None])[:, :, 0]
    sold = supply * (per_share[:, None, :] @ ready.net)[:, 0, :]
    revenue = (spending - border).sum(axis=0)
    sales = sold
    if ready.own is not None:
        sales = supply * (per_share[:, None, :] @ ready.own)[:, 0, :]
        revenue = revenue + (sold - sales).sum(axis=0)
    used = sales if other_use is None else sales * other_use
    labor_paid = (world.labor * used).sum(axis=0)
    profit = (world.profit * sales).sum(axis=0)
    labor_income = world.labor_income * np.exp(log_wage)
    deficit = world.deficit
    if world.indexed:
        deficit = deficit * ((labor_income + profit).sum() / ready.world_income)
    income = labor_income + profit + revenue + deficit
    return Point(
        log_wage, log_price, spending, log_output, log_cost, demand, supply, per_share, sales, border,
        labor_paid, profit, revenue, income, deficit, other_use, critical_use,
    )  # fmt: skip


def _nested_cost(
    ready: Prepared, critical: NDArray[np.bool_], log_wage: Array, log_price: Array
) -> tuple[Array, Array, Array]:
    """Give log unit cost where critical inputs form a nest, and how use of each nest changes per sale."""
    power = 1.0 - ready.world.substitution
    prices = log_price.T[:, None, :]
    inside = ready.cost_inputs * critical[:, None]
    weight = inside.sum(axis=1).T
    nested = weight > 0
    nest = np.divide((prices @ inside)[:, 0, :].T, weight, out=np.zeros_like(weight), where=nested)
    rest = ready.cost_labor * log_wage + (prices @ (ready.cost_inputs - inside))[:, 0, :].T
    rest = rest / (1.0 - weight)
    log_cost = np.log(weight * np.exp(power * nest) + (1.0 - weight) * np.exp(power * rest)) / power
    return log_cost, np.exp(power * (rest - log_cost)), np.exp(power * (nest - log_cost))


def goods_demand(ready: Prepared, at: Point) -> Array:
    """(J, N) spending on each good that sectors and households demand, million USD."""
    world = ready.world
    if at.other_use is None or at.critical_use is None or world.critical is None:
        used = (world.inputs @ at.sales.T[:, :, None])[:, :, 0].T
    else:
        rest = (world.inputs @ (at.sales * at.other_use).T[:, :, None])[:, :, 0].T
        nest = (world.inputs @ (at.sales * at.critical_use).T[:, :, None])[:, :, 0].T
        used = np.where(world.critical[:, None], nest, rest)
    demand: Array = used + world.final * at.income
    return demand


def step(ready: Prepared, state: Array) -> Array:
    """Give the next state; a state the step leaves unchanged is an equilibrium."""
    return advance(ready, evaluate(ready, state))


def quick_step(ready: Prepared, state: Array) -> Array:
    """Give the next state with tariff revenue solved within the step where there are no inputs.

    It leaves the same states unchanged as ``step``, whose adjoint is known, and needs fewer steps.
    """
    at = evaluate(ready, state)
    following = advance(ready, at)
    if not ready.world.has_inputs:
        regions = len(at.income)
        leaked = at.revenue / at.spending.sum(axis=0)
        following[regions : 2 * regions] = np.log((at.income - at.revenue) / (1.0 - leaked))
    return following


def advance(ready: Prepared, at: Point) -> Array:
    """Give the state that a point asks for."""
    world = ready.world
    wage = at.log_wage + world.relax * (np.log(at.labor_paid / world.labor_income) - at.log_wage)
    wage = wage - np.log((world.labor_income * np.exp(wage)).sum() / ready.world_labor)
    parts: list[Any] = [wage]
    if world.has_inputs:
        parts.append((np.log(at.demand) / -world.theta[:, None]).ravel())
        demand = goods_demand(ready, at)
        parts.append(np.log(demand, out=np.zeros_like(demand), where=ready.active).ravel())
    else:
        parts.append(np.log(at.income))
    if world.has_scale:
        produced = at.sales > 0
        ratio = np.log(
            at.sales / np.where(produced, world.output, 1.0), out=np.zeros_like(at.sales), where=produced
        )
        parts.append(ratio.ravel())
    return np.concatenate(parts)


def opening(ready: Prepared) -> Array:
    """Give the state to start from: wages, prices and output unchanged, spending of the baseline."""
    world = ready.world
    sectors, regions = world.labor.shape
    cells = sectors * regions
    if world.has_inputs:
        spend = np.log(world.start, out=np.zeros((sectors, regions)), where=ready.active)
        parts = [np.zeros(regions), np.zeros(cells), spend.ravel()]
    else:
        parts = [np.zeros(regions), np.log(world.start.sum(axis=0))]
    if world.has_scale:
        parts.append(np.zeros(cells))
    return np.concatenate(parts)
