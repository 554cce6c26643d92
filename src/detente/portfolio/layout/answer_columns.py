"""Columns of answers: money, and what the layouts ask of a row's plan, filled one direction at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.evaluating import LineMoney
from detente.portfolio.bound.placing import Placed
from detente.portfolio.layout.part_columns import PartColumns
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.read.shipments import Bools, Ints


@dataclass
class Cents:
    """Cents of every row (arrays of length n; 0 where a row is not answered).

    Parameters
    ----------
    duty : Ints
        Base duty at its low bound and all layers.
    low, high : Ints
        Bounds; `high` counts where not `open_top`.
    back : Ints
        Collected under a measure since held void.
    parts : PartColumns
        Duty by component, ``mfn`` the base duty at its low bound.
    """

    duty: Ints
    low: Ints
    high: Ints
    open_top: Bools
    back: Ints
    parts: PartColumns


@dataclass
class Facets:
    """What else of a row's plan the layouts ask for (arrays of length n).

    Parameters
    ----------
    relieved, modelled : Bools
        Whether the row owes no base duty either; whether its duties are covered.
    excludable : Bools
        Whether an exclusion is on offer that was not claimed.
    asks, hangs : Ints
        Bits of `names`: the components of the row's plan, and those that depend on a missing fact.
    refund_known : Bools
        Rows whose refund depends on no missing fact of the plan.
    """

    relieved: Bools
    modelled: Bools
    excludable: Bools
    refund_known: Bools
    asks: Ints
    hangs: Ints
    names: list[str]

    def has(self, bits: Ints, name: str) -> Bools:
        """Rows in whose bits a component stands."""
        if name not in self.names:
            return np.zeros(len(bits), dtype=bool)
        return (bits >> self.names.index(name)) & 1 > 0


class AnswerColumns:
    """Columns of all rows, filled one direction after another; some only where they are to be `laid_out`."""

    def __init__(self, dollars: Ints, *, laid_out: bool = True) -> None:
        self.n, self.laid_out = len(dollars), laid_out
        shown = self.n if laid_out else 0
        self.stack, self.plan = np.full(shown, -1, dtype=np.int64), np.full(self.n, -1, dtype=np.int64)
        duty, low, high, back, mfn = (np.zeros(self.n, dtype=np.int64) for _ in range(5))
        asks, hangs = (np.zeros(shown, dtype=np.int64) for _ in range(2))
        flags = np.zeros((7, self.n), dtype=bool)
        self.alone, self.lacking, open_top, *others = flags
        self.cents = Cents(duty, low, high, open_top, back, PartColumns(mfn, dollars))
        self.facets = Facets(others[0], others[1], others[2], others[3], asks, hangs, [])

    def open(self, regime: BoundRegime) -> None:
        """Have columns for the components of a bound law."""
        self.cents.parts.open(regime.store.components.values)
        for name in regime.store.components.values:
            self._component(name)

    def put(self, placed: Placed, money: LineMoney, bases: Bases, regime: BoundRegime) -> None:
        """Fill in the money of some rows of one direction."""
        rows = placed.rows
        needs = bases.needy[bases.say[rows]] & ~money.relieved
        self.lacking[rows] = (money.missing > 0) | needs | (bases.kind[rows] < 0)
        self.plan[rows], self.alone[rows] = money.plan, money.alone
        if self.laid_out:
            self.stack[rows] = placed.stack
        cents, facets = self.cents, self.facets
        cents.duty[rows], cents.low[rows], cents.high[rows] = money.duty, money.low, money.high
        cents.open_top[rows], cents.back[rows] = money.open_top, money.back
        cents.parts["mfn"][rows] = money.base
        facets.relieved[rows], facets.modelled[rows] = money.relieved, money.modelled
        facets.refund_known[rows] = money.refund_known
        self.open(regime)
        for k, name in enumerate(regime.store.components.values):
            if money.parts[k].any():  # most components ask nothing of most files
                cents.parts.put(name, rows, money.parts[k])

    def put_facets(self, rows: Ints, regime: BoundRegime) -> None:
        """Fill in what the layouts ask for beside the money of the rows of one direction, after it."""
        store, arrays, facets, plan = regime.store, regime.store.arrays, self.facets, self.plan[rows]
        facets.excludable[rows] = regime.alike()[1][plan]
        place = [self._component(name) for name in store.components.values]
        same = place == list(range(len(place)))  # so it is unless goods of both directions meet
        for own, column in ((facets.asks, arrays.components), (facets.hangs, arrays.hangs)):
            bits = column if same else sum(((column >> k) & 1) << at for k, at in enumerate(place))
            own[rows] = np.asarray(bits, dtype=np.int64)[plan]

    def _component(self, name: str) -> int:
        """The bit of a component."""
        if name not in self.facets.names:
            self.facets.names.append(name)
        return self.facets.names.index(name)
