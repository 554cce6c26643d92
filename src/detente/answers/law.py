"""What holds on a day, and what was agreed and promised beside the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.answers.asking import asking, days
from detente.answers.noticed import noticed
from detente.questions import CalendarQuestion, PledgesQuestion, Reading, StatusQuestion
from detente.regime import Card, card, tables
from detente.rowfiles import reading_of, source_of
from detente.terms import InputError, nearest

if TYPE_CHECKING:
    from detente.outcomes import CalendarAnswer
    from detente.purchases import PledgesAnswer
    from detente.rowfiles import Sheet


@noticed("status")
def answer_status(question: StatusQuestion) -> Card:
    """What holds on a day."""
    day, known = days(question.on, question.known, question.hindsight)
    return card(
        tables(), question.on or day, known, side=question.side or "", hindsight=question.hindsight,
        reading=question.reading,
    )  # fmt: skip


@asking(StatusQuestion)
def status(
    *,
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    side: str | None = None,
    reading: Reading = "both",
) -> Card:
    """What holds on a day, as known on a day: rates in percent, moments in the imposing side's zone.

    Raises
    ------
    InputError
        When a day cannot be read, or `known` and `hindsight` are both given.

    Examples
    --------
    >>> next(f.rate for f in status(on="2025-10-26").families if f.family == "reciprocal")
    '10 %'
    """
    return answer_status(StatusQuestion.read(locals()))


def answer_calendar(question: CalendarQuestion) -> CalendarAnswer:
    """Rounds of talks, meetings and statements, or the one arrangement asked for.

    Raises
    ------
    InputError
        When no arrangement goes by the name.
    """
    from detente.outcomes import agreement_named
    from detente.outcomes import calendar as calendar_of

    law = tables()
    answer = calendar_of(law, *days(question.on, question.known, question.hindsight))
    if not question.name:
        return answer
    wanted = agreement_named(law, question.name)
    rows = tuple(a for a in answer.agreements if a.id == wanted)
    if not rows:
        names = [name for a in answer.agreements for name in a.names]
        remedy = nearest(question.name, names) or "see --json"
        raise InputError(f"no arrangement goes by {question.name[:60]!r}", remedy=remedy)
    return answer.model_copy(update={"agreements": rows, "events": ()})


@asking(CalendarQuestion)
def calendar(
    *,
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    name: str = "",
) -> CalendarAnswer:
    """Rounds of talks, meetings, statements; what each arrangement extended and until when.

    Examples
    --------
    >>> [a.id for a in calendar(on="2026-10-09", name="Busan Agreement").agreements]
    ['kuala-lumpur-busan']
    """
    return answer_calendar(CalendarQuestion.read(locals()))


def counts_of(question: PledgesQuestion) -> Sheet | None:
    """The sheet of own counts; None where none is given."""
    from detente.purchases import progress_sheet

    source = source_of(question.progress, reading_of(question.read_as))
    return None if source is None else progress_sheet(source)


def answer_pledges(question: PledgesQuestion, sheet: Sheet | None = None) -> PledgesAnswer:
    """Promises of purchase, with the rows of own counts that are at fault in the notes."""
    from detente.purchases import pledges as pledges_of
    from detente.purchases import read_progress

    law = tables()
    day, known = days(question.on, question.known, question.hindsight)
    sheet = sheet or counts_of(question)
    counts, faults = read_progress(sheet, law) if sheet is not None else ({}, [])
    answer = pledges_of(law, day, known, counts)
    if question.name:
        answer = answer.only(question.name)
    return answer.model_copy(update={"notes": tuple(fault.words for fault in faults)})


@asking(PledgesQuestion)
def pledges(
    name: str = "",
    *,
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    progress: Any = None,
    read_as: Mapping[str, Any] = {},
) -> PledgesAnswer:
    """Promises of the two sides by each side's words: amount, clock, basis, met or missed, pace, projection.

    Examples
    --------
    >>> pledges("soybeans-12", on="2026-10-09").pledges[0].unit
    'million tonnes'
    """
    return answer_pledges(PledgesQuestion.read(locals()))
