"""Stacks along time: for a class of codes, an origin and a policy of knowledge, one stack a cell.

A stack is known by a number of 64 bits over everything its evaluation can see but the facts of a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np

from detente.duties import CHINA_IMPORT, changes_elsewhere, origin_rule
from detente.portfolio.bound.axes import TimeAxes, time_axes
from detente.portfolio.bound.origins import OriginGroups
from detente.portfolio.bound.parts import (
    ON_BASE,
    PERHAPS,
    Contribution,
    Hashes,
    MeasureParts,
    change_marks,
    content_hash,
)
from detente.portfolio.place.breakpoints import changes_of
from detente.portfolio.place.classes import CodeClass
from detente.regime import State, Tables
from detente.schedule import GoodsBook, LayeredBook, Schedule

NO_END = "9999-12-31"


@dataclass(frozen=True, slots=True)
class StackLine:
    """Stacks of a class and an origin over the cells of a policy (arrays of one value a cell)."""

    content: Hashes
    facts: Hashes
    flags: Hashes


@dataclass
class Timelines:
    """Makes the stacks of classes over time; contributions of measures are shared between classes."""

    law: Tables
    state: State
    direction: str
    axes: TimeAxes
    groups: OriginGroups
    bits: dict[str, int]
    kinds: dict[str, str]
    measures: dict[str, MeasureParts] = field(default_factory=dict)
    keys: dict[tuple[int, str], tuple[tuple[str, tuple[object, ...]], ...]] = field(default_factory=dict)
    sums: dict[object, StackLine] = field(default_factory=dict)
    common: dict[tuple[int, int], Hashes] = field(default_factory=dict)
    naming: dict[int, frozenset[str]] = field(default_factory=dict)
    below: dict[tuple[int, str, int], Hashes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for m in self.law.measures:
            if m.direction == self.direction and m.kind != "fee":
                self.measures[m.id] = MeasureParts(self.law, m, self.state, self.bits, self.kinds)

    def of(self, kind: CodeClass, group: int, policy: int) -> StackLine:
        """The stacks of a class for a group of origins along a policy."""
        reach = self.keys.get((kind.number, kind.digits))
        if reach is None:
            parts = (
                (name, self.measures[name].reach_key(kind)) for name in self.measures if name in kind.relevant
            )
            reach = self.keys[kind.number, kind.digits] = tuple(parts)
        origin = self.groups.first[group]
        rows = []
        name: list[object] = [group, policy]
        naming = self._naming(group)
        for measure, key in reach:
            if measure not in naming:
                continue
            part = self.measures[measure].of(kind, key, origin, self.axes, policy)
            if not part.empty:
                rows.append(part)
                name += (measure, key)
        known = tuple(name)
        line = self.sums.get(known)
        if line is None:
            line = self.sums[known] = self._sum(rows, group, policy)
        if self.direction == CHINA_IMPORT:
            line = self._origin_rule(line, kind, policy)
        return self._below(line, kind, policy) if kind.below or kind.starts else line

    def _naming(self, group: int) -> frozenset[str]:
        """The measures any clause of which names the origins of a group."""
        found = self.naming.get(group)
        if found is None:
            origin = self.groups.first[group]
            names = (name for name, parts in self.measures.items() if parts.names(origin)[0])
            found = self.naming[group] = frozenset(names)
        return found

    def _origin_rule(self, line: StackLine, kind: CodeClass, policy: int) -> StackLine:
        """Into China: whether a fact decides the origin of the goods."""
        rules = [
            origin_rule(self.law, kind.digits, known) is not None for _, known in self.axes.cells(policy)
        ]
        ruled = np.where(rules, np.uint64(content_hash("origin rule")), np.uint64(0))
        return StackLine(line.content + ruled, line.facts, line.flags)

    def _sum(self, rows: list[Contribution], group: int, policy: int) -> StackLine:
        content = self._common(group, policy).copy()
        facts, flags = np.zeros_like(content), np.zeros_like(content)
        for part in rows:
            content += part.content
            facts |= part.facts
            flags |= part.flags
        if self.direction == CHINA_IMPORT:
            flags |= np.uint64(ON_BASE)
        elif "quantity" in self.bits:
            base = np.uint64((1 << self.bits["quantity"]) | (1 << self.bits["unit"]))
            facts &= ~base  # base duties are integers of the line, not of the stack
        return StackLine(content, facts, flags)

    def _below(self, line: StackLine, kind: CodeClass, policy: int) -> StackLine:
        """Stacks that depend on the statistical number, told apart by all numbers the law treats apart."""
        perhaps = (line.flags & np.uint64(PERHAPS)) > 0
        if not perhaps.any():
            return line
        own = self._numbers_below(kind, policy)
        return StackLine(line.content + np.where(perhaps, own, np.uint64(0)), line.facts, line.flags)

    def _numbers_below(self, kind: CodeClass, policy: int) -> Hashes:
        """By cell a number for what the lists say of the statistical numbers of a class."""
        name = (kind.number, kind.digits, policy)
        made = self.below.get(name)
        if made is None:
            cells = self.axes.cells(policy)
            edges = self.axes.edges(policy, change_marks((), (), kind.below, policy))
            made = self.below[name] = np.zeros(len(cells), dtype=np.uint64)
            for first, end in pairwise(edges):
                moment, known = cells[first]
                held = sorted((m.list_id, m.prefix[8:]) for m in kind.below if m.holds_on(moment[:10], known))
                made[first:end] = content_hash((kind.starts, len(kind.digits), held))
        return made

    def _common(self, group: int, policy: int) -> Hashes:
        """What no measure contributes to a stack: is it past the last check, is the origin covered."""
        made = self.common.get((group, policy))
        if made is None:
            covered = self.groups.covered[group]
            own = self.groups.first[group] if self.direction == CHINA_IMPORT else ""
            made = self.common[group, policy] = np.array(
                [
                    content_hash((covered, own, moment[:10] > self.law.verified))
                    for moment, _ in self.axes.cells(policy)
                ],
                dtype=np.uint64,
            )
        return made


def axis_points(law: Tables, book: Schedule, direction: str) -> TimeAxes:
    """The axes on which anything of a direction may change for any code of a schedule."""
    unchecked = date.fromisoformat(law.verified) + timedelta(days=1)
    moments = {f"{unchecked.isoformat()}T00:00"}
    knowns: set[str] = set()
    for measure in law.measures:
        if measure.direction == direction and measure.kind != "fee":
            changes, learned = changes_of(measure)
            moments |= changes
            knowns |= learned
    listed = _list_days(book)
    moments |= listed[0]
    knowns |= listed[1]
    if direction == "us_import":
        more = changes_elsewhere(law)
        moments |= more[0]
        knowns |= more[1]
    knowns.update(
        rule["known"] for rule in law.extra.get("origin_rules", ()) if rule["direction"] == direction
    )
    # clauses without an end are written as ending on the last day there is: nothing changes on it
    return time_axes((moment for moment in moments if moment < NO_END), knowns)


@lru_cache(maxsize=4)
def _list_days(book: Schedule) -> tuple[frozenset[str], frozenset[str]]:
    """Moments at which the lists of a schedule change, and days on which that became known."""
    moments: set[str] = set()
    knowns: set[str] = set()
    for one in _books(book):
        for m in one.all_memberships():
            moments.update(f"{day}T00:00" for day in (m.from_day, m.to_day) if day)
            knowns.update(day for day in (m.known_day or m.from_day, m.end_known_day) if day)
    return frozenset(moments), frozenset(knowns)


def _books(book: Schedule) -> Sequence[GoodsBook]:
    if isinstance(book, LayeredBook):
        return book.books
    assert isinstance(book, GoodsBook)
    return (book,)
