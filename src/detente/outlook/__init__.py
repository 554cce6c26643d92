"""Clocks, decisions, outcomes, what-if, exposure, calendar.

``detente.outlook(lines, ["lapse", "truce"])`` is a call (see ``detente.outlook.api.outlook``) and a package.
Names load on first use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_HOME = {
    "outlook": "api",
    "Outcome": "changes",
    "Change": "changes",
    "TreeFile": "changes",
    "Outcomes": "read",
    "own_outcomes": "store",
    "with_files": "store",
    "laid": "store",
    "laid_for": "choose",
    "Laid": "overlay",
    "Clause": "overlay",
    "base": "overlay",
    "lay": "overlay",
    "Exposure": "exposure",
    "compute_outcomes": "exposure",
    "exposure_of": "exposure",
    "decisions": "clocks",
    "with_costs": "clocks",
    "licences_of": "controls",
    "TreeAnswer": "tree",
    "tree_answer": "tree",
    "regrets": "tree",
    "timing_of": "timing",
    "origins": "origins",
    "changed": "learned",
}
_NAMED = {"exposure_of": "exposure", "timing_of": "timing"}  # functions named as their module

__all__ = sorted(_HOME)  # noqa: PLE0605 - the table above is the list


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name in _HOME:
        return getattr(import_module(f"detente.outlook.{_HOME[name]}"), _NAMED.get(name, name))
    raise AttributeError(f"module 'detente.outlook' has no attribute {name!r}")


class _Callable(ModuleType):
    """The package can be called: ``detente.outlook(lines, ["lapse", "truce"], entered="2025-11-15")``."""

    def __call__(self, *given: Any, **asked: Any) -> Any:
        from detente.outlook.api import outlook

        return outlook(*given, **asked)


sys.modules[__name__].__class__ = _Callable
