"""Money and rates: exact integers inside, Decimal at the edge."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from detente.terms.errors import InputError
from detente.terms.numbers import read_decimal, without_dollars

PPM_PER_PERCENT = 10_000
MAX_VALUE_USD = 10**12
_AMOUNT = re.compile(r"\d+(\.\d+)?")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)\s*%$")


def percent_to_ppm(text: str) -> int:
    """A percentage of a law file as parts per million.

    Raises
    ------
    InputError
        When the text is no percentage or needs more than six decimals of a unit.

    Examples
    --------
    >>> percent_to_ppm("14.75%")
    147500
    """
    match = _PERCENT.match(text.strip())
    if not match:
        raise InputError(f"{text!r} is not a percentage", remedy='write it like "7.5%"')
    scaled = Decimal(match[1]) * PPM_PER_PERCENT
    if scaled != scaled.to_integral_value():
        raise InputError(f"{text!r} is finer than one part in a million")
    return int(scaled)


@lru_cache(maxsize=8192)
def ppm_to_percent(ppm: int) -> str:
    """Parts per million as a percentage without trailing zeros.

    Examples
    --------
    >>> ppm_to_percent(147500)
    '14.75'
    """
    whole, rest = divmod(abs(ppm), PPM_PER_PERCENT)
    tail = f"{rest:04d}".rstrip("0")
    return ("-" if ppm < 0 else "") + (f"{whole}.{tail}" if tail else str(whole))


def read_amount(text: object, *, what: str = "value", most: int = MAX_VALUE_USD) -> Decimal:
    """A non-negative amount as people write it: ``10000``, ``$10,000.50``, ``USD 10 000``.

    Raises
    ------
    InputError
        For text, negative, infinite, absurdly large values, and for a decimal comma that could be
        a thousands mark.
    """
    raw = str(text).strip() if text is not None else ""
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    try:
        amount = read_decimal(without_dollars(raw, what=what), what=what)
    except InputError as fault:
        if "currency" in fault.what:
            raise
        raise InputError(
            f"{what} {shown!r} is not an amount",
            remedy="write digits with a decimal point, for example 10000.50",
        ) from None
    if amount < 0:
        raise InputError(f"{what} {shown!r} is negative", remedy="give zero or more")
    if amount > most:
        raise InputError(
            f"{what} {shown!r} is larger than {most:,}", remedy="check the unit and the decimal point"
        )
    return amount


def whole_dollars(amount: Decimal) -> int:
    """A customs value rounded to whole dollars, half up.

    Law
    ---
    19 CFR 159.3(a): fractional parts of a dollar under 50 cents are dropped, 50 cents and more count
    as one dollar, before a rate applies.

    Examples
    --------
    >>> whole_dollars(Decimal("10000.50"))
    10001
    """
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def duty_cents(ppm: int, dollars: int) -> int:
    """Duty in cents of an ad valorem rate on whole dollars, half a cent up, in exact integers.

    Examples
    --------
    >>> duty_cents(75_000, 10_000)
    75000
    """
    return (ppm * dollars + 5_000) // 10_000


def cents_text(cents: int) -> str:
    """Cents as dollars with two decimals."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def in_words(text: str) -> str:
    """Amounts with their thousands and words of a vocabulary as they are read.

    Examples
    --------
    >>> in_words("1300000"), in_words("no_licence"), in_words("0 to 4800000.00")
    ('1,300,000', 'no licence', '0 to 4,800,000.00')
    """
    words = (f"{Decimal(word):,f}" if _AMOUNT.fullmatch(word) else word for word in text.split(" "))
    return " ".join(words).replace("_", " ")


def amount_text(amount: Decimal | None) -> str:
    """An amount in digits without idle zeros; nothing where none is known.

    Examples
    --------
    >>> amount_text(Decimal("540000.00")), amount_text(Decimal("0.50")), amount_text(None)
    ('540000', '0.5', '')
    """
    if amount is None:
        return ""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
