"""One shipment: question in, answer with its because out."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from detente.assess import china
from detente.assess.answer import DutyAnswer, Hindsight, MissingFact, Repeat, RowStatus, StateTotal
from detente.assess.facts import Facts, presume, read_facts
from detente.assess.goods import goods_of, schedule
from detente.assess.lines import base_line, fee_lines, layer_lines
from detente.assess.stack import HTS_10, Question
from detente.assess.totals import Bounds, bounds_of, is_duty
from detente.regime.tables import Tables, tables
from detente.regime.timeline import State
from detente.schedule import Schedule
from detente.terms import (
    OPEN_END,
    HtsCode,
    InputError,
    UnknownCode,
    cents_text,
    read_amount,
    read_country,
    read_day,
    read_moment,
    whole_dollars,
)

CHINA = frozenset({"CN", "HK", "MO"})
DIRECTIONS = {"US": "us_import", "CN": china.IMPORT}
TERRITORY = {direction: side for side, direction in DIRECTIONS.items()}
ORIGINS = {"us_import": CHINA, china.IMPORT: frozenset({"US"})}


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
    moment = read_moment(on, what="entry_date")
    asked = known if known not in (None, "") else moment[:10]
    amount = read_amount(value, what="customs_value_usd")
    dollars = whole_dollars(amount)
    clean, notes = read_facts(facts or {}, law, dollars)
    notes += presume(code.digits, moment, clean, law)
    if code.repaired:
        notes.insert(0, code.repaired)
    side = read_country(to, what="to")
    if side not in DIRECTIONS:
        raise InputError(f"entry into {side} is not covered", where="to", remedy="give US or CN")
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


def question_of(ship: Shipment, law: Tables, book: Schedule, state: State, known: str) -> Question:
    """The stack's question for a shipment as known on a day."""
    kinds = fact_kinds(law)
    goods = goods_of(book, ship.code.digits, ship.moment[:10])
    facts = Facts(ship.facts, ship.dollars, kinds)
    origin = ship.origin
    if ship.direction == china.IMPORT:
        origin = china.origin_of(law, ship.code.digits, origin, ship.facts, known)
    return Question(law, goods, origin, ship.moment, known, facts, state, ship.direction)


@lru_cache(maxsize=4)
def fact_kinds(law: Tables) -> dict[str, str]:
    """Kind of every fact: required, scope, claim or detail; the ten-digit code is a scope fact."""
    return {**{name: spec["kind"] for name, spec in law.facts.items()}, HTS_10: "scope"}


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
    ask = question_of(ship, law, book, state, ship.known)
    known_code(ask)
    found = bounds_of(ask)
    status = status_of(ask, found)
    lines, fees = _lines(ask, found)
    later = _later(ship, law, book, state, found)
    states = _states(ship, law, book, found)
    settled = status == "ok"
    notes = _notes(ship, ask, found, law)
    line = ask.goods.line
    return DutyAnswer(
        hts=ship.code.dotted,
        words=line.words if line else "",
        words_zh=line.words_zh if line else "",
        origin=ship.origin,
        destination=TERRITORY[ship.direction],
        on=ship.moment if not ship.moment.endswith("T23:59") else ship.moment[:10],
        known=ship.known,
        customs_value_usd=ship.value,
        state=state,
        status=status,
        total_pct=percent_of(found.low_cents, ship.dollars, found) if settled else None,
        duty_usd=usd(found.low_cents) if settled else None,
        low_usd=usd(min(found.low_cents, found.claimed_cents)),
        high_usd=usd(found.high_cents) if found.high_cents is not None else None,
        refundable_usd=usd(found.outcome.refundable_cents) if not found.missing else Decimal("0.00"),
        lines=tuple(lines),
        fees=tuple(fees),
        missing=_missing(ask, found),
        claims=tuple(_fact(name, law) for name in found.claims),
        notes=notes,
        not_modelled=not_modelled_of(ask, found),
        hindsight=later,
        states=states,
        with_exclusion=_with_exclusion(ship, found, settled),
        verified=law.verified,
        repeat=Repeat(command=_command(ship, state), rules=law.hash, data=book.meta.content_hash[:16]),
    )


