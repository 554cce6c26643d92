"""What law bears on a class of goods between two changes: the facts it looks at, what a plan rests on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from detente.duties import (
    CHINA_IMPORT,
    NEAR_DAYS,
    Question,
    held_lists,
    origin_rule,
    standing_elsewhere,
    states_of,
    windows,
)
from detente.regime import ConditionRow, ExemptionRow, MeasureRow, ProvisionRow, State, Tables, TrackState
from detente.schedule import Membership

Mark = tuple[str, tuple[str, ...] | tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class Standing:
    """One measure that holds at a moment as known on a day, with everything an evaluation can see of it."""

    measure: MeasureRow
    states: tuple[tuple[TrackState, object, frozenset[str]], ...]
    open: tuple[tuple[ExemptionRow, frozenset[str]], ...]
    rules: tuple[int, ...]


@lru_cache(maxsize=8192)
def standing(
    law: Tables, direction: str, origin: str, moment: str, known: str, state: State
) -> tuple[Standing, ...]:
    """Measures that can fall on goods of an origin at a moment as known on a day."""
    made = []
    for measure, states in states_of(law, direction, origin, moment, known, state):
        seen = tuple(
            (
                s,
                (s.provision.id, s.status, s.ppm, s.payable_ppm, s.event.id if s.event else ""),
                _looked_at(s.provision),
            )
            for s in states
        )
        open_now = tuple(
            (e, _looked_at(e)) for e in windows(measure, moment, known) if not e.origin or origin in e.origin
        )
        rules = tuple(i for i, r in enumerate(measure.stacking) if r.start <= moment < r.until)
        made.append(Standing(measure, seen, open_now, rules))
    return tuple(made)


@lru_cache(maxsize=64)
def marks(law: Tables) -> Mapping[str, Mark]:
    """Facts the law only compares with marks (days, shares), and the marks. Values between two are alike."""
    ops: dict[str, set[str]] = {}
    values: dict[str, set[str]] = {}
    for measure in law.measures:
        conditions = [p.when for p in measure.provisions()] + [e.when for e in measure.exemptions]
        for op, name, value in (fact for when in conditions for fact in _facts_of(when)):
            ops.setdefault(name, set()).add(op)
            values.setdefault(name, set()).add(value)
    made: dict[str, Mark] = {}
    for name, found in ops.items():
        if found <= {"before", "from"}:
            made[name] = ("text", tuple(sorted(values[name])))
        elif found <= {"at_least", "below"}:
            made[name] = ("number", tuple(sorted(Decimal(v) for v in values[name])))
    return made


def _facts_of(when: ConditionRow | None) -> Iterable[tuple[str, str, str]]:
    """Operator, fact and value of every comparison in a condition."""
    if when is None:
        return
    if when[0] == "fact":
        yield when[1:]
        return
    for part in when[1]:
        yield from _facts_of(part)


@lru_cache(maxsize=64)
def facts_of(law: Tables) -> frozenset[str]:
    """Names of all facts that some clause of the law looks at."""
    names: set[str] = set()
    for measure in law.measures:
        names.add(measure.content_fact)
        for provision in measure.provisions():
            names |= _looked_at(provision)
        for exemption in measure.exemptions:
            names |= _looked_at(exemption)
    return frozenset(names)


def token_of(name: str, value: str, law: Tables) -> object:
    """What of a fact's value the law can tell apart."""
    mark = marks(law).get(name)
    if mark is None:
        return value
    return bisect_right(mark[1], value if mark[0] == "text" else Decimal(value))


def _reach(
    lists: frozenset[str],
    prefixes: tuple[str, ...],
    except_prefixes: tuple[str, ...],
    ask: Question,
) -> int:
    """Whether a scope reaches the goods: 0 no, 1 yes, 2 where the statistical number says so."""
    code = ask.goods.code
    if except_prefixes and code.startswith(except_prefixes):
        return 0
    if not lists and not prefixes:
        return 1
    held = ask.held
    assert held is not None
    if lists and not lists.isdisjoint(held.lists):
        return 1
    if prefixes and code.startswith(prefixes):
        return 1
    if lists and held.below and not lists.isdisjoint(held.below):
        return 2
    return 2 if prefixes and len(code) == 8 and any(p.startswith(code) for p in prefixes) else 0


@dataclass(frozen=True, slots=True)
class Bearing:
    """What bears on some goods at a moment.

    Parameters
    ----------
    shape : tuple
        All that a plan depends on, but for the facts given and the base duty.
    facts : frozenset of str
        Facts that an evaluation can look at.
    on_base : bool
        Whether the plan depends on the base duty too.
    """

    shape: object
    facts: frozenset[str]
    on_base: bool


