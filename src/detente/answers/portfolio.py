"""What every line of a portfolio owes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from detente.answers.asking import asking
from detente.duties import PortfolioSummary
from detente.portfolio import PortfolioAnswer, assess_sheet, frame_sheet, portfolio_sheet, summary
from detente.questions import AssessQuestion, Reading
from detente.regime import known_day, tables
from detente.rowfiles import Sheet, is_file, reading_of, source_of
from detente.terms import InputError

if TYPE_CHECKING:
    import polars as pl

    from detente.outcomes import Timing

Layout = Literal["wide", "long"]
_LOG = logging.getLogger("detente")


def lines_of(question: AssessQuestion) -> Sheet:
    """The lines of a portfolio, from a file, an upload or a frame."""
    reading = reading_of(question.read_as)
    if is_file(question.portfolio):
        return portfolio_sheet(source_of(question.portfolio, reading), tables(), dated=True)
    import polars as pl

    given = question.portfolio
    frame = given if isinstance(given, pl.DataFrame) else pl.DataFrame(given)
    return frame_sheet(frame, law=tables(), reading=reading)


@dataclass(frozen=True)
class Assessed:
    """An answered portfolio: ask it for the summary or for the rows as they are written."""

    question: AssessQuestion
    answer: PortfolioAnswer

    @property
    def summary(self) -> PortfolioSummary:
        """Counts by status, totals in USD, and the faults found."""
        return summary(self.answer)

    def rows(self, layout: Layout = "wide") -> tuple[pl.DataFrame, Timing | None]:
        """The rows, with columns for outcomes and the ways of entry where those were asked for.

        Raises
        ------
        InputError
            When an outcome cannot be laid, or outcomes are asked for in the long layout.
        """
        from detente.outcomes import answered_frame

        q = self.question
        check_layout(q, layout)
        return answered_frame(
            self.answer, tables(), layout, outcomes=",".join(q.outcomes), files=q.outcome_files,
            known=known_day(q.known, q.hindsight), timing=q.timing, reading=q.reading,
        )  # fmt: skip


def check_layout(question: AssessQuestion, layout: str) -> None:
    """Refuse outcomes in the long layout, which has no columns for them.

    Raises
    ------
    InputError
        In that case.
    """
    if question.outcomes and layout == "long":
        raise InputError(
            "outcomes are columns of the wide layout", where="outcomes", remedy="leave the layout out"
        )


def assessed(
    question: AssessQuestion, sheet: Sheet | None = None, progress: Callable[[int], None] | None = None
) -> Assessed:
    """A portfolio with every line answered; `progress` is told the number of lines done."""
    law = tables()
    known = known_day(question.known, question.hindsight, law=law)
    sheet = sheet if sheet is not None else lines_of(question)
    answer = assess_sheet(sheet, known=known, reading=question.reading, law=law, progress=progress)
    return Assessed(question, answer)


def answer_assess(question: AssessQuestion) -> PortfolioSummary:
    """The summary of an answered portfolio.

    Raises
    ------
    InputError
        When outcomes are asked for, which are columns of the rows.
    """
    if question.outcomes:
        raise InputError(
            "outcomes are columns of the answered rows", where="outcomes", remedy="ask for the answered rows"
        )
    return assessed(question).summary


@asking(AssessQuestion)
def assess(
    portfolio: Any,
    *,
    read_as: Mapping[str, Any] = {},
    known: str | date | None = None,
    hindsight: bool = False,
    reading: Reading = "both",
    outcomes: Sequence[str] = (),
    outcome_files: Sequence[str | Path] = (),
    timing: bool = False,
    layout: Layout = "wide",
) -> pl.DataFrame:
    """Every line answered: a file or a frame in (polars, pandas, Arrow, a mapping of lists), polars out.

    Columns hts, origin, entry_date, customs_value_usd, and any fact. With `layout` ``long``, one row a line
    and layer. Duties in USD, rates in percent of customs value; bad rows come back with status ``error``.

    Raises
    ------
    InputError
        When a required column is missing.

    Examples
    --------
    >>> row = {"hts": ["9506.62.40"], "origin": ["CN"], "customs_value_usd": [10000]}
    >>> assess({**row, "entry_date": ["2025-10-26"]})["total_pct"].to_list()
    [37.5]
    """
    given = {name: value for name, value in locals().items() if name != "layout"}
    question = AssessQuestion.read(given)
    sheet = lines_of(question)
    for words in sheet.said:
        _LOG.warning("%s: %s", sheet.name, words)
    return assessed(question, sheet).rows(layout)[0]
