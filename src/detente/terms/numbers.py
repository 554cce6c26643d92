"""Decimal numbers as people write them: one grammar for amounts, shares and quantities, with caps."""

from __future__ import annotations

import re
from decimal import Decimal

from detente.terms.errors import InputError

MOST_CHARACTERS = 40
MOST_EXPONENT = 18
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,2}))?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_SPACES = str.maketrans("", "", " \u00a0\u202f'\u2019")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_DOLLARS = re.compile(r"^(?:USD|US\$|\$|＄)\s*|\s*(?:USD|US\$|\$)$", re.IGNORECASE)
_OTHER_MARK = re.compile(
    r"(?P<mark>[¥￥€£₩₹元圆]|人民币|港元|港币|HK\$|NT\$|R\$|C\$|A\$|S\$|CNY|RMB|CNH|EUR|GBP|JPY|HKD|TWD|KRW|CAD|MXN|INR|VND"
    r"|CHF|AUD|SGD|BRL|THB|MYR|IDR|RUB)",
    re.IGNORECASE,
)


def read_decimal(text: object, *, what: str, example: str = "10000.50") -> Decimal:
    """A decimal number: digits with a point, thousands with commas or spaces, an exponent of at most 18.

    Raises
    ------
    InputError
        For other text, NaN, infinities, more than 40 characters, and a comma that could be a decimal one.

    Examples
    --------
    >>> read_decimal("1,250.5", what="quantity")
    Decimal('1250.5')
    """
    raw = str(text).strip() if text is not None else ""
    clean = raw.translate(_FULL_WIDTH).translate(_SPACES)
    if len(clean) <= MOST_CHARACTERS:
        if _THOUSANDS.fullmatch(clean):
            clean = clean.replace(",", "")
        match = _NUMBER.fullmatch(clean)
        if match and abs(int(match[1] or 0)) <= MOST_EXPONENT:
            return Decimal(clean)
    raise InputError(
        f"{what} {_shown(raw)!r} is not a number",
        remedy=f"write digits with a decimal point, for example {example}",
    )


def without_dollars(text: object, *, what: str) -> str:
    """An amount's text without its mark of US dollars.

    Raises
    ------
    InputError
        When the mark is of another currency.

    Examples
    --------
    >>> without_dollars("US$ 70,000", what="value")
    '70,000'
    """
    raw = str(text).strip() if text is not None else ""
    clean = _DOLLARS.sub("", raw, count=1)
    other = _OTHER_MARK.search(clean)
    if other:
        raise InputError(
            f"{what} {_shown(raw)!r} is in another currency ({other['mark']})",
            remedy=(
                "give US dollars, converted at the rate customs certifies for the day of export (19 CFR "
                "159.31)"
            ),
        )
    return clean


def _shown(raw: str) -> str:
    return raw if len(raw) <= MOST_CHARACTERS else raw[:MOST_CHARACTERS] + "…"
