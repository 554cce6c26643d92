"""Lines already answered, under a changed law: only those that the change touches are worked out anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from detente.duties import Layer, Shipment, is_duty
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.evaluating import LineMoney, evaluate_lines
from detente.portfolio.bound.line_plan import LinePlan
from detente.portfolio.bound.parts import Hashes
from detente.portfolio.bound.placing import duty_origins, place_on
from detente.portfolio.bound.store import Ints
from detente.portfolio.changed.changed_law import ChangedLaw, ChangedLaws, changed_laws
from detente.portfolio.changed.measure_change import MeasureChange
from detente.portfolio.evaluation import PortfolioAnswer, assess_sheet
from detente.portfolio.place.classes import CodeClass
from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.shipments import Bools, Entries
from detente.regime import Tables
from detente.terms import duty_cents, paused_garbage_collection


@dataclass(frozen=True)
class LinesUnder:
    """What lines owe under one law, in cents (arrays of length n; 0 where a line is not answered).

    Parameters
    ----------
    answered, settled : Bools
        Lines that could be answered, and of these the ones whose duty is known.
    duty, low, high : Ints
        Duty (meant where `settled`), and its bounds; `high` counts where not `open_top`.
    refundable : Ints
        Collected under a measure since held void; 0 where that depends on a missing fact.
    parts : mapping of str to Ints
        Duty by component, ``mfn`` the base duty at its low bound.
    plan, stack : Ints
        Numbers of each line's plan and stack. Equal plans are equal arithmetic, also under other laws laid
        over the same one; a stack counts in the law of `touched`.
    touched : Bools
        Lines whose stack the change touches: theirs is the stack of the changed law.
    regimes : mapping of str to BoundRegime
        By direction the changed law bound.
    """

    answer: PortfolioAnswer
    answered: Bools
    settled: Bools
    modelled: Bools
    duty: Ints
    low: Ints
    high: Ints
    open_top: Bools
    refundable: Ints
    relieved: Bools
    parts: Mapping[str, Ints]
    plan: Ints
    stack: Ints
    alone: Bools
    touched: Bools
    regimes: Mapping[str, BoundRegime]

    def __len__(self) -> int:
        return len(self.duty)

    def regime(self, i: int) -> BoundRegime:
        """The bound law of a line's stack."""
        entries = self.answer.entries
        way = entries.directions.values[entries.directions.at[i]]
        return self.regimes[way] if self.touched[i] else self.answer.regimes[way]

    def line_plan(self, i: int, ship: Shipment | None = None) -> LinePlan:
        """The plan of an answered line; `ship` is the line where it was read before."""
        ship = ship or self.answer.entries.ship(i)
        return LinePlan(self.regime(i), ship, int(self.stack[i]), int(self.plan[i]), bool(self.alone[i]))

    @cached_property
    def amounts(self) -> Mapping[str, Ints]:
        """Whole dollars of every line by name."""
        law = next(iter(self.answer.regimes.values())).law
        return amounts_of(self.answer.entries, law)

    @cached_property
    def _own_places(self) -> dict[str, _Places]:
        return {}

    def places(self, way: str) -> _Places:
        """Where the answered lines of a direction stand."""
        if way not in self._own_places:
            self._own_places[way] = _places(self.answer, way)
        return self._own_places[way]

    def layers(self, i: int, ship: Shipment | None = None) -> list[tuple[Layer, int, int]]:
        """The layers of an answered line that are duties, each with its duty and refundable part in cents."""
        plan, base = self.line_plan(i, ship), int(self.parts["mfn"][i])
        outcome = plan.words.found.outcome
        duties = [x for x in zip(outcome.layers, outcome.cents, strict=True) if is_duty(x[0].measure)]
        if plan.own:
            return [(layer, due, back) for layer, (due, back) in duties]
        made = []
        for (layer, _), term in zip(duties, plan.terms, strict=True):
            dollars = sum(t * int(self.amounts[n][i]) for n, t in term.form if n in self.amounts)
            cents = duty_cents(term.ppm, max(0, dollars))
            cents = max(0, cents - base) if term.floor else cents
            made.append((layer, 0, cents) if term.void else (layer, cents, 0))
        return made

    def asks(self, i: int) -> object:
        """What a line's plan asks of it: equal where the same is owed, with the same facts missing.

        Where a fact is missing the bounds count, and not how they come about.
        """
        if self.alone[i]:
            columns = (self.duty, self.low, self.high, self.open_top, self.refundable, self.modelled)
            return tuple(int(column[i]) for column in columns)
        store, plan = self.regime(i).store, int(self.plan[i])
        arrays = store.arrays
        terms = sorted(store.cases.values[arrays.case[plan]].terms, key=repr)
        bounds: tuple[int, ...] = (int(self.low[i]), int(self.high[i]), bool(self.open_top[i]))
        if self.settled[i] or self.answer.bases.kind[i] < 0:  # of a code that no schedule has nothing is sure
            bounds = ()
        return tuple(terms), bounds, int(arrays.flags[plan]), int(arrays.missing[plan])

    def active(self, i: int) -> tuple[str, ...]:
        """Measures whose duty counts on a line."""
        store = self.regime(i).store
        names: tuple[str, ...] = store.active.values[store.arrays.active[self.plan[i]]]
        return tuple(name for name in names if name not in self._fees)

    @cached_property
    def _fees(self) -> frozenset[str]:
        laws = [regime.law for regime in self.answer.regimes.values()]
        return frozenset(m.id for law in laws for m in law.measures if not is_duty(m))

    def contents(self) -> Hashes:
        """The number of each line's stack that tells its content, the same under every law."""
        made = np.zeros(len(self), dtype=np.uint64)
        ways = self.answer.entries.directions
        for touched in (False, True):
            for way, regime in (self.regimes if touched else self.answer.regimes).items():
                own = ways.at == ways.values.index(way)
                rows = np.flatnonzero(self.answered & (self.touched == touched) & own)
                if len(rows):
                    made[rows] = regime.stacks.arrays[0][self.stack[rows]]
        return made


