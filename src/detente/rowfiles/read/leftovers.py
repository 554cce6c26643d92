"""Rows that hold no record: blank ones, totals, the header printed again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from detente.terms import InputError, read_amount

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

_TOTAL = (
    r"(?i)^\s*(?:(?:grand|sub|report|page|overall|portfolio)[\s-]*)?totals?(?:\s*[:：]|\s+(?:usd|value|amount|lines?|all))?\s*[:：]?\s*$"
    r"|^\s*(?:合\s*计|总\s*计|小\s*计|合\s*計|總\s*計|小\s*計|累计|总额|總額|sum|summe|gesamt)\s*[:：]?\s*$"
)
_SHOWN = 5


def leave_out(
    frame: pl.DataFrame, keys: Sequence[str], names: Sequence[str | None], numbers: NDArray[np.int64]
) -> tuple[pl.DataFrame, NDArray[np.int64], tuple[str, ...]]:
    """The records of a table, their rows, and what was left out.

    Parameters
    ----------
    keys : sequence of str
        Columns every record must have: a row of totals has at most one of them, or one of several.
    names : sequence of str
        The header, to know it again.
    """
    import polars as pl

    if not frame.height or not frame.width:
        return frame, numbers, ()
    blank = _mask(frame, pl.all_horizontal((pl.all().str.strip_chars() == "").fill_null(True)))
    totals, repeated = np.zeros_like(blank), np.zeros_like(blank)
    if keys:
        totals = (_totals(frame, keys) | _bare_sum(frame, keys, blank)) & ~blank
        lead = frame.columns[next((i for i, n in enumerate(names) if n), 0)]
        if (frame[lead] == names[frame.columns.index(lead)]).any():
            same = [
                pl.col(c).str.strip_chars().fill_null("") == (n or "").strip()
                for c, n in zip(frame.columns, names, strict=False)
            ]
            repeated = _mask(frame, pl.all_horizontal(same)) & ~blank
    notes = [
        _said(numbers[rows], words)
        for rows, words in (
            (totals, "holds a total and is left out"),
            (repeated, "repeats the header and is left out"),
        )
        if rows.any()
    ]
    inner = blank.copy()
    inner[np.flatnonzero(~blank)[-1] + 1 if (~blank).any() else 0 :] = False
    if inner.any():
        notes.append(_said(numbers[inner], "is blank and is left out"))
    kept = ~(blank | totals | repeated)
    if kept.all():
        return frame, numbers, ()
    return frame.filter(pl.Series(kept)), numbers[kept], tuple(notes)


def _totals(frame: pl.DataFrame, keys: Sequence[str]) -> NDArray[np.bool_]:
    """Rows that hold the word of a total and lack most of what a record has."""
    import polars as pl

    if len(keys) < 2:
        return np.zeros(frame.height, dtype=bool)
    empty = pl.sum_horizontal(
        ((pl.col(k).str.strip_chars() == "") | pl.col(k).str.contains(_TOTAL)).fill_null(True) for k in keys
    )
    candidates = _mask(frame, empty >= (len(keys) + 1) // 2)
    if not candidates.any():
        return candidates
    rows = np.flatnonzero(candidates)
    worded = frame[rows].select(pl.any_horizontal(pl.all().str.contains(_TOTAL).fill_null(False))).to_series()
    candidates[rows] = worded.to_numpy()
    return candidates


def _bare_sum(frame: pl.DataFrame, keys: Sequence[str], blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A last row with one amount and nothing else, which is the sum of those above it."""
    found = np.zeros(frame.height, dtype=bool)
    filled = np.flatnonzero(~blank)
    if len(filled) < 3:
        return found
    last = frame.row(int(filled[-1]))
    alone = [name for name, cell in zip(frame.columns, last, strict=True) if cell and cell.strip()]
    if len(alone) != 1 or alone[0] not in keys:
        return found
    amounts = [_amount(cell) for cell in frame[alone[0]].to_list()]
    total = amounts[int(filled[-1])]
    above = [a for i, a in enumerate(amounts) if i != filled[-1] and a is not None]
    found[filled[-1]] = total is not None and total > 0 and sum(above, Decimal(0)) == total
    return found


def _amount(cell: str | None) -> Decimal | None:
    try:
        return read_amount(cell) if cell else None
    except InputError:
        return None


def _mask(frame: pl.DataFrame, expression: pl.Expr) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = frame.select(expression.alias("mask")).to_series().to_numpy().copy()
    return mask


def _said(rows: NDArray[np.int64], words: str) -> str:
    shown = ", ".join(str(n) for n in rows[:_SHOWN].tolist())
    if len(rows) == 1:
        return f"row {shown} {words}"
    plural = words.replace("holds a total and is", "hold totals and are").replace("repeats", "repeat")
    plural = plural.replace("is blank and is", "are blank and are").replace(" and is ", " and are ")
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return f"rows {shown}{more} {plural}"
