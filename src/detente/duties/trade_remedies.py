"""Law beside the duty of goods: orders, priced at the importer's own rate alone, and what else to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from detente.duties.duty_answer import DutyLine
from detente.duties.layers import Question
from detente.duties.remedy_claims import LETTERS, REMEDY_FACTS, RemedyClaim, deposits, remedy_claim
from detente.duties.shipment import Shipment
from detente.duties.shown.stack_lines import cites_out
from detente.regime import (
    REMEDY,
    CiteRow,
    Pointer,
    Tables,
    cite_row,
    listed_order,
    pointer_words,
    pointers,
    pointers_at,
)
from detente.schedule import OrderList, data_folder, installed_order_list
from detente.terms import cents_text, held_opening, ppm_to_percent

_TITLES = {
    "ad": ("Anti-dumping duty, cash deposit", "反倾销税（现金保证金）"),
    "cvd": ("Countervailing duty, cash deposit", "反补贴税（现金保证金）"),
}
_STATUTES = {"ad": "19-USC-1673", "cvd": "19-USC-1671"}


@dataclass(frozen=True, slots=True)
class Beside:
    """Pointers over goods: orders whose duty is not in the answer (`gaps`), the others in words (`notes`)."""

    rows: tuple[Pointer, ...]
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    law: Tables


def beside_duty(ask: Question, facts: Mapping[str, str]) -> Beside:
    """What stands beside the duties of goods, as known on the day asked about.

    Not modelled
    ------------
    The duty of an order where the importer's own rate is not given: the written scope of the order decides,
    and its rate is the producer's own.
    """
    return _beside(
        ask.tables, (ask.direction, ask.goods.code, ask.origin, ask.moment, ask.known), remedy_claim(facts)
    )


def _beside(
    law: Tables,
    place: tuple[str, str, str, str, str],
    claim: RemedyClaim,
    more: tuple[Pointer, ...] | None = None,
) -> Beside:
    rows = pointers_at(law, place, installed_orders(law) if more is None else more)
    orders = [row for row in rows if row.kind == REMEDY and row.cases]
    open_ = {row.id: tuple(case for case in row.cases if not claim.settles(case)) for row in orders}
    return Beside(
        rows,
        tuple(pointer_words(row, open_[row.id]) for row in orders if open_[row.id]),
        tuple(pointer_words(row) for row in rows if row not in orders),
        law,
    )


def installed_orders(law: Tables) -> tuple[Pointer, ...]:
    """Orders of the list that was installed (``detente data orders``) and that the law files do not hold."""
    orders = installed_order_list(data_folder())
    return _listed(law, orders) if orders is not None else ()


@lru_cache(maxsize=4)
def _listed(law: Tables, orders: OrderList) -> tuple[Pointer, ...]:
    held = {case for row in pointers(law) for case in row.cases}
    rows = []
    for order in orders.orders:
        if held.isdisjoint(order.cases):
            where = held_opening(law.sources["ADCVD-ORDERS"], order.cases[0])
            citation = f"{orders.source}, sha256 {orders.sha256[:12]}"
            cite = CiteRow(
                "ADCVD-LIST", "List of orders as installed", citation, "; ".join(order.cases), "",
                "secondary", where,
            )  # fmt: skip
            rows.append(
                listed_order(order.cases, order.title, order.origin, order.prefixes, order.since, cite)
            )
    return tuple(rows)


def checks_beside(
    law: Tables,
    place: tuple[str, str, str, str, str],
    facts: Mapping[str, str],
    more: tuple[Pointer, ...] | None = None,
) -> tuple[str, ...]:
    """Every line of what stands beside goods of a direction, code, origin, moment and knowledge.

    `more` are the orders installed beside the law, for callers that ask for many lines.
    """
    beside = _beside(law, place, remedy_claim(facts), more)
    return (*beside.gaps, *beside.notes)


def deposit_lines(beside: Beside, facts: Mapping[str, str], dollars: int) -> tuple[DutyLine, ...]:
    """Anti-dumping and countervailing duty at the importer's own rates, outside the total.

    Law
    ---
    19 USC 1671 and 1673: what is deposited at entry may change when the entry is liquidated.
    """
    claim = remedy_claim(facts)
    return tuple(
        _deposit_line(part, cents, claim, beside, dollars) for part, cents in deposits(claim, dollars).items()
    )


def deposits_of(ship: Shipment, law: Tables) -> tuple[DutyLine, ...]:
    """The deposits a shipment owes in words, as its own facts state them."""
    if not any(name in ship.facts for name in REMEDY_FACTS):
        return ()
    place = (ship.direction, ship.digits, ship.origin, ship.moment, ship.known)
    return deposit_lines(_beside(law, place, remedy_claim(ship.facts)), ship.facts, ship.dollars)


def _deposit_line(part: str, cents: int, claim: RemedyClaim, beside: Beside, dollars: int) -> DutyLine:
    cases = sorted(case for case in claim.cases if LETTERS[case[0]] == part)
    orders = [row for row in beside.rows if not set(cases).isdisjoint(row.cases)]
    named = [r.title[0] for r in installed_orders(beside.law) if not set(cases).isdisjoint(r.cases)]
    words = "the importer's own deposit rate, as stated"
    if cases and not orders and named:
        words += f"; {', '.join(cases)} is an order on {named[0]}"
    elif cases and not orders:
        words += f"; {', '.join(cases)} is not among the orders held here over these goods"
    title, title_zh = _TITLES[part]
    percent = ppm_to_percent(claim.rates[part])
    statute = cite_row({"document": _STATUTES[part]}, beside.law)
    return DutyLine(
        component=part, measure=f"us.adcvd.{part}", provision=", ".join(cases), title=title,
        title_zh=title_zh, status="in_force", heading=", ".join(cases), rate=f"{percent} %",
        rate_pct=Decimal(percent), base="customs value", base_usd=Decimal(dollars),
        duty_usd=Decimal(cents_text(cents)), because=words, confidence="B",
        cite=cites_out((*(c for row in orders for c in row.cites), statute)),
    )  # fmt: skip
