"""Readers of two published input–output tables: OECD 2019 and the world table of 2011."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from detente.economy.data.plainfiles import filled_array, labels_of, load_arrays, read_rows
from detente.economy.data.worldfiles import from_values
from detente.economy.model.kernel import Array
from detente.economy.model.world import World


def read_icio(path: str | Path, theta: Array | float = 4.0) -> World:
    """The OECD inter-country table in the NPZ layout of 20 regions × 20 sections (2019).

    ``data``: 400 rows of products by region and three of value added; 400 columns of users and
    three final uses a region. Sections with no output stay, with nothing bought or sold.
    """
    arrays = load_arrays(Path(path))
    regions = [str(one) for one in arrays["country_codes"]]
    sectors = [str(one) for one in arrays["sector_codes"]]
    n, j = len(regions), len(sectors)
    table = arrays["data"]
    between = table[: n * j, : n * j].reshape(n, j, n, j)
    final = table[: n * j, n * j :].reshape(n, j, n, -1).sum(axis=3)
    trade = between.sum(axis=3).transpose(0, 2, 1) + final.transpose(0, 2, 1)
    return from_values(
        regions,
        sectors,
        np.ascontiguousarray(trade),
        np.ascontiguousarray(between.sum(axis=0).transpose(1, 0, 2)),
        final.sum(axis=0).T,
        np.broadcast_to(np.asarray(theta, dtype=float), (j,)).copy(),
        name="OECD ICIO 20 × 20",
        year=2019,
        sources=("OECD (2023), OECD Inter-Country Input-Output Tables, http://oe.cd/icio",),
    )


def read_wiod(folder: str | Path, theta: Array | float = 4.0, *, cut_negatives: bool = False) -> World:
    """The 2011 world input–output table as 16 regions × 14 sectors, two long CSV files.

    Parameters
    ----------
    cut_negatives : set negative flows (stock corrections) to zero and say so in ``derived``; without
        it a negative flow is refused by name. Accounts then no longer clear: see ``rebalanced``.
    """
    folder = Path(folder)
    rows = read_rows(folder / "agg16x14_trade_musd_2011.csv")
    regions, sectors = labels_of(rows, "exporter"), labels_of(rows, "sector")
    trade = filled_array(rows, (regions, regions, sectors), ("exporter", "importer", "sector"), "total")
    uses = read_rows(folder / "agg16x14_io_musd_2011.csv")
    intermediate = np.stack(
        [
            filled_array(uses, (regions, sectors), ("region", "using_sector"), f"input_{good}")
            for good in sectors
        ],
        axis=1,
    )
    final = filled_array(rows, (regions, regions, sectors), ("exporter", "importer", "sector"), "final").sum(
        axis=0
    )
    derived = ["aggregated from 41 regions × 35 industries, rounded to million USD"]
    if cut_negatives:
        below = int((trade < 0).sum() + (final < 0).sum())
        derived.append(f"{below} negative cell(s) set to zero")
        trade, final = np.maximum(trade, 0.0), np.maximum(final, 0.0)
    return from_values(
        regions,
        sectors,
        trade,
        intermediate,
        final,
        np.broadcast_to(np.asarray(theta, dtype=float), (len(sectors),)).copy(),
        name="WIOD 16 × 14",
        year=2011,
        sources=("World Input-Output Database, release 2013; M. Timmer et al. (2015)",),
        derived=tuple(derived),
    )
