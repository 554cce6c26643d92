"""The answer on exposure: one model for terminal, JSON, Excel and Python. Money in USD."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from detente.outcomes.clocks.control_states import ControlRow, LicenceRow
from detente.outcomes.costs.timing_answer import Timing
from detente.outcomes.laying.titles import Unmodelled
from detente.regime import OneReading, Reading, Settling
from detente.terms import Answer, Chart, Frozen, Repeat


class TotalReading(Frozen):
    """The total of all lines under one outcome and one reading, USD."""

    reading: OneReading
    low_usd: Decimal
    high_usd: Decimal | None
    duty_usd: Decimal
    open_low_usd: Decimal
    open_high_usd: Decimal | None
    refundable_usd: Decimal
    lines: int
    open_lines: int


class Total(Frozen):
    """Duty of a group of lines under one outcome, USD: `duty_usd` of settled lines; open ones are bounded.

    `low_usd` and `high_usd` bound all lines together. A line that owes otherwise by the text than as
    announced is open, its bounds span both; `readings` then holds the totals of each.
    """

    outcome: str
    duty_usd: Decimal
    open_low_usd: Decimal
    open_high_usd: Decimal | None
    refundable_usd: Decimal
    lines: int
    open_lines: int
    low_usd: Decimal = Decimal(0)
    high_usd: Decimal | None = Decimal(0)
    readings: tuple[TotalReading, ...] = ()


class Group(Frozen):
    """Lines that share a key, under every outcome."""

    key: str
    totals: tuple[Total, ...]


class LineChange(Frozen):
    """One line under every outcome, and the clauses that cause the widest difference from the first."""

    row: int
    line_id: str
    hts: str
    origin: str
    entered: str
    value_usd: Decimal
    duty_usd: tuple[Decimal | None, ...]
    low_usd: tuple[Decimal, ...]
    high_usd: tuple[Decimal | None, ...]
    widest: str
    change_usd: Decimal
    share_pct: Decimal
    because: tuple[str, ...]
    because_zh: tuple[str, ...] = ()


class Cause(Frozen):
    """A minimal set of clauses and what it alone explains between two outcomes, USD; settled lines."""

    outcome: str
    clauses: tuple[str, ...]
    words: tuple[str, ...]
    lines: int
    change_usd: Decimal
    words_zh: tuple[str, ...] = ()


class Exposure(Answer):
    """A portfolio under some outcomes; the first is what the others are compared with.

    `controls` are licences, port fees and ownership tests whose state differs at the end of `controls_on`,
    the day of the last line; `licences` what codes of the portfolio may need to leave China for the United
    States; `timing` is given where it was asked for. `settled_by` is what would settle which reading holds
    of lines that owe otherwise by the text than as announced; `newer` names outcomes written for a later day,
    where no day of knowledge was asked for.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("totals",)
    chart: ClassVar[Chart | None] = Chart("totals", "outcome", "duty_usd", "duty, USD")

    known: str
    outcomes: tuple[str, ...]
    titles: tuple[str, ...]
    lines: int
    unusable: int
    totals: tuple[Total, ...]
    by_component: tuple[Group, ...]
    by_chapter: tuple[Group, ...]
    by_supplier: tuple[Group, ...]
    by_month: tuple[Group, ...]
    causes: tuple[Cause, ...]
    top: tuple[LineChange, ...]
    concentration: str
    concentration_zh: str
    notes: tuple[str, ...]
    verified: str
    repeat: Repeat
    controls_on: str = ""
    controls: tuple[ControlRow, ...] = ()
    licences: tuple[LicenceRow, ...] = ()
    timing: Timing | None = None
    unmodelled: tuple[Unmodelled, ...] = ()
    reading: Reading = "both"
    settled_by: tuple[Settling, ...] = ()
    newer: tuple[str, ...] = ()
