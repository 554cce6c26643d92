"""Solve the many-sector model: search for the equilibrium, certify it, and give the result."""

from __future__ import annotations

import numpy as np

from detente.economy.model.assembly import assemble_economy
from detente.economy.model.certificate import MarketOutcome, certify, market_gaps, require_certified
from detente.economy.model.kernel import (
    Array,
    Point,
    Prepared,
    evaluate,
    goods_demand,
    opening,
    prepare,
    quick_step,
)
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.model.worldcheck import require_clear
from detente.economy.solver.anderson import Search, settle
from detente.economy.solver.assumptions import assumptions_of
from detente.economy.solver.continuation import solve_with_continuation
from detente.economy.solver.settings import Settings
from detente.economy.solver.welfare import first_order, weighted_income

REMEDY = (
    "try a smaller shock in steps (pass start=), lower elasticities, a smaller scale elasticity, or another "
    "deficit rule"
)


def solve_markets(
    world: World, scenario: Scenario, model: Model, *, settings: Settings, start: Result | None = None
) -> Result:
    """Give the certified result of a scenario without quantity rules; see ``solve``."""

    def solve_once(part: Scenario, begin: Result | None) -> Result:
        require_clear(world, settings.check_balance)
        ready = prepare(assemble_economy(world, part, model))
        state = opening(ready)
        if begin is not None and begin._state is not None and begin._state.shape == state.shape:
            state = begin._state
        search = settle(
            lambda at: quick_step(ready, at), state, tolerance=settings.tolerance, limit=settings.limit
        )
        return result_of(world, part, model, ready, search)

    return solve_with_continuation(solve_once, world, scenario, settings, start)


def result_of(
    world: World,
    scenario: Scenario,
    model: Model,
    ready: Prepared,
    search: Search,
    *,
    repairing: bool = False,
) -> Result:
    """Give the result at the state a search ended in, or the error that names the worst market.

    Parameters
    ----------
    repairing : the accounts of ``world`` do not clear: real income is counted from the new income.
    """
    at = evaluate(ready, search.state)
    outcome = market_outcome(world, scenario, ready, at)
    certificate = certify(market_gaps(outcome), world.regions, world.sectors)
    require_certified(
        certificate,
        iterations=search.iterations,
        method=search.method,
        scenario=scenario.name,
        remedy=REMEDY,
    )
    index = np.exp((world.final * np.log(outcome.price)).sum(axis=1))
    real = at.income / (at.income if repairing else world.income) / index
    terms, volume = first_order(world, outcome.cost, outcome.flow, scenario)
    return Result(
        world=world,
        model=model,
        scenario=scenario,
        wage=outcome.wage,
        price=outcome.price,
        price_index=index,
        unit_cost=outcome.cost,
        trade=outcome.flow,
        spending=outcome.spending,
        income=at.income,
        revenue=at.revenue,
        profit=at.profit,
        deficit=at.deficit,
        real_income=real,
        employment=np.ones(len(world.regions)),
        government=real if model.weights is None else weighted_income(world, model, ready.world, at, index),
        terms_of_trade=terms,
        volume_of_trade=volume,
        tariff=outcome.tariff,
        certificate=certificate,
        iterations=search.iterations,
        method=search.method,
        assumptions=assumptions_of(world, scenario, model),
        _state=search.state,
    )


def flows_at(ready: Prepared, at: Point) -> Array:
    """(N, N, J) flows before tariffs at a point, million USD, by exporter, importer and sector."""
    flow = ready.net * at.supply[:, None, :] * at.per_share[:, :, None]
    by_exporter: Array = np.ascontiguousarray(flow.transpose(2, 1, 0))
    return by_exporter


def goods_at(ready: Prepared, at: Point) -> Array:
    """(N, J) spending on each good at a point, million USD."""
    spending: Array = goods_demand(ready, at) if ready.world.has_inputs else ready.world.final * at.income
    return spending.T


def market_outcome(world: World, scenario: Scenario, ready: Prepared, at: Point) -> MarketOutcome:
    """What the certificate looks at, on exporter × importer × sector axes."""
    economy = ready.world
    cost = np.exp(at.log_cost).T
    tariff = world.tariff if scenario.tariff is None else scenario.tariff
    change = (1.0 + tariff) / (1.0 + world.tariff)
    if scenario.export_tax is not None:
        change = change * (1.0 + scenario.export_tax)
    if scenario.trade_cost is not None:
        change = change * scenario.trade_cost
    use = np.ones_like(cost) if at.other_use is None else at.other_use.T
    inputs = world.inputs
    if at.other_use is not None and at.critical_use is not None and economy.critical is not None:
        nest = np.where(economy.critical[None, :, None], at.critical_use.T[:, None, :], use[:, None, :])
        inputs = world.inputs * nest
    return MarketOutcome(
        base_shares=world.shares,
        cost_change=change,
        tariff=tariff,
        export_tax=scenario.export_tax,
        flow=flows_at(ready, at),
        theta=world.theta,
        profit=economy.profit.T,
        labor_use=economy.labor.T * use,
        input_use=inputs,
        final=world.final,
        cost=cost,
        price=np.exp(-np.log(at.demand) / economy.theta[:, None]).T,
        spending=goods_at(ready, at),
        wage=np.exp(at.log_wage),
        income=at.income,
        deficit=at.deficit,
        labor_income=economy.labor_income,
    )
