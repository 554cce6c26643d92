"""Outcomes as columns of a portfolio: duty, low and high under each, one row a line of the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detente.outcomes.costs.compare import outcomes_on
from detente.outcomes.costs.compute import Computed
from detente.outcomes.costs.timing_answer import Timing
from detente.outcomes.entering.timing import compare_days
from detente.outcomes.laying.store import with_files
from detente.portfolio import Bools, Ints, PortfolioAnswer, drawback_column, long, wide
from detente.regime import Reading, Tables
from detente.terms import InputError

if TYPE_CHECKING:
    import polars as pl


def answered_frame(
    answer: PortfolioAnswer,
    law: Tables,
    layout: str,
    *,
    outcomes: str = "",
    files: Sequence[Path] = (),
    known: str | None = None,
    timing: bool = False,
    reading: Reading = "both",
) -> tuple[pl.DataFrame, Timing | None]:
    """The rows of an answered file as written, and the ways of entry compared where that was asked for.

    Parameters
    ----------
    layout : {"wide", "long"}
        One row a line, or one row a line and layer; outcomes and drawback are columns of the wide one.
    outcomes : str
        Outcomes with commas between: columns of duty, low and high under each.
    known : str, optional
        Day of the knowledge used for the outcomes; default the day they are written for.
    reading : {"both", "announced", "text"}
        Of what no outcome decides, where an extension was announced and no instrument was seen: with both, a
        line that owes otherwise under the two has bounds and no duty.

    Raises
    ------
    InputError
        When an outcome cannot be laid.
    """
    if layout != "wide":
        return long(answer), None
    frame = wide(answer)
    if "reexported_on" in answer.sheet.frame.columns:
        frame = frame.hstack([drawback_column(answer.rows, law)])
    if not outcomes:
        return frame, None
    names = [name.strip() for name in outcomes.split(",") if name.strip()]
    if not names:
        raise InputError("no outcome is named", where="--outcomes", remedy="give names with commas between")
    computed = outcomes_on(
        answer.sheet, names[1:], rows=with_files(files), known=known, against=names[0], reading=reading
    )
    frame = frame.hstack(outcome_columns(computed))
    if not timing:
        return frame, None
    every = compare_days(
        answer.sheet, computed.by_name, computed.ground.law, computed.known, top=None, reading=reading,
        planned=computed,
    )  # fmt: skip
    return frame.hstack(timing_columns(computed, every)), every


def outcome_columns(computed: Computed) -> pl.DataFrame:
    """``<outcome>_duty_usd``, ``_low_usd``, ``_high_usd``; empty where a line is unread or unbounded."""
    import polars as pl

    answered = computed.answer.answered

    def column(name: str, cents: Ints, there: Bools) -> pl.Series:
        return pl.Series(name, np.where(there & answered, cents / 100, np.nan)).fill_nan(None)

    columns: list[pl.Series] = []
    for name, m in zip(computed.names, computed.money, strict=True):
        columns += [
            column(f"{name}_duty_usd", m.duty, m.settled),
            column(f"{name}_low_usd", m.low, answered),
            column(f"{name}_high_usd", m.high, ~m.open_top),
        ]
    return pl.DataFrame(columns)


def timing_columns(computed: Computed, answer: Timing) -> pl.DataFrame:
    """``<outcome>_bond_day``, ``_bond_usd``, ``_zone_usd``, ``_drawback_usd``; empty where it is not settled.

    `answer` must hold every line.
    """
    import polars as pl

    sheet = computed.answer.sheet
    held = {(sheet.place(r.row), r.outcome): r for r in answer.held_lines}
    drawn = {(sheet.place(r.row), r.outcome): r for r in answer.drawn_lines}
    columns: list[pl.Series] = []
    for name in computed.names:
        rows = [held.get((i, name)) for i in range(sheet.frame.height)]
        back = [drawn.get((i, name)) for i in range(sheet.frame.height)]
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
