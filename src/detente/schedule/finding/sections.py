"""Sections of the Harmonized System: what chapters they hold, and their words."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from detente.schedule.finding.folding import rows_of


class Section(NamedTuple):
    """A section: its number, first and last chapter, words, English and Chinese."""

    number: str
    first: str
    last: str
    words: str
    words_zh: str


@lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """Every section in order.

    Examples
    --------
    >>> [s.number for s in sections() if s.first <= "87" <= s.last]
    ['XVII']
    """
    return tuple(Section(*row) for row in rows_of("sections.tsv"))
