"""Solve the firm-profit variant: calibrate it to a one-sector world, solve, certify, and report.

Source: A. Ignatenko, A. Lashkaripour, L. Macedoni and I. Simonovska (2025), Journal of International
Economics 157, 104138, sections 2 to 4. Welfare is equivalent variation with labour supply counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from detente.economy.model.anderson import settle
from detente.economy.model.certificate import certify
from detente.economy.model.extras import scipy_part
from detente.economy.model.monopolistic_kernel import (
    Array,
    FirmEconomy,
    FirmPoint,
    evaluate_firms,
    prepare_firms,
    quick_step_firms,
)
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario, check_rates
from detente.economy.model.variants import Firms, Model
from detente.economy.model.world import World
from detente.terms import InputError, SolveError

CERTIFIED = 1e-10


def calibrate_firms(
    world: World, *, local_profit: Array | float, labor_supply: float = 0.5, scale_share: float = 0.67
) -> Firms:
    """Give the paper's settings for a one-sector world.

    Parameters
    ----------
    local_profit : ν, one number or one a region.
    scale_share : ψ·ε; 0.67 in the paper, so that ψ = 0.67/ε and the firm-size tail is ε/0.67.
    """
    theta = _only_elasticity(world)
    nu = np.broadcast_to(np.asarray(local_profit, dtype=float), (len(world.regions),)).copy()
    if np.any(nu < 0) or np.any(nu >= 1):
        raise InputError(
            f"local profit share of {world.regions[int(np.argmax((nu < 0) | (nu >= 1)))]} is outside 0 to 1",
            where="local_profit",
            remedy="give shares of a sale",
        )
    tail = theta / scale_share
    return Firms(
        local_profit=nu,
        pass_through=(1.0 + tail) / ((1.0 - nu) * tail) - 1.0 / tail,
        labor_supply=labor_supply,
        scale=scale_share / theta,
        labor_share=float(world.value_added[0, 0]),
    )


def profit_shares(
    trade: Array,
    income: Array,
    region: int,
    *,
    foreign: float = 0.12,
    own: float = 0.26,
    guess: Any = (0.1, 0.24),
) -> tuple[float, float]:
    """Give ν abroad and ν in one region, from the share of profits in income of each side.

    Parameters
    ----------
    trade : (N, N) flows between regions without home sales; income : (N,) GDP in the same unit.
    region : position of the region set against all others.
    foreign, own : the two profit shares of the paper, 12 % and 26 %.
    """
    fsolve = scipy_part("optimize").fsolve

    pick = np.zeros((2, len(income)))
    pick[0] = 1.0
    pick[:, region] = 0.0, 1.0
    flow, gdp = pick @ trade @ pick.T, pick @ income

    def gaps(nu: Array) -> Array:
        spend = gdp + (1.0 - nu) * (flow.sum(axis=0) - flow @ (1.0 - nu))
        home = spend - np.array([flow[1, 0], flow[0, 1]])
        kept = home / (home + np.array([flow[0, 1], flow[1, 0]]))
        mixed = kept * nu + (1.0 - kept) * nu[::-1]
        result: Array = mixed - np.array([foreign, own])
        return result

    found, _, flag, message = fsolve(gaps, np.asarray(guess), xtol=1e-14, full_output=True)
    if flag != 1 and np.abs(gaps(found)).max() > 1e-12:
        raise SolveError(
            f"profit shares not found: {message}", where="profit_shares", remedy="try another guess"
        )
    found = np.maximum(found, 0.0)
    return float(found[0]), float(found[1])


def firm_economy(world: World, scenario: Scenario, model: Model) -> FirmEconomy:
    """Give the solver's arrays of a one-sector world under a scenario."""
    firms = model.firms
    if firms is None:
        raise InputError(
            "this model has no firm settings", where="model", remedy="use Model.firm_profit(...)"
        )
    theta = _only_elasticity(world)
    n = len(world.regions)
    for label, array in (("local_profit", firms.local_profit), ("pass_through", firms.pass_through)):
        if np.shape(array) != (n,):
            raise InputError(
                f"{label} has shape {np.shape(array)}", where="firms", remedy=f"give {n} numbers"
            )
    if np.any(world.tariff != 0):
        raise InputError(
            "the firm-profit variant starts from a baseline without tariffs",
            where="world.tariff",
            remedy="use a world whose baseline tariffs are zero, as in the paper",
        )
    if scenario.export_tax is not None or scenario.rules:
        raise InputError(
            "export taxes and quantity rules are not modelled in the firm-profit variant",
            where="scenario",
            remedy="use Model.caliendo_parro() for them",
        )
    tariff = np.zeros((n, n)) if scenario.tariff is None else scenario.tariff[:, :, 0]
    if tariff.shape != (n, n):
        raise InputError(f"tariff has shape {tariff.shape}", where="scenario", remedy=f"give {(n, n)}")
    check_rates(world, tariff[:, :, None], "tariff")
    flow = world.trade[:, :, 0]
    spending = flow.sum(axis=0)
    nu, beta = firms.local_profit, firms.labor_share
    kept = flow @ (1.0 - nu)
    income = beta * kept + nu * spending
    share = flow / spending
    reach = np.ones_like(tariff)
    moved = tariff != 0.0
    power = np.broadcast_to(-theta * firms.pass_through, tariff.shape)
    np.power(1.0 + tariff, power, where=moved, out=reach)
    if scenario.trade_cost is not None:
        reach = reach * scenario.trade_cost[:, :, 0] ** -theta
    return FirmEconomy(
        theta=theta,
        labor_supply=firms.labor_supply,
        scale=firms.scale,
        labor_share=beta,
        pass_through=firms.pass_through,
        local_profit=nu,
        spending=spending,
        income=income,
        transfer=spending - income - (1.0 - beta) * kept
        if firms.transfer is None
        else _closed(firms.transfer),
        shares=share * reach,
        tariff=tariff,
        income_tax=model.revenue == "income_tax",
        price_numeraire=beta == 1.0,
        relax=1.0 / (1.0 + theta * (1.0 - np.diag(share))),
    )


