"""Many lines: what a portfolio owes, and the panel of every line over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from detente.answers.asking import asking, days
from detente.duties import PortfolioSummary
from detente.portfolio import PortfolioAnswer, assess_sheet, effective, frame_sheet, portfolio_sheet, summary
from detente.portfolio import daily as by_day
from detente.portfolio import panel as panel_of
from detente.questions import AssessQuestion, PanelQuestion, State
from detente.regime import known_day, tables
from detente.rowfiles import Sheet, Upload, read_sheet
from detente.terms import Frozen, HtsCode, InputError

if TYPE_CHECKING:
    import polars as pl

    from detente.outcomes import Timing

Layout = Literal["wide", "long"]


def lines_of(question: AssessQuestion) -> Sheet:
    """The lines of a portfolio, from a file, an upload or a frame."""
    if isinstance(question.portfolio, (str, Path, Upload)):
        return portfolio_sheet(question.portfolio, tables(), dated=True)
    import polars as pl

    given = question.portfolio
    return frame_sheet(given if isinstance(given, pl.DataFrame) else pl.DataFrame(given))


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
            known=known_day(q.known, q.hindsight), timing=q.timing,
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
    answer = assess_sheet(sheet, known=known, state=question.state, law=law, progress=progress)
    return Assessed(question, answer)


def answer_assess(question: AssessQuestion) -> PortfolioSummary:
    """The summary of an answered portfolio."""
    return assessed(question).summary


@asking(AssessQuestion)
def assess(
    portfolio: Any,
    *,
    known: str | date | None = None,
    hindsight: bool = False,
    state: State = "by_text",
    outcomes: Sequence[str] = (),
    outcome_files: Sequence[str | Path] = (),
    timing: bool = False,
    layout: Layout = "wide",
) -> pl.DataFrame:
    """Every line of a portfolio answered: a file or a frame in (polars, pandas, Arrow, a mapping of lists), polars out.

    Columns hts, origin, entry_date, customs_value_usd, and any fact. With `layout` ``long``, one row a line and
    layer. Duties in USD, rates in percent of customs value; bad rows come back with status ``error``.

    Raises
    ------
    InputError
        When a required column is missing.

    Examples
    --------
    >>> row = {"hts": ["9506.62.40"], "origin": ["CN"], "entry_date": ["2025-10-26"], "customs_value_usd": [10000]}
    >>> assess(row)["total_pct"].to_list()
    [37.5]
    """
    given = {name: value for name, value in locals().items() if name != "layout"}
    return assessed(AssessQuestion.read(given)).rows(layout)[0]


class PanelSummary(Frozen):
    """What a panel holds, and the weighted average rate on each day it changes where weights were given."""

    rows: int
    lines: int
    first: str
    last: str
    known: str
    rules: str
    written: str = ""
    effective: tuple[dict[str, Any], ...] = ()


def panel_frame(question: PanelQuestion, progress: Callable[[int, int], None] | None = None) -> pl.DataFrame:
    """The panel; `progress` is told classes of codes done and in all.

    Raises
    ------
    InputError
        When the last day is before the first.
    """
    law = tables()
    first, last = _span(question)
    _, known = days(last, question.known, question.hindsight)
    dated = question.known is not None or question.hindsight
    frame = panel_of(
        first=first, last=last, origins=question.origins, known=known if dated else "", law=law,
        codes=_codes(question.codes), progress=progress,
    )  # fmt: skip
    return by_day(frame, first, last) if question.daily else frame


def _span(question: PanelQuestion) -> tuple[str, str]:
    """First and last day; the last is by default that of the last check of the law."""
    first, last = question.first or "2025-01-01", question.last or tables().verified
    if last < first:
        raise InputError(f"last {last} is before first {first}", where="last", remedy="swap them")
    return first, last


def _codes(given: Any) -> list[str] | None:
    """Codes from a file with a column hts, a frame, or a list."""
    if given is None:
        return None
    if isinstance(given, (str, Path, Upload)):
        given = read_sheet(given, required=("hts",)).frame["hts"].drop_nulls()
    elif hasattr(given, "columns"):
        given = given["hts"]
    return sorted({HtsCode.read(code).digits for code in given})


def panel_summary(question: PanelQuestion, frame: pl.DataFrame) -> PanelSummary:
    """What a panel holds."""
    first, last = _span(question)
    _, known = days(last, question.known, question.hindsight)
    dated = question.known is not None or question.hindsight
    series: tuple[dict[str, Any], ...] = ()
    if question.weights is not None:
        series = tuple(effective(frame, _weights(question.weights)).to_dicts())
    return PanelSummary(
        rows=frame.height, lines=frame["hts"].n_unique(), first=first, last=last,
        known=known if dated else "each day", rules=tables().hash, effective=series,
    )  # fmt: skip


def _weights(given: Any) -> pl.DataFrame:
    if isinstance(given, (str, Path, Upload)):
        return read_sheet(given, required=("hts", "value")).frame
    import polars as pl

    return given if isinstance(given, pl.DataFrame) else pl.DataFrame(given)


def answer_panel(question: PanelQuestion) -> PanelSummary:
    """The summary of a panel."""
    return panel_summary(question, panel_frame(question))


@asking(PanelQuestion)
def panel(
    *,
    first: str | date = "2025-01-01",
    last: str | date | None = None,
    origins: Sequence[str] = ("CN", "HK", "MO"),
    known: str | date | None = None,
    hindsight: bool = False,
    codes: Any = None,
    weights: Any = None,
    daily: bool = False,
) -> pl.DataFrame:
    """Every line's rates over time: one interval a row, rates in percent of customs value.

    Columns hts, origin, component, status, kind, rate_pct, low_pct, high_pct, refundable_pct (collected under a
    measure since held void), from, to (first day it no longer holds), heading, provisions
    (``measure/provision`` keys of the law files), base (words of a base rate).

    Examples
    --------
    >>> panel(first="2025-10-26", last="2025-10-27", origins=["CN"], codes=["9506.62.40"]).height > 0
    True
    """
    return panel_frame(PanelQuestion.read(locals()))
