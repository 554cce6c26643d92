"""The trade model's answers as one page each: charts, and the same numbers as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.report.pages.impact_charts import (
    ENGLISH,
    LETTERS,
    output_heat,
    payoff_option,
    regions_option,
    sector_heat,
)
from detente.report.pages.page import one_page, write_page
from detente.report.pages.world_map import shades, steps_of, world_map
from detente.report.pages.world_words import region_name, sector_name
from detente.terms import InputError


def write_impact(path: Path, answer: Any) -> Path:
    """What an outcome does to every region, written as HTML in one file."""
    names = {r.region: region_name(r.region) for r in answer.regions}
    values = {r.region: r.real_income_pct for r in answer.regions}
    steps = steps_of(list(values.values()))
    charts = {
        "regions": regions_option(answer, names),
        "trade": sector_heat(answer),
        "output": output_heat(answer),
    }
    rows = sorted(answer.regions, key=lambda one: one.real_income_pct)
    content = {
        "a": answer,
        "rows": rows,
        "names": names,
        "sector_name": sector_name,
        "region_name": region_name,
        "w": ENGLISH,
        "map": world_map(values, names, steps=steps, label=f"Real income by region. {ENGLISH['map_table']}"),
        "steps": shades(steps),
        "heights": {"regions": len(rows), "sectors": len(answer.sectors) // 2},
    }
    return _write(path, "impact.html.j2", content, charts)


def write_bargain(path: Path, answer: Any) -> Path:
    """Packages, payoffs and the frontier, written as HTML in one file."""
    letters = {o.name: LETTERS[n % 26] for n, o in enumerate(answer.offers)}
    return _write(
        path, "bargain.html.j2", {"a": answer, "letters": letters}, {"payoff": payoff_option(answer, letters)}
    )


def _write(path: Path, template: str, content: dict[str, Any], charts: dict[str, Any]) -> Path:
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path.suffix or 'no suffix'} is not written", where=str(path), remedy="give .html")
    return write_page(path, one_page(template, content, charts).encode())
