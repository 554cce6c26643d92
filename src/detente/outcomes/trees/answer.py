"""The answer on a tree: decisions, leaves and ways to act, one model for all faces. Money in USD."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from detente.regime import OneReading, Reading, Settling
from detente.terms import Answer, Chart, Frozen


class Choice(Frozen):
    """One choice on the way to a leaf."""

    decision: str
    choose: str
    title: str
    title_zh: str
    probability: float
    assumed: bool
    probability_exact: str


class LeafReading(Frozen):
    """What a leaf costs under one reading, USD."""

    reading: OneReading
    duty_usd: Decimal


class Leaf(Frozen):
    """One way everything may go: the choices, the outcomes they lay over the law, and its probability.

    `reading` is the reading of the law that the leaf takes, where an extension was announced and no
    instrument was seen; `in_reading` its chance among the leaves of that reading. Where a leaf leaves lines
    open that owe otherwise by the text than as announced, it has no `duty_usd`, and `readings` holds both.
    """

    id: str
    choices: tuple[Choice, ...]
    outcomes: tuple[str, ...]
    probability: float
    probability_exact: str
    duty_usd: Decimal | None = None
    low_usd: Decimal | None = None
    high_usd: Decimal | None = None
    reading: Literal["", "text", "announced"] = ""
    in_reading: float | None = None
    readings: tuple[LeafReading, ...] = ()


class TreeReading(Frozen):
    """The leaves of one reading, and what a portfolio pays on them: expected, least, most, USD."""

    reading: OneReading
    leaves: tuple[str, ...]
    expected_usd: Decimal | None = None
    least_usd: Decimal | None = None
    most_usd: Decimal | None = None


class DecisionText(Frozen):
    """A decision as shown: by when, by whose clock, who decides, between what.

    `state` is how its clock stands on the day asked about; `not_settled`, that the text and what was
    announced are two readings of it.
    """

    id: str
    title: str
    title_zh: str
    side: str
    by: str
    washington: str
    beijing: str
    decider: str
    only_if: str
    choices: tuple[str, ...]
    state: str = ""
    state_zh: str = ""
    not_settled: bool = False


class RegretReading(Frozen):
    """The expected cost of a way to act under one reading, USD."""

    reading: OneReading
    expected_usd: Decimal


class Regret(Frozen):
    """A way to act, decided beforehand: cost on each leaf, expected cost, greatest regret, USD.

    Where readings of the law are not weighed against each other, there is no expected cost, and `readings`
    holds that of each.
    """

    action: str
    costs_usd: tuple[Decimal, ...]
    expected_usd: Decimal | None
    greatest_regret_usd: Decimal
    greatest_regret_leaf: str
    readings: tuple[RegretReading, ...] = ()


class TreeAnswer(Answer):
    """A tree with its leaves and what a portfolio pays on each.

    Where a decision has two readings and nobody weighed them, `expected_usd` is null where they differ, and
    `readings` holds each; `settled_by` is what would settle which holds.
    """

    rows_in: ClassVar[tuple[str, ...]] = ("leaves",)
    chart: ClassVar[Chart | None] = Chart("leaves", "id", "duty_usd", "duty, USD")

    tree: str
    title: str
    title_zh: str
    known: str
    decisions: tuple[DecisionText, ...]
    leaves: tuple[Leaf, ...]
    assumptions: tuple[str, ...]
    assumptions_zh: tuple[str, ...] = ()
    expected_usd: Decimal | None = None
    least_usd: Decimal | None = None
    most_usd: Decimal | None = None
    actions: tuple[Regret, ...] = ()
    notes: tuple[str, ...] = ()
    on: str = ""
    reading: Reading = "both"
    readings: tuple[TreeReading, ...] = ()
    settled_by: tuple[Settling, ...] = ()
