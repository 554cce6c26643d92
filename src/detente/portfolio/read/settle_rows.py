"""Many shipments settled on their days: what `settle_shipment` does for one, each distinct case once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, repeat

import numpy as np

from detente.duties import (
    CHAPTER_98,
    CLAIMANTS,
    chapter_98_note,
    deep_enough,
    named_numbers,
    number_on,
    settle_claim,
    stands_throughout,
)
from detente.portfolio.place.assignment import Numbers
from detente.portfolio.place.classes import Classes
from detente.portfolio.read.distinct import distinct_rows, grouped
from detente.portfolio.read.shipments import Bools, Column, Entries, Ints
from detente.terms import InputError

Wrong = tuple[int, str, str]


class _Notes:
    """Notes to be added to those that the rows have."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self._say: Ints | None = None
        self._number: dict[tuple[str, ...], int] = {said: k for k, said in enumerate(entries.said)}
        self._said = list(entries.said)

    def put(self, rows: Ints, note: str) -> None:
        """Add a note to some rows."""
        if not note or not len(rows):
            return
        if self._say is None:
            self._say = self.entries.say.copy()
        now = self._say[rows]
        alike = len(rows) == 1 or bool((now == now[0]).all())
        for before in (int(now[0]),) if alike else np.unique(now).tolist():
            said = (*self._said[before], note)
            number = self._number.setdefault(said, len(self._said))
            if number == len(self._said):
                self._said.append(said)
            self._say[rows if alike else rows[now == before]] = number

    def laid(self) -> Entries:
        """The entries with every note."""
        if self._say is None:
            return self.entries
        return replace(self.entries, said=tuple(self._said), say=self._say)


def settle_rows(entries: Entries, groups: Mapping[str, Classes]) -> tuple[Entries, list[Wrong]]:
    """Rows with their numbers and claims as they count on their days, and the faults: row, column, words."""
    wrong: list[Wrong] = []
    notes = _Notes(entries)
    for way, group in groups.items():
        own = entries.directions.at == entries.directions.values.index(way)
        rows = np.flatnonzero(entries.good & own)
        left = np.ones(len(entries), dtype=bool)

        def refuse(those: Ints, column: str, text: str, left: Bools = left) -> None:
            wrong.extend(zip(those.tolist(), repeat(column), repeat(text)))
            left[those] = False

        _numbers(entries, rows, group, notes, refuse)
        if way == "us_import":
            _chapter_98(entries, rows, notes, refuse)
        if way == "us_import" and "exclusion" in entries.facts:
            _claims(entries, rows[left[rows]], group, notes, refuse)
    return notes.laid(), wrong


Refuse = Callable[[Ints, str, str], None]


def _numbers(entries: Entries, rows: Ints, group: Classes, notes: _Notes, refuse: Refuse) -> None:
    """Codes of too few digits refused; statistical numbers that do not stand taken as their lines."""
    codes = entries.codes
    doubtful = np.array(_doubtful(group, codes.values) or [False])
    rows = rows[doubtful[codes.at[rows]]]
    if not len(rows):
        return
    place = {text: k for k, text in enumerate(codes.values)}
    days, day_of = np.unique([m[:10] for m in entries.moments.values] or [""], return_inverse=True)
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


def _doubtful(group: Classes, codes: Sequence[str]) -> list[bool]:
    """Which codes must be looked at on their day: too short, or a number that comes and goes."""
    steady = group.steady
    for digits in codes:
        if digits not in steady:
            steady[digits] = _steady(group, digits)
    return [not steady[digits] for digits in codes]


def _steady(group: Classes, digits: str) -> bool:
    """Whether a code is deep enough and stands on every day its line does."""
    if group.direction != "us_import":
        return len(digits) in (8, 10)
    if len(digits) != 10:
        return len(digits) == 8 and stands_throughout(group.book, digits)
    return stands_throughout(group.book, digits[:8]) and all(
        line.code == digits for line in group.book.lines(digits)
    )


def _chapter_98(entries: Entries, rows: Ints, notes: _Notes, refuse: Refuse) -> None:
    """Codes of chapter 98 taken as entered under it; headings of additional duties refused."""
    codes = entries.codes
    marked = [digits[0] == "9" and digits.startswith(("98", "9903")) for digits in codes.values]
    laid = np.array(marked or [False])
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
    edges = [0, *(np.flatnonzero(np.diff(keys.number[order])) + 1).tolist(), len(order)]
    for inside in (those[order[first:end]] for first, end in pairwise(edges)):
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
