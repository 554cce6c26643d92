"""The talks: who said what, where the sides differ, and what became of it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.talks.extract.extraction import Extraction, extract_claims
    from detente.talks.page.analysis import Analysis, Source, analyse, gather
    from detente.talks.page.answer import TalksAnswer
    from detente.talks.page.api import claims
    from detente.talks.read.reader import read_document
    from detente.talks.words.registry import Registry, load_registry

_WHERE = {
    "Analysis": "detente.talks.page.analysis",
    "Source": "detente.talks.page.analysis",
    "analyse": "detente.talks.page.analysis",
    "gather": "detente.talks.page.analysis",
    "TalksAnswer": "detente.talks.page.answer",
    "claims": "detente.talks.page.api",
    "Extraction": "detente.talks.extract.extraction",
    "extract_claims": "detente.talks.extract.extraction",
    "read_document": "detente.talks.read.reader",
    "Registry": "detente.talks.words.registry",
    "load_registry": "detente.talks.words.registry",
}

__all__ = [
    "Analysis",
    "Extraction",
    "Registry",
    "Source",
    "TalksAnswer",
    "analyse",
    "claims",
    "extract_claims",
    "gather",
    "load_registry",
    "read_document",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'detente.talks' has no attribute {name!r}")
    return getattr(importlib.import_module(_WHERE[name]), name)