def solve_firms(
    world: World, scenario: Scenario, model: Model, *, settings: Any, start: Result | None = None
) -> Result:
    """Give the certified result of the firm-profit variant; called through ``solve``."""
    from detente.economy.model.solving import require_clear

    require_clear(world, settings.check_balance)
    economy = firm_economy(world, scenario, model)
    ready = prepare_firms(economy)
    begin = np.zeros(4 * len(world.regions))
    if start is not None and start._state is not None and start._state.shape == begin.shape:
        begin = start._state
    found = settle(
        lambda state: quick_step_firms(ready, state),
        begin,
        tolerance=settings.tolerance,
        limit=settings.limit,
    )
    at = evaluate_firms(ready, found.state)
    certificate = certify(firm_gaps(economy, at), world.regions)
    if not certificate.residual <= CERTIFIED:
        raise SolveError(
            f"no equilibrium reached: {certificate.worst} is off by {certificate.residual:.2e} after "
            f"{found.iterations} steps ({found.method}); 1e-10 is needed",
            where=f"scenario {scenario.name!r}",
            remedy="try a smaller shock in steps (pass start=) or a lower elasticity",
        )
    return _report(world, scenario, model, economy, at, certificate, found)


def firm_gaps(economy: FirmEconomy, at: FirmPoint) -> dict[str, Array]:
    """Give relative gaps of the paper's equilibrium conditions, from their definitions."""
    wage, labor, price, spend = np.exp(at.wage), np.exp(at.labor), np.exp(at.price), np.exp(at.spend)
    beta, psi, theta = economy.labor_share, economy.scale, economy.theta
    entry = (wage / price) ** (1.0 - beta) * labor
    cost = wage**beta * price ** (1.0 - beta) / entry**psi
    reach = economy.shares * (cost**-theta)[:, None]
    share = reach / reach.sum(axis=0)
    value = share * (economy.spending * spend) / (1.0 + economy.tariff)
    revenue = (value * economy.tariff).sum(axis=0)
    made = economy.income * wage * labor
    kept = (value * (1.0 - economy.local_profit)).sum(axis=1)
    grown = economy.transfer * made.sum() / economy.income.sum()
    after_tax = 1.0 / (1.0 - revenue / made) if economy.income_tax else np.ones_like(made)
    index = (spend / wage) ** (1.0 - economy.pass_through) * reach.sum(axis=0) ** (-1.0 / theta)
    level = (
        (economy.spending * (price - 1.0)).sum() / economy.spending.sum()
        if economy.price_numeraire
        else (economy.income * (wage - 1.0)).sum() / economy.income.sum()
    )
    return {
        "labour income": (beta * kept + economy.local_profit * value.sum(axis=0)) / made - 1.0,
        "spending": (revenue + made + (1.0 - beta) * kept + grown) / (economy.spending * spend) - 1.0,
        "labour supply": labor / (after_tax * wage / price) ** economy.labor_supply - 1.0,
        "price index": price / index - 1.0,
        "numeraire": np.full(len(made), level),
    }


