"""Solve a scenario: from world, model and scenario to a certified result."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.economy.model.anderson import Search, settle
from detente.economy.model.certificate import certify, market_gaps
from detente.economy.model.kernel import (
    Array,
    Economy,
    Point,
    Prepared,
    evaluate,
    goods_wanted,
    opening,
    prepare,
    quick_step,
)
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario, check_rates
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.terms import InputError, SolveError

CERTIFIED = 1e-10


@dataclass(frozen=True)
class Settings:
    """How hard to search.

    Attributes
    ----------
    tolerance : largest change in logs at which the search stops.
    limit : steps of the first method before the fallbacks.
    check_balance : refuse a world whose accounts do not clear to this share of income.
    steps : parts in which a shock that does not solve at once is walked; 1 for none.
    """

    tolerance: float = 2e-13
    limit: int = 400
    check_balance: float = 1e-6
    steps: int = 12


def solve(
    world: World,
    scenario: Scenario | None = None,
    model: Model | None = None,
    *,
    settings: Settings | None = None,
    start: Result | None = None,
) -> Result:
    """Give the equilibrium of a scenario, with its certificate.

    Parameters
    ----------
    world : accounts that clear; see ``rebalanced`` for those that do not.
    scenario : default the baseline itself.
    model : default ``Model.caliendo_parro()``.
    start : a result of the same world and model to begin the search from.

    Raises
    ------
    InputError
        The world's accounts do not clear, or arrays do not fit.
    SolveError
        No method reached a residual of 1e-10; names the market that is furthest off.
    """
    scenario = scenario or Scenario.base()
    model = model or Model.caliendo_parro()
    settings = settings or Settings()
    try:
        return _solve(world, scenario, model, settings, start)
    except SolveError as fault:
        if start is not None or scenario.rules or settings.steps < 2:
            raise
        return _by_steps(world, scenario, model, settings, fault)


def _by_steps(
    world: World, scenario: Scenario, model: Model, settings: Settings, fault: SolveError
) -> Result:
    """Walk from the baseline to the scenario in equal steps of logs, each from the last equilibrium."""
    reached: Result | None = None
    for step in range(1, settings.steps + 1):
        share = step / settings.steps
        part = scenario if step == settings.steps else _part(world, scenario, share)
        try:
            reached = _solve(world, part, model, settings, reached)
        except SolveError as stopped:
            raise SolveError(
                f"{fault.what}; walking there in {settings.steps} steps stopped at step {step}",
                where=fault.where,
                remedy=fault.remedy,
            ) from stopped
    if reached is None:  # pragma: no cover - steps is at least two
        raise fault
    return replace(reached, method=f"{settings.steps} steps of the shock, {reached.method}")


def _part(world: World, scenario: Scenario, share: float) -> Scenario:
    def fraction(new: Array | None, old: Array | float) -> Array | None:
        if new is None:
            return None
        part: Array = np.exp((1.0 - share) * np.log(old) + share * np.log(new))
        return part

    tariff = fraction(None if scenario.tariff is None else 1.0 + scenario.tariff, 1.0 + world.tariff)
    tax = fraction(None if scenario.export_tax is None else 1.0 + scenario.export_tax, 1.0)
    return replace(
        scenario,
        tariff=None if tariff is None else tariff - 1.0,
        trade_cost=fraction(scenario.trade_cost, 1.0),
        export_tax=None if tax is None else tax - 1.0,
    )


def _solve(
    world: World, scenario: Scenario, model: Model, settings: Settings, start: Result | None
) -> Result:
    if model.firms is not None:
        from detente.economy.model.monopolistic import solve_firms

        return solve_firms(world, scenario, model, settings=settings, start=start)
    if scenario.rules:
        from detente.economy.model.quantity_rules import solve_with_rules

        return solve_with_rules(world, scenario, model, settings=settings)
    require_clear(world, settings.check_balance)
    ready = prepare(economy(world, scenario, model))
    begin = opening(ready)
    if start is not None and start._state is not None and start._state.shape == begin.shape:
        begin = start._state
    found = settle(
        lambda state: quick_step(ready, state), begin, tolerance=settings.tolerance, limit=settings.limit
    )
    return package(world, scenario, model, ready, found)


def economy(world: World, scenario: Scenario, model: Model) -> Economy:
    """Give the solver's arrays of a world under a scenario: sectors first, importer before exporter."""
    n, j = world.size
    theta = world.theta
    tariff = world.tariff if scenario.tariff is None else scenario.tariff
    for label, array in (("tariff", scenario.tariff), ("export_tax", scenario.export_tax)):
        if array is not None:
            if array.shape != (n, n, j):
                raise InputError(
                    f"{label} has shape {array.shape}; this world needs {(n, n, j)}",
                    where=f"scenario {scenario.name!r}",
                    remedy="order it (exporter, importer, sector)",
                )
            check_rates(world, array, label)
    shares = world.shares
    if scenario.tariff is not None:
        moved = tariff != world.tariff
        ratio = (1.0 + tariff) / (1.0 + world.tariff)
        power = np.broadcast_to(-theta, shares.shape)
        shares = np.where(
            moved, shares * np.power(ratio, power, where=moved, out=np.ones_like(ratio)), shares
        )
    if scenario.trade_cost is not None:
        if scenario.trade_cost.shape != (n, n, j) or not np.all(scenario.trade_cost > 0):
            raise InputError(
                "trade_cost must be positive ratios of shape (exporter, importer, sector)",
                where=f"scenario {scenario.name!r}",
                remedy=f"give an array of shape {(n, n, j)}",
            )
        shares = shares * scenario.trade_cost**-theta
    export_tax = (
        scenario.export_tax if scenario.export_tax is not None and np.any(scenario.export_tax) else None
    )
    if export_tax is not None:
        shares = shares * (1.0 + export_tax) ** -theta
    profit = model.profit_share(world)
    output, spending = world.output, world.spending
    labor = world.value_added - profit
    bought = spending.sum(axis=1)
    home = np.einsum("nnj->nj", world.trade).sum(axis=1) / bought
    reach = (theta * spending).sum(axis=1) / bought
    has_inputs = bool(np.any(world.inputs > 0))
    critical = None
    if model.critical and model.input_substitution != 1.0 and has_inputs:
        critical = np.zeros(j, dtype=bool)
        critical[[world.sector(label) for label in model.critical]] = True
    return Economy(
        theta=theta,
        labor=np.ascontiguousarray(labor.T),
        profit=np.ascontiguousarray(profit.T),
        inputs=np.ascontiguousarray(world.inputs) if has_inputs else np.zeros((0,)),
        final=np.ascontiguousarray(world.final.T),
        labor_income=(labor * output).sum(axis=1),
        deficit=np.zeros(n) if model.deficits == "zero" else world.deficit,
        output=np.ascontiguousarray(output.T),
        scale=model.scale_of(world),
        shares=np.ascontiguousarray(shares.transpose(2, 1, 0)),
        tariff=np.ascontiguousarray(tariff.transpose(2, 1, 0)),
        export_tax=None if export_tax is None else np.ascontiguousarray(export_tax.transpose(2, 1, 0)),
        relax=1.0 / (1.0 + reach * (1.0 - home)),
        start=np.ascontiguousarray(spending.T),
        critical=critical,
        substitution=model.input_substitution,
        indexed=model.deficits == "share_of_world_income",
    )


