"""The residual of a result, computed anew from the definitions and not from the solver's own step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.terms import SolveError

Array = NDArray[np.float64]
CERTIFIED = 1e-10


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
    worst, residual = "", -1.0
    for name, gap in gaps.items():
        size = np.abs(np.where(np.isfinite(gap), gap, np.inf))
        largest[name] = float(size.max())
        if largest[name] > residual:
            spot = np.unravel_index(int(size.argmax()), size.shape)
            place = regions[spot[0]] + (f", {sectors[spot[1]]}" if len(spot) > 1 and sectors else "")
            worst, residual = f"{name} of {place}", largest[name]
    return Certificate(residual, largest, worst)


def require_certified(
    certificate: Certificate, *, iterations: int, method: str, scenario: str, remedy: str
) -> None:
    """Refuse a result whose residual is above 1e-10, naming the market that is furthest off."""
    if not certificate.residual <= CERTIFIED:
        raise SolveError(
            f"no equilibrium reached: {certificate.worst} is off by {certificate.residual:.2e} after "
            f"{iterations} steps ({method}); 1e-10 is needed",
            where=f"scenario {scenario!r}",
            remedy=remedy,
        )


@dataclass(frozen=True, eq=False)
class MarketOutcome:
    """A solved many-sector economy, as the certificate looks at it; money in million USD.

    Attributes
    ----------
    base_shares, cost_change, tariff, flow : (N, N, J) by exporter, importer and sector; the cost change
        is new over old trade cost times the ratio of one plus each tax.
    export_tax : (N, N, J), or None without one.
    theta : (J,); profit, labor_use, final, cost, price, spending : (N, J).
    input_use : (N, K, J); ``labor_use`` and ``input_use`` are shares of output at the new prices.
    wage, income, deficit, labor_income : (N,), the last at the baseline.
    """

    base_shares: Array
    cost_change: Array
    tariff: Array
    export_tax: Array | None
    flow: Array
    theta: Array
    profit: Array
    labor_use: Array
    input_use: Array
    final: Array
    cost: Array
    price: Array
    spending: Array
    wage: Array
    income: Array
    deficit: Array
    labor_income: Array


def market_gaps(outcome: MarketOutcome) -> dict[str, Array]:
    """Give relative gaps of every equilibrium condition of the many-sector model."""
    theta = outcome.theta
    share = outcome.base_shares * np.exp(-theta * np.log(outcome.cost[:, None, :] * outcome.cost_change))
    total = share.sum(axis=0)
    index = total ** (-1.0 / theta)
    border = share * (outcome.spending / total)[None] / (1.0 + outcome.tariff)
    revenue = (border * outcome.tariff).sum(axis=(0, 2))
    own = border
    if outcome.export_tax is not None:
        own = border / (1.0 + outcome.export_tax)
        revenue = revenue + (own * outcome.export_tax).sum(axis=(1, 2))
    output = own.sum(axis=1)
    labor = (outcome.labor_use * output).sum(axis=1)
    profit = (outcome.profit * output).sum(axis=1)
    paid = outcome.labor_income * outcome.wage
    income = paid + profit + revenue + outcome.deficit
    demand = np.einsum("nkj,nj->nk", outcome.input_use, output) + outcome.final * income[:, None]
    home = np.einsum("nnj->n", border)
    imports = border.sum(axis=(0, 2)) - home
    exports = border.sum(axis=(1, 2)) - home
    scale = income[:, None]
    return {
        "labour market": labor / paid - 1.0,
        "goods market": (outcome.spending - demand) / scale,
        "price index": outcome.price / index - 1.0,
        "trade balance": (imports - exports - outcome.deficit) / income,
        "income": outcome.income / income - 1.0,
        "flows": (outcome.flow - border).sum(axis=0) / scale,
    }
