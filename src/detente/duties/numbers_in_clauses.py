"""Statistical numbers that the law treats apart from the rest of their 8 digits."""

from __future__ import annotations

from functools import lru_cache

from detente.duties.layers import Question
from detente.regime import ExemptionRow, MeasureRow, ProvisionRow, Tables


def below_options(ask: Question) -> tuple[str, ...]:
    """One statistical number under an 8-digit code of every kind the law treats apart, and one for the rest.

    Numbers that the same lists and the same clauses reach owe the same, so the first of each kind stands for
    all: a chapter of derivatives names dozens of them.
    """
    return tuple(numbers_told_apart(ask).values())


def numbers_told_apart(ask: Question) -> dict[object, str]:
    """By what reaches it, the first number of every kind that the measures of a question tell apart."""
    day = ask.moment[:10]
    numbers = {row.prefix for row in ask.goods.below if row.holds_on(day, ask.known)}
    numbers.update(number for number in named_numbers(ask.tables) if number.startswith(ask.goods.code))
    lists, prefixes = _looked_at(ask.tables, ask.direction, ask.relevant)
    below = ask.held.below if ask.held is not None else {}
    rows = [(name, row.prefix) for name in lists.intersection(below) for row in below[name]]
    own = [prefix for prefix in prefixes if prefix.startswith(ask.goods.code)]
    first: dict[object, str] = {}
    for number in (*sorted(numbers), "other"):
        on = frozenset(name for name, p in rows if number.startswith(p) or p.startswith(number))
        first.setdefault((on, tuple(p for p in own if number.startswith(p))), number)
    return first


@lru_cache(maxsize=4096)
def _looked_at(
    tables: Tables, direction: str, relevant: frozenset[str] | None
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Lists that measures look at, and the prefixes in their clauses that are longer than 8 digits."""
    lists: set[str] = set()
    prefixes: set[str] = set()
    for m in tables.measures:
        if m.direction == direction and (relevant is None or m.id in relevant):
            rows: list[MeasureRow | ProvisionRow | ExemptionRow] = [m, *m.provisions(), *m.exemptions]
            lists.update(*(row.lists for row in rows))
            prefixes.update(*(row.prefixes for row in rows))
    return frozenset(lists), tuple(sorted(p for p in prefixes if len(p) > 8))


@lru_cache(maxsize=8)
def named_numbers(tables: Tables) -> tuple[str, ...]:
    """Statistical numbers that clauses name themselves, without a list."""
    numbers: set[str] = set()
    for measure in tables.measures:
        numbers.update(measure.prefixes)
        numbers.update(p for row in measure.provisions() for p in row.prefixes)
        numbers.update(p for row in measure.exemptions for p in row.prefixes)
    return tuple(sorted(number for number in numbers if len(number) == 10))
