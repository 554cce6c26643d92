"""Lines of a file put with their plans: stacks by plain look-ups, then the given facts a stack looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.duties import CHINA_IMPORT
from detente.portfolio.bound.amounts import VALUE
from detente.portfolio.bound.axes import ENTRY_DAY
from detente.portfolio.bound.bound_law import BY_VALUE, BoundRegime
from detente.portfolio.bound.parts import ON_BASE, Hashes, content_hash
from detente.portfolio.bound.store import Ints, guard_holds
from detente.portfolio.place.applicable_law import token_of
from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.shipments import Column, Entries

Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Placed:
    """Rows of one direction with their stacks and plans.

    Parameters
    ----------
    rows : Ints
        Rows of the file.
    stack, plan : Ints
        By row of `rows`; a plan of `BY_VALUE` says that the row is evaluated by itself.
    """

    rows: Ints
    stack: Ints
    plan: Ints


def place(
    entries: Entries, rows: Ints, base_kind: Ints, regime: BoundRegime, amounts: Mapping[str, Ints]
) -> Placed:
    """Put rows of one direction with their plans; plans not compiled yet are compiled.

    Parameters
    ----------
    base_kind : Ints
        Kind of base rate of each of `rows`.
    amounts : mapping of str to Ints
        Whole dollars by name, of every row of the file.
    """
    return place_on(entries, rows, _stacks(entries, rows, regime), base_kind, regime, amounts)


def place_on(
    entries: Entries,
    rows: Ints,
    stack: Ints,
    base_kind: Ints,
    regime: BoundRegime,
    amounts: Mapping[str, Ints],
) -> Placed:
    """Put rows whose stacks are known with their plans."""
    keys = _Keys(entries, rows, stack, base_kind, regime)
    plan = keys.plain()
    keys.with_facts(plan)
    _check_guards(plan, keys, regime, amounts)
    if regime.direction == CHINA_IMPORT:  # what owes no base duty is covered from any origin
        plan[entries.dollars[rows] == 0] = BY_VALUE
    return Placed(rows, stack, plan)


def _stacks(entries: Entries, rows: Ints, regime: BoundRegime) -> Ints:
    """The stack of each row."""
    code = entries.codes.at[rows]
    met = np.zeros(len(entries.codes.values) + 1, dtype=bool)
    met[code] = True
    used = np.flatnonzero(met)
    kinds = np.zeros(len(met), dtype=np.int64)
    kinds[used] = regime.class_numbers([entries.codes.values[c] for c in used])
    kind = kinds[code]
    origin = duty_origins(entries, rows, regime)  # may add an origin that no column names
    groups = [regime.groups.number[o] for o in entries.origins.values]
    group = np.array(groups or [0], dtype=np.int64)[origin]
    policy = _policies(entries, rows, regime)
    made = np.empty(len(rows), dtype=np.int64)
    for one in np.unique(policy).tolist():
        inside = np.flatnonzero(policy == one) if len(rows) and (policy != one).any() else slice(None)
        table = regime.fill(one, group[inside], kind[inside])
        cells = table.cells_of(entries.moments.values)
        made[inside] = table.stacks[
            table.row[group[inside], kind[inside]], cells[entries.moments.at[rows[inside]]]
        ]
    return made


def duty_origins(entries: Entries, rows: Ints, regime: BoundRegime) -> Ints:
    """Each row's origin by which the duties go."""
    origin = entries.origins.at[rows]
    named = regime.classes.origin_facts
    stated = [c.numbers(rows) >= 0 for name, c in entries.given if name in named]
    if stated:
        origin = origin.copy()
        values = entries.origins.values
        for i in np.flatnonzero(np.logical_or.reduce(stated)):
            own = regime.classes.origin_of(entries.ship(int(rows[i])))
            if own not in values:
                values.append(own)
            origin[i] = values.index(own)
    return origin


def _policies(entries: Entries, rows: Ints, regime: BoundRegime) -> Ints:
    """The policy of knowledge of each row: that of its own day, or of a fixed day."""
    own = known_on_the_day(entries)
    known = entries.knowns.at[rows]
    by_day = own[entries.moments.at[rows]] == known
    if by_day.all():
        return np.full(len(rows), ENTRY_DAY, dtype=np.int64)
    fixed = np.array([regime.axes.policy_of(day) for day in entries.knowns.values] or [0], dtype=np.int64)
    return np.where(by_day, ENTRY_DAY, fixed[known])


def known_on_the_day(entries: Entries) -> Ints:
    """By moment: the number of its own day among the days of knowledge, -1 where it is none of them."""
    knowns = {day: k for k, day in enumerate(entries.knowns.values)}
    return np.array([knowns.get(m[:10], -1) for m in entries.moments.values] or [-1], dtype=np.int64)


def fact_columns(entries: Entries, regime: BoundRegime) -> list[tuple[str, Column, int]]:
    """The facts a file gives that stacks can tell apart: name, column and bit."""
    named = ((name, entries.facts.get(name), bit) for bit, name in enumerate(regime.facts))
    return [(name, column, bit) for name, column, bit in named if column is not None and column.values]


def facts_given(entries: Entries, regime: BoundRegime) -> Hashes:
    """Bits of the facts that each row of a file gives."""
    made = np.zeros(len(entries), dtype=np.uint64)
    for _, column, bit in fact_columns(entries, regime):  # most facts are given on few lines
        made[column.filled()[0]] |= np.uint64(1 << bit)
    return made


