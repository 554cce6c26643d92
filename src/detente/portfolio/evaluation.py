"""A portfolio: rows of a file in, one answer a row out, the bad ones named and the others answered.

Rows are answered as arrays: lines the law cannot tell apart meet one plan, whose terms run over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import overload

import numpy as np

from detente.duties import CHINA_IMPORT, CHINA_ORDER, TERRITORY, Base, DutyLine, Shipment, base_duty, schedule
from detente.portfolio.layout.row_words import Words, line_words
from detente.portfolio.money.base_duties import BaseReader, Bases
from detente.portfolio.money.entry_fees import Fees, entry_fees
from detente.portfolio.money.row_money import Cents, line_cents
from detente.portfolio.place.assignment import place
from detente.portfolio.place.classes import Classes, classes
from detente.portfolio.place.plans import Plan, Term
from detente.portfolio.read.rows import RowReader
from detente.portfolio.read.settle_rows import settle_rows
from detente.portfolio.read.shipments import Bools, Entries, Ints
from detente.regime import State, Tables, tables
from detente.rowfiles import RowFault, Sheet
from detente.schedule import Schedule
from detente.terms import HtsCode, duty_cents, paused_garbage_collection, ppm_to_percent, whole_dollars

ORDER = ("mfn", "s301", "s232", "s201", "fentanyl", "reciprocal", "s122", "s301_forced_labor", "mpf", "hmf")
FEES = ("mpf", "hmf", "vat")
ORDERS = {"us_import": ORDER, CHINA_IMPORT: CHINA_ORDER}


@dataclass(slots=True)
class LineAnswer:
    """One row's answer in cents, before any layout.

    `cents` are duties by component, `fees` the entry fees; None where a fact is missing.
    """

    row: int
    status: str
    ship: Shipment | None
    plan: Plan | None
    base: Base | None
    cents: dict[str, int]
    duty: int | None
    low: int | None
    high: int | None
    refundable: int | None
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    fees: dict[str, int]

    @property
    def total_pct(self) -> float | None:
        """Duties as percent of customs value; from the rates themselves when the value is zero."""
        if self.duty is None or self.ship is None:
            return None
        if self.ship.dollars:
            return round(self.duty / self.ship.dollars, 4)
        base = self.base.ppm if self.base is not None and self.base.ppm is not None else 0
        terms = self.plan.terms if self.plan is not None else ()
        return float(ppm_to_percent(base + sum(t.ppm for t in terms if not t.void)))


STATUSES = ("ok", "undetermined", "not_modelled", "error")


@dataclass(frozen=True)
class PortfolioAnswer:
    """All rows answered as columns, the faults found, and the components that occur.

    Parameters
    ----------
    plans, plan : tuple of Plan, Ints
        Plans met, and the number of each row's plan; -1 where the row cannot be answered.
    status : Ints
        Index into `STATUSES`.
    components : tuple of str
        In the order of the columns.
    """

    sheet: Sheet
    faults: tuple[RowFault, ...]
    components: tuple[str, ...]
    rules: str
    data: str
    groups: Mapping[str, Classes]
    entries: Entries
    plans: tuple[Plan, ...]
    plan: Ints
    bases: Bases
    cents: Cents
    words: Words
    fees: Fees
    status: Ints

    @cached_property
    def answered(self) -> Bools:
        """Rows that could be answered."""
        return np.greater_equal(self.plan, 0)

    @cached_property
    def settled(self) -> Bools:
        """Rows whose duty is known."""
        return np.equal(self.status, 0)

    @cached_property
    def refund_known(self) -> Bools:
        """Rows whose refund hangs on no missing fact."""
        known = np.array([*(p.refund_known for p in self.plans), False])[self.plan]
        return self.answered & (known | ~self.cents.hangs) & (self.bases.kind >= 0)

    @cached_property
    def refundable(self) -> Ints:
        """Cents collected under a measure since held void; 0 where a fact is missing (see `refund_known`)."""
        return np.where(self.refund_known, self.cents.back, 0)

    @property
    def rows(self) -> Sequence[LineAnswer]:
        """Every row's answer, made when asked for."""
        return _Rows(self)

    def rows_where(self, wanted: Bools) -> list[LineAnswer]:
        """The answers of some rows."""
        return [self.line(int(i)) for i in np.flatnonzero(wanted)]

    def line(self, i: int) -> LineAnswer:
        """The answer of a row."""
        row, notes = self.sheet.first_row + i, self.words.notes[self.words.notes_at[i]]
        if self.plan[i] < 0:
            return LineAnswer(row, "error", None, None, None, {}, None, None, None, None, (), notes, {})
        ship, plan = self.entries.ship(i), self.plans[self.plan[i]]
        base = base_duty(self.groups[ship.direction].line(ship), ship.dollars, ship.facts)
        if plan.relieved:
            base = Base(base.words, 0, 0, 0, True, True)
        cents = {
            name: int(self.cents.parts[name][i]) for name in dict.fromkeys(t.component for t in plan.terms)
        }
        if base.known:
            cents["mfn"] = base.low_cents
        return LineAnswer(
            row,
            STATUSES[self.status[i]],
            ship,
            plan,
            base,
            cents,
            int(self.cents.duty[i]) if self.status[i] == 0 else None,
            int(self.cents.low[i]),
            None if self.cents.open_top[i] else int(self.cents.high[i]),
            int(self.refundable[i]) if self.refund_known[i] else None,
            self.words.missing[self.words.missing_at[i]],
            notes,
            self.fees.of(i),
        )

    def layer_words(self, row: LineAnswer) -> tuple[DutyLine, ...]:
        """Layers of a row in words, with the places where the lists name its own code; their money is of no line in particular."""
        if row.ship is None or row.plan is None:
            return ()
        held = self.groups[row.ship.direction].list_cites(row.ship)
        return row.plan.rows_citing(tuple(held.get(name, "") for name in row.plan.list_ids))

    def fee_words(self, row: LineAnswer) -> tuple[DutyLine, ...]:
        """Entry fees and VAT of a row in words; their money stands in the row."""
        return self.groups[row.ship.direction].fee_words(row.ship) if row.ship else ()


