"""Customs values of a file in another currency, at the rate that the row itself gives: in dollars."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from detente.duties import CURRENCY, RATE, read_facts, value_in_dollars
from detente.portfolio.read.shipments import Ints, filled_text
from detente.regime import Tables
from detente.terms import DetenteError

if TYPE_CHECKING:
    import polars as pl

MONEY = "customs_value_usd"
PLACE = 3  # where faults of the value stand among those of a row
Fault = Callable[[Ints, int, str, str], None]


def values_in_dollars(
    cells: pl.Series, frame: pl.DataFrame, law: Tables, fault: Fault
) -> tuple[pl.Series, list[tuple[int, str]]]:
    """Customs values as texts of dollars, and for every row converted what was taken.

    A row whose currency or rate cannot be used gets a fault, and a value of zero in its place.
    """
    import polars as pl

    names = [name for name in (CURRENCY, RATE) if name in frame.columns]
    if not names:
        return cells, []
    columns = {name: filled_text(frame[name]).to_list() for name in names}
    texts: list[str | None] = filled_text(cells.cast(pl.String)).to_list()
    said = []
    for i, text in enumerate(texts):
        given = {name: column[i] for name, column in columns.items() if column[i] is not None}
        if not given or text is None:
            continue
        try:
            dollars, words = value_in_dollars(text, read_facts(given, law)[0], MONEY)
        except DetenteError as wrong:
            fault(np.array([i]), PLACE, wrong.where if wrong.where in given else MONEY, wrong.text)
            texts[i] = "0"
            continue
        texts[i] = str(dollars)
        if words:
            said.append((i, words))
    return pl.Series(MONEY, texts, dtype=pl.String), said
