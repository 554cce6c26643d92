"""A changed law bound to a schedule: what the change does not touch is shared with the law beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.origins import origin_groups
from detente.portfolio.bound.parts import MeasureParts
from detente.portfolio.bound.stacks import Stacks
from detente.portfolio.bound.store import Ints
from detente.portfolio.changed.measure_change import MeasureChange, counted_by_the_line, same_reach
from detente.portfolio.place.breakpoints import clauses
from detente.portfolio.place.classes import CodeClass, classes
from detente.regime import MeasureRow, Tables
from detente.terms import party_codes

MOST_LAWS = 256


@dataclass
class ChangedLaw:
    """A changed law bound for one direction.

    Parameters
    ----------
    changes : tuple of MeasureChange
        The measures of duty that differ.
    regime : BoundRegime
        The changed law; only stacks that differ are in it, plans stand in the store of the law beneath.
    """

    changes: tuple[MeasureChange, ...]
    regime: BoundRegime
    _number: dict[int, int] = field(default_factory=dict)

    def stack(self, content: int, facts: int, flags: int, rep: tuple[str, str, str, str]) -> int:
        """The number of a stack of the changed law; `rep` is the code, origin, moment and knowledge met."""
        found = self._number.get(content)
        if found is None:
            digits, origin, moment, known = rep
            one, two, three = (np.array([value], dtype=np.uint64) for value in (content, facts, flags))
            group = self.regime.groups.number[origin]
            stacks = self.regime.stacks.of(one, two, three, digits, group, [(moment, known)])
            found = self._number[content] = int(stacks[0])
        return found


@dataclass
class ChangedLaws:
    """Changed laws over one bound law, kept for the next question, and what they share."""

    ground: BoundRegime
    laws: dict[int, tuple[Tables, ChangedLaw | None]] = field(default_factory=dict)
    salts: dict[object, int] = field(default_factory=dict)
    plans: dict[int, list[int]] = field(default_factory=dict)
    reaches: dict[object, dict[int, int]] = field(default_factory=dict)
    kinds: dict[object, list[CodeClass]] = field(default_factory=dict)
    keys: dict[object, int] = field(default_factory=dict)

    def law(self, law: Tables) -> ChangedLaw | None:
        """A changed law bound; None where more differs than clauses of its measures."""
        found = self.laws.get(id(law))
        if found is None:
            while len(self.laws) >= MOST_LAWS:
                del self.laws[next(iter(self.laws))]
            found = self.laws[id(law)] = law, self._bind(law)
        return found[1]

    def _bind(self, law: Tables) -> ChangedLaw | None:
        ground = self.ground
        pairs = _changed_measures(ground.law, law)
        if pairs is None:
            return None
        bits = {name: i for i, name in enumerate(ground.facts)}
        left_out = counted_by_the_line(ground.direction, bits)
        changes = tuple(
            MeasureChange(
                ground.timelines.measures[one.id],
                MeasureParts(law, two, ground.state, bits, ground.timelines.kinds),
                ground.state, self.salts, left_out,
            )
            for one, two in pairs
            if two.direction == ground.direction and two.kind != "fee"
        )  # fmt: skip
        groups = ground.groups
        if any(_origins(one) != _origins(two) for one, two in pairs):
            groups = origin_groups(law, ground.direction, party_codes())
        regime = BoundRegime(
            law, ground.book, ground.state, ground.direction,
            classes(law, ground.book, ground.state, ground.direction), ground.axes, groups, ground.facts,
            ground.timelines, Stacks(), ground.store, plans=self.plans, rates=ground.rates,
        )  # fmt: skip
        return ChangedLaw(changes, regime)

    def reach(self, change: MeasureChange, numbers: Sequence[int]) -> tuple[Ints, list[CodeClass]]:
        """What of each class a change can see, by number, and a class that stands for every number."""
        looks = (change.lists, change.prefixes)
        known = self.reaches.setdefault(looks, {})
        kinds = self.kinds.setdefault(looks, [])
        for number in numbers:
            if number not in known:
                kind = self.ground.classes.code_class(self.ground.first[number])
                key = _joined_key(change, kind)
                at = self.keys.setdefault((looks, key), len(kinds))
                if at == len(kinds):
                    kinds.append(kind)
                known[number] = at
        return np.array([known[n] for n in numbers] or [0], dtype=np.int64), kinds


def _joined_key(change: MeasureChange, kind: CodeClass) -> object:
    return change.before.reach_key(kind), change.after.reach_key(kind)


def _changed_measures(one: Tables, two: Tables) -> list[tuple[MeasureRow, MeasureRow]] | None:
    """Measures that differ, before and after; None where more than their clauses differs."""
    if len(one.measures) != len(two.measures) or one.verified != two.verified or one.facts is not two.facts:
        return None
    pairs = [(a, b) for a, b in zip(one.measures, two.measures, strict=True) if a is not b]
    return pairs if all(same_reach(a, b) for a, b in pairs) else None


def _origins(measure: MeasureRow) -> set[frozenset[str]]:
    return {measure.origin, *(row.origin for row in clauses(measure))}


_KEPT: dict[int, ChangedLaws] = {}  # holds the bound laws, so their ids stay


def changed_laws(ground: BoundRegime) -> ChangedLaws:
    """The changed laws over a bound law."""
    found = _KEPT.get(id(ground))
    if found is None:
        while len(_KEPT) >= 4:
            del _KEPT[next(iter(_KEPT))]
        found = _KEPT[id(ground)] = ChangedLaws(ground)
    return found
