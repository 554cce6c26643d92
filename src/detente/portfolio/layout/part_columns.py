"""Duty by component: a column each, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.portfolio.bound.cents import ad_valorem_of, blocks
from detente.portfolio.bound.store import Ints, PlainPlans


@dataclass(frozen=True)
class PlainRows:
    """Rows that owe by a plain plan each: `plan` has its number by row, the place after the last for none."""

    plan: NDArray[np.int32]
    plans: PlainPlans
    components: Sequence[str]


class PartColumns(Mapping[str, Ints]):
    """Cents by component of every row (arrays of length n), ``mfn`` first.

    Most sums ask for totals alone, so the share of a component in a plain plan is multiplied out when its
    column is first looked at; the cents of all other rows are kept as they were found.
    """

    def __init__(self, mfn: Ints, dollars: Ints) -> None:
        self._dollars = dollars
        self._made: dict[str, Ints] = {"mfn": mfn}
        self._names: dict[str, None] = {"mfn": None}
        self._plain: list[PlainRows] = []
        self._put: list[tuple[str, Ints, Ints]] = []

    def open(self, names: Sequence[str]) -> None:
        """Have columns for some components."""
        self._names.update(dict.fromkeys(names))

    def owe(self, rows: PlainRows) -> None:
        """Take in rows that owe by plain plans."""
        self._plain.append(rows)

    def put(self, name: str, rows: Ints, cents: Ints) -> None:
        """Give rows that owe by no plain plan their cents."""
        self._put.append((name, rows, cents))

    def __getitem__(self, name: str) -> Ints:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._column(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _column(self, name: str) -> Ints:
        made = np.zeros(len(self._dollars), dtype=np.int64)
        most = int(self._dollars.max(initial=0))
        for rows in self._plain:
            share = rows.plans.shares_of(rows.components.index(name)) if name in rows.components else None
            if share is None:
                continue
            rate = ad_valorem_of(int(share.max()), most)
            for span in blocks(len(made)):
                made[span] += rate(share.take(rows.plan[span]), self._dollars[span])
        for own, inside, cents in self._put:
            if own == name:
                made[inside] = cents
        return made
