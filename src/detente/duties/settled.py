"""One shipment settled on its day: the statistical number the edition has, the exclusion that is open."""

from __future__ import annotations

from dataclasses import replace

from detente.duties.china.codes import china_code
from detente.duties.exclusion_claims import settle_claim
from detente.duties.numbers_in_clauses import named_numbers
from detente.duties.part_of_value import CHAPTER_98
from detente.duties.shipment import Shipment
from detente.duties.statistical_numbers import deep_enough, number_on
from detente.regime import Tables
from detente.schedule import Schedule
from detente.terms import HtsCode, UnknownCode

# provisions under which only a part of the value is free: the goods' own code says what falls on the rest
ON_A_PART = ("98020040", "98020050", "98020060", "98020080")
CLAIMANTS = frozenset({"CN"})  # the lists, and so their exclusions, fall on goods of China


def chapter_98_note(digits: str) -> str:
    """What a code of chapter 98 is taken to say; empty for others.

    The goods are entered under it, free of the duties that such goods are spared.

    Raises
    ------
    UnknownCode
        For the provisions on a part of the value, where the code of the goods decides, and for headings of
        additional duties (chapter 99, subchapter III), which are no goods.
    """
    if digits.startswith("9903"):
        raise UnknownCode(
            f"{HtsCode(digits[:8]).dotted} is a heading of an additional duty or a relief, no code of goods",
            remedy="give the code of the goods in chapters 1 to 97; an exclusion goes into `exclusion`",
        )
    if not digits.startswith("98"):
        return ""
    if digits.startswith(ON_A_PART):
        provision = HtsCode(digits[:8]).dotted
        stated = "us_parts_value_usd" if digits.startswith("98020080") else "processing_value_usd"
        raise UnknownCode(
            f"{provision} lays duty on a part of the value, by the goods' own code",
            remedy="give the code of the goods in chapters 1 to 97, with "
            f"{CHAPTER_98}={provision} and {stated}",
        )
    return f"{HtsCode(digits).dotted} is taken as chapter_98 = yes"


def settle_shipment(ship: Shipment, law: Tables, book: Schedule) -> Shipment:
    """A shipment with its number and, into the United States, its claim as they count on its day.

    Raises
    ------
    UnknownCode, InputError
        For a number or a claim that cannot be.
    """
    if ship.direction != "us_import":
        deep_enough(book, ship.code.digits)
        line = china_code(book, ship.code.digits, ship.moment[:10])
        said = (*ship.notes, line.note) if line.note else ship.notes
        return replace(ship, goods_code=line.code, notes=said)
    number = number_on(book, ship.code.digits, ship.moment[:10], named_numbers(law))
    notes = (*ship.notes, number.note) if number.note else ship.notes
    facts = ship.facts
    entered = chapter_98_note(number.code)
    if entered and CHAPTER_98 not in facts:
        facts, notes = {**facts, CHAPTER_98: "yes"}, (*notes, entered)
    given = facts.get("exclusion")
    if given and ship.origin in CLAIMANTS:
        claim = settle_claim(law, book, number.code, ship.moment, ship.known, given)
        facts = {**facts, "exclusion": claim.value}
        notes = (*notes, claim.note) if claim.note else notes
    return replace(ship, goods_code=number.code, facts=facts, notes=notes)
