"""A portfolio as arrays: lines of one shape meet one plan, so an outcome is computed shape by shape.

A shape is what the law can tell apart: the class of the code, the origin, the stretch of time between two
changes of law under any of the outcomes, and the facts that are given. Money is in cents, int64.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np

from detente.duties import CHINA_IMPORT, Shipment
from detente.outcomes.laying.overlay import Laid
from detente.portfolio import (
    BY_VALUE,
    MONEY_FACTS,
    Bools,
    Classes,
    CodeClass,
    Entries,
    Ints,
    LineAnswer,
    Numbers,
    Plan,
    PortfolioAnswer,
    by_value,
    changes_before,
    classes,
    facts_of,
    token_of,
)
from detente.regime import MeasureRow, Tables, change_moments, track_state
from detente.schedule import Schedule
from detente.terms import paused_garbage_collection

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
    rows : Ints
        Row of the file each line stands in, counted from 0.
    shape : Ints
        Index into `shapes`.
    amounts : dict
        Part name -> whole dollars (n).
    base_low, base_high : Ints
        Base duty in cents; `open_top` where it has no upper bound.
    base_needs : Bools
        Whether the base duty depends on a fact that is not given.
    """

    answer: PortfolioAnswer
    rows: Ints
    shapes: tuple[Shape, ...]
    shape: Ints
    amounts: dict[str, Ints]
    base_low: Ints
    base_high: Ints
    base_known: Bools
    base_needs: Bools
    open_top: Bools
    no_line: Bools
    schedules: Mapping[str, Schedule]
    known: str

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def answers(self) -> tuple[LineAnswer, ...]:
        """The answer of every line under the law itself, made when asked for."""
        return tuple(self.answer.rows_where(self.answer.answered))

    def line(self, i: int) -> LineAnswer:
        """The answer of a line under the law itself."""
        return self.answer.line(int(self.rows[i]))


@paused_garbage_collection()
def read_book(
    answer: PortfolioAnswer, laids: Sequence[Laid], schedules: Mapping[str, Schedule], known: str
) -> Book:
    """Arrays and shapes of an assessed portfolio, fine enough for every one of some outcomes.

    The first of `laids` is the law itself.
    """
    rows = np.flatnonzero(answer.answered)
    shapes: list[Shape] = []
    shape = np.zeros(len(rows), dtype=np.int64)
    for way in answer.groups:
        number = answer.entries.directions.values.index(way)
        inside = np.flatnonzero(answer.entries.directions.at[rows] == number)
        if len(inside):
            own, of = _shape_rows(
                answer, rows[inside], laids, _finest_classes(laids, schedules[way], way), known
            )
            shape[inside] = of + len(shapes)
            shapes += own
    bases = answer.bases
    needs = np.array([bool(facts) for facts, _ in bases.said])[bases.say]
    return Book(
        answer, rows, tuple(shapes), shape, _read_amounts(answer.entries, rows), bases.low[rows],
        bases.high[rows],
        bases.known[rows], needs[rows], bases.open_top[rows], bases.kind[rows] < 0, schedules, known,
    )  # fmt: skip


def _shape_rows(
    answer: PortfolioAnswer, rows: Ints, laids: Sequence[Laid], groups: Classes, known: str
) -> tuple[list[Shape], Ints]:
    """Shapes of the rows of one direction, and each row's."""
    entries = answer.entries
    used, code = np.unique(entries.codes.at[rows], return_inverse=True)
    classes_met = groups.code_classes([entries.codes.values[c] for c in used])
    by_number = {c.number: c for c in classes_met}
    kind = np.array([c.number for c in classes_met], dtype=np.int64)[code]
    changes = outcome_moments(laids)
    spans = {n: known_moments(c, laids[0].law, known) for n, c in by_number.items()}
    when = changes_before(entries.moments, rows, np.zeros_like(kind), {0: changes})
    window = changes_before(entries.moments, rows, kind, spans)
    keys = Numbers(rows)
    for part in (kind, entries.origins.at[rows], when, window):
        keys.by(part)
    into_china = groups.direction == CHINA_IMPORT
    named, floors = _facts_and_floors(laids, groups.direction)
    named |= {m.condition for c in classes_met for m in (*c.members, *c.below)}
    floor = np.array([into_china or not floors.isdisjoint(c.relevant) for c in classes_met])[code]
    alone = np.zeros(len(rows), dtype=bool)
    for name, column in entries.given:
        at = column.at[rows]
        if name in named:
            keys.by(_number_tokens(name, column.values, laids)[at])
        elif name in ("quantity", "unit"):
            keys.by(np.where(floor, at, -1))
        alone |= by_value(name, column)[rows]
    keys.by(np.where(floor, answer.bases.kind[rows], -1))
    if into_china:
        keys.by((entries.dollars[rows] == 0).astype(np.int64))
    keys.by(np.where(alone, np.arange(len(rows)), -1))
    shapes = []
    for i in keys.first:
        ship, own, cut = entries.ship(int(rows[i])), spans[int(kind[i])], int(window[i])
        starts = ([own[cut - 1]] if cut else []) + ([changes[when[i] - 1]] if when[i] else [])
        single = bool(alone[i])
        moment = ship.moment if single or not cut else max(starts)
        shapes.append(Shape(ship, by_number[int(kind[i])], moment, single))
    return shapes, keys.number


def _facts_and_floors(laids: Sequence[Laid], direction: str) -> tuple[frozenset[str], frozenset[str]]:
    """Facts that any outcome's law looks at, and measures whose duty tops up the base duty under any."""
    facts = set(BY_VALUE) | {"exclusion", "quota", "us_content_value_usd"}
    floors = set()
    for one in laids:
        facts |= facts_of(one.law) | {r["fact"] for r in one.law.extra.get("origin_rules", ())}
        floors |= {
            m.id for m in one.law.measures if any(p.kind == "floor_including_base" for p in m.provisions())
        }
    return frozenset(facts), frozenset(floors)