def known_code(ask: Question) -> None:
    """Refuse a code that no schedule could hold: a full schedule is installed and does not have it.

    Raises
    ------
    UnknownCode
        With the nearest codes.
    """
    book = schedule(TERRITORY[ask.direction])
    if ask.goods.line is None and book.meta.kind == "built" and not book.lines(ask.goods.code):
        close = ", ".join(HtsCode(c).dotted for c in book.nearest(ask.goods.code))
        raise UnknownCode(f"no tariff line {HtsCode(ask.goods.code).dotted}", remedy=f"nearest: {close}")


def status_of(ask: Question, found: Bounds) -> RowStatus:
    """ok, undetermined or not_modelled; what is missing is never zero."""
    if not covered(ask, found):
        return "not_modelled"
    if found.missing or not found.outcome.base.known:
        return "undetermined"
    return "ok"


def covered(ask: Question, found: Bounds) -> bool:
    """Whether the duties of the origin are covered: into China, also whatever is free of base duty anyhow."""
    if ask.origin in ORIGINS[ask.direction]:
        return True
    base = found.outcome.base
    return ask.direction == china.IMPORT and base.known and base.high_cents == 0


def _with_exclusion(ship: Shipment, found: Bounds, settled: bool) -> StateTotal | None:
    """Into China: the total an importer with an approved exclusion pays, beside the statutory one."""
    if ship.direction != china.IMPORT or "exclusion" not in found.claims:
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
    return Decimal(cents_text(cents))


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
    same = (later.low_cents, later.high_cents, later.outcome.refundable_cents) == (
        found.low_cents,
        found.high_cents,
        found.outcome.refundable_cents,
    )
    if same:
        return None
    changed = tuple(dict.fromkeys(_changes(ship, later)))
    total = percent_of(later.low_cents, ship.dollars, later) if later.low_cents == later.high_cents else None
    refund = later.outcome.refundable_cents
    words = f"with hindsight (known {law.verified}): duty {cents_text(later.low_cents)} USD"
    if refund:
        words += f", {cents_text(refund)} USD may be refundable"
    return Hindsight(
        known=law.verified,
        total_pct=total,
        duty_usd=usd(later.low_cents) if later.low_cents == later.high_cents else None,
        refundable_usd=usd(refund),
        changed=changed,
        words=words,
    )


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


def _states(ship: Shipment, law: Tables, book: Schedule, found: Bounds) -> tuple[StateTotal, ...]:
    """Both readings where what the text says and what was announced give different totals."""
    ask = question_of(ship, law, book, "announced", ship.known)
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


def _fact(name: str, law: Tables) -> MissingFact:
    if name == HTS_10:
        return MissingFact(
            fact="hts",
            question="Which statistical number (10 digits)? Some under this line are treated differently.",
            question_zh="十位统计税号？",
        )
    spec = law.facts[name]
    words = spec["question"]
    return MissingFact(
        fact=name, question=words["en"], question_zh=words.get("zh", ""), unit=spec.get("unit", "")
    )


def _missing(ask: Question, found: Bounds) -> tuple[MissingFact, ...]:
    rows = [_fact(name, ask.tables) for name in found.missing]
    base = found.outcome.base
    rows.extend(MissingFact(fact=n.fact, question=n.words, unit=n.unit) for n in base.needs)
    if ask.goods.line is None:
        rows.append(
            MissingFact(
                fact="schedule",
                question=f"the base rate and lists of {HtsCode(ask.goods.code).dotted}: "
                "install the official schedule with `detente data sync` or `detente data build --from FOLDER`",
            )
        )
    return tuple(rows)


