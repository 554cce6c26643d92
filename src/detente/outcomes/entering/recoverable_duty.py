"""Duty that comes back: drawback under each outcome, and refunds of what was collected under a void measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.assess.cents import term_cents
from detente.assess.drawback import (
    back_cents,
    gaps,
    hindrance,
    imported_on,
    last_day_out,
    verdict,
    years_after,
)
from detente.assess.licence import law_tables
from detente.assess.plan import Plan, Term
from detente.assess.stack import Layer
from detente.assess.tables import Sheet
from detente.assess.totals import is_duty
from detente.outcomes.costs.compute import Computed, compute_outcomes, usd
from detente.outcomes.costs.shapes import Book
from detente.outcomes.costs.timing_answer import DrawnLine, DrawnTotal, RefundLine
from detente.outcomes.laying.overlay import base
from detente.regime.entry_rules import EntryRules
from detente.regime.tables import Tables

FEES = {"mpf": "us.mpf", "hmf": "us.hmf"}
BASE = "us.base.column-1-general"


def line_id(sheet: Sheet, row: int) -> str:
    """The file's own name of a row, else its number."""
    if "line_id" not in sheet.frame.columns:
        return str(row)
    return str(sheet.frame["line_id"][row - sheet.first_row] or row)


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
    made = [Paid("mfn", BASE, "", "Base duty", int(low[0]), False)] if low[0] else []
    for term, layer in layers_by_term(plan):
        cents = int(term_cents(term, book.amounts, row, low)[0]) if term.ppm else 0
        if cents:
            event = layer.state.event
            made.append(
                Paid(
                    term.component, layer.measure.id, layer.state.provision.id, layer.measure.title[0], cents, term.void,
                    event.note[0] if term.void and event else "", event.known if term.void and event else "",
                )
            )  # fmt: skip
    fees = book.line(i).fees
    made += [Paid(n, m, "", n.upper(), fees[n], False) for n, m in FEES.items() if fees.get(n)]
    return made


def drawn_back(c: Computed, rules: EntryRules) -> tuple[tuple[DrawnTotal, ...], tuple[DrawnLine, ...]]:
    """Drawback of every settled line that leaves again, under each outcome."""
    lines: list[DrawnLine] = []
    sums = {name: [0, 0, 0] for name in c.names}
    for i, a in enumerate(c.book.answers):
        ship = a.ship
        if ship is None or "reexported_on" not in ship.facts or ship.direction != "us_import":
            continue
        why = hindrance(rules, ship)
        for k, name in enumerate(c.names):
            if not c.money[k].settled[i]:
                continue
            parts = paid(c.book, c.plans[k][c.book.shape[i]], i)
            back: dict[str, int] = {}
            open_: list[str] = []
            for part in parts:
                said, _ = ("no", None) if part.void else verdict(rules, ship, part.measure, part.provision)
                if said == "unsettled":
                    open_.append(f"{part.title}: not settled whether it may be drawn back (answer errs low)")
                elif said == "yes" and not why:
                    back[part.component] = back.get(part.component, 0) + back_cents(rules, part.cents)
            whole = sum(p.cents for p in parts)
            sums[name][0] += 1
            sums[name][1] += whole
            sums[name][2] += sum(back.values())
            lines.append(
                DrawnLine(
                    row=a.row, line_id=line_id(c.answer.sheet, a.row), hts=ship.code.dotted, entered=ship.moment[:10],
                    reexported_on=ship.facts["reexported_on"][:10],
                    last_day=last_day_out(rules, imported_on(ship)).isoformat(), outcome=name, paid_usd=usd(whole),
                    drawback_usd=usd(sum(back.values())),
                    by_component=tuple(f"{n} {usd(v)}" for n, v in back.items()), words=why,
                    not_modelled=(*open_, *gaps(ship)),
                )
            )  # fmt: skip
    totals = tuple(
        DrawnTotal(outcome=n, lines=s[0], paid_usd=usd(s[1]), drawback_usd=usd(s[2]))
        for n, s in sums.items()
        if s[0]
    )
    return totals, tuple(lines)


def refunds(sheet: Sheet, law: Tables, rules: EntryRules) -> tuple[RefundLine, ...]:
    """What later law makes refundable of each line on its own day, with the day a protest ends.

    Law
    ---
    19 USC 1504(a)(1): deemed liquidated after a year; 19 USC 1514(c)(3): protest within 180 days of liquidation.
    """
    late = compute_outcomes(
        sheet, {"hindsight": base(law, law_tables(), law.verified)}, known=law.verified, law=law
    )
    terms, made = rules.terms, []
    for i, a in enumerate(late.book.answers):
        if not a.refundable or a.ship is None:
            continue
        entered, given = a.ship.moment[:10], a.ship.facts.get("liquidated_on", "")[:10]
        deemed = years_after(entered, terms.deemed_liquidated_years)
        span = timedelta(days=terms.protest_days)
        for part in paid(late.book, late.plans[0][late.book.shape[i]], i):
            if part.void:
                made.append(
                    RefundLine(
                        row=a.row, line_id=line_id(sheet, a.row), hts=a.ship.code.dotted, entered=entered,
                        component=part.component, refundable_usd=usd(part.cents),
                        ruling=part.words, known=part.known,
                        protest_by=(date.fromisoformat(given) + span).isoformat() if given else "",
                        protest_by_latest=(deemed + span).isoformat(),
                    )
                )  # fmt: skip
    return tuple(made)
