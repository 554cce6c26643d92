"""The talks: who said what, where the sides differ, and what became of it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.talks.analysis import Analysis, Source, analyse, gather
    from detente.talks.answer import TalksAnswer
    from detente.talks.api import claims
    from detente.talks.extraction import Extraction, extract
    from detente.talks.read import read_document
    from detente.talks.registry import Registry, load_registry

_WHERE = {
    "Analysis": "detente.talks.analysis",
    "Source": "detente.talks.analysis",
    "analyse": "detente.talks.analysis",
    "gather": "detente.talks.analysis",
    "TalksAnswer": "detente.talks.answer",
    "claims": "detente.talks.api",
    "Extraction": "detente.talks.extraction",
    "extract": "detente.talks.extraction",
    "read_document": "detente.talks.read",
    "Registry": "detente.talks.registry",
    "load_registry": "detente.talks.registry",
}

__all__ = [
    "Analysis",
    "Extraction",
    "Registry",
    "Source",
    "TalksAnswer",
    "analyse",
    "claims",
    "extract",
    "gather",
    "load_registry",
    "read_document",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'detente.talks' has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)
