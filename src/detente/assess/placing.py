"""Lines of a portfolio put with their plans: one plan for all lines the law cannot tell apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.assess.class_marks import counts_by_value
from detente.assess.classes import Classes, Window
from detente.assess.distinct import distinct_rows
from detente.assess.entries import Bools, Column, Entries, Ints
from detente.assess.plan import Plan


class Numbers:
    """Numbers of rows made finer step by step: rows that differ in any step get different numbers."""

    def __init__(self, rows: Ints) -> None:
        self.number = np.zeros(len(rows), dtype=np.int64)
        self.first = np.zeros(1, dtype=np.int64)

    def by(self, other: Ints) -> None:
        """Tell rows apart by another number, of at least -1."""
        self.first, self.number = distinct_rows([self.number, other + 1])


def place(entries: Entries, rows: Ints, base_kind: Ints, groups: Classes) -> tuple[list[Plan], Ints]:
    """Plans of some rows, all of one direction, and the number of each row's plan.

    Parameters
    ----------
    base_kind : Ints
        What tells base rates apart, by row of `rows`.
    """
    if not len(rows):
        return [], np.zeros(0, dtype=np.int64)
    windows, window = _windows(entries, rows, groups)
    plans: dict[int, int] = {}
    made: list[Plan] = []
    number = np.zeros(len(rows), dtype=np.int64)

    def keep(plan: Plan) -> int:
        found = plans.setdefault(id(plan), len(made))
        if found == len(made):
            made.append(plan)
        return found

    columns = dict(entries.given)
    kinds: dict[tuple[frozenset[str], bool], int] = {}
    kind_of = np.array(
        [kinds.setdefault((w.facts.intersection(columns), w.on_base), len(kinds)) for w in windows] or [0],
        dtype=np.int64,
    )[window]
    tokens = {name: _tokens(name, columns[name], groups) for name in {n for k, _ in kinds for n in k}}
    for (names, on_base), k in kinds.items():
        inside = np.flatnonzero(kind_of == k)
        keys = Numbers(inside)
        keys.by(window[inside])
        if on_base:
            keys.by(base_kind[inside])
            zero = np.array([w.on_zero for w in windows])[window[inside]] & (
                entries.dollars[rows[inside]] == 0
            )
            keys.by(zero.astype(np.int64))
        for name in sorted(names):
            keys.by(tokens[name][rows[inside]])
        for name in sorted(names):  # a row whose own value counts is evaluated alone
            alone = by_value(name, columns[name])[rows[inside]]
            if alone.any():
                keys.by(np.where(alone, np.arange(len(inside)), -1))
        found = []
        for i in inside[keys.first].tolist():
            own = windows[window[i]]
            plain = groups.plain_plan(own) if not names and not on_base else None
            found.append(keep(plain or groups.plan_in(own, entries.ship(int(rows[i])))))
        number[inside] = np.array(found or [0], dtype=np.int64)[keys.number]
    return made, number


def by_value(name: str, column: Column) -> Bools:
    """Rows whose fact makes the plan depend on their own customs value."""
    flags = np.array([*(counts_by_value(name, v) for v in column.values), False])
    return flags[column.at]


def _tokens(name: str, column: Column, groups: Classes) -> Ints:
    """What of a fact the law can tell apart, as a number for every row; -1 where it is not given."""
    found: dict[object, int] = {}
    number = [found.setdefault(groups.token(name, v), len(found)) for v in column.values]
    return np.where(column.at >= 0, np.array(number, dtype=np.int64)[column.at], -1)


def _windows(entries: Entries, rows: Ints, groups: Classes) -> tuple[list[Window], Ints]:
    """Windows met by the rows, and the number of each row's window."""
    used, code = np.unique(entries.codes.at[rows], return_inverse=True)
    classes = groups.code_classes([entries.codes.values[c] for c in used])
    by_number = {c.number: c for c in classes}
    kind = np.array([c.number for c in classes] or [0], dtype=np.int64)[code]
    origins, origin = _origins(entries, rows, groups)
    # a class may change at other moments for one origin than for another
    met, group = np.unique(kind * len(origins) + origin, return_inverse=True)
    changes = [groups.changes(by_number[int(g) // len(origins)], origins[int(g) % len(origins)]) for g in met]
    at = changes_before(entries.moments, rows, group, {i: c[0] for i, c in enumerate(changes)})
    as_known = changes_before(entries.knowns, rows, group, {i: c[1] for i, c in enumerate(changes)})
    keys = Numbers(rows)
    for part in (kind, origin, at, as_known):
        keys.by(part)
    windows = []
    for i in keys.first:
        row = rows[i]
        moment = entries.moments.values[entries.moments.at[row]]
        known = entries.knowns.values[entries.knowns.at[row]]
        windows.append(
            groups.window_at(
                by_number[int(kind[i])], origins[origin[i]], int(at[i]), int(as_known[i]), moment, known
            )
        )
    return windows, keys.number


def changes_before(column: Column, rows: Ints, kind: Ints, changes: Mapping[int, Sequence[str]]) -> Ints:
    """How many of the changes of its kind lie at or before each row's moment.

    Parameters
    ----------
    column : Column
        Moments, or days.
    kind : Ints
        Kind of each of `rows`.
    changes : mapping of int to sequence of str
        By kind, in order.
    """
    marks = {m for own in changes.values() for m in own}
    place = {m: i for i, m in enumerate(sorted(marks.union(column.values)))}
    ranks = np.array([place[m] for m in column.values] or [0], dtype=np.int64)[column.at[rows]]
    order = np.argsort(kind, kind="stable")
    numbers, starts = np.unique(kind[order], return_index=True)
    made = np.zeros(len(rows), dtype=np.int64)
    for number, inside in zip(numbers, np.split(order, starts[1:]), strict=True):
        own = np.array([place[m] for m in changes[int(number)]], dtype=np.int64)
        made[inside] = np.searchsorted(own, ranks[inside], side="right")
    return made


def _origins(entries: Entries, rows: Ints, groups: Classes) -> tuple[Sequence[str], Ints]:
    """Origins by which the duties go, and each row's."""
    origins = list(entries.origins.values)
    origin = entries.origins.at[rows]
    stated = [c.at[rows] >= 0 for name, c in entries.given if name in groups.origin_facts]
    for i in np.flatnonzero(np.logical_or.reduce(stated)) if stated else ():
        found = groups.origin_of(entries.ship(int(rows[i])))
        if found not in origins:
            origins.append(found)
        origin[i] = origins.index(found)
    return origins, origin
