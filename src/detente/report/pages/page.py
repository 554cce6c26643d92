"""One page in one file: style, charts and data inside it, nothing asked of the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.rowfiles import write_atomic

if TYPE_CHECKING:
    from jinja2 import Environment


def one_page(template: str, content: Mapping[str, Any], charts: Mapping[str, Any]) -> str:
    """A template filled in, with the style of the house and its charts; every value is escaped.

    Parameters
    ----------
    template
        File of `report/templates`.
    content
        What the template shows.
    charts
        ECharts options by the name of their box; those without an option are left out of the page.
    """
    report = files("detente.report")
    return (
        environment()
        .get_template(template)
        .render(
            **content,
            charts_json=_script_json({k: v for k, v in charts.items() if v}),
            echarts=(report / "assets" / "echarts.min.js").read_text(encoding="utf-8"),
            style=house_style(),
        )
    )


@lru_cache(maxsize=4)
def environment(package: str = "") -> Environment:
    """Templates of the house, with those of another room of it in front; every value is escaped."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    packages = [name for name in (package, "detente.report") if name]
    return Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in packages]), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


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
