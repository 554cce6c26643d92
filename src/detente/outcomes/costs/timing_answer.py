"""The answer on timing: one model for terminal, JSON, Excel and Python. Money in USD."""

from __future__ import annotations

from decimal import Decimal

from detente.terms import Answer, Frozen


class ClockDay(Frozen):
    """Entering every settled line the day before a clock against the day itself, USD, under one outcome."""

    clock: str
    title: str
    day: str
    outcome: str
    before_usd: Decimal
    after_usd: Decimal
    saving_usd: Decimal
    lines: int


class LineTiming(Frozen):
    """One line planned after a clock: what entering before it saves, and the break-even cost per day.

    `break_even_usd_a_day` is the saving over the days moved: moving entry up pays while a day costs less.
    """

    row: int
    line_id: str
    hts: str
    planned: str
    clock: str
    outcome: str
    saving_usd: Decimal
    days_moved: int
    break_even_usd_a_day: Decimal | None


class LoadedRule(Frozen):
    """A rule on goods loaded before a moment that could still be used, as known."""

    measure: str
    title: str
    loaded_before: str
    entered_from: str
    entered_before: str


class Way(Frozen):
    """A rule on holding goods or getting duty back, with its citations."""

    way: str
    says: str
    source: str
    confidence: str
    limits: tuple[str, ...] = ()


class HeldTotal(Frozen):
    """All lines that can be held, under one outcome: entered on arrival, as planned, from bond, from a zone.

    `best_usd` is the least duty over the lawful days of withdrawal from a bonded warehouse; `zone_usd` the
    duty in privileged foreign status, fixed on arrival, of the lines whose zone duty the law settles.
    """

    outcome: str
    lines: int
    arrival_usd: Decimal
    planned_usd: Decimal
    best_usd: Decimal
    saving_usd: Decimal
    zone_usd: Decimal
    zone_lines: int


class HeldLine(Frozen):
    """One line under one outcome: where its duty is least, and the break-even cost of storage.

    `planned_usd` is the duty out of bond on the planned day; None where it is not settled. `zone_usd` is None
    where an order reaches goods admitted before it: then `zone_words` says which. `zone_required_by` cites
    the orders that allow no other status on arrival.
    """

    row: int
    line_id: str
    hts: str
    arrived: str
    planned: str
    last_day: str
    outcome: str
    arrival_usd: Decimal
    planned_usd: Decimal | None
    best_day: str
    best_usd: Decimal
    saving_usd: Decimal
    days_held: int
    break_even_usd_a_day: Decimal | None
    break_even_usd_a_month: Decimal | None
    zone_usd: Decimal | None
    zone_words: str = ""
    zone_required_by: tuple[str, ...] = ()


class WaitingLine(Frozen):
    """The option value of waiting under bond for a line, before anyone knows the outcome.

    `value_usd` is the expected saving of the best rule against entry on arrival, `foreseen_usd` that of one
    who knew the outcome; storage pays up to `break_even_usd_a_day` a day under the best rule.
    """

    row: int
    line_id: str
    hts: str
    arrived: str
    arrival_usd: Decimal
    expected_usd: Decimal
    value_usd: Decimal
    foreseen_usd: Decimal
    expected_days: Decimal
    break_even_usd_a_day: Decimal | None
    break_even_usd_a_month: Decimal | None
    withdraw: tuple[str, ...]


class Chance(Frozen):
    """Probability of an outcome, as used for the option value of waiting; `assumed` where nobody gave it."""

    outcome: str
    probability: float
    assumed: bool


class DrawnTotal(Frozen):
    """Drawback of all lines that leave again, under one outcome."""

    outcome: str
    lines: int
    paid_usd: Decimal
    drawback_usd: Decimal


class DrawnLine(Frozen):
    """Drawback of one line under one outcome: paid (duty and fees), back, and what is not settled."""

    row: int
    line_id: str
    hts: str
    entered: str
    reexported_on: str
    last_day: str
    outcome: str
    paid_usd: Decimal
    drawback_usd: Decimal
    by_component: tuple[str, ...]
    words: str = ""
    not_modelled: tuple[str, ...] = ()


class RefundLine(Frozen):
    """Duty of one line collected under a measure since held void.

    `protest_by` is the last day to protest where the day of liquidation is given; else `protest_by_latest` is
    the day on which it ends at the latest, the entry being deemed liquidated after a year.
    """

    row: int
    line_id: str
    hts: str
    entered: str
    component: str
    refundable_usd: Decimal
    ruling: str
    known: str
    protest_by: str
    protest_by_latest: str


class Timing(Answer):
    """Everything on timing for a portfolio as known on a day.

    `open_lines` counts the lines whose duty is not settled under every outcome: no amount here holds them.
    """

    known: str
    clocks: tuple[ClockDay, ...]
    lines: tuple[LineTiming, ...]
    loaded: tuple[LoadedRule, ...]
    ways: tuple[Way, ...]
    refundable_with_hindsight_usd: Decimal | None
    notes: tuple[str, ...]
    held: tuple[HeldTotal, ...] = ()
    held_lines: tuple[HeldLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()
    waiting_usd: Decimal | None = None
    chances: tuple[Chance, ...] = ()
    drawn: tuple[DrawnTotal, ...] = ()
    drawn_lines: tuple[DrawnLine, ...] = ()
    refunds: tuple[RefundLine, ...] = ()
    refund_status: tuple[str, ...] = ()
    open_lines: int = 0
    not_modelled: tuple[str, ...] = ()
