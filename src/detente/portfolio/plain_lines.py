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
from numpy.typing import NDArray

from detente.duties import CHAPTER_98, CHINA_IMPORT
from detente.portfolio.bound.axes import ENTRY_DAY
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.cents import Bools, ad_valorem_of, blocks
from detente.portfolio.bound.parts import Hashes
from detente.portfolio.bound.placing import facts_given, known_on_the_day
from detente.portfolio.bound.store import COVERED, LACKS, RELIEVES, SPLIT, THERE, Ints
from detente.portfolio.layout.answer_columns import AnswerColumns
from detente.portfolio.layout.part_columns import PlainRows
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.read.shipments import Entries

ODD = np.uint64(1 << 63)  # beyond the bits of facts: lines whose origin or share of duty a fact changes
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
        By stack: bits of the facts it looks at, and of those that no plain line gives.
    """

    group: Ints
    kind: Ints
    cell: Ints
    row: NDArray[np.int32]
    stack: NDArray[np.int32]
    plan: Ints
    looked: Hashes


def look_ups(entries: Entries, own: Bools, regime: BoundRegime, policy: int) -> LookUps:
    """The look-ups of the lines of one direction along a policy of knowledge."""
    table, (plans, plain) = regime.table(policy), regime.plain_plans()
    groups, kinds = table.row.shape
    kind = np.full(len(entries.codes.values) + 1, kinds)  # the place after the last: nothing is bound there
    used = np.flatnonzero(entries.codes.met(own))
    kind[used] = np.minimum(regime.class_numbers([entries.codes.values[c] for c in used]), kinds)
    number = regime.groups.number
    group = [number.get(origin, groups) for origin in entries.origins.values]
    return LookUps(
        np.array([*group, groups], dtype=np.int64) * (kinds + 1),
        kind,
        np.append(table.cells_of(entries.moments.values), 0),
        *table.flat(),
        np.append(plain, plans.none),
        np.append(regime.stacks.arrays[1], np.uint64(0)) | ODD,
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
    fits = _fitting(entries, own, bases, policy)
    given = _given(entries, regime)
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


def _given(entries: Entries, regime: BoundRegime) -> Hashes | None:
    """Bits of the facts that each line gives, `ODD` for those that no plain line gives; None for none."""
    named = (*regime.classes.origin_facts, CHAPTER_98)
    odd = [entries.facts[name] for name in named if name in entries.facts]
    if not entries.given and not odd:
        return None
    given = facts_given(entries, regime)
    for column in odd:
        given[column.filled()[0]] |= ODD
    return given


def _fitting(entries: Entries, own: Bools, bases: Bases, policy: int) -> Callable[[slice], Bools]:
    """Tells of a block which lines have a base rate and go by a policy of knowledge."""
    day, known = known_on_the_day(entries), entries.knowns.at
    same = policy == ENTRY_DAY and known is entries.moments.at and bool((day == np.arange(len(day))).all())

    def fits(span: slice) -> Bools:
        made = own[span] & (bases.kind[span] >= 0)
        if same:
            return made
        by_day: Bools = day.take(entries.moments.at[span]) == known[span]
        made &= by_day if policy == ENTRY_DAY else ~by_day
        return made

    return fits


class _Layer:
    """Lays the cents of blocks into the columns; lines without a plan get the values of those not answered.

    So the lines of the United States come before those of other directions.
    """

    def __init__(self, entries: Entries, bases: Bases, regime: BoundRegime, columns: AnswerColumns) -> None:
        self.bases, self.columns, self.dollars = bases, columns, entries.dollars
        self.plans, self.needy = regime.plain_plans()[0], bases.needy
        self.rate = ad_valorem_of(int(self.plans.share.max(initial=0)), int(entries.dollars.max(initial=0)))
        columns.open(regime)
        self.plan = np.full(len(entries), self.plans.none, dtype=np.int32)
        columns.cents.parts.owe(PlainRows(self.plan, self.plans, tuple(regime.store.components.values)))

    def lay(self, span: slice, plan: Ints, stack: NDArray[np.int32]) -> None:
        """Lay one block."""
        plans, bases, columns = self.plans, self.bases, self.columns
        flags = plans.flags.take(plan)
        there, spared, modelled = flags & THERE > 0, flags & RELIEVES > 0, flags & COVERED > 0
        based = there & ~spared
        base = bases.low[span] * based
        duty = self._due(span, plan, flags)
        duty += base
        high = bases.high[span] * based
        high += duty
        high -= base
        lacking = flags & LACKS > 0
        if self.needy.any():
            lacking |= self.needy.take(bases.say[span]) & based
        cents, facets = columns.cents, columns.facets
        self.plan[span] = plan
        columns.plan[span] = np.where(there, plan, -1)
        if columns.laid_out:
            columns.stack[span] = np.where(there, stack, -1)
        columns.lacking[span] = lacking
        cents.duty[span], cents.low[span], cents.high[span] = duty, duty, high
        cents.open_top[span] = (bases.open_top[span] & based) | (there & ~modelled)
        cents.parts["mfn"][span] = base
        facets.relieved[span], facets.modelled[span], facets.refund_known[span] = spared, modelled, there

    def _due(self, span: slice, plan: Ints, flags: NDArray[np.uint8]) -> Ints:
        """Duty beside the base duty: one product a line, and one a share where each is rounded by itself."""
        plans, dollars = self.plans, self.dollars[span]
        due = self.rate(plans.share.take(plan), dollars)
        split = np.flatnonzero(flags & SPLIT)
        if len(split):
            inside, value = plan[split], dollars[split]
            due[split] = sum(self.rate(own.take(inside), value) for own in plans.shares)
        return due
