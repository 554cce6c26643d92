"""A probability as people write it, in files and on the command line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from detente.terms import InputError


def read_probability(text: str) -> Decimal:
    """A probability: ``0.3`` or ``30%``.

    Raises
    ------
    InputError
        No number, or outside 0 to 1.

    Examples
    --------
    >>> read_probability("30%")
    Decimal('0.3')
    """
    raw = text.strip()
    try:
        number = Decimal(raw.rstrip("%")) / (100 if raw.endswith("%") else 1)
    except InvalidOperation:
        raise InputError(f"{text[:40]!r} is not a probability", remedy="write 0.3 or 30%") from None
    if not number.is_finite() or not 0 <= number <= 1:
        raise InputError(f"probability {text[:40]!r} is outside 0 to 1", remedy="write 0.3 or 30%")
    return number
