"""Components of a panel as a snapshot keeps them."""

from __future__ import annotations

from typing import Any

from detente.portfolio.bound.arrays_file import ArraysFile


def cells_of(file: ArraysFile) -> dict[tuple[int, int], tuple[tuple[Any, ...], ...]]:
    """By stack and kind of base rate: the components of a panel, as they were kept."""
    values = [tuple(row) for row in file.words("cells")]
    start, of = file.array("cell_start").tolist(), file.array("cell_of").tolist()
    keys = file.array("cell_keys").tolist()
    return {
        (stack, rate): tuple(values[c] for c in of[start[k] : start[k + 1]])
        for k, (stack, rate) in enumerate(keys)
    }
