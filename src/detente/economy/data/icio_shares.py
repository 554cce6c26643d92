"""Reader of the 2020 shares of the OECD table: 77 regions, 45 sectors, no flows between regions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.economy.data.plainfiles import load_arrays, read_text
from detente.economy.model.kernel import Array
from detente.terms import InputError


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of a table without its flows between regions: no world by themselves, but a guide to split one.

    Attributes
    ----------
    value_added : (N, J) share of output; inputs : (N, K, J) share of output of J spent on K; final :
        (N, J) share of final spending; deficit : (N,) in the source's unit; theta : (J,).
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    value_added: Array
    inputs: Array
    final: Array
    deficit: Array
    theta: Array


def read_icio_shares(folder: str | Path) -> Shares:
    """The 77 × 45 shares of the OECD table of 2020; order of regions as presumed in ``labels.txt``.

    ``icio2020_77x45_B_G_alpha_D_theta.npz``: ``B, alpha (sector, region)``, ``G (input, region, user)``.

    Raises
    ------
    InputError
        Labels and arrays differ in size, or shares of a region and sector do not add up to one.
    """
    arrays = load_arrays(Path(folder) / "icio2020_77x45_B_G_alpha_D_theta.npz")
    lines = read_text(Path(folder) / "labels.txt").splitlines()
    regions, sectors = (tuple(line.split(":", 1)[1].split()) for line in lines[:2])
    shape = (len(regions), len(sectors))
    shares = Shares(
        regions=regions,
        sectors=sectors,
        value_added=arrays["B"].T,
        inputs=arrays["G"].transpose(1, 0, 2),
        final=arrays["alpha"].T,
        deficit=arrays["D"],
        theta=arrays["theta"],
    )
    if shares.value_added.shape != shape or shares.inputs.shape != (*shape, shape[1]):
        raise InputError(
            f"arrays of {shares.value_added.shape} for {shape} labels",
            where=str(folder),
            remedy="give one label a row",
        )
    for name, total in (
        ("cost shares", shares.value_added + shares.inputs.sum(axis=1)),
        ("final shares", shares.final.sum(axis=1)[:, None]),
    ):
        off = np.abs(total - 1.0)
        if not off.max() < 1e-9:
            at = np.unravel_index(int(off.argmax()), off.shape)
            raise InputError(
                f"{name} of {regions[at[0]]} add up to {total[at]:.6f}",
                where=str(folder),
                remedy="each must be one",
            )
    return shares
