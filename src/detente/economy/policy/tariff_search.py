"""The search for one player's best rates: quasi-Newton, then what each flow asks for by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.extras import scipy_part
from detente.economy.model.kernel import Array
from detente.economy.policy.goals import Goal
from detente.terms import SolveError

LEVELS = np.array([-0.3, 0.0, 0.1, 0.25, 0.5, 0.9, 1.5, 2.5, 4.5, 10.0])


@dataclass(frozen=True)
class BestRates:
    """Where a search ended: rates (N, J), log goal, largest free slope, count of rates at a bound."""

    rates: Array
    value: float
    slope: float
    at_bound: int


@dataclass(frozen=True)
class Search:
    """A player's problem: which rates may move (``group`` as in ``Instruments``) and within which bounds."""

    goal: Goal
    group: Array
    fixed: Array
    bounds: tuple[float, float]
    precision: float
    limit: int

    @property
    def chosen(self) -> NDArray[np.bool_]:
        """(N, J) true where the player may choose."""
        return np.asarray(self.group >= 0)

    def _sum(self, values: Array) -> Array:
        count = int(self.group.max()) + 1
        return np.asarray(
            np.bincount(self.group[self.chosen], weights=values[self.chosen], minlength=count), dtype=float
        )

    def _weight(self) -> Array:
        world, n = self.goal.world, self.goal.player
        weight = self._sum(world.trade[:, n, :] * world.theta) / world.income[n]
        floored: Array = np.maximum(weight, weight.max() * 1e-8)
        return floored

    def spread(self, logs: Array) -> Array:
        """(N, J) rates from the log of one plus each free rate."""
        rates = self.fixed.copy()
        rates[self.chosen] = np.expm1(logs)[self.group[self.chosen]]
        return rates

    def run(self, start: Array) -> BestRates:
        """Give the best rates reached from (N, J) start."""
        low, high = (float(np.log1p(bound)) for bound in self.bounds)
        weight = self._weight()
        scale = np.sqrt(weight)
        first = self._sum(start) / self._sum(np.ones_like(start))
        point = np.clip(np.log1p(first), low, high)
        value = -np.inf
        for _ in range(4):
            point = self._descend(point, scale, (low, high))
            point, reached, slope = self._settle(point, weight, (low, high))
            if reached <= value + 1e-10:
                break
            value = reached
        value = max(value, reached)
        at_low, at_high = point <= low + 1e-9, point >= high - 1e-9
        free = ~(at_low & (slope < 0)) & ~(at_high & (slope > 0))
        left = float(np.abs(slope / scale)[free].max()) if free.any() else 0.0
        return BestRates(self.spread(point), value, left, int((at_low | at_high).sum()))

    def improved(self, reached: BestRates) -> BestRates:
        """Give the best rates when whole sectors may also leap to another level.

        The goal can have a second peak in the level of one sector: protection behind a wall, or
        revenue from what still comes in. Each sector is tried at a row of levels, and the search
        starts again from every level that stands above its neighbours on the row.
        """
        for _ in range(3):
            best = reached
            for rates in self._other_peaks(reached):
                try:
                    trial = self.run(rates)
                except SolveError:
                    continue
                if trial.value > best.value + 1e-13:
                    best = trial
            if best.value <= reached.value + 1e-12:
                return best
            reached = best
        return reached

    def _other_peaks(self, reached: BestRates) -> list[Array]:
        low, high = self.bounds
        row = np.unique(np.clip(LEVELS, low, high))
        weight = self.goal.world.trade[:, self.goal.player, :]
        starts: list[Array] = []
        sectors = np.broadcast_to(np.arange(weight.shape[1]), self.group.shape)[self.chosen]
        first = np.full(int(self.group.max()) + 1, -1)
        first[self.group[self.chosen]] = sectors
        if np.any(first[self.group[self.chosen]] != sectors):
            return starts  # rates that must be alike across sectors cannot leap in one of them
        for sector in np.flatnonzero(self.chosen.any(axis=0)):
            free = self.chosen[:, sector]
            bought = weight[free, sector]
            here = float(np.exp((bought * np.log1p(reached.rates[free, sector])).sum() / bought.sum())) - 1.0
            values = []
            for level in row:
                rates = reached.rates.copy()
                rates[free, sector] = level
                try:
                    values.append(self.goal.value(rates, tolerance=9e-10))
                except SolveError:
                    values.append(-np.inf)
            edged = np.array([-np.inf, *values, -np.inf])
            tops = (edged[1:-1] > edged[:-2]) & (edged[1:-1] >= edged[2:])
            for k in np.flatnonzero(tops).tolist():
                below, above = row[max(k - 1, 0)], row[min(k + 1, len(row) - 1)]
                if not below <= here <= above:
                    rates = reached.rates.copy()
                    rates[free, sector] = row[k]
                    starts.append(rates)
        return starts

    def _value(self, point: Array) -> tuple[float, Array]:
        rates = self.spread(point)
        worth, gradient = self.goal.value_and_gradient(rates)
        return worth, self._sum(gradient * (1.0 + rates))

    def _descend(self, point: Array, scale: Array, bounds: tuple[float, float]) -> Array:
        def negative(at: Array) -> tuple[float, Array]:
            worth, slope = self._value(at / scale)
            return -worth, -slope / scale

        optimum = scipy_part("optimize").minimize(
            negative,
            point * scale,
            jac=True,
            method="L-BFGS-B",
            bounds=list(zip(bounds[0] * scale, bounds[1] * scale, strict=True)),
            options={"maxiter": self.limit, "ftol": self.precision * 1e-3, "gtol": 1e-9, "maxcor": 25},
        )
        if not np.isfinite(optimum.fun):
            raise SolveError(
                f"the search for optimal tariffs of {self.goal.world.regions[self.goal.player]} reached "
                "values that are not finite",
                where="optimal_tariff",
                remedy="tighten the bounds",
            )
        reached: Array = np.clip(optimum.x / scale, *bounds)
        return reached

    def _asked(self, point: Array, bounds: tuple[float, float]) -> Array:
        """Log of one plus the rate each group asks for, were it alone to move.

        Alone, its part of the goal is A·u^(-p) + B·u^(-p-1) with u = 1 + t, which has one turning
        point: where it is a peak the group asks for it, else for one of the bounds. A plateau at a
        prohibitive rate, where slopes vanish and a quasi-Newton search stays, is left in one step.
        """
        parts = self.goal.parts
        assert parts is not None
        power = np.broadcast_to(parts.power, self.group.shape)
        reach = self._sum(power * parts.reach)
        wedge = self._sum((1.0 + power) * parts.wedge)
        held = self._sum(parts.reach)
        mean = np.divide(reach, held, out=np.zeros_like(reach), where=held != 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            turning = point + np.log(-wedge / reach)

            def part(other: float) -> Array:
                move = other - point
                grown: Array = reach / mean * np.exp(-mean * move) + wedge / (1.0 + mean) * np.exp(
                    -(1.0 + mean) * move
                )
                return grown

            edge = np.where(part(bounds[0]) >= part(bounds[1]), bounds[0], bounds[1])
        peak = np.isfinite(turning) & (reach > 0)
        asked: Array = np.clip(np.where(peak, turning, edge), *bounds)
        return np.where((reach == 0.0) | (mean == 0.0), point, asked)

    def _settle(self, point: Array, weight: Array, bounds: tuple[float, float]) -> tuple[Array, float, Array]:
        """Settle rates on small flows, which hardly pay, and free those that are stuck far off."""
        value, slope = self._value(point)
        small = weight < 1e-3 * weight.max()
        for _ in range(8):
            asked = self._asked(point, bounds)
            far = np.abs(asked - point) > 0.2
            moved = False
            for which in (small | far, small, far):
                trial = np.where(which, asked, point)
                if np.abs(trial - point).max() < 1e-8:
                    continue
                try:
                    worth, renewed = self._value(trial)
                except SolveError:
                    continue
                if worth >= value - 1e-14:
                    moved = True
                    point, value, slope = trial, worth, renewed
                    break
            if not moved:
                break
        self._value(point)
        return point, value, slope
