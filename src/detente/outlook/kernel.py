"""Terms over a portfolio's arrays: duty, bounds and refunds in cents, the same integers as one line at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.assess.plan import Plan, Term
from detente.outlook.shapes import Book, Ints

HALF, MILLION = 5_000, 10_000  # parts per million of whole dollars, in cents: (ppm * usd + 5000) // 10000


@dataclass(frozen=True)
class Money:
    """Cents of every line under one outcome (arrays of length n).

    `duty` counts only where `settled`; `low` and `high` bound it, `high` where not `open_top`.
    """

    duty: Ints
    low: Ints
    high: Ints
    refundable: Ints
    settled: NDArray[np.bool_]
    modelled: NDArray[np.bool_]
    open_top: NDArray[np.bool_]
    parts: dict[str, Ints]


def compute(book: Book, plans: Sequence[Plan], like: tuple[Sequence[Plan], Money] | None = None) -> Money:
    """Money of every line under the plans of its shape.

    Parameters
    ----------
    like : (plans, money), optional
        An outcome already computed; lines of shapes with the very same plan take its numbers.
    """
    n = len(book.answers)
    if like is None:
        fresh = np.ones(len(plans), dtype=bool)
        money = _empty(n)
    else:
        fresh = np.array([a is not b for a, b in zip(plans, like[0], strict=True)], dtype=bool)
        money = _copy(like[1])
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
                plan.modelled,
                plan.relieved,
            )
            by_terms.setdefault(key, (plan, []))[1].append(rows)
    for plan, parts in by_terms.values():
        rows = np.concatenate(parts)
        if len(rows):
            _fill(money, book, plan, rows)
    return money


def _empty(n: int) -> Money:
    def zeros() -> Ints:
        return np.zeros(n, dtype=np.int64)

    def no() -> NDArray[np.bool_]:
        return np.zeros(n, dtype=bool)

    return Money(zeros(), zeros(), zeros(), zeros(), no(), no(), no(), {})


def _copy(m: Money) -> Money:
    return Money(
        m.duty.copy(), m.low.copy(), m.high.copy(), m.refundable.copy(), m.settled.copy(), m.modelled.copy(),
        m.open_top.copy(), {k: v.copy() for k, v in m.parts.items()},
    )  # fmt: skip


def _fill(money: Money, book: Book, plan: Plan, rows: Ints) -> None:
    base_low = book.base_low[rows]
    base_high = book.base_high[rows]
    if plan.relieved:
        base_low = np.zeros_like(base_low)
        base_high = base_low
    cents, back = _sum(plan.terms, book, rows, base_low)
    layers = sum(cents.values(), np.zeros(len(rows), dtype=np.int64))
    low, high = base_low + layers, base_high + layers
    if plan.missing:
        low = base_low + _total(plan.low, book, rows, base_low)
        high = base_high + _total(plan.high, book, rows, base_low)
    if plan.claims:
        low = np.minimum(low, base_low + _total(plan.claimed, book, rows, base_low))
    open_top = np.zeros(len(rows), dtype=bool) if plan.relieved else book.open_top[rows]
    # a missing fact that changes nothing on this value (zero, or too small) is not missing
    missing = ((low != high) | open_top) if plan.missing else np.zeros(len(rows), dtype=bool)
    known = ~book.no_line[rows]
    if not plan.relieved:
        known &= book.base_known[rows]
    money.duty[rows] = base_low + layers
    money.low[rows], money.high[rows] = low, high
    money.refundable[rows] = np.where(missing, 0, back)
    money.modelled[rows] = plan.modelled
    money.settled[rows] = known & plan.modelled & ~missing
    money.open_top[rows] = open_top
    for values in money.parts.values():
        values[rows] = 0
    cents["mfn"] = base_low
    for name, values in cents.items():
        if name not in money.parts:
            money.parts[name] = np.zeros(len(book.answers), dtype=np.int64)
        money.parts[name][rows] = values


def _sum(terms: Sequence[Term], book: Book, rows: Ints, base: Ints) -> tuple[dict[str, Ints], Ints]:
    made: dict[str, Ints] = {}
    back = np.zeros(len(rows), dtype=np.int64)
    for term in terms:
        if not term.ppm:
            continue
        cents = term_cents(term, book, rows, base)
        if term.void:
            back = back + cents
            continue
        made[term.component] = made.get(term.component, 0) + cents
    return made, back


def term_cents(term: Term, book: Book, rows: Ints, base: Ints) -> Ints:
    """Cents of one term on some lines, whether owed or collected and void."""
    value = _part(term.plus, book, rows)
    for name in term.minus:
        value = value - _part("full" if name == "full_value" else name, book, rows)
    cents: Ints = (np.int64(term.ppm) * np.maximum(value, 0) + HALF) // MILLION
    return np.maximum(cents - base, 0) if term.floor else cents


def _part(name: str, book: Book, rows: Ints) -> Ints:
    found = book.amounts.get(name)
    return found[rows] if found is not None else np.zeros(len(rows), dtype=np.int64)


def _total(terms: Sequence[Term], book: Book, rows: Ints, base: Ints) -> Ints:
    cents, _ = _sum(terms, book, rows, base)
    return sum(cents.values(), np.zeros(len(rows), dtype=np.int64))
