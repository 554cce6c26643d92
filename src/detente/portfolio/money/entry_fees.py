"""Entry fees and import VAT of a portfolio: per invoice where the file names one, else a line is an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detente.duties import (
    CHINA_IMPORT,
    REMEDY_FACTS,
    Facts,
    Shipment,
    remedy_claim,
    vat_cents,
    vat_provision,
)
from detente.portfolio.bound.cents import ad_valorem_of
from detente.portfolio.money.cents import cents_of
from detente.portfolio.place.assignment import Numbers
from detente.portfolio.place.classes import FEE_FACTS, SPARED, Classes, FeeTerm
from detente.portfolio.read.distinct import cells_among, distinct_rows
from detente.portfolio.read.shipments import Bools, Entries, Ints, distinct
from detente.regime import Tables, governing
from detente.rowfiles import Sheet
from detente.schedule import days_of_change
from detente.terms import OPEN_END

_MOST = 2**62


@dataclass
class Fees:
    """Fees in cents by component, which rows have the fee at all, and which are spared it by a fact."""

    n: int
    cents: dict[str, Ints] = field(default_factory=dict)
    due: dict[str, Bools] = field(default_factory=dict)
    spared: dict[str, Bools] = field(default_factory=dict)

    def put(self, name: str, rows: Ints, cents: Ints) -> None:
        """Give rows a fee."""
        if name not in self.cents:
            self.cents[name] = np.zeros(self.n, dtype=np.int64)
            self.due[name] = np.zeros(self.n, dtype=bool)
        self.cents[name][rows] = cents
        self.due[name][rows] = True

    def spare(self, name: str, rows: Ints) -> None:
        """Say that rows do not owe a fee."""
        self.spared.setdefault(name, np.zeros(self.n, dtype=bool))[rows] = True

    def of(self, i: int) -> dict[str, int]:
        """Fees of a row."""
        return {name: int(self.cents[name][i]) for name, due in self.due.items() if due[i]}


class FeeRows(NamedTuple):
    """Rows that are answered, those that owe duty or would, and those whose duty is settled.

    What spares goods of duty, a low value among them, spares no cash deposit.
    """

    answered: Bools
    owing: Bools
    settled: Bools


def entry_fees(
    entries: Entries, sheet: Sheet, rows: FeeRows, duty: Ints, groups: Mapping[str, Classes]
) -> Fees:
    """Fees of every row that owes, deposits of every row that is answered, VAT where the duty is settled."""
    made = Fees(len(entries))
    for way, group in groups.items():
        own = entries.directions.at == entries.directions.values.index(way)
        if way == CHINA_IMPORT:
            _vat(made, entries, np.flatnonzero(own & rows.settled), duty, group)
        else:
            _entries(made, entries, sheet, np.flatnonzero(own & rows.owing), group)
            _deposits(made, entries, np.flatnonzero(own & rows.answered))
    return made


def _deposits(made: Fees, entries: Entries, rows: Ints) -> None:
    """Cash deposits of anti-dumping and countervailing duty, at the importer's own rates."""
    columns = [entries.facts[name].numbers(rows) + 1 for name in REMEDY_FACTS if name in entries.facts]
    if not columns or not len(rows):
        return
    first, at = distinct_rows(columns)
    for k, i in enumerate(rows[first].tolist()):
        own = rows[at == k]
        for name, ppm in remedy_claim(entries.facts_of(i)).due.items():
            made.put(name, own, cents_of(ppm, entries.dollars[own]))


@lru_cache(maxsize=8)
def fee_gap_start(law: Tables, direction: str) -> str:
    """The first moment at which something about the fees of a direction is not covered; empty for none."""
    fees = [m for m in law.measures if m.kind == "fee" and m.direction == direction]
    return min((gap.get("from", "0") for m in fees for gap in m.not_modelled), default="")


