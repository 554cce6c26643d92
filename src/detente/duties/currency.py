"""A customs value in another currency, at the rate of the person who asks: in dollars, or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from detente.terms import InputError, read_amount, read_decimal

CURRENCY, RATE = "currency", "usd_per_unit"
DOLLARS = "USD"
_MARKS = re.compile(r"^[^\d.+-]{0,6}|[^\d.]{0,6}$")  # ¥, RMB, 元: the fact `currency` says which


def value_in_dollars(value: object, facts: Mapping[str, Any], what: str = "value") -> tuple[object, str]:
    """The customs value in US dollars and the words of its conversion; as it stands where none is asked for.

    Law
    ---
    31 USC 5151; 19 CFR 159.31 to 159.35: the rate certified for the day of exportation.

    Raises
    ------
    InputError
        For a currency without a rate, a rate without a currency, and a rate of nothing.
    """
    currency, stated = (str(facts.get(name) or "").strip() for name in (CURRENCY, RATE))
    if not currency and not stated:
        return value, ""
    if not stated:
        if currency == DOLLARS:
            return value, ""
        raise InputError(
            f"the value is in {currency} and no rate is given",
            where=RATE,
            remedy=f"give {RATE}, dollars per {currency}, as customs certifies it for the day of exportation "
            "(19 CFR 159.31 to 159.35)",
        )
    if not currency:
        raise InputError(f"{RATE} {stated} is a rate of no currency", where=CURRENCY, remedy="give currency")
    rate = read_decimal(stated, what=RATE)
    if rate <= 0 or (currency == DOLLARS and rate != 1):
        raise InputError(f"{RATE} {stated} is no rate of {currency}", where=RATE)
    text = str(value).strip()
    amount = read_decimal(_MARKS.sub("", text), what=what)
    dollars = read_amount(format((amount * rate).quantize(Decimal("0.01")), "f"), what=what)
    if currency == DOLLARS:
        return dollars, ""
    return dollars, f"{format(amount, 'f')} {currency} at {format(rate, 'f')} USD is taken as {dollars} USD"
