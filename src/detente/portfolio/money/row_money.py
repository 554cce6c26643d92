"""Money of every line of a portfolio: the terms of its plan over its value, with bounds, in cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.portfolio.money.base_duties import Bases
from detente.portfolio.money.cents import sum_terms, total_of_terms
from detente.portfolio.place.plans import Plan
from detente.portfolio.read.shipments import Bools, Ints


@dataclass(frozen=True)
class Cents:
    """Cents of every row (arrays of length n; 0 where a row has no plan).

    Parameters
    ----------
    duty : Ints
        Base duty at its low bound and all layers.
    low, high : Ints
        Bounds; `high` counts where not `open_top`.
    back : Ints
        Collected under a measure since held void.
    parts : dict of str to Ints
        Duty by component, ``mfn`` the base duty at its low bound.
    hangs : Bools
        Whether a fact the plan misses changes the duty of the row.
    """

    duty: Ints
    low: Ints
    high: Ints
    open_top: Bools
    back: Ints
    parts: dict[str, Ints]
    hangs: Bools


def line_cents(plans: Sequence[Plan], number: Ints, bases: Bases, amounts: Mapping[str, Ints]) -> Cents:
    """Cents of every row under its plan.

    Parameters
    ----------
    number : Ints
        The number of each row's plan, -1 for none.
    amounts : mapping of str to Ints
        Whole dollars by name: ``full`` and the money facts.
    """
    n = len(number)
    made = Cents(
        np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64),
        np.zeros(n, dtype=bool), np.zeros(n, dtype=np.int64), {"mfn": np.zeros(n, dtype=np.int64)},
        np.zeros(n, dtype=bool),
    )  # fmt: skip
    alike: dict[object, int] = {}
    first: list[Plan] = []
    group = np.full(len(plans) + 1, -1, dtype=np.int64)
    for i, p in enumerate(plans):
        key = (
            p.terms,
            p.low,
            p.high,
            p.claimed,
            p.certain,
            bool(p.missing),
            bool(p.claims),
            p.relieved,
            p.modelled,
        )
        group[i] = alike.setdefault(key, len(first))
        if group[i] == len(first):
            first.append(p)
    groups = group[number]
    order = np.argsort(groups, kind="stable")
    edges = np.searchsorted(groups[order], np.arange(len(first) + 1))
    for k, plan in enumerate(first):
        rows = order[edges[k] : edges[k + 1]]
        if len(rows):
            _fill(made, plan, rows, bases, amounts)
    return made


def _fill(made: Cents, plan: Plan, rows: Ints, bases: Bases, amounts: Mapping[str, Ints]) -> None:
    base_low, base_high, open_top = bases.low[rows], bases.high[rows], bases.open_top[rows]
    if plan.relieved:
        base_low = base_high = np.zeros_like(base_low)
        open_top = np.zeros_like(open_top)
    parts, back = sum_terms(plan.terms, amounts, rows, base_low)
    layers = sum(parts.values(), np.zeros(len(rows), dtype=np.int64))
    low, high = base_low + layers, base_high + layers
    if plan.missing:
        low = base_low + total_of_terms(plan.low, amounts, rows, base_low)
        high = base_high + total_of_terms(plan.high, amounts, rows, base_low)
    if plan.claims:
        low = np.minimum(low, base_low + total_of_terms(plan.claimed, amounts, rows, base_low))
    unknown = bases.kind[rows] < 0
    if unknown.any() and not plan.relieved:
        # no schedule has the code: of its lists nothing is known
        low = np.where(unknown, np.minimum(low, total_of_terms(plan.certain, amounts, rows, base_low)), low)
    made.duty[rows] = base_low + layers
    # law that is not covered may ask more
    open_top = open_top | (not plan.modelled)
    made.low[rows], made.high[rows], made.open_top[rows] = low, high, open_top
    made.back[rows] = back
    if plan.missing:  # on a value of zero, or too small, the missing fact changes nothing
        made.hangs[rows] = (low != high) | open_top
    parts["mfn"] = base_low
    for name, cents in parts.items():
        if name not in made.parts:
            made.parts[name] = np.zeros(len(made.duty), dtype=np.int64)
        made.parts[name][rows] = cents
