"""What an importer says of anti-dumping and countervailing orders: its cases, and its own deposit rates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from detente.terms import InputError, duty_cents, percent_to_ppm, read_decimal

CASE = "adcvd_case"
RATES = {
    "ad": "ad_rate_pct",
    "cvd": "cvd_rate_pct",
}  # by component
REMEDY_FACTS = (CASE, *RATES.values())
OUTSIDE = "none"
MOST_PERCENT = 10_000
LETTERS = {"A": "ad", "C": "cvd"}


@dataclass(frozen=True, slots=True)
class RemedyClaim:
    """What an importer says of the orders: its cases, or that it is outside; its own rates in ppm."""

    cases: frozenset[str]
    outside: bool
    rates: Mapping[str, int]

    @property
    def due(self) -> Mapping[str, int]:
        """The rates at which duty is deposited: none for goods outside every order."""
        return {} if self.outside else self.rates

    def settles(self, case: str) -> bool:
        """Whether nothing of a case is left open: goods are outside, or their rate under it is given."""
        return self.outside or (LETTERS[case[0]] in self.rates and (not self.cases or case in self.cases))


def read_cases(text: str) -> str:
    """Case numbers of orders (``A-570-967; C-570-968``), or ``none`` for goods outside every order.

    Raises
    ------
    InputError
        When it is neither.
    """
    low = text.casefold()
    if low in ("none", "no", "outside", "无", "否"):
        return OUTSIDE
    parts = [part for part in re.split(r"[;,，；\s]+", text.upper()) if part]
    cases = [re.fullmatch(r"([AC])-?(\d{3})-?(\d{3})(?:-\d{3})?", part) for part in parts]
    if not cases or None in cases:
        raise InputError(
            f"{CASE} {text[:40]!r} is no case number",
            remedy="write it like A-570-967 or C-570-968, several with a semicolon between, or none",
        )
    return "; ".join(dict.fromkeys(f"{m[1]}-{m[2]}-{m[3]}" for m in cases if m))


def read_rate(name: str, text: str) -> str:
    """A deposit rate in percent of the customs value, four decimals at most.

    Raises
    ------
    InputError
        When it is no percentage, negative or above ten thousand.
    """
    try:
        rate = read_decimal(text.rstrip("%％").strip(), what=name)
    except InputError:
        raise InputError(
            f"{name} {text[:40]!r} is not a percentage", remedy="write 25.6 for 25.6 %"
        ) from None
    if not 0 <= rate <= MOST_PERCENT or rate != round(rate, 4):
        raise InputError(
            f"{name} {text[:40]!r} is outside 0 to {MOST_PERCENT:,} % or finer than four decimals",
            remedy="write the cash deposit rate of your producer and exporter, for example 25.6",
        )
    return format(rate, "f")


def remedy_claim(facts: Mapping[str, str]) -> RemedyClaim:
    """What checked facts say of the orders."""
    cases = facts.get(CASE, "")
    rates = {part: percent_to_ppm(f"{facts[name]}%") for part, name in RATES.items() if name in facts}
    named = frozenset() if cases in ("", OUTSIDE) else frozenset(cases.split("; "))
    return RemedyClaim(named, cases == OUTSIDE, rates)


def deposits(claim: RemedyClaim, dollars: int) -> dict[str, int]:
    """Cash deposits at the importer's own rates, cents by component."""
    return {part: duty_cents(ppm, dollars) for part, ppm in claim.due.items()}


REMEDY_READERS: Mapping[str, Callable[[str], str]] = {
    CASE: read_cases,
    **{name: partial(read_rate, name) for name in RATES.values()},
}
