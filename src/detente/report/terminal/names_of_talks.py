"""Chinese names of those who speak in the talks and of places, and the record's own Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from detente.talks import compiled_registry, read_record


@lru_cache(maxsize=1)
def chinese_of_talks() -> Mapping[str, str]:
    """Chinese by English: a speaker's name, a place's id, a sentence of the record."""
    pairs = {
        row["says"]["en"]: row["says"]["zh"] for row in read_record()["talks_record"] if row["says"]["zh"]
    }
    for _, content in compiled_registry()["rows"]:
        pairs.update(_speakers(content.get("speakers", ())))
        pairs.update(_places(content.get("places", ())))
    return pairs


def _speakers(rows: Any) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.get("zh"):
            yield row["name"], row["zh"][0]


def _places(rows: Any) -> Iterator[tuple[str, str]]:
    for row in rows:
        for name in row["names"]:
            if any("\u4e00" <= c <= "\u9fff" for c in name):
                yield row["id"], name
                break
