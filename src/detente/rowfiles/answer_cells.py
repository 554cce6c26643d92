"""Cells that an answered row of transactions and one of port calls share: clock, hindsight, confidence,
citations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def shared_cells(answer: Any, lines: Iterable[Any]) -> dict[str, str]:
    """Cells of a licence or fee answer that say what comes next and what it rests on."""
    clock = answer.next_clock
    rested = [c for line in lines for c in line.cite]
    cites = dict.fromkeys(c.citation + (f", {c.at}" if c.at else "") for c in rested)
    return {
        "next_clock": clock.moment if clock else "",
        "if_lapsed": clock.if_lapsed if clock else "",
        "if_extended": clock.if_extended if clock else "",
        "hindsight": answer.hindsight.words if answer.hindsight else "",
        "confidence": answer.confidence,
        "cite": "; ".join(cites),
        "cite_url": next((c.url for c in rested if c.url), ""),
    }
