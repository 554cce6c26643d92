"""A law that differs from a bound one in a few measures takes over what those measures do not touch.

Stacks are known by what bears on them, so a stack no changed measure bears on has the same number under
both laws, and its plan holds under both. A measure that differs marks its part of every stack.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from detente.portfolio.bound.bound_law import BoundRegime, PolicyTable
from detente.portfolio.bound.parts import MeasureParts, content_hash
from detente.portfolio.bound.stacks import COLUMNS, Stacks
from detente.portfolio.bound.store import Ints
from detente.portfolio.place.applicable_law import marks
from detente.portfolio.place.breakpoints import changes_of, scopes
from detente.regime import Tables

_OWN = ("measures", "clocks", "hash")  # what may differ: no duty is answered from the clocks


def comparable(one: Tables, two: Tables) -> bool:
    """Whether two laws differ in measures alone, and tell the same values of facts apart."""
    same = all(getattr(one, f.name) is getattr(two, f.name) for f in fields(Tables) if f.name not in _OWN)
    return one is not two and same and _told_apart(one) == _told_apart(two)


def _told_apart(law: Tables) -> dict[str, object]:
    """What the values of facts given are compared with."""
    return {name: mark for name, mark in marks(law).items() if law.facts[name]["kind"] != "required"}


def share(bound: BoundRegime, near: BoundRegime) -> None:
    """Take over from a bound law what holds under another one too."""
    bound.rates = near.rates
    bound.classes.stands, bound.classes.steady = near.classes.stands, near.classes.steady
    bound.classes.nearest = near.classes.nearest
    bound.store = near.store.copied()
    bound.plans = {key: list(numbers) for key, numbers in near.plans.items()}
    before = {id(m): m for m in near.law.measures}
    axes = bound.axes == near.axes
    for measure in bound.law.measures:
        own, other = bound.timelines.measures.get(measure.id), near.timelines.measures.get(measure.id)
        if own is None:
            continue
        if id(measure) not in before:
            own.salt = content_hash(measure)
        elif other is not None and axes:
            bound.timelines.measures[measure.id] = other
        elif other is not None:
            _share_parts(own, other)
    changed = [parts for parts in bound.timelines.measures.values() if parts.salt]
    others = near.timelines.measures
    same = axes and bound.groups == near.groups and others.keys() == bound.timelines.measures.keys()
    if same and all(_sees_alike(others[parts.measure.id], parts) for parts in changed):
        _share_stacks(bound, near, changed)


def _share_parts(own: MeasureParts, other: MeasureParts) -> None:
    """The same measure on other axes: what it asks at a moment is known, only the cells differ."""
    own.seen, own.stands, own.origins = other.seen, other.stands, other.origins
    own.clauses_standing, own.alike = other.clauses_standing, other.alike


def _sees_alike(one: MeasureParts, two: MeasureParts) -> bool:
    """Whether a measure tells the same goods and the same times apart under both laws."""
    a, b = one.measure, two.measure
    looks = (one.lists, one.prefixes) == (two.lists, two.prefixes) and scopes(a) == scopes(b)
    return looks and (a.lists, a.prefixes) == (b.lists, b.prefixes) and changes_of(a) == changes_of(b)


def _share_stacks(bound: BoundRegime, near: BoundRegime, changed: list[MeasureParts]) -> None:
    """Classes of codes, and the timelines of those classes and origins on which no changed measure falls."""
    bound.classes.codes, bound.classes.signatures = near.classes.codes, near.classes.signatures
    bound.kind_of, bound.first, bound.numbers = near.kind_of, near.first, near.numbers
    own, other = bound.timelines, near.timelines
    own.keys, own.common, own.below = other.keys, other.common, other.below
    names = {parts.measure.id for parts in changed}
    kinds = [not names.isdisjoint(kind.relevant) for kind in near.classes.code_classes(near.first)]
    both = [*changed, *(other.measures[name] for name in names)]
    origins = [any(parts.names(origin)[0] for parts in both) for origin in near.groups.first]
    touched = np.logical_and.outer(origins, np.array(kinds, dtype=bool))
    bound.stacks, bound.tables, bound.rows = Stacks(), {}, {}
    made = _Kept(near)
    for policy, table in near.tables.items():
        row = np.where(touched[:, : table.row.shape[1]], -1, table.row)
        bound.tables[policy], place = made.table(table, row)
        bound.rows |= {
            name: int(place[k]) for name, k in near.rows.items()
            if name[0] == policy & 255 and place[k] >= 0
        }  # fmt: skip
    bound.stacks = made.stacks()


class _Kept:
    """The stacks that rows of timelines still lead to, each standing for the first place that has it."""

    def __init__(self, near: BoundRegime) -> None:
        self.near = near
        self.number = np.full(len(near.stacks), -1, dtype=np.int64)
        self.columns: dict[str, list[np.ndarray[Any, Any]]] = {
            name: [np.zeros(0, dtype=kind)] for name, kind in COLUMNS.items()
        }
        self.count = 0

    def table(self, table: PolicyTable, row: Ints) -> tuple[PolicyTable, Ints]:
        """A policy with the timelines that `row` still leads to, and by old row of these the new one."""
        pairs = np.argwhere(row >= 0)
        lines = row[pairs[:, 0], pairs[:, 1]]
        first = np.full(len(table.stacks), -1, dtype=np.int64)
        first[lines[::-1]] = np.arange(len(lines) - 1, -1, -1)
        kept = np.flatnonzero(first >= 0)
        place = np.full(len(table.stacks) + 1, -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        stacks = table.stacks[kept]
        self._stand(stacks, pairs[first[kept]], table.policy)
        return PolicyTable(table.policy, table.points, place[row], self.number[stacks]), place

    def _stand(self, stacks: Ints, pairs: Ints, policy: int) -> None:
        """Number the stacks not met before; each stands for the group, class and cell in which it is met."""
        width = stacks.shape[1]
        flat = stacks.ravel()
        at = np.full(len(self.number), -1, dtype=np.int64)
        at[flat[::-1]] = np.arange(len(flat) - 1, -1, -1)
        fresh = np.flatnonzero((at >= 0) & (self.number < 0))
        self.number[fresh] = np.arange(self.count, self.count + len(fresh))
        self.count += len(fresh)
        line, cell = np.divmod(at[fresh], width)
        content = self.near.stacks.arrays
        cells = np.array(self.near.axes.cells(policy))
        digits = np.array(self.near.first)
        own = (*(column[fresh] for column in content), digits[pairs[line, 1]], pairs[line, 0], *cells[cell].T)
        for (name, kind), column in zip(COLUMNS.items(), own, strict=True):
            self.columns[name].append(column.astype(kind))

    def stacks(self) -> Stacks:
        """The stacks met."""
        return Stacks({name: np.concatenate(parts) for name, parts in self.columns.items()})
