"""Claims of an exclusion met so far, each case settled once."""

from __future__ import annotations

from detente.duties import Claim, settle_claim
from detente.regime import Tables
from detente.schedule import Schedule
from detente.terms import InputError

MOST_CASES = 1 << 16


class ClaimCases:
    """What claims count as, by code, moment, day of knowledge and value."""

    def __init__(self, law: Tables, book: Schedule) -> None:
        self.law, self.book = law, book
        self._met: dict[tuple[str, str, str, str], Claim | str] = {}

    def of(self, digits: str, moment: str, known: str, value: str) -> Claim | str:
        """What a claim counts as for goods of China, or the words of its fault."""
        key = (digits, moment, known, value)
        found = self._met.get(key)
        if found is None:
            if len(self._met) >= MOST_CASES:
                self._met.clear()
            try:
                found = settle_claim(self.law, self.book, *key)
            except InputError as fault:
                found = fault.text
            self._met[key] = found
        return found
