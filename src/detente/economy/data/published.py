"""Readers of published data sets in their own layouts, each giving a world, a model and scenarios.

Array orders differ between sources; each reader says which it expects. Nothing is repaired in
silence: what a reader changes is a line of ``World.derived``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.economy.data.plainfiles import load_arrays, read_matrix, read_rows
from detente.economy.model.kernel import Array
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World


@dataclass(frozen=True)
class Published:
    """A published case: the accounts, the model of the paper, and its scenarios by name."""

    world: World
    model: Model
    scenarios: dict[str, Scenario]


def read_caliendo_parro(folder: str | Path) -> Published:
    """The 31 × 40 world of Caliendo and Parro (2015), 1993, with tariffs of 1993 and 2005.

    ``cp2015_arrays.npz``: ``pi, t0, tc (sector, importer, exporter)``; ``gam (region, input, user)``;
    ``gv, al (region, sector)``; ``X0 (sector, region)`` in USD; ``D`` imports less exports.
    The source's final shares were cut at zero and rescaled, so its accounts do not clear: use
    ``rebalanced(world, deficits="zero")`` for the published table.
    """
    arrays = load_arrays(Path(folder) / "cp2015_arrays.npz")
    flip: Callable[[Array], Array] = lambda a: np.ascontiguousarray(a.transpose(2, 1, 0))  # noqa: E731
    flow = arrays["pi"] * arrays["X0"][:, :, None] / (1.0 + arrays["t0"]) / 1e6
    trade = flip(flow)
    world = World(
        regions=tuple(str(one) for one in arrays["R"]),
        sectors=tuple(str(one) for one in arrays["S"]),
        trade=trade,
        tariff=flip(arrays["t0"]),
        value_added=arrays["gv"],
        inputs=np.ascontiguousarray(arrays["gam"]),
        final=arrays["al"] / arrays["al"].sum(axis=1, keepdims=True),
        deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
        theta=arrays["theta"],
        name="Caliendo–Parro 31 × 40",
        year=1993,
        sources=("L. Caliendo and F. Parro (2015), Review of Economic Studies 82(1), 1–44, data files",),
        negative_inputs=True,
    )
    later = read_matrix(Path(folder) / "tariffs2005.txt") / 100.0
    goods = later.reshape(-1, len(world.regions), len(world.regions))
    full = arrays["t0"].copy()
    full[: len(goods)] = goods
    scenarios = {
        "nafta": Scenario("NAFTA tariffs of 2005, all others of 1993", tariff=flip(arrays["tc"])),
        "world_2005": Scenario("all tariffs of 2005", tariff=flip(full)),
    }
    return Published(world, Model.caliendo_parro(), scenarios)


def read_us_china(folder: str | Path) -> Published:
    """The 7 × 44 world of 2017 with pre-war tariffs and the wave-five tariffs of both sides.

    Long tables: ``TradeFlow2017`` (iso_o exporter, iso_d importer, indcode, tradevalue million USD);
    ``IOshare`` (iso_o region, input_ind, output_ind, valueshare of output); ``vashare``;
    ``finalshare``; ``cal_elasticities``. Final shares are taken as read; accounts that do not clear
    are for ``rebalanced``.
    """
    folder = Path(folder)
    rows = read_rows(folder / "TradeFlow2017.csv")
    regions = tuple(sorted({row["iso_o"] for row in rows}))
    codes = sorted({int(row["indcode"]) for row in rows})
    sectors = tuple(f"{code:02d}" for code in codes)
    at = {label: k for k, label in enumerate(regions)}
    n, j = len(regions), len(sectors)
    trade, tariff = np.zeros((n, n, j)), np.zeros((n, n, j))
    for row in rows:
        trade[at[row["iso_o"]], at[row["iso_d"]], int(row["indcode"]) - 1] = float(row["tradevalue"])
    for row in read_rows(folder / "tariff_prewar2017.csv"):
        tariff[at[row["iso_o"]], at[row["iso_d"]], int(row["indcode"]) - 1] = float(row["AHS_simple"])
    np.einsum("nnj->nj", tariff)[:] = 0.0
    value_added, final, inputs = np.zeros((n, j)), np.zeros((n, j)), np.zeros((n, j, j))
    for row in read_rows(folder / "vashare.csv"):
        value_added[at[row["iso_o"]], int(row["indcode"]) - 1] = float(row["vashare"])
    for row in read_rows(folder / "finalshare.csv"):
        final[at[row["iso_o"]], int(row["input_ind"]) - 1] = float(row["finalshare"])
    for row in read_rows(folder / "IOshare.csv"):
        inputs[at[row["iso_o"]], int(row["input_ind"]) - 1, int(row["output_ind"]) - 1] = float(
            row["valueshare"]
        )
    bundle = inputs.sum(axis=1, keepdims=True)
    inputs = np.divide(inputs, bundle, out=np.zeros_like(inputs), where=bundle > 0)
    theta = np.array([float(row["\\theta"]) for row in read_rows(folder / "cal_elasticities.csv")])
    world = World(
        regions=regions,
        sectors=sectors,
        trade=trade,
        tariff=tariff,
        value_added=value_added,
        inputs=inputs * (1.0 - value_added)[:, None, :],
        final=final / final.sum(axis=1, keepdims=True),
        deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
        theta=theta,
        name="US–China 7 × 44",
        year=2017,
        sources=("replication files of a 2017 seven-region trade-war study",),
        derived=("input shares rescaled to one less value added; final shares rescaled to one",),
    )
    us, cn = at["USA"], at["CHN"]
    war = tariff.copy()
    for name, column, exporter, importer in (
        ("tariff_Trump.csv", "trump_tariff_wave5", cn, us),
        ("tariff_China.csv", "China_tariff_wave5", us, cn),
    ):
        for row in read_rows(folder / name):
            war[exporter, importer, int(row["indcode"]) - 1] += float(row[column])
    return Published(world, Model.caliendo_parro(), {"wave_five": Scenario("wave-five tariffs", tariff=war)})
