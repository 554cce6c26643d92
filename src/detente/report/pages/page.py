"""One page in one file: style, charts and data inside it, nothing asked of the network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.report.briefing.words import ALIVE, DEAD
from detente.rowfiles import write_atomic
from detente.terms import in_traditional

if TYPE_CHECKING:
    from jinja2 import Environment

_KEPT_AS_IT_IS = re.compile(r"(<script.*?</script>|<style.*?</style>|<code.*?</code>)", re.DOTALL)


def one_page(
    template: str, content: Mapping[str, Any], charts: Mapping[str, Any], *, language: str = "en"
) -> str:
    """A template filled in, with the style of the house and its charts; every value is escaped.

    Parameters
    ----------
    template
        File of `report/templates`.
    content
        What the template shows.
    charts
        ECharts options by the name of their box; those without an option are left out of the page.
    language
        Of the words, which the content already holds in English or in simplified Chinese.
    """
    report = files("detente.report")
    options = _script_json({k: v for k, v in charts.items() if v})
    page = (
        environment()
        .get_template(template)
        .render(
            **content,
            charts_json=in_traditional(options) if language == "zh-Hant" else options,
            echarts=(report / "assets" / "echarts.min.js").read_text(encoding="utf-8"),
            style=house_style(),
        )
    )
    return in_characters(page, language)


def in_characters(page: str, language: str) -> str:
    """A page in the characters of its language; what is typed, run or drawn stays as it is.

    Examples
    --------
    >>> in_characters("<p>税则</p><code>detente assess 货单.csv</code>", "zh-Hant")
    '<p>稅則</p><code>detente assess 货单.csv</code>'
    """
    if language != "zh-Hant":
        return page
    return "".join(
        part if n % 2 else in_traditional(part) for n, part in enumerate(_KEPT_AS_IT_IS.split(page))
    )


@lru_cache(maxsize=4)
def environment(package: str = "") -> Environment:
    """Templates of the house, with those of another room of it in front; every value is escaped."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    packages = [name for name in (package, "detente.report") if name]
    made = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in packages]), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(alive=ALIVE, over=DEAD)  # what a card tells first, and what it folds
    return made


def house_style() -> str:
    """The style of every page."""
    return (files("detente.report") / "templates" / "brief.css").read_text(encoding="utf-8")


def write_page(path: Path, body: bytes) -> Path:
    """Write a page; nothing half-written is ever seen."""

    def fill(part: Path) -> None:
        part.write_bytes(body)

    write_atomic(path, fill)
    return path


def _script_json(value: Any) -> str:
    """JSON that cannot close a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", " ")
