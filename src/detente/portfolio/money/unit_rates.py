"""Linear base rates on quantities: each kind of rate in a unit once, as columns, and the cents of lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.portfolio.bound.base_rates import UnitRate
from detente.portfolio.bound.store import Ints
from detente.portfolio.money.base_duties import Said

_MOST = 2**61  # beyond it a sum might not fit into 64 bits
_NAMES = ("low", "low_amount", "high", "high_amount", "half", "whole", "other", "said")


class UnitRates:
    """Rates met so far, numbered by kind and unit; it only grows.

    Columns by number: `low`, `high` (each with its amount), `half` and `whole` as in `UnitRate`, the number
    of the `other` rate of which the higher one counts (-1 for none), the number of what is `said` about it,
    and whether it is `single` (lines answered one by one), open, known, and different at its bounds.

    Parameters
    ----------
    find : callable
        Gives the rate of a kind in a unit; None where lines are answered singly.
    """

    def __init__(self, find: Callable[[int, str | None], UnitRate | None]) -> None:
        self._find = find
        self._number: dict[tuple[int, str | None], int] = {}
        self._rates: list[UnitRate | None] = []
        self._others: list[int] = []
        self._said: dict[Said, int] = {((), ()): 0}
        self._laid = 0
        self._columns: dict[str, Ints] = {}

    @property
    def said(self) -> Sequence[Said]:
        """What is missing and noted about rates, by number."""
        return tuple(self._said)

    def numbers(self, kinds: Sequence[int], units: Sequence[str | None]) -> Ints:
        """The number of each kind in a unit, new ones made."""
        number = self._number
        for pair in zip(kinds, units, strict=True):
            if pair not in number:
                number[pair] = self._add(self._find(*pair))
        if self._laid < len(self._rates):
            self._lay_out()
        return np.array([number[pair] for pair in zip(kinds, units, strict=True)], dtype=np.int64)

    def _add(self, rate: UnitRate | None) -> int:
        other = self._add(rate.other) if rate is not None and rate.other is not None else -1
        self._rates.append(rate)
        self._others.append(other)
        return len(self._rates) - 1

    def _lay_out(self) -> None:
        rows, flags = [], []
        for rate, other in zip(self._rates, self._others, strict=True):
            if rate is None:
                rows.append((0, 0, 0, 0, 0, 1, -1, 0))
                flags.append((True, True, False, False, True))
                continue
            parts = (rate.low, rate.low_amount, rate.high, rate.high_amount, rate.half, rate.whole)
            small = max(parts) < _MOST
            base = rate.base
            said = tuple(need.fact for need in base.needs), base.notes
            number = self._said.setdefault(said, len(self._said))
            rows.append((*(parts if small else (0, 0, 0, 0, 0, 1)), other, number))
            spread = not rate.open_top and parts[:2] != parts[2:4]
            flags.append((False, rate.open_top, base.known, spread, small))
        columns = np.ascontiguousarray(np.array(rows, dtype=np.int64).T)
        self._columns = dict(zip(_NAMES, columns, strict=True))
        self.single, self.open_top, self.known, self._spread, self._small = np.array(flags, dtype=bool).T
        self._laid = len(self._rates)

    @property
    def two(self) -> NDArray[np.bool_]:
        """Of which rates the higher of two counts."""
        has: NDArray[np.bool_] = self._columns["other"] >= 0
        return has

    def said_of(self, at: Ints) -> Ints:
        """The number of what is missing and noted of each line's rate."""
        said: Ints = self._columns["said"][at]
        return said

    def cents(self, at: Ints, dollars: Ints, micro: Ints) -> tuple[Ints, Ints]:
        """Cents of lines at both bounds, half a cent up, in exact integers; `at` is each line's rate."""
        low = self._bound("low", at, dollars, micro)
        high = low.copy()
        spread = np.flatnonzero(self._spread[at])
        if len(spread):
            high[spread] = self._bound("high", at[spread], dollars[spread], micro[spread])
        two = np.flatnonzero(self.two[at])
        if len(two):
            second = self.cents(self._columns["other"][at[two]], dollars[two], micro[two])
            low[two], high[two] = np.maximum(low[two], second[0]), np.maximum(high[two], second[1])
        return low, high

    def _bound(self, bound: str, at: Ints, dollars: Ints, micro: Ints) -> Ints:
        names = (bound, f"{bound}_amount", "half", "whole")
        share, amount, half, whole = (self._columns[name][at] for name in names)
        top = [int(column.max(initial=0)) for column in (share, amount, half)]
        most_dollars, most_micro = int(dollars.max(initial=0)), int(micro.max(initial=0))
        small = self._small[at]
        if small.all() and top[0] * most_dollars + top[1] * most_micro + top[2] < _MOST:
            share *= dollars
            amount *= micro
            share += amount
            share += half
            share //= whole
            exact: Ints = share
            return exact
        most = share.astype(np.float64) * dollars + amount.astype(np.float64) * micro + half
        safe = small & (most < _MOST)
        made = np.zeros(len(at), dtype=np.int64)
        made[safe] = (share[safe] * dollars[safe] + amount[safe] * micro[safe] + half[safe]) // whole[safe]
        for i in np.flatnonzero(~safe).tolist():
            rate = self._rates[int(at[i])]
            assert rate is not None
            own = (rate.low, rate.low_amount) if bound == "low" else (rate.high, rate.high_amount)
            made[i] = (own[0] * int(dollars[i]) + own[1] * int(micro[i]) + rate.half) // rate.whole
        return made