def flows_at(ready: Prepared, at: Point) -> Array:
    """(N, N, J) flows before tariffs at a point, million USD, in the person's orientation."""
    flow = ready.net * at.supply[:, None, :] * at.per_share[:, :, None]
    turned: Array = np.ascontiguousarray(flow.transpose(2, 1, 0))
    return turned


def package(
    world: World, scenario: Scenario, model: Model, ready: Prepared, found: Search, *, repairing: bool = False
) -> Result:
    """Give the result at the state a search ended in, or the error that names the worst market."""
    at = evaluate(ready, found.state)
    economy_ = ready.world
    spending = (goods_wanted(ready, at) if economy_.has_inputs else economy_.final * at.income).T
    wage = np.exp(at.log_wage)
    price = np.exp(-np.log(at.demand) / economy_.theta[:, None]).T
    cost = np.exp(at.log_cost).T
    flow = flows_at(ready, at)
    tariff = world.tariff if scenario.tariff is None else scenario.tariff
    export_tax = scenario.export_tax
    use = np.ones_like(cost) if at.other_use is None else at.other_use.T
    inputs_used = world.inputs
    if at.other_use is not None and at.critical_use is not None and economy_.critical is not None:
        nest = np.where(economy_.critical[None, :, None], at.critical_use.T[:, None, :], use[:, None, :])
        inputs_used = world.inputs * nest
    change = (1.0 + tariff) / (1.0 + world.tariff)
    if export_tax is not None:
        change = change * (1.0 + export_tax)
    if scenario.trade_cost is not None:
        change = change * scenario.trade_cost
    gaps = market_gaps(
        {
            "shares0": world.shares,
            "cost_change": change,
            "tariff": tariff,
            "theta": world.theta,
            "profit": economy_.profit.T,
            "use_labor": economy_.labor.T * use,
            "use_inputs": inputs_used,
            "final": world.final,
            "cost": cost,
            "price": price,
            "spending": spending,
            "wage": wage,
            "deficit": at.deficit,
            "labor_income": economy_.labor_income,
            "income": at.income,
            "flow": flow,
        },
        export_tax,
    )
    certificate = certify(gaps, world.regions, world.sectors)
    if not certificate.residual <= CERTIFIED:
        raise SolveError(
            f"no equilibrium reached: {certificate.worst} is off by {certificate.residual:.2e} after "
            f"{found.iterations} steps ({found.method}); 1e-10 is needed",
            where=f"scenario {scenario.name!r}",
            remedy="try a smaller shock in steps (pass start=), lower elasticities, a smaller scale "
            "elasticity, or another deficit rule",
        )
    index = np.exp((world.final * np.log(price)).sum(axis=1))
    base_income = at.income if repairing else world.income
    real = at.income / base_income / index
    government = weighted_income(world, model, economy_, at, index) if model.weights is not None else real
    terms, volume = first_order(world, cost, flow, scenario)
    return Result(
        world=world,
        model=model,
        scenario=scenario,
        wage=wage,
        price=price,
        price_index=index,
        unit_cost=cost,
        trade=flow,
        spending=spending,
        income=at.income,
        revenue=at.revenue,
        profit=at.profit,
        deficit=at.deficit,
        real_income=real,
        employment=np.ones(len(world.regions)),
        government=government,
        terms_of_trade=terms,
        volume_of_trade=volume,
        tariff=tariff,
        certificate=certificate,
        iterations=found.iterations,
        method=found.method,
        assumptions=assumptions(world, scenario, model),
        _state=found.state,
    )