def _number_tokens(name: str, values: Sequence[str], laids: Sequence[Laid]) -> Ints:
    """What of a fact any outcome's law can tell apart, by number of the value; the last, -1, for no value."""
    if name in MONEY_FACTS:
        return np.array([*([0] * len(values)), -1], dtype=np.int64)
    numbers: dict[object, int] = {}
    laws = {id(one.law): one.law for one in laids}.values()
    tokens = [tuple(token_of(name, v, law) for law in laws) for v in values]
    return np.array([*(numbers.setdefault(t, len(numbers)) for t in tokens), -1], dtype=np.int64)


def _finest_classes(laids: Sequence[Laid], schedule: Schedule, direction: str) -> Classes:
    """Classes fine enough for every outcome: a clause may tell codes apart that the law itself does not."""
    finest = classes(laids[0].law, schedule, "by_text", direction)
    finest.prefixes = tuple(
        sorted({p for one in laids for p in classes(one.law, schedule, "by_text", direction).prefixes})
    )
    return finest


def known_moments(kind: CodeClass, law: Tables, known: str) -> tuple[str, ...]:
    """Moments at which the law may change for a class of codes, as known on the day."""
    moments = {f"{law.verified}T23:59~"}
    for measure in law.measures:
        if measure.id in kind.relevant:
            moments |= _moments_of_change(measure, known)
    for row in (*kind.members, *kind.below):
        if (row.known_day or row.from_day) <= known:
            moments.update(f"{day}T00:00" for day in (row.from_day, row.to_day) if day)
    return tuple(sorted(moments.intersection(kind.moments)))


@lru_cache(maxsize=4096)
def _moments_of_change(measure: MeasureRow, known: str) -> frozenset[str]:
    """Moments at which a measure may change, as known on a day."""
    collected = (e.collected_until for e in measure.events if e.known <= known)
    return frozenset((*change_moments(measure, known), *collected))


def outcome_moments(laids: Sequence[Laid], known: str = "9999-12-31") -> list[str]:
    """Every moment at which a measure that some outcome changes may change, as known on a day."""
    moments: set[str] = set()
    seen = {id(m) for m in laids[0].law.measures}
    for one in laids[1:]:
        for measure in one.law.measures:
            if id(measure) in seen:
                continue
            seen.add(id(measure))
            moments |= _moments_of_change(measure, known)
    return sorted(moments)


def _read_amounts(entries: Entries, rows: Ints) -> dict[str, Ints]:
    amounts = {"full": entries.dollars[rows]}
    for name in PARTS[1:]:
        values = entries.money(name)
        if values is not None:
            amounts[name] = values[rows]
    return amounts


@paused_garbage_collection()
def plans_under(
    laid: Laid, book: Book, before: Sequence[Plan] | None = None, under: Laid | None = None
) -> list[Plan]:
    """The plan of every shape under an outcome: that of the law itself where no clause bears on the shape.

    Parameters
    ----------
    before : sequence of Plan
        Plans under `under`, to share.
    """
    states: dict[tuple[str, str, str], bool] = {}
    plans = []
    own = Plans(laid, book.schedules)
    changed = _changed_measures(laid, under) if under is not None else ()
    for i, shape in enumerate(book.shapes):
        if before is not None and not any(_bears_on(shape, a, b, laid.known, states) for a, b in changed):
            plans.append(before[i])
        else:
            plans.append(own.of(shape))
    return plans


def _changed_measures(laid: Laid, under: Laid) -> tuple[tuple[MeasureRow, MeasureRow], ...]:
    """Measures an outcome changes: before and after."""
    pairs = zip(under.law.measures, laid.law.measures, strict=True)
    return tuple((a, b) for a, b in pairs if a is not b)


def _bears_on(
    shape: Shape, before: MeasureRow, after: MeasureRow, known: str, states: dict[tuple[str, str, str], bool]
) -> bool:
    """Whether a changed measure stands otherwise at the shape's time, on goods it can reach."""
    if after.direction != shape.ship.direction:
        return False
    if before.id not in shape.kind.relevant and _goods_reached(before) == _goods_reached(after):
        return False
    key = (after.id, shape.ship.origin, shape.moment)
    if key not in states:
        states[key] = _state_differs(before, after, shape.moment, known)
    return states[key]


def _goods_reached(measure: MeasureRow) -> set[object]:
    return {(p.lists, p.prefixes, p.except_prefixes) for p in measure.provisions()}


def _state_differs(one: MeasureRow, two: MeasureRow, moment: str, known: str) -> bool:
    if one.exemptions != two.exemptions:
        return True
    for i, track in enumerate(two.tracks):
        before = track_state(one, one.tracks[i], moment, known) if i < len(one.tracks) else None
        if before != track_state(two, track, moment, known):
            return True
    return False


@dataclass
class Plans:
    """Plans of shapes under one outcome, as known on its day; what the law cannot tell apart is read once."""

    laid: Laid
    schedules: Mapping[str, Schedule]
    groups: dict[str, Classes] = field(default_factory=dict)

    def of(self, shape: Shape) -> Plan:
        """The plan of one shape."""
        way = shape.ship.direction
        if way not in self.groups:
            self.groups[way] = classes(self.laid.law, self.schedules[way], "by_text", way)
        groups, digits = self.groups[way], shape.ship.code.digits
        if digits not in groups.codes:
            # shapes' classes are fine enough for every outcome: one code of each tells the class of all
            groups.codes[digits] = groups.code_class(shape.kind.digits)
        return groups.plan(replace(shape.ship, moment=shape.moment, known=self.laid.known))
