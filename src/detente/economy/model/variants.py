"""Model variants, put together from a few choices rather than from subclasses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.economy.model.world import World
from detente.terms import InputError

Array = NDArray[np.float64]
Deficits = Literal["fixed", "share_of_world_income", "zero"]
Revenue = Literal["lump_sum", "income_tax"]


@dataclass(frozen=True, eq=False)
class Firms:
    """Settings of monopolistic competition in one sector, with profits, entry and labour supply.

    Attributes
    ----------
    local_profit : (N,) ν, share of each sale that stays with the importing region as profit.
    pass_through : (N,) φ by importer: a tariff moves trade like a cost change of (1 + t)**φ.
    labor_supply : κ, elasticity of labour to the after-tax real wage.
    scale : ψ, elasticity of productivity to employment.
    labor_share : β; below 1 the rest of cost is the same goods bought as intermediates.
    transfer : (N,) T in place of the one the accounts imply, in the world's unit; for deficits that
        are closed by the shock. None keeps the accounts' own.
    """

    local_profit: Array
    pass_through: Array
    labor_supply: float = 0.5
    scale: float = 0.0
    labor_share: float = 1.0
    transfer: Array | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """Which forces are at work, and which rules close the accounts.

    Attributes
    ----------
    profits : firms keep 1/σ of sales, with σ = theta + 1, and their number is given (Krugman).
    scale : productivity rises with a sector's own labour to this power; one number or one a sector.
    deficits : "fixed" in units of world labour income; "share_of_world_income", scaled with labour
        income and profits; "zero", closed by the shock itself.
    revenue : tariff revenue goes to households in a lump sum, or cuts the income tax ("income_tax",
        which matters only where labour supply answers, so only with ``firms``).
    weights : (N, J) political weight of one dollar of income by sector, or None for all equal.
    input_substitution : elasticity between critical inputs and all other cost; 1 is Cobb–Douglas.
    critical : labels of the sectors whose goods are critical inputs.
    firms : settings of monopolistic competition in one sector, or None.
    """

    name: str = "Caliendo–Parro"
    profits: bool = False
    scale: float | tuple[float, ...] = 0.0
    deficits: Deficits = "fixed"
    revenue: Revenue = "lump_sum"
    weights: Array | None = None
    input_substitution: float = 1.0
    critical: tuple[str, ...] = ()
    firms: Firms | None = None

    def __post_init__(self) -> None:
        if self.deficits not in ("fixed", "share_of_world_income", "zero"):
            raise InputError(
                f"unknown deficit rule {self.deficits!r}",
                where="deficits",
                remedy="choose fixed, share_of_world_income or zero",
            )
        if self.revenue not in ("lump_sum", "income_tax"):
            raise InputError(
                f"unknown revenue rule {self.revenue!r}",
                where="revenue",
                remedy="choose lump_sum or income_tax",
            )
        if self.revenue == "income_tax" and self.firms is None:
            raise InputError(
                "revenue that cuts the income tax has no effect when labour supply is given",
                where="revenue",
                remedy="use Model.monopolistic_competition(...), or revenue='lump_sum'",
            )
        if self.input_substitution <= 0 or (self.input_substitution != 1.0 and not self.critical):
            raise InputError(
                f"input_substitution {self.input_substitution} with critical sectors {self.critical}",
                where="input_substitution",
                remedy="give a positive elasticity and name the critical sectors",
            )

    @classmethod
    def caliendo_parro(cls, *, deficits: Deficits = "fixed") -> Model:
        """Many sectors with input–output links, perfect competition.

        Source: L. Caliendo and F. Parro, "Estimates of the Trade and Welfare Effects of NAFTA",
        Review of Economic Studies 82(1), 2015; J. Eaton and S. Kortum, Econometrica 70(5), 2002.
        """
        return cls(name="Caliendo–Parro", deficits=deficits)

    @classmethod
    def krugman(cls, *, deficits: Deficits = "fixed", weights: Array | None = None) -> Model:
        """Monopolistic competition with a given number of firms, profits, and political weights.

        Source: R. Ossa, "Trade Wars and Trade Talks with Data", American Economic Review 104(12), 2014.
        """
        return cls(name="Krugman with profits", profits=True, deficits=deficits, weights=weights)

    @classmethod
    def scale_economies(cls, scale: float | tuple[float, ...], *, deficits: Deficits = "fixed") -> Model:
        """Sector productivity rises with the sector's own labour (free entry gives scale = 1/theta)."""
        return cls(name="external economies of scale", scale=scale, deficits=deficits)

    @classmethod
    def monopolistic_competition(cls, firms: Firms, *, revenue: Revenue = "income_tax") -> Model:
        """Monopolistic competition in one sector; profits, entry and labour supply, deficits that follow.

        Source: A. Ignatenko, A. Lashkaripour, L. Macedoni and I. Simonovska, Journal of International
        Economics 157 (2025), 104138.
        """
        return cls(
            name="monopolistic competition with labour supply",
            firms=firms,
            revenue=revenue,
            deficits="share_of_world_income",
        )

    @classmethod
    def firm_profit(cls, firms: Firms, *, revenue: Revenue = "income_tax") -> Model:
        """The former name of ``monopolistic_competition``; the same model."""
        return cls.monopolistic_competition(firms, revenue=revenue)

    def without_firms(self) -> Model:
        """The same closure in the competitive model."""
        return replace(self, firms=None, revenue="lump_sum", name="Caliendo–Parro")

    def profit_share(self, world: World) -> Array:
        """(N, J) share of output kept as profit: 1/σ for each sector, or zero."""
        if not self.profits:
            return np.zeros(world.size)
        share = np.broadcast_to(1.0 / (world.theta + 1.0), world.size)
        if np.any(share > world.value_added + 1e-12):
            n, j = np.argwhere(share > world.value_added + 1e-12)[0]
            raise InputError(
                f"profits of {share[n, j]:.3f} of sales in {world.regions[n]}, {world.sectors[j]} exceed its "
                f"value-added share {world.value_added[n, j]:.3f}",
                where="profits",
                remedy="use a higher elasticity there, or a model without profits",
            )
        return np.asarray(share)

    def scale_of(self, world: World) -> Array:
        """(J,) scale elasticity by sector."""
        try:
            return np.broadcast_to(np.asarray(self.scale, dtype=float), (len(world.sectors),)).copy()
        except ValueError as fault:
            raise InputError(
                f"{np.size(self.scale)} scale elasticities for {len(world.sectors)} sectors",
                where="scale",
                remedy="give one number or one a sector",
            ) from fault