def firm_welfare(economy: FirmEconomy, at: FirmPoint) -> tuple[Array, Array]:
    """Welfare hat (equivalent variation with labour supply counted) and baseline final spending."""
    made = economy.income * np.exp(at.wage + at.labor)
    tax = at.revenue / made if economy.income_tax else np.zeros_like(made)
    final = economy.income + economy.transfer
    kappa = economy.labor_supply
    weight = final / (final - kappa * (1.0 - tax) * economy.income / (1.0 + kappa))
    grown = economy.transfer * made.sum() / economy.income.sum()
    price = np.exp(at.price)
    hat = (
        weight * (at.revenue + made + grown) / final / price
        + (1.0 - weight) * np.exp(at.wage + at.labor) / price
    )
    return hat, final


def _abroad(flow: Array, axis: int) -> Array:
    total: Array = flow.sum(axis=axis) - np.diag(flow)
    return total


def _report(
    world: World,
    scenario: Scenario,
    model: Model,
    economy: FirmEconomy,
    at: FirmPoint,
    certificate: Any,
    found: Any,
) -> Result:
    wage, price, labor = np.exp(at.wage), np.exp(at.price), np.exp(at.labor)
    share = economy.shares * at.supply[:, None] / at.demand
    value = share * (economy.spending * np.exp(at.spend)) / (1.0 + economy.tariff)
    old = world.trade[:, :, 0]
    made = economy.income * wage * labor
    welfare, base = firm_welfare(economy, at)
    abroad_old = old.sum() - np.trace(old)
    gdp_old = economy.income
    deficit, deficit_old = value.sum(axis=0) - value.sum(axis=1), old.sum(axis=0) - old.sum(axis=1)
    grown = economy.transfer * made.sum() / economy.income.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        extra = {
            "exports_to_gdp_pct": 100.0 * (_abroad(value, 1) / made / (_abroad(old, 1) / gdp_old) - 1.0),
            "imports_to_gdp_pct": 100.0 * (_abroad(value, 0) / made / (_abroad(old, 0) / gdp_old) - 1.0),
            "deficit_pct": 100.0 * (deficit - deficit_old) / np.abs(deficit_old),
            "revenue_to_spending": at.revenue / economy.spending,
            "gdp": made,
            "world_trade_to_gdp_pct": np.array(
                [
                    100.0
                    * (
                        ((value * (1.0 + economy.tariff)).sum() - np.trace(value))
                        / abroad_old
                        / (made.sum() / gdp_old.sum())
                        - 1.0
                    )
                ]
            ),
            "world_employment_pct": np.array([100.0 * ((labor - 1.0) * gdp_old).sum() / gdp_old.sum()]),
        }
    use = "cuts the income tax" if economy.income_tax else "goes to households in a lump sum"
    return Result(
        world=world,
        model=model,
        scenario=scenario,
        wage=wage,
        price=price[:, None],
        price_index=price,
        unit_cost=(at.supply ** (-1.0 / economy.theta))[:, None],
        trade=value[:, :, None],
        spending=(economy.spending * np.exp(at.spend))[:, None],
        income=at.revenue + made + grown,
        revenue=at.revenue,
        profit=economy.local_profit * value.sum(axis=0),
        deficit=deficit,
        real_income=welfare,
        employment=labor,
        government=welfare,
        terms_of_trade=np.full(len(wage), np.nan),
        volume_of_trade=np.full(len(wage), np.nan),
        tariff=economy.tariff[:, :, None],
        certificate=certificate,
        iterations=found.iterations,
        method=found.method,
        assumptions=(
            f"model: {model.name}; one goods sector, long run; tariffs are felt with exponent φ by importer",
            f"tariff revenue {use}; the sign of the United States' result hangs on this choice",
            "transfers between regions grow with world income; bilateral deficits follow from the model",
            f"trade elasticity {economy.theta:g}, labour supply {economy.labor_supply:g}, scale {economy.scale:.4g}",
            *scenario.notes,
        ),
        extra=extra,
        _state=found.state,
        base_income=base,
    )


