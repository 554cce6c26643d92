"""Worlds from files: the NPZ and CSV layouts of Detente, and two published table layouts.

Layouts are described in ``docs/reference/impact-files.md``. A file that lacks a cell is refused
with the cell named; nothing is filled in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from detente.economy.data.elasticities import used_elasticities
from detente.economy.data.plainfiles import load_arrays, read_rows
from detente.economy.model.kernel import Array
from detente.economy.model.world import World
from detente.economy.model.worldcheck import require_shape
from detente.terms import InputError, UnreadableFile, nearest

EMBEDDED = "world2019.npz"


def default_world() -> World:
    """The embedded world: 20 regions, 22 sectors, 2019, derived from the OECD inter-country table."""
    with as_file(files("detente.economy.data") / EMBEDDED) as path:
        return load_world(path)


def load_world(path: str | Path) -> World:
    """Give the world of an NPZ file, or of a folder of CSV files, in Detente's own layout.

    Raises
    ------
    UnreadableFile, InputError
        With the array, row or cell that cannot be used.
    """
    path = Path(path)
    return _from_folder(path) if path.is_dir() else _from_npz(path)


def world_of(given: World | str | Path | None) -> World:
    """The embedded world, a world, or the world of a file."""
    if given is None:
        return default_world()
    return given if isinstance(given, World) else load_world(given)


def save_world(world: World, path: str | Path) -> None:
    """Write a world as NPZ; ``load_world`` reads it back to the last bit."""
    about = {
        "name": world.name,
        "year": world.year,
        "sources": list(world.sources),
        "derived": list(world.derived),
        "negative_inputs": world.negative_inputs,
    }
    arrays: dict[str, object] = {
        "regions": np.array(world.regions),
        "sectors": np.array(world.sectors),
        "trade": world.trade,
        "tariff": world.tariff,
        "value_added": world.value_added,
        "inputs": world.inputs,
        "final_share": world.final,
        "deficit": world.deficit,
        "theta": world.theta,
        "about": np.array(json.dumps(about)),
    }
    if world.derived_cells is not None:
        arrays["derived_cells"] = world.derived_cells
    np.savez_compressed(Path(path), allow_pickle=False, **arrays)  # type: ignore[arg-type]


def from_values(
    regions: Sequence[str],
    sectors: Sequence[str],
    trade: Array,
    intermediate: Array,
    final: Array,
    theta: Array,
    *,
    tariff: Array | None = None,
    **about: object,
) -> World:
    """Give the world of a table in values: flows, national use and final use, all at basic prices.

    Parameters
    ----------
    trade : (N, N, J); intermediate : (N, K, J) use of good K by sector J; final : (N, K).
    tariff : (N, N, J) rates; buyers pay them on top, so use is scaled up and value added is what is left.
    """
    n, j = len(regions), len(sectors)
    rates = np.zeros((n, n, j)) if tariff is None else np.asarray(tariff, dtype=float)
    output = trade.sum(axis=1)
    bare = trade.sum(axis=0)
    loaded = (trade * (1.0 + rates)).sum(axis=0)
    factor = np.divide(loaded, bare, out=np.ones_like(bare), where=bare > 0)
    used = intermediate * factor[:, :, None]
    inputs = np.divide(used, output[:, None, :], out=np.zeros_like(used), where=output[:, None, :] > 0)
    bought = final * factor
    return require_shape(
        World(
            regions=tuple(regions),
            sectors=tuple(sectors),
            trade=trade,
            tariff=rates,
            value_added=np.where(output > 0, 1.0 - inputs.sum(axis=1), 1.0),
            inputs=inputs,
            final=bought / bought.sum(axis=1, keepdims=True),
            deficit=trade.sum(axis=(0, 2)) - trade.sum(axis=(1, 2)),
            theta=np.asarray(theta, dtype=float),
            **about,  # type: ignore[arg-type]
        )
    )


def with_base_tariffs(world: World, tariff: Array, note: str) -> World:
    """Give the same flows read as flows at the given tariffs: buyers pay them, value added shrinks."""
    if np.any(world.tariff != 0):
        raise InputError(
            "this world already carries tariffs", where="with_base_tariffs", remedy="start from one without"
        )
    values = world.inputs * world.output[:, None, :]
    return from_values(
        world.regions,
        world.sectors,
        world.trade,
        values,
        world.final * world.income[:, None],
        world.theta,
        tariff=tariff,
        name=world.name,
        year=world.year,
        sources=world.sources,
        derived=(*world.derived, note),
        derived_cells=world.derived_cells,
        negative_inputs=world.negative_inputs,
    )


def read_icio(path: str | Path, theta: Array | float = 4.0) -> World:
    """The OECD inter-country table in the NPZ layout of 20 regions × 20 sections (2019).

    ``data``: 400 rows of products by region and three of value added; 400 columns of users and
    three final uses a region. Sections with no output stay, with nothing bought or sold.
    """
    held = load_arrays(Path(path))
    regions = [str(one) for one in held["country_codes"]]
    sectors = [str(one) for one in held["sector_codes"]]
    n, j = len(regions), len(sectors)
    table = held["data"]
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
    regions, sectors = _labels(rows, "exporter"), _labels(rows, "sector")
    trade = _fill(rows, (regions, regions, sectors), ("exporter", "importer", "sector"), "total")
    uses = read_rows(folder / "agg16x14_io_musd_2011.csv")
    intermediate = np.stack(
        [_fill(uses, (regions, sectors), ("region", "using_sector"), f"input_{good}") for good in sectors],
        axis=1,
    )
    final = _fill(rows, (regions, regions, sectors), ("exporter", "importer", "sector"), "final").sum(axis=0)
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


def _from_npz(path: Path) -> World:
    held = load_arrays(path)
    needed = {"regions", "sectors", "trade", "theta"}
    missing = sorted(needed - set(held))
    if missing:
        raise UnreadableFile(f"lacks {', '.join(missing)}", where=path.name, remedy="see impact-files.md")
    try:
        about = json.loads(str(held["about"])) if "about" in held else {}
    except ValueError as fault:
        raise UnreadableFile(
            f"about is not JSON: {fault}", where=path.name, remedy="see impact-files.md"
        ) from fault
    regions, sectors = (tuple(str(one) for one in held[key]) for key in ("regions", "sectors"))
    shared = {
        "name": str(about.get("name", path.stem)),
        "year": about.get("year"),
        "sources": tuple(about.get("sources", ())),
        "derived": tuple(about.get("derived", ())),
        "derived_cells": held.get("derived_cells"),
        "negative_inputs": bool(about.get("negative_inputs", False)),
    }
    if "intermediate" in held:
        return from_values(
            regions, sectors, held["trade"], held["intermediate"], held["final"], held["theta"],
            tariff=held.get("tariff"), **shared,
        )  # fmt: skip
    lacking = sorted({"tariff", "value_added", "inputs", "final_share", "deficit"} - set(held))
    if lacking:
        raise UnreadableFile(f"lacks {', '.join(lacking)}", where=path.name, remedy="see impact-files.md")
    return require_shape(
        World(
            regions=regions,
            sectors=sectors,
            trade=held["trade"],
            tariff=held["tariff"],
            value_added=held["value_added"],
            inputs=held["inputs"],
            final=held["final_share"],
            deficit=held["deficit"],
            theta=held["theta"],
            **shared,  # type: ignore[arg-type]
        )
    )


def _from_folder(folder: Path) -> World:
    rows = read_rows(folder / "trade.csv")
    regions, sectors = _labels(rows, "exporter"), _labels(rows, "sector")
    keys = ("exporter", "importer", "sector")
    trade = _fill(rows, (regions, regions, sectors), keys, "value_musd", where="trade.csv")
    tariff = (
        _fill(rows, (regions, regions, sectors), keys, "tariff", where="trade.csv")
        if "tariff" in rows[0]
        else None
    )
    uses = read_rows(folder / "use.csv")
    intermediate = _fill(
        uses, (regions, sectors, sectors), ("region", "input", "user"), "value_musd", where="use.csv"
    )
    final = _fill(
        read_rows(folder / "final.csv"),
        (regions, sectors),
        ("region", "sector"),
        "value_musd",
        where="final.csv",
    )
    strength = folder / "elasticities.csv"
    theta = (
        _fill(read_rows(strength), (sectors,), ("sector",), "theta", where="elasticities.csv")
        if strength.is_file()
        else used_elasticities(tuple(sectors))
    )
    return from_values(regions, sectors, trade, intermediate, final, theta, tariff=tariff, name=folder.name)


def _labels(rows: Sequence[dict[str, str]], column: str) -> list[str]:
    if not rows or column not in rows[0]:
        raise UnreadableFile(
            f"no column {column!r}",
            where="CSV",
            remedy=f"columns found: {', '.join(rows[0]) if rows else 'none'}",
        )
    return list(dict.fromkeys(row[column] for row in rows))


def _fill(
    rows: Iterable[dict[str, str]],
    labels: Sequence[Sequence[str]],
    columns: Sequence[str],
    value: str,
    *,
    where: str = "CSV",
) -> Array:
    """An array from long rows; every cell must be given once, as a finite number."""
    at = [{label: k for k, label in enumerate(names)} for names in labels]
    array = np.full([len(names) for names in labels], np.nan)
    given = np.zeros(array.shape, dtype=bool)
    found: list[str] = []
    for number, row in enumerate(rows, start=2):
        spot = []
        for column, places in zip(columns, at, strict=True):
            label = row.get(column, "")
            if label not in places:
                found.append(f"row {number}: unknown {column} {label!r} {nearest(label, places)}".rstrip())
                break
            spot.append(places[label])
        else:
            try:
                number_read = float(row.get(value, ""))
            except ValueError:
                found.append(f"row {number}: {value} is {row.get(value, '')!r}, not a number")
                continue
            if given[tuple(spot)]:
                found.append(f"row {number}: the cell {' → '.join(row[c] for c in columns)} is given twice")
            array[tuple(spot)] = number_read
            given[tuple(spot)] = True
    for spot in np.argwhere(~given)[:12]:
        found.append("missing cell " + " → ".join(names[k] for names, k in zip(labels, spot, strict=True)))
    if found:
        more = f"; and {len(found) - 12} more" if len(found) > 12 else ""
        raise InputError(
            "; ".join(found[:12]) + more, where=where, remedy="give every cell once; write 0 for none"
        )
    return array
