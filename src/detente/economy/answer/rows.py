"""Rows of an answer, from two results: the scenario and what it is compared with."""

from __future__ import annotations

from typing import Any

import numpy as np

from detente.economy.answer.answers import FlowRow, RegionRow, SectorRow
from detente.economy.model.result import Result
from detente.economy.policy.bargaining import PLAYERS


def percent(new: float, old: float) -> float | None:
    """Percent change, or None from nothing."""
    return 100.0 * (new / old - 1.0) if old > 0 else None


def region_row(result: Result, other: Result, n: int, label: str, draws: Any) -> RegionRow:
    """One region: the scenario over the comparison, with quantiles of draws (D, 2, N) if given."""
    world = result.world
    low = high = sure = None
    ratio = float(result.real_income[n] / other.real_income[n])
    if draws is not None:
        values = 100.0 * ((1.0 + draws[:, 0, n] / 100.0) / (1.0 + draws[:, 1, n] / 100.0) - 1.0)
        values = values[np.isfinite(values)]
        if values.size:
            low, high = (float(q) for q in np.quantile(values, (0.05, 0.95)))
            sure = float(np.mean(np.sign(values) == np.sign(np.median(values))))

    def outside(flow: Any, axes: tuple[int, int]) -> float:
        return float(flow.sum(axis=axes)[n] - flow[n, n].sum())

    alone = not np.any(other.tariff != world.tariff) and not other.shadows
    base = world.income if other.base_income is None else other.base_income
    return RegionRow(
        region=label,
        real_income_pct=100.0 * (ratio - 1.0),
        welfare_musd=float((result.real_income[n] - other.real_income[n]) * base[n]),
        first_order_welfare_pct=float(result.welfare_first_order[n]) if alone else None,
        first_order_terms_of_trade_pct=float(result.terms_of_trade[n]) if alone else None,
        first_order_volume_of_trade_pct=float(result.volume_of_trade[n]) if alone else None,
        real_wage_pct=100.0 * float(result.real_wage[n] / other.real_wage[n] - 1.0),
        price_index_pct=100.0 * float(result.price_index[n] / other.price_index[n] - 1.0),
        employment_pct=100.0 * float(result.employment[n] / other.employment[n] - 1.0),
        imports_pct=percent(outside(result.trade, (0, 2)), outside(other.trade, (0, 2))) or 0.0,
        exports_pct=percent(outside(result.trade, (1, 2)), outside(other.trade, (1, 2))) or 0.0,
        revenue_change_musd=float(result.revenue[n] - other.revenue[n]),
        low_pct=low,
        high_pct=high,
        sign_confidence=sure,
    )


def flow_rows(result: Result, other: Result) -> tuple[FlowRow, ...]:
    """Trade between the two players by sector, both ways."""
    world = result.world
    if not set(PLAYERS) <= set(world.regions):
        return ()
    us, cn = (world.region(one) for one in PLAYERS)
    rows = []
    for i, n in ((cn, us), (us, cn)):
        for j, label in enumerate(world.sectors):
            old, new = float(other.trade[i, n, j]), float(result.trade[i, n, j])
            if old <= 0 and new <= 0:
                continue
            rows.append(
                FlowRow(
                    sector=label,
                    exporter=world.regions[i],
                    importer=world.regions[n],
                    base_musd=old,
                    new_musd=new,
                    change_pct=percent(new, old),
                    tariff_base_pct=100.0 * float(other.tariff[i, n, j]),
                    tariff_new_pct=100.0 * float(result.tariff[i, n, j]),
                    derived=bool(world.derived_cells is not None and world.derived_cells[i, n, j]),
                )
            )
    return tuple(rows)


def sector_rows(result: Result, other: Result) -> tuple[SectorRow, ...]:
    """Output and prices by sector of the two players (or of the first two regions)."""
    world = result.world
    rows = []
    for label in PLAYERS if set(PLAYERS) <= set(world.regions) else world.regions[:2]:
        n = world.region(label)
        for j, sector in enumerate(world.sectors):
            rows.append(
                SectorRow(
                    region=label,
                    sector=sector,
                    output_pct=percent(float(result.output[n, j]), float(other.output[n, j])),
                    price_pct=100.0 * float(result.price[n, j] / other.price[n, j] - 1.0),
                )
            )
    return tuple(rows)
