"""Answers as one frozen model each: the same fields for terminal, JSON, HTTP and Python."""

from __future__ import annotations

from typing import ClassVar, Literal

from detente.terms import Answer, Chart, Frozen


class Part(Frozen):
    """Frozen base; numbers carry their unit in the name."""


class RegionRow(Part):
    """Changes of one region; percent of the comparison point, money in million USD of the world's year.

    ``real_income_pct`` is exact. The ``first_order`` terms are evaluated at old flows and tariffs
    and can have the other sign.
    """

    region: str
    real_income_pct: float
    welfare_musd: float
    first_order_welfare_pct: float | None
    first_order_terms_of_trade_pct: float | None
    first_order_volume_of_trade_pct: float | None
    real_wage_pct: float
    price_index_pct: float
    employment_pct: float
    imports_pct: float
    exports_pct: float
    revenue_change_musd: float
    low_pct: float | None = None
    high_pct: float | None = None
    sign_confidence: float | None = None


class FlowRow(Part):
    """One sector of trade between the two players, before tariffs."""

    sector: str
    exporter: str
    importer: str
    base_musd: float
    new_musd: float
    change_pct: float | None
    tariff_base_pct: float
    tariff_new_pct: float
    derived: bool


class SectorRow(Part):
    """Output and prices of one sector in one region, percent change in value."""

    region: str
    sector: str
    output_pct: float | None
    price_pct: float


class RuleRow(Part):
    """A quantity rule at the solution."""

    rule: str
    wedge_pct: float
    quantity_ratio: float
    value_musd: float


class RepeatNote(Part):
    """What gives the answer again."""

    command: str
    world: str
    rules: str


class ReadingRow(Part):
    """What one reading of the law does to a region: real income, percent, and welfare, million USD a year."""

    reading: Literal["text", "announced"]
    region: str
    real_income_pct: float
    welfare_musd: float


class ImpactAnswer(Answer):
    """What a scenario does to every region, beside another scenario or the baseline.

    Where an extension was announced and no instrument was seen, all rows but `readings` follow the text;
    `readings` holds every region under both.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("regions",)
    chart: ClassVar[Chart | None] = Chart("regions", "region", "real_income_pct", "change of real income, %")

    scenario: str
    against: str
    world: str
    year: int | None
    model: str
    on: str | None
    known: str | None
    regions: tuple[RegionRow, ...]
    flows: tuple[FlowRow, ...]
    sectors: tuple[SectorRow, ...]
    rules: tuple[RuleRow, ...]
    residual: float
    iterations: int
    method: str
    draws: int
    draws_failed: int
    bound: str
    bound_gap_pct: float | None
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    repeat: RepeatNote
    readings: tuple[ReadingRow, ...] = ()


class OfferRow(Part):
    """One package: payoffs against the baseline, surpluses over disagreement, payments."""

    name: str
    payoff_musd: tuple[float, float]
    surplus_musd: tuple[float, float]
    acceptable: bool
    payment_musd: float | None
    equal_payment_musd: float | None
    others_musd: dict[str, float]


class MixRow(Part):
    """A lottery over two packages."""

    first: str
    second: str
    weight_of_first: float
    surplus_musd: tuple[float, float]


class LeverageRow(Part):
    """What a threat does to the disagreement point."""

    threat: str
    shift_musd: tuple[float, float]
    leverage_musd: float
    nash_before: str | None
    nash_after: str | None


class BargainAnswer(Answer):
    """Packages at the table and the bargaining solutions over them."""

    rows_in: ClassVar[tuple[str, ...]] = ("offers",)

    players: tuple[str, str]
    weights: tuple[float, float]
    disagreement: str
    disagreement_musd: tuple[float, float]
    offers: tuple[OfferRow, ...]
    nash: str | None
    kalai_smorodinsky: str | None
    mixed_nash: MixRow | None
    frontier: tuple[str, ...]
    ideal_musd: tuple[float, float]
    leverage: LeverageRow | None
    world: str
    year: int | None
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    repeat: RepeatNote
