"""One shipment settled on its day: the statistical number the edition has, the exclusion that is open."""

from __future__ import annotations

from dataclasses import replace

from detente.duties.exclusion_claims import settle_claim
from detente.duties.shipment import Shipment
from detente.duties.stack import named_numbers
from detente.duties.statistical_numbers import deep_enough, number_on
from detente.regime import Tables
from detente.schedule import Schedule

CLAIMANTS = frozenset({"CN"})  # the lists, and so their exclusions, fall on goods of China


def settle_shipment(ship: Shipment, law: Tables, book: Schedule) -> Shipment:
    """A shipment into the United States with its number and its claim as they count on its day.

    Raises
    ------
    UnknownCode, InputError
        For a number or a claim that cannot be.
    """
    if ship.direction != "us_import":
        deep_enough(book, ship.code.digits)
        return ship
    number = number_on(book, ship.code.digits, ship.moment[:10], named_numbers(law))
    notes = (*ship.notes, number.note) if number.note else ship.notes
    facts = ship.facts
    given = facts.get("exclusion")
    if given and ship.origin in CLAIMANTS:
        claim = settle_claim(law, book, number.code, ship.moment, ship.known, given)
        facts = {**facts, "exclusion": claim.value}
        notes = (*notes, claim.note) if claim.note else notes
    return replace(ship, goods_code=number.code, facts=facts, notes=notes)
