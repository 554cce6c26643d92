"""Statistical numbers that the law treats apart from the rest of their 8 digits."""

from __future__ import annotations

from functools import lru_cache

from detente.duties.layers import Question
from detente.regime import Tables


def below_options(ask: Question) -> tuple[str, ...]:
    """Statistical numbers under an 8-digit code that the law treats apart, and one for the rest."""
    day = ask.moment[:10]
    numbers = {row.prefix for row in ask.goods.below if row.holds_on(day, ask.known)}
    numbers.update(number for number in named_numbers(ask.tables) if number.startswith(ask.goods.code))
    return (*sorted(numbers), "other")


@lru_cache(maxsize=8)
def named_numbers(tables: Tables) -> tuple[str, ...]:
    """Statistical numbers that clauses name themselves, without a list."""
    numbers: set[str] = set()
    for measure in tables.measures:
        numbers.update(measure.prefixes)
        numbers.update(p for row in measure.provisions() for p in row.prefixes)
        numbers.update(p for row in measure.exemptions for p in row.prefixes)
    return tuple(sorted(number for number in numbers if len(number) == 10))
