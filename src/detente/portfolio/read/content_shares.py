"""Shares of metal as templates ask for them ("Steel %"), turned into the values the law asks for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from detente.rowfiles import Sheet
from detente.terms import InputError, read_amount, read_decimal

# column of a share, in percent of the customs value -> fact
CONTENT_SHARES = {
    "steel_value_pct": "steel_value_usd",
    "aluminum_value_pct": "aluminum_value_usd",
    "copper_value_pct": "copper_value_usd",
}


def with_contents(sheet: Sheet) -> Sheet:
    """The sheet with the value of each metal where a share of the value was given, and words on it.

    A share that cannot be read stays as it is written, under the name of the fact, so that its row is named.
    """
    import polars as pl

    frame = sheet.frame
    notes: list[str] = []
    for share, fact in CONTENT_SHARES.items():
        if share not in frame.columns or not frame[share].str.contains(r"\S").any():
            continue
        if fact in frame.columns:
            notes.append(f"{share} is not used: {fact} is given")
            continue
        cells = frame[share].to_list()
        fractions = _all_fractions(cells)
        worked = [
            _value(cell, value, 1 if fractions else 100)
            for cell, value in zip(cells, frame["customs_value_usd"].to_list(), strict=True)
        ]
        frame = frame.with_columns(pl.Series(fact, worked, dtype=pl.String))
        how = "as a fraction (1 is all)" if fractions else "as percent"
        notes.append(
            f"{share} is taken {how} of the customs value and makes {fact}; give {fact} where you know it"
        )
    return replace(sheet, frame=frame, notes=(*sheet.notes, *notes)) if notes else sheet


def _all_fractions(cells: list[str | None]) -> bool:
    """Whether every share is at most 1 without a percent sign, as spreadsheets keep percentages."""
    read = []
    for cell in cells:
        if cell and cell.strip():
            try:
                read.append(read_decimal(cell, what="share"))
            except InputError:
                return False
    return any(0 < number < 1 for number in read) and all(number <= 1 for number in read)


def _value(share: str | None, value: str | None, whole: int) -> str | None:
    if share is None or not share.strip():
        return None
    try:
        part = read_decimal(share.strip().rstrip("%％ "), what="share")
        if not 0 <= part <= whole:
            return share
        return str((read_amount(value) * part / whole).quantize(Decimal("0.01")))
    except InputError:
        return share if value else None
