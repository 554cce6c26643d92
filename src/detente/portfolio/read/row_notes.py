"""Notes of many rows: each distinct tuple of notes once, and for every row its number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.portfolio.read.distinct import Ints, distinct_rows

Said = tuple[tuple[str, ...], ...]


class RowNotes:
    """Notes that grow; rows with the same notes get the next one at once.

    Parameters
    ----------
    said, say : tuple of tuple of str, Ints
        Distinct notes so far, and which of them each row has.
    """

    def __init__(self, said: Said, say: Ints) -> None:
        self._said = list(said)
        self._say, self._own = say, False
        self._number = {notes: k for k, notes in enumerate(said)}

    def put(self, rows: Ints, note: str) -> None:
        """Add a note to some rows."""
        self.put_each(rows, np.zeros(len(rows), dtype=np.int64), (note,))

    def put_each(self, rows: Ints, note: Ints, notes: Sequence[str]) -> None:
        """Add to each of some rows one of several notes; an empty one is none."""
        filled = np.array([bool(text) for text in notes] or [False])[note]
        rows, note = rows[filled], note[filled]
        if not len(rows):
            return
        if not self._own:  # the numbers given are left as they are
            self._say, self._own = self._say.copy(), True
        now = self._say[rows]
        first, at = distinct_rows([now, note])
        pairs = zip(now[first].tolist(), note[first].tolist(), strict=True)
        made = [self._of((*self._said[before], notes[k])) for before, k in pairs]
        self._say[rows] = np.array(made, dtype=np.int64)[at]

    def _of(self, notes: tuple[str, ...]) -> int:
        number = self._number.setdefault(notes, len(self._said))
        if number == len(self._said):
            self._said.append(notes)
        return number

    def laid(self) -> tuple[Said, Ints]:
        """Distinct notes, and which of them each row has."""
        return tuple(self._said), self._say
