"""One shipment's duty, and the facts that change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from detente.answers.asking import asking, days
from detente.answers.codes_asked import check_code
from detente.answers.noticed import noticed
from detente.duties import DutyAnswer, usual_origin
from detente.duties import duty as duty_of
from detente.questions import DutyQuestion, FactsQuestion, Reading
from detente.regime import known_day, tables
from detente.terms import Frozen


class Fact(Frozen):
    """A fact of a shipment that changes an answer.

    Attributes
    ----------
    kind : str
        ``required``; ``scope``: without it the line is undetermined; ``claim``: a relief, taken as not
        declared; ``detail``: used where given.
    values : tuple of str
        The words it may have, where its vocabulary is closed.
    """

    name: str
    kind: str
    type: str
    unit: str = ""
    values: tuple[str, ...] = ()
    question: dict[str, str]


FACTS = list[Fact]


@noticed("duty")
def answer_duty(question: DutyQuestion) -> DutyAnswer:
    """What one shipment owes."""
    check_code(question.hts, question.to)
    day, _ = days(question.on, question.known, question.hindsight)
    known = known_day(question.known, question.hindsight)
    return duty_of(
        question.hts, origin=question.origin or usual_origin(question.to), value=question.value,
        on=question.on or day, to=question.to, known=known, facts=question.facts, reading=question.reading,
    )  # fmt: skip


@asking(DutyQuestion)
def duty(
    hts: str,
    *,
    origin: str | None = None,
    to: str = "US",
    value: str | int | Decimal = "10000",
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    facts: Mapping[str, Any] = {},
    reading: Reading = "both",
) -> DutyAnswer:
    """The duty stack of one shipment entering the United States or China, USD.

    Raises
    ------
    InputError
        When a value cannot be used; `UnknownCode` when a code does not exist (nearest codes named).

    Examples
    --------
    >>> duty("9506.62.40", origin="CN", value="10000", on="2025-10-26").total_pct
    Decimal('37.5')
    """
    return answer_duty(DutyQuestion.read(locals()))


def answer_facts(question: FactsQuestion) -> tuple[Fact, ...]:
    """Every fact of the registry."""
    return tuple(Fact.model_validate(row) for row in tables().facts.values())


@asking(FactsQuestion)
def facts() -> tuple[Fact, ...]:
    """The facts of a shipment that change an answer.

    Examples
    --------
    >>> next(fact.values for fact in facts() if fact.name == "mode")
    ('ocean', 'air', 'land', 'post')
    """
    return answer_facts(FactsQuestion.read(locals()))
