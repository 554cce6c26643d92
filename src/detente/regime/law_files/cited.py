"""Citations inside compiled rows: what a law file cites, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def citations(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every cited document in compiled rows, with the ids on the way to it."""
    if isinstance(value, dict):
        if isinstance(value.get("document"), str):
            yield value["document"], place
        here = f"{place} {value['id']}".strip() if isinstance(value.get("id"), str) else place
        for child in value.values():
            yield from citations(child, here)
    elif isinstance(value, (list, tuple)):
        for child in value:
            yield from citations(child, place)
