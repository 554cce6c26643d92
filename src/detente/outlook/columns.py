"""Outcomes as columns of a portfolio: duty, low and high under each, one row a line of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.outlook.exposure import Computed
from detente.outlook.timing_answer import Timing

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


def timing_columns(made: Computed, answer: Timing) -> pl.DataFrame:
    """``<outcome>_bond_day``, ``_bond_usd``, ``_zone_usd``, ``_drawback_usd``; empty where the law or the facts leave it open.

    `answer` must hold every line.
    """
    import polars as pl

    height, first = made.answer.sheet.frame.height, made.answer.sheet.first_row
    held = {(r.row - first, r.outcome): r for r in answer.held_lines}
    drawn = {(r.row - first, r.outcome): r for r in answer.drawn_lines}
    columns: list[pl.Series] = []
    for name in made.names:
        rows = [held.get((i, name)) for i in range(height)]
        back = [drawn.get((i, name)) for i in range(height)]
        bond = [None if r is None else float(r.best_usd) for r in rows]
        zone = [None if r is None or r.zone_usd is None else float(r.zone_usd) for r in rows]
        leaving = [None if b is None else float(b.drawback_usd) for b in back]
        columns += [
            pl.Series(f"{name}_bond_day", [None if r is None else r.best_day for r in rows], dtype=pl.String),
            pl.Series(f"{name}_bond_usd", bond, dtype=pl.Float64),
            pl.Series(f"{name}_zone_usd", zone, dtype=pl.Float64),
            pl.Series(f"{name}_drawback_usd", leaving, dtype=pl.Float64),
        ]
    return pl.DataFrame(columns)
