"""The lines of two readings laid into one stack, and what would settle which of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from detente.duties.duty_answer import DutyLine
from detente.duties.layers import Question
from detente.duties.states import states_of
from detente.regime import Settling, settling


def lines_of_both(text: Sequence[DutyLine], announced: Sequence[DutyLine] = ()) -> tuple[DutyLine, ...]:
    """The lines of the text; one that the announced reading gives otherwise has both rates and no amount."""
    if not announced:
        return tuple(text)
    others = {_key(line): line for line in announced}
    rows = [_of_both(line, others.pop(_key(line), None)) for line in text]
    return (*rows, *(_of_both(None, line) for line in others.values()))


def settled_by_of(text: Question, announced: Question) -> tuple[Settling, ...]:
    """The clocks over measures that stand otherwise under the announced reading."""
    one, two = (
        dict(states_of(ask.tables, ask.direction, str(ask.origin), ask.moment, ask.known, ask.state))
        for ask in (text, announced)
    )
    differ = {m.id for m in (*one, *two) if one.get(m) != two.get(m)}
    return settling(text.tables, differ, text.moment, text.known)


def _key(line: DutyLine) -> tuple[str, str]:
    return line.measure, line.provision


def _of_both(text: DutyLine | None, announced: DutyLine | None) -> DutyLine:
    line = text or announced
    assert line is not None
    if text is not None and announced is not None and _owes(text) == _owes(announced):
        return text
    same = text is not None and announced is not None and text.status == announced.status
    words = f"{_words(text)} by the text or {_words(announced)} as announced"
    return line.model_copy(update={
        "status": line.status if same else "not_settled",
        "rate": words if words.startswith(_words(text)) and not _alike(text, announced) else line.rate,
        "rate_pct": line.rate_pct if _alike(text, announced) else None,
        "duty_usd": None,
        "because": line.because if text is None or announced is None or text.because == announced.because
        else f"{text.because}; as announced: {announced.because}",
    })  # fmt: skip


def _alike(text: DutyLine | None, announced: DutyLine | None) -> bool:
    """Whether both give the line one rate, so that only what it falls on differs."""
    return text is not None and announced is not None and (text.rate, text.status) == (
        announced.rate, announced.status,
    )  # fmt: skip


def _owes(line: DutyLine) -> tuple[str, str, Decimal | None]:
    return line.status, line.rate, line.duty_usd


def _words(line: DutyLine | None) -> str:
    """The rate of a line as it is paid: nothing where it is suspended or not there."""
    if line is None:
        return "none"
    return line.rate if line.status == "in_force" else line.status.replace("_", " ")
