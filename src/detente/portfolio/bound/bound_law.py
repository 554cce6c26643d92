"""A law bound to a schedule: classes, groups, stacks and plans, found by look-up or made on first need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.duties import CHINA_IMPORT, Facts, Goods, Question, Shipment, fact_kinds, goods_of, origin_gaps
from detente.portfolio.bound.amounts import TracedFacts, UntraceableError
from detente.portfolio.bound.arrays_file import ArraysFile, cells_of
from detente.portfolio.bound.axes import TimeAxes
from detente.portfolio.bound.base_rates import RateTable
from detente.portfolio.bound.cents import Bools
from detente.portfolio.bound.compiler import compile_stack
from detente.portfolio.bound.origins import NamedOrigin, OriginGroups, origin_words
from detente.portfolio.bound.parts import ON_BASE
from detente.portfolio.bound.stacks import Stacks
from detente.portfolio.bound.store import Ints, PlainPlans, PlanStore, plain_plans
from detente.portfolio.bound.timelines import Timelines
from detente.portfolio.money.unit_rates import UnitRates
from detente.portfolio.place.classes import Classes
from detente.portfolio.place.order_cells import OrderCells
from detente.portfolio.place.plans import MONEY_FACTS, PROBE, Plan
from detente.portfolio.read.distinct import cells_among, distinct_rows
from detente.regime import State, Tables
from detente.schedule import MANY, DatedLine, Schedule, standing_codes

BY_VALUE = -2  # plan number: the lines are evaluated one by one


@dataclass
class PolicyTable:
    """Timelines of one policy of knowledge: (group of origins, class) -> row of `stacks` -> stack by cell."""

    policy: int
    points: tuple[str, ...]
    row: Ints
    stacks: Ints
    _flat: tuple[Ints, Ints, NDArray[np.int32], NDArray[np.int32]] | None = None

    def flat(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The look-ups as rows of small numbers that more often stay in the processor's cache.

        Place of a group and class, with one more of each for those not bound -> place of the first cell of
        the timeline -> stack, -1 where nothing is bound.
        """
        if self._flat is None or self._flat[0] is not self.row or self._flat[1] is not self.stacks:
            (groups, kinds), (lines, width) = self.row.shape, self.stacks.shape
            row = np.full((groups + 1, kinds + 1), lines * width, dtype=np.int32)
            row[:groups, :kinds] = np.where(self.row < 0, lines, self.row) * width
            stacks = np.append(self.stacks.ravel(), np.full(width, -1)).astype(np.int32)
            self._flat = self.row, self.stacks, row.ravel(), stacks
        return self._flat[2:]

    def cells_of(self, moments: Sequence[str]) -> Ints:
        """The cell of each moment."""
        return cells_among(self.points, moments)


