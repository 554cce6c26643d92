"""What comes next, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from detente.answers.asking import asking, days
from detente.outcomes import Difference, NextAnswer, decisions, difference, with_costs
from detente.portfolio import portfolio_sheet
from detente.questions import DiffQuestion, NextQuestion, Reading
from detente.regime import law_tables, tables, threats
from detente.rowfiles import Sheet, reading_of, source_of


def portfolio_of(question: NextQuestion) -> Sheet | None:
    """The lines whose cost is asked for."""
    if question.portfolio is None:
        return None
    source = source_of(question.portfolio, reading_of(question.read_as))
    return portfolio_sheet(source, tables(), dated=False)


def answer_next(question: NextQuestion, sheet: Sheet | None = None) -> NextAnswer:
    """Clocks in order, with what the lapse of each costs the lines where some are given, and the threats."""
    law, trade = tables(), law_tables()
    day, known = days(question.on, question.known, question.hindsight)
    rows = decisions(law, trade, day, known, zone=question.zone, reading=question.reading)
    sheet = sheet if sheet is not None else portfolio_of(question)
    rows = rows if sheet is None else with_costs(rows, law, trade, known, sheet)
    return NextAnswer(on=day, known=known, clocks=rows, threats=threats(law, known))


@asking(NextQuestion)
def next_clocks(
    *,
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    zone: str = "",
    reading: Reading = "both",
    portfolio: Any = None,
    read_as: Mapping[str, Any] = {},
) -> NextAnswer:
    """Clocks in order: what has a last day ahead, who decides, what the text does by itself.

    What is threatened or pending without a last day stands beside them, in `threats`.

    Examples
    --------
    >>> [row.clock.id for row in next_clocks(on="2025-10-26") if row.clock.side == "US"][0]
    'us.threat-100.1-november-2025'
    """
    return answer_next(NextQuestion.read(locals()))


def answer_diff(question: DiffQuestion) -> Difference:
    """What changed in the law between two days, or what was learned."""
    return difference(question.on, question.known, lines=question.lines)[1]


@asking(DiffQuestion)
def diff(
    on: Sequence[str | date] = (),
    *,
    known: Sequence[str | date] = (),
    lines: bool = True,
) -> Difference:
    """What changed in the law between two days, or what was learned between two days of knowledge.

    Examples
    --------
    >>> diff(["2025-11-09", "2025-11-10"], lines=False).lines is None
    True
    """
    return answer_diff(DiffQuestion.read(locals()))
