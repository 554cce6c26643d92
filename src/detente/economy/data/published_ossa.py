"""Reader of Ossa's data: seven regions, 33 sectors, tariffs, elasticities and noncooperative tariffs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from detente.economy.data.plainfiles import read_matrix, read_rows, read_text
from detente.economy.data.published import Published
from detente.economy.model.kernel import Array
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.terms import InputError


def read_ossa(folder: str | Path, *, column: int = 0) -> Published:
    """The 7 × 33 world of Ossa (2014): trade, tariffs and elasticities of substitution.

    ``trade_ijs.csv``, ``tariff_ijs.csv``: rows sector by sector and in each by exporter, columns
    importers; ``sigma_s.csv``: five columns, the first is the baseline. Use
    ``rebalanced(world, deficits="zero", model=Model.krugman())`` before a counterfactual, as the
    paper does.
    """
    folder = Path(folder)
    regions = tuple(row["String"] for row in read_rows(folder / "regions.csv") if row.get("No."))
    sectors = tuple(
        line.strip().strip('"') for line in read_text(folder / "labels.csv").split() if line.strip()
    )
    n, j = len(regions), len(sectors)
    stacks = [read_matrix(folder / name) for name in ("trade_ijs.csv", "tariff_ijs.csv")]
    for name, stack in zip(("trade_ijs.csv", "tariff_ijs.csv"), stacks, strict=True):
        if stack.shape != (n * j, n):
            raise InputError(f"{stack.shape} numbers", where=name, remedy=f"{(n * j, n)} are needed")
    trade, tariff = (np.ascontiguousarray(s.reshape(j, n, n).transpose(1, 2, 0)) for s in stacks)
    sigma = read_matrix(folder / "sigma_s.csv")[:, column]
    spent = (trade * (1.0 + tariff)).sum(axis=0)
    world = World(
        regions=regions,
        sectors=sectors,
        trade=trade,
        tariff=tariff,
        value_added=np.ones((n, j)),
        inputs=np.zeros((n, j, j)),
        final=spent / spent.sum(axis=1, keepdims=True),
        deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
        theta=sigma - 1.0,
        name="Ossa 7 × 33",
        year=2007,
        sources=("R. Ossa (2014), American Economic Review 104(12), 4104–4146, data files",),
    )
    listed = np.repeat(read_ossa_targets(folder, world)[None], n, axis=0)
    np.einsum("nnj->nj", listed)[:] = 0.0
    scenarios = {"noncooperative": Scenario("measured noncooperative tariffs", tariff=listed)}
    return Published(world, Model.krugman(), scenarios)


def read_ossa_targets(folder: str | Path, world: World) -> Array:
    """(N, J) measured noncooperative rates of Ossa (2014): what political weights are fitted to.

    ``tariff_noncoop.csv``: rows sectors, columns regions. Columns of zeros are regions without a
    measure (Brazil, India, the rest of the world); as in the paper's programs they take the means of
    their factual tariffs, weighted by imports in ``world``, so pass the world whose deficits are closed.
    """
    rates = read_matrix(Path(folder) / "tariff_noncoop.csv").T
    if rates.shape != world.size:
        raise InputError(
            f"{rates.shape} numbers", where="tariff_noncoop.csv", remedy=f"{world.size} are needed"
        )
    abroad = world.trade.copy()
    np.einsum("nnj->nj", abroad)[:] = 0.0
    bought = abroad.sum(axis=0)
    mean = np.divide((abroad * world.tariff).sum(axis=0), bought, out=np.zeros_like(bought), where=bought > 0)
    measured = (rates != 0.0).sum(axis=1) > 0
    return np.where(measured[:, None], rates, mean)
