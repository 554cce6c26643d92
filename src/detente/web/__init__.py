"""HTTP API, pages, feeds and the MCP server: the answers of the program on your own machine.

``make_app`` gives the application, ``serve`` is the command; names load on first use, with the extra `web`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {"make_app": "app", "ServeSettings": "settings", "Limits": "settings", "serve": "command"}

__all__ = sorted(_HOME)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name in _HOME:
        return getattr(import_module(f"detente.web.{_HOME[name]}"), name)
    raise AttributeError(f"module 'detente.web' has no attribute {name!r}")