@lru_cache(maxsize=8)
def fee_gap_marks(law: Tables, direction: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Moments and days of knowledge at which what is not covered of the fees may change."""
    fees = [m for m in law.measures if m.kind == "fee" and m.direction == direction]
    moments = {moment for m in fees for row in m.provisions() for moment in (row.start, row.until)}
    gaps = [gap for m in fees for gap in m.not_modelled]
    moments.update(gap[end] for gap in gaps for end in ("from", "until") if end in gap)
    return tuple(sorted(moments)), tuple(sorted({row.known for m in fees for row in m.provisions()}))


@lru_cache(maxsize=8)
def fee_gap_lists(law: Tables, direction: str) -> frozenset[str]:
    """Lists of goods of which alone something about the fees of a direction is said."""
    fees = [m for m in law.measures if m.kind == "fee" and m.direction == direction]
    return frozenset(name for m in fees for gap in m.not_modelled for name in gap.get("lists", ()))


def fee_gaps(law: Tables, ship: Shipment, held: Set[str] = frozenset()) -> tuple[str, ...]:
    """What of the fees on an entry is not covered, with the direction in which the answer errs.

    Parameters
    ----------
    held : set of str
        The lists of `fee_gap_lists` that the goods are on.
    """
    made = []
    facts = Facts({name: ship.facts[name] for name in FEE_FACTS if name in ship.facts}, ship.dollars, {})
    for measure in law.measures:
        if measure.kind != "fee" or measure.direction != ship.direction or not measure.not_modelled:
            continue
        rows = (governing(track, ship.moment, ship.known) for track in measure.tracks)
        if not any(p and facts.holds(p.when) for p in rows):
            continue
        for gap in measure.not_modelled:
            if gap.get("lists") and held.isdisjoint(gap["lists"]):
                continue
            if gap.get("from", "") <= ship.moment < gap.get("until", OPEN_END):
                made.append(f"{measure.title[0]}: {gap['what']['en']} (answer errs {gap['errs']})")
    return tuple(made)


def _vat(made: Fees, entries: Entries, rows: Ints, duty: Ints, groups: Classes) -> None:
    """Import VAT of settled lines; the clause of a code between two changes is looked up once."""
    if not len(rows):
        return
    moments, knowns = groups.fee_marks()
    days = days_of_change(groups.book)
    _, cell, _ = fee_cells(entries, rows, (tuple(sorted({*moments, *days})), tuple(sorted({*knowns, *days}))))
    first, at = distinct_rows([cell, entries.codes.at[rows]])
    rates = []
    for i in rows[first].tolist():
        ship = entries.ship(i)
        found = vat_provision(groups.law, groups.book, ship.code.digits, ship.moment, ship.known)
        rates.append(-1 if found is None else found[0].ppm)
    ppm = np.array(rates, dtype=np.int64)[at]
    rows, ppm = rows[ppm >= 0], ppm[ppm >= 0]
    bases = zip(ppm.tolist(), entries.dollars[rows].tolist(), duty[rows].tolist(), strict=True)
    cents = [vat_cents(*base) for base in bases]
    if cents:
        made.put("vat", rows, np.array(cents, dtype=np.int64))


def _entries(made: Fees, entries: Entries, sheet: Sheet, rows: Ints, groups: Classes) -> None:
    if not len(rows):
        return
    terms, term = _terms(entries, rows, groups)
    if "invoice_id" not in sheet.frame.columns:
        _each_line(made, entries, rows, terms, term)
        return
    keys = entry_numbers(entries, sheet, rows)
    for k, found in enumerate(terms):
        # the fees of an entry are those of its first line
        inside = np.flatnonzero(term[keys.first][keys.number] == k)
        for name, ppm, least, most in found:
            if ppm == SPARED:
                made.spare(name, rows[inside])
                continue
            _share(made, name, entries, rows[inside], keys.number[inside], (ppm, least, most))


def _each_line(
    made: Fees, entries: Entries, rows: Ints, terms: Sequence[tuple[FeeTerm, ...]], term: Ints
) -> None:
    """Fees of lines each of which is an entry: by fee, its rate and limits by the set of fees of a line."""
    dollars = entries.dollars[rows]
    top = int(dollars.max(initial=0))
    for name in dict.fromkeys(name for found in terms for name, *_ in found):
        own = [next((t for t in reversed(found) if t[0] == name), None) for found in terms]
        spared = np.array([t is not None and t[1] == SPARED for t in own])
        due = np.array([t is not None and t[1] != SPARED for t in own])
        if spared.any():
            made.spare(name, rows[spared[term]])
        if not due.any():
            continue
        ppm = np.array([t[1] if t is not None and t[1] != SPARED else 0 for t in own], dtype=np.int64)
        limits = [(_cents(t[2]), _cents(t[3])) if t is not None and t[2] else (0, _MOST) for t in own]
        least, most = (np.array(side, dtype=np.int64) for side in zip(*limits, strict=True))
        cents = ad_valorem_of(int(ppm.max()), top)(ppm[term], dollars)
        cents = np.minimum(np.maximum(cents, least[term]), most[term])
        if due.all():
            made.put(name, rows, cents)
        else:
            inside = due[term]
            made.put(name, rows[inside], cents[inside])


def entry_numbers(entries: Entries, sheet: Sheet, rows: Ints) -> Numbers:
    """The entry of each row: the lines of an invoice and a day; a line without an invoice by itself."""
    named = distinct(sheet.frame["invoice_id"])
    filled = np.array([bool(v) for v in named.values] or [False])
    invoice = named.at[rows]
    alone = (invoice < 0) | ~filled[invoice]
    days = {m[:10] for m in entries.moments.values}
    place = {day: i for i, day in enumerate(sorted(days))}
    day = np.array([place[m[:10]] for m in entries.moments.values], dtype=np.int64)[entries.moments.at[rows]]
    keys = Numbers(rows)
    keys.by(np.where(alone, -1, invoice))
    keys.by(np.where(alone, np.arange(len(rows)), -1))
    keys.by(day)
    return keys


def _share(
    made: Fees, name: str, entries: Entries, rows: Ints, entry: Ints, rate: tuple[int, str, str]
) -> None:
    """A fee of whole entries, shared over their lines by value, the last line taking what rounding leaves."""
    ppm, least, most = rate
    order = np.argsort(entry, kind="stable")
    rows = rows[order]
    starts = np.flatnonzero(np.r_[True, np.diff(entry[order]) != 0])
    dollars = entries.dollars[rows]
    total = np.add.reduceat(dollars, starts)
    whole = _within(cents_of(ppm, total), least, most)
    size = np.diff(np.r_[starts, len(rows)])
    many = np.repeat(whole, size)
    of = np.repeat(np.maximum(total, 1), size)
    if int(whole.max(initial=0)) * int(dollars.max(initial=0)) < _MOST:
        share = many * dollars // of
    else:
        share = np.array(
            [w * d // t for w, d, t in zip(many.tolist(), dollars.tolist(), of.tolist(), strict=True)],
            dtype=np.int64,
        )
    last = starts + size - 1
    share[last] = 0
    share[last] = whole - np.add.reduceat(share, starts)
    made.put(name, rows, share)


def _within(cents: Ints, least: str, most: str) -> Ints:
    return np.minimum(np.maximum(cents, _cents(least)), _cents(most)) if least else cents


def _terms(entries: Entries, rows: Ints, groups: Classes) -> tuple[list[tuple[FeeTerm, ...]], Ints]:
    """Distinct sets of fees, and which of them each row has."""
    first, number_of, keys = fee_cells(entries, rows, groups.fee_marks())
    found: dict[tuple[FeeTerm, ...], int] = {}
    number = []
    for i, key in zip(rows[first].tolist(), keys, strict=True):
        terms = groups.fee_cells.get(key)
        if terms is None:
            terms = groups.fee_cells[key] = groups.fee_terms(entries.ship(i))
        number.append(found.setdefault(terms, len(found)))
    return list(found), np.array(number, dtype=np.int64)[number_of]


def fee_cells(
    entries: Entries, rows: Ints, marks: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[Ints, Ints, list[tuple[object, ...]]]:
    """Rows that fees cannot tell apart: the first of each kind, the kind of each row, a name by kind."""
    stand, time = entries.times
    cells = []
    for column, changes in zip((entries.moments, entries.knowns), marks, strict=True):
        cells.append(np.append(cells_among(tuple(changes), column.values), 0)[column.at[stand]])
    _, cell = distinct_rows(cells)
    named = [(name, entries.facts[name]) for name in FEE_FACTS if name in entries.facts]
    stated = np.zeros(len(entries), dtype=np.int64)
    for _, column in named:  # few lines state any
        stated *= len(column.values) + 1
        filled, own = column.filled()
        stated[filled] += own + 1
    columns = [cell[time[rows]], stated[rows]]
    first, kind = distinct_rows(columns if named else columns[:1])
    keys: list[tuple[object, ...]] = []
    for k in first.tolist():
        held = ((name, column.value(int(rows[k]))) for name, column in named)
        given = [(name, value) for name, value in held if value is not None]
        when = time[rows[k]]
        keys.append((int(cells[0][when]), int(cells[1][when]), *given))
    return first, kind, keys


@lru_cache(maxsize=64)
def _cents(usd: str) -> int:
    return int(Decimal(usd) * 100)
