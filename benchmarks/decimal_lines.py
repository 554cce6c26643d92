"""A small evaluator that finds the additional duties of one line by itself, in Decimal, for `peers.py`.

It is what one would write without arrays: lists of a code and states of a measure by bisecting their
dates, scopes, conditions and reliefs tried one after another, layers that give way to others, each layer
rounded. Facts not given count as not so; bounds, words and base duties are left out. What does not depend
on a line (the spans of lists and of measures) is laid out beforehand and not measured.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, NamedTuple

from detente.regime import MeasureRow, Tables, change_moments, track_state
from detente.schedule import Schedule

CENT, MILLION = Decimal("0.01"), Decimal(1_000_000)
BEFORE_ALL = "1900-01-01T00:00"


class Line(NamedTuple):
    """One line, read."""

    digits: str
    origin: str
    moment: str
    dollars: int
    facts: Mapping[str, str]


class Spans(NamedTuple):
    """Values over time: `at[k]` holds from `points[k - 1]` on."""

    points: list[str]
    at: list[Any]

    def on(self, moment: str) -> Any:
        return self.at[bisect_right(self.points, moment)]


class Evaluator:
    """The law of imports into the United States, laid out for one line at a time."""

    def __init__(self, law: Tables, book: Schedule, codes: Iterable[str]) -> None:
        self.lists = {code: _lists(book, code) for code in codes}
        measures = [m for m in law.measures if m.direction == "us_import" and m.kind != "fee"]
        self.measures = [(m, _states(m)) for m in measures]

    def cents(self, line: Line) -> int:
        """Additional duties of a line in cents."""
        lists = self.lists[line.digits].on(line.moment)
        layers: list[dict[str, Any]] = []
        for measure, spans in self.measures:
            if "ALL" not in measure.origin and line.origin not in measure.origin:
                continue
            states, reliefs = spans.on(line.moment)
            if not states or not _reaches(measure, line.digits, lists):
                continue
            for state in states:
                row = state.provision
                if row.origin and line.origin not in row.origin:
                    continue
                if _reaches(row, line.digits, lists) and _holds(row.when, line):
                    layers.append(_layer(measure, state, reliefs, line, lists))
                    if measure.one_heading:
                        break
        _relieve(layers)
        for layer in layers:
            _give_way(layer, layers, line)
        total = Decimal(0)
        for layer in layers:
            if layer["status"] == "in_force" and layer["measure"].kind == "additional_duty":
                duty = layer["value"] * layer["ppm"] / MILLION
                total += duty.quantize(CENT, ROUND_HALF_UP)
        return int(total * 100)


def _lists(book: Schedule, code: str) -> Spans:
    rows = book.memberships(code)
    days = {d for r in rows for d in (r.from_day, r.to_day, r.known_day, r.end_known_day) if d}
    points = sorted(f"{day}T00:00" for day in days)
    cells = [BEFORE_ALL, *points]
    held = [{r.list_id: r.condition for r in rows if r.holds_on(cell[:10], cell[:10])} for cell in cells]
    return Spans(points, held)


def _states(measure: MeasureRow) -> Spans:
    rows = (*measure.provisions(), *measure.exemptions, *measure.events)
    rules = (moment for rule in measure.stacking for moment in (rule.start, rule.until))
    points = sorted({*change_moments(measure), *(f"{row.known}T00:00" for row in rows), *rules} - {""})
    made = []
    for cell in [BEFORE_ALL, *points]:
        known = cell[:10]
        states = [track_state(measure, track, cell, known) for track in measure.tracks]
        open_now: dict[str, Any] = {}
        for row in measure.exemptions:
            if row.known <= known and (row.id not in open_now or row.known >= open_now[row.id].known):
                open_now[row.id] = row
        reliefs = [row for row in open_now.values() if row.start <= cell < row.until]
        made.append(([s for s in states if s is not None and s.status != "ended"], reliefs))
    return Spans(points, made)


def _reaches(row: Any, digits: str, lists: Mapping[str, str]) -> bool:
    if getattr(row, "except_prefixes", ()) and digits.startswith(row.except_prefixes):
        return False
    if not row.lists and not row.prefixes:
        return True
    return not row.lists.isdisjoint(lists) or (bool(row.prefixes) and digits.startswith(row.prefixes))


def _holds(when: Any, line: Line) -> bool:
    if when is None:
        return True
    if when[0] != "fact":
        held = [_holds(part, line) for part in when[1]]
        return all(held) if when[0] == "all" else any(held) if when[0] == "any" else not any(held)
    _, op, name, value = when
    stated = str(line.dollars) if name == "customs_value_usd" else line.facts.get(name)
    if stated is None:
        return False
    if op in ("equals", "before", "from"):
        return stated == value if op == "equals" else stated < value if op == "before" else stated >= value
    return Decimal(stated) >= Decimal(value) if op == "at_least" else Decimal(stated) < Decimal(value)


def _amount(name: str, line: Line) -> Decimal | None:
    stated = line.facts.get(name)
    if stated is None:
        return None
    whole = Decimal(stated).quantize(Decimal(1), ROUND_HALF_UP)
    return min(whole, Decimal(line.dollars))


def _layer(
    measure: MeasureRow, state: Any, reliefs: list[Any], line: Line, lists: Mapping[str, str]
) -> dict[str, Any]:
    row, value = state.provision, Decimal(line.dollars)
    content = "full_value"
    if row.base != "full_value" and not (row.unknown == "full_value" and row.base not in line.facts):
        value, content = _amount(row.base, line) or Decimal(0), row.base
    made = {
        "measure": measure, "status": state.status, "ppm": state.ppm, "value": value, "content": content,
        "keeps": False, "settled": False,
    }  # fmt: skip
    for relief in reliefs:
        if (relief.origin and line.origin not in relief.origin) or (relief.of and row.id not in relief.of):
            continue
        if not _reaches(relief, line.digits, lists) or not _holds(relief.when, line):
            continue
        if relief.base == "value_less_us_content":
            own = _amount("us_content_value_usd", line)
            made["value"] = value if own is None else min(value, max(Decimal(0), value - own))
            continue
        made["keeps"] = relief.keeps_content
        if relief.ppm is None:
            made["status"] = "exempt"
            break
        made["ppm"] = relief.ppm if made["status"] != "void" else made["ppm"]
    return made


@lru_cache(maxsize=4096)
def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern)


def _relieve(layers: list[dict[str, Any]]) -> None:
    reliefs = [x for x in layers if x["measure"].relieves and x["status"] == "in_force"]
    for relief in reliefs:
        for layer in layers:
            names = relief["measure"].relieves
            if layer is not relief and any(_matches(layer["measure"].id, name) for name in names):
                layer["status"] = "exempt"


def _give_way(layer: dict[str, Any], layers: list[dict[str, Any]], line: Line) -> None:
    """Layers that yield to others, and values that others leave over."""
    if layer["settled"]:
        return
    layer["settled"] = True
    for rule in layer["measure"].stacking:
        if rule.rule == "adds" or not rule.start <= line.moment < rule.until:
            continue
        for other in layers:
            if layer["status"] not in ("in_force", "void"):
                return
            if other is layer or not _matches(other["measure"].id, rule.with_):
                continue
            _give_way(other, layers, line)
            live = other["status"] in ("in_force", "void")
            if not (live or (other["keeps"] and rule.rule == "on_remaining_content")):
                continue
            if other["measure"].kind == "exclusion":
                continue
            if rule.rule in ("excluded_by", "replaces"):
                layer["status"] = "excluded"
                return
            fact = other["measure"].content_fact
            declared = (
                _amount(fact, line) if rule.declared and fact and other["content"] == "full_value" else None
            )
            left = layer["value"] - (other["value"] if declared is None else declared)
            layer["value"] = max(Decimal(0), left)
            if layer["value"] == 0 and line.dollars:
                layer["status"] = "excluded"
                return
