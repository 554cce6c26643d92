"""Classes of shipments: which codes, days and facts the law cannot tell apart.

Only the measures that can ever touch a code cut its days into classes, so most codes have a few dozen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from detente.duties import (
    CHINA_IMPORT,
    ORIGINS,
    DutyLine,
    Facts,
    Goods,
    Question,
    Shipment,
    bounds_of,
    changes_elsewhere,
    fact_kinds,
    fee_lines,
    goods_of,
    named_numbers,
    origin_of,
    question_of,
)
from detente.portfolio.place.applicable_law import bearing, token_of
from detente.portfolio.place.breakpoints import by_length, clauses, counts_by_value, touching
from detente.portfolio.place.claim_cases import ClaimCases
from detente.portfolio.place.number_cells import NumberCells
from detente.portfolio.place.plans import MONEY_FACTS, PROBE, Plan, class_plan, single_plan
from detente.regime import State, Tables, governing
from detente.schedule import MANY, DatedLine, Membership, RateSpans, Schedule, rate_spans, reach_keys
from detente.terms import HtsCode

MOST_NEAREST = 200  # looking for the nearest reads the whole schedule
FeeTerm = tuple[str, int, str, str]
FEE_FACTS = ("mode", "entry_type", "chapter_98")  # facts that decide which entry fees are due
SPARED = -1  # in place of a rate: a fact says that the fee is not due


@dataclass(frozen=True, slots=True)
class CodeClass:
    """Codes the law treats alike: the measures that can touch them, and the days on which that may change.

    `digits`, `members` and `below` are those of the first code met: of the others they differ in words only.
    """

    number: int
    relevant: frozenset[str]
    moments: tuple[str, ...]
    knowns: tuple[str, ...]
    starts: tuple[str, ...]
    digits: str
    members: tuple[Membership, ...]
    below: tuple[Membership, ...]


@dataclass(slots=True)
class Window:
    """A class of codes of one origin between two changes of law or of knowledge.

    Parameters
    ----------
    facts : frozenset of str
        Facts that can change the plan here.
    on_base : bool
        Whether the base duty can change it too.
    on_zero : bool
        Whether a value of zero can change it: into China, what owes no base duty is covered from any origin.
    """

    ask: Question
    facts: frozenset[str]
    on_base: bool
    on_zero: bool
    shape: object
    plans: dict[object, Plan] = field(default_factory=dict)


@dataclass(slots=True)
class Classes:
    """The classes met so far, with their plans."""

    law: Tables
    book: Schedule
    state: State
    direction: str = "us_import"
    codes: dict[str, CodeClass] = field(default_factory=dict)
    signatures: dict[object, CodeClass] = field(default_factory=dict)
    windows: dict[tuple[int, str, int, int], Window] = field(default_factory=dict)
    shapes: dict[object, Plan] = field(default_factory=dict)
    fees: dict[object, tuple[FeeTerm, ...]] = field(default_factory=dict)
    worded: dict[object, tuple[DutyLine, ...]] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    nearest: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stands: dict[str, bool] = field(default_factory=dict)
    steady: dict[str, bool] = field(default_factory=dict)
    beyond: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    fee_cells: dict[object, tuple[FeeTerm, ...]] = field(default_factory=dict)
    fee_gaps: dict[object, tuple[str, ...]] = field(default_factory=dict)
    numbers: NumberCells = field(init=False)
    claims: ClaimCases = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = NumberCells(self.book, named_numbers(self.law))
        self.claims = ClaimCases(self.law, self.book)

    @property
    def full(self) -> bool:
        """Whether a full schedule is installed, so that a code it lacks does not exist.

        Codes of China are looked at on their day, when rows are settled.
        """
        return self.book.meta.every_line and self.direction != CHINA_IMPORT

    def plan(self, ship: Shipment) -> Plan:
        """The plan of a shipment's class, made on first need."""
        return self.plan_in(self.window(ship), ship)

    def window(self, ship: Shipment) -> Window:
        """The window a shipment falls in, made on first need."""
        kind = self.code_class(ship.code.digits)
        origin = self.origin_of(ship)
        moments, knowns = self.changes(kind, origin)
        at, as_known = bisect_right(moments, ship.moment), bisect_right(knowns, ship.known)
        return self.window_at(kind, origin, at, as_known, ship.moment, ship.known)

    def changes(self, kind: CodeClass, origin: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Moments and days of knowledge at which something may change for a class of codes of an origin."""
        if origin in ORIGINS[self.direction] or self.direction == CHINA_IMPORT:
            return kind.moments, kind.knowns
        found = self.beyond.get(kind.number)
        if found is None:
            moments, knowns = changes_elsewhere(self.law)
            found = tuple(sorted(moments.union(kind.moments))), tuple(sorted(knowns.union(kind.knowns)))
            self.beyond[kind.number] = found
        return found

    def origin_of(self, ship: Shipment) -> str:
        """Origin by which the duties go: of a chip into China, where its wafer was made."""
        if self.direction != CHINA_IMPORT:
            return ship.origin
        return origin_of(self.law, ship.code.digits, ship.origin, ship.facts, ship.known)

    def window_at(
        self, kind: CodeClass, origin: str, at: int, as_known: int, moment: str, known: str
    ) -> Window:
        """The window after change `at` of a class and `as_known` of knowledge; before any, at `moment`."""
        key = (kind.number, origin, at, as_known)
        found = self.windows.get(key)
        if found is None:
            # evaluated on the first moment and day of the class, so that states are shared between classes
            moments, knowns = self.changes(kind, origin)
            moment = moments[at - 1] if at else moment
            known = knowns[as_known - 1] if as_known else known
            goods = Goods(kind.digits, None, kind.members, kind.below)
            ask = self._ask(goods, origin, moment, known, {}, kind.relevant)
            covered = origin in ORIGINS[self.direction]
            bears = bearing(ask, kind.starts, covered)
            on_zero = self.direction == CHINA_IMPORT and not covered
            found = self.windows[key] = Window(ask, bears.facts, bears.on_base, on_zero, bears.shape)
        return found

    def _ask(
        self,
        goods: Goods,
        origin: str,
        moment: str,
        known: str,
        facts: dict[str, str],
        relevant: frozenset[str] | None,
    ) -> Question:
        probe = Facts(facts, PROBE, fact_kinds(self.law))
        return Question(
            self.law, goods, origin, moment, known, probe, self.state, self.direction, relevant=relevant
        )

    def plan_in(self, window: Window, ship: Shipment) -> Plan:
        """The plan of a shipment that falls in a window."""
        given = {k: v for k, v in ship.facts.items() if k in window.facts} if ship.facts else {}
        alone = any(counts_by_value(k, v) for k, v in given.items())
        if alone or (window.on_zero and not ship.dollars):
            return single_plan(question_of(ship, self.law, self.book, self.state, ship.known))
        base: object = ()
        if window.on_base:
            line = self.line(ship)
            base = (line.general, line.special and line.special[-1], line.cite) if line else None
        facts: object = ()
        if given:
            facts = tuple(sorted((k, self.token(k, v)) for k, v in given.items()))
        found = window.plans.get((base, facts))
        if found is None:
            found = window.plans[base, facts] = self._make(window, ship, given, base, facts)
        return found

    def plain_plan(self, window: Window) -> Plan | None:
        """The plan of a window on which no given fact or base duty bears; None where not made yet."""
        found = window.plans.get(((), ())) or self.shapes.get((window.shape, (), ()))
        if found is not None:
            window.plans[(), ()] = found
        return found

    def token(self, name: str, value: str) -> object:
        """What of a fact's value a plan can depend on."""
        return "" if name in MONEY_FACTS else token_of(name, value, self.law)

    def _make(
        self, window: Window, ship: Shipment, given: dict[str, str], base: object, facts: object
    ) -> Plan:
        first = window.ask
        money = {k: (str(PROBE // 3) if k in MONEY_FACTS else v) for k, v in given.items()}
        shape = window.shape
        if given:
            ask = self._ask(first.goods, first.origin, first.moment, first.known, money, first.relevant)
            kind = self.code_class(ship.code.digits)
            shape = bearing(ask, kind.starts, first.origin in ORIGINS[self.direction]).shape
        key = (shape, base, facts)
        plan = self.shapes.get(key)
        if plan is None:
            goods = first.goods
            if window.on_base:
                goods = goods_of(self.book, ship.code.digits, first.moment[:10])
                goods = replace(goods, line=self.line(ship))
            ask = self._ask(goods, first.origin, first.moment, first.known, money, first.relevant)
            plan = self.shapes[key] = class_plan(ask)
        return plan

    def line(self, ship: Shipment) -> DatedLine | None:
        """The schedule's line of a shipment on its day."""
        day = ship.moment[:10]
        for row in self.book.lines(ship.code.digits):
            if row.holds_on(day):
                return row
        return None

    def list_cites(self, ship: Shipment) -> dict[str, str]:
        """Where each list that holds a shipment's code, or a part of it, names the code."""
        day, digits = ship.moment[:10], ship.code.digits
        rows = [m for m in self.book.memberships(digits) if m.holds_on(day, ship.known)]
        below = self.book.memberships_below(digits) if len(digits) == 8 else ()
        part = [m for m in below if m.holds_on(day, ship.known)]
        return {m.list_id: m.cite for m in (*reversed(part), *rows)}

    def near(self, digits: str) -> tuple[str, ...]:
        """A note with the nearest codes of the installed schedule, for a file's first few unknown codes."""
        if digits not in self.nearest and len(self.nearest) < MOST_NEAREST:
            close = ", ".join(HtsCode(code).dotted for code in self.book.nearest(digits))
            self.nearest[digits] = (f"nearest codes there: {close}",) if close else ()
        return self.nearest.get(digits, ())

    @property
    def origin_facts(self) -> frozenset[str]:
        """Facts that can decide the origin of a good."""
        rules = self.law.extra.get("origin_rules", ()) if self.direction == CHINA_IMPORT else ()
        return frozenset(rule["fact"] for rule in rules)

    def fee_terms(self, ship: Shipment) -> tuple[FeeTerm, ...]:
        """Entry fees of a day and mode of transport: component, rate, least and greatest amount."""
        given = {name: ship.facts[name] for name in FEE_FACTS if name in ship.facts}
        key = (ship.moment, ship.known, *given.items())
        found = self.fees.get(key)
        if found is None:
            rows = []
            for measure in self.law.measures:
                if measure.kind != "fee" or measure.direction != self.direction:
                    continue
                facts = Facts(given, ship.dollars, {})
                governed = [p for t in measure.tracks if (p := governing(t, ship.moment, ship.known))]
                due = [p for p in governed if facts.holds(p.when)]
                rows += [(measure.component, p.ppm, p.minimum_usd, p.maximum_usd) for p in due]
                if governed and not due and not facts.claims:
                    rows.append((measure.component, SPARED, "", ""))
            found = self.fees[key] = tuple(rows)
        return found

    def fee_marks(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Moments and days of knowledge at which the entry fees may change."""
        fees = [m for m in self.law.measures if m.kind == "fee" and m.direction == self.direction]
        moments = {moment for m in fees for row in m.provisions() for moment in (row.start, row.until)}
        return tuple(sorted(moments)), tuple(sorted({row.known for m in fees for row in m.provisions()}))

    def fee_words(self, ship: Shipment) -> tuple[DutyLine, ...]:
        """Entry fees and VAT in words, on the shipment's own day: lines of one plan may differ in them."""
        facts = tuple(ship.facts.get(name, "") for name in FEE_FACTS)
        key = (ship.code.digits, ship.origin, ship.moment, ship.known, *facts)
        found = self.worded.get(key)
        if found is None:
            ask = question_of(ship, self.law, self.book, self.state, ship.known)
            found = self.worded[key] = tuple(fee_lines(ask, bounds_of(ask)))
        return found

    def code_class(self, digits: str) -> CodeClass:
        """The class of a code, made on first need."""
        return self.codes.get(digits) or self._code(digits)

    def code_classes(self, codes: Sequence[str]) -> list[CodeClass]:
        """The classes of many codes, those on the same lists by the same prefixes looked up once."""
        if self.direction == CHINA_IMPORT or len(codes) < MANY:
            return [self.code_class(digits) for digits in codes]
        made = []
        known: dict[object, CodeClass] = {}
        for digits, reach in zip(codes, reach_keys(self.book, codes), strict=True):
            key = (len(digits), reach, self.starts(digits), self.standing(digits))
            found = known.get(key)
            if found is None:
                found = known[key] = self.code_class(digits)
            self.codes[digits] = found
            made.append(found)
        return made

    def spans(self, codes: Sequence[str]) -> RateSpans:
        """Base rates of many codes over all days; remembers which codes stand at all."""
        found = rate_spans(self.book, codes, cites=self.direction == CHINA_IMPORT)
        covered = set(found.owner.tolist())
        self.stands.update((c, i in covered or self.standing(c)) for i, c in enumerate(codes))
        return found

    def standing(self, digits: str) -> bool:
        """Whether the schedule has a code, on any day."""
        if digits not in self.stands:
            self.stands[digits] = bool(self.book.lines(digits))
        return self.stands[digits]

    def starts(self, digits: str) -> tuple[str, ...]:
        """Prefixes of the law that begin a code, or that the code begins."""
        lengths, exact, longer = by_length(self.prefixes)
        found = [digits[:n] for n in lengths if n <= len(digits) and digits[:n] in exact]
        found += [p for p in longer.get(len(digits), {}).get(digits, ()) if p not in found]
        return tuple(sorted(found)) if found else ()

    def _code(self, digits: str) -> CodeClass:
        members = self.book.memberships(digits)
        below = self.book.memberships_below(digits) if len(digits) == 8 else ()
        into_china = self.direction == CHINA_IMPORT
        reach = tuple(
            (
                m.list_id,
                m.from_day,
                m.to_day,
                m.known_day,
                m.end_known_day,
                m.condition,
                m.confidence,
                m.cite if into_china else "",
            )
            for m in members
        )
        under = tuple(
            (m.list_id, m.from_day, m.to_day, m.known_day, m.end_known_day, m.prefix[8:]) for m in below
        )
        starts = self.starts(digits)
        signature = (len(digits), reach, under, starts, self.standing(digits))
        found = self.signatures.get(signature)
        if found is None:
            found = self._new(len(self.signatures), digits, members, below, starts)
            self.signatures[signature] = found
        self.codes[digits] = found
        return found

    def _new(
        self,
        number: int,
        digits: str,
        members: tuple[Membership, ...],
        below: tuple[Membership, ...],
        starts: tuple[str, ...],
    ) -> CodeClass:
        lists = {m.list_id for m in (*members, *below)}
        measures = touching(self.law, self.direction)
        relevant = measures.on(lists, starts)
        changes, learned = measures.changes(relevant)
        moments, knowns = {f"{self.law.verified}T23:59~", *changes}, set(learned)
        for m in (*members, *below):
            moments.update(f"{day}T00:00" for day in (m.from_day, m.to_day) if day)
            knowns.update(day for day in (m.known_day or m.from_day, m.end_known_day) if day)
        names = frozenset(m.id for m in relevant)
        return CodeClass(
            number, names, tuple(sorted(moments)), tuple(sorted(knowns)), starts, digits, members, below
        )


def classes(law: Tables, book: Schedule, state: State, direction: str = "us_import") -> Classes:
    """Empty classes for a law, a schedule and a direction."""
    prefixes: set[str] = set()
    for measure in law.measures:
        prefixes.update(measure.prefixes)
        for row in clauses(measure):
            prefixes.update((*row.prefixes, *row.except_prefixes))
        prefixes.update(p for row in measure.exemptions for p in row.offer)
    if direction == CHINA_IMPORT:
        prefixes.update(p for rule in law.extra.get("origin_rules", ()) for p in rule["prefixes"])
    return Classes(law, book, state, direction, prefixes=tuple(sorted(prefixes)))
