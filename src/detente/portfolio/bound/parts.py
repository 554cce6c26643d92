"""What one measure contributes to the stack of a class of codes, cell by cell along a policy of knowledge.

The contribution is that of `bearing`, asked of one measure at a time: a class of codes differs from
another for a measure only by the lists and prefixes the measure itself looks at, so most classes share
their contributions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from detente.duties import Facts, Goods, Question
from detente.portfolio.bound.axes import ENTRY_DAY, TimeAxes
from detente.portfolio.bound.origins import measure_origins
from detente.portfolio.place.applicable_law import bearing, standing
from detente.portfolio.place.breakpoints import changes_of, clauses
from detente.portfolio.place.classes import CodeClass
from detente.portfolio.place.plans import PROBE
from detente.regime import MeasureRow, State, Tables
from detente.schedule import Membership

Hashes = NDArray[np.uint64]
ON_BASE, PERHAPS = 1, 2
NOTHING = (0, 0, 0, 0)


def content_hash(content: object) -> int:
    """A number of 64 bits for a value, the same in every process."""
    return int.from_bytes(blake2b(repr(content).encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Contribution:
    """A measure's part of a stack over the cells of a policy (arrays of one value a cell).

    Parameters
    ----------
    content : Hashes
        Number of what the measure contributes; 0 where it contributes nothing.
    facts : Hashes
        Bits of the facts it can look at.
    flags : Hashes
        `ON_BASE` where a rate counts in the base duty, `PERHAPS` where the statistical number decides.
    alike : Hashes
        Number, of this measure, of what is asked where no fact is given: equal also for goods that
        different lists bring under the same clauses.
    empty : bool
        Whether the measure contributes nothing in any cell.
    """

    content: Hashes
    facts: Hashes
    flags: Hashes
    alike: Hashes
    empty: bool


@dataclass
class MeasureParts:
    """One measure, with its contributions to the classes met so far."""

    law: Tables
    measure: MeasureRow
    state: State
    bits: Mapping[str, int]
    kinds: Mapping[str, str]
    lists: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    made: dict[object, Contribution] = field(default_factory=dict)
    seen: dict[object, tuple[int, int, int, int]] = field(default_factory=dict)
    alike: dict[object, int] = field(default_factory=dict)
    origins: dict[str, tuple[bool, ...]] = field(default_factory=dict)
    stands: dict[object, int] = field(default_factory=dict)
    clauses_standing: dict[object, int] = field(default_factory=dict)
    salt: int = 0

    def __post_init__(self) -> None:
        rows = clauses(self.measure)
        gaps = [name for gap in self.measure.not_modelled for name in gap.get("lists", ())]
        self.lists = self.measure.lists.union(*(row.lists for row in rows), gaps)
        self.prefixes = frozenset(self.measure.prefixes).union(
            *((*row.prefixes, *row.except_prefixes) for row in rows),
            *(row.offer for row in self.measure.exemptions),
        )
        self.law = replace(self.law, measures=(self.measure,))
        moments, knowns = changes_of(self.measure)
        self.moments, self.knowns = tuple(sorted(moments)), tuple(sorted(knowns))

    def reach_key(self, kind: CodeClass) -> tuple[object, ...]:
        """What of a class the measure can see."""
        members = tuple(_seen(m) for m in kind.members if m.list_id in self.lists)
        below = tuple((*_seen(m), m.prefix[8:]) for m in kind.below if m.list_id in self.lists)
        return len(kind.digits), members, below, tuple(p for p in kind.starts if p in self.prefixes)

    def names(self, origin: str) -> tuple[bool, ...]:
        """Which clauses of the measure name an origin; the first says whether any does."""
        own = self.origins.get(origin)
        if own is None:
            own = self.origins[origin] = measure_origins(self.measure, origin)
        return own

    def of(
        self, kind: CodeClass, key: tuple[object, ...], origin: str, axes: TimeAxes, policy: int
    ) -> Contribution:
        """The contribution to a class of an origin along a policy; `key` is its `reach_key`."""
        own = self.names(origin)
        name = (key, own, policy)
        made = self.made.get(name)
        if made is None:
            made = self.made[name] = self._make(kind, own, origin, axes, policy)
        return made

    def at(
        self, kind: CodeClass, starts: tuple[str, ...], origin: str, moment: str, known: str
    ) -> tuple[int, int, int]:
        """The contribution to a class at one moment: its number, bits of facts and flags; zeros for none."""
        own = measure_origins(self.measure, origin)
        if not own[0]:
            return 0, 0, 0
        members = tuple(m for m in kind.members if m.list_id in self.lists)
        below = tuple(m for m in kind.below if m.list_id in self.lists)
        begun = tuple(p for p in starts if p in self.prefixes)
        return self._at(Goods(kind.digits, None, members, below), begun, own, origin, moment, known)[:3]

    def _make(
        self, kind: CodeClass, own: tuple[bool, ...], origin: str, axes: TimeAxes, policy: int
    ) -> Contribution:
        cells = axes.cells(policy)
        content, facts, flags, alike = (np.zeros(len(cells), dtype=np.uint64) for _ in range(4))
        if not own[0]:
            return Contribution(content, facts, flags, alike, True)
        members = tuple(m for m in kind.members if m.list_id in self.lists)
        below = tuple(m for m in kind.below if m.list_id in self.lists)
        starts = tuple(p for p in kind.starts if p in self.prefixes)
        marks = change_marks(self.moments, self.knowns, (*members, *below), policy)
        edges = axes.edges(policy, marks)
        goods = Goods(kind.digits, None, members, below)
        for k, first in enumerate(edges[:-1]):
            row = self._at(goods, starts, own, origin, *cells[first])
            span = slice(first, edges[k + 1])
            content[span], facts[span], flags[span], alike[span] = row
        return Contribution(content, facts, flags, alike, not content.any())

    def _at(
        self,
        goods: Goods,
        starts: tuple[str, ...],
        own: tuple[bool, ...],
        origin: str,
        moment: str,
        known: str,
    ) -> tuple[int, int, int, int]:
        when = (own, bisect_right(self.moments, moment), bisect_right(self.knowns, known))
        if when not in self.stands:
            self.stands[when] = self._standing(origin, moment, known)
        stands = self.stands[when]
        if not stands:
            return NOTHING
        day = moment[:10]
        held = tuple(
            (m.list_id, m.prefix[8:] if below else "", m.condition, m.confidence)
            for rows, below in ((goods.memberships, False), (goods.below, True))
            for m in rows
            if m.holds_on(day, known)
        )
        key = (stands, held, starts, len(goods.code), goods.code if starts else "")
        row = self.seen.get(key)
        if row is None:
            facts = Facts({}, PROBE, self.kinds)
            ask = Question(self.law, goods, origin, moment, known, facts, self.state, self.measure.direction)
            bears = bearing(ask, starts, True)
            shape = tuple(bears.shape) if isinstance(bears.shape, tuple) else ()
            tokens, rows, rest = shape[1], shape[2], shape[4:]
            if not tokens:
                row = NOTHING
            else:
                mask = 0
                for name in bears.facts:
                    mask |= 1 << self.bits[name] if name in self.bits else 0
                flags = (ON_BASE if bears.on_base else 0) | (PERHAPS if len(rest) > 1 else 0)
                told = (tokens, rows, rest, self.salt) if self.salt else (tokens, rows, rest)
                asked = tokens[0][:4]  # all but the gaps, which are words
                row = (content_hash(told), mask, flags, self.alike.setdefault(asked, len(self.alike) + 1))
            self.seen[key] = row
        return row

    def _standing(self, origin: str, moment: str, known: str) -> int:
        """A number for what of the measure stands for an origin at a moment as known; 0 for nothing."""
        found = standing(self.law, self.measure.direction, origin, moment, known, self.state)
        if not found:
            return 0
        (one,) = found
        gaps = tuple(
            gap.get("from", "") <= moment < gap.get("until", "~") for gap in self.measure.not_modelled
        )
        states = tuple((state.provision.track, state.provision.id, token) for state, token, _ in one.states)
        open_now = tuple((relief.id, relief.known) for relief, _ in one.open)
        key = (states, open_now, one.rules, gaps)
        return self.clauses_standing.setdefault(key, len(self.clauses_standing) + 1)


def _seen(m: Membership) -> tuple[str, ...]:
    return (m.list_id, m.from_day, m.to_day, m.known_day, m.end_known_day, m.condition, m.confidence)


def change_marks(
    moments: Sequence[str], knowns: Sequence[str], members: Sequence[Membership], policy: int
) -> set[str]:
    """Points of a policy at which a measure may change for goods of some memberships."""
    marks = set(moments)
    days = set(knowns) if policy == ENTRY_DAY else set()
    for m in members:
        marks.update(f"{day}T00:00" for day in (m.from_day, m.to_day) if day)
        if policy == ENTRY_DAY:
            days.update(day for day in (m.known_day or m.from_day, m.end_known_day) if day)
    marks.update(f"{day}T00:00" for day in days)
    return marks
