"""Outcomes as columns of a portfolio: duty, low and high under each, one row a line of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.outlook.exposure import Computed

if TYPE_CHECKING:
    import polars as pl


def outcome_columns(made: Computed) -> pl.DataFrame:
    """``<outcome>_duty_usd``, ``_low_usd``, ``_high_usd``; empty where a line could not be read or has no bound."""
    import polars as pl

    height = made.answer.sheet.frame.height
    place = {a.row - made.answer.sheet.first_row: i for i, a in enumerate(made.book.answers)}
    at = [place.get(r) for r in range(height)]
    columns: list[pl.Series] = []
    for name, m in zip(made.names, made.money, strict=True):
        duty = [int(m.duty[i]) / 100 if i is not None and m.settled[i] else None for i in at]
        low = [int(m.low[i]) / 100 if i is not None else None for i in at]
        high = [int(m.high[i]) / 100 if i is not None and not m.open_top[i] else None for i in at]
        columns += [
            pl.Series(f"{name}_duty_usd", duty, dtype=pl.Float64),
            pl.Series(f"{name}_low_usd", low, dtype=pl.Float64),
            pl.Series(f"{name}_high_usd", high, dtype=pl.Float64),
        ]
    return pl.DataFrame(columns)
