"""Efficient tariffs of several players: talks that give each the same gain, as large as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.economy.model.adjoint import (
    back_through_point,
    back_through_step,
    nothing,
    solve_transpose,
    tariff_parts,
)
from detente.economy.model.assembly import assemble_economy
from detente.economy.model.extras import scipy_part
from detente.economy.model.kernel import Array, evaluate, opening, prepare, quick_step
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.goals import Goal
from detente.economy.policy.tariffs import Instruments
from detente.economy.solver.anderson import settle
from detente.economy.solver.solving import solve
from detente.terms import InputError, SolveError

SHARPNESS = (300.0, 3e3, 3e4, 3e5)


@dataclass(frozen=True, eq=False)
class Agreement:
    """Tariffs that maximise the least gain among the players.

    Attributes
    ----------
    tariff : (N, N, J); gains_percent : of each player's (weighted) real income over the start;
        spread_percent : largest less least gain, zero at an exact solution; calls : gradients used.
    """

    players: tuple[str, ...]
    tariff: Array
    gains_percent: dict[str, float]
    spread_percent: float
    calls: int
    result: Result


def efficient_tariffs(
    world: World,
    players: Sequence[str],
    model: Model | None = None,
    *,
    against: Scenario | None = None,
    bounds: tuple[float, float] = (0.0, 10.0),
    limit: int = 400,
) -> Agreement:
    """Give tariffs on which all players agree under equal gains: the least gain is as large as can be.

    Parameters
    ----------
    against : tariffs the talks start from, and from which gains are counted; default the baseline.
    bounds : lowest and highest rate; a negative lowest rate allows import subsidies.

    Notes
    -----
    The least of the log gains is smoothed, −ln Σ exp(−ρ g)/ρ, with ρ raised in four stages; the
    gradient in all tariffs of all players is one linear system. Local optima are possible.
    """
    minimize = scipy_part("optimize").minimize

    model = model or Model.krugman()
    if model.firms is not None:
        raise InputError(
            "not available in the firm-profit variant", where="model", remedy="use another model"
        )
    against = against or Scenario.base()
    base = (world.tariff if against.tariff is None else against.tariff).copy()
    start = solve(world, replace(against, tariff=base), model)
    places = [world.region(one) for one in players]
    groups = {n: Instruments(bounds=bounds).groups(world, n) for n in places}
    spots = [np.argwhere(groups[n] >= 0) for n in places]
    goals = {n: Goal(world, model, replace(against, tariff=base), n) for n in places}
    fixed = assemble_economy(world, replace(against, tariff=base), model)
    reference = np.array([float(np.log(start.government[n])) for n in places])
    weight = [
        np.sqrt(np.maximum(world.trade[s[:, 0], n, s[:, 1]] * world.theta[s[:, 1]] / world.income[n], 1e-9))
        for n, s in zip(places, spots, strict=True)
    ]
    scale = np.concatenate(weight)
    low, high = np.log1p(bounds[0]), np.log1p(bounds[1])
    memory: dict[str, Array] = {}
    calls = 0

    def spread(point: Array) -> Array:
        tariff, at = base.copy(), 0
        for n, spot in zip(places, spots, strict=True):
            tariff[spot[:, 0], n, spot[:, 1]] = np.expm1(
                point[at : at + len(spot)] / scale[at : at + len(spot)]
            )
            at += len(spot)
        return tariff

    def gains(point: Array, sharp: float) -> tuple[float, Array, Array]:
        nonlocal calls
        calls += 1
        tariff = spread(point)
        turned = np.ascontiguousarray(tariff.transpose(2, 1, 0))
        ratio = (1.0 + turned) / (1.0 + fixed.tariff)
        ready = prepare(
            replace(fixed, tariff=turned, shares=fixed.shares * ratio ** -fixed.theta[:, None, None])
        )
        begin = memory.get("state", opening(ready))
        found = settle(lambda state: quick_step(ready, state), begin, tolerance=1e-12)
        if found.gap > 1e-9:
            raise SolveError(
                "no equilibrium at the tariffs tried", where="efficient_tariffs", remedy="tighten bounds"
            )
        memory["state"] = found.state
        at = evaluate(ready, found.state)
        values, worths = [], []
        for n in places:
            value, worth = goals[n].worth_of(ready, at)
            values.append(value)
            worths.append(worth)
        gain = np.array(values) - reference
        share = np.exp(-sharp * (gain - gain.min()))
        share /= share.sum()
        total = nothing(ready)
        for part, worth in zip(share, worths, strict=True):
            for name in vars(total):
                setattr(total, name, getattr(total, name) + part * getattr(worth, name))
        here = back_through_point(ready, at, total)
        there = back_through_point(
            ready, at, back_through_step(ready, at, solve_transpose(ready, at, here.state))
        )
        slope = []
        for n, spot in zip(places, spots, strict=True):
            parts = tariff_parts(ready, at, here, n) + tariff_parts(ready, at, there, n)
            worth_n = parts.slope(ready.world.tariff[:, n, :])
            rates = tariff[spot[:, 0], n, spot[:, 1]]
            slope.append(worth_n.T[spot[:, 0], spot[:, 1]] * (1.0 + rates))
        least = float(gain.min() - np.log(np.exp(-sharp * (gain - gain.min())).sum()) / sharp)
        return least, np.concatenate(slope) / scale, gain

    first = np.concatenate([np.log1p(base[s[:, 0], n, s[:, 1]]) for n, s in zip(places, spots, strict=True)])
    point = np.clip(first, low, high) * scale
    box = list(zip(low * scale, high * scale, strict=True))
    for sharp in SHARPNESS:
        found = minimize(
            lambda at, sharp=sharp: tuple(-one for one in gains(at, sharp)[:2]),
            point,
            jac=True,
            method="L-BFGS-B",
            bounds=box,
            options={"maxiter": limit, "ftol": 1e-13, "gtol": 1e-9, "maxcor": 30},
        )
        point = found.x
    tariff = spread(point)
    final = solve(world, replace(against, name="efficient tariffs", tariff=tariff), model)
    gain_percent = {
        world.regions[n]: 100.0 * float(final.government[n] / start.government[n] - 1.0) for n in places
    }
    return Agreement(
        players=tuple(world.regions[n] for n in places),
        tariff=tariff,
        gains_percent=gain_percent,
        spread_percent=max(gain_percent.values()) - min(gain_percent.values()),
        calls=calls,
        result=final,
    )