class _Keys:
    """Keys of plans: the stack's number, and what of the facts given it can tell apart."""

    def __init__(
        self, entries: Entries, rows: Ints, stack: Ints, base_kind: Ints, regime: BoundRegime
    ) -> None:
        self.entries, self.rows, self.stack, self.base_kind, self.regime = (
            entries,
            rows,
            stack,
            base_kind,
            regime,
        )
        content, looked_at, flags = regime.stacks.arrays
        self.content = content
        self.columns = fact_columns(entries, regime)
        self.need: Hashes = np.zeros(len(rows), dtype=np.uint64)
        for _, column, bit in self.columns:
            self.need |= (column.numbers(rows) >= 0).astype(np.uint64) << np.uint64(bit)
        self.need &= looked_at[stack]
        self.on_base: Bools = (flags[stack] & np.uint64(ON_BASE)) > 0
        self.beyond = np.flatnonzero((self.need > 0) | self.on_base)
        self.key: Hashes = content[stack]

    def plain(self) -> Ints:
        """Plans of rows of which nothing but the stack matters; -1 for the others."""
        regime, stack = self.regime, self.stack
        plan = np.full(len(stack), -1, dtype=np.int64)
        alone = np.ones(len(stack), dtype=bool)
        alone[self.beyond] = False
        own = stack[alone]
        first, at = distinct_rows([own])
        plans = []
        for number in own[first].tolist():
            key = int(self.content[number])
            known = regime.plan_numbers(key)
            plans.append(known[0] if known else regime.compile(key, number, {}))
        plan[alone] = np.array(plans, dtype=np.int64)[at]
        return plan

    def with_facts(self, plan: Ints) -> None:
        """Plans of the other rows."""
        inside = self.beyond
        if not len(inside):
            return
        key = self.key[inside].copy()
        for name, column, bit in self.columns:
            looked = (self.need[inside] >> np.uint64(bit)) & np.uint64(1) > 0
            if looked.any():
                at = column.numbers(self.rows[inside[looked]])
                key[looked] += _tokens(name, column, at, self.regime)[at]
        if self.on_base.any():
            base = np.array(
                [content_hash(("base", k)) for k in range(-1, int(self.base_kind.max(initial=-1)) + 1)],
                dtype=np.uint64,
            )
            key += np.where(self.on_base[inside], base[self.base_kind[inside] + 1], np.uint64(0))
        self.key = self.key.copy()
        self.key[inside] = key
        keys, first, at = np.unique(key, return_index=True, return_inverse=True)
        numbers = np.empty(len(keys), dtype=np.int64)
        for k, (one, i) in enumerate(zip(keys.tolist(), inside[first].tolist(), strict=True)):
            known = self.regime.plan_numbers(one)
            numbers[k] = known[0] if known else self.compile(one, i)
        plan[inside] = numbers[at]

    def compile(self, key: int, i: int, amounts: Mapping[str, int] | None = None) -> int:
        """Compile the plan of a row; with its own amounts where given."""
        need = int(self.need[i])
        row = int(self.rows[i])
        given = {n: c.value(row) or "" for n, c, bit in self.columns if need >> bit & 1}
        line = None
        if self.on_base[i]:
            ship = self.entries.ship(row)
            line = ship.code.digits, self.regime.classes.line(ship)
        if amounts is None:
            return self.regime.compile(key, int(self.stack[i]), given, line=line)
        return self.regime.compile(key, int(self.stack[i]), given, amounts, line, amounts[VALUE])


def _tokens(name: str, column: Column, at: Ints, regime: BoundRegime) -> Hashes:
    """A number of 64 bits for what the law can tell apart of each value that some rows have."""
    if regime.law.facts[name]["type"] == "money":
        return np.full(len(column.values), content_hash((name, "")), dtype=np.uint64)
    seen: dict[object, int] = {}
    made = np.zeros(len(column.values), dtype=np.uint64)
    met = np.zeros(len(column.values), dtype=bool)
    met[at] = True
    for k in np.flatnonzero(met).tolist():
        token = token_of(name, column.values[k], regime.law)
        number = seen.get(token)
        if number is None:
            number = seen[token] = content_hash((name, token))
        made[k] = number
    return made


def _check_guards(plan: Ints, keys: _Keys, regime: BoundRegime, amounts: Mapping[str, Ints]) -> None:
    """Give rows on which a comparison turns out otherwise the plan that fits them."""
    store = regime.store
    if not len(store.plans):
        return
    guard = np.where(plan >= 0, store.arrays.guard[np.maximum(plan, 0)], 0)
    open_: list[Ints] = []
    for number in np.unique(guard[guard > 0]).tolist():
        inside = np.flatnonzero(guard == number)
        holds = guard_holds(store.guards.values[number], amounts, keys.rows[inside])
        if not holds.all():
            open_.append(inside[~holds])
    for i in np.concatenate(open_).tolist() if open_ else ():
        plan[i] = _variant(i, keys, regime, amounts)


def _variant(i: int, keys: _Keys, regime: BoundRegime, amounts: Mapping[str, Ints]) -> int:
    """The plan of a key whose comparisons hold on a row, compiled from the row where there is none."""
    row = keys.rows[i : i + 1]
    key = int(keys.key[i])
    for number in regime.plan_numbers(key):
        if number == BY_VALUE or bool(guard_holds(regime.store.guards_of(number), amounts, row)[0]):
            return number
    own = {name: int(column[row[0]]) for name, column in amounts.items()}
    number = keys.compile(key, i, own)
    if number != BY_VALUE and not bool(guard_holds(regime.store.guards_of(number), amounts, row)[0]):
        return BY_VALUE
    return number
