"""A portfolio: rows of a file in, one answer a row out, the bad ones named and the others answered.

Rows are answered as arrays over the law bound to the schedule: every line meets the plan of its stack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from detente.duties import (
    CHAPTER_98,
    CHINA_IMPORT,
    CHINA_ORDER,
    Base,
    DutyLine,
    Shipment,
    base_duty,
    deposits_of,
    on_a_part,
)
from detente.portfolio.bound.bound_law import BoundRegime
from detente.portfolio.bound.line_plan import LinePlan
from detente.portfolio.bound.regime import keep
from detente.portfolio.bound.wording import Words, WordWriter
from detente.portfolio.layout.answer_columns import Cents, Facets
from detente.portfolio.layout.values import share_pct
from detente.portfolio.line_sums import STATUSES, Evaluated, bound_for, evaluate_entries, settle
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.money.entry_fees import FeeRows, Fees, entry_fees
from detente.portfolio.money.informal_entries import with_informal_notes
from detente.portfolio.place.classes import Classes
from detente.portfolio.read.faults import row_by_row
from detente.portfolio.read.rows import RowReader
from detente.portfolio.read.shipments import Bools, Entries, Ints
from detente.portfolio.second_reading import SecondReading, second_reading
from detente.regime import Reading, Tables, state_of, tables
from detente.rowfiles import RowFault, Sheet
from detente.schedule import Schedule
from detente.terms import paused_garbage_collection, ppm_to_percent

ORDER = ("mfn", "s301", "s232", "s201", "fentanyl", "reciprocal", "s122", "s301_forced_labor", "mpf", "hmf")
FEES = ("mpf", "hmf", "vat", "ad", "cvd")
ORDERS = {"us_import": ORDER, CHINA_IMPORT: CHINA_ORDER}
MANY_LINES = 1_000  # from so many lines on, what was compiled for them is kept on disk


@dataclass(slots=True)
class LineAnswer:
    """One row's answer in cents, before any layout.

    `cents` are duties by component, `fees` the entry fees; None where a fact is missing.
    """

    row: int
    status: str
    ship: Shipment | None
    plan: LinePlan | None
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
            return share_pct(self.duty, self.ship.dollars)
        base = self.base.ppm if self.base is not None and self.base.ppm is not None else 0
        terms = self.plan.words.terms if self.plan is not None else ()
        return float(ppm_to_percent(base + sum(t.ppm for t in terms if not t.void)))


@dataclass(frozen=True)
class PortfolioAnswer:
    """All rows answered as columns, the faults found, and the components that occur.

    Words and fees are made when they are first looked at: sums, outcomes and days of entry ask for neither.

    Parameters
    ----------
    stack, plan : Ints
        Numbers of each row's stack and plan in the bound law of its direction; -1 where it cannot be
        answered.
    alone : Bools
        Rows evaluated on their own values.
    tell, charge : callable
        Make the words and the entry fees.
    status : Ints
        Index into `STATUSES`.
    """

    sheet: Sheet
    faults: tuple[RowFault, ...]
    rules: str
    data: str
    regimes: Mapping[str, BoundRegime]
    entries: Entries
    stack: Ints
    plan: Ints
    alone: Bools
    bases: Bases
    cents: Cents
    facets: Facets
    tell: Callable[[], Words]
    charge: Callable[[], Fees]
    status: Ints
    second: SecondReading | None = None

    @cached_property
    def words(self) -> Words:
        """Headings, missing facts and notes of every row, put together when first asked for."""
        with paused_garbage_collection():
            return self.tell()

    @cached_property
    def fees(self) -> Fees:
        """Entry fees, VAT and deposits of every row, worked out when first asked for."""
        return self.charge()

    @cached_property
    def components(self) -> tuple[str, ...]:
        """Components that occur, in the order of the columns."""
        law = next(iter(self.regimes.values())).law
        return _component_order(law, self.regimes, self.facets, self.fees)

    @property
    def groups(self) -> Mapping[str, Classes]:
        """Classes of codes by direction."""
        return {way: regime.classes for way, regime in self.regimes.items()}

    @cached_property
    def answered(self) -> Bools:
        """Rows that could be answered."""
        return np.greater_equal(self.plan, 0)

    @cached_property
    def settled(self) -> Bools:
        """Rows whose duty is known."""
        return np.equal(self.status, 0)

    @cached_property
    def told(self) -> Bools:
        """Rows whose own figures are shown: those settled, and those settled by the text of two readings."""
        second = self.second
        return self.settled if second is None else self.settled | (second.differs & second.text_settled)

    @cached_property
    def refund_known(self) -> Bools:
        """Rows whose refund depends on no missing fact."""
        return self.answered & self.facets.refund_known & (self.bases.kind >= 0)

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
        row, notes = self.sheet.row(i), self.words.notes[self.words.notes_at[i]]
        if self.plan[i] < 0:
            return LineAnswer(row, "error", None, None, None, {}, None, None, None, None, (), notes, {})
        ship = self.entries.ship(i)
        regime = self.regimes[ship.direction]
        plan = LinePlan(regime, ship, int(self.stack[i]), int(self.plan[i]), bool(self.alone[i]))
        parted = ship.direction == "us_import" and ship.facts.get(CHAPTER_98) in on_a_part(regime.law)
        base = (
            plan.words.found.outcome.base
            if parted
            else base_duty(regime.classes.line(ship), ship.dollars, ship.facts)
        )
        if self.facets.relieved[i]:
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
        """Layers of a row in words, with where the lists name its code; their money is of no one line."""
        if row.ship is None or row.plan is None:
            return ()
        held = self.groups[row.ship.direction].list_cites(row.ship)
        plan = row.plan.words
        return plan.rows_citing(tuple(held.get(name, "") for name in plan.list_ids))

    def fee_words(self, row: LineAnswer) -> tuple[DutyLine, ...]:
        """Entry fees, VAT and deposits of a row in words; their money stands in the row."""
        if row.ship is None:
            return ()
        group = self.groups[row.ship.direction]
        return (*group.fee_words(row.ship), *deposits_of(row.ship, group.law))


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
    reading: Reading = "both",
    law: Tables | None = None,
    book: Schedule | None = None,
    progress: Callable[[int], None] | None = None,
) -> PortfolioAnswer:
    """Answer every row of a sheet.

    Parameters
    ----------
    known : str, optional
        Day of the knowledge used for all rows; default the row's ``known`` column, else its entry date.
    reading : {"text", "announced", "both"}
        Where an extension was announced and no instrument was seen: one reading, or both beside each other.
    book : Schedule, optional
        The schedule of the United States; that of China is the installed one.
    progress : callable, optional
        Told the number of rows done, now and then.
    """
    law = law or tables()
    with paused_garbage_collection():
        return _assess(sheet, law, book, known, reading, progress or (lambda done: None))


def _assess(
    sheet: Sheet,
    law: Tables,
    book: Schedule | None,
    known: str | None,
    reading: Reading,
    progress: Callable[[int], None],
) -> PortfolioAnswer:
    reader = RowReader(sheet, law, known)
    entries = reader.entries()
    n = len(entries)
    progress(n // 4)
    books = {"us_import": book} if book else {}
    regimes = bound_for(entries, law, state_of(reading), books)
    groups = {way: regime.classes for way, regime in regimes.items()}
    faults = reader.faults
    entries, unsettled = settle(entries, regimes)
    faults += reader.faults_of(row_by_row(unsettled))
    progress(n // 2)
    made, wrong = evaluate_entries(entries, regimes)
    faults += reader.faults_of(wrong)
    for regime, _ in made.ways:
        if n >= MANY_LINES:
            keep(regime, MANY_LINES)
    progress(3 * n // 4)
    status, cents = made.status(), made.cents
    settled, second = status == 0, None
    tell = _words_of(entries, sheet, made, faults)
    if reading == "both":
        second, words = second_reading(entries, law, books, made, tell)
        tell = words
    if second is not None:
        cents, status = second.bounds, np.where(second.differs & settled, 1, status)
    rows = FeeRows(made.plan >= 0, (made.plan >= 0) & ~made.facets.relieved, settled)
    data = "+".join(r.book.meta.content_hash[:16] for r in regimes.values())
    return PortfolioAnswer(
        sheet, tuple(faults), law.hash, data, regimes, entries, made.stack, made.plan, made.alone, made.bases,
        cents, made.facets, lambda: with_informal_notes(tell(), entries, sheet, rows.owing, groups),
        lambda: entry_fees(entries, sheet, rows, made.cents.duty, groups), status, second,
    )  # fmt: skip


def _words_of(
    entries: Entries, sheet: Sheet, made: Evaluated, faults: Sequence[RowFault]
) -> Callable[[], Words]:
    """Makes the words of evaluated rows, by their text; of rows that cannot be answered, their faults."""

    def tell() -> Words:
        writer = WordWriter(entries, made.bases)
        for regime, rows in made.ways:
            writer.read(rows, made.plan[rows], regime)
        said: dict[int, list[str]] = {}
        for fault in faults:
            said.setdefault(sheet.place(fault.row), []).append(fault.words)
        return writer.words({i: tuple(texts) for i, texts in said.items()})

    return tell


def _component_order(
    law: Tables, regimes: Mapping[str, BoundRegime], facets: Facets, fees: Fees
) -> tuple[str, ...]:
    """Components in the order of the columns: the usual ones, others of the law, fees, deposits owed."""
    duties = {
        m.component for m in law.measures if m.direction in regimes and m.kind in ("additional_duty", "fee")
    }
    usual = dict.fromkeys(c for d in regimes for c in ORDERS[d])
    met = int(np.bitwise_or.reduce(facets.asks, initial=0))
    asked = {name for k, name in enumerate(facets.names) if met >> k & 1}
    extra = sorted((asked | duties) - set(usual))
    last = (*[c for c in usual if c in FEES], *[c for c in FEES if c not in usual and c in fees.due])
    return (*[c for c in usual if c not in FEES], *extra, *last)


def layer_money(a: LineAnswer, k: int) -> tuple[float | None, float | None, float]:
    """Dollars a layer falls on, its duty and its refundable part, in USD; None where a fact is missing."""
    assert a.plan is not None and a.base is not None
    return a.plan.layer_money(k, a.base.low_cents)