def bearing(ask: Question, starts: tuple[str, ...], covered_origin: bool) -> Bearing:
    """What of the law bears on the goods of a question.

    Parameters
    ----------
    starts : tuple of str
        Prefixes of the law that begin the code, or that the code begins.
    covered_origin : bool
        Whether the duties of the origin are covered whatever the base duty is.
    """
    held = ask.held = held_lists(ask)
    relevant = ask.relevant
    tokens: list[object] = []
    lists: set[str] = set()
    facts = {m.condition for m in ask.goods.memberships if m.condition}
    perhaps = on_base = False
    held_names, named_only = held.lists.keys(), not held.below
    for one in standing(ask.tables, ask.direction, ask.origin, ask.moment, ask.known, ask.state):
        measure = one.measure
        if relevant is not None and measure.id not in relevant:
            continue
        whole = _reach(measure.lists, measure.prefixes, (), ask)
        if not whole:
            continue
        reached = []
        for state, token, names in one.states:
            row = state.provision
            part = _reach(row.lists, row.prefixes, row.except_prefixes, ask)
            if part:
                perhaps = perhaps or part == 2
                on_base = on_base or row.kind == "floor_including_base"
                lists |= row.lists
                facts |= names
                reached.append(token)
        if not reached:
            continue
        perhaps = perhaps or whole == 2
        lists |= measure.lists
        if measure.content_fact:
            facts.add(measure.content_fact)
        open_now = []
        for relief, names in one.open:
            if named_only and relief.lists and not relief.prefixes and held_names.isdisjoint(relief.lists):
                continue  # most reliefs: on one list, which does not name the goods
            part = _reach(relief.lists, relief.prefixes, relief.except_prefixes, ask)
            if part:
                perhaps = perhaps or part == 2
                facts |= names
                offered = bool(relief.offer) and ask.goods.code.startswith(relief.offer)
                open_now.append((relief.id, relief.known, part, offered))
        gaps = _gaps(measure, ask) if measure.not_modelled else ()
        tokens.append((measure.id, tuple(reached), tuple(open_now), one.rules, gaps))
    if not facts.isdisjoint(NEAR_DAYS):
        facts.update(NEAR_DAYS)  # the one given where the other is asked is said
    into_china = ask.direction == CHINA_IMPORT
    rows = _rows(ask, held.lists if into_china else held.lists.keys() & lists)
    late = ask.moment[:10] > ask.tables.verified
    shape: tuple[object, ...] = (ask.origin, tuple(tokens), rows, late)
    if perhaps:
        below = tuple(sorted({(m.list_id, m.prefix[8:]) for group in held.below.values() for m in group}))
        shape += (starts, len(ask.goods.code), below)
    if not into_china and not covered_origin:
        shape += standing_elsewhere(ask)
    if into_china:
        facts |= {"exclusion", "quota", *(r["fact"] for r in ask.tables.extra.get("origin_rules", ()))}
        shape += (origin_rule(ask.tables, ask.goods.code, ask.known) is not None,)
        if not covered_origin:
            facts |= {"quantity", "unit"}
    elif on_base:
        facts |= {"quantity", "unit"}
    return Bearing(shape, frozenset(facts), on_base or into_china)


@lru_cache(maxsize=4096)
def _looked_at(row: ProvisionRow | ExemptionRow) -> frozenset[str]:
    """Names of the facts a clause looks at."""
    names = {name for _, name, _ in _facts_of(row.when)}
    if row.base == "value_less_us_content":
        names.add("us_content_value_usd")
    elif row.base and row.base != "full_value":
        names.add(row.base)
    return frozenset(names)


def _gaps(measure: MeasureRow, ask: Question) -> tuple[bool, ...]:
    """Which gaps of a measure bear on the goods at the moment."""
    day = ask.moment[:10]
    held = {m.list_id for m in ask.goods.memberships if m.holds_on(day, ask.known)}
    return tuple(
        gap.get("from", "") <= ask.moment < gap.get("until", "~")
        and (not gap.get("lists") or not held.isdisjoint(gap["lists"]))
        for gap in measure.not_modelled
    )


def _rows(ask: Question, lists: Iterable[str]) -> tuple[object, ...]:
    """Memberships behind a plan: list, condition, how sure; into China also where the list names the code."""
    day = ask.moment[:10]
    wanted = set(lists)
    cites = ask.direction == CHINA_IMPORT

    def shown(m: Membership) -> tuple[str, ...]:
        return (m.list_id, m.condition, m.confidence, m.cite if cites else "")

    found = (m for m in ask.goods.memberships if m.list_id in wanted and m.holds_on(day, ask.known))
    return tuple(sorted({shown(m) for m in found}))
