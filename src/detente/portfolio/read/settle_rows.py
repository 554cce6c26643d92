"""Many shipments settled on their days: what `settle_shipment` does for one, each distinct case once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from detente.duties import (
    CHAPTER_98,
    CLAIMANTS,
    Claim,
    chapter_98_note,
    deep_enough,
    stands_throughout,
)
from detente.portfolio.place.classes import Classes
from detente.portfolio.place.number_cells import ANOTHER, REFUSED, SAID, Asked
from detente.portfolio.read.distinct import distinct_rows, grouped
from detente.portfolio.read.faults import Telling, Wrong
from detente.portfolio.read.shipments import Bools, Column, Entries, Ints
from detente.terms import InputError


class _Notes:
    """Notes to be added to those that the rows have."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self._say: Ints | None = None
        self._number: dict[tuple[str, ...], int] = {said: k for k, said in enumerate(entries.said)}
        self._said = list(entries.said)

    def put(self, rows: Ints, note: str) -> None:
        """Add a note to some rows."""
        self.put_each(rows, np.zeros(len(rows), dtype=np.int64), (note,))

    def put_each(self, rows: Ints, note: Ints, notes: Sequence[str]) -> None:
        """Add to each of some rows one of several notes; an empty one is none."""
        filled = np.array([bool(text) for text in notes] or [False])[note]
        rows, note = rows[filled], note[filled]
        if not len(rows):
            return
        if self._say is None:
            self._say = self.entries.say.copy()
        now = self._say[rows]
        first, at = distinct_rows([now, note])
        pairs = zip(now[first].tolist(), note[first].tolist(), strict=True)
        made = [self._of((*self._said[before], notes[k])) for before, k in pairs]
        self._say[rows] = np.array(made, dtype=np.int64)[at]

    def _of(self, said: tuple[str, ...]) -> int:
        number = self._number.setdefault(said, len(self._said))
        if number == len(self._said):
            self._said.append(said)
        return number

    def laid(self) -> Entries:
        """The entries with every note."""
        if self._say is None:
            return self.entries
        return replace(self.entries, said=tuple(self._said), say=self._say)


def settle_rows(
    entries: Entries, groups: Mapping[str, Classes], *, noted: bool = True
) -> tuple[Entries, list[Wrong]]:
    """Rows with their numbers and claims as they count on their days, and the faults: rows, column, words.

    What is said about them is left out where nothing is to be `noted`.
    """
    wrong: list[Wrong] = []
    notes = _Notes(entries)
    for way, group in groups.items():
        own = entries.good & (entries.directions.at == entries.directions.values.index(way))

        def refuse(those: Ints, column: str, text: Telling, own: Bools = own) -> None:
            wrong.append((those, column, text))
            own[those] = False

        if way == "us_import":
            _numbers(entries, own, group, notes if noted else None, refuse)
            _chapter_98(entries, own, notes, refuse)
        else:
            _short_codes(entries, own, group, refuse)
        if way == "us_import" and "exclusion" in entries.facts:
            _claims(entries, own, group, notes, refuse)
    return notes.laid(), wrong


Refuse = Callable[[Ints, str, Telling], None]


def _numbers(entries: Entries, own: Bools, group: Classes, notes: _Notes | None, refuse: Refuse) -> None:
    """Codes of too few digits refused; statistical numbers that do not stand taken as their lines."""
    codes, cells = entries.codes, group.numbers
    doubtful = _doubtful(group, codes.values)
    rows = np.flatnonzero(np.append(doubtful, False).take(codes.at) & own)
    if not len(rows):
        return
    place = np.append(np.cumsum(doubtful) - 1, 0)[codes.at[rows]]
    open_ = [codes.values[k] for k in np.flatnonzero(doubtful).tolist()]
    asked = Asked(open_, place, [m[:10] for m in entries.moments.values], entries.moments.at[rows])
    kind, answer = cells.kinds(asked)
    refused = np.flatnonzero(kind == REFUSED)
    if len(refused):
        refuse(rows[refused], "hts", lambda: _each(*cells.words(asked.of(refused))))
    if notes is not None:
        inside = np.flatnonzero((kind == SAID) | (kind == ANOTHER))
        words, at = cells.words(asked.of(inside))
        notes.put_each(rows[inside], at, words)
    other = np.flatnonzero(kind == ANOTHER)
    if len(other):
        number = {text: k for k, text in enumerate(codes.values)}  # a mended code stands twice
        of = np.zeros(len(cells.answers), dtype=np.int64)
        for k in np.flatnonzero(np.bincount(answer[other])).tolist():
            of[k] = number.setdefault(cells.answers[k], len(codes.values))
            if of[k] == len(codes.values):
                codes.values.append(cells.answers[k])
        codes.at[rows[other]] = of[answer[other]]


