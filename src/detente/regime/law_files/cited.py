"""Citations inside a law file as it was read: what it cites, and at which line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from detente.regime.law_files.read import Document, Loc


def citations(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every cited document in parsed YAML, with the keys on the way to it."""
    if isinstance(value, dict):
        if isinstance(value.get("document"), str):
            yield (*loc, "document"), value["document"]
        for key, child in value.items():
            yield from citations(child, (*loc, key))
    elif isinstance(value, (list, tuple)):
        for i, child in enumerate(value):
            yield from citations(child, (*loc, i))


def unresolved(rule: str, document: Document, loc: Loc, sources: Collection[str]) -> Iterator[str]:
    """A fault of a numbered rule for every citation under `loc` that resolves to no source of the law."""
    value = document.data
    for part in loc:
        value = value[part]
    for here, name in citations(value, loc):
        if name not in sources:
            yield f"{document.place(here)}: {rule}: no source {name!r} in law/sources"
