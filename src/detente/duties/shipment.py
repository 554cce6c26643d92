"""A shipment as a checked question: facts read in their own types, laid beside the law and the goods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from detente.duties.china import entry as china
from detente.duties.currency import CURRENCY, RATE, value_in_dollars
from detente.duties.facts import Facts, presume, read_facts
from detente.duties.goods import HTS_10, goods_of
from detente.duties.layers import Question
from detente.regime import State, Tables, tables
from detente.schedule import Schedule
from detente.terms import (
    CN,
    HK,
    MO,
    US,
    HtsCode,
    InputError,
    read_amount,
    read_country,
    read_day,
    read_moment,
    whole_dollars,
)

CHINA = frozenset({CN, HK, MO})
DIRECTIONS = {US: "us_import", CN: china.CHINA_IMPORT}
TERRITORY = {direction: side for side, direction in DIRECTIONS.items()}
ORIGINS = {"us_import": CHINA, china.CHINA_IMPORT: frozenset({US})}


@dataclass(frozen=True, slots=True)
class Shipment:
    """A checked question: every value in its own type."""

    code: HtsCode
    origin: str
    moment: str
    known: str
    value: Decimal
    dollars: int
    facts: dict[str, str]
    notes: tuple[str, ...]
    direction: str = "us_import"
    goods_code: str = ""

    @property
    def digits(self) -> str:
        """The code that answers: as given, or its 8 digits where its statistical number does not stand."""
        return self.goods_code or self.code.digits


def read_shipment(
    hts: object,
    *,
    origin: object,
    value: object,
    on: object,
    to: object = "US",
    known: object = None,
    facts: Mapping[str, Any] | None = None,
    law: Tables | None = None,
) -> Shipment:
    """Read and check the facts of one shipment entering the United States or China (`to`).

    Raises
    ------
    InputError
        Names the argument, what was found and what is accepted.
    """
    law = law or tables()
    code = HtsCode.read(hts)
    side = read_country(to, what="to")
    if side not in DIRECTIONS:
        raise InputError(f"entry into {side} is not covered", where="to", remedy="give US or CN")
    moment = read_moment(on, what="entry_date", side=side)
    asked = known if known not in (None, "") else moment[:10]
    own = {name: given for name, given in (facts or {}).items() if name in (CURRENCY, RATE)}
    in_dollars, converted = value_in_dollars(value, read_facts(own, law)[0], "customs_value_usd")
    amount = read_amount(in_dollars, what="customs_value_usd")
    dollars = whole_dollars(amount)
    others = {name: given for name, given in (facts or {}).items() if name not in own}
    clean, notes = read_facts(others, law, dollars, side)
    if converted:
        notes.insert(0, converted)
    notes += presume(code.digits, moment, clean, law)
    if code.repaired:
        notes.insert(0, code.repaired)
    return Shipment(
        code,
        read_country(origin),
        moment,
        read_day(asked, what="known").isoformat(),
        amount,
        dollars,
        clean,
        tuple(notes),
        DIRECTIONS[side],
    )


def usual_origin(to: object) -> str:
    """Where goods come from when nobody says: the United States into China, China into everywhere else."""
    return US if read_country(to, what="--to") == CN else CN


def question_of(ship: Shipment, law: Tables, book: Schedule, state: State, known: str) -> Question:
    """The stack's question for a shipment as known on a day."""
    kinds = fact_kinds(law)
    goods = goods_of(book, ship.digits, ship.moment[:10])
    facts = Facts(ship.facts, ship.dollars, kinds)
    origin = ship.origin
    if ship.direction == china.CHINA_IMPORT:
        origin = china.origin_of(law, ship.code.digits, origin, ship.facts, known)
    return Question(law, goods, origin, ship.moment, known, facts, state, ship.direction)


@lru_cache(maxsize=4)
def fact_kinds(law: Tables) -> dict[str, str]:
    """Kind of every fact: required, scope, claim or detail; the ten-digit code is a scope fact."""
    return {**{name: spec["kind"] for name, spec in law.facts.items()}, HTS_10: "scope"}
