"""Shares as registers write them: a number, a band ("more than 25% but not more than 50%"), one bound."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from detente.screening.ownership import ROUNDING
from detente.screening.ownership_kernel import FULL_SHARE, UNITS_PER_PERCENT

UNSAID = frozenset({"", "?", "unknown", "n/a", "na", "none", "not known", "未知", "不详"})
_BEYOND = 2 * ROUNDING  # "less than 50 %" lies so far below it that rounding does not reach it
_N = r"(\d{1,3}(?:[.,]\d{1,9})?)\s*(?:%|％|percent|per cent|pct)?"
_OVER = r"(?:more than|over|above|exceeding|greater than|>|超过|超過|大于|高于)"
_FROM = r"(?:at least|not less than|no less than|from|minimum|min\.?|>=|≥|不低于|不少于)"
_UNDER = r"(?:less than|under|below|fewer than|<|不足|低于|少于|小于)"
_UP_TO = r"(?:not more than|no more than|up to|at most|maximum|max\.?|<=|≤|不超过|不超過|不高于)"
_ABOUT = r"(?:about|approx\.?|approximately|circa|ca\.?|~|≈|约|約)"
_AND = r"\s*(?:and|but|,|，|to)?\s*"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (_N, "exact"),
        (rf"{_ABOUT}\s*{_N}", "about"),
        (rf".*?{_OVER}\s*{_N}{_AND}{_UP_TO}\s*{_N}", "open closed"),
        (rf".*?{_OVER}\s*{_N}{_AND}{_UNDER}\s*{_N}", "open open"),
        (rf".*?{_FROM}\s*{_N}{_AND}{_UNDER}\s*{_N}", "closed open"),
        (rf".*?{_FROM}\s*{_N}{_AND}{_UP_TO}\s*{_N}", "closed closed"),
        (rf".*?ownership-of-shares-{_N}-to-{_N}-?(?:percent)?.*", "register"),
        (rf"(?:between\s*|from\s*)?{_N}\s*(?:-|–|—|~|～|to|and|至|到)\s*{_N}", "closed closed"),
        (rf".*?{_OVER}\s*{_N}", "open top"),
        (rf".*?{_FROM}\s*{_N}", "closed top"),
        (rf"{_N}\s*(?:or more|and more|and over|\+|及以上|或以上|以上)", "closed top"),
        (rf".*?{_UP_TO}\s*{_N}", "bottom closed"),
        (rf"{_N}\s*(?:or less|及以下|以下)", "bottom closed"),
        (rf".*?{_UNDER}\s*{_N}", "bottom open"),
    )
)


def read_band(text: str) -> tuple[int, int] | None:
    """The least and the most that a share may be, in units of 1e-9 percent; None where it says neither.

    A comma is a decimal mark: no share has thousands.

    Examples
    --------
    >>> [units // UNITS_PER_PERCENT for units in read_band("50-75%")]
    [50, 75]
    >>> read_band("49,9") == read_band("49.9 %")
    True
    >>> read_band("more than 25% but not more than 50%")[1] == 50 * UNITS_PER_PERCENT
    True
    >>> read_band("75") , read_band("much")
    ((75000000000, 75000000000), None)
    """
    plain = " ".join(text.casefold().split())
    for pattern, kind in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            band = _band([_units(n) for n in match.groups() if n], kind)
            return band if band is not None and 0 <= band[0] <= band[1] <= FULL_SHARE else None
    return None


def _units(number: str) -> int:
    try:
        return int(Decimal(number.replace(",", ".")) * UNITS_PER_PERCENT)
    except InvalidOperation:
        return -1


def _band(numbers: list[int], kind: str) -> tuple[int, int] | None:
    if kind == "about":
        return None  # nothing says how near
    if kind == "exact":
        return numbers[0], numbers[0]
    if (
        kind == "register"
    ):  # bands of the register of persons with significant control: over 25 to 50, to under 75, to 100
        low, high = numbers
        whole = (50 * UNITS_PER_PERCENT, 75 * UNITS_PER_PERCENT)
        return low, high - (_BEYOND if (low, high) == whole else 0)
    below, above = kind.split()
    if below == "bottom":
        return 0, numbers[0] - (_BEYOND if above == "open" else 0)
    low = numbers[
        0
    ]  # a share of more is at least as much: enough, as every rule counts from its threshold on
    if above == "top":
        return low, FULL_SHARE
    return low, numbers[1] - (_BEYOND if above == "open" else 0)