def _notes(ship: Shipment, ask: Question, found: Bounds, law: Tables) -> tuple[str, ...]:
    rows = list(ship.notes)
    if ship.moment[:10] > law.verified:
        rows.append(
            f"the law was last checked on {law.verified}; later days follow the text of the instruments"
        )
    for name in found.claims:
        rows.append(f"not claimed: {name} — with it the duty would be {cents_text(found.claimed_cents)} USD")
    for layer in found.outcome.layers:
        if layer.confidence != "A" and is_duty(layer.measure):
            rows.append(f"{layer.measure.title[0]}: confidence {layer.confidence} (one source or inference)")
    rows.extend(found.outcome.base.notes)
    if ship.direction == china.IMPORT:
        rows.extend(china_notes(ask, found))
    if "carried back" in found.outcome.base.edition:
        rows.append(f"base rate: {found.outcome.base.edition}")
    return tuple(dict.fromkeys(rows))


def not_modelled_of(ask: Question, found: Bounds) -> tuple[str, ...]:
    """Law that exists and is not covered, with the direction in which the answer errs."""
    rows = []
    if not covered(ask, found):
        side = "reciprocal rates, agreements" if ask.direction == "us_import" else "rates of agreements"
        errs = "low" if ask.direction == "us_import" else "high"
        rows.append(f"duties that depend on origin {ask.origin} ({side}) are not covered: errs {errs}")
    day = ask.moment[:10]
    held = {m.list_id for m in ask.goods.memberships if m.holds_on(day, ask.known)}
    seen = {layer.measure.id: layer.measure for layer in found.outcome.layers if layer.active}
    for measure in seen.values():
        for gap in measure.not_modelled:
            if not gap.get("from", "") <= ask.moment < gap.get("until", OPEN_END):
                continue
            if gap.get("lists") and held.isdisjoint(gap["lists"]):
                continue
            rows.append(f"{measure.title[0]}: {gap['what']['en']} (answer errs {gap['errs']})")
    return tuple(rows)


def china_notes(ask: Question, found: Bounds) -> list[str]:
    """What an answer about goods entering China rests on: memory, the safeguard's quota, the chip's origin."""
    rows = []
    given = ask.facts.given
    rule = china.origin_rule(ask.tables, ask.goods.code, ask.known)
    if rule is not None:
        taken = "stated" if rule["fact"] in given else f"taken as {rule['fact']}"
        rows.append(f"origin {ask.origin} ({taken}): {rule['title']['en']}")
    safeguard = china.quota_question(ask)
    if safeguard is not None:
        rows.append(
            f"{safeguard.title[0]}: taken as within the quota; above it (quota=over) its duty is added"
        )
    if given.get("exclusion") == "granted" and not any(
        layer.exemption is not None and layer.exemption.id.startswith("exclusion")
        for layer in found.outcome.layers
    ):
        rows.append("exclusion: nothing here that an exclusion could lift on that day")
    for layer in found.outcome.layers:
        cites = [c.document for c in layer.state.provision.cites if c.read == "memory"]
        if cites:
            rows.append(f"{layer.measure.title[0]}: {', '.join(cites)} cited from memory")
        if china.from_memory((layer.list_cite,)):
            rows.append(f"{layer.measure.title[0]}: that the good is on the list rests on memory")
    if china.from_memory((found.outcome.base.cite,)):
        rows.append(f"base rate: {found.outcome.base.cite}")
    return rows


def _command(ship: Shipment, state: State) -> str:
    parts = [
        "detente", "duty", ship.code.dotted, "--from", ship.origin, "--value", format(ship.value, "f"),
        "--on", ship.moment[:10] if ship.moment.endswith("T23:59") else ship.moment, "--known", ship.known,
    ]  # fmt: skip
    if ship.direction != "us_import":
        parts += ["--to", TERRITORY[ship.direction]]
    if state != "by_text":
        parts += ["--state", state]
    for name, value in ship.facts.items():
        parts += ["--fact", f"{name}={value}"]
    return shlex.join(parts)
