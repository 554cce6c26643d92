"""Recoverable duty: drawback under each outcome, and refunds of what was collected under a void measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from detente.duties import (
    Shipment,
    back_cents,
    gaps,
    hindrance,
    imported_on,
    last_day_out,
    verdict,
    years_after,
)
from detente.outcomes.costs.compute import Computed
from detente.outcomes.costs.dollars import usd
from detente.outcomes.costs.timing_answer import DrawnLine, DrawnTotal, RefundLine
from detente.portfolio import LinesUnder, PortfolioAnswer, as_answered, assess_sheet
from detente.regime import EntryRules, Tables
from detente.rowfiles import Sheet
from detente.terms import HtsCode

FEES = {"mpf": "us.mpf", "hmf": "us.hmf"}
BASE = "us.base.column-1-general"


class LineNames:
    """What lines of an answered file are called: row, the file's own name of it, code."""

    def __init__(self, answer: PortfolioAnswer) -> None:
        frame, self.row = answer.sheet.frame, answer.sheet.row
        self.own = frame["line_id"].to_list() if "line_id" in frame.columns else None
        self.codes = answer.entries.codes
        self.dotted: dict[int, str] = {}

    def number(self, row: int) -> int:
        """The row of the file as people count it."""
        return self.row(row)

    def name(self, row: int) -> str:
        """The file's own name of a row, else its number."""
        return str((self.own[row] if self.own else None) or self.row(row))

    def code(self, row: int) -> str:
        """The code of a row, dotted."""
        k = int(self.codes.at[row])
        if k not in self.dotted:
            self.dotted[k] = HtsCode(self.codes.values[k]).dotted
        return self.dotted[k]


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


def paid(lines: LinesUnder, i: int, ship: Shipment) -> list[Paid]:
    """The layers a line, read as a shipment, pays, base duty first, fees last."""
    base_cents = int(lines.parts["mfn"][i])
    layers = [Paid("mfn", BASE, "", "Base duty", base_cents, False)] if base_cents else []
    for layer, due, back in lines.layers(i, ship):
        cents = due + back
        if cents:
            event = layer.state.event if back else None
            layers.append(
                Paid(
                    layer.measure.component, layer.measure.id, layer.state.provision.id,
                    layer.measure.title[0], cents, bool(back), event.note[0] if event else "",
                    event.known if event else "",
                )
            )  # fmt: skip
    fees = lines.answer.fees.of(i)
    return layers + [Paid(n, m, "", n.upper(), fees[n], False) for n, m in FEES.items() if fees.get(n)]


def drawn_back(c: Computed, rules: EntryRules) -> tuple[tuple[DrawnTotal, ...], tuple[DrawnLine, ...]]:
    """Drawback of every settled line that leaves again, under each outcome."""
    entries, names = c.answer.entries, LineNames(c.answer)
    leaving = entries.facts.get("reexported_on")
    if leaving is None:
        return (), ()
    american = entries.directions.at == entries.directions.values.index("us_import")
    rows = np.flatnonzero(c.answer.answered & american & (leaving.at >= 0)).tolist()
    lines = []
    for i in rows:
        settled = [k for k in range(len(c.names)) if c.money[k].settled[i]]
        ship = entries.ship(i) if settled else None
        lines += [_drawn_line(c, rules, names, k, i, ship) for k in settled if ship]
    return tuple(_drawn_totals(c.names, lines)), tuple(lines)


def _drawn_line(
    c: Computed, rules: EntryRules, names: LineNames, k: int, i: int, ship: Shipment
) -> DrawnLine:
    why_not = hindrance(rules, ship)
    parts = paid(c.money[k], i, ship)
    back: dict[str, int] = {}
    unsettled: list[str] = []
    for part in parts:
        said, _ = ("no", None) if part.void else verdict(rules, ship, part.measure, part.provision)
        if said == "unsettled":
            unsettled.append(f"{part.title}: not settled whether it may be drawn back (answer errs low)")
        elif said == "yes" and not why_not:
            back[part.component] = back.get(part.component, 0) + back_cents(rules, part.cents)
    return DrawnLine(
        row=names.number(i), line_id=names.name(i), hts=names.code(i), entered=ship.moment[:10],
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
    answer = assess_sheet(sheet, known=law.verified, reading="text", law=law)
    lines, names = as_answered(answer), LineNames(answer)
    made = []
    for i in np.flatnonzero(answer.refundable > 0).tolist():
        ship = answer.entries.ship(i)
        made += [_refund_line(ship, part, names, i, rules) for part in paid(lines, i, ship) if part.void]
    return tuple(made)


def _refund_line(ship: Shipment, part: Paid, names: LineNames, i: int, rules: EntryRules) -> RefundLine:
    entered, liquidated = ship.moment[:10], ship.facts.get("liquidated_on", "")[:10]
    deemed = years_after(entered, rules.terms.deemed_liquidated_years)
    protest = timedelta(days=rules.terms.protest_days)
    return RefundLine(
        row=names.number(i), line_id=names.name(i), hts=names.code(i), entered=entered,
        component=part.component, refundable_usd=usd(part.cents), ruling=part.words, known=part.known,
        protest_by=(date.fromisoformat(liquidated) + protest).isoformat() if liquidated else "",
        protest_by_latest=(deemed + protest).isoformat(),
    )  # fmt: skip
