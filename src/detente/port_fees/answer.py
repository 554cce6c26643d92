"""The answer on a port fee: one model for terminal, JSON, HTTP, files and MCP. Money in the fee's
currency."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from detente.regime import Reading, Settling
from detente.terms import Act, Answer, Chart, CiteOut, Frozen, MissingFact, NextClock, Repeat

FeeStatus = Literal["ok", "undetermined", "error"]


class FeeLine(Frozen):
    """One arm of a fee, or a reason why none is due."""

    what: str
    amount: Decimal | None
    because: str
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class ReadingFee(Frozen):
    """Fee under one reading: `text`, or `announced`; bounds where a fact is missing besides."""

    reading: Literal["text", "announced"]
    liable: Literal["yes", "no", "undetermined"]
    fee_amount: Decimal | None
    low: Decimal
    high: Decimal | None


class FeeCase(Frozen):
    """The fee under one way of settling what is open: who counts as owner or operator, whether a relief that
    is read in two ways holds, at which hour of a day that changes she berths.

    `fact` names the question; a fact that is given settles it only where the law names one sense.
    """

    fact: str
    words: str
    words_zh: str
    liable: Literal["yes", "no", "undetermined"]
    annex: str
    fee_amount: Decimal | None
    low: Decimal
    high: Decimal | None
    cite: tuple[CiteOut, ...] = ()
    confidence: str = "A"


class Deferral(Frozen):
    """Until when a fee that is owed may be paid, and who may wait; `asked` is the fact that decides where it
    was not given."""

    until: str
    words: str
    words_zh: str
    asked: tuple[str, ...] = ()
    cite: tuple[CiteOut, ...] = ()
    confidence: str = "A"


class OtherMeasure(Frozen):
    """Another measure of the same action, and the command that answers on it."""

    what: str
    what_zh: str
    command: str
    cite: tuple[CiteOut, ...] = ()


class LaterFee(Frozen):
    """What later knowledge changes about this answer."""

    known: str
    fee_amount: Decimal | None
    words: str


class FeeAnswer(Answer):
    """What a vessel owes for one port call on a day, as known on a day.

    Where what was announced and what the text says give different fees and no `reading` was chosen, the fee
    is undetermined: `readings` holds both, `low` and `high` span them, and `settled_by` is what would settle
    it. Where the law itself is read in two ways, or a fact on the ship has two senses, `cases` holds the fee
    under each. `act` says what to do where a fee is owed or may be, `deferral` until when it may wait.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("lines",)
    chart: ClassVar[Chart | None] = Chart("lines", "what", "amount", "fee, in the currency of the answer")

    side: str
    on: str
    known: str
    reading: Reading
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
    readings: tuple[ReadingFee, ...] = ()
    settled_by: tuple[Settling, ...] = ()
    cases: tuple[FeeCase, ...] = ()
    deferral: Deferral | None = None
    next_clock: NextClock | None = None
    act: Act | None = None
    beside: tuple[OtherMeasure, ...] = ()
    hindsight: LaterFee | None = None
    verified: str = ""
    confidence: str = "A"
    repeat: Repeat
