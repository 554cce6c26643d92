"""Compiled stacks as arrays: plans, their cases, the terms of a case, the words, each distinct one once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.portfolio.bound.amounts import VALUE, Form, Guard
from detente.portfolio.bound.compiler import WHOLE, Case, Compiled, Spread, owing

Ints: TypeAlias = NDArray[np.int64]
FLOOR, VOID = 1, 2
MODELLED, RELIEVED = 1, 2


class Numbered:
    """Distinct values, each with the number of its first appearance.

    Parameters
    ----------
    loading : callable, optional
        Gives the first values when they are first asked for.
    """

    def __init__(
        self, values: list[Any] | None = None, *, loading: Callable[[], list[Any]] | None = None
    ) -> None:
        self._values: list[Any] = list(values or [])
        self._loading = loading
        self._number: dict[Any, int] | None = None

    @property
    def values(self) -> list[Any]:
        """The values by number."""
        if self._loading is not None:
            self._values, self._loading = self._loading(), None
        return self._values

    def of(self, value: Any) -> int:
        """The number of a value."""
        if self._number is None:
            self._number = {v: i for i, v in enumerate(self.values)}
        found = self._number.get(value)
        if found is None:
            found = self._number[value] = len(self.values)
            self.values.append(value)
        return found

    def __len__(self) -> int:
        return len(self.values)

    def copied(self) -> Numbered:
        """The same values, which grow apart from now on."""
        return Numbered(self.values)


@dataclass(frozen=True)
class PlanArrays:
    """Plans as int64 arrays: plan -> case, spread and claim; case -> terms; term -> component, rate, form.

    `start` has one entry more than cases, `spread_start` one more than spreads, and so on. -1 is none.
    `expected` has by number of missing facts the bits of these.
    """

    case: Ints
    spread: Ints
    claimed: Ints
    guard: Ints
    flags: Ints
    headings: Ints
    notes: Ints
    missing: Ints
    claims: Ints
    active: Ints
    components: Ints
    layers: Ints
    hangs: Ints
    certain: Ints
    start: Ints
    relieved: Ints
    component: Ints
    ppm: Ints
    form: Ints
    kind: Ints
    spread_start: Ints
    spread_case: Ints
    pair_start: Ints
    pair_fact: Ints
    pair_one: Ints
    pair_two: Ints
    expected: Ints


class PlanStore:
    """All plans compiled so far; it only grows."""

    def __init__(self) -> None:
        self.components, self.facts = Numbered(), Numbered()
        self.cases, self.forms, self.spreads = Numbered(), Numbered([WHOLE]), Numbered()
        self.guards: Numbered = Numbered([()])
        self.headings, self.notes = Numbered([""]), Numbered([()])
        self.names, self.active = Numbered([()]), Numbered([()])
        self.layers = Numbered([()])
        self.plans: Numbered = Numbered()
        self._arrays: PlanArrays | None = None

    def copied(self) -> PlanStore:
        """The same plans, which grow apart from now on."""
        made = PlanStore()
        for name, own in vars(self).items():
            setattr(made, name, own.copied() if isinstance(own, Numbered) else own)
        return made

    def add(self, made: Compiled) -> int:
        """The number of a compiled plan."""
        spread = -1 if made.spread is None else self._spread(made.spread)
        mask = 0
        for term in made.case.terms:
            mask |= 1 << self.components.of(term.component)
        hangs = sum(1 << self.components.of(name) for name in made.hangs)
        row = (
            self._case(made.case), spread, self._spread(Spread(made.claimed, ())) if made.claimed else -1,
            self.guards.of(made.guards),
            (MODELLED if made.modelled else 0) | (RELIEVED if made.case.relieved else 0),
            self.headings.of(made.headings), self.notes.of(made.notes), self.names.of(made.missing),
            self.names.of(made.claims), self.active.of(made.active), mask,
            self.layers.of(made.case.terms), hangs, self._case(made.certain),
        )  # fmt: skip
        before = len(self.plans)
        number = self.plans.of(row)
        if len(self.plans) > before:
            self._arrays = None
        return number

    def _case(self, case: Case) -> int:
        for term in case.terms:
            self.components.of(term.component)
            self.forms.of(term.form)
        return self.cases.of(owing(case))

    def _spread(self, spread: Spread) -> int:
        cases = tuple(self._case(case) for case in spread.cases)
        pairs = tuple((self.facts.of(name), one, two) for name, both in spread.pairs for one, two in both)
        return self.spreads.of((cases, pairs))

    @property
    def arrays(self) -> PlanArrays:
        """Everything as arrays, made again where something was added."""
        if self._arrays is None:
            self._arrays = self._made()
        return self._arrays

    def _made(self) -> PlanArrays:
        plans = self.plan_rows().T
        terms = [t for case in self.cases.values for t in case.terms]
        starts = np.cumsum([0, *(len(case.terms) for case in self.cases.values)])
        spreads = self.spreads.values
        pairs = [pair for _, rows in spreads for pair in rows]
        names = [f.name for f in fields(PlanArrays)]
        columns = [np.ascontiguousarray(column) for column in plans]
        columns += [
            starts.astype(np.int64),
            _ints([case.relieved for case in self.cases.values]),
            _ints([self.components.of(t.component) for t in terms]),
            _ints([t.ppm for t in terms]),
            _ints([self.forms.of(t.form) for t in terms]),
            _ints([(FLOOR if t.floor else 0) | (VOID if t.void else 0) for t in terms]),
            np.cumsum([0, *(len(cases) for cases, _ in spreads)]).astype(np.int64),
            _ints([c for cases, _ in spreads for c in cases]),
            np.cumsum([0, *(len(rows) for _, rows in spreads)]).astype(np.int64),
            _ints([p[0] for p in pairs]), _ints([p[1] for p in pairs]), _ints([p[2] for p in pairs]),
            _ints([sum(1 << self.facts.of(name) for name in own) for own in self.names.values]),
        ]  # fmt: skip
        return PlanArrays(**dict(zip(names, columns, strict=True)))

    def keep(self, arrays: PlanArrays) -> None:
        """Take the arrays of all plans as they were kept."""
        self._arrays = arrays

    def plan_rows(self) -> Ints:
        """What `add` puts together for each plan (plans x 14)."""
        return np.array(self.plans.values, dtype=np.int64).reshape(-1, 14)

    def guards_of(self, plan: int) -> tuple[Guard, ...]:
        """The comparisons that must hold for a plan."""
        found: tuple[Guard, ...] = self.guards.values[self.arrays.guard[plan]]
        return found


def _ints(values: list[Any]) -> Ints:
    return np.array(values, dtype=np.int64)


def form_value(form: Form, amounts: Mapping[str, Ints], rows: Ints) -> Ints:
    """A linear form of the amounts of some rows, at least zero."""
    made = np.zeros(len(rows), dtype=np.int64)
    for name, times in form:
        column = amounts.get(name)
        if column is not None:
            made = made + times * column[rows]
    return np.maximum(made, 0)


def guard_holds(guards: tuple[Guard, ...], amounts: Mapping[str, Ints], rows: Ints) -> NDArray[np.bool_]:
    """Rows on which all comparisons turn out as recorded."""
    made = np.ones(len(rows), dtype=bool)
    for form, limit, holds in guards:
        value = np.zeros(len(rows), dtype=np.int64)
        for name, times in form:
            column = amounts.get(name)
            if column is not None:
                value = value + times * column[rows]
        made &= (value < limit) == holds
    return made


RELIEVES, COVERED, LACKS, THERE, SPLIT = 1, 2, 4, 8, 16  # flags of plain plans
_WHOLE = 10_000  # a share of so many parts per million gives whole cents of whole dollars


@dataclass(frozen=True)
class PlainPlans:
    """What the plans of a store owe, where they are plain (arrays by plan).

    A place after the last plan stands for lines that are left to the others: nothing is owed there.

    Parameters
    ----------
    plain : NDArray[np.bool_]
        Plans without comparisons, bounds or claims, whose terms fall on the whole value, each once.
    flags : NDArray[np.uint8]
        Whether a line owes no base duty either (`RELIEVES`), its duties are covered (`COVERED`), a fact is
        missing (`LACKS`), the plan is plain (`THERE`), more than one of its shares can leave part of a cent,
        so that each is rounded by itself (`SPLIT`).
    share : Ints
        The sum of the shares in parts per million: rounded once it is what the shares owe rounded one by
        one, but where the plan is `SPLIT`.
    shares : Ints
        Shares by component and plan.
    """

    plain: NDArray[np.bool_]
    flags: NDArray[np.uint8]
    share: Ints
    shares: Ints

    @property
    def none(self) -> int:
        """The place after the last plan."""
        return len(self.plain) - 1

    def shares_of(self, component: int) -> Ints | None:
        """The shares of a component by plan; None where it asks nothing."""
        if component >= len(self.shares) or not self.shares[component].any():
            return None
        own: Ints = self.shares[component]
        return own


def plain_plans(store: PlanStore) -> PlainPlans:
    """The plain plans of a store."""
    arrays = store.arrays
    cases, parts = len(arrays.relieved), len(store.components)
    owner = np.repeat(np.arange(cases), np.diff(arrays.start))
    odd = (arrays.form > 0) | (arrays.kind > 0)
    place = owner * parts + arrays.component
    times = np.bincount(place, minlength=cases * parts).reshape(cases, parts)
    plain_case = (np.bincount(owner, weights=odd, minlength=cases) == 0) & (times < 2).all(axis=1)
    flat = np.zeros(cases * parts, dtype=np.int64)
    flat[place] = arrays.ppm
    by_case = flat.reshape(cases, parts)
    case = arrays.case
    plain = plain_case[case] & (arrays.guard == 0) & (arrays.spread < 0) & (arrays.claimed < 0)
    split = (by_case % _WHOLE > 0).sum(axis=1) > 1
    flags = np.select([plain], [THERE + SPLIT * split[case]])
    flags += np.where(arrays.flags & RELIEVED, RELIEVES, 0) + np.where(arrays.flags & MODELLED, COVERED, 0)
    flags += np.where(arrays.missing > 0, LACKS, 0)
    shares = np.zeros((parts, len(plain) + 1), dtype=np.int64)
    shares[:, :-1] = np.where(plain, by_case[case].T, 0)
    return PlainPlans(
        np.append(plain, False), np.append(flags, 0).astype(np.uint8), shares.sum(axis=0), shares
    )  # fmt: skip


__all__ = [
    "COVERED",
    "FLOOR",
    "LACKS",
    "MODELLED",
    "RELIEVED",
    "RELIEVES",
    "SPLIT",
    "THERE",
    "VALUE",
    "VOID",
    "PlainPlans",
    "PlanArrays",
    "PlanStore",
    "form_value",
    "guard_holds",
    "plain_plans",
]
