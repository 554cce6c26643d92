"""Many shipments settled on their days: what `settle_shipment` does for one, each distinct case once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from detente.duties import (
    CHAPTER_98,
    CLAIMANTS,
    chapter_98_note,
    deep_enough,
    named_numbers,
    number_on,
    settle_claim,
)
from detente.portfolio.place.assignment import Numbers
from detente.portfolio.place.classes import Classes
from detente.portfolio.read.distinct import distinct_rows, grouped
from detente.portfolio.read.shipments import Column, Entries, Ints
from detente.terms import InputError

Wrong = tuple[int, str, str]


@dataclass
class _Notes:
    """Notes to be added to those that the rows have."""

    entries: Entries
    added: dict[int, list[str]] = field(default_factory=dict)

    def put(self, rows: Ints, note: str) -> None:
        if note:
            for i in rows.tolist():
                self.added.setdefault(i, []).append(note)

    def laid(self) -> Entries:
        """The entries with every note."""
        if not self.added:
            return self.entries
        found: dict[tuple[str, ...], int] = {said: k for k, said in enumerate(self.entries.said)}
        say = self.entries.say.copy()
        for i, notes in self.added.items():
            said = (*self.entries.said[say[i]], *notes)
            say[i] = found.setdefault(said, len(found))
        return replace(self.entries, said=tuple(found), say=say)


def settle_rows(entries: Entries, groups: Mapping[str, Classes]) -> tuple[Entries, list[Wrong]]:
    """Rows with their numbers and claims as they count on their days, and the faults: row, column, words."""
    wrong: list[Wrong] = []
    notes = _Notes(entries)
    for way, group in groups.items():
        own = entries.directions.at == entries.directions.values.index(way)
        rows = np.flatnonzero(entries.good & own)
        bad: set[int] = set()

        def refuse(those: Ints, column: str, text: str, bad: set[int] = bad) -> None:
            wrong.extend((int(i), column, text) for i in those)
            bad.update(those.tolist())

        _numbers(entries, rows, group, notes, refuse)
        if way == "us_import":
            _chapter_98(entries, rows, notes, refuse)
        if way == "us_import" and "exclusion" in entries.facts:
            left = np.ones(len(entries), dtype=bool)
            left[list(bad)] = False
            _claims(entries, rows[left[rows]], group, notes, refuse)
    return notes.laid(), wrong


Refuse = Callable[[Ints, str, str], None]


def _numbers(entries: Entries, rows: Ints, group: Classes, notes: _Notes, refuse: Refuse) -> None:
    """Codes of too few digits refused; statistical numbers that do not stand taken as their lines."""
    codes = entries.codes
    place = {text: k for k, text in enumerate(codes.values)}
    days, day_of = np.unique([m[:10] for m in entries.moments.values] or [""], return_inverse=True)
    doubtful = np.array([_doubtful(group, digits) for digits in codes.values] or [False])
    rows = rows[doubtful[codes.at[rows]]]
    if not len(rows):
        return
    first, at = distinct_rows([codes.at[rows], day_of[entries.moments.at[rows]]])
    for k, inside in zip(rows[first].tolist(), grouped(rows, at, len(first)), strict=True):
        digits, day = codes.values[codes.at[k]], str(days[day_of[entries.moments.at[k]]])
        try:
            if group.direction != "us_import":
                deep_enough(group.book, digits)
                continue
            number = number_on(group.book, digits, day, named_numbers(group.law))
        except InputError as fault:
            refuse(inside, "hts", fault.text)
            continue
        notes.put(inside, number.note)
        if number.code != digits:
            number_at = place.setdefault(number.code, len(codes.values))
            if number_at == len(codes.values):
                codes.values.append(number.code)
            codes.at[inside] = number_at


def _doubtful(group: Classes, digits: str) -> bool:
    """Whether a code must be looked at on its day: too short, or a number that comes and goes."""
    if len(digits) == 8:
        return False
    return len(digits) != 10 or (group.direction == "us_import" and not _steady(group, digits))


def _chapter_98(entries: Entries, rows: Ints, notes: _Notes, refuse: Refuse) -> None:
    """Codes of chapter 98 taken as entered under it; headings of additional duties refused."""
    codes = entries.codes
    laid = np.array([digits.startswith(("98", "9903")) for digits in codes.values] or [False])
    rows = rows[laid[codes.at[rows]]]
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


def _steady(group: Classes, digits: str) -> bool:
    """Whether a statistical number stands on every day its line does."""
    found = group.steady.get(digits)
    if found is None:
        found = group.steady[digits] = all(line.code == digits for line in group.book.lines(digits))
    return found


def _claims(entries: Entries, rows: Ints, group: Classes, notes: _Notes, refuse: Refuse) -> None:
    """Exclusions claimed: those open that could hold the goods."""
    column = entries.facts["exclusion"]
    of_china = np.array([o in CLAIMANTS for o in entries.origins.values] or [False])
    those = rows[(column.at[rows] >= 0) & of_china[entries.origins.at[rows]]]
    if not len(those):
        return
    keys = Numbers(those)
    for part in (column, entries.codes, entries.moments, entries.knowns):
        keys.by(part.at[those])
    order = np.argsort(keys.number, kind="stable")
    for inside in np.split(those[order], np.flatnonzero(np.diff(keys.number[order])) + 1):
        i = int(inside[0])
        value = column.values[column.at[i]]
        digits, moment, known = (
            part.values[part.at[i]] for part in (entries.codes, entries.moments, entries.knowns)
        )
        try:
            claim = settle_claim(group.law, group.book, digits, moment, known, value)
        except InputError as fault:
            refuse(inside, "exclusion", fault.text)
            continue
        notes.put(inside, claim.note)
        if claim.value != value:
            column.put(inside, claim.value)
