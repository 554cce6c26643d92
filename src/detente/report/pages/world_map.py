"""A map of the world as one SVG: regions of the trade model shaded by the change of their real income."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from importlib.resources import files
from itertools import pairwise
from math import floor, log10

VIEW = "62 0 936 436"
REST = ("ROW", "ROTW", "REST")
LOSSES = ("#f3d9c9", "#e3a47e", "#c2703a", "#8a3a10")
GAINS = ("#d3e3ef", "#8fb9d6", "#4a86b0", "#17507a")
NEAR_ZERO, NO_DATA = "#eeeeea", "#ffffff"


@lru_cache(maxsize=1)
def shapes() -> dict[str, str]:
    """SVG paths of countries by ISO code of three letters; areas without one have one that begins with X."""
    text = (files("detente.report") / "assets" / "world.json").read_text(encoding="utf-8")
    paths: dict[str, str] = json.loads(text)
    return paths


def steps_of(values: list[float]) -> tuple[float, ...]:
    """Ends of the classes of a scale, percent: five steps of 1, 3, 10 … up to the first above every value.

    Examples
    --------
    >>> steps_of([0.02, -0.309]), steps_of([0.12])
    ((0.01, 0.03, 0.1, 0.3, 1.0), (0.003, 0.01, 0.03, 0.1, 0.3))
    """
    size = max((abs(v) for v in values), default=0.0) or 1.0
    power = floor(log10(size)) - 3
    ladder = [round(step * 10.0**n, 12) for n in range(power, power + 5) for step in (1, 3)]
    end = next(n for n, step in enumerate(ladder) if size <= step * (1 + 1e-9))
    return tuple(ladder[end - 4 : end + 1])


def colour_of(value: float, steps: tuple[float, ...]) -> str:
    """The colour of a change, percent."""
    passed = sum(abs(value) >= step for step in steps[:-1])
    return NEAR_ZERO if passed == 0 else (LOSSES if value < 0 else GAINS)[passed - 1]


def shades(steps: tuple[float, ...], *, zh: bool = False) -> list[dict[str, str]]:
    """The legend: colour and range of each class, from the largest loss to the largest gain.

    Examples
    --------
    >>> [one["words"] for one in shades((0.01, 0.03, 0.1, 0.3, 1.0))][3:6]
    ['−0.03 … −0.01 %', '±0.01 %', '+0.01 … +0.03 %']
    """
    unit = "%" if zh else " %"
    pairs = list(pairwise(steps))
    losses = [(LOSSES[n], f"−{high:g} … −{low:g}{unit}") for n, (low, high) in enumerate(pairs)]
    gains = [(GAINS[n], f"+{low:g} … +{high:g}{unit}") for n, (low, high) in enumerate(pairs)]
    rows = (*reversed(losses), (NEAR_ZERO, f"±{steps[0]:g}{unit}"), *gains)
    return [{"colour": colour, "words": words} for colour, words in rows]


def world_map(
    values: Mapping[str, float],
    names: Mapping[str, str],
    *,
    steps: tuple[float, ...],
    label: str,
    define: bool = True,
) -> str:
    """The map as SVG text.

    Countries that are no region of the model take the shade of the rest of the world and show no
    boundaries among themselves; where the model has no such region they stay blank.

    Parameters
    ----------
    values
        Change of each region, percent, by code.
    names
        Names of the regions as read to the user.
    steps
        Ends of the classes of colour, percent.
    define
        Whether the shapes are written here; a second map of a page refers to those of the first.
    """
    rest = next((code for code in values if code.upper() in REST), None)
    drawn: dict[str, list[str]] = {}
    for country in shapes():
        drawn.setdefault(country if country in values else rest or "", []).append(country)
    parts = []
    for region, countries in drawn.items():
        value = values.get(region)
        colour = NO_DATA if value is None else colour_of(value, steps)
        line = "#fff" if region in shapes() else ("#b8c2cb" if value is None else colour)
        title = "" if value is None else f"<title>{escape(names.get(region, region))} {value:+.3f} %</title>"
        inside = "".join(
            f'<path id="map-{c}" d="{shapes()[c]}"/>' if define else f'<use href="#map-{c}"/>'
            for c in countries
        )
        parts.append(f'<g fill="{colour}" stroke="{line}">{title}{inside}</g>')
    return (
        f'<svg class="map" viewBox="{VIEW}" role="img" aria-label="{escape(label)}" stroke-width=".6" '
        f'stroke-linejoin="round">{"".join(parts)}</svg>'
    )
