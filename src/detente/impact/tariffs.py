"""Optimal tariffs of one player and Nash tariffs of several, by adjoint gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from detente.impact.extras import scipy_part
from detente.impact.goals import Goal
from detente.impact.kernel import Array
from detente.impact.model import Model
from detente.impact.result import Result
from detente.impact.scenario import Scenario
from detente.impact.solving import solve
from detente.impact.world import World
from detente.terms import InputError, SolveError

Grouping = Literal["each", "sector", "partner", "one"]


@dataclass(frozen=True)
class Instruments:
    """Which of a player's tariffs it may choose, and which must be alike.

    Attributes
    ----------
    partners, sectors : labels; None means all.
    alike : "each" flow has its own rate; one rate a "sector" for all partners (most favoured
        nation); one rate a "partner"; or "one" rate for all.
    bounds : lowest and highest rate.
    """

    partners: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    alike: Grouping = "each"
    bounds: tuple[float, float] = (0.0, 10.0)

    def groups(self, world: World, player: int) -> Array:
        """(N, J) number of the rate each flow takes, -1 where the player may not choose."""
        n, j = world.size
        partners = range(n) if self.partners is None else [world.region(one) for one in self.partners]
        sectors = range(j) if self.sectors is None else [world.sector(one) for one in self.sectors]
        group = np.full((n, j), -1)
        for at, partner in enumerate(partners):
            for place, sector in enumerate(sectors):
                if partner == player or world.trade[partner, player, sector] <= 0:
                    continue
                group[partner, sector] = {
                    "each": at * j + place,
                    "sector": place,
                    "partner": at,
                    "one": 0,
                }[self.alike]
        used = np.unique(group[group >= 0])
        if not used.size:
            raise InputError(
                f"{world.regions[player]} has no tariff to choose",
                where="instruments",
                remedy="name partners and sectors it imports from",
            )
        renumber = np.full(int(group.max()) + 1, -1)
        renumber[used] = np.arange(used.size)
        chosen: Array = np.where(group >= 0, renumber[np.maximum(group, 0)], -1)
        return chosen


@dataclass(frozen=True, eq=False)
class BestTariff:
    """A player's best tariffs against given ones.

    Attributes
    ----------
    player : label; rates : (N exporters, J) the player's tariffs; gain_percent : of its (weighted)
        real income over the baseline; gradient_norm : largest slope left where no bound binds, in
        log points a unit of log(1 + t), scaled by trade; calls : gradients used; at_bound : how many
        rates sit at a bound.
    """

    player: str
    rates: Array
    gain_percent: float
    gradient_norm: float
    calls: int
    at_bound: int
    scenario: Scenario
    state: Array | None = None

    def mean_rate(self, world: World, *, weighted: bool = False) -> float:
        """Mean tariff over partners and sectors with trade, plain or by baseline import value."""
        n = world.region(self.player)
        value = world.trade[:, n, :].copy()
        value[n] = 0.0
        weight = value if weighted else (value > 0).astype(float)
        return float((self.rates * weight).sum() / weight.sum())


def optimal_tariff(
    world: World,
    player: str,
    model: Model | None = None,
    *,
    against: Scenario | None = None,
    instruments: Instruments | None = None,
    start: Array | None = None,
    state: Array | None = None,
    precision: float = 1e-11,
    limit: int = 400,
) -> BestTariff:
    """Give the tariffs that maximise the player's real income (weighted, if the model has weights).

    Parameters
    ----------
    against : tariffs of everybody; the player's own are replaced.
    start : (N, J) rates to begin from; default 1/theta, the small-country formula's scale.
    precision : relative improvement of the log goal at which the search stops.

    Notes
    -----
    The search is bounded quasi-Newton (L-BFGS-B) in log(1 + t), each scaled by the square root of
    import value times elasticity, which makes the curvature about equal in all directions.
    A local optimum: the goal is not concave. Starts far below the optimum can push single flows to a
    prohibitive rate, where the slope vanishes; the default start does not, and agrees with the path
    through most-favoured-nation tariffs to 1e-9 percent on Ossa's seven regions.
    """
    model = model or Model.caliendo_parro()
    instruments = instruments or Instruments()
    against = against or Scenario.base()
    n = world.region(player)
    goal = Goal(world, model, against, n, _state=state)
    group = instruments.groups(world, n)
    tariff = world.tariff if against.tariff is None else against.tariff
    fixed = tariff[:, n, :].copy()
    first = start if start is not None else np.broadcast_to(1.0 / world.theta, fixed.shape)
    best = _search(goal, instruments, group, fixed, first, precision, limit)
    full = tariff.copy()
    full[:, n, :] = best[0]
    return BestTariff(
        player=world.regions[n],
        rates=best[0],
        gain_percent=100.0 * float(np.expm1(best[1])),
        gradient_norm=best[2],
        calls=goal.calls,
        at_bound=best[3],
        scenario=replace(against, name=f"optimal tariffs of {world.regions[n]}", tariff=full),
        state=goal._state,
    )


def _search(
    goal: Goal,
    instruments: Instruments,
    group: Array,
    fixed: Array,
    start: Array,
    precision: float,
    limit: int,
) -> tuple[Array, float, float, int]:
    minimize = scipy_part("optimize").minimize

    world, n = goal.world, goal.player
    chosen = group >= 0
    flat = group[chosen]
    count = int(flat.max()) + 1
    value = world.trade[:, n, :] * world.theta
    weight = np.bincount(flat, weights=value[chosen], minlength=count) / world.income[n]
    weight = np.maximum(weight, weight.max() * 1e-8)
    scale = np.sqrt(weight)
    low, high = (np.log1p(bound) for bound in instruments.bounds)
    first = np.bincount(flat, weights=start[chosen], minlength=count) / np.bincount(flat, minlength=count)
    begin = np.clip(np.log1p(first), low, high) * scale

    def spread(point: Array) -> Array:
        rates = fixed.copy()
        rates[chosen] = np.expm1(point / scale)[flat]
        return rates

    def negative(point: Array) -> tuple[float, Array]:
        rates = spread(point)
        worth, gradient = goal.value_and_gradient(rates)
        slope = gradient * (1.0 + rates)
        return -worth, -np.bincount(flat, weights=slope[chosen], minlength=count) / scale

    found = minimize(
        negative,
        begin,
        jac=True,
        method="L-BFGS-B",
        bounds=list(zip(low * scale, high * scale, strict=True)),
        options={"maxiter": limit, "ftol": precision * 1e-3, "gtol": 1e-9, "maxcor": 25},
    )
    if not np.isfinite(found.fun):
        raise SolveError(
            f"the search for optimal tariffs of {world.regions[n]} left the numbers",
            where="optimal_tariff",
            remedy="tighten the bounds",
        )
    found.x, found.fun, found.jac = _polish(negative, found, weight, scale, (low, high))
    at_low, at_high = found.x <= low * scale + 1e-12, found.x >= high * scale - 1e-12
    free = ~(at_low & (found.jac > 0)) & ~(at_high & (found.jac < 0))
    slope = float(np.abs(found.jac[free]).max()) if free.any() else 0.0
    return spread(found.x), -float(found.fun), slope, int((at_low | at_high).sum())


def _polish(
    negative: Callable[[Array], tuple[float, Array]],
    found: Any,
    weight: Array,
    scale: Array,
    bounds: tuple[float, float],
) -> tuple[Array, float, Array]:
    """Settle the rates on small flows, which the search leaves loose because they hardly pay.

    Small flows do not touch one another, so each takes a secant step of its own; the point is kept
    only if the goal does not fall.
    """
    small = weight < 1e-3 * weight.max()
    point, value, slope = found.x, float(found.fun), found.jac
    if not small.any():
        return point, value, slope
    probe = np.clip(point / scale + np.where(small, 0.01, 0.0), *bounds) * scale
    before, before_slope = probe, negative(probe)[1]
    for _ in range(5):
        moved = point - before
        curve = np.divide(slope - before_slope, moved, out=np.ones_like(point), where=np.abs(moved) > 1e-14)
        change = np.where(small & (curve > 0.02), -slope / np.maximum(curve, 0.02), 0.0)
        change = np.clip(change / scale, -0.3, 0.3) * scale
        following = np.clip((point + change) / scale, *bounds) * scale
        worth, renewed = negative(following)
        if worth > value + 1e-12:
            break
        before, before_slope = point, slope
        point, value, slope = following, worth, renewed
        if float(np.abs(change / scale).max()) < 1e-7:
            break
    return point, value, slope


@dataclass(frozen=True, eq=False)
class NashTariffs:
    """Tariffs from which no player gains by moving alone.

    Attributes
    ----------
    players : labels; tariff : (N, N, J); rounds : rounds of best responses; change : largest change
        of a rate in the last round, weighted by trade; gains_percent : what each player could still
        gain by its best response, in percent of real income (the check that this is Nash).
    """

    players: tuple[str, ...]
    tariff: Array
    rounds: int
    change: float
    gains_percent: dict[str, float]
    calls: int
    result: Result


def nash(
    world: World,
    players: Sequence[str],
    model: Model | None = None,
    *,
    against: Scenario | None = None,
    instruments: Instruments | None = None,
    start: Array | None = None,
    precision: float = 1e-10,
    rounds: int = 60,
) -> NashTariffs:
    """Give Nash tariffs of the players by rounds of best responses, with a check that they are.

    Parameters
    ----------
    precision : a player's largest gain in a round, log points, at which the rounds stop.
    start : (N, N, J) tariffs to begin from; default each player's optimal tariff against the rest.

    Raises
    ------
    SolveError
        The rounds did not settle.
    """
    model = model or Model.caliendo_parro()
    against = against or Scenario.base()
    labels = tuple(world.regions[world.region(one)] for one in players)
    if len(set(labels)) != len(labels) or not labels:
        raise InputError("players must be named once each", where="players", remedy=", ".join(world.regions))
    tariff = (world.tariff if against.tariff is None else against.tariff).copy()
    if start is not None:
        tariff = np.asarray(start, dtype=float).copy()
    states: dict[str, Array | None] = dict.fromkeys(labels)
    calls = 0
    gains: dict[str, float] = {}
    change = np.inf
    for count in range(1, rounds + 1):
        before_round = tariff.copy()
        for label in labels:
            n = world.region(label)
            now = replace(against, tariff=tariff)
            goal = Goal(world, model, now, n, _state=states[label])
            before, _ = goal.value_and_gradient(tariff[:, n, :])
            begin = None if count == 1 and start is None else tariff[:, n, :]
            best = optimal_tariff(
                world, label, model, against=now, instruments=instruments, start=begin, state=goal._state
            )
            gains[label] = best.gain_percent - 100.0 * float(np.expm1(before))
            calls += best.calls + 1
            states[label] = best.state
            tariff = tariff.copy()
            tariff[:, n, :] = best.rates
        moved = np.abs(np.log1p(tariff) - np.log1p(before_round)) * world.trade / world.income[None, :, None]
        change = float(moved.sum(axis=(0, 2)).max())
        if max(gains.values()) <= 100.0 * precision:
            break
    else:
        raise SolveError(
            f"best responses did not settle in {rounds} rounds (last gain {max(gains.values()):.2e} %)",
            where="nash",
            remedy="raise rounds, or tighten the bounds",
        )
    scenario = replace(against, name=f"Nash tariffs of {', '.join(labels)}", tariff=tariff)
    return NashTariffs(labels, tariff, count, change, dict(gains), calls, solve(world, scenario, model))
