"""Efficient tariffs of several players: talks that give each the same gain, as large as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.adjoint import Adjoints, total_tariff_parts, zero_adjoints
from detente.economy.model.assembly import assemble_economy
from detente.economy.model.extras import scipy_part
from detente.economy.model.kernel import (
    Array,
    Economy,
    Point,
    Prepared,
    evaluate,
    opening,
    prepare,
    quick_step,
)
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
            "not available for monopolistic competition with one sector",
            where="model",
            remedy="use another model",
        )
    against = against or Scenario.base()
    base = (world.tariff if against.tariff is None else against.tariff).copy()
    start = solve(world, replace(against, tariff=base), model)
    places = [world.region(one) for one in players]
    talks = _talks(world, model, replace(against, tariff=base), places, start, bounds)
    low, high = np.log1p(bounds[0]), np.log1p(bounds[1])
    point = np.clip(talks.logs_of(base), low, high) * talks.scale
    box = list(zip(low * talks.scale, high * talks.scale, strict=True))
    for sharp in SHARPNESS:
        point = minimize(
            lambda at, sharp=sharp: talks.loss(at, sharp),
            point,
            jac=True,
            method="L-BFGS-B",
            bounds=box,
            options={"maxiter": limit, "ftol": 1e-13, "gtol": 1e-9, "maxcor": 30},
        ).x
    tariff = talks.tariff_at(point)
    final = solve(world, replace(against, name="efficient tariffs", tariff=tariff), model)
    gain_percent = {
        world.regions[n]: 100.0 * float(final.government[n] / start.government[n] - 1.0) for n in places
    }
    return Agreement(
        players=tuple(world.regions[n] for n in places),
        tariff=tariff,
        gains_percent=gain_percent,
        spread_percent=max(gain_percent.values()) - min(gain_percent.values()),
        calls=talks.calls,
        result=final,
    )


@dataclass
class _Talks:
    """The smoothed least gain as a function of all players' tariffs.

    A point holds, player after player, the log of one plus each rate times its ``scale``.

    Attributes
    ----------
    flows : for each player, rows of exporter and sector whose rate it may choose.
    reference : (players,) log goal at the start of the talks.
    """

    base: Array
    economy: Economy
    places: list[int]
    flows: list[NDArray[np.intp]]
    goals: list[Goal]
    reference: Array
    scale: Array
    calls: int = 0
    _state: Array | None = None

    def logs_of(self, tariff: Array) -> Array:
        """Log of one plus each free rate of a (N, N, J) array."""
        return np.concatenate(
            [np.log1p(tariff[f[:, 0], n, f[:, 1]]) for n, f in zip(self.places, self.flows, strict=True)]
        )

    def tariff_at(self, point: Array) -> Array:
        """(N, N, J) tariffs at a point."""
        tariff, rates, at = self.base.copy(), np.expm1(point / self.scale), 0
        for n, flow in zip(self.places, self.flows, strict=True):
            tariff[flow[:, 0], n, flow[:, 1]] = rates[at : at + len(flow)]
            at += len(flow)
        return tariff

    def loss(self, point: Array, sharp: float) -> tuple[float, Array]:
        """Smoothed least gain with its sign turned, and its gradient."""
        self.calls += 1
        tariff = self.tariff_at(point)
        ready, at = self._equilibrium(tariff)
        both = [goal.goal_and_adjoints(ready, at) for goal in self.goals]
        gain = np.array([value for value, _ in both]) - self.reference
        share = np.exp(-sharp * (gain - gain.min()))
        least = float(gain.min() - np.log(share.sum()) / sharp)
        total = _weighted(ready, [adjoints for _, adjoints in both], share / share.sum())
        slopes = []
        every = total_tariff_parts(ready, at, total, self.places)
        for n, flow, parts in zip(self.places, self.flows, every, strict=True):
            slope = parts.slope(ready.world.tariff[:, n, :]).T
            slopes.append(slope[flow[:, 0], flow[:, 1]] * (1.0 + tariff[flow[:, 0], n, flow[:, 1]]))
        return -least, -np.concatenate(slopes) / self.scale

    def _equilibrium(self, tariff: Array) -> tuple[Prepared, Point]:
        by_sector = np.ascontiguousarray(tariff.transpose(2, 1, 0))
        ratio = (1.0 + by_sector) / (1.0 + self.economy.tariff)
        shares = self.economy.shares * ratio ** -self.economy.theta[:, None, None]
        ready = prepare(replace(self.economy, tariff=by_sector, shares=shares))
        start = opening(ready) if self._state is None else self._state
        search = settle(lambda state: quick_step(ready, state), start, tolerance=1e-12)
        if search.gap > 1e-9:
            raise SolveError(
                "no equilibrium at the tariffs tried", where="efficient_tariffs", remedy="tighten bounds"
            )
        self._state = search.state
        return ready, evaluate(ready, search.state)


def _talks(
    world: World,
    model: Model,
    against: Scenario,
    places: list[int],
    start: Result,
    bounds: tuple[float, float],
) -> _Talks:
    groups = [Instruments(bounds=bounds).groups(world, n) for n in places]
    flows = [np.argwhere(group >= 0) for group in groups]
    scale = [
        np.sqrt(np.maximum(world.trade[f[:, 0], n, f[:, 1]] * world.theta[f[:, 1]] / world.income[n], 1e-9))
        for n, f in zip(places, flows, strict=True)
    ]
    assert against.tariff is not None
    return _Talks(
        base=against.tariff,
        economy=assemble_economy(world, against, model),
        places=places,
        flows=flows,
        goals=[Goal(world, model, against, n) for n in places],
        reference=np.array([float(np.log(start.government[n])) for n in places]),
        scale=np.concatenate(scale),
    )


def _weighted(ready: Prepared, every: list[Adjoints], weights: Array) -> Adjoints:
    """The adjoints of a weighted sum of goals."""
    total = zero_adjoints(ready)
    for part, adjoints in zip(weights, every, strict=True):
        for one in fields(Adjoints):
            setattr(total, one.name, getattr(total, one.name) + part * getattr(adjoints, one.name))
    return total
