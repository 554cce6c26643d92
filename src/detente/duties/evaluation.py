"""One shipment: question in, answer with its because out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, get_args

from detente.duties.china import entry as china
from detente.duties.drawback import drawback_of
from detente.duties.duty_answer import DutyAnswer, Hindsight, RowStatus, StateTotal
from detente.duties.goods import schedule
from detente.duties.layers import Question
from detente.duties.other_origins import duties_elsewhere, rates_elsewhere
from detente.duties.settled import settle_shipment
from detente.duties.shipment import TERRITORY, Shipment, question_of, read_shipment
from detente.duties.stack_lines import base_line, fee_lines, layer_lines
from detente.duties.states import states_of
from detente.duties.totals import Bounds, bounds_of, is_duty, low_cents_of
from detente.duties.trade_remedies import order_gaps
from detente.duties.wording import (
    command_of,
    covered,
    fact_words,
    known_code,
    missing_words,
    not_modelled_of,
    notes_of,
)
from detente.regime import State, Tables, tables
from detente.schedule import Schedule
from detente.terms import Repeat, cents_text, moment_text


def duty(
    hts: object,
    *,
    origin: object = "CN",
    value: object = "10000",
    on: object,
    to: object = "US",
    known: object = None,
    hindsight: bool = False,
    facts: Mapping[str, Any] | None = None,
    state: State = "by_text",
    law: Tables | None = None,
    book: Schedule | None = None,
) -> DutyAnswer:
    """The duty stack of one shipment entering the United States or China.

    Parameters
    ----------
    hts : str
        Tariff code of 8 or 10 digits, dotted or not.
    origin : str
        Country of origin, ISO code of two letters or a name.
    value : str or Decimal
        Customs value in USD.
    on : str or date
        Day (or wall-clock moment, of Washington or Beijing) of entry for consumption.
    to : {"US", "CN"}
        Country of entry.
    known : str or date, optional
        Day of the knowledge used; default the day of entry.
    hindsight : bool
        Use all knowledge to the last verified day instead.
    facts : mapping, optional
        Facts of the shipment by name, see ``detente facts``.
    state : {"by_text", "announced"}
        Which reading of the time after the last verified day.

    Raises
    ------
    InputError
        When a value cannot be used; `UnknownCode` when a code does not exist (nearest codes named).

    Examples
    --------
    >>> duty("9506.62.40", origin="CN", value="10000", on="2025-10-26").total_pct
    Decimal('37.5')
    """
    law = law or tables()
    ship = read_shipment(hts, origin=origin, value=value, on=on, to=to, known=known, facts=facts, law=law)
    book = book or schedule(TERRITORY[ship.direction])
    if hindsight:
        ship = replace(ship, known=law.verified)
    return answer(ship, law, book, state)


def answer(ship: Shipment, law: Tables, book: Schedule, state: State = "by_text") -> DutyAnswer:
    """The answer to a checked shipment."""
    ship = settle_shipment(ship, law, book)
    ask = question_of(ship, law, book, state, ship.known)
    known_code(ask)
    found = bounds_of(ask)
    status = status_of(ask, found)
    lines, fees = _lines(ask, found)
    later = _later(ship, law, book, state, found)
    states = _states(ship, law, book, found)
    settled = status == "ok"
    notes = notes_of(ship, ask, found, law)
    beside = status == "not_modelled" and ask.direction == "us_import"
    if beside:
        notes += rates_elsewhere(ask)
    line = ask.goods.line
    return DutyAnswer(
        hts=ship.code.dotted,
        words=line.words if line else "",
        words_zh=line.words_zh if line else "",
        origin=ship.origin,
        destination=TERRITORY[ship.direction],
        on=moment_text(ship.moment),
        known=ship.known,
        customs_value_usd=ship.value,
        state=state,
        status=status,
        total_pct=percent_of(found.low_cents, ship.dollars, found) if settled else None,
        duty_usd=usd(found.low_cents) if settled else None,
        low_usd=usd(low_cents_of(ask, found)),
        high_usd=None if found.high_cents is None or status == "not_modelled" else usd(found.high_cents),
        refundable_usd=None if found.refund_cents is None or line is None else usd(found.refund_cents),
        lines=tuple(lines),
        fees=tuple(fees),
        missing=missing_words(ask, found),
        claims=tuple(fact_words(name, law) for name in found.claims),
        notes=notes,
        not_modelled=(*not_modelled_of(ask, found), *_orders(ask)),
        hindsight=later,
        states=states,
        with_exclusion=_with_exclusion(ship, found, settled),
        elsewhere=duties_elsewhere(ask, found) if beside else (),
        drawback=drawback_of(ship, law, lines, fees, settled),
        verified=law.verified,
        repeat=Repeat(command=command_of(ship, state), rules=law.hash, data=book.meta.content_hash[:16]),
    )


def _orders(ask: Question) -> tuple[str, ...]:
    """Anti-dumping and countervailing orders that may reach goods entering the United States."""
    if ask.direction != "us_import":
        return ()
    return order_gaps(ask.tables, ask.goods.code, ask.origin, ask.moment, ask.known)


def status_of(ask: Question, found: Bounds) -> RowStatus:
    """ok, undetermined or not_modelled; what is missing is never zero."""
    if not covered(ask, found):
        return "not_modelled"
    if found.missing or not found.outcome.base.known:
        return "undetermined"
    return "ok"


def _with_exclusion(ship: Shipment, found: Bounds, settled: bool) -> StateTotal | None:
    """Into China: the total an importer with an approved exclusion pays, beside the statutory one."""
    if ship.direction != china.CHINA_IMPORT or "exclusion" not in found.claims:
        return None
    cents = found.claimed_cents
    return StateTotal(
        state="exclusion granted",
        total_pct=percent_of(cents, ship.dollars, found) if settled and ship.dollars else None,
        duty_usd=usd(cents) if settled else None,
    )


def percent_of(cents: int, dollars: int, found: Bounds) -> Decimal:
    """Duties as percent of customs value; from the rates themselves when the value is zero."""
    if dollars:
        return trimmed(Decimal(cents) / Decimal(dollars))
    ppm = found.outcome.base.ppm or 0
    ppm += sum(x.ppm for x in found.outcome.layers if x.status == "in_force" and is_duty(x.measure))
    return trimmed(Decimal(ppm) / 10_000)


def trimmed(number: Decimal) -> Decimal:
    """Rounded to four decimals, without trailing zeros or an exponent."""
    return Decimal(format(number.quantize(Decimal("0.0001")), "f").rstrip("0").rstrip(".") or "0")


def usd(cents: int) -> Decimal:
    """Cents as dollars."""
    return Decimal(cents).scaleb(-2)


def _lines(ask: Question, found: Bounds) -> tuple[list[Any], list[Any]]:
    lines = [base_line(ask, found.outcome.base)]
    lines.extend(layer_lines(ask, found))
    order = {"mfn": 0, "s301": 1, "s232": 2, "s201": 3, "fentanyl": 4, "reciprocal": 5, "s122": 6}
    lines.sort(key=lambda row: order.get(row.component, 7))
    return lines, fee_lines(ask, found)


def _later(ship: Shipment, law: Tables, book: Schedule, state: State, found: Bounds) -> Hindsight | None:
    """What knowledge to the last verified day changes, in one line and in fields."""
    if ship.known >= law.verified:
        return None
    ask = question_of(ship, law, book, state, law.verified)
    later = bounds_of(ask)
    same = (later.low_cents, later.high_cents, later.refund_cents) == (
        found.low_cents,
        found.high_cents,
        found.refund_cents,
    )
    if same:
        return None
    changed = tuple(dict.fromkeys(_changes(ship, later)))
    total = percent_of(later.low_cents, ship.dollars, later) if later.low_cents == later.high_cents else None
    refund = later.refund_cents
    words = f"with hindsight (known {law.verified}): duty {_span(later)} USD"
    if refund:
        words += f", {cents_text(refund)} USD may be refundable"
    return Hindsight(
        known=law.verified,
        total_pct=total,
        duty_usd=usd(later.low_cents) if later.low_cents == later.high_cents else None,
        refundable_usd=None if refund is None else usd(refund),
        changed=changed,
        words=words,
    )


def _span(found: Bounds) -> str:
    """The duty, or its bounds where a fact is missing: the low bound alone would read as the duty."""
    if found.low_cents == found.high_cents:
        return cents_text(found.low_cents)
    high = "an amount not known" if found.high_cents is None else cents_text(found.high_cents)
    return f"between {cents_text(found.low_cents)} and {high}"


def _changes(ship: Shipment, later: Bounds) -> list[str]:
    rows = []
    for layer in later.outcome.layers:
        if layer.status in ("exempt", "excluded") or not is_duty(layer.measure):
            continue
        event = layer.state.event
        name = layer.measure.title[0]
        if event is not None and event.known > ship.known:
            rows.append(f"{name}: {event.note[0] or event.kind} (known {event.known})")
        elif layer.state.provision.known > ship.known:
            rows.append(f"{name}: {layer.heading} (known {layer.state.provision.known})")
        elif layer.exemption is not None:
            rows.append(f"{name}: {layer.exemption.title[0]} under {layer.exemption.heading}")
    return rows


@lru_cache(maxsize=8192)
def one_reading(law: Tables, direction: str, origin: str, moment: str, known: str) -> bool:
    """Whether the text and what was announced put every measure in the same state."""
    text, announced = (states_of(law, direction, origin, moment, known, state) for state in get_args(State))
    return text == announced


def _states(ship: Shipment, law: Tables, book: Schedule, found: Bounds) -> tuple[StateTotal, ...]:
    """Both readings where what the text says and what was announced give different totals."""
    ask = question_of(ship, law, book, "announced", ship.known)
    if one_reading(law, ask.direction, ask.origin, ask.moment, ask.known):
        return ()
    other = bounds_of(ask)
    if (other.low_cents, other.high_cents) == (found.low_cents, found.high_cents):
        return ()
    plain: list[tuple[State, Bounds]] = [("by_text", found), ("announced", other)]
    return tuple(
        StateTotal(
            state=name,
            total_pct=percent_of(b.low_cents, ship.dollars, b) if b.low_cents == b.high_cents else None,
            duty_usd=usd(b.low_cents) if b.low_cents == b.high_cents else None,
        )
        for name, b in plain
    )