@dataclass
class BoundRegime:
    """A law bound to a schedule for one direction and one reading."""

    law: Tables
    book: Schedule
    state: State
    direction: str
    classes: Classes
    axes: TimeAxes
    groups: OriginGroups
    facts: tuple[str, ...]
    timelines: Timelines
    stacks: Stacks = field(default_factory=Stacks)
    store: PlanStore = field(default_factory=PlanStore)
    tables: dict[int, PolicyTable] = field(default_factory=dict)
    plans: dict[int, list[int]] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    kind_of: dict[str, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    kept: int = 0
    rows: dict[bytes, int] = field(default_factory=dict)
    gap_notes: dict[object, tuple[str, ...]] = field(default_factory=dict)
    file: ArraysFile | None = None
    worded: dict[object, Plan | None] = field(default_factory=dict)
    rates: RateTable = field(default_factory=RateTable)
    _plain: tuple[object, PlainPlans, Ints] | None = None
    _alike: tuple[object, Ints, Bools] | None = None

    @cached_property
    def cells(self) -> dict[tuple[int, int], tuple[tuple[Any, ...], ...]]:
        """By stack and kind of base rate: the components of a panel."""
        return {} if self.file is None else cells_of(self.file)

    @cached_property
    def order_cells(self) -> OrderCells:
        """Law beside the duty, as met so far."""
        return OrderCells(self.law, self.direction)

    @cached_property
    def unit_rates(self) -> UnitRates:
        """Base rates on quantities, as met so far."""
        return UnitRates(self.rates.in_unit)

    @property
    def size(self) -> int:
        """How much was bound and compiled so far."""
        return len(self.kind_of) + len(self.stacks) + len(self.plans) + self._cells_kept()

    def _cells_kept(self) -> int:
        """How many components of a panel there are, without reading them."""
        if "cells" in self.__dict__ or self.file is None:
            return len(self.cells)
        return len(self.file.array("cell_keys"))

    def class_numbers(self, codes: Sequence[str]) -> Ints:
        """The class of each code, new ones made."""
        try:  # most files name codes met before
            return np.array([self.kind_of[digits] for digits in codes] or [0], dtype=np.int64)
        except KeyError:
            pass
        fresh = [digits for digits in codes if digits not in self.kind_of]
        if len(fresh) >= MANY and self.direction != CHINA_IMPORT:
            self.classes.stands.update(standing_codes(self.book, fresh))
        for digits, kind in zip(fresh, self.classes.code_classes(fresh), strict=True):
            number = self.numbers.setdefault(kind.number, len(self.first))
            if number == len(self.first):
                self.first.append(kind.digits)
            self.kind_of[digits] = number
        return np.array([self.kind_of[digits] for digits in codes] or [0], dtype=np.int64)

    def read_rates(self, codes: Sequence[str]) -> list[int]:
        """Have the base rates of codes in the table of rates; gives the number of each code there."""
        number = self.rates.number
        try:
            return [number[digits] for digits in codes]
        except KeyError:
            fresh = [digits for digits in codes if digits not in number]
        self.rates.add(fresh, self.classes.spans(fresh))
        return [number[digits] for digits in codes]

    def origin_gaps(
        self, origin: str, moment: str, known: str, cells: tuple[int, int], active: tuple[str, ...]
    ) -> tuple[str, ...]:
        """What is not covered of the duties on an origin; `cells` number moment and day of knowledge."""
        group = self.groups.beside_number[origin]
        key = (group, cells, active)
        notes = self.gap_notes.get(key)
        if notes is None:
            named = NamedOrigin(self.groups.beside[group])
            notes = self.gap_notes[key] = origin_gaps(self.law, named, moment, known, active)
        return tuple([origin_words(note, origin) for note in notes])

    def table(self, policy: int) -> PolicyTable:
        """The timelines along a policy."""
        found = self.tables.get(policy)
        if found is None:
            points = self.axes.points(policy)
            found = self.tables[policy] = PolicyTable(
                policy, points, np.full((len(self.groups.first), 0), -1, dtype=np.int64),
                np.zeros((0, len(points) + 1), dtype=np.int64),
            )  # fmt: skip
        return found

    def fill(self, policy: int, groups: Ints, numbers: Ints) -> PolicyTable:
        """The timelines along a policy, with those of some groups of origins and classes in it."""
        table = self.table(policy)
        if table.row.shape[1] < len(self.first):
            more = np.full((table.row.shape[0], len(self.first) - table.row.shape[1]), -1, dtype=np.int64)
            table.row = np.concatenate([table.row, more], axis=1)
        if (table.row[groups, numbers] >= 0).all():
            return table
        wanted = np.zeros(table.row.shape, dtype=bool)
        wanted[groups, numbers] = True
        missing = np.argwhere(wanted & (table.row < 0))
        fresh: list[Ints] = []
        rows = table.row.copy()  # what was mapped is not written
        cells = self.axes.cells(policy)
        for group, number in missing.tolist():
            kind = self.classes.code_class(self.first[number])
            line = self.timelines.of(kind, group, policy)
            name = bytes([policy & 255]) + line.content.tobytes()
            at = self.rows.get(name)
            if at is None:
                at = self.rows[name] = len(table.stacks) + len(fresh)
                fresh.append(self.stacks.of(line.content, line.facts, line.flags, kind.digits, group, cells))
            rows[group, number] = at
        table.row = rows
        if fresh:
            table.stacks = np.concatenate([table.stacks, np.array(fresh)])
        return table

    def plan_numbers(self, key: int) -> list[int]:
        """Plans compiled for a key so far; they differ in their guards."""
        return self.plans.setdefault(key, [])

    def plain_plans(self) -> tuple[PlainPlans, Ints]:
        """The plain plans compiled so far, and by stack that of lines without facts; `none` for none."""
        arrays, (content, _, flags) = self.store.arrays, self.stacks.arrays
        if self._plain is None or self._plain[0] is not arrays or len(self._plain[2]) != len(content):
            plans = plain_plans(self.store)
            known = [(self.plans.get(key) or (BY_VALUE,))[0] for key in content.tolist()]
            plan = np.array(known or [0][:0], dtype=np.int64)
            plan = np.where(plan >= 0, plan, plans.none)  # a stack bound before any plan of it was compiled
            plain = plans.plain[plan] & (flags & np.uint64(ON_BASE) == 0)
            self._plain = arrays, plans, np.where(plain, plan, plans.none)
        return self._plain[1], self._plain[2]

    def alike(self) -> tuple[Ints, Bools]:
        """By plan: a number equal where plans have the same notes; whether an exclusion is on offer."""
        arrays = self.store.arrays
        if self._alike is None or self._alike[0] is not arrays:
            same = distinct_rows([arrays.notes, arrays.claims, arrays.active])[1]
            offered = np.array(["exclusion" in names for names in self.store.names.values], dtype=bool)
            self._alike = arrays, same, offered[arrays.claims]
        return self._alike[1:]

    def compile(
        self,
        key: int,
        stack: int,
        given: Mapping[str, str],
        amounts: Mapping[str, int] | None = None,
        line: tuple[str, DatedLine | None] | None = None,
        dollars: int = PROBE,
    ) -> int:
        """Compile the plan of a stack under facts of one kind; `BY_VALUE` where its lines go one by one.

        Parameters
        ----------
        amounts : mapping of str to int, optional
            Whole dollars of the money facts given, those of a line of the kind; probes where left out.
        line : (str, DatedLine), optional
            Code and line of the schedule, where the base duty decides.
        """
        money = [name for name in given if self.law.facts.get(name, {}).get("type") == "money"]
        if amounts is None:
            amounts = {name: PROBE // (3 + 2 * k) for k, name in enumerate(sorted(money))}
        facts = TracedFacts(given, dollars, fact_kinds(self.law), {name: amounts[name] for name in money})
        try:
            number = self.store.add(compile_stack(self._ask(stack, facts, line)))
        except UntraceableError:
            number = BY_VALUE
        self.plan_numbers(key).append(number)
        self._plain = None
        return number

    def plain_question(
        self, stack: int, given: Mapping[str, str] | None = None, ship: Shipment | None = None
    ) -> Question:
        """The question of a stack under facts of a kind, of a probe value; named for a shipment's origin."""
        given = given or {}
        line = None
        if ship is not None and int(self.stacks.arrays[2][stack]) & ON_BASE:
            line = ship.code.digits, self.classes.line(ship)
        money = {name: str(PROBE // 3) for name in given if name in MONEY_FACTS}
        return self._ask(
            stack, Facts({**given, **money}, PROBE, fact_kinds(self.law)), line, ship.origin if ship else ""
        )

    def _ask(
        self, stack: int, facts: Facts, line: tuple[str, DatedLine | None] | None, named: str = ""
    ) -> Question:
        rep = self.stacks.standing(stack)
        kind = self.classes.code_class(rep.digits)
        if line is None:
            goods = Goods(kind.digits, None, kind.members, kind.below, self.book.meta.unlisted)
        else:
            own = goods_of(self.book, line[0], rep.moment[:10])
            goods = Goods(own.code, line[1], own.memberships, own.below, own.unlisted)
        origin = self.groups.first[rep.group]
        if not named:
            named = origin if self.groups.covered[rep.group] else NamedOrigin(origin)
        return Question(
            self.law,
            goods,
            named,
            rep.moment,
            rep.known,
            facts,
            self.state,
            self.direction,
            relevant=kind.relevant,
        )
