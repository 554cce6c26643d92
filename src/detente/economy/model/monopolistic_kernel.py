"""One step of monopolistic competition in one sector, with profits, entry and labour supply.

The model of A. Ignatenko, A. Lashkaripour, L. Macedoni and I. Simonovska, "Making America Great
Again? The Economic Impacts of Liberation Day Tariffs", Journal of International Economics 157 (2025),
104138, written from its equations. Matrices are ``(exporter, importer)``; vectors are by region.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class FirmEconomy:
    """A one-sector world under one shock.

    Attributes
    ----------
    theta : trade elasticity ε; labor_supply : elasticity κ of labour to the after-tax real wage.
    scale : elasticity ψ of productivity to employment; labor_share : β, 1 without intermediates.
    pass_through : (N,) φ, by importer: trade falls with (1 + t) to the power -θφ.
    local_profit : (N,) ν, share of a sale that stays with the importer as profit.
    spending, income : (N,) baseline E and Y; transfer : (N,) baseline T.
    shares : (N, N) baseline share times (1+t)**(-θφ) and any trade-cost change.
    tariff : (N, N) counterfactual rates; income_tax : revenue cuts the tax on labour.
    price_numeraire : the mean of E·(P̂-1) is zero; else the mean of Y·(ŵ-1).
    """

    theta: float
    labor_supply: float
    scale: float
    labor_share: float
    pass_through: Array
    local_profit: Array
    spending: Array
    income: Array
    transfer: Array
    shares: Array
    tariff: Array
    income_tax: bool
    price_numeraire: bool
    relax: Array


@dataclass(frozen=True)
class FirmReady:
    """A firm economy with the products its steps share."""

    world: FirmEconomy
    net: Array
    exported: Array


def prepare_firms(world: FirmEconomy) -> FirmReady:
    """Give the products of one shock that do not change between steps."""
    net = world.shares / (1.0 + world.tariff)
    return FirmReady(world, net, net * (1.0 - world.local_profit))


@dataclass(frozen=True)
class FirmPoint:
    """All quantities of one step; hats are ratios to the baseline, money is in the world's unit."""

    wage: Array
    spend: Array
    labor: Array
    price: Array
    supply: Array
    demand: Array
    per_share: Array
    border: Array
    revenue: Array
    earned: Array
    outlay: Array
    tax_relief: Array
    price_wanted: Array


def evaluate_firms(ready: FirmReady, state: Array) -> FirmPoint:
    """Give the quantities at a state of log wages, log spending, log labour and log prices."""
    world = ready.world
    wage, spend, labor, price = state.reshape(4, -1)
    beta, theta = world.labor_share, world.theta
    log_cost = beta * wage + (1.0 - beta) * price - world.scale * ((1.0 - beta) * (wage - price) + labor)
    supply = np.exp(-theta * log_cost)
    demand = supply @ world.shares
    outlay = world.spending * np.exp(spend)
    per_share = outlay / demand
    border = per_share * (supply @ ready.net)
    revenue = outlay - border
    kept = supply * (ready.exported @ per_share)
    earned = beta * kept + world.local_profit * border
    gdp = world.income * np.exp(wage + labor)
    relief = 1.0 / (1.0 - revenue / gdp) if world.income_tax else np.ones_like(gdp)
    price_wanted = (1.0 - world.pass_through) * (spend - wage) - np.log(demand) / theta
    transfer = world.transfer * (gdp.sum() / world.income.sum())
    next_outlay = revenue + gdp + (1.0 - beta) * kept + transfer
    return FirmPoint(
        wage,
        spend,
        labor,
        price,
        supply,
        demand,
        per_share,
        border,
        revenue,
        earned,
        next_outlay,
        relief,
        price_wanted,
    )


def quick_step_firms(ready: FirmReady, state: Array) -> Array:
    """Give the next state with revenue and labour solved within the step.

    It leaves the same states unchanged as ``step_firms`` and needs about a quarter fewer steps;
    ``step_firms`` is the one whose adjoint is known.
    """
    world = ready.world
    at = evaluate_firms(ready, state)
    wage = at.wage + world.relax * (np.log(at.earned / world.income) - at.wage - at.labor)
    kept_share = 1.0 - at.revenue / (world.spending * np.exp(at.spend))
    spend = np.log((at.outlay - at.revenue) / kept_share / world.spending)
    price = at.price_wanted
    labor = world.labor_supply * (np.log(at.tax_relief) + at.wage - price)
    return _at_level(world, wage, spend, labor, price)


def step_firms(ready: FirmReady, state: Array) -> Array:
    """Give the next state; a state the step leaves unchanged is an equilibrium."""
    world = ready.world
    at = evaluate_firms(ready, state)
    wage = at.wage + world.relax * (np.log(at.earned / world.income) - at.wage - at.labor)
    spend = np.log(at.outlay / world.spending)
    labor = world.labor_supply * (np.log(at.tax_relief) + at.wage - at.price)
    return _at_level(world, wage, spend, labor, at.price_wanted)


def _at_level(world: FirmEconomy, wage: Array, spend: Array, labor: Array, price: Array) -> Array:
    if world.price_numeraire:
        level = np.log((world.spending * np.exp(price)).sum() / world.spending.sum())
    else:
        level = np.log((world.income * np.exp(wage)).sum() / world.income.sum())
    return np.concatenate([wage - level, spend - level, labor, price - level])
