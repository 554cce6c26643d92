"""Terms over a portfolio's arrays: duty, bounds and refunds in cents, as for one line at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.outcomes.costs.shapes import Book
from detente.portfolio import Bools, Ints, Plan, sum_terms, total_of_terms


@dataclass(frozen=True)
class Money:
    """Cents of every line under one outcome (arrays of length n).

    `duty` counts only where `settled`; `low` and `high` bound it, `high` where not `open_top`.
    """

    duty: Ints
    low: Ints
    high: Ints
    refundable: Ints
    settled: Bools
    modelled: Bools
    open_top: Bools
    parts: dict[str, Ints]


def compute(book: Book, plans: Sequence[Plan], like: tuple[Sequence[Plan], Money] | None = None) -> Money:
    """Money of every line under the plans of its shape.

    Parameters
    ----------
    like : (plans, money), optional
        An outcome already computed; lines of shapes with the very same plan take its numbers.
    """
    n = len(book)
    if like is None:
        fresh = np.ones(len(plans), dtype=bool)
        money = _empty_money(n)
    else:
        fresh = np.array([a is not b for a, b in zip(plans, like[0], strict=True)], dtype=bool)
        money = _copy_money(like[1])
    order = np.argsort(book.shape, kind="stable")
    edges = np.searchsorted(book.shape[order], np.arange(len(plans) + 1))
    by_terms: dict[object, tuple[Plan, list[Ints]]] = {}
    for i, plan in enumerate(plans):
        if fresh[i]:
            rows = order[edges[i] : edges[i + 1]]
            key = (
                plan.terms,
                plan.low,
                plan.high,
                plan.claimed,
                plan.missing,
                plan.claims,
                plan.certain,
                plan.refund_known,
                plan.modelled,
                plan.relieved,
            )
            by_terms.setdefault(key, (plan, []))[1].append(rows)
    for plan, parts in by_terms.values():
        rows = np.concatenate(parts)
        if len(rows):
            _fill_rows(money, book, plan, rows)
    return money


def _empty_money(n: int) -> Money:
    def zeros() -> Ints:
        return np.zeros(n, dtype=np.int64)

    def no() -> Bools:
        return np.zeros(n, dtype=bool)

    return Money(zeros(), zeros(), zeros(), zeros(), no(), no(), no(), {})


def _copy_money(m: Money) -> Money:
    return Money(
        m.duty.copy(), m.low.copy(), m.high.copy(), m.refundable.copy(), m.settled.copy(), m.modelled.copy(),
        m.open_top.copy(), {k: v.copy() for k, v in m.parts.items()},
    )  # fmt: skip


def _fill_rows(money: Money, book: Book, plan: Plan, rows: Ints) -> None:
    base_low = book.base_low[rows]
    base_high = book.base_high[rows]
    if plan.relieved:
        base_low = np.zeros_like(base_low)
        base_high = base_low
    cents, back = sum_terms(plan.terms, book.amounts, rows, base_low)
    layers = sum(cents.values(), np.zeros(len(rows), dtype=np.int64))
    low, high = base_low + layers, base_high + layers
    if plan.missing:
        low = base_low + total_of_terms(plan.low, book.amounts, rows, base_low)
        high = base_high + total_of_terms(plan.high, book.amounts, rows, base_low)
    if plan.claims:
        low = np.minimum(low, base_low + total_of_terms(plan.claimed, book.amounts, rows, base_low))
    open_top = np.zeros(len(rows), dtype=bool) if plan.relieved else book.open_top[rows]
    # a missing fact that changes nothing on this value (zero, or too small) is not missing
    missing = ((low != high) | open_top) if plan.missing else np.zeros(len(rows), dtype=bool)
    unknown = book.no_line[rows]
    known = ~unknown
    if not plan.relieved:
        known &= book.base_known[rows]
        certain = total_of_terms(plan.certain, book.amounts, rows, base_low)
        low = np.where(unknown, np.minimum(low, certain), low)
    money.duty[rows] = base_low + layers
    money.low[rows], money.high[rows] = low, high
    refund_known = plan.refund_known | ~missing
    money.refundable[rows] = np.where(refund_known & ~unknown, back, 0)
    money.modelled[rows] = plan.modelled
    money.settled[rows] = known & plan.modelled & ~missing
    money.open_top[rows] = open_top | (not plan.modelled)
    for values in money.parts.values():
        values[rows] = 0
    cents["mfn"] = base_low
    for name, values in cents.items():
        if name not in money.parts:
            money.parts[name] = np.zeros(len(book), dtype=np.int64)
        money.parts[name][rows] = values