def as_answered(answer: PortfolioAnswer) -> LinesUnder:
    """Lines under the law they were answered under."""
    cents, facets = answer.cents, answer.facets
    none = np.zeros(len(answer.plan), dtype=bool)
    return LinesUnder(
        answer, answer.answered, answer.settled, facets.modelled, cents.duty, cents.low, cents.high,
        cents.open_top, answer.refundable, facets.relieved, cents.parts, answer.plan, answer.stack,
        answer.alone, none, answer.regimes,
    )  # fmt: skip


def under_law(lines: LinesUnder, law: Tables, rows: Ints | None = None) -> LinesUnder:
    """Lines answered under one law, under another that changes clauses of its measures.

    Parameters
    ----------
    lines : LinesUnder
        Lines `as_answered`.
    law : Tables
        The changed law; pass the same object again to use what was bound for it.
    rows : Ints, optional
        Lines to work out, in order; the others stay as answered.
    """
    answer = lines.answer
    regimes = {way: changed_laws(regime).law(law) for way, regime in answer.regimes.items()}
    if any(one is None for one in regimes.values()):
        knowns = {answer.entries.knowns.values[k] for k in np.unique(answer.entries.knowns.at)}
        on = knowns.pop() if len(knowns) == 1 else None
        other = assess_sheet(answer.sheet, known=on, reading="text", law=law)
        return as_answered(other)
    with paused_garbage_collection():
        work = _Work(lines)
        for way, one in regimes.items():
            assert one is not None
            if one.changes:
                work.put(way, one, rows)
        return replace(work.made, regimes={w: one.regime for w, one in regimes.items() if one is not None})


