"""Recoverable duty: drawback under each outcome, and refunds of what was collected under a void measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from detente.duties import (
    Layer,
    back_cents,
    gaps,
    hindrance,
    imported_on,
    is_duty,
    last_day_out,
    verdict,
    years_after,
)
from detente.outcomes.costs.compute import Computed, compute_outcomes
from detente.outcomes.costs.dollars import usd
from detente.outcomes.costs.shapes import Book
from detente.outcomes.costs.timing_answer import DrawnLine, DrawnTotal, RefundLine
from detente.outcomes.laying.overlay import base
from detente.portfolio import LineAnswer, Plan, Term, term_cents
from detente.regime import EntryRules, Tables, law_tables
from detente.rowfiles import Sheet

FEES = {"mpf": "us.mpf", "hmf": "us.hmf"}
BASE = "us.base.column-1-general"


def line_id(sheet: Sheet, row: int) -> str:
    """The file's own name of a row, else its number."""
    if "line_id" not in sheet.frame.columns:
        return str(row)
    return str(sheet.frame["line_id"][sheet.place(row)] or row)


def layers_by_term(plan: Plan) -> Iterator[tuple[Term, Layer]]:
    """Each term of a plan with the layer it stands for."""
    layers = (x for x in plan.found.outcome.layers if is_duty(x.measure))
    return zip(plan.terms, layers, strict=True)


@dataclass(frozen=True, slots=True)
class Paid:
    """One layer of one line, cents; `void` where a ruling struck it down and it had been collected."""

    component: str
    measure: str
    provision: str
    title: str
    cents: int
    void: bool
    words: str = ""
    known: str = ""


def paid(book: Book, plan: Plan, i: int) -> list[Paid]:
    """The layers a line pays, base duty first, fees last."""
    row = np.array([i])
    low = np.zeros(1, dtype=np.int64) if plan.relieved else book.base_low[row]
    layers = [Paid("mfn", BASE, "", "Base duty", int(low[0]), False)] if low[0] else []
    for term, layer in layers_by_term(plan):
        cents = int(term_cents(term, book.amounts, row, low)[0]) if term.ppm else 0
        if cents:
            event = layer.state.event if term.void else None
            layers.append(
                Paid(
                    term.component, layer.measure.id, layer.state.provision.id, layer.measure.title[0], cents,
                    term.void, event.note[0] if event else "", event.known if event else "",
                )
            )  # fmt: skip
    fees = book.line(i).fees
    return layers + [Paid(n, m, "", n.upper(), fees[n], False) for n, m in FEES.items() if fees.get(n)]


def drawn_back(c: Computed, rules: EntryRules) -> tuple[tuple[DrawnTotal, ...], tuple[DrawnLine, ...]]:
    """Drawback of every settled line that leaves again, under each outcome."""
    lines = [
        _drawn_line(c, rules, line, k, i)
        for i, line in enumerate(c.book.answers)
        if line.ship is not None and "reexported_on" in line.ship.facts and line.ship.direction == "us_import"
        for k in range(len(c.names))
        if c.money[k].settled[i]
    ]
    return tuple(_drawn_totals(c.names, lines)), tuple(lines)


def _drawn_line(c: Computed, rules: EntryRules, line: LineAnswer, k: int, i: int) -> DrawnLine:
    ship = line.ship
    assert ship is not None
    why_not = hindrance(rules, ship)
    parts = paid(c.book, c.plans[k][c.book.shape[i]], i)
    back: dict[str, int] = {}
    unsettled: list[str] = []
    for part in parts:
        said, _ = ("no", None) if part.void else verdict(rules, ship, part.measure, part.provision)
        if said == "unsettled":
            unsettled.append(f"{part.title}: not settled whether it may be drawn back (answer errs low)")
        elif said == "yes" and not why_not:
            back[part.component] = back.get(part.component, 0) + back_cents(rules, part.cents)
    return DrawnLine(
        row=line.row, line_id=line_id(c.answer.sheet, line.row), hts=ship.code.dotted,
        entered=ship.moment[:10],
        reexported_on=ship.facts["reexported_on"][:10],
        last_day=last_day_out(rules, imported_on(ship)).isoformat(), outcome=c.names[k],
        paid_usd=usd(sum(p.cents for p in parts)), drawback_usd=usd(sum(back.values())),
        by_component=tuple(f"{n} {usd(v)}" for n, v in back.items()), words=why_not,
        not_modelled=(*unsettled, *gaps(ship)),
    )  # fmt: skip


def _drawn_totals(names: Sequence[str], lines: Sequence[DrawnLine]) -> Iterator[DrawnTotal]:
    """Sums of the lines drawn back under each outcome that has any."""
    for name in names:
        own = [line for line in lines if line.outcome == name]
        if own:
            yield DrawnTotal(
                outcome=name, lines=len(own), paid_usd=_sum_usd(r.paid_usd for r in own),
                drawback_usd=_sum_usd(r.drawback_usd for r in own),
            )  # fmt: skip


def _sum_usd(amounts: Iterable[Decimal]) -> Decimal:
    return usd(sum(int(amount * 100) for amount in amounts))


def refunds(sheet: Sheet, law: Tables, rules: EntryRules) -> tuple[RefundLine, ...]:
    """What later law makes refundable of each line on its own day, with the day a protest ends.

    Law
    ---
    19 USC 1504(a)(1): deemed liquidated after a year; 19 USC 1514(c)(3): protest within 180 days of
    liquidation.
    """
    late = base(law, law_tables(), law.verified)
    c = compute_outcomes(sheet, {"hindsight": late}, known=law.verified, law=law)
    return tuple(
        _refund_line(line, part, sheet, rules)
        for i, line in enumerate(c.book.answers)
        if line.refundable and line.ship is not None
        for part in paid(c.book, c.plans[0][c.book.shape[i]], i)
        if part.void
    )


def _refund_line(line: LineAnswer, part: Paid, sheet: Sheet, rules: EntryRules) -> RefundLine:
    ship = line.ship
    assert ship is not None
    entered, liquidated = ship.moment[:10], ship.facts.get("liquidated_on", "")[:10]
    deemed = years_after(entered, rules.terms.deemed_liquidated_years)
    protest = timedelta(days=rules.terms.protest_days)
    return RefundLine(
        row=line.row, line_id=line_id(sheet, line.row), hts=ship.code.dotted, entered=entered,
        component=part.component, refundable_usd=usd(part.cents), ruling=part.words, known=part.known,
        protest_by=(date.fromisoformat(liquidated) + protest).isoformat() if liquidated else "",
        protest_by_latest=(deemed + protest).isoformat(),
    )  # fmt: skip
