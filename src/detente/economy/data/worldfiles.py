"""Worlds from files in Detente's own layouts: NPZ and folders of CSV files.

Layouts are described in ``docs/reference/impact-files.md``. A file that lacks a cell is refused
with the cell named; nothing is filled in.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from detente.economy.data.elasticities import used_elasticities
from detente.economy.data.plainfiles import filled_array, labels_of, load_arrays, read_rows
from detente.economy.model.kernel import Array
from detente.economy.model.world import World
from detente.economy.model.worldcheck import require_shape
from detente.terms import InputError, UnreadableFile, folder_at

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
    return _from_folder(path) if folder_at(path) else _from_npz(path)


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


def _from_npz(path: Path) -> World:
    arrays = load_arrays(path)
    needed = {"regions", "sectors", "trade", "theta"}
    missing = sorted(needed - set(arrays))
    if missing:
        raise UnreadableFile(f"lacks {', '.join(missing)}", where=path.name, remedy="see impact-files.md")
    try:
        about = json.loads(str(arrays["about"])) if "about" in arrays else {}
    except ValueError as fault:
        raise UnreadableFile(
            f"about is not JSON: {fault}", where=path.name, remedy="see impact-files.md"
        ) from fault
    regions, sectors = (tuple(str(one) for one in arrays[key]) for key in ("regions", "sectors"))
    shared = {
        "name": str(about.get("name", path.stem)),
        "year": about.get("year"),
        "sources": tuple(about.get("sources", ())),
        "derived": tuple(about.get("derived", ())),
        "derived_cells": arrays.get("derived_cells"),
        "negative_inputs": bool(about.get("negative_inputs", False)),
    }
    if "intermediate" in arrays:
        return from_values(
            regions, sectors, arrays["trade"], arrays["intermediate"], arrays["final"], arrays["theta"],
            tariff=arrays.get("tariff"), **shared,
        )  # fmt: skip
    lacking = sorted({"tariff", "value_added", "inputs", "final_share", "deficit"} - set(arrays))
    if lacking:
        raise UnreadableFile(f"lacks {', '.join(lacking)}", where=path.name, remedy="see impact-files.md")
    return require_shape(
        World(
            regions=regions,
            sectors=sectors,
            trade=arrays["trade"],
            tariff=arrays["tariff"],
            value_added=arrays["value_added"],
            inputs=arrays["inputs"],
            final=arrays["final_share"],
            deficit=arrays["deficit"],
            theta=arrays["theta"],
            **shared,  # type: ignore[arg-type]
        )
    )


def _from_folder(folder: Path) -> World:
    rows = read_rows(folder / "trade.csv")
    regions, sectors = labels_of(rows, "exporter"), labels_of(rows, "sector")
    keys = ("exporter", "importer", "sector")
    trade = filled_array(rows, (regions, regions, sectors), keys, "value_musd", where="trade.csv")
    tariff = (
        filled_array(rows, (regions, regions, sectors), keys, "tariff", where="trade.csv")
        if "tariff" in rows[0]
        else None
    )
    uses = read_rows(folder / "use.csv")
    intermediate = filled_array(
        uses, (regions, sectors, sectors), ("region", "input", "user"), "value_musd", where="use.csv"
    )
    final = filled_array(
        read_rows(folder / "final.csv"),
        (regions, sectors),
        ("region", "sector"),
        "value_musd",
        where="final.csv",
    )
    strength = folder / "elasticities.csv"
    theta = (
        filled_array(read_rows(strength), (sectors,), ("sector",), "theta", where="elasticities.csv")
        if strength.is_file()
        else used_elasticities(tuple(sectors))
    )
    return from_values(regions, sectors, trade, intermediate, final, theta, tariff=tariff, name=folder.name)
