"""What is told beside an answer of notices that wait for a person."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from detente.notices import ledger_file
from detente.regime import tables

if TYPE_CHECKING:
    from pydantic import BaseModel

A = TypeVar("A", bound="BaseModel")
Q = TypeVar("Q")


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
    if not ledger_file().is_file():  # nothing was ever watched: nothing more is loaded
        return answer
    from detente.notices import notices_beside

    law = tables()
    side = str(getattr(answer, "side", "") or getattr(answer, "destination", ""))
    named = set(_measures(answer))
    families = {m.family for m in law.measures if m.id in named}
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
    """Measures that an answer rests on: those of its lines, and of days to choose from those of both ends."""
    rows: Iterable[Any] = (*getattr(answer, "lines", ()), *getattr(answer, "fees", ()))
    for span in getattr(answer, "spans", ()):
        rows = (*rows, *getattr(span, "acting", ()))
    if hasattr(answer, "spans"):
        rows = (*rows, *_lines_of_days(answer))
    for row in rows:
        yield str(getattr(row, "measure", ""))


def _lines_of_days(answer: Any) -> Iterator[Any]:
    """Lines of the shipment on the first and the last day of an answer on when to ship."""
    from detente.duties import duty

    for day in (answer.from_day, answer.to_day):
        yield from duty(
            answer.hts, origin=answer.origin, to=answer.destination, on=day, known=answer.known,
            reading="text",
        ).lines  # fmt: skip
