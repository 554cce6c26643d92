"""Draws of elasticities: how far an answer depends on them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.economy.data.elasticities import log_spreads
from detente.economy.model.kernel import Array
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.solver.batch import can_batch, solve_batch, with_draw
from detente.economy.solver.solving import solve
from detente.terms import InputError, SolveError

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Draws:
    """Real income by draw, scenario and region, with what failed.

    Attributes
    ----------
    real_income_percent : (D, S, N) exact percent change; nan where a draw did not solve.
    theta : (D, J) elasticities drawn; the same draw serves every scenario.
    failed : draws without a solution, by scenario name; they are left out of quantiles, and said so.
    """

    regions: tuple[str, ...]
    scenarios: tuple[str, ...]
    real_income_percent: Array
    theta: Array
    failed: dict[str, int]

    def quantiles(self, scenario: int = 0, levels: Sequence[float] = QUANTILES) -> Array:
        """(Q, N) quantiles over draws, percent."""
        levels_by_region: Array = np.nanquantile(self.real_income_percent[:, scenario, :], levels, axis=0)
        return levels_by_region

    def sign_confidence(self, scenario: int = 0) -> Array:
        """(N,) share of draws that agree with the sign of the median."""
        values = self.real_income_percent[:, scenario, :]
        middle = np.sign(np.nanmedian(values, axis=0))
        agree = np.sign(values) == middle
        count = np.isfinite(values).sum(axis=0)
        share: Array = agree.sum(axis=0) / np.maximum(count, 1)
        return share

    def difference(self, scenario: int, other: int) -> Array:
        """(D, N) one scenario less another in the same draw, percentage points."""
        gap: Array = self.real_income_percent[:, scenario, :] - self.real_income_percent[:, other, :]
        return gap


def draw_elasticities(world: World, draws: int, *, seed: int = 0, spread: Array | None = None) -> Array:
    """(D, J) log-normal draws around the world's elasticities; the median is the value used.

    Parameters
    ----------
    spread : (J,) standard deviations of the log; default those of the elasticity table.
    """
    if draws < 1 or draws > 1_000_000:
        raise InputError(f"{draws} draws", where="draws", remedy="ask for 1 to 1,000,000")
    width = log_spreads(world.sectors) if spread is None else np.asarray(spread, dtype=float)
    noise = np.random.default_rng(seed).standard_normal((draws, len(world.sectors)))
    drawn: Array = world.theta * np.exp(noise * width)
    return np.clip(drawn, 0.3, 60.0)


def monte_carlo(
    world: World,
    scenarios: Sequence[Scenario],
    model: Model | None = None,
    *,
    draws: int = 500,
    seed: int = 0,
    spread: Array | None = None,
    workers: int = 1,
    like: Any = None,
) -> Draws:
    """Give real income under every scenario for draws of the trade elasticities.

    Draws are solved in batches (see ``solve_batch``) where the model allows, else one by one.

    Parameters
    ----------
    workers : processes; 1 stays in this one. The numbers do not depend on it.
    like : an array of the library and device to compute with, as in ``solve_batch``; one process only.
    """
    if like is not None and workers > 1:
        raise InputError(
            f"{workers} processes with an array of {type(like).__module__}",
            where="workers",
            remedy="leave workers at 1: the batch itself is what runs at once",
        )
    theta = draw_elasticities(world, draws, seed=seed, spread=spread)
    model = model or Model.caliendo_parro()
    parts = np.array_split(theta, max(1, min(workers, draws)))
    if len(parts) == 1:
        blocks = [_run(world, tuple(scenarios), model, parts[0], like)]
    else:
        with ProcessPoolExecutor(len(parts)) as pool:
            jobs = [pool.submit(_run, world, tuple(scenarios), model, part) for part in parts]
            blocks = [job.result() for job in jobs]
    values = np.concatenate(blocks)
    missing = np.asarray(np.isnan(values).any(axis=2))
    failed = {one.name: int(missing[:, k].sum()) for k, one in enumerate(scenarios) if missing[:, k].any()}
    return Draws(world.regions, tuple(one.name for one in scenarios), values, theta, failed)


def _run(
    world: World, scenarios: tuple[Scenario, ...], model: Model, theta: Array, like: Any = None
) -> Array:
    if can_batch(model, scenarios):
        rows = 48 if like is None else 1024
        return solve_batch(world, scenarios, model, theta=theta, like=like, rows=rows).real_income_percent
    values = np.full((len(theta), len(scenarios), len(world.regions)), np.nan)
    for at, drawn in enumerate(theta):
        changed = with_draw(world, drawn)
        for k, scenario in enumerate(scenarios):
            try:
                values[at, k] = solve(changed, scenario, model).real_income_percent
            except SolveError:
                continue
    return values
