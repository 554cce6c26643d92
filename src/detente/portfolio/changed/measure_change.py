"""One measure before and after a change of law: by how much its part of a stack differs, for any goods."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.duties import CHINA_IMPORT, windows
from detente.portfolio.bound.origins import measure_origins
from detente.portfolio.bound.parts import PERHAPS, MeasureParts, content_hash
from detente.portfolio.place.breakpoints import changes_of
from detente.portfolio.place.classes import CodeClass
from detente.regime import MeasureRow, State, track_state

Difference = tuple[int, int, int]  # of the number of a stack; facts and flags the changed part brings
NONE: Difference = (0, 0, 0)
WHOLE = 1 << 64
_LAID_BY_NO_CLAUSE = (
    "id", "direction", "kind", "component", "lists", "prefixes", "origin", "not_modelled", "relieves",
    "content_fact", "one_heading",
)  # fmt: skip


@dataclass
class MeasureChange:
    """A measure of the law and what a change made of it.

    Parameters
    ----------
    salts : dict
        Numbers of the states met under changed laws: a part of a stack that looks alike but rests on other
        clauses gets a number of its own.
    not_facts : int
        Bits of facts that a stack never counts.
    """

    before: MeasureParts
    after: MeasureParts
    state: State
    salts: dict[object, int]
    not_facts: int
    moments: tuple[str, ...] = field(init=False)
    _salt: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        one, two = self.before.measure, self.after.measure
        self.moments = tuple(sorted(changes_of(one)[0] | changes_of(two)[0]))

    @property
    def lists(self) -> frozenset[str]:
        """Lists that either looks at."""
        return self.before.lists | self.after.lists

    @property
    def prefixes(self) -> frozenset[str]:
        """Prefixes that either looks at."""
        return self.before.prefixes | self.after.prefixes

    def origin_key(self, origin: str) -> object:
        """What of an origin either can tell apart."""
        return measure_origins(self.before.measure, origin), measure_origins(self.after.measure, origin)

    def marks(self, kind: CodeClass) -> Sequence[str]:
        """Moments between which the difference is the same for a class of codes."""
        days = {
            f"{day}T00:00"
            for m in (*kind.members, *kind.below)
            if m.list_id in self.lists
            for day in (m.from_day, m.to_day)
            if day
        }
        return sorted(days.union(self.moments))

    def salt(self, moment: str, known: str) -> int:
        """The number of the changed state at a moment; 0 where the measure stands as before."""
        key = (bisect_right(self.moments, moment), known)
        found = self._salt.get(key)
        if found is None:
            one, two = (self._standing(p.measure, moment, known) for p in (self.before, self.after))
            found = self._salt[key] = 0 if one == two else self.salts.setdefault(two, len(self.salts) + 1)
        return found

    def _standing(self, measure: MeasureRow, moment: str, known: str) -> object:
        states = (track_state(measure, t, moment, known, self.state) for t in measure.tracks)
        there = tuple(s for s in states if s is not None)
        rules = tuple(r for r in measure.stacking if r.start <= moment < r.until)
        return measure.id, there, windows(measure, moment, known), rules

    def difference(
        self, kind: CodeClass, starts: tuple[str, ...], origin: str, moment: str, known: str
    ) -> Difference:
        """By how much the number of a stack differs, and what facts and flags the changed part brings."""
        salt = self.salt(moment, known)
        if not salt:
            return NONE
        old = self.before.at(kind, starts, origin, moment, known)[0]
        new, facts, flags = self.after.at(kind, starts, origin, moment, known)
        if new:
            parts: tuple[object, ...] = (new, salt)
            if flags & PERHAPS:
                held = sorted((m.list_id, m.prefix[8:]) for m in kind.below if m.holds_on(moment[:10], known))
                parts += (starts, len(kind.digits), held)
            new = content_hash(parts)
        return (new - old) % WHOLE, facts & ~self.not_facts, flags


def same_reach(one: MeasureRow, two: MeasureRow) -> bool:
    """Whether nothing but tracks, events and exemptions of a measure differs."""
    return all(getattr(one, name) == getattr(two, name) for name in _LAID_BY_NO_CLAUSE)


def counted_by_the_line(direction: str, bits: dict[str, int]) -> int:
    """Bits of the facts by which base duties go: in the United States the line's, not the stack's."""
    if direction == CHINA_IMPORT or "quantity" not in bits:
        return 0
    return (1 << bits["quantity"]) | (1 << bits["unit"])
