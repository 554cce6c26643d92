"""Law beside the duty of many lines: what may reach a code, an origin, a time and a claim is found once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.duties import checks_beside, installed_orders
from detente.portfolio.read.distinct import Ints
from detente.regime import Pointer, Tables, pointer_changes, pointers_over

Texts = tuple[str, ...]
Cell = tuple[int, str, tuple[int, int], tuple[str | None, ...]]


class OrderCells:
    """What stands beside the duty of goods going one way; it only grows, until another list is installed."""

    def __init__(self, law: Tables, direction: str) -> None:
        self.law, self.direction = law, direction
        self._clear(installed_orders(law))

    def _clear(self, more: tuple[Pointer, ...]) -> None:
        self._more = more
        self._reach: dict[str, int] = {}
        self._number: dict[tuple[Pointer, ...], int] = {(): 0}
        self._words: dict[Cell, Texts] = {}

    def refresh(self) -> None:
        """Forget what was found where another list of orders has been installed since."""
        more = installed_orders(self.law)
        if more is not self._more:
            self._clear(more)

    @property
    def changes(self) -> tuple[Texts, Texts]:
        """Moments and days of knowledge at which what stands beside the duty may change."""
        return pointer_changes(self.law, self._more)

    def reaches(self, codes: Sequence[str]) -> Ints:
        """By code a number of the pointers that may reach it, 0 for none."""
        reach = self._reach
        for digits in [digits for digits in codes if digits not in reach]:
            rows = pointers_over(self.law, self.direction, digits, self._more)
            reach[digits] = self._number.setdefault(rows, len(self._number))
        return np.array([reach[digits] for digits in codes] or [0], dtype=np.int64)

    def words(self, cell: Cell, code: str, moment: str, known: str, facts: Mapping[str, str]) -> Texts:
        """What is said of a line in a cell: number of the pointers, origin, cells of time, facts claimed."""
        found = self._words.get(cell)
        if found is None:
            place = (self.direction, code, cell[1], moment, known)
            found = self._words[cell] = checks_beside(self.law, place, facts, self._more)
        return found
