"""Checks of a world: each broken identity is named with its cell; nothing is repaired here."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.economy.model.world import Array, World
from detente.terms import InputError

SHOWN = 12


def shapes(world: World) -> Iterator[str]:
    """Say which arrays do not have the size their labels ask for, and which labels repeat."""
    n, j = world.size
    for kind, labels in (("region", world.regions), ("sector", world.sectors)):
        doubled = sorted({label for label in labels if labels.count(label) > 1})
        if doubled:
            yield f"{kind} label {doubled[0]!r} appears more than once"
    if n < 2 or j < 1:
        yield f"a world needs two regions and one sector; this one has {n} and {j}"
    shapes_of = {
        "trade": (n, n, j),
        "tariff": (n, n, j),
        "value_added": (n, j),
        "inputs": (n, j, j),
        "final": (n, j),
        "deficit": (n,),
        "theta": (j,),
    }
    for name, shape in shapes_of.items():
        given = np.shape(getattr(world, name))
        if given != shape:
            yield f"{name} has shape {given}; {n} regions and {j} sectors need {shape}"


def cells(world: World) -> Iterator[str]:
    """Say which cells hold a value that cannot be: missing, negative, a tariff at or below -100 %."""
    names = world.regions, world.regions, world.sectors
    for label, array, places in (
        ("trade", world.trade, names),
        ("tariff", world.tariff, names),
        ("value_added", world.value_added, (world.regions, world.sectors)),
        ("inputs", world.inputs, (world.regions, world.sectors, world.sectors)),
        ("final", world.final, (world.regions, world.sectors)),
        ("deficit", world.deficit, (world.regions,)),
        ("theta", world.theta, (world.sectors,)),
    ):
        yield from _named(array, ~np.isfinite(array), label, places, "is missing (not a finite number)")
        kept = label == "inputs" and world.negative_inputs
        if label in {"trade", "value_added", "inputs", "final"} and not kept:
            yield from _named(array, array < 0, label, places, "is negative")
        if label == "tariff":
            yield from _named(array, array <= -1, label, places, "is at or below -100 %")
        if label == "theta":
            yield from _named(array, array <= 0, label, places, "is not positive")
    home = np.einsum("nnj->nj", world.tariff)
    yield from _named(home, home != 0, "tariff on own goods", (world.regions, world.sectors), "is not zero")


def identities(world: World, tolerance: float = 1e-6) -> Iterator[str]:
    """Say which accounting identities are broken, where, and by how much."""
    if np.any(~np.isfinite(world.trade)):
        return
    for n in np.flatnonzero(world.output.sum(axis=1) <= 0):
        yield f"{world.regions[n]} sells nothing at all (zero row)"
    for n in np.flatnonzero(world.spending.sum(axis=1) <= 0):
        yield f"{world.regions[n]} buys nothing at all (zero column)"
    produced = world.output > 0
    total = world.value_added + world.inputs.sum(axis=1)
    off = np.where(produced, total - 1.0, 0.0)
    yield from _named(
        total, np.abs(off) > tolerance, "value added plus inputs", (world.regions, world.sectors), "is not 1"
    )
    off = world.final.sum(axis=1) - 1.0
    yield from _named(
        world.final.sum(axis=1), np.abs(off) > tolerance, "sum of final shares", (world.regions,), "is not 1"
    )
    balance = world.imports - world.exports
    scale = np.maximum(world.income, 1.0)
    gap = (world.deficit - balance) / scale
    for n in np.flatnonzero(np.abs(gap) > tolerance):
        yield (
            f"deficit of {world.regions[n]} is {world.deficit[n]:,.1f} but imports less exports are "
            f"{balance[n]:,.1f} million USD"
        )
    yield from _uncleared_markets(world, tolerance)


def _uncleared_markets(world: World, tolerance: float) -> Iterator[str]:
    """Say in which region and sector spending is not what users and households ask for."""
    gap = clearing_gap(world)
    order = np.argsort(-np.abs(gap), axis=None)
    for flat in order:
        n, j = np.unravel_index(flat, gap.shape)
        if abs(gap[n, j]) <= tolerance:
            return
        yield (
            f"spending of {world.regions[n]} on {world.sectors[j]} is {world.spending[n, j]:,.1f} "
            f"million USD, "
            f"{gap[n, j]:+.3%} of the region's income away from what its users and households ask for"
        )


def clearing_gap(world: World) -> Array:
    """(N, J) spending less demand by users and households, as a share of the region's income."""
    demand = np.einsum("nkj,nj->nk", world.inputs, world.output) + world.final * world.income[:, None]
    gap: Array = (world.spending - demand) / world.income[:, None]
    return gap


def faults(world: World, tolerance: float = 1e-6) -> list[str]:
    """All faults of a world, shapes first; cells and identities only when shapes are right."""
    return list(shapes(world)) or list(cells(world)) or list(identities(world, tolerance))


def require_shape(world: World) -> World:
    """The same world, or one error that names every cell that cannot be used."""
    _refuse(list(shapes(world)) or list(cells(world)), world, "mend the named cells in the source")
    return world


def require_balance(world: World, tolerance: float = 1e-6) -> World:
    """The same world, or one error that names every broken identity and its cell."""
    _refuse(
        faults(world, tolerance),
        world,
        "mend the source, or call rebalanced(world, …), which solves for accounts that clear and says so",
    )
    return world


def require_clear(world: World, tolerance: float) -> None:
    """Refuse a world whose accounts do not clear to a share of income; checked once a world."""
    key = f"clear-{tolerance}"
    if key in world._cache:
        return
    require_balance(world, tolerance)
    world._cache[key] = np.ones(1)


def _refuse(broken: list[str], world: World, remedy: str) -> None:
    if not broken:
        return
    more = f"; and {len(broken) - SHOWN} more" if len(broken) > SHOWN else ""
    raise InputError("; ".join(broken[:SHOWN]) + more, where=f"world {world.name!r}", remedy=remedy)


def _named(
    array: Array, bad: np.ndarray, label: str, places: tuple[tuple[str, ...], ...], fault: str
) -> Iterator[str]:
    for spot in np.argwhere(bad):
        where = " → ".join(names[k] for names, k in zip(places, spot, strict=True))
        yield f"{label} [{where}] {fault}: {array[tuple(spot)]:.6g}"