class _Work:
    """Columns of answered lines, copied when something is put into them."""

    def __init__(self, lines: LinesUnder) -> None:
        self.lines, self.answer = lines, lines.answer
        self.made = lines

    def put(self, way: str, changed: ChangedLaw, wanted: Ints | None) -> None:
        """Work out the lines of a direction that the change touches."""
        answer, entries = self.answer, self.answer.entries
        ground = answer.regimes[way]
        places = self.lines.places(way) if wanted is None else _places(answer, way, wanted)
        rows = places.rows
        delta, facts, flags = places.differences(changed)
        inside = np.flatnonzero(delta)
        if not len(inside):
            return
        rows = rows[inside]
        content, looked_at, marked = ground.stacks.arrays
        was = answer.stack[rows]
        stack = _changed_stacks(
            entries, rows, changed,
            (content[was] + delta[inside], looked_at[was] | facts[inside], marked[was] | flags[inside]),
            duty_origins(entries, rows, ground),
        )  # fmt: skip
        amounts, bases = self.lines.amounts, answer.bases
        placed = place_on(entries, rows, stack, bases.kind[rows], changed.regime, amounts)
        self._fill(rows, stack, evaluate_lines(entries, placed, bases, changed.regime, amounts), changed)

    def _fill(self, rows: Ints, stack: Ints, money: LineMoney, changed: ChangedLaw) -> None:
        self._copy()
        m, bases = self.made, self.answer.bases
        needs = np.array([bool(facts) for facts, _ in bases.said])[bases.say[rows]] & ~money.relieved
        no_line = bases.kind[rows] < 0
        open_ = (money.missing > 0) | needs | no_line | ~(bases.known[rows] | money.relieved)
        m.settled[rows] = money.modelled & ~open_
        m.modelled[rows], m.relieved[rows] = money.modelled, money.relieved
        m.duty[rows], m.low[rows], m.high[rows] = money.duty, money.low, money.high
        m.open_top[rows] = money.open_top
        m.refundable[rows] = np.where(money.refund_known & ~no_line, money.back, 0)
        m.plan[rows], m.stack[rows], m.alone[rows], m.touched[rows] = money.plan, stack, money.alone, True
        parts: dict[str, Ints] = m.parts  # type: ignore[assignment]
        for values in parts.values():
            values[rows] = 0
        parts["mfn"][rows] = money.base
        for k, name in enumerate(changed.regime.store.components.values):
            if name not in parts:
                parts[name] = np.zeros(len(m), dtype=np.int64)
            parts[name][rows] = money.parts[k]

    def _copy(self) -> None:
        if self.made is not self.lines:
            return
        m = self.made
        names = ("settled", "modelled", "duty", "low", "high", "open_top", "refundable", "relieved", "plan",
                 "stack", "alone", "touched")  # fmt: skip
        fresh = {name: getattr(m, name).copy() for name in names}
        self.made = replace(m, **fresh, parts={name: values.copy() for name, values in m.parts.items()})


def amounts_of(entries: Entries, law: Tables) -> dict[str, Ints]:
    """Whole dollars by name: the customs value and the facts that are amounts."""
    amounts = {"customs_value_usd": entries.dollars}
    for name in entries.facts:
        if law.facts[name]["type"] == "money" and (column := entries.money(name)) is not None:
            amounts[name] = column
    return amounts


def _changed_stacks(
    entries: Entries, rows: Ints, changed: ChangedLaw, parts: tuple[Hashes, Hashes, Hashes], origin: Ints
) -> Ints:
    """The stack of each row in the changed law, those not met before added."""
    content, facts, flags = parts
    _, first, at = np.unique(content, return_index=True, return_inverse=True)
    numbers = []
    for k in first.tolist():
        i = int(rows[k])
        rep = (
            entries.codes.values[entries.codes.at[i]], entries.origins.values[origin[k]],
            entries.moments.values[entries.moments.at[i]], entries.knowns.values[entries.knowns.at[i]],
        )  # fmt: skip
        numbers.append(changed.stack(int(content[k]), int(facts[k]), int(flags[k]), rep))
    return np.array(numbers, dtype=np.int64)[at]


def _places(answer: PortfolioAnswer, way: str, wanted: Ints | None = None) -> _Places:
    """Where the answered rows of a direction stand, all of them or those wanted."""
    entries = answer.entries
    number = entries.directions.values.index(way)
    if wanted is None:
        rows = np.flatnonzero(answer.answered & (entries.directions.at == number))
    else:
        rows = wanted[answer.answered[wanted] & (entries.directions.at[wanted] == number)]
    return _Places(entries, rows, changed_laws(answer.regimes[way]))


