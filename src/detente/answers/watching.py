"""Notices seen, and the day through which each family is checked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.answers.asking import asking
from detente.questions import WatchQuestion
from detente.regime import tables

if TYPE_CHECKING:
    from detente.notices import WatchAnswer


def answer_watch(question: WatchQuestion) -> WatchAnswer:
    """What was seen by a day; no source is asked here."""
    from detente.notices import Ledger, watch_list

    return watch_list(
        tables(), Ledger(), question.known or date.today().isoformat(), family=question.family,
        since=question.since or "", handled=question.handled,
    )  # fmt: skip


@asking(WatchQuestion)
def watch(
    *,
    family: str = "",
    since: str | date | None = None,
    known: str | date | None = None,
    handled: bool = False,
) -> WatchAnswer:
    """Notices of official sources seen by a day, and the day through which each family is checked.

    No source is asked here: `detente watch` asks them, or reads saved answers.

    Raises
    ------
    InputError
        When no family has the name (the nearest are named).

    Examples
    --------
    >>> watch(known="2018-01-01").notices
    ()
    """
    return answer_watch(WatchQuestion.read(locals()))
