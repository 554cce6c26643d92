"""Words of the lines of a file: headings, what is missing and noted, each combination made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from detente.duties import (
    ASKED_AS,
    CHINA_IMPORT,
    INSTALL_CHINA,
    REMEDY_FACTS,
    changes_elsewhere,
)
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.compiler import BESIDE
from detente.portfolio.bound.store import MODELLED, RELIEVED, Ints
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.money.entry_fees import (
    fee_cells,
    fee_gap_lists,
    fee_gap_marks,
    fee_gap_start,
    fee_gaps,
)
from detente.portfolio.read.distinct import cells_among, distinct_rows
from detente.portfolio.read.shipments import Bools, Entries

Texts = tuple[str, ...]
Place = tuple[str, str, str, tuple[int, int]]


@dataclass(frozen=True)
class Words:
    """Distinct headings, tuples of missing facts and of notes, and which of them each row has.

    Rows not answered have no headings (-1); of the other two the first is empty.
    """

    headings: tuple[str, ...]
    headings_at: Ints
    missing: tuple[Texts, ...]
    missing_at: Ints
    notes: tuple[Texts, ...]
    notes_at: Ints


class WordWriter:
    """Puts together the words of a portfolio, one direction after another."""

    def __init__(self, entries: Entries, bases: Bases) -> None:
        n = len(entries)
        self.entries, self.bases = entries, bases
        self.headings: list[str] = []
        self.missing: dict[Texts, int] = {(): 0}
        self.notes: dict[Texts, int] = {(): 0}
        self.headings_at = np.full(n, -1, dtype=np.int64)
        self.missing_at, self.notes_at = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)

    def words(self, faults: Mapping[int, Texts]) -> Words:
        """All words; of rows that cannot be answered, their faults."""
        for i, said in faults.items():
            self.notes_at[i] = self.notes.setdefault(said, len(self.notes))
        return Words(
            tuple(self.headings), self.headings_at, tuple(self.missing), self.missing_at, tuple(self.notes),
            self.notes_at,
        )  # fmt: skip

    def read(self, rows: Ints, plan: Ints, regime: BoundRegime) -> None:
        """The words of the rows of one direction, each of a plan."""
        arrays = regime.store.arrays
        if not len(rows):
            return
        own = arrays.headings[plan]
        first, at = distinct_rows([own])
        self.headings_at[rows] = at + len(self.headings)
        self.headings += [regime.store.headings.values[k] for k in own[first].tolist()]
        no_line = self.bases.kind[rows] < 0
        relieved = (arrays.flags[plan] & RELIEVED) > 0
        say = np.where(relieved, 0, self.bases.say[rows])
        self._missing(rows, arrays.missing[plan], say, no_line, regime)
        near = self._near(rows[no_line], regime)
        beside, places = self._beside(rows, (arrays.flags[plan] & MODELLED) > 0, regime)
        fee, gaps = self._fee_gaps(rows, ~relieved, regime)
        order, orders = self._orders(rows, regime)
        alike = regime.alike()[0][plan]
        by_plan: dict[tuple[int, int], tuple[Texts, Texts]] = {}
        odd = (say > 0) | (self.entries.say[rows] > 0) | no_line | (order > 0)
        for inside, all_columns in ((np.flatnonzero(~odd), False), (np.flatnonzero(odd), True)):
            key = [alike[inside], beside[inside], fee[inside]]
            if all_columns:
                code = np.where(no_line[inside], self.entries.codes.at[rows[inside]] + 1, 0)
                key += [say[inside], self.entries.say[rows[inside]], code, order[inside]]
            first, at = distinct_rows(key)
            made = []
            for k in inside[first].tolist():
                of = int(alike[k]), int(beside[k])
                told = by_plan.get(of)
                if told is None:
                    told = by_plan[of] = _plan_notes(int(plan[k]), places[beside[k]], regime)
                said = self.entries.said[self.entries.say[rows[k]]]
                notes = (
                    *said,
                    *told[0],
                    *self.bases.said[say[k]][1],
                    *told[1],
                    *gaps[fee[k]],
                    *orders[order[k]],
                )
                if no_line[k]:
                    digits = self.entries.codes.values[int(self.entries.codes.at[rows[k]])]
                    notes += (
                        f"code not in the installed schedule: {INSTALL_CHINA[regime.direction]}",
                        *near(digits),
                    )
                made.append(self.notes.setdefault(notes, len(self.notes)))
            self.notes_at[rows[inside]] = np.array(made or [0], dtype=np.int64)[at]

    def _beside(self, rows: Ints, modelled: Bools, regime: BoundRegime) -> tuple[Ints, list[Place | None]]:
        """For rows of origins not covered: origin, moment and knowledge of their notes, by number."""
        made = np.zeros(len(rows), dtype=np.int64)
        places: list[Place | None] = [None]
        if regime.direction == CHINA_IMPORT:
            return made, places
        e = self.entries
        open_ = np.array(
            [not regime.groups.covered[regime.groups.number[o]] for o in e.origins.values] or [False]
        )
        inside = np.flatnonzero(open_[e.origins.at[rows]] & ~modelled)
        own = rows[inside]
        if not len(inside):
            return made, places
        moments, knowns = (np.array(sorted(x)) for x in changes_elsewhere(regime.law))
        when = np.searchsorted(moments, np.array(e.moments.values or [""]), side="right")
        known = np.searchsorted(knowns, np.array(e.knowns.values or [""]), side="right")
        first, at = distinct_rows([e.origins.at[own], when[e.moments.at[own]], known[e.knowns.at[own]]])
        for i in own[first].tolist():
            moment, day = e.moments.at[i], e.knowns.at[i]
            cells = int(when[moment]), int(known[day])
            places.append(
                (e.origins.values[e.origins.at[i]], e.moments.values[moment], e.knowns.values[day], cells)
            )
        made[inside] = at + 1
        return made, places

    def _fee_gaps(self, rows: Ints, due: Bools, regime: BoundRegime) -> tuple[Ints, list[Texts]]:
        """What of the entry fees is not covered: a number for each row, notes by number; 0 for none."""
        e = self.entries
        made = np.zeros(len(rows), dtype=np.int64)
        since = fee_gap_start(regime.law, regime.direction)
        late = (
            np.array([m >= since for m in e.moments.values] or [False]) if since else np.zeros(1, dtype=bool)
        )
        inside = np.flatnonzero(due & late[e.moments.at[rows]]) if late.any() else np.zeros(0, dtype=np.int64)
        if not len(inside):
            return made, [()]
        own = rows[inside]
        first, at, keys = fee_cells(e, own, fee_gap_marks(regime.law, regime.direction))
        lists = fee_gap_lists(regime.law, regime.direction)
        book = regime.classes.book
        held = [lists & {m.list_id for m in book.memberships(c)} if lists else lists for c in e.codes.values]
        kinds = list(dict.fromkeys(held))
        kind = np.array([kinds.index(one) for one in held], dtype=np.int64)[e.codes.at[own]]
        first, both = distinct_rows([at, kind])
        of = [(keys[a], kinds[k]) for a, k in zip(at[first].tolist(), kind[first].tolist(), strict=True)]
        at = both
        numbers: dict[Texts, int] = {(): 0}
        known = regime.classes.fee_gaps
        found = []
        for i, key in zip(own[first].tolist(), of, strict=True):
            if key not in known:
                known[key] = fee_gaps(regime.law, e.ship(i), key[1])
            found.append(numbers.setdefault(known[key], len(numbers)))
        made[inside] = np.array(found, dtype=np.int64)[at]
        return made, list(numbers)

    def _orders(self, rows: Ints, regime: BoundRegime) -> tuple[Ints, list[Texts]]:
        """Orders and other law beside the duty that may reach a row: a number each, notes by number."""
        e, orders = self.entries, regime.order_cells
        orders.refresh()
        made = np.zeros(len(rows), dtype=np.int64)
        reach = orders.reaches(e.codes.values)[e.codes.at[rows]]
        inside = np.flatnonzero(reach)
        if not len(inside):
            return made, [()]
        own = rows[inside]
        times = []
        for column, changes in zip((e.moments, e.knowns), orders.changes, strict=True):
            times.append(cells_among(changes, column.values)[column.at[own]])
        claims = [e.facts[name].numbers(own) + 1 for name in REMEDY_FACTS if name in e.facts]
        first, at = distinct_rows([reach[inside], e.origins.at[own], *times, *claims])
        numbers: dict[Texts, int] = {(): 0}
        found = []
        codes, origins, moments, knowns = (
            [column.values[k] for k in column.at[own[first]].tolist()]
            for column in (e.codes, e.origins, e.moments, e.knowns)
        )
        kinds = zip(reach[inside][first].tolist(), *(cells[first].tolist() for cells in times), strict=True)
        for k, (i, (number, when, known)) in enumerate(zip(own[first].tolist(), kinds, strict=True)):
            facts = e.facts_of(i) if claims else {}
            cell = number, origins[k], (when, known), tuple(facts.get(name) for name in REMEDY_FACTS)
            checks = orders.words(cell, codes[k], moments[k], knowns[k], facts)
            found.append(numbers.setdefault(checks, len(numbers)))
        made[inside] = np.array(found, dtype=np.int64)[at]
        return made, list(numbers)

    def _missing(self, rows: Ints, missing: Ints, say: Ints, no_line: Bools, regime: BoundRegime) -> None:
        inside = np.flatnonzero((missing > 0) | (say > 0) | no_line)
        first, at = distinct_rows([missing[inside], say[inside], no_line[inside].astype(np.int64)])
        made = []
        for k in inside[first].tolist():
            asked = (ASKED_AS.get(n, n) for n in regime.store.names.values[missing[k]])
            lacks = (*asked, *self.bases.said[say[k]][0])
            lacks += ("schedule",) if no_line[k] else ()
            made.append(self.missing.setdefault(lacks, len(self.missing)))
        self.missing_at[rows[inside]] = np.array(made or [0], dtype=np.int64)[at]

    def _near(self, rows: Ints, regime: BoundRegime) -> Callable[[str], Texts]:
        """Notes with the nearest codes, sought in the order of the file: only the first few get one."""
        codes = self.entries.codes
        _, first = np.unique(codes.at[rows], return_index=True)
        for i in rows[np.sort(first)].tolist():
            regime.classes.near(codes.values[codes.at[i]])
        return regime.classes.near


def _plan_notes(plan: int, place: Place | None, regime: BoundRegime) -> tuple[Texts, Texts]:
    """The notes of a plan, and the claims it says were not made."""
    store = regime.store
    own: Texts = store.notes.values[store.arrays.notes[plan]]
    if place is not None:
        active = store.active.values[store.arrays.active[plan]]
        own = _with_beside(own, regime.origin_gaps(*place, active))
    return own, tuple([f"not claimed: {name}" for name in store.names.values[store.arrays.claims[plan]]])


def _with_beside(notes: Texts, beside: Texts) -> Texts:
    made: list[str] = []
    for note in notes:
        made += beside if note == BESIDE else (note,)
    return tuple(dict.fromkeys(made))
