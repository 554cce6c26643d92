"""The US–China trade truce as running code.

Names are loaded on first use, so that importing the package stays light.

Examples
--------
>>> import detente as dt
>>> dt.duty("9506.62.40", origin="CN", value="10000", on="2025-10-26").total_pct
Decimal('37.5')
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.answers import (
        assess,
        bargain,
        brief,
        calendar,
        claims,
        diff,
        duty,
        facts,
        fee,
        impact,
        licence,
        next_clocks,
        panel,
        pledges,
        screen,
        status,
        tree,
        whatif,
    )
    from detente.outcomes import outlook

_WHERE = {
    "assess": "detente.answers.portfolio",
    "bargain": "detente.answers.world",
    "brief": "detente.answers.documents",
    "calendar": "detente.answers.law",
    "claims": "detente.answers.documents",
    "diff": "detente.answers.clocks",
    "duty": "detente.answers.shipment",
    "facts": "detente.answers.shipment",
    "fee": "detente.answers.controls",
    "impact": "detente.answers.world",
    "licence": "detente.answers.controls",
    "next_clocks": "detente.answers.clocks",
    "outlook": "detente.outcomes.portfolio_outlook",
    "panel": "detente.answers.series",
    "pledges": "detente.answers.law",
    "screen": "detente.answers.controls",
    "status": "detente.answers.law",
    "tree": "detente.answers.outcomes",
    "whatif": "detente.answers.outcomes",
}

__all__ = [
    "assess", "bargain", "brief", "calendar", "claims", "diff", "duty", "facts", "fee", "impact", "licence",
    "next_clocks", "outlook", "panel", "pledges", "screen", "status", "tree", "whatif",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("detente")
        except PackageNotFoundError:  # a source tree that is not installed
            return "0"
    if name not in _WHERE:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
