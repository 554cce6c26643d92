"""Drawback: what of the duty and fees of an entry comes back when its goods leave again or are destroyed.

Each layer is asked for in the rules on entry: allowed, allowed for manufacturing only, not allowed, or not
settled. What comes back of an allowed layer is 99 percent, rounded down to the cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from detente.duties.duty_answer import Drawback, DrawbackLine, DutyLine
from detente.duties.shipment import Shipment
from detente.duties.shown.stack_lines import cites_out
from detente.regime import Allowed, EntryRule, EntryRules, Tables, drawback_rule, entry_rules
from detente.terms import cents_text

NEIGHBOURS = frozenset({"CA", "MX"})
UNUSED = "unused"
SAYS = {
    "yes": "drawback is allowed",
    "no": "no drawback",
    "manufacturing": "drawback only where the goods went into an article that is exported",
    "unsettled": "no instrument read says whether it may be drawn back",
}
REFUNDED = "held void: what was collected is refunded, not drawn back"


def years_after(day: str, years: int) -> date:
    """The same day some years later; of 29 February the 28th, where there is no 29th."""
    first = date.fromisoformat(day)
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return first.replace(year=first.year + years, day=28)


def imported_on(ship: Shipment) -> str:
    """Day of importation: as given, else the day of entry."""
    return ship.facts.get("imported_on", ship.moment)[:10]


def last_day_out(rules: EntryRules, imported: str) -> date:
    """Last day of export or destruction for drawback: the day before the five years, begun on importation,
    close."""
    return years_after(imported, rules.terms.drawback_years) - timedelta(days=1)


def back_cents(rules: EntryRules, cents: int) -> int:
    """What comes back of an allowed duty in cents: 99 percent, rounded down.

    Law
    ---
    19 CFR 190.31(a): not above 99 percent of the duties, taxes and fees paid.
    """
    return cents * rules.terms.drawback_ppm // 1_000_000


def verdict(
    rules: EntryRules, ship: Shipment, measure: str, provision: str
) -> tuple[Allowed, EntryRule | None]:
    """Whether a layer may be drawn back for this shipment (yes, no, manufacturing, unsettled), and by which
    row."""
    row = drawback_rule(rules, measure, provision, ship.origin, ship.moment, ship.known)
    said: Allowed = row.allowed if row is not None else "unsettled"
    if said == "manufacturing" and ship.facts.get("drawback_kind", UNUSED) == "manufacturing":
        said = "yes"
    return said, row


def hindrance(rules: EntryRules, ship: Shipment) -> str:
    """Why nothing can be drawn back for a shipment that leaves again, in words; empty where something can."""
    out = ship.facts["reexported_on"][:10]
    if out < ship.moment[:10]:
        return (
            f"the goods leave on {out}, before entry for consumption: from a bonded warehouse or a zone "
            "no duty is due, so none comes back (19 USC 1557(a)(1))"
        )
    last = last_day_out(rules, imported_on(ship))
    if out > last.isoformat():
        return f"exported or destroyed after {last}, the last day of the {rules.terms.drawback_years} years"
    return ""


def gaps(ship: Shipment) -> tuple[str, ...]:
    """Law of drawback that is not covered and bears on the shipment, with the direction of the error."""
    words = []
    if ship.facts.get("reexported_to") in NEIGHBOURS:
        words.append(
            "exports to Canada and Mexico: the lesser of the two duties comes back for some goods "
            "(19 USC 1313(n)) (answer errs high)"
        )
    if ship.facts.get("drawback_kind") == "manufacturing":
        words.append(
            "manufacturing drawback: waste, by-products and yields are not modelled (answer errs high)"
        )
    return tuple(words)


def drawback_of(
    ship: Shipment, law: Tables, lines: Sequence[DutyLine], fees: Sequence[DutyLine], settled: bool
) -> Drawback | None:
    """What comes back of an answered shipment; None where the goods are not said to leave again.

    Parameters
    ----------
    lines, fees : sequence of DutyLine
        The layers of the answer, money in USD.
    settled : bool
        Whether the duty itself is settled; else no sum is given.

    Law
    ---
    19 USC 1313; 19 CFR part 190; the clause of each order, see ``law/us/entry/drawback.yaml``.
    """
    if "reexported_on" not in ship.facts or ship.direction != "us_import":
        return None
    rules = entry_rules(law)
    why = hindrance(rules, ship)
    layers = []
    for line in (*lines, *fees):
        if line.refundable_usd:
            layers.append(
                DrawbackLine(
                    component=line.component, measure=line.measure, title=line.title,
                    paid_usd=line.refundable_usd,
                    allowed="no", drawback_usd=Decimal("0.00"), because=REFUNDED, cite=line.cite[:1],
                )
            )  # fmt: skip
        if not line.duty_usd:
            continue
        said, row = verdict(rules, ship, line.measure, line.provision)
        cents = int(line.duty_usd * 100)
        back = back_cents(rules, cents) if said == "yes" and not why else 0
        layers.append(
            DrawbackLine(
                component=line.component, measure=line.measure, title=line.title, paid_usd=line.duty_usd,
                allowed=said, drawback_usd=Decimal(cents_text(back)) if said != "unsettled" else None,
                because=why or SAYS[said], confidence=row.confidence if row else "C",
                cite=cites_out(row.cites) if row else (),
            )
        )  # fmt: skip
    open_ = [m.title for m in layers if m.drawback_usd is None]
    total = sum((m.drawback_usd or Decimal(0) for m in layers), Decimal("0.00"))
    missing = [f"{title}: {SAYS['unsettled']} (answer errs low)" for title in open_]
    return Drawback(
        kind=ship.facts.get("drawback_kind", UNUSED),
        reexported_on=ship.facts["reexported_on"][:10],
        last_day_out=last_day_out(rules, imported_on(ship)).isoformat(),
        drawback_usd=total if settled else None,
        paid_usd=sum((m.paid_usd for m in layers), Decimal("0.00")),
        lines=tuple(layers),
        not_modelled=(*missing, *gaps(ship)),
        cite=cites_out(rules.drawback.cites),
    )
