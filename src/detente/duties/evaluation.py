"""One shipment: question in, answer with its because out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, get_args

from detente.duties.china import entry as china
from detente.duties.drawback import drawback_of
from detente.duties.duty_answer import (
    ClaimTotal,
    DutyAnswer,
    DutyLine,
    Hindsight,
    ReadingTotal,
    RowStatus,
)
from detente.duties.goods import schedule
from detente.duties.layers import Question
from detente.duties.other_origins import duties_elsewhere, rates_elsewhere
from detente.duties.settled import settle_shipment
from detente.duties.shipment import TERRITORY, Shipment, question_of, read_shipment
from detente.duties.shown.stack_lines import base_line, fee_lines, layer_lines, lines_of_both
from detente.duties.shown.wording import (
    command_of,
    covered,
    fact_words,
    known_code,
    missing_words,
    not_modelled_of,
    notes_of,
)
from detente.duties.states import states_of
from detente.duties.totals import Bounds, bounds_of, is_duty, low_cents_of
from detente.duties.trade_remedies import beside_duty, deposit_lines
from detente.regime import (
    READING_STATES,
    OneReading,
    Reading,
    Settling,
    State,
    Tables,
    also_check,
    lacking,
    read_reading,
    reading_note,
    settling,
    state_of,
    tables,
)
from detente.schedule import Schedule
from detente.terms import MissingFact, Repeat, cents_text, moment_text


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
    reading: Reading = "both",
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
    reading : {"both", "announced", "text"}
        Where an extension was announced and no instrument was seen: both readings, or one.

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
    return answer(ship, law, book, read_reading(reading))


def answer(ship: Shipment, law: Tables, book: Schedule, reading: Reading = "both") -> DutyAnswer:
    """The answer to a checked shipment."""
    ship = settle_shipment(ship, law, book)
    ask = question_of(ship, law, book, state_of(reading), ship.known)
    known_code(ask)
    one = _evaluated(ask)
    other = _other_reading(ship, law, book, one) if reading == "both" else None
    pair = [one] if other is None else [one, other]
    status = _status_of_all(pair)
    settled = status == "ok"
    found = one.found
    lines, fees = lines_of_both(*((*e.lines,) for e in pair)), lines_of_both(*((*e.fees,) for e in pair))
    beside = status == "not_modelled" and ask.direction == "us_import"
    settled_by = _settled_by(one.ask, other.ask) if other else ()
    line = ask.goods.line
    checks = beside_duty(ask, ship.facts)
    return DutyAnswer(
        hts=ship.code.dotted,
        words=line.words if line else "",
        words_zh=line.words_zh if line else "",
        origin=ship.origin,
        destination=TERRITORY[ship.direction],
        on=moment_text(ship.moment),
        known=ship.known,
        customs_value_usd=ship.value,
        reading=reading,
        status=status,
        total_pct=percent_of(found.low_cents, ship.dollars, found) if settled else None,
        duty_usd=usd(found.low_cents) if settled else None,
        **_bounds_of_all(pair, status),
        refundable_usd=None if found.refund_cents is None or line is None else usd(found.refund_cents),
        lines=lines,
        fees=(*fees, *deposit_lines(checks, ship.facts, ship.dollars)),
        missing=(*(lacking(settled_by) if other else ()), *_missing_of_all(pair)),
        claims=tuple(fact_words(name, law) for name in found.claims),
        notes=(
            *_reading_notes(pair, settled_by),
            *notes_of(ship, ask, found, law, other.found if other else None),
            *(rates_elsewhere(ask) if beside else ()),
            *checks.notes,
        ),
        not_modelled=(*not_modelled_of(ask, found), *checks.gaps),
        also_check=also_check(checks.rows),
        hindsight=_later(ship, law, book, reading, found),
        readings=_readings(ship, one, other) if other else (),
        settled_by=settled_by,
        with_exclusion=_with_exclusion(ship, found, settled),
        elsewhere=duties_elsewhere(ask, found) if beside else (),
        drawback=drawback_of(ship, law, list(lines), list(fees), settled),
        verified=law.verified,
        repeat=Repeat(command=command_of(ship, reading), rules=law.hash, data=book.meta.content_hash[:16]),
    )


@dataclass(frozen=True)
class _Evaluated:
    """One reading evaluated: its question, its bounds, its lines and fees in words."""

    ask: Question
    found: Bounds
    lines: tuple[DutyLine, ...]
    fees: tuple[DutyLine, ...]


def _evaluated(ask: Question) -> _Evaluated:
    found = bounds_of(ask)
    lines, fees = _lines(ask, found)
    return _Evaluated(ask, found, tuple(lines), tuple(fees))


def _other_reading(ship: Shipment, law: Tables, book: Schedule, one: _Evaluated) -> _Evaluated | None:
    """What was announced, where it gives another duty than the text; None where both give the same."""
    ask = question_of(ship, law, book, "announced", ship.known)
    if one_reading(ask.tables, ask.direction, str(ask.origin), ask.moment, ask.known):
        return None
    other = _evaluated(ask)
    return None if _owes(one, ship.dollars) == _owes(other, ship.dollars) else other


def _owes(e: _Evaluated, dollars: int) -> tuple[object, ...]:
    """What tells two readings apart: their bounds, and of goods of no value the rates themselves."""
    rates = None if dollars else percent_of(0, 0, e.found)
    return e.found.low_cents, e.found.high_cents, rates


def _status_of_all(pair: Sequence[_Evaluated]) -> RowStatus:
    """That of the one reading; of two that differ undetermined, unless one is not modelled."""
    each = [status_of(e.ask, e.found) for e in pair]
    if "not_modelled" in each:
        return "not_modelled"
    return each[0] if len(pair) == 1 else "undetermined"


def _bounds_of_all(pair: Sequence[_Evaluated], status: RowStatus) -> dict[str, Decimal | None]:
    """The least and the greatest duty over all readings, USD."""
    highs = [e.found.high_cents for e in pair]
    high = None if None in highs or status == "not_modelled" else max(h for h in highs if h is not None)
    low = min(low_cents_of(e.ask, e.found) for e in pair)
    return {"low_usd": usd(low), "high_usd": None if high is None else usd(high)}


def _missing_of_all(pair: Sequence[_Evaluated]) -> tuple[MissingFact, ...]:
    """The facts that any reading lacks, each once."""
    rows = [fact for e in pair for fact in missing_words(e.ask, e.found)]
    return tuple({fact.fact: fact for fact in rows}.values())


def _settled_by(text: Question, announced: Question) -> tuple[Settling, ...]:
    """The clocks over measures that stand otherwise under the announced reading."""
    one, two = (
        dict(states_of(ask.tables, ask.direction, str(ask.origin), ask.moment, ask.known, ask.state))
        for ask in (text, announced)
    )
    differ = {m.id for m in (*one, *two) if one.get(m) != two.get(m)}
    return settling(text.tables, differ, text.moment, text.known)


def _reading_notes(pair: Sequence[_Evaluated], settled_by: tuple[Settling, ...]) -> tuple[str, ...]:
    """Both readings in a sentence, where they differ."""
    if len(pair) < 2:
        return ()
    text, announced = (f"{_span(e.found)} USD" for e in pair)
    return (reading_note(text, announced, settled_by),)


def _readings(ship: Shipment, one: _Evaluated, other: _Evaluated) -> tuple[ReadingTotal, ...]:
    """Both readings with their totals, that of the text first."""
    return tuple(_reading_total(name, ship, e) for name, e in zip(READING_STATES, (one, other), strict=True))


def _reading_total(name: OneReading, ship: Shipment, e: _Evaluated) -> ReadingTotal:
    found = e.found
    settled = status_of(e.ask, found) == "ok"
    return ReadingTotal(
        reading=name,
        total_pct=percent_of(found.low_cents, ship.dollars, found) if settled else None,
        duty_usd=usd(found.low_cents) if settled else None,
        low_usd=usd(low_cents_of(e.ask, found)),
        high_usd=None if found.high_cents is None else usd(found.high_cents),
    )


def status_of(ask: Question, found: Bounds) -> RowStatus:
    """ok, undetermined or not_modelled; what is missing is never zero."""
    if not covered(ask, found):
        return "not_modelled"
    if found.missing or not found.outcome.base.known:
        return "undetermined"
    return "ok"


def _with_exclusion(ship: Shipment, found: Bounds, settled: bool) -> ClaimTotal | None:
    """Into China: the total an importer with an approved exclusion pays, beside the statutory one."""
    if ship.direction != china.CHINA_IMPORT or "exclusion" not in found.claims:
        return None
    cents = found.claimed_cents
    return ClaimTotal(
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


def _later(ship: Shipment, law: Tables, book: Schedule, reading: Reading, found: Bounds) -> Hindsight | None:
    """What knowledge to the last verified day changes, in one line and in fields."""
    if ship.known >= law.verified:
        return None
    ask = question_of(ship, law, book, state_of(reading), law.verified)
    later = bounds_of(ask)
    if reading == "both" and (words := _open_later(ship, law, book, later)):
        return Hindsight(
            known=law.verified, total_pct=None, duty_usd=None, refundable_usd=None, changed=(), words=words
        )
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


def _open_later(ship: Shipment, law: Tables, book: Schedule, text: Bounds) -> str:
    """In words, that a statement made since leaves the duty open; empty where none does, or it was known."""
    first, then = (question_of(ship, law, book, "announced", day) for day in (ship.known, law.verified))
    key = (law, then.direction, str(then.origin), then.moment)
    if one_reading(*key, law.verified) or not one_reading(*key, first.known):
        return ""
    other = bounds_of(then)
    if (other.low_cents, other.high_cents) == (text.low_cents, text.high_cents):
        return ""
    return (
        f"with hindsight (known {law.verified}) open, not settled: duty {_span(text)} USD by the text or "
        f"{_span(other)} USD as announced since"
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
