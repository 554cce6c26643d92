"""Base duties of the lines of a file, from the integers of their rates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.duties import NO_RATE, Base
from detente.portfolio.bound.base_rates import (
    NOTHING,
    OTHER,
    SHARE,
    RateTable,
    each_base,
    micro_units,
)
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.cents import Bools, ad_valorem_of, blocks
from detente.portfolio.bound.store import Ints
from detente.portfolio.money.base_duties import Bases, Said
from detente.portfolio.money.unit_rates import UnitRates
from detente.portfolio.place.classes import Classes
from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.shipments import Column, Entries
from detente.schedule import DatedLine, day_number
from detente.terms import DetenteError

MANY_ROWS = 1 << 13  # from so many on the table of rates by day pays


class BaseReader:
    """Fills the base duties of a portfolio, one direction after another."""

    def __init__(self, entries: Entries) -> None:
        n = len(entries)
        self.entries = entries
        kind = np.full(n, -1, dtype=np.int64)
        low, high, say = (np.zeros(n, dtype=np.int64) for _ in range(3))
        self.made = Bases(kind, low, high, np.ones(n, dtype=bool), np.zeros(n, dtype=bool), (), say)
        self._said: dict[Said, int] = {((), ()): 0}
        self._quantities: Ints | None = None

    def bases(self) -> Bases:
        """The base duties of every row read."""
        m = self.made
        return Bases(m.kind, m.low, m.high, m.open_top, m.known, tuple(self._said), m.say)

    def read(self, own: Bools, number: Ints, regime: BoundRegime) -> list[tuple[int, str]]:
        """Base duties of some rows; gives the rows whose facts cannot be used, and why.

        Parameters
        ----------
        own : Bools
            The rows, of all of the file.
        number : Ints
            The code's number in the table of rates, by number of the code in the file; -1 for the last.
        """
        m, e, kinds = self.made, self.entries, regime.rates
        kind_of = self._kinds(number, kinds)
        share, form, most = kinds.by_kind()
        rate = ad_valorem_of(most, int(e.dollars.max(initial=0)))
        rows_of: dict[int, list[Ints]] = {OTHER: [], NOTHING: []}
        for span in blocks(len(e)):
            kind = np.where(own[span], kind_of(span), -1)
            of = form.take(kind)
            priced = of == SHARE
            cents = rate(share.take(kind), e.dollars[span])  # nothing where the value has no share
            np.maximum(m.kind[span], kind, out=m.kind[span])
            m.low[span] += cents
            m.high[span] += cents
            m.open_top[span] &= ~priced
            m.known[span] |= priced
            for those, rows in rows_of.items():
                rows.append(np.flatnonzero(of == those) + span.start)
        unprinted = np.concatenate([*rows_of[NOTHING], np.zeros(0, dtype=np.int64)])
        if len(unprinted):  # the line stands, its edition prints no rate
            m.say[unprinted] = self._said.setdefault(((NO_RATE.fact,), ()), len(self._said))
        others = rows_of[OTHER]
        failed: list[tuple[int, str]] = []
        linear = np.concatenate([*others, np.zeros(0, dtype=np.int64)])
        if len(linear):
            self._linear(linear, m.kind[linear], regime, failed)
        return failed

    def _kinds(self, number: Ints, kinds: RateTable) -> Callable[[slice], Ints]:
        """Gives the kinds of rate of a block of rows: of many by a table, of a few by their spans."""
        e = self.entries
        days = np.array([day_number(m) for m in e.moments.values] or [0], dtype=np.int64)
        if len(e) < MANY_ROWS:
            return lambda span: kinds.find(np.maximum(number[e.codes.at[span]], 0), days[e.moments.at[span]])
        changes, by_day = kinds.by_day()
        cells, width = np.searchsorted(changes, days, side="right"), by_day.shape[1]
        start, flat = np.where(number < 0, len(by_day) - 1, number) * width, by_day.ravel()
        return lambda span: flat.take(start.take(e.codes.at[span]) + cells.take(e.moments.at[span]))

    def _linear(self, rows: Ints, kind: Ints, regime: BoundRegime, failed: list[tuple[int, str]]) -> None:
        """Rates on the quantity or on a part of the value, from the integers of each rate and unit."""
        quantity = self.entries.facts.get("quantity")
        stated = quantity.numbers(rows) if quantity is not None else np.full(len(rows), -1, dtype=np.int64)
        given = stated >= 0
        named: dict[str | None, int] = {None: 0}
        number, micro = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
        number[given] = self._units_given(rows[given], regime.classes, named)
        if quantity is not None:
            micro[given] = self._micro(quantity)[stated[given]]
        words = list(named)
        first, pair = distinct_rows([kind, number])
        rates = regime.unit_rates
        units = [words[w] for w in number[first].tolist()]
        at = rates.numbers(kind[first].tolist(), units)[pair]
        single = (micro < 0) | rates.single[at]
        single |= given & (micro == 0) & rates.two[at]  # of nothing at all both rates are alike
        self._each(rows[single], kind[single], regime.rates, regime.classes, failed)
        if single.any():
            inside = ~single
            rows, at, micro = rows[inside], at[inside], micro[inside]
        self._put(rows, rates, at, micro)

    def _micro(self, quantity: Column) -> Ints:
        """Quantities by number of their value, in millionths of the unit."""
        if self._quantities is None:
            self._quantities = micro_units(quantity.values)
        return self._quantities

    def _put(self, rows: Ints, rates: UnitRates, at: Ints, micro: Ints) -> None:
        if not len(rows):
            return
        m = self.made
        m.low[rows], m.high[rows] = rates.cents(at, self.entries.dollars[rows], micro)
        m.open_top[rows], m.known[rows] = rates.open_top[at], rates.known[at]
        said = [self._said.setdefault(said, len(self._said)) for said in rates.said]
        m.say[rows] = np.array(said, dtype=np.int64)[rates.said_of(at)]

    def _units_given(self, rows: Ints, groups: Classes, named: dict[str | None, int]) -> Ints:
        """The unit of each row as its number in `named`, which grows: its own, else the schedule's first."""
        unit = self.entries.facts.get("unit")
        own = unit.numbers(rows) if unit is not None else np.full(len(rows), -1, dtype=np.int64)
        words = unit.values if unit is not None else ()
        made = np.array([*(named.setdefault(w, len(named)) for w in words), 0], dtype=np.int64)[own]
        silent = np.flatnonzero(own < 0)
        if len(silent):
            codes, moments = self.entries.codes.at[rows[silent]], self.entries.moments.at[rows[silent]]
            first, at = distinct_rows([codes, moments])
            pairs = zip(codes[first].tolist(), moments[first].tolist(), strict=True)
            units = [self._printed_unit(code, moment, groups) for code, moment in pairs]
            made[silent] = np.array([named.setdefault(w, len(named)) for w in units], dtype=np.int64)[at]
        return made

    def _printed_unit(self, code: int, moment: int, groups: Classes) -> str:
        """The first unit the schedule prints for a code on a day."""
        digits, day = self.entries.codes.values[code], self.entries.moments.values[moment][:10]
        line = next((x for x in groups.book.lines(digits) if x.holds_on(day)), None)
        return line.units[0] if line is not None and line.units else "No."

    def _each(
        self, rows: Ints, kind: Ints, kinds: RateTable, groups: Classes, failed: list[tuple[int, str]]
    ) -> None:
        """Lines one by one, as one shipment is answered."""
        for i, k in zip(rows.tolist(), kind.tolist(), strict=True):
            given = self.entries.facts_of(i)
            line: DatedLine | None = kinds.line(k)
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
            self.made.say[i] = self._said_of(base)

    def _said_of(self, base: Base) -> int:
        """The number of what is missing and noted about a base duty."""
        said = tuple(need.fact for need in base.needs), base.notes
        return self._said.setdefault(said, len(self._said))
