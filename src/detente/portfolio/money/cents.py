"""Terms over arrays: duty and refunds in cents, the same exact integers as one line at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.portfolio.place.plans import Term
from detente.portfolio.read.shipments import Ints
from detente.terms import duty_cents

_MOST = 2**62  # beyond it a product might not fit into 64 bits


def cents_of(ppm: int, dollars: Ints) -> Ints:
    """Duty in cents of an ad valorem rate on whole dollars, half a cent up.

    Examples
    --------
    >>> cents_of(75_000, np.array([10_000, 10**12])).tolist()
    [75000, 7500000000000]
    """
    if abs(ppm) * int(dollars.max(initial=0)) < _MOST:
        return (ppm * dollars + 5_000) // 10_000
    return np.array([duty_cents(ppm, d) for d in dollars.tolist()], dtype=np.int64)


def sum_terms(
    terms: Sequence[Term], amounts: Mapping[str, Ints], rows: Ints, base: Ints
) -> tuple[dict[str, Ints], Ints]:
    """Duty by component and what is refundable, in cents, of some rows under the same terms.

    Parameters
    ----------
    amounts : mapping of str to Ints
        Whole dollars by name: ``full`` and the money facts, of every row of the portfolio.
    base : Ints
        Base duty of the rows at its low bound, which a floor counts in.
    """
    made: dict[str, Ints] = {}
    back = np.zeros(len(rows), dtype=np.int64)
    for term in terms:
        if not term.ppm:
            made.setdefault(term.component, np.zeros(len(rows), dtype=np.int64))
            continue
        cents = term_cents(term, amounts, rows, base)
        if term.void:
            back = back + cents
            cents = np.zeros_like(cents)
        made[term.component] = made[term.component] + cents if term.component in made else cents
    return made, back


def term_cents(term: Term, amounts: Mapping[str, Ints], rows: Ints, base: Ints) -> Ints:
    """Cents of one term on some rows, whether owed or collected and void."""
    value = _part(term.plus, amounts, rows)
    for name in term.minus:
        value = value - _part("full" if name == "full_value" else name, amounts, rows)
    cents = cents_of(term.ppm, np.maximum(value, 0))
    return np.maximum(cents - base, 0) if term.floor else cents


def total_of_terms(terms: Sequence[Term], amounts: Mapping[str, Ints], rows: Ints, base: Ints) -> Ints:
    """Duty of all terms in cents."""
    cents, _ = sum_terms(terms, amounts, rows, base)
    return sum(cents.values(), np.zeros(len(rows), dtype=np.int64))


def _part(name: str, amounts: Mapping[str, Ints], rows: Ints) -> Ints:
    found = amounts.get(name)
    return found[rows] if found is not None else np.zeros(len(rows), dtype=np.int64)
