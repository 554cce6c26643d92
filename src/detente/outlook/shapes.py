"""A portfolio as arrays: lines of one shape meet one plan, so an outcome is computed shape by shape.

A shape is what the law can tell apart: the class of the code, the origin, the stretch of time between two
changes of law under any of the outcomes, and the facts that are given. Money is in cents, int64.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from detente.assess.classes import BY_VALUE, Classes, CodeClass, classes
from detente.assess.facts import AFTERWARDS
from detente.assess.plan import MONEY_FACTS, Plan
from detente.assess.portfolio import LineAnswer, PortfolioAnswer
from detente.assess.question import Shipment
from detente.assess.totals import Base, base_duty
from detente.outlook.overlay import Laid
from detente.regime.tables import MeasureRow, Tables
from detente.regime.timeline import change_moments, track_state
from detente.schedule import Schedule
from detente.terms import whole_dollars

Ints = NDArray[np.int64]
PARTS = ("full", *MONEY_FACTS, "us_content_value_usd", "metal_value_usd")


@dataclass(frozen=True)
class Shape:
    """Lines that meet one plan: one of them stands for all."""

    ship: Shipment
    kind: CodeClass
    moment: str
    single: bool


@dataclass(frozen=True)
class Book:
    """The lines of a portfolio that can be assessed, as arrays of length n.

    Parameters
    ----------
    answers : tuple of LineAnswer
        The answers under the law itself, in the order of the arrays.
    shape : Ints
        Index into `shapes`.
    amounts : dict
        Part name -> whole dollars (n).
    base_low, base_high : Ints
        Base duty in cents; `open_top` where it has no upper bound.
    """

    answers: tuple[LineAnswer, ...]
    shapes: tuple[Shape, ...]
    shape: Ints
    amounts: dict[str, Ints]
    base_low: Ints
    base_high: Ints
    base_known: NDArray[np.bool_]
    open_top: NDArray[np.bool_]
    no_line: NDArray[np.bool_]
    schedules: Mapping[str, Schedule]
    known: str


def read_book(
    answer: PortfolioAnswer, laids: Sequence[Laid], schedules: Mapping[str, Schedule], known: str
) -> Book:
    """Arrays and shapes of an assessed portfolio, fine enough for every one of some outcomes.

    The first of `laids` is the law itself.
    """
    rows = tuple(a for a in answer.rows if a.ship is not None and a.plan is not None)
    groups = {d: _groups(laids, schedules[d], d) for d in {a.ship.direction for a in rows if a.ship}}
    moments = outcome_moments(laids)
    found: dict[object, int] = {}
    shapes: list[Shape] = []
    place = np.zeros(len(rows), dtype=np.int64)
    kinds: dict[tuple[str, str], CodeClass] = {}
    windows: dict[tuple[int, str], int] = {}
    spans: dict[int, tuple[str, ...]] = {}
    extra: dict[str, int] = {}
    for i, a in enumerate(rows):
        ship = a.ship
        assert ship is not None
        digits, moment, way = ship.code.digits, ship.moment, ship.direction
        kind = kinds.get((way, digits))
        if kind is None:
            kind = kinds[way, digits] = groups[way].code_class(digits)
            if id(kind) not in spans:
                spans[id(kind)] = known_moments(kind, laids[0].law, groups[way].book, digits, known)
        single, facts = _facts_key(ship) if ship.facts else (False, ())
        when = extra.get(moment)
        if when is None:
            when = extra[moment] = bisect_right(moments, moment)
        window = windows.get((id(kind), moment))
        if window is None:
            window = windows[id(kind), moment] = bisect_right(spans[id(kind)], moment)
        key = (id(kind), ship.origin, when, window, facts, i if single else -1)
        number = found.get(key)
        if number is None:
            number = found[key] = len(shapes)
            starts = ([spans[id(kind)][window - 1]] if window else []) + ([moments[when - 1]] if when else [])
            shapes.append(Shape(ship, kind, ship.moment if single or not window else max(starts), single))
        place[i] = number
    return Book(
        rows, tuple(shapes), place, _amounts(rows), *_bases(rows, groups),
        no_line=np.array(["schedule" in a.missing for a in rows], dtype=bool),
        schedules=schedules, known=known,
    )  # fmt: skip


def _groups(laids: Sequence[Laid], schedule: Schedule, direction: str) -> Classes:
    """Classes fine enough for every outcome: a clause may tell codes apart that the law itself does not."""
    made = classes(laids[0].law, schedule, "by_text", direction)
    made.prefixes = tuple(
        sorted({p for one in laids for p in classes(one.law, schedule, "by_text", direction).prefixes})
    )
    return made


def known_moments(kind: CodeClass, law: Tables, book: Schedule, digits: str, known: str) -> tuple[str, ...]:
    """Moments at which the law may change for a class of codes, as known on the day."""
    found = {f"{law.verified}T23:59~"}
    for measure in law.measures:
        if measure.id in kind.relevant:
            found.update(change_moments(measure, known))
            found.update(e.collected_until for e in measure.events if e.known <= known)
    below = book.memberships_below(digits) if len(digits) == 8 else ()
    for row in (*book.memberships(digits), *below):
        if (row.known_day or row.from_day) <= known:
            found.update(f"{day}T00:00" for day in (row.from_day, row.to_day) if day)
    return tuple(sorted(found & set(kind.moments)))


def _facts_key(ship: Shipment) -> tuple[bool, object]:
    """Whether the facts count by their value, and what of them tells classes apart."""
    single = any(name in ship.facts for name in BY_VALUE)
    return single, tuple(
        (k, "" if k in MONEY_FACTS else v) for k, v in sorted(ship.facts.items()) if k not in AFTERWARDS
    )


def outcome_moments(laids: Sequence[Laid], known: str = "9999-12-31") -> list[str]:
    """Every moment at which a measure that some outcome changes may change, as known on a day."""
    found: set[str] = set()
    seen = {id(m) for m in laids[0].law.measures}
    for one in laids[1:]:
        for measure in one.law.measures:
            if id(measure) in seen:
                continue
            seen.add(id(measure))
            found.update(change_moments(measure, known))
            found.update(e.collected_until for e in measure.events if e.known <= known)
    return sorted(found)


def _amounts(rows: Sequence[LineAnswer]) -> dict[str, Ints]:
    dollars = np.array([a.ship.dollars if a.ship else 0 for a in rows], dtype=np.int64)
    made = {"full": dollars, "none": np.zeros_like(dollars)}
    for name in PARTS[1:]:
        if any(a.ship is not None and name in a.ship.facts for a in rows):
            made[name] = np.array([_content(a, name) for a in rows], dtype=np.int64)
    return made


def _content(a: LineAnswer, name: str) -> int:
    assert a.ship is not None
    text = a.ship.facts.get(name)
    return min(whole_dollars(Decimal(text)), a.ship.dollars) if text is not None else 0


def _bases(
    rows: Sequence[LineAnswer], groups: Mapping[str, Classes]
) -> tuple[Ints, Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    """Base duty of every line as the schedule gives it, before any relief from all duties."""
    found = [_base(a, groups) for a in rows]
    low = np.array([b.low_cents for b in found], dtype=np.int64)
    high = np.array([b.low_cents if b.high_cents is None else b.high_cents for b in found], dtype=np.int64)
    known = np.array([b.known for b in found], dtype=bool)
    return low, high, known, np.array([b.high_cents is None for b in found], dtype=bool)


def _base(a: LineAnswer, groups: Mapping[str, Classes]) -> Base:
    assert a.base is not None and a.ship is not None
    if a.base.relieved:
        return base_duty(groups[a.ship.direction].line(a.ship), a.ship.dollars, a.ship.facts)
    return a.base


def plans_under(
    laid: Laid, book: Book, before: Sequence[Plan] | None = None, under: Laid | None = None
) -> list[Plan]:
    """The plan of every shape under an outcome; the plan of the law itself where no clause bears on the shape.

    Parameters
    ----------
    before : sequence of Plan
        Plans under `under`, to share.
    """
    states: dict[tuple[str, str, str], bool] = {}
    made = []
    own = Plans(laid, book.schedules)
    changed = _changed(laid, under) if under is not None else ()
    for i, shape in enumerate(book.shapes):
        if before is not None and not any(_bears(shape, a, b, laid.known, states) for a, b in changed):
            made.append(before[i])
        else:
            made.append(own.of(shape))
    return made


def _changed(laid: Laid, under: Laid) -> tuple[tuple[MeasureRow, MeasureRow], ...]:
    """Measures an outcome changes: before and after."""
    pairs = zip(under.law.measures, laid.law.measures, strict=True)
    return tuple((a, b) for a, b in pairs if a is not b)


def _bears(
    shape: Shape, before: MeasureRow, after: MeasureRow, known: str, states: dict[tuple[str, str, str], bool]
) -> bool:
    """Whether a changed measure stands otherwise at the shape's time, on goods it can reach."""
    if after.direction != shape.ship.direction:
        return False
    if before.id not in shape.kind.relevant and _reach(before) == _reach(after):
        return False
    key = (after.id, shape.ship.origin, shape.moment)
    if key not in states:
        states[key] = _differs(before, after, shape.moment, known)
    return states[key]


def _reach(measure: MeasureRow) -> set[object]:
    return {(p.lists, p.prefixes, p.except_prefixes) for p in measure.provisions()}


def _differs(one: MeasureRow, two: MeasureRow, moment: str, known: str) -> bool:
    if one.exemptions != two.exemptions:
        return True
    for i, track in enumerate(two.tracks):
        before = track_state(one, one.tracks[i], moment, known) if i < len(one.tracks) else None
        if before != track_state(two, track, moment, known):
            return True
    return False


@dataclass
class Plans:
    """Plans of shapes under one outcome, as known on its day; what the law cannot tell apart is evaluated once."""

    laid: Laid
    schedules: Mapping[str, Schedule]
    groups: dict[str, Classes] = field(default_factory=dict)

    def of(self, shape: Shape) -> Plan:
        """The plan of one shape."""
        way = shape.ship.direction
        if way not in self.groups:
            self.groups[way] = classes(self.laid.law, self.schedules[way], "by_text", way)
        return self.groups[way].plan(replace(shape.ship, moment=shape.moment, known=self.laid.known))
