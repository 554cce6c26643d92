"""Values of a fact that conditions of law tell apart: what to try where the fact is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from detente.regime.dated.conditions import facts_of
from detente.regime.kinds.tracks import Condition
from detente.terms import InputError

Reader = Callable[[dict[str, str]], object]
BESIDE = Decimal("0.01")  # a hundredth of a unit off a limit lies on its other side


def told_apart(conditions: Iterable[Condition | None]) -> dict[str, tuple[str, ...]]:
    """By fact, the values that the conditions name and, for a limit, one on either side of it.

    What lies beside all named values is not among them: who asks knows what another country or type is.

    Examples
    --------
    >>> quarter = Condition.model_validate({"fact": "us_equity_pct", "at_least": "25"})
    >>> told_apart([quarter, Condition.model_validate({"fact": "flag", "in": ["US"]})])
    {'us_equity_pct': ('24.99', '25'), 'flag': ('US',)}
    """
    told: dict[str, dict[str, None]] = {}
    for condition in conditions:
        for part in facts_of(condition):
            values = told.setdefault(part.fact, {})
            values.update(dict.fromkeys(_values_of(part)))
    return {fact: _in_order(values) for fact, values in told.items()}


def that_read(fact: str, values: Iterable[str], read: Reader) -> tuple[str, ...]:
    """The values of a fact that a person may give; some the rules set themselves."""
    return tuple(value for value in values if _reads({fact: value}, read))


def _reads(given: dict[str, str], read: Reader) -> bool:
    try:
        return bool(read(given))
    except InputError:
        return False


def _values_of(part: Condition) -> tuple[str, ...]:
    if part.at_least or part.below:
        limit = Decimal(part.at_least or part.below)
        return (f"{max(limit - BESIDE, Decimal(0)):f}", f"{limit:f}")
    if part.at_most:
        limit = Decimal(part.at_most)
        return (f"{limit:f}", f"{limit + BESIDE:f}")
    return tuple(part.in_ or (part.equals,))


def _in_order(values: Iterable[str]) -> tuple[str, ...]:
    """Numbers by size, words as the law names them."""
    try:
        return tuple(sorted(values, key=Decimal))
    except ArithmeticError:
        return tuple(values)
