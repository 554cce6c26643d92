"""What changed for the goods of a schedule between two days, or between two days of knowledge, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from detente.duties import Shipment, is_duty
from detente.portfolio.place.classes import Classes, classes
from detente.portfolio.place.plans import Plan
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


def changes(
    before: Point,
    after: Point,
    origins: tuple[str, ...] = ("CN", "HK", "MO"),
    codes: tuple[str, ...] | None = None,
) -> ChangesAnswer:
    """Compare the additional duties of every line at two points.

    Base rates are compared by the schedule, not here. Lines that depend on a fact are compared by both
    bounds.
    """
    from detente.duties import schedule

    law, book = tables(), schedule()
    groups = classes(law, book, "by_text")
    moved: dict[tuple[str, str, str, str], tuple[_Clause | None, _Clause | None, list[str]]] = {}
    lines: list[LineChange] = []
    verdicts: dict[
        tuple[int, str], tuple[Plan, Plan, list[tuple[_Clause | None, _Clause | None]]] | None
    ] = {}
    wanted = codes or tuple(_whole(book))
    for code in wanted:
        number = groups.code_class(code).number
        for origin in origins:
            key = (number, origin)
            if key not in verdicts:
                verdicts[key] = _compare(groups, code, origin, before, after)
            found = verdicts[key]
            if found is None:
                continue
            one, two, pairs = found
            for old, new in pairs:
                clause = new or old
                assert clause is not None
                name = (clause.component, clause.measure, old.text if old else "", new.text if new else "")
                moved.setdefault(name, (old, new, []))[2].append(f"{HtsCode(code).dotted} {origin}")
            lines.append(
                LineChange(
                    hts=HtsCode(code).dotted,
                    origin=origin,
                    before_low_pct=_total(one.low),
                    before_high_pct=_total(one.high),
                    after_low_pct=_total(two.low),
                    after_high_pct=_total(two.high),
                    causes=tuple(
                        (new or old).measure  # type: ignore[union-attr]
                        for old, new in pairs
                        if (new or old)
                    ),
                )
            )
    causes = [_cause(old, new, rows) for old, new, rows in moved.values()]
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


def _whole(book: Schedule) -> Iterator[str]:
    """Codes the law treats as one: a line whose statistical numbers differ is compared number by number."""
    tens = {code[:8] for code in book.codes(10)}
    for code in all_codes(book):
        if len(code) == 10 or code not in tens or not book.memberships_below(code):
            yield code


def _total(terms: tuple[object, ...]) -> float:
    return sum(t.ppm for t in terms if not t.void and t.plus != "none") / PPM  # type: ignore[attr-defined]


def _plan(groups: Classes, code: str, origin: str, at: Point) -> Plan:
    from decimal import Decimal

    ship = Shipment(
        HtsCode(code), origin, f"{at.on}T23:59", at.known, Decimal(1), 1, {}, (), groups.direction
    )
    return groups.plan(ship)


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
            )
    return made


def _compare(
    groups: Classes, code: str, origin: str, before: Point, after: Point
) -> tuple[Plan, Plan, list[tuple[_Clause | None, _Clause | None]]] | None:
    one, two = _plan(groups, code, origin, before), _plan(groups, code, origin, after)
    if one is two or (one.low, one.high) == (two.low, two.high):
        return None
    old, new = _clauses(one), _clauses(two)
    pairs = [(old.get(k), new.get(k)) for k in dict.fromkeys((*old, *new))]
    return one, two, [(a, b) for a, b in pairs if (a and a.text) != (b and b.text)]


def _cause(old: _Clause | None, new: _Clause | None, rows: list[str]) -> Cause:
    clause = new or old
    assert clause is not None
    return Cause(
        component=clause.component,
        measure=clause.measure,
        words=clause.words,
        before=old.text if old else "not there",
        after=new.text if new else "not there",
        points=((new.ppm if new else 0) - (old.ppm if old else 0)) / PPM,
        lines=len(rows),
        citation=clause.citation,
        examples=tuple(rows[:3]),
    )
