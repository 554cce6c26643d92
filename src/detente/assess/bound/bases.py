"""Base duties of the lines of a file, from the integers of their rates."""

from __future__ import annotations

import numpy as np

from detente.assess.bases import Bases, Said
from detente.assess.bound.base_rates import (
    NOTHING,
    OTHER,
    QUANTITY,
    SHARE,
    RateTable,
    each_base,
    micro_units,
    unit_rate,
)
from detente.assess.bound.cents import ad_valorem
from detente.assess.bound.store import Ints
from detente.assess.classes import Classes
from detente.assess.entries import Entries
from detente.assess.totals import Base, base_duty
from detente.schedule.lines import DatedLine
from detente.terms import DetenteError


class BaseReader:
    """Fills the base duties of a portfolio, one direction after another."""

    def __init__(self, entries: Entries) -> None:
        n = len(entries)
        self.entries = entries
        self.made = Bases(
            np.full(n, -1, dtype=np.int64), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64),
            np.ones(n, dtype=bool), np.zeros(n, dtype=bool), (), np.zeros(n, dtype=np.int64),
        )  # fmt: skip
        self._said: dict[Said, int] = {((), ()): 0}
        self._shown: dict[int, Base] = {}

    def bases(self) -> Bases:
        """The base duties of every row read."""
        m = self.made
        return Bases(m.kind, m.low, m.high, m.open_top, m.known, tuple(self._said), m.say)

    def read(self, rows: Ints, kind: Ints, kinds: RateTable, groups: Classes) -> list[tuple[int, str]]:
        """Base duties of some rows; gives the rows whose facts cannot be used, and why.

        Parameters
        ----------
        kind : Ints
            Kind of rate of each of `rows`, -1 where no line stands.
        """
        m = self.made
        m.kind[rows] = kind
        *_, forms, shares = kinds.arrays()
        form = np.where(kind < 0, NOTHING, forms[kind]) if len(forms) else np.full(len(rows), NOTHING)
        priced = (form == SHARE) | (form == QUANTITY)
        own = rows[priced]
        cents = ad_valorem(shares[kind[priced]], self.entries.dollars[own])
        m.low[own] = cents
        m.high[own] = cents
        m.open_top[own] = False
        m.known[own] = True
        failed: list[tuple[int, str]] = []
        quantity = self.entries.facts.get("quantity")
        counted = np.flatnonzero(form == QUANTITY)
        given = (
            quantity.at[rows[counted]] >= 0 if quantity is not None else np.zeros(len(counted), dtype=bool)
        )
        self._without_quantity(rows[counted[~given]], kind[counted[~given]], kinds)
        self._with_quantity(rows[counted[given]], kind[counted[given]], kinds, groups, failed)
        other = np.flatnonzero(form == OTHER)
        self._each(rows[other], kind[other], kinds, groups, failed)
        return failed

    def _without_quantity(self, rows: Ints, kind: Ints, kinds: RateTable) -> None:
        """Rates on the quantity that is not given: what falls on the value is due in any case."""
        for k in np.unique(kind).tolist():
            own = rows[kind == k]
            base = base_duty(kinds.lines[k], 0, {})
            self.made.open_top[own] = base.high_cents is None
            self.made.known[own] = base.known
            self._tell(own, base)

    def _with_quantity(
        self, rows: Ints, kind: Ints, kinds: RateTable, groups: Classes, failed: list[tuple[int, str]]
    ) -> None:
        if not len(rows):
            return
        quantity, unit = self.entries.facts["quantity"], self.entries.facts.get("unit")
        units = self._units(rows, groups) if unit is None else self._units_given(rows, groups)
        named: dict[str, int] = {}
        number = np.array([named.setdefault(u, len(named)) for u in units], dtype=np.int64)
        words = list(named)
        keys, inverse = np.unique(kind * len(words) + number, return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        edges = np.searchsorted(inverse[order], np.arange(len(keys) + 1))
        for k, key in enumerate(keys.tolist()):
            inside = order[edges[k] : edges[k + 1]]
            own, line = rows[inside], kinds.lines[key // len(words)]
            assert line is not None
            micro = [micro_units(quantity.values[q]) for q in quantity.at[own].tolist()]
            rate = None
            if None not in micro and words[key % len(words)]:
                try:
                    rate = unit_rate(line, words[key % len(words)])
                except DetenteError:
                    rate = None
            if rate is None:
                self._each(own, kind[inside], kinds, groups, failed)
                continue
            cents = rate.cents(self.entries.dollars[own].tolist(), [q for q in micro if q is not None])
            self.made.low[own] = cents
            self.made.high[own] = cents
            self._tell(own, rate.base)

    def _units_given(self, rows: Ints, groups: Classes) -> list[str]:
        """The unit of each row: its own, else the first one the schedule prints for it."""
        unit = self.entries.facts["unit"]
        at = unit.at[rows]
        own = np.flatnonzero(at < 0)
        made = [unit.values[k] if k >= 0 else "" for k in at.tolist()]
        for i, text in zip(own.tolist(), self._units(rows[own], groups), strict=True):
            made[i] = text
        return made

    def _units(self, rows: Ints, groups: Classes) -> list[str]:
        """The first unit the schedule prints for each row's code on its day."""
        codes, moments = self.entries.codes, self.entries.moments
        seen: dict[tuple[int, int], str] = {}
        made = []
        for code, moment in zip(codes.at[rows].tolist(), moments.at[rows].tolist(), strict=True):
            text = seen.get((code, moment))
            if text is None:
                day = moments.values[moment][:10]
                line = next((x for x in groups.book.lines(codes.values[code]) if x.holds_on(day)), None)
                text = seen[code, moment] = line.units[0] if line is not None and line.units else "No."
            made.append(text)
        return made

    def _each(
        self, rows: Ints, kind: Ints, kinds: RateTable, groups: Classes, failed: list[tuple[int, str]]
    ) -> None:
        """Lines one by one, as one shipment is answered."""
        for i, k in zip(rows.tolist(), kind.tolist(), strict=True):
            given = self.entries.facts_of(i)
            line: DatedLine | None = kinds.lines[k]
            # the units of the schedule count only where the file gives none
            whole = (
                groups.line(self.entries.ship(i)) if "quantity" in given and not given.get("unit") else line
            )
            base = each_base(whole, int(self.entries.dollars[i]), given)
            if isinstance(base, DetenteError):
                failed.append((i, base.text))
                continue
            self.made.low[i] = base.low_cents
            self.made.high[i] = base.low_cents if base.high_cents is None else base.high_cents
            self.made.open_top[i] = base.high_cents is None
            self.made.known[i] = base.known
            self._tell(i, base)

    def _tell(self, rows: Ints | int, base: Base) -> None:
        said = tuple(need.fact for need in base.needs), base.notes
        self.made.say[rows] = self._said.setdefault(said, len(self._said))
