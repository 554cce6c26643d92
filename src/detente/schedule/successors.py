"""What became of codes that ended, and where those that came later came from, as a book's meta holds it."""

from __future__ import annotations

import json
from functools import lru_cache

from detente.schedule.lines import BookMeta, Succession


def succession_of(meta: BookMeta, digits: str) -> Succession | None:
    """What became of a code that went; None for one that stands, or of which nothing is known."""
    return _successions(meta.renumbered, meta.successions).get(digits)


def predecessors_of(meta: BookMeta, digits: str) -> tuple[Succession, ...]:
    """The codes that went and became, or may have become, this one."""
    return _predecessors(meta.renumbered, meta.successions).get(digits, ())


@lru_cache(maxsize=8)
def _successions(named: str, known: str) -> dict[str, Succession]:
    new, how = json.loads(named), json.loads(known)
    return {
        old: Succession(old, tuple(new.get(old, ())), *how.get(old, ("", "unknown")))
        for old in {**new, **how}
    }


@lru_cache(maxsize=8)
def _predecessors(named: str, known: str) -> dict[str, tuple[Succession, ...]]:
    before: dict[str, list[Succession]] = {}
    for row in _successions(named, known).values():
        for new in row.new:
            before.setdefault(new, []).append(row)
    return {new: tuple(rows) for new, rows in before.items()}
