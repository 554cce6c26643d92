"""Rows and families of the card under both readings: what the text says, and what was announced."""

from __future__ import annotations

from collections.abc import Sequence

from detente.regime.on_a_day import sentences
from detente.regime.on_a_day.shown import RowReading, StatusRow


def row_of_both(text: StatusRow, announced: StatusRow | None) -> StatusRow:
    """One row that holds both readings where they differ, else the row of the text."""
    if announced is None or _stands(text) == _stands(announced):
        return text
    one, two = _reading("text", text), _reading("announced", announced)
    rate = sentences.either((one.words, one.words_zh), (two.words, two.words_zh))
    because = sentences.either((text.because, text.because_zh), (announced.because, announced.because_zh))
    return text.model_copy(update={
        "status": text.status if text.status == announced.status else NOT_SETTLED,
        "rate": rate[0], "rate_zh": rate[1], "suspended_points": "", "readings": (one, two),
        "because": because[0], "because_zh": because[1],
        "confidence": max(text.confidence, announced.confidence),
        "cite": tuple(dict.fromkeys((*text.cite, *announced.cite))),
    })  # fmt: skip


NOT_SETTLED = "not_settled"


def family_readings(rows: Sequence[StatusRow]) -> tuple[RowReading, ...]:
    """Both readings of the rows of a family that are not settled, each with its status and rates."""
    open_rows = [row for row in rows if row.readings]
    if not open_rows:
        return ()
    pairs = zip(*(row.readings for row in open_rows), strict=True)
    return tuple(_joined(list(each)) for each in pairs)


def _joined(each: list[RowReading]) -> RowReading:
    """One reading of several rows: its status where they share one, and their rates."""
    statuses = {one.status for one in each}
    words = [(one.words, one.words_zh) for one in each]
    return RowReading(
        reading=each[0].reading, status=statuses.pop() if len(statuses) == 1 else NOT_SETTLED,
        rate=_several([one.rate for one in each]), rate_zh=_several([one.rate_zh for one in each]),
        words=_several([en for en, _ in words]), words_zh=_several([zh for _, zh in words]),
    )  # fmt: skip


def _several(words: list[str]) -> str:
    """Each once, the first four of them."""
    each = list(dict.fromkeys(w for w in words if w))
    return " / ".join(each[:4]) + (" …" if len(each) > 4 else "")


def _stands(row: StatusRow) -> tuple[str, ...]:
    return row.status, row.rate, row.suspended_points


def _reading(name: str, row: StatusRow) -> RowReading:
    words = (row.rate, row.rate_zh)
    if row.status != "in_force":
        words = sentences.STATUS_WORDS[row.status]
    return RowReading(
        reading="text" if name == "text" else "announced", status=row.status, rate=row.rate,
        rate_zh=row.rate_zh, words=words[0], words_zh=words[1],
    )  # fmt: skip
