"""What if: outcomes beside each other, the tree of decisions, and when to ship."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from detente.answers.asking import asking, days
from detente.answers.codes_asked import check_code
from detente.answers.noticed import noticed
from detente.duties import duty as duty_of
from detente.duties import usual_origin
from detente.outcomes import (
    Exposure,
    LawUnder,
    OriginRow,
    Outcome,
    Seen,
    ShipAnswer,
    Shipping,
    Timing,
    TreeAnswer,
    WhatIf,
    asked,
    tree_asked,
    with_files,
)
from detente.outcomes import ship as ship_of
from detente.questions import Reading, ShipQuestion, TreeQuestion, WhatIfQuestion
from detente.regime import tables
from detente.rowfiles import reading_of, source_of

WHATIF = LawUnder | Exposure | Timing | list[OriginRow] | list[Outcome]


def laid_over(question: WhatIfQuestion) -> WhatIf:
    """What the outcomes are laid over, and how.

    Raises
    ------
    InputError
        For one shipment that no duty can be asked for: a line that cannot be read has no cost to compare.
    """
    if question.hts:
        check_code(question.hts, "US")
    if question.hts and question.entered:
        duty_of(question.hts, origin=question.origin, value=question.value, on=question.entered)
    return WhatIf(
        question.outcomes, portfolio=source_of(question.portfolio, reading_of(question.read_as)),
        hts=question.hts or None, origin=question.origin,
        value=question.value, entered=question.entered, known=question.known,
        against=question.against, files=tuple(Path(path) for path in question.outcome_files),
        top=question.top, reading=question.reading,
    )  # fmt: skip


def answer_whatif(
    question: WhatIfQuestion,
) -> LawUnder | Exposure | Timing | tuple[OriginRow, ...] | tuple[Outcome, ...]:
    """What becomes of the law or of goods under outcomes; without an outcome, those there are."""
    if not question.outcomes:
        return tuple(with_files(question.outcome_files).outcomes.values())
    origins = ",".join(question.origins) if question.origins else None
    return asked(laid_over(question), timing=question.timing, chances=question.chances, origins=origins)


@asking(WhatIfQuestion)
def whatif(
    outcomes: Sequence[str] = (),
    *,
    portfolio: Any = None,
    read_as: Mapping[str, Any] = {},
    hts: str = "",
    origin: str = "CN",
    value: str = "10000",
    entered: str | date | None = None,
    known: str | date | None = None,
    against: str = "as_known",
    reading: Reading = "both",
    outcome_files: Sequence[str | Path] = (),
    top: int = 20,
    timing: bool = False,
    chances: Sequence[str] = (),
    origins: Sequence[str] = (),
) -> LawUnder | Exposure | Timing | tuple[OriginRow, ...] | tuple[Outcome, ...]:
    """Outcomes beside each other: what becomes of the law, or what goods owe and because of which clause.

    Examples
    --------
    >>> exposure = whatif(["truce", "busan"], hts="9506.62.40", entered="2025-11-15", against="lapse")
    >>> [str(total.duty_usd) for total in exposure.totals]
    ['6150', '3750', '2750']
    """
    return answer_whatif(WhatIfQuestion.read(locals()))


def answer_tree(question: TreeQuestion) -> TreeAnswer:
    """A tree of decisions, with a portfolio on its leaves where one is given."""
    return tree_asked(
        question.name, question.probabilities, with_files(question.outcome_files),
        portfolio=source_of(question.portfolio, reading_of(question.read_as)), entered=question.entered,
        days=question.enter, seen=Seen(question.reading, question.on or _today_of(question)),
    )  # fmt: skip


def _today_of(question: TreeQuestion) -> str:
    """The day a tree is looked at where none is given: today, of a tree from the last check of the law on."""
    tree = with_files(question.outcome_files).trees.get(question.name)
    return days(None, None, False)[0] if tree is not None and tree.known >= tables().verified else ""


@asking(TreeQuestion)
def tree(
    name: str = "present",
    *,
    portfolio: Any = None,
    read_as: Mapping[str, Any] = {},
    entered: str | date | None = None,
    probabilities: Sequence[str] = (),
    enter: Sequence[str | date] = (),
    on: str | date | None = None,
    reading: Reading = "both",
    outcome_files: Sequence[str | Path] = (),
) -> TreeAnswer:
    """Decisions in order of time, every way they can go, and what a portfolio pays on each.

    Examples
    --------
    >>> tree("october-2025").known
    '2025-10-26'
    """
    return answer_tree(TreeQuestion.read(locals()))


@noticed("duty")
def answer_ship(question: ShipQuestion) -> ShipAnswer:
    """When to enter one shipment."""
    check_code(question.hts, question.to)
    day, known = days(question.on, question.known, question.hindsight)
    return ship_of(
        Shipping(
            question.hts, question.origin or usual_origin(question.to), question.value, day, known,
            to=question.to, facts=question.facts, reading=question.reading, from_day=question.from_day,
            to_day=question.to_day,
        )
    )  # fmt: skip


@asking(ShipQuestion)
def ship(
    hts: str,
    *,
    origin: str | None = None,
    to: str = "US",
    value: str | int | Decimal = "10000",
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    facts: Mapping[str, Any] = {},
    from_day: str | date | None = None,
    to_day: str | date | None = None,
    reading: Reading = "both",
) -> ShipAnswer:
    """When to enter one shipment: the verdict in a sentence, and what each day owes, USD.

    Raises
    ------
    InputError
        When a value cannot be used, or the planned day lies outside the days to compare.

    Examples
    --------
    >>> answer = ship("9506.62.40", on="2025-11-15", known="2025-10-26")
    >>> answer.best_day, answer.saving_usd
    ('2025-11-09', Decimal('2400.00'))
    """
    return answer_ship(ShipQuestion.read(locals()))
