"""The US–China trade truce as running code.

Names are loaded on first use, so that importing the package stays light.

Examples
--------
>>> import detente as dt
>>> dt.duty("9506.62.40", origin="CN", value="10000", on="2025-10-26").total_pct
Decimal('37.5')
"""

from __future__ import annotations

from typing import Any

import lazy_loader

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used; the version from the installed package."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("detente")
        except PackageNotFoundError:  # a source tree that is not installed
            return "0"
    return _load(name)
