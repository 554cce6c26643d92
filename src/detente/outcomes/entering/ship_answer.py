"""The answer on when to ship: one model for terminal, JSON, HTTP, MCP and Python. Money in USD."""

from __future__ import annotations

from decimal import Decimal

from detente.regime import AlsoCheck
from detente.terms import Answer, CiteOut, Frozen, MissingFact, Repeat


class Acting(Frozen):
    """A clause that acts on a day: what it does, from which moment of its side's clock, where it stands."""

    measure: str
    title: str
    before: str
    after: str
    moment: str
    because: str
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class ShipReading(Frozen):
    """The duty of a span under one reading: `text`, or `announced`."""

    reading: str
    total_pct: Decimal | None
    duty_usd: Decimal | None


class ShipSpan(Frozen):
    """Days of entry that owe the same; `against_planned_usd` is None where either duty is not settled."""

    from_day: str
    last_day: str
    status: str
    total_pct: Decimal | None
    duty_usd: Decimal | None
    low_usd: Decimal | None
    high_usd: Decimal | None
    against_planned_usd: Decimal | None
    readings: tuple[ShipReading, ...] = ()
    acting: tuple[Acting, ...] = ()


class ShipClock(Frozen):
    """A clock over a measure of these goods: its key for `whatif`, when, by whose decision, how it stands.

    `not_settled` where its end has passed, an extension was announced and no instrument was seen.
    """

    clock: str
    title: str
    washington: str
    beijing: str
    decider: str
    outcomes: tuple[str, ...]
    state: str
    not_settled: bool
    said: tuple[str, ...] = ()


class Bonded(Frozen):
    """Waiting under bond from the planned day: the least duty over the lawful days, what storage may cost."""

    arrived: str
    last_day: str
    best_day: str
    saving_usd: Decimal
    break_even_usd_a_day: Decimal | None
    dearest_usd: Decimal
    dearest_from: str


class ShipAnswer(Answer):
    """When to enter one shipment: the verdict in a sentence, the spans of days, what they depend on.

    `verdict` says it in one sentence; `saving_usd` and `saving_points` are what the best day of the window
    saves against the planned one. `bonded` is None where it is not modelled or not settled.
    """

    hts: str
    words: str
    words_zh: str
    origin: str
    destination: str
    on: str
    known: str
    customs_value_usd: Decimal
    from_day: str
    to_day: str
    verdict: str
    best_day: str
    saving_usd: Decimal | None
    saving_points: Decimal | None
    planned: ShipSpan
    spans: tuple[ShipSpan, ...]
    clocks: tuple[ShipClock, ...]
    bonded: Bonded | None = None
    missing: tuple[MissingFact, ...] = ()
    not_modelled: tuple[str, ...] = ()
    also_check: tuple[AlsoCheck, ...] = ()
    notes: tuple[str, ...] = ()
    verified: str = ""
    repeat: Repeat
