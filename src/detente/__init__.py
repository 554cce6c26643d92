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
    from detente.assess.api import assess, status
    from detente.assess.duty import duty
    from detente.assess.fee import fee
    from detente.assess.licence import licence
    from detente.assess.panel import panel
    from detente.assess.screen import screen
    from detente.economy.answer.bargain_answer import bargain
    from detente.economy.answer.impact_answer import impact
    from detente.outlook.api import outlook
    from detente.talks.api import claims

_WHERE = {
    "status": "detente.assess.api",
    "assess": "detente.assess.api",
    "duty": "detente.assess.duty",
    "panel": "detente.assess.panel",
    "licence": "detente.assess.licence",
    "fee": "detente.assess.fee",
    "screen": "detente.assess.screen",
    "claims": "detente.talks.api",
    "impact": "detente.economy.answer.impact_answer",
    "bargain": "detente.economy.answer.bargain_answer",
    "outlook": "detente.outlook.api",
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
