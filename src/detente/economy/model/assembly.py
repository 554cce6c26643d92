"""A world under a scenario as the arrays of the solver."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.kernel import Array, Economy
from detente.economy.model.scenario import Scenario, check_rates
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.terms import InputError


def assemble_economy(world: World, scenario: Scenario, model: Model) -> Economy:
    """Give the solver's arrays: sectors first, importer before exporter.

    Raises
    ------
    InputError
        An array of the scenario does not fit the world, or holds a rate or cost that cannot be.
    """
    n, _ = world.size
    _check_arrays(world, scenario)
    theta = world.theta
    tariff = world.tariff if scenario.tariff is None else scenario.tariff
    export_tax = scenario.export_tax
    if export_tax is not None and not np.any(export_tax):
        export_tax = None
    shares = _shocked_shares(world, scenario, export_tax)
    profit = model.profit_share(world)
    output, spending = world.output, world.spending
    labor = world.value_added - profit
    bought = spending.sum(axis=1)
    home = np.einsum("nnj->nj", world.trade).sum(axis=1) / bought
    mean_theta = (theta * spending).sum(axis=1) / bought
    has_inputs = bool(np.any(world.inputs > 0))
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
        relax=1.0 / (1.0 + mean_theta * (1.0 - home)),
        start=np.ascontiguousarray(spending.T),
        critical=_critical_sectors(world, model) if has_inputs else None,
        substitution=model.input_substitution,
        indexed=model.deficits == "share_of_world_income",
    )


def _check_arrays(world: World, scenario: Scenario) -> None:
    shape = world.trade.shape
    for label, array in (("tariff", scenario.tariff), ("export_tax", scenario.export_tax)):
        if array is not None:
            if array.shape != shape:
                raise InputError(
                    f"{label} has shape {array.shape}; this world needs {shape}",
                    where=f"scenario {scenario.name!r}",
                    remedy="order it (exporter, importer, sector)",
                )
            check_rates(world, array, label)
    cost = scenario.trade_cost
    if cost is not None and (cost.shape != shape or not np.all(cost > 0)):
        raise InputError(
            "trade_cost must be positive ratios of shape (exporter, importer, sector)",
            where=f"scenario {scenario.name!r}",
            remedy=f"give an array of shape {shape}",
        )


def _shocked_shares(world: World, scenario: Scenario, export_tax: Array | None) -> Array:
    """(N, N, J) baseline shares times the change of tariffs and trade costs to the power -theta."""
    theta, shares = world.theta, world.shares
    if scenario.tariff is not None:
        moved = scenario.tariff != world.tariff
        ratio = (1.0 + scenario.tariff) / (1.0 + world.tariff)
        power = np.broadcast_to(-theta, shares.shape)
        shares = np.where(
            moved, shares * np.power(ratio, power, where=moved, out=np.ones_like(ratio)), shares
        )
    if scenario.trade_cost is not None:
        shares = shares * scenario.trade_cost**-theta
    if export_tax is not None:
        shares = shares * (1.0 + export_tax) ** -theta
    return shares


def _critical_sectors(world: World, model: Model) -> NDArray[np.bool_] | None:
    """(J,) true for critical inputs; None where they are Cobb–Douglas like all other inputs."""
    if not model.critical or model.input_substitution == 1.0:
        return None
    critical = np.zeros(len(world.sectors), dtype=bool)
    critical[[world.sector(label) for label in model.critical]] = True
    return critical
