"""Invented worlds of any size whose accounts clear, for tests, benchmarks and first tries."""

from __future__ import annotations

import numpy as np

from detente.economy.model.world import World
from detente.economy.solver.baseline import rebalanced
from detente.terms import InputError


def toy_world(
    regions: int, sectors: int, *, seed: int = 0, inputs: bool = True, tariffs: bool = True, home: float = 0.6
) -> World:
    """Give an invented world with the given numbers of regions and sectors.

    Parameters
    ----------
    inputs : whether sectors buy from each other; home : typical share bought at home.

    Examples
    --------
    >>> toy_world(3, 2).size
    (3, 2)
    """
    if regions < 2 or sectors < 1:
        raise InputError("a world needs two regions and one sector", where="toy_world", remedy="ask for more")
    draw = np.random.default_rng(seed)
    size = np.exp(draw.normal(0.0, 0.8, regions))
    trade = np.exp(draw.normal(0.0, 0.7, (regions, regions, sectors)))
    trade *= (size[:, None] * size[None, :] / size.sum())[:, :, None]
    for n in range(regions):
        abroad = trade[:, n, :].sum(axis=0) - trade[n, n, :]
        trade[n, n, :] = abroad * home / (1.0 - home)
    value_added = draw.uniform(0.35, 0.7, (regions, sectors)) if inputs else np.ones((regions, sectors))
    use = draw.dirichlet(np.ones(sectors), (regions, sectors)).transpose(0, 2, 1)
    final = draw.dirichlet(np.full(sectors, 3.0), regions)
    tariff = draw.uniform(0.0, 0.15, trade.shape) if tariffs else np.zeros_like(trade)
    for n in range(regions):
        tariff[n, n, :] = 0.0
    start = World(
        regions=tuple(f"R{n + 1}" for n in range(regions)),
        sectors=tuple(f"S{j + 1}" for j in range(sectors)),
        trade=trade * 1e5,
        tariff=tariff,
        value_added=value_added,
        inputs=use * (1.0 - value_added)[:, None, :],
        final=final,
        deficit=np.zeros(regions),
        theta=draw.uniform(2.5, 8.0, sectors),
        name=f"toy world {regions} × {sectors}, seed {seed}",
        derived=("invented numbers",),
    )
    return rebalanced(start, deficits="zero")
