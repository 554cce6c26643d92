"""Components of stacks for a panel: measures that cannot bear on each other are evaluated apart, once each.

A stack of the whole tariff is one of thousands, but its parts are few: what one duty asks hangs on the
measures that share a component, a fact, a stacking rule or a relief with it, and on no others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import NamedTuple

from detente.duties import Shipment, bounds_over, fact_kinds, held_lists, numbers_told_apart, trials_of
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.parts import ON_BASE, PERHAPS, Contribution, change_marks
from detente.portfolio.bound.store import Ints
from detente.portfolio.panel_table import Cell
from detente.portfolio.place.classes import CodeClass
from detente.portfolio.place.plans import MONEY_FACTS, PROBE, Plan, Term, plan_over
from detente.regime import ConditionRow, MeasureRow

Cells = tuple[Cell, ...]
NUMBER = 1 << 63  # stands for the statistical number among the facts


class Part(NamedTuple):
    """What a measure contributes to a stack, as far as a panel can tell it apart.

    Parameters
    ----------
    facts : int
        Bits of the facts it looks at, `NUMBER` where the statistical number decides.
    on_base : bool
        Whether it counts the base duty in.
    kind : int
        Number of the measure with these two: it says which others it bears on.
    number : int
        Number of the measure with what it asks where no fact is given.
    """

    measure: str
    facts: int
    on_base: bool
    kind: int
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of a stack that bear on each other: their places in it, and what else decides what they ask."""

    places: tuple[int, ...]
    names: frozenset[str]
    on_base: bool
    numbered: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Components of measures that bear on each other.

    Parameters
    ----------
    matter : bool
        Whether a missing fact changes what they ask.
    cells, settled : tuple of Cell
        Where some missing fact matters to the stack, and where none does.
    """

    matter: bool
    cells: Cells
    settled: Cells


class PartsOfLine:
    """What every measure contributes to a class of codes of an origin, day after day."""

    def __init__(self, pieces: StackPieces, digits: str, group: int) -> None:
        bound, policy = pieces.bound, pieces.policy
        kind = bound.classes.code_class(digits)
        lines, origin = bound.timelines, bound.groups.first[group]
        lines.of(kind, group, policy)  # what of the class each measure can see is known by it
        self._kind, self._pieces = kind, pieces
        self._rows = []
        for name, key in lines.keys[kind.number, kind.digits]:
            measure = lines.measures[name]
            if measure.names(origin)[0]:
                made = measure.of(kind, key, origin, bound.axes, policy)
                if not made.empty:
                    self._rows.append(pieces.parts(name, made))

    def on(self, k: int) -> tuple[Part, ...]:
        """The parts of the stack of a day, by its place."""
        return tuple([part for row in self._rows if (part := row[k]) is not None])

    def numbers(self, k: int) -> int:
        """A number for what the lists say that day of the class and of its statistical numbers."""
        kind, (moment, known) = self._kind, self._pieces.times[k]
        marks = self._pieces.marks(kind)
        key = (kind.number, kind.digits, bisect_right(marks, moment))
        found = self._pieces.held.get(key)
        if found is None:
            day = moment[:10]
            below = frozenset((m.list_id, m.prefix[8:]) for m in kind.below if m.holds_on(day, known))
            whole = frozenset(m.list_id for m in kind.members if m.holds_on(day, known))
            told = (kind.starts, len(kind.digits), below, whole)
            numbers = self._pieces.told
            found = self._pieces.held[key] = numbers.setdefault(told, len(numbers))
        return found


class StackPieces:
    """Components of the stacks of a bound law, each piece evaluated once.

    Parameters
    ----------
    policy : int
        The policy of knowledge of the panel.
    cells : Ints
        The cell of each day along it.
    """

    def __init__(self, bound: BoundRegime, policy: int, cells: Ints) -> None:
        self.bound, self.policy, self._days = bound, policy, cells
        self.times = [bound.axes.cells(policy)[cell] for cell in cells.tolist()]
        self.held: dict[object, int] = {}
        self.told: dict[object, int] = {}
        law, bits, kinds = bound.law, bound.timelines.bits, fact_kinds(bound.law)
        scope = frozenset(name for name, kind in kinds.items() if kind == "scope")
        self._scope = sum(1 << bits[name] for name in scope if name in bits) | NUMBER
        self._metals = sum(1 << bits[name] for name in MONEY_FACTS if name in bits)
        measures = [m for m in law.measures if m.id in bound.timelines.measures]
        self._near = {
            m.id: frozenset(_bearing_on(m, measures)) for m in measures if not _never(m, scope)
        }  # fmt: skip
        self._pieces: dict[object, Piece] = {}
        self._groups: dict[object, tuple[Group, ...]] = {}
        self._parts: dict[int, tuple[Contribution, list[Part | None]]] = {}
        self._numbers: dict[object, int] = {}
        self._marks: dict[tuple[int, str], list[str]] = {}
        self._reaches: dict[tuple[int, frozenset[str]], tuple[object, ...]] = {}

    def parts(self, name: str, made: Contribution) -> list[Part | None]:
        """What a measure contributes on every day; None where nothing."""
        found = self._parts.get(id(made))
        if found is None:
            columns = (made.content, made.facts, made.flags, made.alike)
            rows = zip(*(column[self._days].tolist() for column in columns), strict=True)
            known: dict[tuple[int, ...], Part | None] = {}
            listed = []
            for row in rows:
                if row not in known:
                    known[row] = self._part(name, *row[1:]) if row[0] else None
                listed.append(known[row])
            found = self._parts[id(made)] = made, listed
        return found[1]

    def _part(self, name: str, facts: int, flags: int, alike: int) -> Part:
        numbers = self._numbers
        facts |= NUMBER if flags & PERHAPS else 0
        on_base = bool(flags & ON_BASE)
        kind = numbers.setdefault((name, facts, on_base), len(numbers))
        return Part(name, facts, on_base, kind, numbers.setdefault((name, "asks", alike), len(numbers)))

    def marks(self, kind: CodeClass) -> list[str]:
        """Points in time between which the lists say the same of a class and its statistical numbers."""
        key = (kind.number, kind.digits)
        found = self._marks.get(key)
        if found is None:
            members = (*kind.members, *kind.below)
            found = self._marks[key] = sorted(change_marks((), (), members, self.policy))
        return found

    def cells(self, line: PartsOfLine, k: int, stack: int, rate: int, ship: Shipment | None) -> Cells:
        """Components of the stack of a line on a day.

        Parameters
        ----------
        rate : int
            Kind of base rate where that decides, else -1.
        ship : Shipment, optional
            A shipment with that base rate.
        """
        parts = line.on(k)
        pieces = []
        for group in self._grouped(parts):
            reaches = self._reached(line.numbers(k), group.names, stack) if group.numbered else None
            numbers = tuple([parts[i].number for i in group.places])
            key = (numbers, rate if group.on_base else -1, reaches)
            piece = self._pieces.get(key)
            if piece is None:
                own = ship if group.on_base and rate >= 0 else None
                piece = self._pieces[key] = self._piece(stack, group.names, own)
            pieces.append(piece)
        matter = any(piece.matter for piece in pieces)
        return tuple([cell for piece in pieces for cell in (piece.cells if matter else piece.settled)])

    def _reached(self, numbers: int, names: frozenset[str], stack: int) -> tuple[object, ...]:
        """By which lists and clauses some measures reach the statistical numbers of the goods of a stack."""
        found = self._reaches.get((numbers, names))
        if found is None:
            ask = self.bound.plain_question(stack)
            ask.relevant, ask.held = names, held_lists(ask)
            found = self._reaches[numbers, names] = tuple(numbers_told_apart(ask))
        return found

    def _piece(self, stack: int, names: frozenset[str], ship: Shipment | None) -> Piece:
        ask = self.bound.plain_question(stack, ship=ship)
        ask.relevant = names
        tried = trials_of(ask, claims=False)
        found = bounds_over(tried)
        settled = _cells(plan_over(ask, found))
        if found.missing or found.outcome is tried.first:
            return Piece(bool(found.missing), settled, settled)
        return Piece(False, _cells(plan_over(ask, replace(found, outcome=tried.first))), settled)

    def _grouped(self, parts: tuple[Part, ...]) -> tuple[Group, ...]:
        """Groups of the parts that bear on each other, over others where need be."""
        key = tuple([part.kind for part in parts])
        found = self._groups.get(key)
        if found is None:
            found = self._groups[key] = tuple(self._joined(parts))
        return found

    def _joined(self, parts: tuple[Part, ...]) -> Iterator[Group]:
        left = [k for k, part in enumerate(parts) if part.measure in self._near]
        while left:
            group = [left.pop(0)]
            for one in group:
                more = [k for k in left if self._bear(parts[one], parts[k])]
                left = [k for k in left if k not in more]
                group += more
            own = [parts[k] for k in sorted(group)]
            yield Group(
                tuple(sorted(group)), frozenset(part.measure for part in own),
                any(part.on_base for part in own), any(part.facts & NUMBER for part in own),
            )  # fmt: skip

    def _bear(self, one: Part, two: Part) -> bool:
        """Whether two measures bear on each other: by a rule, or by a fact that either asks for."""
        by_rule = two.measure in self._near[one.measure] or one.measure in self._near[two.measure]
        return by_rule or bool(self._facts(one) & self._facts(two))

    def _facts(self, part: Part) -> int:
        """Facts that a measure asks for, contents as one: metals share one value."""
        own = part.facts & self._scope
        return own | self._metals if own & self._metals else own


def _bearing_on(measure: MeasureRow, others: Iterable[MeasureRow]) -> Iterator[str]:
    """Measures that one may change, or be changed by: of its component, by its rules, by its relief."""
    patterns = [r.with_ for r in measure.stacking if r.rule != "adds"] + list(measure.relieves)
    for other in others:
        if other.component == measure.component or any(fnmatchcase(other.id, p) for p in patterns):
            yield other.id


def _never(measure: MeasureRow, scope: frozenset[str]) -> bool:
    """Whether no clause of a measure reaches goods of which nothing is given, whatever is assumed of them."""
    rows = [row for track in measure.tracks for row in track]
    return all(_holds(row.when, scope) is False for row in rows)


def _holds(when: ConditionRow | None, scope: frozenset[str]) -> bool | None:
    """Whether a condition holds for goods of which nothing is given; None where a fact may decide.

    A fact that is only ever claimed counts as not so.
    """
    if when is None:
        return True
    head = when[0]
    if head == "fact":
        _, op, name, value = when
        if name == "customs_value_usd":
            return (Decimal(value) > PROBE) == (op == "below") if op in ("below", "at_least") else None
        return None if name in scope else False
    parts = [_holds(part, scope) for part in when[1]]
    if (head == "all" and False in parts) or (head == "none" and True in parts):
        return False
    if head == "any" and True in parts:
        return True
    return None if None in parts else head != "any"


def _rates(terms: Iterable[Term], component: str) -> int:
    return sum(
        t.ppm for t in terms if t.component == component and not t.void and t.plus == "full" and not t.minus
    )


def _cells(plan: Plan) -> Cells:
    """Components of a plan, each with its rate, headings and the provisions that make it."""
    made: dict[str, Cell] = {}
    layers = [x for x in plan.found.outcome.layers if x.measure.kind not in ("fee", "exclusion")]
    layers += [x for x in plan.found.high.layers if x.measure.kind not in ("fee", "exclusion")]
    for component in dict.fromkeys(x.measure.component for x in layers):
        own = [x for x in layers if x.measure.component == component]
        low, high = sorted((_rates(plan.low, component), _rates(plan.high, component)))
        now = _rates(plan.terms, component)
        live = [x for x in own if x.status == "in_force"] or own
        status = "conditional" if low != high else live[0].status
        kind = (
            "floor_including_base"
            if any(t.floor for t in plan.high if t.component == component)
            else "ad_valorem"
        )
        made[component] = Cell(
            component,
            status,
            now if low == high else low,
            now if low == high else high,
            sum(t.ppm for t in plan.terms if t.component == component and t.void),
            " ".join(dict.fromkeys(x.heading for x in live if x.heading)),
            " ".join(dict.fromkeys(f"{x.measure.id}/{x.state.provision.id}" for x in live)),
            kind,
        )
    return tuple(made.values())
