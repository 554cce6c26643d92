"""Charts of outcomes as ECharts options: data and words, drawn in the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

INK, SOFT = "#1d2733", "#5b6878"
COLOURS = ("#1f5f8b", "#c2571a", "#4d7c3a", "#8a3b6b", "#6b5b2e", "#3a6f6f", "#93412f", "#555f9e")


def tree_option(answer: Any, *, zh: bool = False) -> dict[str, Any]:
    """The tree of decisions from left to right; a branch is as thick as it is likely."""
    titles = {d.id: (d.title_zh if zh else d.title) for d in answer.decisions}
    root: dict[str, Any] = {"name": answer.title_zh if zh else answer.title, "children": [], "at": ()}
    nodes: dict[tuple[str, ...], dict[str, Any]] = {(): root}
    for leaf in answer.leaves:
        path: tuple[str, ...] = ()
        for choice in leaf.choices:
            here = (*path, f"{choice.decision}={choice.choose}")
            if here not in nodes:
                words = choice.title_zh if zh else choice.title
                node = {
                    "name": f"{titles[choice.decision]}\n{words} · {choice.probability:.2g}",
                    "lineStyle": {"width": 1 + 7 * choice.probability},
                    "children": [],
                }
                nodes[path]["children"].append(node)
                nodes[here] = node
            path = here
        cost = "" if leaf.duty_usd is None else f"{short_usd(leaf.duty_usd, zh=zh)}\n"
        share = f"{'概率' if zh else 'p ='} {leaf.probability:.3g}"
        nodes[path]["children"].append({"name": f"{cost}{share}", "symbol": "rect"})
    root.pop("at")
    # The root's words end at its dot, or the first branches would run through them.
    root["label"] = {"align": "right"}
    return {
        "aria": {"enabled": True},
        "animation": False,
        "series": [
            {
                "type": "tree", "data": [root], "orient": "LR", "roam": False, "expandAndCollapse": False,
                "left": 130, "right": 110, "top": 28, "bottom": 14, "symbolSize": 9,
                "itemStyle": {"color": COLOURS[0]},
                "lineStyle": {"color": "#9fb3c4", "curveness": 0.5},
                "label": {"position": "top", "distance": 6, "fontSize": 11, "color": INK,
                          "align": "center", "lineHeight": 14},
                "leaves": {"label": {"position": "right", "align": "left", "verticalAlign": "middle"}},
            }
        ],
    }  # fmt: skip


def short_usd(value: Any, *, zh: bool = False) -> str:
    """Dollars short enough for a label.

    Examples
    --------
    >>> short_usd(12_345_678), short_usd(12_345_678, zh=True)
    ('12.3 M USD', '1,234.6万美元')
    """
    number = float(value)
    if zh:
        for size, word in ((1e8, "亿"), (1e4, "万")):
            if abs(number) >= size:
                return f"{number / size:,.1f}{word}美元"
        return f"{number:.0f}美元"
    for size, word in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(number) >= size:
            return f"{number / size:.1f} {word} USD"
    return f"{number:.0f} USD"


def outcomes_option(answer: Any, words: dict[str, str], names: Sequence[str]) -> dict[str, Any]:
    """Duty by component under each outcome, stacked."""
    parts = [g for g in answer.by_component if any(t.duty_usd for t in g.totals)]
    series = [
        {
            "name": words.get(g.key, g.key), "type": "bar", "stack": "duty",
            "itemStyle": {"color": COLOURS[k % len(COLOURS)]},
            "data": [float(t.duty_usd) for t in g.totals],
        }
        for k, g in enumerate(parts)
    ]  # fmt: skip
    return {
        "aria": {"enabled": True},
        "animation": False,
        "legend": {"bottom": 0, "textStyle": {"color": INK}},
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 56, "containLabel": True},
        "xAxis": {"type": "value", "axisLabel": {"color": SOFT, "hideOverlap": True}, "name": ""},
        "yAxis": {"type": "category", "inverse": True, "data": list(names), "axisLabel": {"color": INK}},
        "series": series,
    }
