"""Transactions from end to end: parties, licences and fees of each, in one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.answers.asking import asking
from detente.questions import ClearQuestion, Reading

if TYPE_CHECKING:
    from detente.clearance import Asking, ClearAnswer, Tables


def clear_tables(question: ClearQuestion) -> tuple[Any, Tables, Asking]:
    """The transactions of a question, the tables beside them, and how they are asked."""
    from detente.clearance import Asking, Tables
    from detente.regime import known_day
    from detente.rowfiles import reading_of, source_of

    reading = replace(reading_of(question.read_as), several=True)
    tables = (question.transactions, question.parties, question.owners)
    given, parties, owners = (
        source_of(table, reading) if not isinstance(table, str) or table else table for table in tables
    )
    how = Asking(
        question.reading, known_day(question.known, question.hindsight), question.only, question.cutoff,
        question.owners_complete,
    )  # fmt: skip
    return given, Tables(parties, owners, question.listed), how


def answer_clear(question: ClearQuestion) -> ClearAnswer:
    """Every transaction: what stops it, what to ask next, what to do."""
    from detente.clearance import clear as clear_of

    return clear_of(*clear_tables(question))


@asking(ClearQuestion)
def clear(
    transactions: Any,
    parties: Any = "",
    owners: Any = "",
    listed: Any = "law",
    *,
    read_as: Mapping[str, Any] = {},
    known: str | date | None = None,
    hindsight: bool = False,
    reading: Reading = "both",
    only: Sequence[str] = (),
    cutoff: float = 90.0,
    owners_complete: bool = False,
) -> ClearAnswer:
    """What stops each transaction, which question to ask next, and what to do.

    Raises
    ------
    InputError, UnreadableFile
        When nothing of a file can be read; a faulty record is named in `faults`, the others are answered.

    Examples
    --------
    >>> answer = clear([{"id": "1", "on": "2026-07-01", "shipped_from": "CN", "destination": "US",
    ...                  "item": "dysprosium oxide", "end_use": "civil", "military": "no",
    ...                  "end_user": "MP Materials Corp."}])
    >>> answer.records[0].verdict
    'do_not_ship'
    """
    return answer_clear(ClearQuestion.read(locals()))
