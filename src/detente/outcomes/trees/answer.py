"""The answer on a tree: decisions, leaves and ways to act, one model for all faces. Money in USD."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

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


class Leaf(Frozen):
    """One way everything may go: the choices, the outcomes they lay over the law, and its probability."""

    id: str
    choices: tuple[Choice, ...]
    outcomes: tuple[str, ...]
    probability: float
    probability_exact: str
    duty_usd: Decimal | None = None
    low_usd: Decimal | None = None
    high_usd: Decimal | None = None


class DecisionText(Frozen):
    """A decision as shown: by when, by whose clock, who decides, between what."""

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


class Regret(Frozen):
    """A way to act, decided beforehand: cost on each leaf, expected cost, greatest regret, USD."""

    action: str
    costs_usd: tuple[Decimal, ...]
    expected_usd: Decimal
    greatest_regret_usd: Decimal
    greatest_regret_leaf: str


class TreeAnswer(Answer):
    """A tree with its leaves and what a portfolio pays on each."""

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
