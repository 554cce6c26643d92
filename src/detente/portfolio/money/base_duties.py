"""Base duties of many lines: ad valorem rates as arrays, every other rate line by line, as one answer gives it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.duties import Base, base_duty, has_plan
from detente.portfolio.money.cents import cents_of
from detente.portfolio.place.classes import Classes
from detente.portfolio.read.shipments import Bools, Entries, Ints
from detente.schedule import (
    AdValorem,
    DatedLine,
    Free,
    Rate,
    RateSpans,
    Specific,
    Sum,
    day_number,
    rate_from_json,
    special_from_json,
)
from detente.terms import DetenteError

Said = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Bases:
    """Base duties in cents of all rows, before any relief from all duties.

    Parameters
    ----------
    kind : Ints
        What tells rates apart; -1 where no line stands.
    said, say : tuple, Ints
        Distinct pairs of facts that are missing and of notes, and which pair each row has.
    """

    kind: Ints
    low: Ints
    high: Ints
    open_top: Bools
    known: Bools
    said: tuple[Said, ...]
    say: Ints


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

    def bases(self) -> Bases:
        """The base duties of every row read."""
        m = self.made
        return Bases(m.kind, m.low, m.high, m.open_top, m.known, tuple(self._said), m.say)

    def read(self, rows: Ints, spans: RateSpans, used: Ints, groups: Classes) -> list[tuple[int, str]]:
        """Base duties of the rows of one direction; gives the rows whose facts cannot be used, and why.

        Parameters
        ----------
        spans : RateSpans
            Rates of the codes whose numbers are `used`, in that order.
        """
        failed: list[tuple[int, str]] = []
        code = np.searchsorted(used, self.entries.codes.at[rows])
        days = np.array([day_number(m) for m in self.entries.moments.values] or [0], dtype=np.int64)
        kind = spans.find(code, days[self.entries.moments.at[rows]])
        self.made.kind[rows] = kind
        order = np.argsort(kind, kind="stable")
        edges = np.searchsorted(kind[order], np.arange(len(spans.kinds) + 1))
        quantity = self.entries.facts.get("quantity")
        given = quantity.at >= 0 if quantity is not None else np.zeros(len(self.entries), dtype=bool)
        for k, (general, special, _) in enumerate(spans.kinds):
            inside = rows[order[edges[k] : edges[k + 1]]]
            if not len(inside) or not general:
                continue
            rate = rate_from_json(general)
            line = DatedLine("", general=rate, special=special_from_json(special) if special else ())
            plan = has_plan(line)
            share = None if plan else ad_valorem_part(rate)
            if share is None:
                self._each(inside, line, groups, failed)
            elif isinstance(rate, Free | AdValorem):
                self._ad_valorem(inside, share)
            else:
                self._each(inside[given[inside]], line, groups, failed)
                self._without_quantity(inside[~given[inside]], line, share)
        return failed

    def _ad_valorem(self, rows: Ints, ppm: int) -> None:
        cents = cents_of(ppm, self.entries.dollars[rows])
        self.made.low[rows] = cents
        self.made.high[rows] = cents
        self.made.open_top[rows] = False
        self.made.known[rows] = True

    def _without_quantity(self, rows: Ints, line: DatedLine, ppm: int) -> None:
        """Rates on the quantity that is not given: what falls on the value is due in any case."""
        self._ad_valorem(rows, ppm)
        base = base_duty(line, 0, {})
        self.made.open_top[rows] = base.high_cents is None
        self.made.known[rows] = base.known
        self._tell(rows, base)

    def _each(self, rows: Ints, line: DatedLine, groups: Classes, failed: list[tuple[int, str]]) -> None:
        for i in rows.tolist():
            given = self.entries.facts_of(i)
            # the units of the schedule count only where the file gives none
            whole = (
                groups.line(self.entries.ship(i)) if "quantity" in given and not given.get("unit") else line
            )
            try:
                base = base_duty(whole, int(self.entries.dollars[i]), given)
            except DetenteError as wrong:
                failed.append((i, wrong.text))
                continue
            self.made.low[i] = base.low_cents
            self.made.high[i] = base.low_cents if base.high_cents is None else base.high_cents
            self.made.open_top[i] = base.high_cents is None
            self.made.known[i] = base.known
            self._tell(i, base)

    def _tell(self, rows: Ints | int, base: Base) -> None:
        said = tuple(need.fact for need in base.needs), base.notes
        self.made.say[rows] = self._said.setdefault(said, len(self._said))


def ad_valorem_part(rate: Rate) -> int | None:
    """Parts per million of the value in a rate that is a share of it, or a sum of that and of amounts on the quantity.

    None for any other rate.

    Examples
    --------
    >>> from detente.schedule import read_rate
    >>> ad_valorem_part(read_rate("4.4¢/kg + 6%"))
    60000
    """
    match rate:
        case Free(condition="") | Specific():
            return 0
        case AdValorem(ppm, of="", thirds=0):
            return ppm
        case Sum(terms):
            parts = [ad_valorem_part(t) for t in terms]
            return None if any(p is None for p in parts) else sum(p or 0 for p in parts)
    return None
