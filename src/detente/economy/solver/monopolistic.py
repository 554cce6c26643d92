"""Solve the one-sector model of monopolistic competition: search, certify, and give the result.

Source: A. Ignatenko, A. Lashkaripour, L. Macedoni and I. Simonovska (2025), Journal of International
Economics 157, 104138, sections 2 to 4. Welfare is equivalent variation with labour supply counted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.economy.model.certificate import certify, require_certified
from detente.economy.model.monopolistic_assembly import firm_economy
from detente.economy.model.monopolistic_certificate import firm_gaps, firm_welfare
from detente.economy.model.monopolistic_kernel import (
    Array,
    FirmEconomy,
    FirmPoint,
    evaluate_firms,
    prepare_firms,
    quick_step_firms,
)
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.model.worldcheck import require_clear
from detente.economy.solver.anderson import settle
from detente.economy.solver.continuation import solve_with_continuation
from detente.economy.solver.settings import Settings


def solve_firms(
    world: World, scenario: Scenario, model: Model, *, settings: Settings, start: Result | None = None
) -> Result:
    """Give the certified result of monopolistic competition; called through ``solve``."""

    def solve_once(part: Scenario, begin: Result | None) -> Result:
        require_clear(world, settings.check_balance)
        economy = firm_economy(world, part, model)
        ready = prepare_firms(economy)
        state = np.zeros(4 * len(world.regions))
        if begin is not None and begin._state is not None and begin._state.shape == state.shape:
            state = begin._state
        search = settle(
            lambda at: quick_step_firms(ready, at),
            state,
            tolerance=settings.tolerance,
            limit=settings.limit,
        )
        at = evaluate_firms(ready, search.state)
        certificate = certify(firm_gaps(economy, at), world.regions)
        require_certified(
            certificate,
            iterations=search.iterations,
            method=search.method,
            scenario=part.name,
            remedy="try a smaller shock in steps (pass start=) or a lower elasticity",
        )
        return Result(
            **_changes(economy, at),
            world=world,
            model=model,
            scenario=part,
            tariff=economy.tariff[:, :, None],
            certificate=certificate,
            iterations=search.iterations,
            method=search.method,
            assumptions=_assumptions(economy, part, model),
            extra=_measures_of_the_paper(world, economy, at),
            _state=search.state,
        )

    return solve_with_continuation(solve_once, world, scenario, settings, start)


def _flows(economy: FirmEconomy, at: FirmPoint) -> Array:
    """(N, N) flows before tariffs, in the world's unit, by exporter and importer."""
    share = economy.shares * at.supply[:, None] / at.demand
    value: Array = share * (economy.spending * np.exp(at.spend)) / (1.0 + economy.tariff)
    return value


def _changes(economy: FirmEconomy, at: FirmPoint) -> dict[str, Any]:
    """Hats and levels by the names of ``Result``, with the one sector as the last axis."""
    wage, price, labor = np.exp(at.wage), np.exp(at.price), np.exp(at.labor)
    flow = _flows(economy, at)
    gdp = economy.income * wage * labor
    welfare, base = firm_welfare(economy, at)
    transfer = economy.transfer * gdp.sum() / economy.income.sum()
    unknown = np.full(len(wage), np.nan)
    return {
        "wage": wage,
        "price": price[:, None],
        "price_index": price,
        "unit_cost": (at.supply ** (-1.0 / economy.theta))[:, None],
        "trade": flow[:, :, None],
        "spending": (economy.spending * np.exp(at.spend))[:, None],
        "income": at.revenue + gdp + transfer,
        "revenue": at.revenue,
        "profit": economy.local_profit * flow.sum(axis=0),
        "deficit": flow.sum(axis=0) - flow.sum(axis=1),
        "real_income": welfare,
        "employment": labor,
        "government": welfare,
        "terms_of_trade": unknown,
        "volume_of_trade": unknown,
        "base_income": base,
    }


def _measures_of_the_paper(world: World, economy: FirmEconomy, at: FirmPoint) -> dict[str, Array]:
    """Columns of the paper's tables that ``Result`` has no field for; percent unless named otherwise."""
    flow, old = _flows(economy, at), world.trade[:, :, 0]
    labor = np.exp(at.labor)
    gdp, old_gdp = economy.income * np.exp(at.wage) * labor, economy.income
    deficit, old_deficit = flow.sum(axis=0) - flow.sum(axis=1), old.sum(axis=0) - old.sum(axis=1)
    loaded = (flow * (1.0 + economy.tariff)).sum() - np.trace(flow)
    openness = loaded / (old.sum() - np.trace(old)) / (gdp.sum() / old_gdp.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "exports_to_gdp_pct": 100.0 * (_abroad(flow, 1) / gdp / (_abroad(old, 1) / old_gdp) - 1.0),
            "imports_to_gdp_pct": 100.0 * (_abroad(flow, 0) / gdp / (_abroad(old, 0) / old_gdp) - 1.0),
            "deficit_pct": 100.0 * (deficit - old_deficit) / np.abs(old_deficit),
            "revenue_to_spending": at.revenue / economy.spending,
            "gdp": gdp,
            "world_trade_to_gdp_pct": np.array([100.0 * (openness - 1.0)]),
            "world_employment_pct": np.array([100.0 * ((labor - 1.0) * old_gdp).sum() / old_gdp.sum()]),
        }


def _abroad(flow: Array, axis: int) -> Array:
    """(N,) flows to or from other regions."""
    total: Array = flow.sum(axis=axis) - np.diag(flow)
    return total


def _assumptions(economy: FirmEconomy, scenario: Scenario, model: Model) -> tuple[str, ...]:
    use = "cuts the income tax" if economy.income_tax else "goes to households in a lump sum"
    return (
        f"model: {model.name}; one goods sector, long run; tariffs are felt with exponent φ by importer",
        f"tariff revenue {use}; the sign of the United States' result depends on this choice",
        "transfers between regions grow with world income; bilateral deficits follow from the model",
        f"trade elasticity {economy.theta:g}, labour supply {economy.labor_supply:g}, "
        f"scale {economy.scale:.4g}",
        *scenario.notes,
    )
