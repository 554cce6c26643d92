"""The residual of a result, computed anew from the definitions and not from the solver's own step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Certificate:
    """How far a result is from equilibrium.

    Attributes
    ----------
    residual : largest of the gaps below; a result is issued only at or below 1e-10.
    gaps : condition -> largest relative gap.
    worst : condition, region and sector of the largest gap.
    """

    residual: float
    gaps: dict[str, float]
    worst: str


def certify(gaps: dict[str, Array], regions: tuple[str, ...], sectors: tuple[str, ...] = ()) -> Certificate:
    """Give the certificate of named arrays of relative gaps, each (N,) or (N, J)."""
    largest: dict[str, float] = {}
    worst, size = "", -1.0
    for name, gap in gaps.items():
        held = np.abs(np.where(np.isfinite(gap), gap, np.inf))
        top = float(held.max())
        largest[name] = top
        if top > size:
            spot = np.unravel_index(int(held.argmax()), held.shape)
            place = regions[spot[0]] + (f", {sectors[spot[1]]}" if len(spot) > 1 and sectors else "")
            worst, size = f"{name} of {place}", top
    return Certificate(size, largest, worst)


def market_gaps(given: dict[str, Array], export_tax: Array | None = None) -> dict[str, Array]:
    """Give relative gaps of every equilibrium condition of the many-sector model.

    ``given`` holds, all in the person's orientation: shares0, cost_change (trade cost and tariff ratio),
    tariff (N, N, J); theta (J,); labor, profit, use_labor, final, cost, price, spending
    (N, J); inputs, use_inputs (N, K, J) where ``use_*`` are shares at the new prices; wage, deficit,
    labor_income (N,).
    """
    theta = given["theta"]
    reach = given["shares0"] * np.exp(-theta * np.log(given["cost"][:, None, :] * given["cost_change"]))
    total = reach.sum(axis=0)
    index = total ** (-1.0 / theta)
    border = reach * (given["spending"] / total)[None] / (1.0 + given["tariff"])
    own = border if export_tax is None else border / (1.0 + export_tax)
    output = own.sum(axis=1)
    revenue = (border * given["tariff"]).sum(axis=(0, 2))
    if export_tax is not None:
        revenue = revenue + (own * export_tax).sum(axis=(1, 2))
    labor = (given["use_labor"] * output).sum(axis=1)
    profit = (given["profit"] * output).sum(axis=1)
    paid = given["labor_income"] * given["wage"]
    income = paid + profit + revenue + given["deficit"]
    asked = np.einsum("nkj,nj->nk", given["use_inputs"], output) + given["final"] * income[:, None]
    imports = border.sum(axis=(0, 2)) - np.einsum("nnj->n", border)
    exports = border.sum(axis=(1, 2)) - np.einsum("nnj->n", border)
    scale = income[:, None]
    return {
        "labour market": labor / paid - 1.0,
        "goods market": (given["spending"] - asked) / scale,
        "price index": given["price"] / index - 1.0,
        "trade balance": (imports - exports - given["deficit"]) / income,
        "income": given["income"] / income - 1.0,
        "flows": (given["flow"] - border).sum(axis=0) / scale,
    }