def _each(words: Sequence[str], at: Ints) -> list[str]:
    """The words of every line."""
    return [words[k] for k in at.tolist()]


def _short_codes(entries: Entries, own: Bools, group: Classes, refuse: Refuse) -> None:
    """Codes of too few digits refused."""
    codes = entries.codes
    for k in np.flatnonzero(_doubtful(group, codes.values)).tolist():
        try:
            deep_enough(group.book, codes.values[k])
        except InputError as fault:
            refuse(np.flatnonzero(own & (codes.at == k)), "hts", fault.text)


def _doubtful(group: Classes, codes: Sequence[str]) -> Bools:
    """Which codes must be looked at on their day: too short, or a number that comes and goes."""
    steady = group.steady
    for digits in [digits for digits in codes if digits not in steady]:
        steady[digits] = _steady(group, digits)
    return ~np.array([steady[digits] for digits in codes], dtype=bool)


def _steady(group: Classes, digits: str) -> bool:
    """Whether a code is deep enough and stands on every day its line does."""
    if group.direction != "us_import":
        return len(digits) in (8, 10)
    if len(digits) != 10:
        return len(digits) == 8 and stands_throughout(group.book, digits)
    return stands_throughout(group.book, digits[:8]) and all(
        line.code == digits for line in group.book.lines(digits)
    )


def _chapter_98(entries: Entries, own: Bools, notes: _Notes, refuse: Refuse) -> None:
    """Codes of chapter 98 taken as entered under it; headings of additional duties refused."""
    codes = entries.codes
    marked = codes.starting(("98", "9903"))
    if not marked.any():
        return
    rows = np.flatnonzero(marked.take(codes.at) & own)
    if not len(rows):
        return
    first, at = distinct_rows([codes.at[rows]])
    for k, those in zip(codes.at[rows[first]].tolist(), grouped(rows, at, len(first)), strict=True):
        try:
            note = chapter_98_note(codes.values[k])
        except InputError as fault:
            refuse(those, "hts", fault.text)
            continue
        column = entries.facts.get(CHAPTER_98)
        if column is None:
            column = entries.facts[CHAPTER_98] = Column([], np.full(len(entries), -1, dtype=np.int64))
        silent = those[column.at[those] < 0]
        if len(silent):
            column.put(silent, "yes")
            notes.put(silent, note)


def _claims(entries: Entries, own: Bools, group: Classes, notes: _Notes, refuse: Refuse) -> None:
    """Exclusions claimed: those open that could hold the goods."""
    column = entries.facts["exclusion"]
    of_china = np.array([o in CLAIMANTS for o in entries.origins.values] or [False])
    those = np.flatnonzero((column.at >= 0) & own)
    those = those[of_china[entries.origins.at[those]]]
    if not len(those):
        return
    parts = (column, entries.codes, entries.moments, entries.knowns)
    first, at = distinct_rows([part.at[those] for part in parts])
    made = []
    for i in those[first].tolist():
        value, digits, moment, known = (part.values[part.at[i]] for part in parts)
        made.append(group.claims.of(digits, moment, known, value))
    kinds: dict[Claim | str, int] = {}
    kind = np.array([kinds.setdefault(claim, len(kinds)) for claim in made], dtype=np.int64)[at]
    said = [claim if isinstance(claim, Claim) else None for claim in kinds]
    refused = np.array([claim is None for claim in said])[kind]
    for text, inside in zip(kinds, grouped(those[refused], kind[refused], len(kinds)), strict=True):
        if isinstance(text, str):
            refuse(inside, "exclusion", text)
    values = [column.number_of(claim.value) if claim is not None else -1 for claim in said]
    column.at[those[~refused]] = np.array(values, dtype=np.int64)[kind[~refused]]
    notes.put_each(those, kind, [claim.note if claim is not None else "" for claim in said])
