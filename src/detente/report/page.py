"""One page in one file: style, charts and data inside it, nothing asked of the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.assess.tables import write_atomic


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
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("detente.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    report = files("detente.report")
    return env.get_template(template).render(
        **content,
        charts_json=_script_json({k: v for k, v in charts.items() if v}),
        echarts=(report / "assets" / "echarts.min.js").read_text(encoding="utf-8"),
        style=(report / "templates" / "brief.css").read_text(encoding="utf-8"),
    )


def write_page(path: Path, body: bytes) -> Path:
    """Write a page; nothing half-written is ever seen."""

    def fill(made: Path) -> None:
        made.write_bytes(body)

    write_atomic(path, fill)
    return path


def _script_json(value: Any) -> str:
    """JSON that cannot close a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", " ")