@dataclass(frozen=True)
class _Rows(Sequence[LineAnswer]):
    answer: PortfolioAnswer

    def __len__(self) -> int:
        return len(self.answer.plan)

    @overload
    def __getitem__(self, i: int) -> LineAnswer: ...

    @overload
    def __getitem__(self, i: slice) -> Sequence[LineAnswer]: ...

    def __getitem__(self, i: int | slice) -> LineAnswer | Sequence[LineAnswer]:
        if isinstance(i, slice):
            return [self.answer.line(k) for k in range(*i.indices(len(self)))]
        return self.answer.line(range(len(self))[i])


def assess_sheet(
    sheet: Sheet,
    *,
    known: str | None = None,
    state: State = "by_text",
    law: Tables | None = None,
    book: Schedule | None = None,
    progress: Callable[[int], None] | None = None,
) -> PortfolioAnswer:
    """Answer every row of a sheet.

    Parameters
    ----------
    known : str, optional
        Day of the knowledge used for all rows; default the row's ``known`` column, else its entry date.
    state : {"by_text", "announced"}
        Reading of the time after the last verified day.
    book : Schedule, optional
        The schedule of the United States; that of China is the installed one.
    progress : callable, optional
        Told the number of rows done, now and then.
    """
    law = law or tables()
    with paused_garbage_collection():
        return _assess(sheet, law, book, known, state, progress or (lambda done: None))


