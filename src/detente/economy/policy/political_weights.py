"""Political weights under which the tariffs a player would set are the tariffs measured for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.adjoint import Adjoints, total_tariff_parts, zero_adjoints
from detente.economy.model.extras import scipy_part
from detente.economy.model.kernel import Array, Economy, Point, Prepared
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.policy.goals import Goal
from detente.economy.policy.tariff_search import Search
from detente.economy.policy.tariffs import Instruments
from detente.terms import InputError, SolveError

PROHIBITIVE = 2.25
MARGIN = 0.03


@dataclass(frozen=True, eq=False)
class PoliticalWeights:
    """Weights of one player's sectors, with what they were fitted to.

    Attributes
    ----------
    player : label; weights : (J,) worth of a dollar earned in each sector, mean one, none below zero.
    target : (J,) measured rates; rates : (J,) the player's best most-favoured-nation rates under the
        weights: the target plus ``shift``, except where capped, at zero weight, or prohibitive.
    shift : how far the best rates lie above the measured ones in all other sectors alike; weights
        with a mean of one move rates between sectors, not their level.
    slope : largest slope of the goal left at ``rates``, log points a unit of the log of one plus the
        rate, over the sector's imports in income times theta.
    search_gap : largest difference between ``rates`` and what a search begun 2 % beside them finds.
    calls : equilibria solved.
    second_peak_percent : how much more the player could gain at another, far peak of the goal, which
        prohibitive rates create; zero where ``rates`` are the best of all.
    """

    player: str
    weights: Array
    target: Array
    rates: Array
    shift: float
    slope: float
    search_gap: float
    second_peak_percent: float
    calls: int


def calibrate_weights(
    world: World,
    player: str,
    target: Array,
    model: Model | None = None,
    *,
    against: Scenario | None = None,
    cap: float = PROHIBITIVE,
) -> PoliticalWeights:
    """Give sector weights under which the player's best rates vary across sectors as the measured do.

    Parameters
    ----------
    target : (J,) measured noncooperative rates of the player, one a sector for all partners.
    against : tariffs of everybody else; default the baseline.
    cap : rates above it are prohibitive: they are met as they are and left out of ``shift``.

    Notes
    -----
    At the best rates the first-order conditions are linear in the weights: for every sector's rate
    r, the sum over sectors s of weight_s·(dE_s/dt_r − E_s·dlnP/dt_r) is zero, with E_s the income of
    sector s in dollars and P the price index. J conditions for J weights have a solution other than
    zero only at the right level of the rates, which ``shift`` finds; each matrix is J + 1 adjoint
    gradients at one equilibrium. A weight that would be negative is held at zero and its rate is free.

    Source: R. Ossa, "Trade Wars and Trade Talks with Data", American Economic Review 104(12), 2014,
    section on calibration: weights have mean one and are not negative, targets are matched up to their
    mean, rates above 225 % count as prohibitive. The paper fits by repeated corrections; this solves.

    Raises
    ------
    InputError
        The target does not fit, or the player imports nothing in a sector.
    SolveError
        No level of rates makes the conditions solvable.
    """
    model = replace(model or Model.krugman(), weights=None)
    if model.firms is not None or not model.profits:
        raise InputError(
            "weights move tariffs only where sectors earn profits of their own",
            where="model",
            remedy="use Model.krugman()",
        )
    against = against or Scenario.base()
    n = world.region(player)
    measured = _checked_target(world, target)
    group = Instruments(alike="sector").groups(world, n)
    bare = np.flatnonzero((group < 0).all(axis=0))
    if bare.size:
        raise InputError(
            f"{world.regions[n]} imports nothing in {world.sectors[bare[0]]}",
            where="target",
            remedy="leave the sector out of the world, or merge it with another",
        )
    fit = _Fit(Goal(world, model, against, n), group >= 0, measured, cap)
    shift, held, free = fit.solve()
    weights, rates, gap = fit.weights_at(shift, held, free)
    table = np.ones(world.size)
    table[n] = weights
    check = _check_rates(Goal(world, replace(model, weights=table), against, n), group, rates)
    return PoliticalWeights(
        player=world.regions[n],
        weights=weights,
        target=measured,
        rates=rates,
        shift=shift,
        slope=float(np.abs(gap).max()),
        search_gap=check.search_gap,
        second_peak_percent=check.second_peak_percent,
        calls=fit.goal.calls + check.calls,
    )


def _checked_target(world: World, target: Array) -> Array:
    measured = np.asarray(target, dtype=float)
    if measured.shape != (len(world.sectors),) or not np.all(np.isfinite(measured) & (measured >= 0.0)):
        raise InputError(
            f"target rates of shape {measured.shape}",
            where="target",
            remedy="give one rate of zero or more a sector",
        )
    return measured


@dataclass(frozen=True)
class _Check:
    """What a search under the fitted weights gives, beside the rates they were fitted to."""

    search_gap: float
    second_peak_percent: float
    calls: int


def _check_rates(goal: Goal, group: Array, rates: Array) -> _Check:
    """Search from 2 % beside the fitted rates, then for a higher peak elsewhere."""
    tariff = goal.world.tariff if goal.scenario.tariff is None else goal.scenario.tariff
    fixed = tariff[:, goal.player, :].copy()
    search = Search(goal, group, fixed, (0.0, 10.0), 1e-11, 400)
    fitted = np.broadcast_to(rates, fixed.shape)
    nudge = np.where(np.arange(len(rates)) % 2 == 0, 1.02, 0.98)
    near = search.run((1.0 + fitted) * nudge - 1.0)
    far = search.improved(near)
    return _Check(
        search_gap=float(np.abs(near.rates - fitted)[group >= 0].max()),
        second_peak_percent=100.0 * float(np.expm1(far.value) - np.expm1(near.value)),
        calls=goal.calls,
    )


@dataclass
class _Fit:
    """The first-order conditions of the player's best rates, as equations in its weights."""

    goal: Goal
    chosen: NDArray[np.bool_]
    target: Array
    cap: float

    def rates(self, shift: float, held: NDArray[np.bool_], free: Array) -> Array:
        top = np.maximum(self.target + MARGIN, self.cap) - MARGIN
        rates = np.where(self.target > self.cap, self.target, np.clip(self.target + shift, 0.0, top))
        rates[held] = free
        return rates

    def weights_at(self, shift: float, held: NDArray[np.bool_], free: Array) -> tuple[Array, Array, Array]:
        """Weights of mean one that come nearest to the conditions, the rates, and the gaps left."""
        rates = self.rates(shift, held, free)
        matrix = self.conditions(rates)
        open_ = ~held
        count = int(open_.sum())
        border = np.zeros((count + 1, count + 1))
        border[:-1, :-1] = matrix[np.ix_(open_, open_)]
        border[:-1, -1] = 1.0
        border[-1, :-1] = 1.0 / len(self.target)
        solution = np.linalg.solve(border, np.append(np.zeros(count), 1.0))
        weights = np.zeros(len(self.target))
        weights[open_] = solution[:-1]
        return weights, rates, np.append(-solution[-1], matrix[held] @ weights)

    def solve(self) -> tuple[float, NDArray[np.bool_], Array]:
        """The shift of all rates, the sectors held at weight zero, and the rates of those."""
        root = scipy_part("optimize").root
        held = np.zeros(len(self.target), dtype=bool)
        shift = float(np.clip((1.0 / self.goal.world.theta - self.target).mean(), 0.0, 1.0))
        free = np.zeros(0)
        for _ in range(len(self.target)):
            solution = root(
                lambda z, held=held: self.weights_at(float(z[0]), held, z[1:])[2],
                np.append(shift, free),
                options={"xtol": 1e-13},
            )
            shift = float(solution.x[0])
            weights, rates, gap = self.weights_at(shift, held, solution.x[1:])
            if not np.abs(gap).max() < 1e-9:
                raise SolveError(
                    f"no level of rates supports the target of {self.goal.world.regions[self.goal.player]}: "
                    f"conditions are off by {np.abs(gap).max():.1e}",
                    where="calibrate_weights",
                    remedy="lower the most extreme target rates, or give another cap",
                )
            negative = weights < -1e-12
            if not negative.any():
                return shift, held, solution.x[1:]
            held = held | negative
            free = rates[held]
        raise SolveError("every weight fell to zero", where="calibrate_weights", remedy="give another target")

    def conditions(self, rates: Array) -> Array:
        """(J rates, J weights) the first-order conditions, each over its sector's imports times theta."""
        n = self.goal.player
        full = np.where(self.chosen, rates, 0.0)
        self.goal.calls += 1
        ready, at = self.goal.equilibrium(full)
        world: Economy = ready.world
        slope = self._slopes(ready, at)
        index = zero_adjoints(ready)
        index.demand[:, n] -= world.final[:, n] / (world.theta * at.demand[:, n])
        price = slope(index)
        share = (at.revenue[n] + at.deficit[n]) / at.labor_paid[n]
        matrix = np.empty((len(rates), len(rates)))
        for s in range(len(rates)):
            labor = world.labor[s, n] * at.sales[s, n]
            earned = labor * (1.0 + share) + world.profit[s, n] * at.sales[s, n]
            adjoints = zero_adjoints(ready)
            adjoints.sales[s, n] = world.labor[s, n] * (1.0 + share) + world.profit[s, n]
            adjoints.revenue[n] = labor / at.labor_paid[n]
            adjoints.labor_paid[n] = -labor * share / at.labor_paid[n]
            matrix[:, s] = slope(adjoints) - earned * price
        bought = ready.net[:, n, :] * at.supply * at.per_share[:, n][:, None]
        size = (bought * self.chosen.T).sum(axis=1) * world.theta / (1.0 + rates)
        scaled: Array = matrix / size[:, None]
        return scaled

    def _slopes(self, ready: Prepared, at: Point) -> Callable[[Adjoints], Array]:
        """Give what turns the adjoints of a goal into its slope in each sector's rate."""
        n = self.goal.player

        def slope(adjoints: Adjoints) -> Array:
            (parts,) = total_tariff_parts(ready, at, adjoints, [n])
            total: Array = (parts.slope(ready.world.tariff[:, n, :]) * self.chosen.T).sum(axis=1)
            return total

        return slope
