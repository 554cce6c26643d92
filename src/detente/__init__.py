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
    from detente.duties import duty
    from detente.economy import bargain, impact
    from detente.licensing import licence
    from detente.outcomes import outlook
    from detente.port_fees import fee
    from detente.portfolio import assess, panel, status
    from detente.screening import screen
    from detente.talks import claims

_WHERE = {
    "status": "detente.portfolio.frames",
    "assess": "detente.portfolio.frames",
    "duty": "detente.duties.evaluation",
    "panel": "detente.portfolio.rate_panel",
    "licence": "detente.licensing.transaction",
    "fee": "detente.port_fees.port_call",
    "screen": "detente.screening.parties",
    "claims": "detente.talks.page.api",
    "impact": "detente.economy.answer.impact_answer",
    "bargain": "detente.economy.policy.packages",
    "outlook": "detente.outcomes.portfolio_outlook",
}

__all__ = [
    "assess",
    "bargain",
    "claims",
    "duty",
    "fee",
    "impact",
    "licence",
    "outlook",
    "panel",
    "screen",
    "status",
]


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
