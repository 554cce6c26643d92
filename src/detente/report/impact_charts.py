"""Charts of the trade model as ECharts options: regions with intervals, sectors as a heat map, packages and payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.report.charts import COLOURS, INK, SOFT

LOSS, GAIN = "#b3541e", "#1f5f8b"
# Paler than the bars, so that a number in ink reads on every cell.
HEAT = ("#e3a47e", "#f7f7f5", "#8fb9d6")
_BASE: dict[str, Any] = {"aria": {"enabled": True}, "animation": False}


def regions_option(answer: Any) -> dict[str, Any]:
    """Exact real income by region, losers first; a line from end to end is the interval of the draws."""
    rows = sorted(answer.regions, key=lambda one: one.real_income_pct)
    bars = [
        {
            "value": round(r.real_income_pct, 4),
            "itemStyle": {"color": LOSS if r.real_income_pct < 0 else GAIN},
        }
        for r in rows
    ]
    series: list[dict[str, Any]] = [{"type": "bar", "name": "real income %", "data": bars, "barMaxWidth": 16}]
    ends: list[list[Any]] = []
    for row in rows:
        if row.low_pct is not None:
            ends += [[round(row.low_pct, 4), row.region], [round(row.high_pct, 4), row.region], ["-", "-"]]
    if ends:
        series.append(
            {
                "type": "line", "name": "90 % of draws", "data": ends, "symbol": "rect", "symbolSize": [2, 9],
                "lineStyle": {"color": INK, "width": 1.5}, "itemStyle": {"color": INK}, "z": 5,
            }
        )  # fmt: skip
    return {
        **_BASE,
        "grid": {"left": 8, "right": 24, "top": 12, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "axisLabel": {"color": SOFT, "formatter": "{value} %", "hideOverlap": True}},
        "yAxis": {
            "type": "category", "inverse": True, "data": [r.region for r in rows],
            "axisLabel": {"color": INK, "interval": 0}, "axisLine": {"onZero": False},
        },
        "series": series,
    }  # fmt: skip


def heat_option(
    rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], float | None]
) -> dict[str, Any]:
    """Percent changes, sectors down and columns across; a cell without trade before stays empty."""
    data = [[columns.index(c), rows.index(r), round(v, 1)] for (r, c), v in cells.items() if v is not None]
    size = max((abs(v) for _, _, v in data), default=1.0) or 1.0
    return {
        **_BASE,
        "grid": {"left": 8, "right": 8, "top": 30, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "position": "top",
            "data": list(columns),
            "axisLabel": {"color": INK, "interval": 0},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": list(rows),
            "axisLabel": {"color": INK, "interval": 0},
        },
        "visualMap": {"show": False, "min": -size, "max": size, "inRange": {"color": list(HEAT)}},
        "series": [{"type": "heatmap", "data": data, "label": {"show": True, "color": INK, "fontSize": 11}}],
    }


def sector_heat(answer: Any) -> dict[str, Any]:
    """Trade between the two by sector, in value before tariffs."""
    sectors = list(dict.fromkeys(f.sector for f in answer.flows))
    columns = list(dict.fromkeys(f"{f.exporter} → {f.importer}" for f in answer.flows))
    return heat_option(
        sectors, columns, {(f.sector, f"{f.exporter} → {f.importer}"): f.change_pct for f in answer.flows}
    )


def output_heat(answer: Any) -> dict[str, Any]:
    """Output by sector in value, one column a region."""
    sectors = list(dict.fromkeys(s.sector for s in answer.sectors))
    regions = list(dict.fromkeys(s.region for s in answer.sectors))
    return heat_option(sectors, regions, {(s.sector, s.region): s.output_pct for s in answer.sectors})


def payoff_option(answer: Any) -> dict[str, Any]:
    """Surplus of both sides over disagreement: packages as points, the frontier as a line, disagreement at zero."""
    at = {o.name: [round(v / 1000, 2) for v in o.surplus_musd] for o in answer.offers}
    chosen = {answer.nash, answer.kalai_smorodinsky} - {None}

    def points(
        names: Sequence[str], colour: str, size: int, symbol: str, side: str = "bottom"
    ) -> dict[str, Any]:
        return {
            "type": "scatter", "symbol": symbol, "symbolSize": size, "itemStyle": {"color": colour},
            "labelLayout": {"moveOverlap": "shiftY"},
            "data": [{"name": n, "value": at[n]} for n in names],
            "label": {"show": True, "formatter": "{b}", "position": side, "color": INK, "fontSize": 12},
        }  # fmt: skip

    first, second = answer.players
    scale = {"type": "value", "scale": False, "axisLabel": {"color": SOFT}, "nameTextStyle": {"color": INK}}
    return {
        **_BASE,
        "legend": {"bottom": 0, "textStyle": {"color": INK}},
        "grid": {"left": 40, "right": 24, "top": 34, "bottom": 64, "containLabel": True},
        "xAxis": {**scale, "name": f"surplus of {first}, billion USD a year", "nameLocation": "middle", "nameGap": 26},
        "yAxis": {**scale, "name": f"surplus of {second}, billion USD a year", "nameTextStyle": {"color": INK, "align": "left"}},
        "series": [
            {
                "type": "line", "name": "frontier", "data": sorted(at[n] for n in answer.frontier if n in at),
                "lineStyle": {"color": SOFT, "type": "dashed"}, "itemStyle": {"color": SOFT}, "symbol": "none",
            },
            {**points([], SOFT, 11, "rect"), "name": "no deal", "data": [{"name": answer.disagreement, "value": [0, 0]}]},
            {**points([n for n in at if n not in chosen], COLOURS[0], 11, "circle"), "name": "packages"},
            {**points([n for n in at if n in chosen], COLOURS[1], 16, "diamond", "top"), "name": "Nash or Kalai–Smorodinsky"},
        ],
    }  # fmt: skip
