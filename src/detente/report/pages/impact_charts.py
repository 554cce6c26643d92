"""Charts of the trade model as ECharts options: regions with intervals, sectors, packages and payoffs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, copysign, floor, log10
from typing import Any

from detente.report.pages.charts import COLOURS, INK, SOFT
from detente.report.pages.world_words import WORLD, region_name, sector_name

LOSS, GAIN = "#b3541e", "#1f5f8b"
# Paler than the bars, so that a number in ink reads on every cell.
HEAT = ("#e3a47e", "#f7f7f5", "#8fb9d6")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE: dict[str, Any] = {"aria": {"enabled": True}, "animation": False}
ENGLISH = {key: pair[0] for key, pair in WORLD.items()}


def regions_option(
    answer: Any,
    names: Mapping[str, str] | None = None,
    words: Mapping[str, str] = ENGLISH,
    *,
    span: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """Exact real income by region, losers first; a line from end to end is the interval of the draws.

    Parameters
    ----------
    names
        Names of regions as read to the user; their codes where none are given.
    span
        Values that must lie inside the axis, percent, so that charts side by side share it.
    """
    read = names or {}
    rows = sorted(answer.regions, key=lambda one: one.real_income_pct)
    bars = [
        {
            "value": round(r.real_income_pct, 4),
            "itemStyle": {"color": LOSS if r.real_income_pct < 0 else GAIN},
        }
        for r in rows
    ]
    series: list[dict[str, Any]] = [
        {"type": "bar", "name": words["real_income"], "data": bars, "barMaxWidth": 16}
    ]
    ends: list[list[Any]] = []
    for row in rows:
        if row.low_pct is not None:
            name = read.get(row.region, row.region)
            ends += [[round(row.low_pct, 4), name], [round(row.high_pct, 4), name], ["-", "-"]]
    if ends:
        series.append(
            {
                "type": "line", "name": words["interval"], "data": ends,
                "symbol": "rect", "symbolSize": [2, 9], "z": 5,
                "lineStyle": {"color": INK, "width": 1.5}, "itemStyle": {"color": INK},
            }
        )  # fmt: skip
    axis: dict[str, Any] = {
        "type": "value",
        "axisLabel": {"color": SOFT, "formatter": "{value}" + words["percent"], "hideOverlap": True},
    }
    if span is not None:
        axis |= {"min": _round_out(min(span[0], 0.0)), "max": _round_out(max(span[1], 0.0))}
    return {
        **_BASE,
        "grid": {"left": 8, "right": 24, "top": 12, "bottom": 8, "containLabel": True},
        "xAxis": axis,
        "yAxis": {
            "type": "category", "inverse": True, "data": [read.get(r.region, r.region) for r in rows],
            "axisLabel": {"color": INK, "interval": 0},
            "axisLine": {"show": False}, "axisTick": {"show": False},
        },
        "series": series,
    }  # fmt: skip


def _round_out(value: float) -> float:
    """The next number of two digits away from zero.

    Examples
    --------
    >>> _round_out(-0.309), _round_out(0.121)
    (-0.31, 0.13)
    """
    if not value:
        return 0.0
    unit = 10.0 ** (floor(log10(abs(value))) - 1)
    return float(round(copysign(ceil(abs(value) / unit - 1e-9) * unit, value), 10))


def heat_option(
    rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], float | None]
) -> dict[str, Any]:
    """Percent changes, sectors down and columns across; a cell without trade before stays empty."""
    data = [[columns.index(c), rows.index(r), round(v, 1)] for (r, c), v in cells.items() if v is not None]
    size = max((abs(v) for _, _, v in data), default=1.0) or 1.0
    return {
        **_BASE,
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "position": "top",
            "data": list(columns),
            "axisLabel": {"color": INK, "interval": 0, "width": 112, "overflow": "break", "lineHeight": 13},
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


def sector_heat(answer: Any, *, zh: bool = False) -> dict[str, Any]:
    """Trade between the two by sector, in value before tariffs."""
    cells = {
        (
            sector_name(f.sector, zh=zh),
            f"{region_name(f.exporter, zh=zh)} → {region_name(f.importer, zh=zh)}",
        ): f.change_pct
        for f in answer.flows
    }
    return heat_option(
        list(dict.fromkeys(r for r, _ in cells)), list(dict.fromkeys(c for _, c in cells)), cells
    )


def output_heat(answer: Any, *, zh: bool = False) -> dict[str, Any]:
    """Output by sector in value, one column a region."""
    cells = {
        (sector_name(s.sector, zh=zh), region_name(s.region, zh=zh)): s.output_pct for s in answer.sectors
    }
    return heat_option(
        list(dict.fromkeys(r for r, _ in cells)), list(dict.fromkeys(c for _, c in cells)), cells
    )


def _marks(at: Mapping[str, list[float]], labels: Mapping[str, str]) -> dict[str, str]:
    """What stands beside each point: points that lie almost on one another share the words of the first."""
    wide = [max((abs(v[k]) for v in at.values()), default=0.0) * 0.05 for k in (0, 1)]
    marks: dict[str, str] = {}
    for name, value in at.items():
        near = next(
            (n for n in marks if marks[n] and all(abs(at[n][k] - value[k]) <= wide[k] for k in (0, 1))), None
        )
        word = labels.get(name, name)
        marks[name] = "" if near else word
        if near:
            marks[near] += f", {word}"
    return marks


def payoff_option(
    answer: Any, labels: Mapping[str, str] | None = None, words: Mapping[str, str] = ENGLISH
) -> dict[str, Any]:
    """Surplus of both sides over disagreement, which is at zero: packages as points, the frontier as a line.

    Parameters
    ----------
    labels
        What stands beside the point of a package; its name where none is given.
    """
    at = {o.name: [round(v / 1000, 2) for v in o.surplus_musd] for o in answer.offers}
    chosen = {answer.nash, answer.kalai_smorodinsky} - {None}
    plain = {n: v for n, v in at.items() if n not in chosen}
    marks = _marks(plain, labels or {}) | {n: (labels or {}).get(n, n) for n in at if n in chosen}

    def points(
        names: Sequence[str], colour: str, size: int, symbol: str, side: str | list[int] = "right"
    ) -> dict[str, Any]:
        return {
            "type": "scatter", "symbol": symbol, "symbolSize": size, "itemStyle": {"color": colour},
            "data": [{"name": marks[n], "value": at[n]} for n in names],
            "label": {"show": True, "formatter": "{b}", "position": side, "color": INK, "fontSize": 12},
        }  # fmt: skip

    first, second = words["surplus_us"], words["surplus_cn"]
    if answer.players != ("USA", "CHN"):
        first, second = (f"surplus of {p}, billion USD a year" for p in answer.players)
    scale = {"type": "value", "scale": False, "axisLabel": {"color": SOFT}, "nameTextStyle": {"color": INK}}
    no_deal = {"name": words["no_deal"] if labels else answer.disagreement, "value": [0, 0]}
    frontier = {
        "type": "line", "name": words["frontier"], "symbol": "none",
        "data": sorted(at[n] for n in answer.frontier if n in at),
        "lineStyle": {"color": SOFT, "type": "dashed"}, "itemStyle": {"color": SOFT},
    }  # fmt: skip
    return {
        **_BASE,
        "legend": {"bottom": 0, "itemWidth": 16, "textStyle": {"color": INK}},
        "grid": {"left": 40, "right": 24, "top": 34, "bottom": 64, "containLabel": True},
        "xAxis": {**scale, "name": first, "nameLocation": "middle", "nameGap": 26},
        "yAxis": {**scale, "name": second, "nameTextStyle": {"color": INK, "align": "left"}},
        "series": [
            frontier,
            {**points([], SOFT, 11, "rect", [14, -8]), "name": words["no_deal"], "data": [no_deal]},
            {**points(list(plain), COLOURS[0], 11, "circle"), "name": words["packages"]},
            {
                **points([n for n in at if n in chosen], COLOURS[1], 16, "diamond", "top"),
                "name": words["solutions"],
            },
        ],
    }  # fmt: skip
