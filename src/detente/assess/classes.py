"""Classes of shipments: which codes, days and facts the law cannot tell apart.

Only the measures that can ever touch a code cut its days into classes, so most codes have a few dozen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from detente.assess.answer import DutyLine
from detente.assess.lines import fee_lines
from detente.assess.plan import MONEY_FACTS, PROBE, Plan, class_plan, single_plan
from detente.assess.question import Shipment, question_of
from detente.assess.stack import Question, held_lists, states_of, windows
from detente.assess.totals import bounds_of
from detente.regime.tables import ExemptionRow, MeasureRow, ProvisionRow, Tables
from detente.regime.timeline import State, change_moments, governing
from detente.schedule import Membership, Schedule
from detente.schedule.lines import DatedLine
from detente.terms import HtsCode

# facts whose value, not only whose presence, decides: such lines are evaluated one by one
BY_VALUE = ("us_content_value_usd", "us_content_share", "de_minimis_claim")
MOST_NEAREST = 200  # looking for the nearest reads the whole schedule
FeeTerm = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class CodeClass:
    """Codes the law treats alike: the measures that can touch them, and the days on which that may change."""

    number: int
    relevant: frozenset[str]
    moments: tuple[str, ...]
    knowns: tuple[str, ...]
    starts: tuple[str, ...]
    length: int


@lru_cache(maxsize=8192)
def _tokens(
    law: Tables, direction: str, origin: str, moment: str, known: str, state: State
) -> tuple[tuple[str, object], ...]:
    """For each measure that holds, everything of it that an evaluation at this moment can see."""
    made = []
    for measure, states in states_of(law, direction, origin, moment, known, state):
        seen = tuple(
            (s.provision.id, s.status, s.ppm, s.payable_ppm, s.event.id if s.event else "") for s in states
        )
        open_now = tuple((e.id, e.known) for e in windows(measure, moment, known))
        rules = tuple(i for i, r in enumerate(measure.stacking) if r.start <= moment < r.until)
        made.append((measure.id, (measure.id, seen, open_now, rules)))
    return tuple(made)


@dataclass(slots=True)
class Classes:
    """The classes met so far, with their plans."""

    law: Tables
    book: Schedule
    state: State
    direction: str = "us_import"
    codes: dict[str, CodeClass] = field(default_factory=dict)
    signatures: dict[object, CodeClass] = field(default_factory=dict)
    plans: dict[object, Plan] = field(default_factory=dict)
    shapes: dict[object, Plan] = field(default_factory=dict)
    fees: dict[object, tuple[FeeTerm, ...]] = field(default_factory=dict)
    worded: dict[object, tuple[DutyLine, ...]] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    nearest: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether a full schedule is installed, so that a code it lacks does not exist."""
        return self.book.meta.kind == "built"

    def plan(self, ship: Shipment) -> Plan:
        """The plan of a shipment's class, made on first need."""
        if ship.facts and any(name in ship.facts for name in BY_VALUE):
            return single_plan(question_of(ship, self.law, self.book, self.state, ship.known))
        digits = ship.code.digits
        kind = self.code_class(digits)
        at = bisect_right(kind.moments, ship.moment)
        as_known = bisect_right(kind.knowns, ship.known)
        facts: object = ()
        if ship.facts:
            facts = tuple((k, "" if k in MONEY_FACTS else v) for k, v in sorted(ship.facts.items()))
        key = (kind.number, ship.origin, at, as_known, facts)
        found = self.plans.get(key)
        if found is None:
            # evaluated on the first moment and day of the class, so that states are shared between classes
            moment = kind.moments[at - 1] if at else ship.moment
            known = kind.knowns[as_known - 1] if as_known else ship.known
            found = self.plans[key] = self._make(ship, kind, moment, known)
        return found

    def _make(self, ship: Shipment, kind: CodeClass, moment: str, known: str) -> Plan:
        facts = {k: (str(PROBE // 3) if k in MONEY_FACTS else v) for k, v in ship.facts.items()}
        probe = Shipment(ship.code, ship.origin, moment, known, ship.value, PROBE, facts, (), self.direction)
        ask = question_of(probe, self.law, self.book, self.state, known)
        ask.relevant = kind.relevant
        shape = self._shape(ask, kind, ship)
        plan = self.shapes.get(shape)
        if plan is None:
            plan = self.shapes[shape] = class_plan(ask)
        return plan

    def _shape(self, ask: Question, kind: CodeClass, ship: Shipment) -> object:
        """All that a plan depends on, so that classes which differ in the past or the future share one today."""
        held = ask.held = held_lists(ask)
        day = ask.moment[:10]
        rows = tuple(
            sorted(
                {
                    (m.list_id, m.condition, m.confidence)
                    for m in ask.goods.memberships
                    if m.list_id in held.lists and m.holds_on(day, ask.known)
                }
            )
        )
        below = tuple(sorted({(m.list_id, m.prefix[8:]) for group in held.below.values() for m in group}))
        tokens = _tokens(self.law, self.direction, ask.origin, ask.moment, ask.known, self.state)
        laid = tuple(token for name, token in tokens if name in kind.relevant)
        late = ask.moment[:10] > self.law.verified
        facts = tuple(sorted(ask.facts.given.items())) if ship.facts else ()
        return rows, below, kind.starts, kind.length, ask.origin, laid, late, facts

    def line(self, ship: Shipment) -> DatedLine | None:
        """The schedule's line of a shipment on its day."""
        day = ship.moment[:10]
        for row in self.book.lines(ship.code.digits):
            if row.holds_on(day):
                return row
        return None

    def near(self, digits: str) -> tuple[str, ...]:
        """A note with the nearest codes of the installed schedule, for the first few unknown codes of a file."""
        if digits not in self.nearest and len(self.nearest) < MOST_NEAREST:
            close = ", ".join(HtsCode(code).dotted for code in self.book.nearest(digits))
            self.nearest[digits] = (f"nearest codes there: {close}",) if close else ()
        return self.nearest.get(digits, ())

    def fee_terms(self, ship: Shipment) -> tuple[FeeTerm, ...]:
        """Entry fees of a day and mode of transport: component, rate, least and greatest amount."""
        mode = ship.facts.get("mode", "")
        key = (ship.moment, ship.known, mode)
        found = self.fees.get(key)
        if found is None:
            rows = []
            for measure in self.law.measures:
                if measure.kind != "fee" or measure.direction != self.direction:
                    continue
                for track in measure.tracks:
                    p = governing(track, ship.moment, ship.known)
                    if p is not None and (p.when is None or p.when == ("fact", "equals", "mode", mode)):
                        rows.append((measure.component, p.ppm, p.minimum_usd, p.maximum_usd))
            found = self.fees[key] = tuple(rows)
        return found

    def fee_words(self, ship: Shipment) -> tuple[DutyLine, ...]:
        """Entry fees and VAT in words, on the shipment's own day: a plan is shared by days and codes that differ in them."""
        key = (ship.code.digits, ship.origin, ship.moment, ship.known, ship.facts.get("mode", ""))
        found = self.worded.get(key)
        if found is None:
            ask = question_of(ship, self.law, self.book, self.state, ship.known)
            found = self.worded[key] = tuple(fee_lines(ask, bounds_of(ask)))
        return found

    def code_class(self, digits: str) -> CodeClass:
        """The class of a code, made on first need."""
        return self.codes.get(digits) or self._code(digits)

    def _code(self, digits: str) -> CodeClass:
        members = self.book.memberships(digits)
        below = self.book.memberships_below(digits) if len(digits) == 8 else ()
        reach = tuple(
            (m.list_id, m.from_day, m.to_day, m.known_day, m.condition, m.confidence) for m in members
        )
        under = tuple((m.list_id, m.from_day, m.to_day, m.known_day, m.prefix[8:]) for m in below)
        starts = tuple(p for p in self.prefixes if digits.startswith(p) or p.startswith(digits))
        signature = (len(digits), reach, under, starts, bool(self.book.lines(digits)))
        found = self.signatures.get(signature)
        if found is None:
            found = self._new(len(self.signatures), (*members, *below), starts, len(digits))
            self.signatures[signature] = found
        self.codes[digits] = found
        return found

    def _new(
        self, number: int, members: Iterable[Membership], starts: tuple[str, ...], length: int
    ) -> CodeClass:
        lists = {m.list_id for m in members}
        relevant = [
            m for m in self.law.measures if m.direction == self.direction and _touches(m, lists, starts)
        ]
        moments = {f"{self.law.verified}T23:59~"}
        knowns: set[str] = set()
        for measure in relevant:
            moments.update(change_moments(measure))
            moments.update(e.collected_until for e in measure.events)
            knowns.update(row.known for row in _rows(measure))
            knowns.update(e.known for e in measure.events)
        for m in members:
            moments.update(f"{day}T00:00" for day in (m.from_day, m.to_day) if day)
            knowns.update(day for day in (m.known_day or m.from_day,) if day)
        names = frozenset(m.id for m in relevant)
        return CodeClass(number, names, tuple(sorted(moments)), tuple(sorted(knowns)), starts, length)


def _rows(measure: MeasureRow) -> list[ProvisionRow | ExemptionRow]:
    return [*measure.provisions(), *measure.exemptions]


def _touches(measure: MeasureRow, lists: set[str], starts: tuple[str, ...]) -> bool:
    """Whether a duty or a relief can ever fall on goods of these lists and prefixes (fees stand apart)."""
    if measure.kind == "fee" or not measure.tracks:
        return False
    if measure.lists or measure.prefixes:
        return not measure.lists.isdisjoint(lists) or any(p in starts for p in measure.prefixes)
    for row in measure.provisions():
        if not row.lists and not row.prefixes:
            return True
        if not row.lists.isdisjoint(lists) or any(p in starts for p in row.prefixes):
            return True
    return False


def classes(law: Tables, book: Schedule, state: State, direction: str = "us_import") -> Classes:
    """Empty classes for a law, a schedule and a direction."""
    prefixes: set[str] = set()
    for measure in law.measures:
        prefixes.update(measure.prefixes)
        for row in _rows(measure):
            prefixes.update((*row.prefixes, *row.except_prefixes))
    return Classes(law, book, state, direction, prefixes=tuple(sorted(prefixes)))
