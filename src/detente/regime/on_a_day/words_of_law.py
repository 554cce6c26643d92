"""The law's own words in Chinese by its English ones: titles, notes, clauses, documents, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from detente.regime.dated.law_tables import law_tables
from detente.regime.dated.tables import tables

_HAN = re.compile("[\u3400-\u9fff]")


@lru_cache(maxsize=1)
def chinese_of_law() -> dict[str, str]:
    """Every text that the law holds in both languages: its Chinese by its English; the first stands.

    A screen put together in English is put into Chinese with it, without a second way to every title.
    """
    pairs: dict[str, str] = {}
    for root in (tables(), law_tables()):
        for english, chinese in _pairs(root):
            pairs.setdefault(english, chinese)
    return pairs


def _pairs(part: Any) -> Iterator[tuple[str, str]]:
    """Pairs of words anywhere inside: (en, zh), {en:, zh:}, and fields ``name`` with ``name_zh``."""
    if isinstance(part, str) or part is None:
        return
    if isinstance(part, Mapping):
        yield from _named_pairs(part)
        for value in part.values():
            yield from _pairs(value)
    elif isinstance(part, (tuple, list, frozenset, set)):
        if len(part) == 2 and isinstance(part, tuple) and _is_pair(*part):
            yield part[0], part[1]
            return
        for value in part:
            yield from _pairs(value)
    elif isinstance(part, BaseModel):
        yield from _pairs({name: getattr(part, name) for name in type(part).model_fields})
    elif is_dataclass(part):
        yield from _pairs({field.name: getattr(part, field.name) for field in fields(part)})


def _named_pairs(part: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    if _is_pair(part.get("en"), part.get("zh")):
        yield part["en"], part["zh"]
    for name, value in part.items():
        chinese = part.get(f"{name}_zh")
        if _is_pair(value, chinese):
            yield str(value), str(chinese)


def _is_pair(english: Any, chinese: Any) -> bool:
    return (
        isinstance(english, str)
        and isinstance(chinese, str)
        and bool(english)
        and not _HAN.search(english)
        and bool(_HAN.search(chinese))
    )
