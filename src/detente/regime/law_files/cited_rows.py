"""Rows of the law's tables that stand outside measures: each with its day of knowledge, citations and
window."""

from __future__ import annotations

from typing import Any

from detente.regime.law_files.model import Cite, Confidence, Day, Strict
from detente.terms import OPEN_END, local_moment


class CitedRow(Strict):
    """A row with the day it was known, where it stands and how far to trust it."""

    id: str
    known: Day
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


def compiled_row(row: CitedRow) -> dict[str, Any]:
    """A row as the artefact holds it: its window, if any, as `from` and `until` on the US wall clock."""
    body = row.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    window = body.pop("effective", None)
    if window:
        body["from"] = local_moment(window["from"], "US")
        body["until"] = local_moment(window["until"], "US") if window.get("until") else OPEN_END
    return body
