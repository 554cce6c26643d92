"""Statistical numbers of many lines: what answers for a code between two changes is found once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.duties import number_changes, number_on
from detente.portfolio.read.distinct import Ints, cells_among, numbered
from detente.schedule import Schedule
from detente.terms import InputError

UNKNOWN, STANDS, SAID, ANOTHER, REFUSED = range(5)


class NumberCells:
    """What becomes of codes on their days, by code and cell of the schedule's changes; it only grows.

    A number stands (`STANDS`), or something is said about it (`SAID`), or another code answers for it, its
    line of eight digits or the line it came from, and that is said (`ANOTHER`), or it is refused (`REFUSED`).
    """

    def __init__(self, book: Schedule, named: tuple[str, ...]) -> None:
        self.book, self.named = book, named
        self._row: dict[str, int] = {}
        self._kind = np.zeros((0, 0), dtype=np.int64)

    def on(self, digits: str, day: str) -> tuple[str, str]:
        """The code that answers for one code on a day, and what is said about it.

        Raises
        ------
        InputError
            Where no edition has the number.
        """
        number = number_on(self.book, digits, day, self.named)
        return number.code, number.note

    def kinds(self, codes: Sequence[str], code: Ints, days: Sequence[str], day: Ints) -> Ints:
        """What becomes of lines.

        Parameters
        ----------
        codes, days : sequence of str
            Distinct codes and days.
        code, day : Ints
            Which of them each line has.
        """
        row = np.array([self._row.setdefault(digits, len(self._row)) for digits in codes], dtype=np.int64)
        changes = number_changes(self.book)
        width = len(changes) + 1
        if len(self._row) > len(self._kind):
            more = np.zeros((len(self._row) - len(self._kind), width), dtype=np.int64)
            self._kind = np.concatenate([self._kind.reshape(-1, width), more])
        place = row[code] * width + cells_among(changes, days)[day]
        kind = self._kind.ravel()
        fresh = np.flatnonzero(kind[place] == UNKNOWN)
        if len(fresh):
            first, _ = numbered(place[fresh], kind.size)
            for i in fresh[first].tolist():
                kind[place[i]] = self._kind_of(codes[code[i]], days[day[i]])
        made: Ints = kind[place]
        return made

    def _kind_of(self, digits: str, day: str) -> int:
        try:
            code, note = self.on(digits, day)
        except InputError:
            return REFUSED
        if code != digits:
            return ANOTHER
        return SAID if note else STANDS
