"""Settings of monopolistic competition for a one-sector world, and the paper's formula tariff.

Source: A. Ignatenko, A. Lashkaripour, L. Macedoni and I. Simonovska (2025), Journal of International
Economics 157, 104138, sections 2 to 4.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from detente.economy.model.extras import scipy_part
from detente.economy.model.variants import Firms
from detente.economy.model.world import Array, World
from detente.terms import InputError, SolveError


def calibrate_firms(
    world: World, *, local_profit: Array | float, labor_supply: float = 0.5, scale_share: float = 0.67
) -> Firms:
    """Give the paper's settings for a one-sector world.

    Parameters
    ----------
    local_profit : ν, one number or one a region.
    scale_share : ψ·ε; 0.67 in the paper, so that ψ = 0.67/ε and the firm-size tail is ε/0.67.
    """
    theta = one_elasticity(world)
    nu = np.broadcast_to(np.asarray(local_profit, dtype=float), (len(world.regions),)).copy()
    if np.any(nu < 0) or np.any(nu >= 1):
        raise InputError(
            f"local profit share of {world.regions[int(np.argmax((nu < 0) | (nu >= 1)))]} is outside 0 to 1",
            where="local_profit",
            remedy="give shares of a sale",
        )
    tail = theta / scale_share
    return Firms(
        local_profit=nu,
        pass_through=(1.0 + tail) / ((1.0 - nu) * tail) - 1.0 / tail,
        labor_supply=labor_supply,
        scale=scale_share / theta,
        labor_share=float(world.value_added[0, 0]),
    )


def profit_shares(
    trade: Array,
    income: Array,
    region: int,
    *,
    foreign: float = 0.12,
    own: float = 0.26,
    guess: Any = (0.1, 0.24),
) -> tuple[float, float]:
    """Give ν abroad and ν in one region, from the share of profits in income of each side.

    Parameters
    ----------
    trade : (N, N) flows between regions without home sales; income : (N,) GDP in the same unit.
    region : position of the region set against all others.
    foreign, own : the two profit shares of the paper, 12 % and 26 %.
    """
    fsolve = scipy_part("optimize").fsolve

    pick = np.zeros((2, len(income)))
    pick[0] = 1.0
    pick[:, region] = 0.0, 1.0
    flow, gdp = pick @ trade @ pick.T, pick @ income

    def gaps(nu: Array) -> Array:
        spend = gdp + (1.0 - nu) * (flow.sum(axis=0) - flow @ (1.0 - nu))
        home = spend - np.array([flow[1, 0], flow[0, 1]])
        kept = home / (home + np.array([flow[0, 1], flow[1, 0]]))
        mixed = kept * nu + (1.0 - kept) * nu[::-1]
        result: Array = mixed - np.array([foreign, own])
        return result

    shares, _, flag, message = fsolve(gaps, np.asarray(guess), xtol=1e-14, full_output=True)
    if flag != 1 and np.abs(gaps(shares)).max() > 1e-12:
        raise SolveError(
            f"profit shares not found: {message}", where="profit_shares", remedy="try another guess"
        )
    shares = np.maximum(shares, 0.0)
    return float(shares[0]), float(shares[1])


def competitive(world: World, firms: Firms) -> Firms:
    """The same labour supply and scale with no firm profits and full pass-through (Eaton–Kortum)."""
    n = len(world.regions)
    return replace(firms, local_profit=np.zeros(n), pass_through=np.ones(n), transfer=None)


def formula_tariff(
    world: World, firms: Firms, members: list[int], *, base: str = "income", pooled: bool = False
) -> float:
    """Give the paper's formula for the optimal uniform tariff of a group of regions.

    t = 1 / ((1 + δε)φ − 1), where δ is the share of foreign sales that answers the group's tariff. It
    leaves labour supply and the use of revenue out, so ``optimal_tariff`` finds another one.

    Parameters
    ----------
    base : divide by the group's "income" or by its "spending"; the paper's programs use both.
    pooled : add the members up to one region and all others to another first.
    """
    theta = one_elasticity(world)
    nu, flow = firms.local_profit, world.trade[:, :, 0]
    income = firms.labor_share * (flow @ (1.0 - nu)) + nu * flow.sum(axis=0)
    inside = np.zeros(len(world.regions), dtype=bool)
    inside[members] = True
    if not pooled and len(members) != 1:
        raise InputError("a group needs pooled=True", where="formula_tariff", remedy="pool it")
    phi = float(firms.pass_through[members[0]])
    own = members[0]
    if pooled:
        pick = np.array([inside, ~inside], dtype=float)
        outside = int(np.flatnonzero(~inside)[0])
        flow, income = pick @ flow @ pick.T, pick @ income
        nu, own = np.array([nu[members[0]], nu[outside]]), 0
    share = flow / flow.sum(axis=0)
    sold = (1.0 - nu) * flow * (1.0 - share)
    top = float(sold[own].sum() - sold[own, own])
    size = float(income[own] if base == "income" else flow[:, own].sum())
    delta = top / float((1.0 - nu[own]) * (size - flow[own, own]))
    return 1.0 / ((1.0 + delta * theta) * phi - 1.0)


def one_elasticity(world: World) -> float:
    """The trade elasticity of a world with one sector and one labour share; others are refused."""
    if len(world.sectors) != 1:
        raise InputError(
            f"monopolistic competition is modelled for one sector; this world has {len(world.sectors)}",
            where="world",
            remedy="use Model.caliendo_parro() or Model.krugman()",
        )
    shares = world.value_added[:, 0]
    if np.ptp(shares) > 1e-12:
        raise InputError(
            "monopolistic competition needs one labour share for all regions",
            where="value_added",
            remedy="give every region the same share",
        )
    return float(world.theta[0])
