"""The trade model's answers as one page each: charts, and the same numbers as tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.outcomes import own_outcomes
from detente.report.briefing.brief import in_language
from detente.report.pages.impact_charts import (
    LETTERS,
    output_heat,
    payoff_option,
    regions_option,
    sector_heat,
)
from detente.report.pages.page import one_page, write_page
from detente.report.pages.world_map import shades, steps_of, world_map
from detente.report.pages.world_words import region_name, sector_name
from detente.terms import InputError, read_language


def write_impact(path: Path, answer: Any, *, language: str = "en") -> Path:
    """What an outcome does to every region, written as HTML in one file."""
    speech = in_language(language)
    zh, words = speech["zh"], speech["w"]
    names = {r.region: region_name(r.region, zh=zh) for r in answer.regions}
    values = {r.region: r.real_income_pct for r in answer.regions}
    steps = steps_of(list(values.values()))
    charts = {
        "regions": regions_option(answer, names, words),
        "trade": sector_heat(answer, zh=zh),
        "output": output_heat(answer, zh=zh),
    }
    rows = sorted(answer.regions, key=lambda one: one.real_income_pct)
    names_of = [_outcome_name(name, words, zh) for name in (answer.scenario, answer.against)]
    title = speech["t"](f"{names_of[0]}, against {names_of[1]}")
    content = {
        **speech,
        "a": answer,
        "title": title,
        "rows": rows,
        "names": names,
        "sector_name": sector_name,
        "region_name": region_name,
        "map": world_map(
            values, names, steps=steps, label=f"{speech['t']('Real income by region')}. {words['map_table']}"
        ),
        "steps": shades(steps, zh=zh),
        "heights": {"regions": len(rows), "sectors": len(answer.sectors) // 2},
    }
    return _write(path, "impact.html.j2", content, charts, language)


def _outcome_name(name: str, words: Mapping[str, str], zh: bool) -> str:
    """An outcome by its Chinese title where the page is Chinese, else by its name."""
    outcome = own_outcomes().outcomes.get(name) if zh else None
    if outcome is not None and outcome.title.zh:
        return outcome.title.zh
    return words.get(f"choice_{name}", name) if zh else name


def write_bargain(
    path: Path, answer: Any, *, language: str = "en", titles: Mapping[str, str] | None = None
) -> Path:
    """Packages, payoffs and the frontier, written as HTML in one file.

    Parameters
    ----------
    titles
        Titles of the packages by name, in the language; their names where none are given.
    """
    letters = {o.name: LETTERS[n % 26] for n, o in enumerate(answer.offers)}
    speech, named = in_language(language), titles or {}
    content = {
        **speech, "a": answer, "letters": letters, "name_of": lambda name: named.get(name, name),
        "player": lambda code: region_name(code, zh=speech["zh"]) if speech["zh"] else code,
    }  # fmt: skip
    charts = {"payoff": payoff_option(answer, letters, speech["w"])}
    return _write(path, "bargain.html.j2", content, charts, language)


def _write(path: Path, template: str, content: dict[str, Any], charts: dict[str, Any], language: str) -> Path:
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path.suffix or 'no suffix'} is not written", where=str(path), remedy="give .html")
    page = one_page(template, content, charts, language=read_language(language))
    return write_page(path, page.encode())
