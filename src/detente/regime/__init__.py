"""Law becomes checked, dated, immutable tables; status on a day as known on a day."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.regime.shown import Card
    from detente.regime.status import card, clocks
    from detente.regime.tables import Tables, build_tables
    from detente.regime.timeline import track_state

_WHERE = {
    "Card": "shown",
    "card": "status",
    "clocks": "status",
    "Tables": "tables",
    "build_tables": "tables",
    "track_state": "timeline",
}
__all__ = ["Card", "Tables", "build_tables", "card", "clocks", "track_state"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: one duty answer needs no status view."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