class _Places:
    """Where rows stand: their codes, origins, and pairs of moment and knowledge, each distinct one once."""

    def __init__(self, entries: Entries, rows: Ints, laws: ChangedLaws) -> None:
        self.entries, self.rows, self.laws = entries, rows, laws
        self.codes, self.code = np.unique(entries.codes.at[rows], return_inverse=True)
        digits = [entries.codes.values[k] for k in self.codes]
        self.digits, self.kind = digits, laws.ground.class_numbers(digits)
        own, self.origin = np.unique(duty_origins(entries, rows, laws.ground), return_inverse=True)
        self.origins = [entries.origins.values[k] for k in own]
        wide = len(entries.knowns.values)
        pairs, self.pair = np.unique(
            entries.moments.at[rows] * wide + entries.knowns.at[rows], return_inverse=True
        )
        self.times = [
            (entries.moments.values[p // wide], entries.knowns.values[p % wide]) for p in pairs.tolist()
        ]

    def differences(self, changed: ChangedLaw) -> tuple[Hashes, Hashes, Hashes]:
        """By how much the number of each row's stack differs, and what facts and flags the changes bring."""
        total, all_facts, all_flags = (np.zeros(len(self.rows), dtype=np.uint64) for _ in range(3))
        for change in changed.changes if len(self.rows) else ():
            delta, facts, flags = self.difference(change)
            total += delta
            all_facts |= facts
            all_flags |= flags
        return total, all_facts, all_flags

    def difference(self, change: MeasureChange) -> tuple[Hashes, Hashes, Hashes]:
        """By how much a changed measure's part differs on each row, and its facts and flags."""
        made = tuple(np.zeros(len(self.rows), dtype=np.uint64) for _ in range(3))
        stands = np.array([change.salt(*time) > 0 for time in self.times])
        inside = np.flatnonzero(stands[self.pair])
        if len(inside):
            kinds, number = self._kinds(change)
            kind, origin = number[self.code[inside]], self.origin[inside]
            cell = self._cells(change, kinds, stands)[kind, self.pair[inside]]
            first, at = distinct_rows([kind, origin, cell])
            rows = []
            for k in first.tolist():
                code_class, starts = kinds[kind[k]]
                named = self.origins[origin[k]]
                rows.append(change.difference(code_class, starts, named, *self.times[cell[k]]))
            table = np.array(rows, dtype=np.uint64)
            for k, column in enumerate(made):
                column[inside] = table[at, k]
        return made[0], made[1], made[2]

    def _kinds(self, change: MeasureChange) -> tuple[list[tuple[CodeClass, tuple[str, ...]]], Ints]:
        """What of each code the change can see: distinct kinds of goods, and the kind of each code."""
        distinct, at = np.unique(self.kind, return_inverse=True)
        reach, classes = self.laws.reach(change, distinct.tolist())
        kinds = [(one, one.starts) for one in classes]
        number = reach[at]
        fresh = tuple(sorted(change.prefixes.difference(self.laws.ground.classes.prefixes)))
        for k, digits in enumerate(self.digits if fresh else ()):
            begun = _begun(digits, fresh)
            if begun:
                own = self.laws.ground.classes.code_class(digits)
                kinds.append((replace(own, digits=digits), tuple(sorted((*own.starts, *begun)))))
                number[k] = len(kinds) - 1
            elif _begun(kinds[number[k]][0].digits, fresh):  # a code of the prefix would stand for others
                one, starts = kinds[number[k]]
                kinds[number[k]] = replace(one, digits=digits), starts
        return kinds, number

    def _cells(
        self, change: MeasureChange, kinds: Sequence[tuple[CodeClass, tuple[str, ...]]], stands: Bools
    ) -> Ints:
        """By kind and time: the first time between the same two changes for goods of the kind."""
        made = np.zeros((len(kinds), len(self.times)), dtype=np.int64)
        times = [(p, *self.times[p]) for p in np.flatnonzero(stands).tolist()]
        for k, (code_class, _) in enumerate(kinds):
            marks = change.marks(code_class)
            first: dict[tuple[int, str], int] = {}
            for p, moment, known in times:
                made[k, p] = first.setdefault((bisect_right(marks, moment), known), p)
        return made


def _begun(digits: str, prefixes: Sequence[str]) -> tuple[str, ...]:
    """The prefixes that begin a code, or that the code begins."""
    return tuple(p for p in prefixes if digits.startswith(p) or p.startswith(digits))
