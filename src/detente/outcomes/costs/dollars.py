"""Cents as dollars: exact amounts, expected amounts rounded half up to the cent, amounts a day."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def usd(cents: int) -> Decimal:
    """Cents as dollars."""
    return Decimal(int(cents)) / 100


def usd_half_up(cents: Fraction) -> Decimal:
    """Exact cents, such as an expected value, as dollars rounded half up to the cent.

    Examples
    --------
    >>> usd_half_up(Fraction(201, 2)), usd_half_up(Fraction(301, 3))
    (Decimal('1.01'), Decimal('1.00'))
    """
    whole = (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)
    return usd(whole).quantize(CENT)


def usd_a_day(saving: Decimal, days: Decimal) -> Decimal | None:
    """Break-even cost per day of moving or holding goods, USD: a saving over days; None for no day."""
    return (saving / days).quantize(CENT, ROUND_HALF_UP) if days > 0 else None
