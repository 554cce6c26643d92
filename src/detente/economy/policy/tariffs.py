"""Optimal tariffs of one player and Nash tariffs of several, by adjoint gradients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from detente.economy.model.kernel import Array
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.goals import Goal
from detente.economy.policy.tariff_search import Search
from detente.economy.solver.solving import solve
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
        log points a unit of log(1 + t), scaled by trade; calls : equilibria solved; at_bound : how many
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
    thorough: bool | None = None,
) -> BestTariff:
    """Give the tariffs that maximise the player's real income (weighted, if the model has weights).

    Parameters
    ----------
    against : tariffs of everybody; the player's own are replaced.
    start : (N, J) rates to begin from; default 1/theta, the small-country formula's scale.
    precision : relative improvement of the log goal at which the search stops.
    thorough : also try every sector at other levels; default only when no start is given.

    Notes
    -----
    The search is bounded quasi-Newton (L-BFGS-B) in log(1 + t), each scaled by the square root of
    import value times elasticity, which makes the curvature about equal in all directions. Rates on
    small flows, and rates stuck on the plateau beyond a prohibitive one, are then set to what the flow
    asks for by itself. The goal is not concave: a sector can have two peaks. The thorough search
    climbs from each sector's other peaks too; on Ossa's seven regions, with and without political
    weights, six starts then agree to 1e-10 percent of real income, where without it they differ by up
    to 0.2 percent.
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
    search = Search(goal, group, fixed, instruments.bounds, precision, limit)
    best = search.run(first)
    if thorough or (thorough is None and start is None):
        best = search.improved(best)
    full = tariff.copy()
    full[:, n, :] = best.rates
    return BestTariff(
        player=world.regions[n],
        rates=best.rates,
        gain_percent=100.0 * float(np.expm1(best.value)),
        gradient_norm=best.slope,
        calls=goal.calls,
        at_bound=best.at_bound,
        scenario=replace(against, name=f"optimal tariffs of {world.regions[n]}", tariff=full),
        state=goal._state,
    )


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

    The last round is thorough (see ``optimal_tariff``): no player gains by a leap of a sector either.

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
    responses = _Rounds(world, model, against, instruments, labels, tariff, first=start is None)
    settled = False
    for _ in range(rounds):
        change = responses.play(thorough=settled)
        quiet = max(responses.gains.values()) <= 100.0 * precision
        if quiet and settled:
            break
        settled = quiet
    else:
        raise SolveError(
            f"best responses did not settle in {rounds} rounds "
            f"(last gain {max(responses.gains.values()):.2e} %)",
            where="nash",
            remedy="raise rounds, or tighten the bounds",
        )
    scenario = replace(against, name=f"Nash tariffs of {', '.join(labels)}", tariff=responses.tariff)
    return NashTariffs(
        players=labels,
        tariff=responses.tariff,
        rounds=responses.played,
        change=change,
        gains_percent=dict(responses.gains),
        calls=responses.calls,
        result=solve(world, scenario, model),
    )


@dataclass
class _Rounds:
    """Rounds of best responses, each player in turn against the tariffs the others have by then.

    Attributes
    ----------
    first : the next round is the first, and begins from each player's optimal tariff.
    gains : percent of real income each player gained by its last response.
    """

    world: World
    model: Model
    against: Scenario
    instruments: Instruments | None
    players: tuple[str, ...]
    tariff: Array
    first: bool
    played: int = 0
    calls: int = 0
    gains: dict[str, float] = field(default_factory=dict)
    _states: dict[str, Array | None] = field(default_factory=dict)

    def play(self, *, thorough: bool) -> float:
        """One round; gives the largest change of a rate, weighted by trade over income."""
        world, before = self.world, self.tariff.copy()
        for label in self.players:
            self._respond(label, thorough)
        self.first = False
        self.played += 1
        moved = np.abs(np.log1p(self.tariff) - np.log1p(before)) * world.trade / world.income[None, :, None]
        return float(moved.sum(axis=(0, 2)).max())

    def _respond(self, label: str, thorough: bool) -> None:
        n = self.world.region(label)
        now = replace(self.against, tariff=self.tariff)
        goal = Goal(self.world, self.model, now, n, _state=self._states.get(label))
        before = goal.value(self.tariff[:, n, :])
        best = optimal_tariff(
            self.world,
            label,
            self.model,
            against=now,
            instruments=self.instruments,
            start=None if self.first else self.tariff[:, n, :],
            state=goal._state,
            thorough=thorough,
        )
        self.gains[label] = best.gain_percent - 100.0 * float(np.expm1(before))
        self.calls += best.calls + 1
        self._states[label] = best.state
        self.tariff = self.tariff.copy()
        self.tariff[:, n, :] = best.rates
