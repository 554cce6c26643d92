"""Balancing of a table to given margins by repeated scaling (RAS)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.kernel import Array
from detente.terms import SolveError


def scale_to(
    table: Array,
    margins: Sequence[tuple[NDArray[np.intp], Array]],
    *,
    precision: float = 1e-10,
    limit: int = 5000,
) -> Array:
    """Give the table nearest in relative entropy whose groups of cells have the given sums.

    Parameters
    ----------
    table : positive prior, any shape; zeros stay zero.
    margins : pairs of a label array of the table's shape, numbering the group each cell belongs to
        (-1 for none), and the wanted sum of each group. The margins must agree with each other.

    Source: R. Stone (1961); M. Bacharach (1965) for convergence.
    """
    cells = table.astype(float).ravel().copy()
    flat = [(labels.ravel(), np.asarray(wanted, dtype=float)) for labels, wanted in margins]
    scale = max(float(np.abs(wanted).max()) for _, wanted in flat)
    worst = np.inf
    for _ in range(limit):
        for labels, wanted in flat:
            held = labels >= 0
            sums = np.bincount(labels[held], weights=cells[held], minlength=len(wanted))
            factor = np.divide(wanted, sums, out=np.zeros_like(wanted), where=sums > 0)
            cells[held] *= factor[labels[held]]
        worst = 0.0
        for labels, wanted in flat:
            held = labels >= 0
            sums = np.bincount(labels[held], weights=cells[held], minlength=len(wanted))
            worst = max(worst, float(np.abs(sums - wanted).max()) / scale)
        if worst <= precision:
            return cells.reshape(table.shape)
    raise SolveError(
        f"margins still off by {worst:.1e} of the largest after {limit} rounds",
        where="scale_to",
        remedy="check that the margins agree and that no wanted cell has a zero prior",
    )
