"""Notices seen, and what is told of them beside other answers."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from detente.answers.asking import asking
from detente.notices import Ledger, WatchAnswer, notices_beside, watch_list
from detente.questions import WatchQuestion
from detente.regime import tables

if TYPE_CHECKING:
    from pydantic import BaseModel

A = TypeVar("A", bound="BaseModel")
Q = TypeVar("Q")


def answer_watch(question: WatchQuestion) -> WatchAnswer:
    """What was seen by a day; no source is asked here."""
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


def noticed(kind: str) -> Callable[[Callable[[Q], A]], Callable[[Q], A]]:
    """An answer with a note on notices that wait for a person, where there are any it may rest on.

    Parameters
    ----------
    kind : str
        The question, as families name it in law/watch: ``duty``, ``licence``, ``fee``.
    """

    def decorated(function: Callable[[Q], A]) -> Callable[[Q], A]:
        @functools.wraps(function)
        def answered(question: Q) -> A:
            return _with_notices(function(question), kind)

        return answered

    return decorated


def _with_notices(answer: A, kind: str) -> A:
    law = tables()
    side = str(getattr(answer, "side", "") or getattr(answer, "destination", ""))
    families = {m.family for m in law.measures if m.id in set(_measures(answer))}
    families |= {row.family for row in getattr(answer, "families", ())}
    day = str(getattr(answer, "to_day", "") or getattr(answer, "on", ""))
    english, chinese = notices_beside(law, families, f"{kind}:{side}", day, str(getattr(answer, "known", "")))
    if not english:
        return answer
    fields: dict[str, Any] = {"notes": (*getattr(answer, "notes", ()), english)}
    if hasattr(answer, "notes_zh"):
        fields["notes_zh"] = (*answer.notes_zh, chinese)
    return answer.model_copy(update=fields)


def _measures(answer: object) -> Iterator[str]:
    """Measures that the lines of an answer rest on; of spans of days, every span's."""
    rows: Iterable[Any] = (*getattr(answer, "lines", ()), *getattr(answer, "fees", ()))
    for span in getattr(answer, "spans", ()):
        rows = (*rows, *getattr(span, "lines", ()))
    for row in rows:
        yield str(getattr(row, "measure", ""))
