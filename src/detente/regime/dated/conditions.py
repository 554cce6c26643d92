"""Conditions of law on facts that may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from detente.regime.kinds.tracks import Condition


def holds(condition: Condition | None, facts: Mapping[str, str]) -> bool | None:
    """Whether a condition holds; None where a missing fact decides.

    Examples
    --------
    >>> us = Condition.model_validate({"fact": "destination", "in": ["US"]})
    >>> holds(us, {"destination": "US"}), holds(us, {"destination": "JP"}), holds(us, {})
    (True, False, None)
    """
    if condition is None:
        return True
    parts: list[bool | None] = []
    if condition.fact:
        parts.append(_fact_holds(condition, facts.get(condition.fact)))
    parts.extend(holds(part, facts) for part in condition.all_of)
    if condition.any_of:
        some = [holds(part, facts) for part in condition.any_of]
        parts.append(True if True in some else None if None in some else False)
    for part in condition.none_of:
        held = holds(part, facts)
        parts.append(None if held is None else not held)
    return False if False in parts else None if None in parts else True


def _fact_holds(condition: Condition, value: str | None) -> bool | None:
    if value is None:
        return None
    if condition.equals:
        return value == condition.equals
    if condition.in_:
        return value in condition.in_
    number = Decimal(value)
    if condition.at_least:
        return number >= Decimal(condition.at_least)
    if condition.at_most:
        return number <= Decimal(condition.at_most)
    return number < Decimal(condition.below)


def facts_of(condition: Condition | None) -> Iterator[Condition]:
    """Every part of a condition that asks for a fact."""
    if condition is None:
        return
    if condition.fact:
        yield condition
    for part in (*condition.all_of, *condition.any_of, *condition.none_of):
        yield from facts_of(part)
