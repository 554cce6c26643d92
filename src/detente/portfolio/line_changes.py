"""What changed for the goods of a schedule between two days, or between two days of knowledge, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict

from detente.duties import CHINA_IMPORT, TERRITORY, is_duty
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.regime import bound_regime
from detente.portfolio.bound.store import Ints
from detente.portfolio.place.plans import Plan, class_plan
from detente.portfolio.rate_panel import all_codes
from detente.regime import tables
from detente.schedule import Schedule
from detente.terms import HtsCode

PPM = 10_000


class Point(BaseModel):
    """A day and the day of the knowledge used."""

    model_config = ConfigDict(frozen=True)
    on: str
    known: str


class Cause(BaseModel):
    """One clause that came or went, with the lines it moved (rates in percentage points)."""

    model_config = ConfigDict(frozen=True)
    component: str
    measure: str
    words: str
    before: str
    after: str
    points: float
    lines: int
    citation: str
    url: str
    examples: tuple[str, ...]


class LineChange(BaseModel):
    """One line whose additional duties changed."""

    model_config = ConfigDict(frozen=True)
    hts: str
    origin: str
    before_low_pct: float
    before_high_pct: float
    after_low_pct: float
    after_high_pct: float
    causes: tuple[str, ...]


class ChangesAnswer(BaseModel):
    """Lines changed between two points, by cause."""

    model_config = ConfigDict(frozen=True)
    before: Point
    after: Point
    lines_seen: int
    lines_changed: int
    causes: tuple[Cause, ...]
    lines: tuple[LineChange, ...]
    rules: str


@dataclass(frozen=True, slots=True)
class _Clause:
    component: str
    measure: str
    words: str
    text: str
    ppm: int
    citation: str
    url: str


def changes(
    before: Point,
    after: Point,
    origins: tuple[str, ...] = ("CN", "HK", "MO"),
    codes: tuple[str, ...] | None = None,
    direction: str = "us_import",
) -> ChangesAnswer:
    """Compare the additional duties of every line at two points, on entry of one side.

    Base rates are compared by the schedule, not here. Lines that depend on a fact are compared by both
    bounds. Into China a line that stands on one of the two days only is not compared.
    """
    from detente.duties import schedule

    law, book = tables(), schedule(TERRITORY[direction])
    bound = bound_regime(law, book, "by_text", direction)
    wanted = codes or tuple(_whole(book, *sorted((before.on, after.on))))
    if direction == CHINA_IMPORT and codes is None:
        stands = set(book.codes(8, before.on, before.on)).intersection(book.codes(8, after.on, after.on))
        wanted = tuple(code for code in wanted if code[:8] in stands)
    numbers = bound.class_numbers(wanted)
    stacks = {origin: _stacks(bound, numbers, origin, before, after) for origin in origins}
    pairs = _Pairs(bound)
    moved: dict[tuple[str, str, str, str], _Moved] = {}
    lines: list[LineChange] = []
    for i, code in enumerate(wanted):
        for origin in origins:
            old, new = int(stacks[origin][0][i]), int(stacks[origin][1][i])
            change = pairs.change(old, new) if old != new else None
            if change is None:
                continue
            dotted = HtsCode(code).dotted
            for one, two in change.clauses:
                moved.setdefault(_name(one, two), _Moved(one, two, [])).lines.append(f"{dotted} {origin}")
            lines.append(
                LineChange(
                    hts=dotted, origin=origin, before_low_pct=_total(change.one.low),
                    before_high_pct=_total(change.one.high), after_low_pct=_total(change.two.low),
                    after_high_pct=_total(change.two.high),
                    causes=tuple(_either(one, two).measure for one, two in change.clauses),
                )
            )  # fmt: skip
    causes = [_cause(m.old, m.new, m.lines) for m in moved.values()]
    causes.sort(key=lambda c: (-c.lines, c.measure))
    return ChangesAnswer(
        before=before,
        after=after,
        lines_seen=len(wanted) * len(origins),
        lines_changed=len(lines),
        causes=tuple(causes),
        lines=tuple(lines),
        rules=law.hash,
    )


def _whole(book: Schedule, first: str, last: str) -> Iterator[str]:
    """Codes the law treats as one: a line whose statistical numbers differ is compared number by number."""
    tens = {code[:8] for code in book.codes(10, first, last)}
    for code in all_codes(book, first, last):
        if len(code) == 10 or code not in tens or not book.memberships_below(code):
            yield code


def _total(terms: tuple[object, ...]) -> float:
    return sum(t.ppm for t in terms if not t.void and t.plus != "none") / PPM  # type: ignore[attr-defined]


def _stacks(bound: BoundRegime, numbers: Ints, origin: str, before: Point, after: Point) -> tuple[Ints, Ints]:
    """The stack of every class of goods from an origin at both points."""
    group = np.full(len(numbers), bound.groups.number[origin], dtype=np.int64)
    made = []
    for at in (before, after):
        table = bound.fill(bound.axes.policy_of(at.known), group, numbers)
        (cell,) = table.cells_of([f"{at.on}T23:59"])
        made.append(table.stacks[table.row[group, numbers], cell])
    return made[0], made[1]


@dataclass(frozen=True, slots=True)
class _Change:
    """Plans before and after, and the clauses that differ."""

    one: Plan
    two: Plan
    clauses: tuple[tuple[_Clause | None, _Clause | None], ...]


@dataclass(slots=True)
class _Moved:
    """A clause before and after, and the lines it moved."""

    old: _Clause | None
    new: _Clause | None
    lines: list[str]


class _Pairs:
    """Pairs of stacks compared, each stack worded and each pair compared once."""

    def __init__(self, bound: BoundRegime) -> None:
        self.bound = bound
        self._plans: dict[int, Plan] = {}
        self._made: dict[tuple[int, int], _Change | None] = {}

    def change(self, old: int, new: int) -> _Change | None:
        """What differs between two stacks; None where they ask the same."""
        if (old, new) not in self._made:
            self._made[old, new] = self._compare(self._plan(old), self._plan(new))
        return self._made[old, new]

    def _plan(self, stack: int) -> Plan:
        if stack not in self._plans:
            self._plans[stack] = class_plan(self.bound.plain_question(stack))
        return self._plans[stack]

    def _compare(self, one: Plan, two: Plan) -> _Change | None:
        if (one.low, one.high) == (two.low, two.high):
            return None
        before, after = _clauses(one), _clauses(two)
        pairs = [(before.get(k), after.get(k)) for k in dict.fromkeys((*before, *after))]
        return _Change(one, two, tuple((a, b) for a, b in pairs if (a and a.text) != (b and b.text)))


def _either(old: _Clause | None, new: _Clause | None) -> _Clause:
    clause = new or old
    assert clause is not None
    return clause


def _name(old: _Clause | None, new: _Clause | None) -> tuple[str, str, str, str]:
    clause = _either(old, new)
    return clause.component, clause.measure, old.text if old else "", new.text if new else ""


def _clauses(plan: Plan) -> dict[tuple[str, str], _Clause]:
    """The clauses of a plan by measure and track: what each asks."""
    made: dict[tuple[str, str], _Clause] = {}
    for outcome in (plan.found.outcome, plan.found.low, plan.found.high):
        for x in outcome.layers:
            if not is_duty(x.measure):
                continue
            p = x.state.provision
            text = f"{x.status} {x.ppm / PPM:g} %" if x.status == "in_force" else x.status
            cites = (*(x.state.event.cites if x.state.event else ()), *p.cites)
            where = cites[0] if cites else None
            words = f"{where.citation}{', ' + where.at if where.at else ''}" if where else ""
            if made.get((x.measure.id, p.track)) and x.status != "in_force":
                continue
            made[(x.measure.id, p.track)] = _Clause(
                x.measure.component,
                x.measure.id,
                x.measure.title[0],
                text,
                x.ppm if x.status == "in_force" else 0,
                words,
                where.opening.url if where else "",
            )
    return made


def _cause(old: _Clause | None, new: _Clause | None, rows: list[str]) -> Cause:
    clause = _either(old, new)
    return Cause(
        component=clause.component,
        measure=clause.measure,
        words=clause.words,
        before=old.text if old else "not there",
        after=new.text if new else "not there",
        points=((new.ppm if new else 0) - (old.ppm if old else 0)) / PPM,
        lines=len(rows),
        citation=clause.citation,
        url=clause.url,
        examples=tuple(rows[:3]),
    )
