"""Measures of a result beside exact real income: first-order terms and politically weighted income."""

from __future__ import annotations

import numpy as np

from detente.economy.model.kernel import Array, Economy, Point
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.terms import InputError


def first_order(world: World, cost: Array, flow: Array, scenario: Scenario) -> tuple[Array, Array]:
    """Terms of trade and volume of trade, percent of baseline income, at old flows and tariffs.

    Source: Caliendo and Parro (2015), the first-order decomposition of the change in real income.
    """
    old = world.trade
    rise = cost - 1.0
    if scenario.export_tax is None:
        sold = (world.output * rise).sum(axis=1)
        bought = np.einsum("inj,ij->n", old, rise, optimize=True)
    else:
        taxed = old * (cost[:, None, :] * (1.0 + scenario.export_tax) - 1.0)
        sold, bought = taxed.sum(axis=(1, 2)), taxed.sum(axis=(0, 2))
    # home sales stand in both sums and cancel
    terms = sold - bought
    volume = (world.tariff * flow).sum(axis=(0, 2)) - np.einsum(
        "inj,ij->n", world.tariff * old, cost, optimize=True
    )
    return 100.0 * terms / world.income, 100.0 * volume / world.income


def weighted_income(world: World, model: Model, economy: Economy, at: Point, index: Array) -> Array:
    """(N,) hat of real income with each sector's income counted at its political weight.

    Income of a sector is its labour income, its profits and, in proportion to its labour, revenue.
    """
    weights = np.asarray(model.weights, dtype=float)
    if weights.shape != world.size:
        raise InputError(
            f"political weights have shape {weights.shape}; this world needs {world.size}",
            where="weights",
            remedy="order them (region, sector)",
        )

    def total(sales: Array, revenue: Array, deficit: Array) -> Array:
        labor = economy.labor * sales
        shared = labor * (1.0 + (revenue + deficit) / labor.sum(axis=0))
        counted: Array = (weights.T * (shared + economy.profit * sales)).sum(axis=0)
        return counted

    new = total(at.sales, at.revenue, at.deficit)
    old = total(economy.output, world.revenue, world.deficit)
    hat: Array = new / old / index
    return hat