def _assess(
    sheet: Sheet,
    law: Tables,
    book: Schedule | None,
    known: str | None,
    state: State,
    progress: Callable[[int], None],
) -> PortfolioAnswer:
    reader = RowReader(sheet, law, known)
    entries = reader.entries()
    n = len(entries)
    progress(n // 4)
    met = {entries.directions.values[k] for k in np.unique(entries.directions.at[entries.good])} or {
        "us_import"
    }
    groups = {
        d: classes(law, (book if d == "us_import" else None) or schedule(TERRITORY[d]), state, d)
        for d in ORDERS
        if d in met
    }
    faults = reader.faults
    entries, unsettled = settle_rows(entries, groups)
    faults += [RowFault(reader.row(i), column, text) for i, column, text in sorted(unsettled)]
    entries.good[[i for i, _, _ in unsettled]] = False
    plans: list[Plan] = []
    number = np.full(n, -1, dtype=np.int64)
    base_reader = BaseReader(entries)
    for way, group in groups.items():
        own = entries.good & (entries.directions.at == entries.directions.values.index(way))
        wrong: list[tuple[int, str, str]] = []
        rows = np.flatnonzero(own)
        used = np.unique(entries.codes.at[rows])
        spans = group.spans([entries.codes.values[c] for c in used])
        rows = _standing(rows, used, entries, group, wrong)
        failed = base_reader.read(rows, spans, used, group)
        rows = rows[~np.isin(rows, np.array([i for i, _ in failed], dtype=np.int64))]
        wrong += [(i, "unit", text) for i, text in failed]
        faults += [RowFault(reader.row(i), column, text) for i, column, text in sorted(wrong)]
        progress(n // 2)
        made, of_rows = place(entries, rows, base_reader.made.kind[rows], group)
        number[rows] = of_rows + len(plans)
        plans += made
    bases = base_reader.bases()
    amounts = {"full": entries.dollars}
    amounts.update(
        {f: m for f in entries.facts if f.endswith("_usd") and (m := entries.money(f)) is not None}
    )
    cents = line_cents(plans, number, bases, amounts)
    said: dict[int, list[str]] = {}
    for fault in faults:
        said.setdefault(fault.row - sheet.first_row, []).append(fault.words)
    errors = {i: tuple(words) for i, words in said.items()}
    words = line_words(entries, plans, number, bases, cents.hangs, groups, errors)
    progress(3 * n // 4)
    relieved = np.array([*(p.relieved for p in plans), False])[number]
    modelled = np.array([*(p.modelled for p in plans), False])[number]
    open_ = (words.missing_at > 0) | ~(bases.known | relieved)
    status = np.where(number < 0, 3, np.where(~modelled, 2, np.where(open_, 1, 0)))
    fees = entry_fees(entries, sheet, number >= 0, status == 0, cents.duty, groups)
    found = {t.component for p in plans for t in p.terms}
    duties = {
        m.component for m in law.measures if m.direction in met and m.kind in ("additional_duty", "fee")
    }
    usual = dict.fromkeys(c for d in groups for c in ORDERS[d])
    extra = sorted((found | duties) - set(usual))
    order = (*[c for c in usual if c not in FEES], *extra, *[c for c in usual if c in FEES])
    data = "+".join(g.book.meta.content_hash[:16] for g in groups.values())
    return PortfolioAnswer(
        sheet, tuple(faults), order, law.hash, data, groups, entries, tuple(plans), number, bases, cents, words,
        fees, status,
    )  # fmt: skip


def _standing(
    rows: Ints, used: Ints, entries: Entries, groups: Classes, wrong: list[tuple[int, str, str]]
) -> Ints:
    """Rows whose code exists; of the others the fault, where a full schedule is installed."""
    if not groups.full:
        return rows
    codes = {int(c): entries.codes.values[c] for c in used}
    none = {number: digits for number, digits in codes.items() if not groups.standing(digits)}
    words = {}
    for number, digits in none.items():
        close = ", ".join(HtsCode(c).dotted for c in groups.book.nearest(digits))
        words[number] = f"no tariff line {HtsCode(digits).dotted}" + (f" — nearest: {close}" if close else "")
    gone = np.isin(entries.codes.at[rows], np.array(list(none), dtype=np.int64))
    wrong += [(int(i), "hts", words[int(entries.codes.at[i])]) for i in rows[gone]]
    return rows[~gone]


def _amount(term: Term, ship: Shipment) -> int:
    """Whole dollars a term falls on."""
    full = ship.dollars
    if term.plus == "none":
        return 0
    value = full if term.plus == "full" else _fact(ship, term.plus)
    for name in term.minus:
        value -= full if name == "full_value" else 0 if name == "none" else _fact(ship, name)
    return max(0, value)


def _fact(ship: Shipment, name: str) -> int:
    return min(whole_dollars(Decimal(ship.facts[name])), ship.dollars)


def layer_money(a: LineAnswer, k: int) -> tuple[float | None, float | None, float]:
    """Dollars a layer falls on, its duty and its refundable part, in USD; None where a fact is missing."""
    assert a.plan is not None and a.ship is not None and a.base is not None
    term = a.plan.terms[k]
    if a.plan.missing and (a.plan.low[k : k + 1] != a.plan.high[k : k + 1]):
        return None, None, 0.0
    value = _amount(term, a.ship)
    made, back = _sum((term,), a.ship, a.base.low_cents)
    return float(value), made[term.component] / 100, back / 100


def _sum(terms: Sequence[Term], ship: Shipment, base_cents: int) -> tuple[dict[str, int], int]:
    """Duty by component and refundable cents."""
    made: dict[str, int] = {}
    back = 0
    for term in terms:
        if not term.ppm:
            made.setdefault(term.component, 0)
            continue
        cents = duty_cents(term.ppm, _amount(term, ship))
        if term.floor:
            cents = max(0, cents - base_cents)
        if term.void:
            back += cents
            cents = 0
        made[term.component] = made.get(term.component, 0) + cents
    return made, back
