"""A table before its columns have a meaning: names as the file writes them, cells as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Merged:
    """Cells that a workbook shows as one: rows and columns from 0, both ends in it."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """Names and rows of a table.

    Parameters
    ----------
    names : list of str
        The header's cells.
    frame : DataFrame
        Rows below it; columns ``0``, ``1`` …, all text.
    first_row : int
        The file's row of the first of them.
    above : int
        Rows above the header.
    second : bool
        Whether a second row of names was passed over.
    sheet : str
        Name of the sheet, where the file has several.
    typed : bool
        Whether numbers came as numbers.
    merged : tuple of Merged
        Cells shown as one.
    """

    names: list[str]
    frame: pl.DataFrame
    first_row: int
    above: int = 0
    second: bool = False
    sheet: str = ""
    typed: bool = False
    merged: tuple[Merged, ...] = ()
    notes: tuple[str, ...] = ()
