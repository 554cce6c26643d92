"""Many shipments settled on their days: what `settle_shipment` does for one, each distinct case once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from detente.duties import (
    CHAPTER_98,
    CLAIMANTS,
    ChinaCode,
    Claim,
    chapter_98_note,
    china_code,
    deep_enough,
    is_steady,
    stands_throughout,
)
from detente.portfolio.place.classes import Classes
from detente.portfolio.place.number_cells import ANOTHER, REFUSED, SAID, Asked
from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.faults import Telling, Wrong
from detente.portfolio.read.row_notes import RowNotes
from detente.portfolio.read.shipments import Bools, Column, Entries, Ints
from detente.terms import InputError


def settle_rows(
    entries: Entries, groups: Mapping[str, Classes], *, noted: bool = True
) -> tuple[Entries, list[Wrong]]:
    """Rows with their numbers and claims as they count on their days, and the faults: rows, column, words.

    What is said about them is left out where nothing is to be `noted`.
    """
    wrong: list[Wrong] = []
    notes = RowNotes(entries.said, entries.say) if noted else None
    for way, group in groups.items():
        own = entries.good & (entries.directions.at == entries.directions.values.index(way))

        def refuse(those: Ints, column: str, text: Telling, own: Bools = own) -> None:
            wrong.append((those, column, text))
            own[those] = False

        if way == "us_import":
            _numbers(entries, own, group, notes, refuse)
            _chapter_98(entries, own, notes, refuse)
        else:
            _short_codes(entries, own, group, refuse)
            _china_codes(entries, own, group, notes, refuse)
        if way == "us_import" and "exclusion" in entries.facts:
            _claims(entries, own, group, notes, refuse)
    if notes is not None:
        said, say = notes.laid()
        entries = replace(entries, said=said, say=say)
    return entries, wrong


Refuse = Callable[[Ints, str, Telling], None]


def _numbers(entries: Entries, own: Bools, group: Classes, notes: RowNotes | None, refuse: Refuse) -> None:
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
            refuse(np.flatnonzero(own & (codes.at == k)), "hts", fault.sentence)


def _china_codes(
    entries: Entries, own: Bools, group: Classes, notes: RowNotes | None, refuse: Refuse
) -> None:
    """Codes that China's schedule does not hold on their day refused; ten digits taken as their line."""
    codes = entries.codes
    doubtful = ~np.array([is_steady(group.book, digits) for digits in codes.values] or [True], dtype=bool)
    rows = np.flatnonzero(np.append(doubtful, False).take(codes.at) & own)
    if not len(rows):
        return
    columns = [codes.at[rows], entries.moments.at[rows]]
    first, at = distinct_rows(columns)
    pairs = zip(*(column[first].tolist() for column in columns), strict=True)
    found = [_china_code(group, codes.values[c], entries.moments.values[m][:10]) for c, m in pairs]
    refused = np.array([isinstance(one, str) for one in found])[at]
    if refused.any():
        of = at[refused]
        refuse(rows[refused], "hts", lambda: [str(found[k]) for k in of.tolist()])
    taken = [one if isinstance(one, ChinaCode) else ChinaCode("") for one in found]
    number = {text: k for k, text in enumerate(codes.values)}
    for code, _ in taken:
        if number.setdefault(code, len(codes.values)) == len(codes.values):
            codes.values.append(code)
    codes.at[rows[~refused]] = np.array([number[code] for code, _ in taken], dtype=np.int64)[at[~refused]]
    if notes is not None:
        notes.put_each(rows[~refused], at[~refused], [note for _, note in taken])


def _china_code(group: Classes, digits: str, day: str) -> ChinaCode | str:
    """What answers for a code on a day, or the words of its refusal."""
    try:
        return china_code(group.book, digits, day)
    except InputError as fault:
        return fault.sentence


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


def _chapter_98(entries: Entries, own: Bools, notes: RowNotes | None, refuse: Refuse) -> None:
    """Codes of chapter 98 taken as entered under it; headings of additional duties refused."""
    codes = entries.codes
    marked = codes.starting(("98", "9903"))
    if not marked.any():
        return
    rows = np.flatnonzero(marked.take(codes.at) & own)
    if not len(rows):
        return
    first, at = distinct_rows([codes.at[rows]])
    ruled = [_ruled(codes.values[k]) for k in codes.at[rows[first]].tolist()]
    words = [text for _, text in ruled]
    refused = np.array([not stands for stands, _ in ruled])[at]
    if refused.any():
        of = at[refused]
        refuse(rows[refused], "hts", lambda: _each(words, of))
    column = entries.facts.get(CHAPTER_98)
    if column is None:
        column = entries.facts[CHAPTER_98] = Column.empty(len(entries))
    silent = ~refused & (column.numbers(rows) < 0)
    column.put(rows[silent], "yes")
    if notes is not None:
        notes.put_each(rows[silent], at[silent], words)


@lru_cache(maxsize=1 << 14)
def _ruled(digits: str) -> tuple[bool, str]:
    """Whether goods can be entered under a code of chapter 98 or 99, and what is said about it."""
    try:
        return True, chapter_98_note(digits)
    except InputError as fault:
        return False, fault.sentence


def _claims(entries: Entries, own: Bools, group: Classes, notes: RowNotes | None, refuse: Refuse) -> None:
    """Exclusions claimed: those open that could hold the goods."""
    column = entries.facts["exclusion"]
    of_china = np.array([o in CLAIMANTS for o in entries.origins.values] or [False])
    those, _ = column.filled()
    those = those[own[those]]
    those = those[of_china[entries.origins.at[those]]]
    if not len(those):
        return
    parts = (column, entries.codes, entries.moments, entries.knowns)
    numbers = [part.numbers(those) for part in parts]
    first, at = distinct_rows(numbers)
    stated = ([c.values[k] for k in number[first].tolist()] for c, number in zip(parts, numbers, strict=True))
    of = group.claims.of
    made = [of(digits, moment, known, value) for value, digits, moment, known in zip(*stated, strict=True)]
    kinds: dict[Claim | str, int] = {}
    kind = np.array([kinds.setdefault(claim, len(kinds)) for claim in made], dtype=np.int64)[at]
    said = list(kinds)
    refused = np.array([isinstance(claim, str) for claim in said])[kind]
    if refused.any():
        words, of_row = [claim if isinstance(claim, str) else "" for claim in said], kind[refused]
        refuse(those[refused], "exclusion", lambda: _each(words, of_row))
    values = [column.number_of(claim.value) if isinstance(claim, Claim) else -1 for claim in said]
    column.at[those[~refused]] = np.array(values, dtype=np.int64)[kind[~refused]]
    if notes is not None:
        notes.put_each(those, kind, [claim.note if isinstance(claim, Claim) else "" for claim in said])
