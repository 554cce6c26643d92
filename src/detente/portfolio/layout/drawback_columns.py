"""What comes back of a portfolio's lines when their goods leave again or are destroyed, as a column of
USD."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from detente.duties import (
    TERRITORY,
    base_line,
    bounds_of,
    drawback_of,
    fee_lines,
    layer_lines,
    question_of,
    schedule,
)
from detente.portfolio.evaluation import LineAnswer
from detente.regime import Tables

if TYPE_CHECKING:
    import polars as pl


def drawback_column(rows: Iterable[LineAnswer], law: Tables) -> pl.Series:
    """Column ``drawback_usd`` of a portfolio: of every settled line that leaves again, as of the single
    shipment."""
    import polars as pl

    values: list[float | None] = []
    for row in rows:
        ship = row.ship
        if ship is None or row.status != "ok" or "reexported_on" not in ship.facts:
            values.append(None)
            continue
        ask = question_of(ship, law, schedule(TERRITORY[ship.direction]), "by_text", ship.known)
        bounds = bounds_of(ask)
        lines = [base_line(ask, bounds.outcome.base), *layer_lines(ask, bounds)]
        back = drawback_of(ship, law, lines, fee_lines(ask, bounds), True)
        values.append(None if back is None or back.drawback_usd is None else float(back.drawback_usd))
    return pl.Series("drawback_usd", values, dtype=pl.Float64)
