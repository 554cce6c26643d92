"""Lines of which everything is bound already: stacks, plans and cents by look-ups.

So it is with nearly every line of a large file: it gives no fact that its stack looks at, and its plan is a
sum of shares of the value. Such lines are taken in blocks that stay in the processor's cache. Nothing is
bound or compiled here: lines that need it, or whose plan has comparisons or bounds of its own, are left to
`placing` and `evaluating`, which give the same cents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.duties import CHAPTER_98, CHINA_IMPORT
from detente.portfolio.bound.axes import ENTRY_DAY
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.cents import Bools, ad_valorem_of, blocks
from detente.portfolio.bound.parts import Hashes
from detente.portfolio.bound.placing import facts_given, known_on_the_day
from detente.portfolio.bound.store import Ints
from detente.portfolio.layout.answer_columns import AnswerColumns
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.read.shipments import Entries

MANY = 1 << 13  # fewer lines are answered quicker without the tables that blocks need


@dataclass(frozen=True)
class LookUps:
    """Where the distinct values of a file lead in the bound law of a direction.

    Parameters
    ----------
    group, kind, cell : Ints
        By number of the origin, the code and the moment: first place of its group, its class, its cell.
    row, stack, plan : Ints
        Place of the group and class -> place of the timeline; that of a cell of it -> stack -> plan.
    looked : Hashes
        By stack: bits of the facts it looks at.
    """

    group: Ints
    kind: Ints
    cell: Ints
    row: Ints
    stack: Ints
    plan: Ints
    looked: Hashes


def look_ups(entries: Entries, own: Bools, regime: BoundRegime, policy: int) -> LookUps:
    """The look-ups of the lines of one direction along a policy of knowledge."""
    table, (plans, plain) = regime.table(policy), regime.plain_plans()
    (groups, kinds), (lines, width) = table.row.shape, table.stacks.shape
    kind = np.full(len(entries.codes.values) + 1, kinds)  # the place after the last: nothing is bound there
    used = np.flatnonzero(entries.codes.met(own))
    kind[used] = np.minimum(regime.class_numbers([entries.codes.values[c] for c in used]), kinds)
    row = np.full((groups + 1, kinds + 1), lines * width, dtype=np.int64)
    row[:groups, :kinds] = np.where(table.row < 0, lines, table.row) * width
    number = regime.groups.number
    group = [number.get(origin, groups) for origin in entries.origins.values]
    return LookUps(
        np.array([*group, groups], dtype=np.int64) * (kinds + 1),
        kind,
        np.append(table.cells_of(entries.moments.values), 0),
        row.ravel(),
        np.append(table.stacks.ravel(), np.full(width, len(plain))).astype(np.int64),
        np.append(plain, plans.none),
        np.append(regime.stacks.arrays[1], np.uint64(0)),
    )


def plain_lines(
    entries: Entries, own: Bools, bases: Bases, regime: BoundRegime, columns: AnswerColumns
) -> Bools:
    """Lay the cents of the plain lines of one direction into the columns; gives the lines that are left."""
    if regime.direction == CHINA_IMPORT or len(entries) < MANY:
        return own
    knowns = entries.knowns.values
    policy = regime.axes.policy_of(knowns[0]) if len(knowns) == 1 else ENTRY_DAY
    at, none = look_ups(entries, own, regime, policy), regime.plain_plans()[0].none
    fits = _fitting(entries, own, bases, regime, policy)
    given = facts_given(entries, regime) if entries.given else None
    layer = _Layer(entries, bases, regime, columns)
    left = own.copy()
    for span in blocks(len(entries)):
        pair = at.group.take(entries.origins.at[span])
        pair += at.kind.take(entries.codes.at[span])
        place = at.row.take(pair)
        place += at.cell.take(entries.moments.at[span])
        stack = at.stack.take(place)
        plan = at.plan.take(stack)
        plain = fits(span)
        plain &= plan != none
        if given is not None:
            plain &= (given[span] & at.looked.take(stack)) == 0
        left[span] &= ~plain
        layer.lay(span, np.where(plain, plan, none), stack)
    return left


def _fitting(
    entries: Entries, own: Bools, bases: Bases, regime: BoundRegime, policy: int
) -> Callable[[slice], Bools]:
    """Tells of a block which lines have a base rate, name their origin, and go by a policy of knowledge."""
    day, known = known_on_the_day(entries), entries.knowns.at
    named = (*regime.classes.origin_facts, CHAPTER_98)
    other = np.zeros(len(entries), dtype=bool)
    for name in (name for name in named if name in entries.facts):
        other[entries.facts[name].filled()[0]] = True

    def fits(span: slice) -> Bools:
        made = own[span] & (bases.kind[span] >= 0)
        by_day: Bools = day.take(entries.moments.at[span]) == known[span]
        made &= by_day if policy == ENTRY_DAY else ~by_day
        made &= ~other[span]
        return made

    return fits


class _Layer:
    """Lays the cents of blocks into the columns; lines without a plan get the values of those not answered.

    So the lines of the United States come before those of other directions.
    """

    def __init__(self, entries: Entries, bases: Bases, regime: BoundRegime, columns: AnswerColumns) -> None:
        self.bases, self.columns, self.dollars = bases, columns, entries.dollars
        self.plans, self.needy = regime.plain_plans()[0], bases.needy
        self.rate = ad_valorem_of(int(self.plans.ppm.max(initial=0)), int(entries.dollars.max(initial=0)))
        columns.open(regime)
        self.parts = [columns.cents.parts[name] for name in regime.store.components.values]

    def lay(self, span: slice, plan: Ints, stack: Ints) -> None:
        """Lay one block."""
        plans, bases, columns = self.plans, self.bases, self.columns
        there, spared, modelled = plan != plans.none, plans.relieved.take(plan), plans.modelled.take(plan)
        no_base = spared | ~there
        base = np.where(no_base, 0, bases.low[span])
        high = np.where(no_base, 0, bases.high[span])
        duty = base.copy()
        self._add_terms(span, plan, duty)
        high += duty
        high -= base
        lacking = plans.lacking.take(plan)
        if self.needy.any():
            lacking |= self.needy.take(bases.say[span]) & ~no_base
        cents, facets = columns.cents, columns.facets
        columns.plan[span] = np.where(there, plan, -1)
        columns.stack[span] = np.where(there, stack, -1)
        columns.lacking[span] = lacking
        cents.duty[span], cents.low[span], cents.high[span] = duty, duty, high
        cents.open_top[span] = (bases.open_top[span] & ~no_base) | (there & ~modelled)
        cents.parts["mfn"][span] = base
        facets.relieved[span], facets.modelled[span], facets.refund_known[span] = spared, modelled, there

    def _add_terms(self, span: slice, plan: Ints, duty: Ints) -> None:
        """The first terms of all lines, then the second ones, and so on."""
        plans, dollars = self.plans, self.dollars[span]
        count, first = plans.terms.take(plan), plans.first.take(plan)
        rows, k = np.flatnonzero(count), 0
        while len(rows):
            term = first[rows]
            term += k
            due = self.rate(plans.ppm.take(term), dollars[rows])
            duty[rows] += due
            part = plans.component.take(term)
            for number in np.flatnonzero(np.bincount(part)).tolist():
                inside = np.flatnonzero(part == number)
                self.parts[number][rows[inside] + span.start] = due[inside]
            k += 1
            rows = rows[count[rows] > k]
