"""Which ownership tests an entry of a list starts, by the name of its list and its programmes."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.regime import ListName, OwnershipTest
from detente.terms import folded

LISTED_ONLY = "listed"  # the rule of a party that is listed while what it owns is not reached


class ListTests:
    """The tests of the law, asked list by list; each list is looked up once."""

    def __init__(self, tests: tuple[OwnershipTest, ...]) -> None:
        self._tests = tests
        self.of_list = lru_cache(maxsize=4096)(self._of_list)

    def assigned(self, said: str, programmes: str) -> list[tuple[OwnershipTest | None, ListName | None, str]]:
        """Which tests an entry starts, and what must be said about it."""
        known = self.of_list(said)
        if not known:
            half = next((t for t in self._tests if t.test == "half_in_sum"), None)
            rule = half.rule if half else LISTED_ONLY
            return [(half, None, f"list {said!r} is not one the law files name: screened under {rule}")]
        return [_assigned(test, entry, programmes) for test, entry in known]

    def _of_list(self, said: str) -> list[tuple[OwnershipTest, ListName]]:
        low = _plain(said)
        return [
            (test, entry)
            for test in self._tests
            for entry in test.lists
            if low in {entry.id.replace("_", " "), *map(_plain, entry.names)}
        ]


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", " ", folded(name).casefold()).strip()


def _assigned(
    test: OwnershipTest, entry: ListName, programmes: str
) -> tuple[OwnershipTest | None, ListName | None, str]:
    if not entry.extends:
        return None, entry, f"{entry.title.en}: its members are listed, what they own is not caught"
    if entry.programmes and programmes.strip():
        tags = {t.strip().upper() for t in re.split(r"[;,|\[\]]", programmes) if t.strip()}
        if not tags & set(entry.programmes):
            return None, entry, f"{entry.title.en}: entries of other programmes start no ownership test"
    return test, entry, ""
