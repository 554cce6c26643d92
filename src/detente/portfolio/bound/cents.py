"""The arithmetic: cents of every line from its plan, its amounts and its base duty, in exact integers.

Lines are taken in blocks that stay in the processor's cache; within a block the first terms of all lines
are added, then the second ones, and so on, so nothing is sorted and no line waits for its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.portfolio.bound.amounts import VALUE
from detente.portfolio.bound.store import FLOOR, VOID, Ints, PlanStore, form_value

Bools: TypeAlias = NDArray[np.bool_]
BLOCK = 1 << 14
_MOST = 2**62


def ad_valorem(ppm: Ints, dollars: Ints) -> Ints:
    """Cents of rates in parts per million on whole dollars, half a cent up, however large.

    Examples
    --------
    >>> ad_valorem(np.array([75_000]), np.array([10**12])).tolist()
    [7500000000000]
    """
    tens, rest = np.divmod(dollars, 10_000)
    return ppm * tens + (ppm * rest + 5_000) // 10_000


def small_ad_valorem(ppm: Ints, dollars: Ints) -> Ints:
    """The same where no product is beyond 64 bits."""
    cents = ppm * dollars
    cents += 5_000
    cents //= 10_000
    return cents


def ad_valorem_of(ppm: int, dollars: int) -> Callable[[Ints, Ints], Ints]:
    """The quickest of both for rates and values of at most so much."""
    return small_ad_valorem if ppm * dollars < _MOST else ad_valorem


def blocks(n: int) -> Iterator[slice]:
    """Rows in blocks that stay in the processor's cache."""
    for first in range(0, n, BLOCK):
        yield slice(first, min(first + BLOCK, n))


@dataclass(frozen=True)
class Totals:
    """Cents of some lines under one case each: all duties with the base, refundable part, by component."""

    duty: Ints
    back: Ints
    parts: Ints | None


def case_cents(
    store: PlanStore,
    case: Ints,
    rows: Ints | None,
    base: Ints,
    amounts: Mapping[str, Ints],
    parts: bool = False,
) -> Totals:
    """Cents of lines under a case each.

    Parameters
    ----------
    case : Ints
        Case of each line to compute.
    rows : Ints or None
        The row of `amounts` and `base` of each line; None for the same order.
    base : Ints
        Base duty of every row at its low bound; a case that relieves takes it as zero.
    parts : bool
        Whether to give cents by component too (components x lines).
    """
    arrays = store.arrays
    n = len(case)
    duty, back = np.empty(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    split = np.zeros((len(store.components), n), dtype=np.int64) if parts else None
    rate = ad_valorem_of(int(arrays.ppm.max(initial=0)), int(amounts[VALUE].max(initial=0)))
    for span in blocks(n):
        own = np.arange(span.start, span.stop) if rows is None else rows[span]
        part = split[:, span] if split is not None else None
        _add_terms(store, case[span], own, base, amounts, rate, Totals(duty[span], back[span], part))
    return Totals(duty, back, split)


def _add_terms(
    store: PlanStore, case: Ints, own: Ints, base: Ints, amounts: Mapping[str, Ints],
    rate: Callable[[Ints, Ints], Ints], out: Totals,
) -> None:  # fmt: skip
    """Cents of one block of lines, into `out`."""
    arrays = store.arrays
    due = np.where(arrays.relieved[case] > 0, 0, base[own])
    out.duty[:] = due
    start = arrays.start[case]
    length = arrays.start[case + 1] - start
    at = np.arange(len(case))
    for k in range(int(length.max(initial=0))):
        at = at[length[at] > k]
        term = start[at] + k
        cents = rate(arrays.ppm[term], _dollars(store, arrays.form[term], own[at], amounts))
        kind = arrays.kind[term]
        if kind.any():
            floor = (kind & FLOOR) > 0
            cents[floor] = np.maximum(cents[floor] - due[at[floor]], 0)
            void = (kind & VOID) > 0
            out.back[at[void]] += cents[void]
            cents[void] = 0
        out.duty[at] += cents
        if out.parts is not None:
            out.parts[arrays.component[term], at] += cents


def _dollars(store: PlanStore, form: Ints, rows: Ints, amounts: Mapping[str, Ints]) -> Ints:
    """Whole dollars a term of each line falls on; form 0 is the customs value."""
    made = amounts[VALUE][rows]
    if form.any():
        for number in np.unique(form[form > 0]).tolist():
            inside = np.flatnonzero(form == number)
            made[inside] = form_value(store.forms.values[number], amounts, rows[inside])
    return made


@dataclass(frozen=True)
class Bounds:
    """Bounds over the facts not given, of lines that have any.

    Parameters
    ----------
    low, high : Ints
        Cents; `open_top` where nothing bounds the duty from above.
    matter : Ints
        Bits of the facts that change the duty or the refund of the line.
    back_low, back_high : Ints
        Least and greatest refund.
    """

    low: Ints
    high: Ints
    open_top: Bools
    matter: Ints
    back_low: Ints
    back_high: Ints


def spread_bounds(
    store: PlanStore, spread: Ints, rows: Ints, bases: tuple[Ints, Ints, Bools], amounts: Mapping[str, Ints]
) -> Bounds:
    """Bounds of lines with a spread each: every evaluation of it is computed on the line's own amounts.

    Parameters
    ----------
    bases : tuple
        Base duty of every row at its low and high bound, and whether it has no high one.
    """
    arrays = store.arrays
    base_low, base_high, open_top = bases
    count = arrays.spread_start[spread + 1] - arrays.spread_start[spread]
    edges = np.concatenate([[0], np.cumsum(count)])
    line = np.repeat(np.arange(len(rows)), count)
    case = arrays.spread_case[arrays.spread_start[spread][line] + np.arange(edges[-1]) - edges[:-1][line]]
    totals = case_cents(store, case, rows[line], base_low, amounts)
    low = np.minimum.reduceat(totals.duty, edges[:-1])
    top = np.maximum.reduceat(totals.duty, edges[:-1])
    place = np.where(totals.duty == top[line], np.arange(edges[-1]), edges[-1])
    first = np.minimum.reduceat(place, edges[:-1])
    relieved = arrays.relieved[case[first]] > 0
    high = np.where(relieved, top, top - base_low[rows] + base_high[rows])
    pairs = arrays.pair_start[spread + 1] - arrays.pair_start[spread]
    ends = np.concatenate([[0], np.cumsum(pairs)])
    of = np.repeat(np.arange(len(rows)), pairs)
    pair = arrays.pair_start[spread][of] + np.arange(ends[-1]) - ends[:-1][of]
    one, two = edges[:-1][of] + arrays.pair_one[pair], edges[:-1][of] + arrays.pair_two[pair]
    differ = (totals.duty[one] != totals.duty[two]) | (totals.back[one] != totals.back[two])
    matter = np.zeros(len(rows), dtype=np.int64)
    np.bitwise_or.at(matter, of[differ], np.int64(1) << arrays.pair_fact[pair[differ]])
    back = [least.reduceat(totals.back, edges[:-1]) for least in (np.minimum, np.maximum)]
    return Bounds(low, high, np.where(relieved, False, open_top[rows]), matter, back[0], back[1])
