"""A law that differs from a bound one in a few measures takes over what those measures do not touch.

Stacks are known by what bears on them, so a stack no changed measure bears on has the same number under
both laws, and its plan holds under both. A measure that differs marks its part of every stack.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from detente.portfolio.bound.parts import MeasureParts, content_hash
from detente.portfolio.place.applicable_law import marks
from detente.regime import Tables

if TYPE_CHECKING:
    from detente.portfolio.bound.bound_law import BoundRegime

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


def _share_parts(own: MeasureParts, other: MeasureParts) -> None:
    """The same measure on other axes: what it asks at a moment is known, only the cells differ."""
    own.seen, own.stands, own.origins = other.seen, other.stands, other.origins
    own.clauses_standing, own.alike = other.clauses_standing, other.alike
