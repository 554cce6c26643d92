"""A one-sector world under a scenario as the arrays of the solver for monopolistic competition."""

from __future__ import annotations

import numpy as np

from detente.economy.model.monopolistic_calibration import one_elasticity
from detente.economy.model.monopolistic_kernel import Array, FirmEconomy
from detente.economy.model.scenario import Scenario, check_rates
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.terms import InputError


def firm_economy(world: World, scenario: Scenario, model: Model) -> FirmEconomy:
    """Give the solver's arrays of a one-sector world under a scenario."""
    firms = model.firms
    if firms is None:
        raise InputError(
            "this model has no firm settings", where="model", remedy="use Model.monopolistic_competition(...)"
        )
    theta = one_elasticity(world)
    n = len(world.regions)
    for label, array in (("local_profit", firms.local_profit), ("pass_through", firms.pass_through)):
        if np.shape(array) != (n,):
            raise InputError(
                f"{label} has shape {np.shape(array)}", where="firms", remedy=f"give {n} numbers"
            )
    if np.any(world.tariff != 0):
        raise InputError(
            "monopolistic competition in one sector starts from a baseline without tariffs",
            where="world.tariff",
            remedy="use a world whose baseline tariffs are zero, as in the paper",
        )
    if scenario.export_tax is not None or scenario.rules:
        raise InputError(
            "export taxes and quantity rules are not modelled under monopolistic competition in one sector",
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


def _closed(transfer: Array) -> Array:
    left = float(transfer.sum()) / float(np.abs(transfer).sum() or 1.0)
    if abs(left) > 1e-9:
        raise InputError(
            f"transfers add up to {transfer.sum():,.1f}, not to zero: the accounts of the world cannot close",
            where="transfer",
            remedy="scale them so that what some receive others give",
        )
    return transfer
