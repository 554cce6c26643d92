"""A portfolio: rows of a file in, one answer a row out, the bad ones named and the others answered."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from detente.assess import china
from detente.assess.answer import DutyLine
from detente.assess.classes import Classes, classes
from detente.assess.goods import schedule
from detente.assess.plan import Plan, Term
from detente.assess.question import TERRITORY, Shipment
from detente.assess.rows import RowReader
from detente.assess.tables import RowFault, Sheet
from detente.assess.totals import Base, base_duty
from detente.regime.tables import Tables, tables
from detente.regime.timeline import State
from detente.schedule import Schedule
from detente.terms import (
    HtsCode,
    duty_cents,
    ppm_to_percent,
    whole_dollars,
)

if TYPE_CHECKING:
    pass

ORDER = ("mfn", "s301", "s232", "s201", "fentanyl", "reciprocal", "s122", "s301_forced_labor", "mpf", "hmf")
FEES = ("mpf", "hmf", "vat")
ORDERS = {"us_import": ORDER, china.IMPORT: china.ORDER}


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
    refundable: int
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


@dataclass(frozen=True)
class PortfolioAnswer:
    """All rows answered, the faults found, and the components that occur."""

    sheet: Sheet
    rows: tuple[LineAnswer, ...]
    faults: tuple[RowFault, ...]
    components: tuple[str, ...]
    rules: str
    data: str
    groups: Mapping[str, Classes]

    def fee_words(self, row: LineAnswer) -> tuple[DutyLine, ...]:
        """Entry fees and VAT of a row in words; their money stands in the row."""
        return self.groups[row.ship.direction].fee_words(row.ship) if row.ship else ()


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
    with _without_collector():
        return _assess(sheet, law, book, known, state, progress)


@contextmanager
def _without_collector() -> Iterator[None]:
    """No cyclic garbage collection while rows are answered: millions of small values, none of them in a cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _assess(
    sheet: Sheet,
    law: Tables,
    book: Schedule | None,
    known: str | None,
    state: State,
    progress: Callable[[int], None] | None,
) -> PortfolioAnswer:
    reader = RowReader(sheet, law, known)
    ships = reader.ships()
    met = {ship.direction for ship in ships if ship is not None} or {"us_import"}
    groups = {
        d: classes(law, (book if d == "us_import" else None) or schedule(TERRITORY[d]), state, d)
        for d in ORDERS
        if d in met
    }
    for way, group in groups.items():
        group.code_classes(sorted({s.code.digits for s in ships if s is not None and s.direction == way}))
    answers = []
    for i, ship in enumerate(ships):
        if ship is None:
            answers.append(_failed(i, reader))
        else:
            answers.append(_answer(i, ship, groups[ship.direction], reader))
        if progress is not None and i % 2000 == 0:
            progress(i)
    _fees(answers, sheet, groups)
    found = {c for a in answers for c in a.cents}
    duties = {
        m.component for m in law.measures if m.direction in met and m.kind in ("additional_duty", "fee")
    }
    usual = dict.fromkeys(c for d in groups for c in ORDERS[d])
    extra = sorted((found | duties) - set(usual))
    order = (*[c for c in usual if c not in FEES], *extra, *[c for c in usual if c in FEES])
    data = "+".join(g.book.meta.content_hash[:16] for g in groups.values())
    return PortfolioAnswer(sheet, tuple(answers), tuple(reader.faults), order, law.hash, data, groups)


def _failed(i: int, reader: RowReader) -> LineAnswer:
    words = tuple(f.words for f in reader.faults if f.row == reader.row(i))
    return LineAnswer(reader.row(i), "error", None, None, None, {}, None, None, None, 0, (), words, {})


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


