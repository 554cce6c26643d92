"""Conditions on facts that may be missing, and facts as people write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from detente.regime import Condition
from detente.terms import InputError

_YES, _NO = {"yes", "y", "true", "1", "是"}, {"no", "n", "false", "0", "否"}


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
        found = holds(part, facts)
        parts.append(None if found is None else not found)
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


def yes_no(name: str, value: object) -> str | None:
    """A yes or no as people write it; None when nothing is written.

    Raises
    ------
    InputError
        When the text is neither.
    """
    text = "" if value is None else str(value).strip().lower()
    if not text or text in {"unknown", "?", "未知"}:
        return None
    if text in _YES or text in _NO:
        return "yes" if text in _YES else "no"
    raise InputError(f"{name} {text[:40]!r} is neither yes nor no", remedy="write yes, no, or leave it empty")


def share_text(name: str, value: object) -> str | None:
    """A share as a decimal between 0 and 1; ``0.12%`` and ``0.0012`` mean the same.

    Raises
    ------
    InputError
        When the text is no share, or lies outside 0 to 1.
    """
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    percent = text.endswith(("%", "％"))
    try:
        number = Decimal(text.rstrip("%％ "))
    except InvalidOperation:
        raise InputError(f"{name} {text[:40]!r} is not a share", remedy="write 0.0012 or 0.12%") from None
    share = number / 100 if percent else number
    if not share.is_finite() or not 0 <= share <= 1:
        raise InputError(f"{name} {text[:40]!r} is outside 0 to 1", remedy="write 0.0012 or 0.12%")
    return format(share, "f")
