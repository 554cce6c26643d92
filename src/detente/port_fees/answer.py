"""The answer on a port fee: one model for terminal, JSON, HTTP, files and MCP. Money in the fee's
currency."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from detente.terms import Answer, Chart, CiteOut, Frozen, MissingFact, NextClock, Repeat

FeeStatus = Literal["ok", "undetermined", "error"]


class FeeLine(Frozen):
    """One arm of a fee, or a reason why none is due."""

    what: str
    amount: Decimal | None
    because: str
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class StateFee(Frozen):
    """Fee under one lawful reading of the time after the last verified day."""

    state: str
    fee_amount: Decimal | None


class LaterFee(Frozen):
    """What later knowledge changes about this answer."""

    known: str
    fee_amount: Decimal | None
    words: str


class FeeAnswer(Answer):
    """What a vessel owes for one port call on a day, as known on a day."""

    rows_in: ClassVar[tuple[str, ...]] = ("lines",)
    chart: ClassVar[Chart | None] = Chart("lines", "what", "amount", "fee, in the currency of the answer")

    side: str
    on: str
    known: str
    state: str
    facts: dict[str, str]
    status: FeeStatus
    liable: Literal["yes", "no", "undetermined"]
    grounds: tuple[str, ...]
    fee_amount: Decimal | None
    low: Decimal
    high: Decimal | None
    currency: str
    annex: str
    lines: tuple[FeeLine, ...]
    missing: tuple[MissingFact, ...] = ()
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    states: tuple[StateFee, ...] = ()
    next_clock: NextClock | None = None
    hindsight: LaterFee | None = None
    verified: str = ""
    confidence: str = "A"
    repeat: Repeat