def competitive(world: World, firms: Firms) -> Firms:
    """The same labour supply and scale with no firm profits and full pass-through (Eaton–Kortum)."""
    n = len(world.regions)
    return replace(firms, local_profit=np.zeros(n), pass_through=np.ones(n), transfer=None)


def formula_tariff(
    world: World, firms: Firms, members: list[int], *, base: str = "income", pooled: bool = False
) -> float:
    """Give the paper's formula for the optimal uniform tariff of a group of regions.

    t = 1 / ((1 + δε)φ − 1), where δ is the share of foreign sales that answers the group's tariff. It
    leaves labour supply and the use of revenue out, so ``optimal_tariff`` finds another one.

    Parameters
    ----------
    base : divide by the group's "income" or by its "spending"; the paper's programs use both.
    pooled : add the members up to one region and all others to another first.
    """
    theta = _only_elasticity(world)
    nu, flow = firms.local_profit, world.trade[:, :, 0]
    income = firms.labor_share * (flow @ (1.0 - nu)) + nu * flow.sum(axis=0)
    inside = np.zeros(len(world.regions), dtype=bool)
    inside[members] = True
    if not pooled and len(members) != 1:
        raise InputError("a group needs pooled=True", where="formula_tariff", remedy="pool it")
    phi = float(firms.pass_through[members[0]])
    own = members[0]
    if pooled:
        pick = np.array([inside, ~inside], dtype=float)
        outside = int(np.flatnonzero(~inside)[0])
        flow, income = pick @ flow @ pick.T, pick @ income
        nu, own = np.array([nu[members[0]], nu[outside]]), 0
    share = flow / flow.sum(axis=0)
    sold = (1.0 - nu) * flow * (1.0 - share)
    top = float(sold[own].sum() - sold[own, own])
    size = float(income[own] if base == "income" else flow[:, own].sum())
    delta = top / float((1.0 - nu[own]) * (size - flow[own, own]))
    return 1.0 / ((1.0 + delta * theta) * phi - 1.0)


def _closed(transfer: Array) -> Array:
    left = float(transfer.sum()) / float(np.abs(transfer).sum() or 1.0)
    if abs(left) > 1e-9:
        raise InputError(
            f"transfers add up to {transfer.sum():,.1f}, not to zero: the accounts of the world cannot close",
            where="transfer",
            remedy="scale them so that what some receive others give",
        )
    return transfer


def _only_elasticity(world: World) -> float:
    if len(world.sectors) != 1:
        raise InputError(
            f"the firm-profit variant has one sector; this world has {len(world.sectors)}",
            where="world",
            remedy="use Model.caliendo_parro() or Model.krugman()",
        )
    shares = world.value_added[:, 0]
    if np.ptp(shares) > 1e-12:
        raise InputError(
            "the firm-profit variant needs one labour share for all regions",
            where="value_added",
            remedy="give every region the same share",
        )
    return float(world.theta[0])
