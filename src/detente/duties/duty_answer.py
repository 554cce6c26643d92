"""The answer to one shipment: one model for terminal, JSON, HTTP and MCP."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from detente.regime import AlsoCheck, Reading, Settling
from detente.terms import Answer, Chart, CiteOut, Frozen, MissingFact, Repeat

RowStatus = Literal["ok", "undetermined", "not_modelled", "error"]


class DutyLine(Frozen):
    """One layer of the stack with its because. Money in USD; `rate` in words, `rate_pct` in percent."""

    component: str
    measure: str
    provision: str
    title: str
    title_zh: str
    status: str
    heading: str
    rate: str
    rate_pct: Decimal | None
    base: str
    base_usd: Decimal | None
    duty_usd: Decimal | None
    refundable_usd: Decimal = Decimal("0.00")
    in_force_from: str = ""
    until: str = ""
    known_since: str = ""
    because: str = ""
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class Hindsight(Frozen):
    """What later knowledge changes about this answer."""

    known: str
    total_pct: Decimal | None
    duty_usd: Decimal | None
    refundable_usd: Decimal | None
    changed: tuple[str, ...]
    words: str


class ReadingTotal(Frozen):
    """The total under one reading: `text`, or `announced`; bounds where a fact is missing besides."""

    reading: Literal["text", "announced"]
    total_pct: Decimal | None
    duty_usd: Decimal | None
    low_usd: Decimal | None
    high_usd: Decimal | None


class ClaimTotal(Frozen):
    """The total an importer pays whose exclusion was granted, beside the statutory one."""

    state: str
    total_pct: Decimal | None
    duty_usd: Decimal | None


class DrawbackLine(Frozen):
    """One layer paid and what of it comes back, USD; `drawback_usd` is None where the law leaves it open."""

    component: str
    measure: str
    title: str
    paid_usd: Decimal
    allowed: Literal["yes", "manufacturing", "no", "unsettled"]
    drawback_usd: Decimal | None
    because: str
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class Drawback(Frozen):
    """What of duty and fees comes back when the goods leave again or are destroyed, USD.

    `drawback_usd` is the sum of the layers the law settles; `not_modelled` says what could be missing
    from it.
    """

    kind: str
    reexported_on: str
    last_day_out: str
    paid_usd: Decimal
    drawback_usd: Decimal | None
    lines: tuple[DrawbackLine, ...]
    not_modelled: tuple[str, ...] = ()
    cite: tuple[CiteOut, ...] = ()


class OriginDuty(Frozen):
    """A duty on goods of an origin that is not covered: its rate is known, its exceptions are not modelled.

    `up_to_usd` is what it comes to if no exception holds; it stands in no total. `refundable` where a ruling
    known by then voids it.
    """

    duty: str
    heading: str
    rate: str
    up_to_usd: Decimal
    refundable: bool = False
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class RowFaultOut(Frozen):
    """One thing wrong with one row of a file."""

    row: int
    column: str
    text: str


class PortfolioSummary(Answer):
    """What a file of lines came to: counts by status, totals in USD, bounds of the open lines, faults by row.

    `columns` says which columns nothing reads though they were probably meant.
    """

    lines: int
    by_status: dict[str, int]
    customs_value_usd: Decimal
    duty_usd: Decimal
    open_low_usd: Decimal
    open_high_usd: Decimal | None
    refundable_usd: Decimal
    rules: str
    data: str
    columns: tuple[str, ...] = ()
    faults: tuple[RowFaultOut, ...] = ()


class DutyAnswer(Answer):
    """What a shipment owes on a day as known on a day.

    Where what was announced and what the text says give different duties and no `reading` was chosen, the
    answer is undetermined: `readings` holds both, `low_usd` and `high_usd` span them, and `settled_by` is
    what would settle it.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("lines", "fees")
    chart: ClassVar[Chart | None] = Chart("lines", "title", "duty_usd", "duty, USD")

    hts: str
    words: str
    words_zh: str
    origin: str
    destination: str
    on: str
    known: str
    customs_value_usd: Decimal
    reading: Reading
    status: RowStatus
    total_pct: Decimal | None
    duty_usd: Decimal | None
    low_usd: Decimal | None
    high_usd: Decimal | None
    refundable_usd: Decimal | None
    lines: tuple[DutyLine, ...]
    fees: tuple[DutyLine, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    claims: tuple[MissingFact, ...] = ()
    notes: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    also_check: tuple[AlsoCheck, ...] = ()
    hindsight: Hindsight | None = None
    readings: tuple[ReadingTotal, ...] = ()
    settled_by: tuple[Settling, ...] = ()
    with_exclusion: ClaimTotal | None = None
    drawback: Drawback | None = None
    elsewhere: tuple[OriginDuty, ...] = ()
    verified: str = ""
    repeat: Repeat
