"""What was said, and the page to hand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.answers.asking import asking, days
from detente.questions import BriefQuestion, Reading, TalksQuestion
from detente.regime import tables
from detente.rowfiles import reading_of, source_of
from detente.terms import Frozen

if TYPE_CHECKING:
    from detente.report import BriefSettings
    from detente.talks import TalksAnswer


def answer_talks(question: TalksQuestion) -> TalksAnswer:
    """Claims, agreements, disagreements and commitments of documents."""
    from detente.talks import claims as claims_of

    known = tables().verified if question.hindsight else question.known
    return claims_of(
        question.documents, on=question.on, known=known, date=question.date, registry=question.registry
    )


@asking(TalksQuestion)
def claims(
    documents: Sequence[str | Path],
    *,
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    date: str | date | None = None,
    registry: str | Path | None = None,
) -> TalksAnswer:
    """Claims, agreements, disagreements and commitments of documents.

    A string that is no path of an existing file is read as a text.

    Examples
    --------
    >>> answer = claims(["He Lifeng said on Sunday that the talks were candid."], date="2025-05-12")
    >>> answer.claims[0].speakers
    ('He Lifeng',)
    """
    return answer_talks(TalksQuestion.read(locals()))


class Page(Frozen):
    """A page as HTML."""

    html: str


def brief_settings(question: BriefQuestion, language: str = "en") -> BriefSettings:
    """What a brief shows."""
    from detente.report import BriefSettings

    q = question
    day, known = days(q.on, q.known, q.hindsight)
    return BriefSettings(
        on=day, known=known, portfolio=source_of(q.portfolio, reading_of(q.read_as)),
        outcomes=q.outcomes, tree=q.tree, language=language,
        probabilities=q.probabilities, entered=q.entered or "", controls_on=q.controls_on or "",
        talks=_said(q.talks, known) if q.talks else None,
        outcome_files=tuple(Path(path) for path in q.outcome_files), impact=q.impact, bargain=q.bargain,
        draws=q.draws, reading=q.reading,
    )  # fmt: skip


def _said(paths: Sequence[Any], known: str) -> TalksAnswer:
    from detente.talks import analyse, gather
    from detente.terms import read_day

    return analyse(gather([Path(path) for path in paths], None), known=read_day(known, what="known")).answer


def answer_brief(question: BriefQuestion) -> Page:
    """The page of a brief, in English."""
    from detente.report import brief_page

    return Page(html=brief_page(brief_settings(question)))


@asking(BriefQuestion)
def brief(
    *,
    on: str | date | None = None,
    known: str | date | None = None,
    hindsight: bool = False,
    reading: Reading = "both",
    portfolio: Any = None,
    read_as: Mapping[str, Any] = {},
    outcomes: Sequence[str] = (),
    tree: str = "",
    entered: str | date | None = None,
    controls_on: str | date | None = None,
    probabilities: Sequence[str] = (),
    impact: bool = False,
    bargain: str = "",
    draws: int = 0,
    talks: Sequence[str | Path] = (),
    outcome_files: Sequence[str | Path] = (),
    language: str = "en",
) -> str:
    """One page as HTML: card, both sides' words, clocks, tree, a portfolio under each outcome, sources.

    It needs no network and no other file.
    """
    from detente.report import brief_page

    given = {name: value for name, value in locals().items() if name in BriefQuestion.model_fields}
    return brief_page(brief_settings(BriefQuestion.read(given), language))
