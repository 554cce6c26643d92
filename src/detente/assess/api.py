"""Python entry points over frames and days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from detente.regime.shown import Card
from detente.regime.status import card
from detente.regime.tables import tables
from detente.regime.timeline import State
from detente.terms import InputError, Instant, read_day

if TYPE_CHECKING:
    import polars as pl


def status(
    *,
    on: str | date,
    known: str | date | None = None,
    hindsight: bool = False,
    side: str = "",
) -> Card:
    """What holds on a day, as known on a day.

    Parameters
    ----------
    on : str or date
        Day or minute the rules would apply; a minute is read on each side's own clock, or with its offset.
    known : str or date, optional
        Day of the knowledge used; default `on`.
    hindsight : bool
        Use all knowledge to the last verified day instead.
    side : str
        Only measures of one side, ``US`` or ``CN`` in any spelling.

    Returns
    -------
    Card
        Families with their rows, rates in percent, moments in the imposing side's wall clock.

    Raises
    ------
    InputError
        When a day cannot be read, or `known` and `hindsight` are both given.

    Examples
    --------
    >>> next(f.rate for f in status(on="2025-10-26").families if f.family == "reciprocal")
    '10 %'
    """
    law = tables()
    instant = Instant.read(on, what="on")
    if hindsight and known is not None:
        raise InputError("known and hindsight cannot both be given", remedy="leave one out")
    asked = (
        law.verified
        if hindsight
        else read_day(known, what="known").isoformat()
        if known
        else instant.day.isoformat()
    )
    return card(law, instant.text, asked, side=side, hindsight=hindsight)


def assess(
    frame: Any,
    *,
    known: str | None = None,
    state: State = "by_text",
    layout: Literal["wide", "long"] = "wide",
) -> pl.DataFrame:
    """Answer every row of a frame (polars, or anything polars can take: pandas, Arrow, a mapping of lists).

    Parameters
    ----------
    frame : frame
        Columns hts, origin, entry_date, customs_value_usd, and any fact.
    known : str, optional
        Day of the knowledge used for all rows.
    layout : {"wide", "long"}
        One row a line, or one row a line and layer.

    Returns
    -------
    polars.DataFrame
        Input columns and answers; duties in USD, rates in percent of customs value.

    Raises
    ------
    InputError
        When a required column is missing. Bad rows come back with status ``error``.
    """
    import polars as pl

    from detente.assess.layout import long, wide
    from detente.assess.portfolio import assess_sheet
    from detente.assess.rows import frame_sheet

    table = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    answer = assess_sheet(frame_sheet(table), known=known, state=state)
    return wide(answer) if layout == "wide" else long(answer)
