"""The world in the brief: real income and trade under each outcome, and the packages at the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.report.pages.impact_charts import LETTERS, heat_option, payoff_option, regions_option
from detente.report.pages.world_map import shades, steps_of, world_map
from detente.report.pages.world_words import CAVEATS, MODELS, region_name, sector_name


@dataclass(frozen=True)
class WorldAnswers:
    """Answers of the trade model, computed before the page is filled.

    Parameters
    ----------
    impacts
        One answer for each outcome against the first, with the outcome's name.
    bargain
        Packages and payoffs, and titles of the packages by name in the language of the page.
    """

    impacts: tuple[tuple[str, Any], ...] = ()
    bargain: Any = None
    packages: dict[str, str] | None = None


def world_answers(
    outcomes: Sequence[str],
    *,
    known: str,
    zh: bool,
    rows: Any,
    bargain: str = "",
    draws: int = 0,
    files: Sequence[Path] = (),
) -> WorldAnswers:
    """What every outcome but the first does to the world against the first, and a named bargain.

    Raises
    ------
    InputError, SolveError, NotInstalled
        Unknown names; markets that do not clear; the extra `impact` is missing.
    """
    from detente.economy import bargain as bargained
    from detente.economy import impact

    impacts = tuple(
        (name, impact(outcome=name, against=outcomes[0], known=known, draws=draws)) for name in outcomes[1:]
    )
    if not bargain:
        return WorldAnswers(impacts)
    answer = bargained(table=bargain, files=files)
    titles = {p.id: (p.title.zh or p.title.en) if zh else p.title.en for p in rows.bargains[bargain].packages}
    return WorldAnswers(impacts, answer, titles)


def world_shown(
    answers: WorldAnswers, titles: dict[str, str], words: dict[str, str], *, zh: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The section and its charts: what the template shows, and options by the name of their box."""
    impacts = [a for _, a in answers.impacts]
    labels = [titles.get(name, name) for name, _ in answers.impacts]
    codes = [r.region for r in impacts[0].regions] if impacts else []
    names = {code: region_name(code, zh=zh) for code in codes}
    changes = [r.real_income_pct for a in impacts for r in a.regions]
    steps = steps_of(changes)
    ends = [
        v
        for a in impacts
        for r in a.regions
        for v in (r.real_income_pct, r.low_pct, r.high_pct)
        if v is not None
    ]
    charts: dict[str, Any] = {}
    shown: list[dict[str, Any]] = []
    for n, (label, answer) in enumerate(zip(labels, impacts, strict=True)):
        charts[f"income{n}"] = regions_option(answer, names, words, span=(min(ends), max(ends)))
        values = {r.region: r.real_income_pct for r in answer.regions}
        drawn = world_map(values, names, steps=steps, label=f"{label}. {words['map_table']}", define=n == 0)
        shown.append({"label": label, "map": drawn, "chart": f"income{n}", "answer": answer})
    flows = _flows(impacts, zh)
    if impacts:
        charts["sectors"] = _sectors(flows, labels)
    payoff = None
    if answers.bargain is not None:
        payoff = _payoff(answers, words)
        charts["payoff"] = payoff.pop("option")
    caveats = dict.fromkeys(c for a in (*impacts, answers.bargain) if a is not None for c in a.caveats)
    sources = dict.fromkeys(c for a in (*impacts, answers.bargain) if a is not None for c in a.sources)
    commands = [a.repeat.command for a in (*impacts, answers.bargain) if a is not None]
    content = {
        "impacts": shown, "payoff": payoff, "steps": shades(steps, zh=zh),
        "regions": _regions(impacts, names), "flows": flows, "sectors": len({f["sector"] for f in flows}),
        "caveats": [(CAVEATS.get(c, c), c not in CAVEATS) if zh else (c, False) for c in caveats],
        "sources": list(sources), "commands": commands, "model": _model(impacts, zh),
        "year": impacts[0].year if impacts else None,
        "gap": max((abs(a.bound_gap_pct) for a in impacts if a.bound_gap_pct is not None), default=None),
        "draws": max((a.draws for a in impacts), default=0),
    }  # fmt: skip
    return content, charts


def _model(impacts: Sequence[Any], zh: bool) -> str:
    if not impacts:
        return ""
    name = str(impacts[0].model)
    return MODELS.get(name, name) if zh else name


def _regions(impacts: Sequence[Any], names: dict[str, str]) -> list[dict[str, Any]]:
    """Rows of the table: a region and its row of each answer, largest loss of the last outcome first."""
    if not impacts:
        return []
    by_code = [{r.region: r for r in a.regions} for a in impacts]
    order = sorted(names, key=lambda code: by_code[-1][code].real_income_pct)
    return [{"name": names[c], "code": c, "rows": [rows[c] for rows in by_code]} for c in order]


def _flows(impacts: Sequence[Any], zh: bool) -> list[dict[str, Any]]:
    """Trade between the two by sector and direction: percent change of its value under each outcome."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for n, answer in enumerate(impacts):
        for f in answer.flows:
            flow = f"{region_name(f.exporter, zh=zh)} → {region_name(f.importer, zh=zh)}"
            row = rows.setdefault(
                (f.sector, flow),
                {"sector": sector_name(f.sector, zh=zh), "flow": flow, "changes": [None] * len(impacts)},
            )
            row["changes"][n] = f.change_pct
    return list(rows.values())


def _sectors(flows: Sequence[dict[str, Any]], labels: Sequence[str]) -> dict[str, Any]:
    columns = list(dict.fromkeys(f"{label}\n{f['flow']}" for label in labels for f in flows))
    cells = {
        (f["sector"], f"{label}\n{f['flow']}"): f["changes"][n]
        for n, label in enumerate(labels)
        for f in flows
    }
    return heat_option(list(dict.fromkeys(f["sector"] for f in flows)), columns, cells)


def _payoff(answers: WorldAnswers, words: dict[str, str]) -> dict[str, Any]:
    """Packages with a letter each: the chart has no room for their titles."""
    answer, titles = answers.bargain, answers.packages or {}
    letters = {o.name: LETTERS[n % 26] for n, o in enumerate(answer.offers)}
    offers = [
        {
            "letter": letters[o.name],
            "title": titles.get(o.name, o.name),
            "row": o,
            "frontier": o.name in answer.frontier,
        }
        for o in answer.offers
    ]
    return {
        "option": payoff_option(answer, letters, words), "offers": offers,
        "disagreement": titles.get(answer.disagreement, answer.disagreement),
        "nash": letters.get(answer.nash or "", ""), "kalai": letters.get(answer.kalai_smorodinsky or "", ""),
        "others": [sum(o.others_musd.values()) for o in answer.offers],
    }  # fmt: skip
