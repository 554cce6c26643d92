"""Statistical numbers of many lines: what answers for a code between two changes is found once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.duties import NamedDay, number_between, number_changes
from detente.portfolio.read.distinct import Ints, cells_among, distinct_rows, numbered
from detente.schedule import Schedule

UNKNOWN, STANDS, SAID, ANOTHER, REFUSED = range(5)


@dataclass(frozen=True)
class Asked:
    """Lines asked about: distinct codes and days, and which of them each line has."""

    codes: Sequence[str]
    code: Ints
    days: Sequence[str]
    day: Ints

    def of(self, inside: Ints) -> Asked:
        """Some of the lines."""
        return Asked(self.codes, self.code[inside], self.days, self.day[inside])


class NumberCells:
    """What becomes of codes on their days, by code and cell of the schedule's changes; it only grows.

    A number stands (`STANDS`), or something is said about it (`SAID`), or another code answers for it, its
    line of eight digits or the line it came from, and that is said (`ANOTHER`), or it is refused (`REFUSED`).
    """

    def __init__(self, book: Schedule, named: tuple[str, ...]) -> None:
        self.book, self.named = book, named
        self.answers: list[str] = []
        self._row: dict[str, int] = {}
        self._number: dict[str, int] = {}
        self._cells = np.zeros((2, 0, 0), dtype=np.int64)
        self._words: dict[tuple[str, int, str], str] = {}

    def kinds(self, asked: Asked) -> tuple[Ints, Ints]:
        """What becomes of lines, and the code that answers for each as its number in `answers`."""
        row = [self._row.setdefault(digits, len(self._row)) for digits in asked.codes]
        changes = number_changes(self.book)
        width, before = len(changes) + 1, self._cells.shape[1]
        if len(self._row) > before:
            more = np.zeros((2, len(self._row) - before, width), dtype=np.int64)
            self._cells = np.concatenate([self._cells.reshape(2, -1, width), more], axis=1)
        place = np.array(row or [0], dtype=np.int64)[asked.code] * width
        place += cells_among(changes, asked.days)[asked.day]
        kind, answer = self._cells.reshape(2, -1)
        fresh = np.flatnonzero(kind[place] == UNKNOWN)
        if len(fresh):
            first, _ = numbered(place[fresh], kind.size)
            for i in fresh[first].tolist():
                at, digits = int(place[i]), asked.codes[asked.code[i]]
                kind[at], answer[at] = self._kind_of(digits, asked.days[asked.day[i]])
        return kind[place], answer[place]

    def _kind_of(self, digits: str, day: str) -> tuple[int, int]:
        number, words = number_between(self.book, digits, day, self.named)
        code = digits if number is None else number.code
        at = self._number.setdefault(code, len(self.answers))
        if at == len(self.answers):
            self.answers.append(code)
        if number is None:
            return REFUSED, at
        return (ANOTHER if code != digits else SAID if words else STANDS), at

    def words(self, asked: Asked) -> tuple[list[str], Ints]:
        """What is said about lines, or why they are refused: distinct texts, and which of them each has.

        Words of a code differ between two changes in the day alone, and in its year.
        """
        if not len(asked.code):
            return [], asked.code
        first, at = distinct_rows([asked.code, asked.day])
        pairs = zip(asked.code[first].tolist(), asked.day[first].tolist(), strict=True)
        changes = number_changes(self.book)
        cell = [bisect_right(changes, day) for day in asked.days]
        made = []
        for code, day in pairs:
            own = asked.days[day]
            key = asked.codes[code], cell[day], own[:4]
            words = self._words.get(key)
            if words is None:
                words = self._words[key] = number_between(self.book, key[0], own, self.named)[1]
            made.append(words.replace(NamedDay.MARK, own))
        return made, at
