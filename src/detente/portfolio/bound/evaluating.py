"""Lines put with their plans become cents, bounds and words; the few no plan fits are evaluated singly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.duties import CHAPTER_98, bounds_of, covered, is_duty, low_cents_of, on_a_part, question_of
from detente.portfolio.bound.bound_law import BY_VALUE, BoundRegime
from detente.portfolio.bound.cents import Bools, case_cents, spread_bounds
from detente.portfolio.bound.compiler import Case, Compiled, Term, active_measures, stack_notes
from detente.portfolio.bound.placing import Placed
from detente.portfolio.bound.store import MODELLED, RELIEVED, Ints
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.place.plans import plan_headings
from detente.portfolio.read.shipments import Entries

NOTHING = Case((), False)


@dataclass(frozen=True)
class LineMoney:
    """Cents of the rows of one direction (arrays by row of `Placed.rows`).

    Parameters
    ----------
    parts : Ints
        Duty by component (components x rows), without the base duty.
    missing, claims : Ints
        Numbers of the facts missing and of the claims not made, in the store's `names`.
    relieved, modelled : Bools
        Whether the line owes no base duty either; whether its duties are covered.
    refund_known : Bools
        Whether the refund depends on no missing fact.
    alone : Bools
        Lines evaluated on their own values, because no plan fits them.
    """

    plan: Ints
    base: Ints
    duty: Ints
    low: Ints
    high: Ints
    open_top: Bools
    back: Ints
    parts: Ints
    missing: Ints
    claims: Ints
    relieved: Bools
    modelled: Bools
    refund_known: Bools
    alone: Bools


def evaluate_lines(
    entries: Entries, placed: Placed, bases: Bases, regime: BoundRegime, amounts: Mapping[str, Ints]
) -> LineMoney:
    """Cents, bounds, and what is missing, of rows of one direction."""
    store, rows = regime.store, placed.rows
    alone = (placed.plan == BY_VALUE) | _on_a_part(entries, rows, regime)
    plan = placed.plan.copy()
    if alone.any():
        plan[alone] = store.add(Compiled((), NOTHING, None, (), NOTHING, (), (), True, "", (), ()))
    arrays = store.arrays
    totals = case_cents(store, arrays.case[plan], rows, bases.low, amounts, parts=True)
    assert totals.parts is not None
    relieved = (arrays.flags[plan] & RELIEVED) > 0
    base = np.where(relieved, 0, bases.low[rows])
    high = np.where(relieved, 0, bases.high[rows]) + totals.duty - base
    modelled = (arrays.flags[plan] & MODELLED) > 0
    open_top = (~relieved & bases.open_top[rows]) | ~modelled  # law that is not covered may ask more
    made = LineMoney(
        plan, base, totals.duty, totals.duty.copy(), high, open_top, totals.back, totals.parts,
        arrays.missing[plan], arrays.claims[plan], relieved, modelled, np.ones(len(rows), dtype=bool), alone,
    )  # fmt: skip
    made.alone[:] = (
        alone | _bound(made, placed, bases, regime, amounts) | _claim(made, placed, bases, regime, amounts)
    )
    _unlisted(made, placed, bases, regime, amounts)
    for i in np.flatnonzero(made.alone).tolist():
        _by_value(made, i, entries, int(rows[i]), regime)
    return made


def _on_a_part(entries: Entries, rows: Ints, regime: BoundRegime) -> Bools:
    """Lines whose duty, the base duty too, falls on a part of the value by a provision of chapter 98."""
    column = entries.facts.get(CHAPTER_98)
    if column is None or regime.direction != "us_import":
        return np.zeros(len(rows), dtype=bool)
    parts = on_a_part(regime.law)
    return np.array([*(v in parts for v in column.values), False])[column.numbers(rows)]


def _bound(
    made: LineMoney, placed: Placed, bases: Bases, regime: BoundRegime, amounts: Mapping[str, Ints]
) -> Bools:
    """Bounds of lines that depend on facts; gives those on which other facts matter than in their plan."""
    store, arrays = regime.store, regime.store.arrays
    odd = np.zeros(len(placed.rows), dtype=bool)
    spread = arrays.spread[made.plan]
    inside = np.flatnonzero(spread >= 0)
    if not len(inside):
        return odd
    found = spread_bounds(
        store, spread[inside], placed.rows[inside], (bases.low, bases.high, bases.open_top), amounts
    )
    made.low[inside], made.high[inside] = found.low, found.high
    made.open_top[inside] = found.open_top | ~made.modelled[inside]
    hangs = made.missing[inside] > 0
    made.refund_known[inside] = ~hangs | (found.back_low == found.back_high)
    made.back[inside] = np.where(hangs, found.back_low, made.back[inside])
    odd[inside] = found.matter != arrays.expected[arrays.missing[made.plan[inside]]]
    return odd


def _claim(
    made: LineMoney, placed: Placed, bases: Bases, regime: BoundRegime, amounts: Mapping[str, Ints]
) -> Bools:
    """The low bound with all claims made; gives the lines where claiming changes what their plan omits."""
    store, arrays = regime.store, regime.store.arrays
    odd = np.zeros(len(placed.rows), dtype=bool)
    claimed = arrays.claimed[made.plan]
    inside = np.flatnonzero(claimed >= 0)
    if not len(inside):
        return odd
    low = spread_bounds(
        store, claimed[inside], placed.rows[inside], (bases.low, bases.high, bases.open_top), amounts
    ).low
    odd[inside] = (low < made.low[inside]) != (arrays.claims[made.plan[inside]] > 0)
    made.low[inside] = np.minimum(made.low[inside], low)
    return odd


def _unlisted(
    made: LineMoney, placed: Placed, bases: Bases, regime: BoundRegime, amounts: Mapping[str, Ints]
) -> None:
    """The low bound of codes that no schedule has: of their lists nothing is known."""
    inside = np.flatnonzero((bases.kind[placed.rows] < 0) & ~made.relieved)
    if not len(inside):
        return
    sure = regime.store.arrays.certain[made.plan[inside]]
    duty = case_cents(regime.store, sure, placed.rows[inside], bases.low, amounts).duty
    made.low[inside] = np.minimum(made.low[inside], duty)


def _by_value(made: LineMoney, i: int, entries: Entries, row: int, regime: BoundRegime) -> None:
    """One line evaluated on its own values."""
    ship = entries.ship(row)
    ask = question_of(ship, regime.law, regime.book, regime.state, ship.known)
    found = bounds_of(ask)
    store, outcome = regime.store, found.outcome
    terms = tuple(
        Term(x.measure.component, 0, (), False, False) for x in outcome.layers if is_duty(x.measure)
    )
    plan = store.add(
        Compiled(
            (),
            Case(terms, outcome.base.relieved),
            None,
            (),
            NOTHING,
            found.missing,
            found.claims,
            covered(ask, found),
            plan_headings(ask, found),
            stack_notes(ask, found),
            active_measures(found),
        )
    )
    made.plan[i] = plan
    made.base[i], made.duty[i], made.back[i] = (
        outcome.base.low_cents,
        outcome.duty_cents,
        outcome.refundable_cents if found.refund_cents is None else found.refund_cents,
    )
    made.low[i] = low_cents_of(ask, found)
    made.open_top[i] = found.high_cents is None or not covered(ask, found)
    made.refund_known[i] = found.refund_cents is not None
    made.high[i] = found.low_cents if found.high_cents is None else found.high_cents
    made.relieved[i], made.modelled[i] = outcome.base.relieved, covered(ask, found)
    made.missing[i], made.claims[i] = store.names.of(found.missing), store.names.of(found.claims)
    made.parts[:, i] = 0
    for layer, (cents, _) in zip(outcome.layers, outcome.cents, strict=True):
        if is_duty(layer.measure):
            made.parts[store.components.of(layer.measure.component), i] += cents
