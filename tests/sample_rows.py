"""Rows of a made-up law for tests of one rule at a time: short moments, no citations."""

from __future__ import annotations

from typing import Any

from detente.regime.dated.rows import EventRow, ExemptionRow, MeasureRow, ProvisionRow, StackRow
from detente.terms import OPEN_END

START, END = "2025-03-04T00:01", "2025-11-10T00:01"
BEFORE_START, AFTER_START = "2025-03-04T00:00", "2025-03-04T00:02"
BEFORE_END, AFTER_END = "2025-11-10T00:00", "2025-11-10T00:02"


def provision(name: str = "main", ppm: int = 100_000, **more: Any) -> ProvisionRow:
    """A clause from START to END, known on the day before it starts."""
    values: dict[str, Any] = {
        "id": name, "track": "main", "heading": "9903.01.01", "title": ("", ""), "kind": "ad_valorem",
        "ppm": ppm, "base": "full_value", "minimum_usd": "", "maximum_usd": "", "origin": frozenset(),
        "lists": frozenset(), "prefixes": (), "except_prefixes": (), "when": None, "start": START,
        "until": END, "known": "2025-03-03", "announced": "", "adopted": "", "replaced_before_effect": False,
        "shown": True, "basis": "entered_for_consumption", "cites": (), "confidence": "A", "note": ("", ""),
    }  # fmt: skip
    return ProvisionRow(**{**values, **more})


def event(kind: str, name: str = "event", **more: Any) -> EventRow:
    """An event over the whole life of a clause, known from the beginning."""
    values: dict[str, Any] = {
        "id": name, "kind": kind, "of": frozenset(), "points": None, "start": START, "until": END,
        "known": "2025-03-03", "heading": "", "collected_until": OPEN_END, "cites": (), "note": ("", ""),
    }  # fmt: skip
    return EventRow(**{**values, **more})


def exemption(name: str = "exempt", **more: Any) -> ExemptionRow:
    """An exemption over the whole life of a clause."""
    values: dict[str, Any] = {
        "id": name, "heading": "9903.01.99", "title": ("", ""), "ppm": None, "base": "",
        "origin": frozenset(), "lists": frozenset(), "prefixes": (), "except_prefixes": (), "when": None,
        "start": START, "until": END, "known": "2025-03-03", "cites": (), "confidence": "A",
    }  # fmt: skip
    return ExemptionRow(**{**values, **more})


def stacking(rule: str = "adds", with_: str = "us.other", start: str = START, until: str = END) -> StackRow:
    """How the measure stands to another one."""
    return StackRow(with_, rule, start, until, "", ())


def measure(*provisions: ProvisionRow, **more: Any) -> MeasureRow:
    """A measure of the United States with one track."""
    values: dict[str, Any] = {
        "id": "us.made-up", "family": "made_up", "title": ("made up", "虚构"), "kind": "additional_duty",
        "component": "made_up", "side": "US", "direction": "us_import", "authority": (),
        "origin": frozenset({"CN"}), "lists": frozenset(), "prefixes": (),
        "tracks": (provisions,) if provisions else (), "exemptions": (), "events": (), "said": (),
        "stacking": (), "not_modelled": (), "relieves": (),
        "content_fact": "",
    }  # fmt: skip
    return MeasureRow(**{**values, **more})