def _answer(i: int, ship: Shipment, groups: Classes, reader: RowReader) -> LineAnswer:
    row = reader.row(i)
    line = groups.line(ship)
    if line is None and groups.full and not groups.book.lines(ship.code.digits):
        close = ", ".join(HtsCode(c).dotted for c in groups.book.nearest(ship.code.digits))
        reader.fault(i, "hts", f"no tariff line {ship.code.dotted} — nearest: {close}")
        return _failed(i, reader)
    plan = groups.plan(ship)
    base = base_duty(line, ship.dollars, ship.facts)
    if plan.relieved:
        base = Base(base.words, 0, 0, 0, True, True)
    simple, dollars = plan.simple, ship.dollars
    if simple is None:
        cents, back = _sum(plan.terms, ship, base.low_cents)
    else:
        cents, back = plan.nothing.copy(), 0
        for component, ppm in simple:
            cents[component] += (ppm * dollars + 5_000) // 10_000
    low = base.low_cents + sum(cents.values())
    high = None if base.high_cents is None else low - base.low_cents + base.high_cents
    if plan.missing:
        low = base.low_cents + sum(_sum(plan.low, ship, base.low_cents)[0].values())
        if base.high_cents is not None:
            high = base.high_cents + sum(_sum(plan.high, ship, base.low_cents)[0].values())
    if plan.claims:
        low = min(low, base.low_cents + sum(_sum(plan.claimed, ship, base.low_cents)[0].values()))
    cents["mfn"] = base.low_cents
    missing, notes = plan.missing, plan.notes
    if missing and low == high:
        missing = ()  # on this value (zero, or too small) the missing fact changes nothing
    if base.needs:
        missing = (*missing, *(need.fact for need in base.needs))
    if ship.notes or base.notes or plan.claims:
        notes = (*ship.notes, *notes, *base.notes, *(f"not claimed: {name}" for name in plan.claims))
    if line is None:
        missing = (*missing, "schedule")
        notes = (
            *notes,
            f"code not in the installed schedule: {china.INSTALL[ship.direction]}",
            *groups.near(ship.code.digits),
        )
    status = "ok"
    if not plan.modelled:
        status = "not_modelled"
    elif missing or not base.known:
        status = "undetermined"
    duty = sum(cents.values()) if status == "ok" else None
    if not base.known:
        del cents["mfn"]
    return LineAnswer(
        row, status, ship, plan, base, cents, duty, low, high, 0 if missing else back, missing, notes, {}
    )


def _fees(answers: list[LineAnswer], sheet: Sheet, groups: dict[str, Classes]) -> None:
    """Entry fees: per invoice where the file names one, else each line is an entry of its own; VAT a line."""
    if china.IMPORT in groups:
        for a in answers:
            if a.ship is not None and a.ship.direction == china.IMPORT:
                _vat(a, groups[china.IMPORT])
    american = groups.get("us_import")
    if american is None:
        return
    if "invoice_id" not in sheet.frame.columns:
        for a in answers:
            if a.ship is not None and a.plan is not None and a.ship.direction == "us_import":
                _one_entry([a], american)
        return
    entries: dict[object, list[LineAnswer]] = {}
    for i, (a, name) in enumerate(zip(answers, sheet.frame["invoice_id"].to_list(), strict=True)):
        if a.plan is not None and a.ship is not None and a.ship.direction == "us_import":
            entries.setdefault((name or ("line", i), a.ship.moment[:10]), []).append(a)
    for members in entries.values():
        _one_entry(members, american)


def _vat(a: LineAnswer, groups: Classes) -> None:
    """Import VAT of a settled line."""
    if a.ship is None or a.duty is None:
        return
    ship = a.ship
    found = china.vat_provision(groups.law, groups.book, ship.code.digits, ship.moment, ship.known)
    if found is not None:
        a.fees["vat"] = china.vat_cents(found[0].ppm, ship.dollars, a.duty)


def _one_entry(rows: list[LineAnswer], groups: Classes) -> None:
    """Fees of one entry, shared over its lines by value, the last line taking what rounding leaves."""
    dollars = [a.ship.dollars if a.ship else 0 for a in rows]
    total = sum(dollars)
    ship = rows[0].ship
    for component, ppm, least, most in groups.fee_terms(ship) if ship else ():
        whole = duty_cents(ppm, total)
        if least:
            whole = min(max(whole, _cents(least)), _cents(most))
        rest = whole
        for a, value in zip(rows[:-1], dollars, strict=False):
            share = whole * value // total if total else 0
            rest -= share
            a.fees[component] = share
        rows[-1].fees[component] = rest


@lru_cache(maxsize=64)
def _cents(usd: str) -> int:
    return int(Decimal(usd) * 100)