def first_order(world: World, cost: Array, flow: Array, scenario: Scenario) -> tuple[Array, Array]:
    """Terms of trade and volume of trade, percent of baseline income, at old flows and tariffs.

    Source: Caliendo and Parro (2015), the first-order decomposition of the change in real income.
    """
    old = world.trade
    gate = cost - 1.0
    if scenario.export_tax is None:
        sold = (world.output * gate).sum(axis=1)
        bought = np.einsum("inj,ij->n", old, gate, optimize=True)
    else:
        taxed = old * (cost[:, None, :] * (1.0 + scenario.export_tax) - 1.0)
        sold, bought = taxed.sum(axis=(1, 2)), taxed.sum(axis=(0, 2))
    # home sales stand in both sums and cancel
    terms = sold - bought
    volume = (world.tariff * flow).sum(axis=(0, 2)) - np.einsum(
        "inj,ij->n", world.tariff * old, cost, optimize=True
    )
    return 100.0 * terms / world.income, 100.0 * volume / world.income


def weighted_income(world: World, model: Model, economy_: Economy, at: Point, index: Array) -> Array:
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
        labor = economy_.labor * sales
        shared = labor * (1.0 + (revenue + deficit) / labor.sum(axis=0))
        counted: Array = (weights.T * (shared + economy_.profit * sales)).sum(axis=0)
        return counted

    new = total(at.sales, at.revenue, at.deficit)
    old = total(economy_.output, world.revenue, world.deficit)
    hat: Array = new / old / index
    return hat


def assumptions(world: World, scenario: Scenario, model: Model) -> tuple[str, ...]:
    """The assumptions behind a result, one line each, with the direction of error where known."""
    rule = {
        "fixed": "deficits stay fixed in units of world labour income",
        "share_of_world_income": "deficits stay a fixed share of world labour income and profits",
        "zero": "all deficits are closed as part of the shock",
    }[model.deficits]
    lines = [
        f"model: {model.name}; long run, full employment, labour moves freely between sectors",
        rule,
        "tariff revenue goes to households in a lump sum; a cut of distorting taxes would raise the gain",
        "tariffs pass through to buyers in full within each flow; world prices move through wages and costs",
        f"trade elasticities from {world.theta.min():.3g} to {world.theta.max():.3g}; signs can hang on them",
    ]
    if world.derived:
        lines.append(f"the accounts hold derived figures: {world.derived[0]}")
    if scenario.rules:
        lines.append("limits pay their rent to the exporter; pledges cost the importer")
    return (*lines, *scenario.notes)


def require_clear(world: World, tolerance: float) -> None:
    """Refuse a world whose accounts do not clear to a share of income; checked once a world."""
    key = f"clear-{tolerance}"
    if key in world._cache:
        return
    from detente.economy.model.worldcheck import require_balance

    require_balance(world, tolerance)
    world._cache[key] = np.ones(1)
