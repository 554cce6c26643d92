"""Rows of a worksheet as the text that Excel reads, made by whole columns: cell by cell takes minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

BLOCK = 20_000  # rows made at once: memory stays flat however long the sheet
MAX_CELL = 32_000  # Excel takes 32,767 characters a cell
_PLAIN_NUMBER = r"^-?\d{1,15}(\.\d{1,6})?$"
_ISO_DAY = r"^(19[0-9]{2}|2[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_UNSHOWN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"  # no XML text may hold these
_EXCEL_EPOCH = 25_569  # Excel's number of 1 January 1970
FIRST_SURE_DAY = "1900-03-01"  # before it Excel counts a leap day that was none


def column_letters(number: int) -> str:
    """The name of a column of a worksheet, the first being 0.

    Examples
    --------
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def row_blocks(
    frame: pl.DataFrame, kinds: Mapping[str, str], styles: Callable[[str], int], first: int
) -> Iterator[str]:
    """The rows of a frame as worksheet XML, `first` being the sheet's number of the first one.

    Parameters
    ----------
    kinds : mapping
        ``money``, ``percent``, ``number`` or ``day`` by column; other columns are text, or plain numbers if
        the frame holds numbers. Text that is no number or no day stays text.
    styles : callable
        The number of a style in the workbook: asked for ``money``, ``percent``, ``number``, ``day``.
    """
    import polars as pl

    for start in range(0, frame.height, BLOCK):
        block = frame.slice(start, BLOCK)
        lines = pl.int_range(first + start, first + start + block.height, eager=True).cast(pl.String)
        cells = [
            _cells(block[name], column_letters(j), lines, kinds.get(name, ""), styles)
            for j, name in enumerate(frame.columns)
        ]
        rows = pl.DataFrame({"row": lines, **{f"c{j}": c for j, c in enumerate(cells)}}).select(
            pl.concat_str(
                [
                    pl.lit('<row r="'),
                    "row",
                    pl.lit('">'),
                    *[f"c{j}" for j in range(len(cells))],
                    pl.lit("</row>"),
                ]
            )
        )
        yield "".join(rows.to_series().to_list())


def _cells(
    column: pl.Series, letters: str, lines: pl.Series, kind: str, styles: Callable[[str], int]
) -> pl.Series:
    """A column's cells as XML; an empty cell is no cell."""
    import polars as pl

    where = pl.concat_str([pl.lit(f'<c r="{letters}'), pl.lit(lines)])
    style = f' s="{styles(kind)}"' if kind else ""
    if column.dtype != pl.String:
        number = pl.lit(column.cast(pl.Float64).fill_nan(None) if column.dtype.is_float() else column)
        cell = pl.concat_str([where, pl.lit(f'"{style}><v>'), number.cast(pl.String), pl.lit("</v></c>")])
        return pl.select(cell.fill_null("")).to_series()
    text = pl.lit(column)
    cell = pl.concat_str(
        [
            where,
            pl.lit('" t="inlineStr"><is><t xml:space="preserve">'),
            _escaped(text),
            pl.lit("</t></is></c>"),
        ]
    )
    if kind == "day":
        day = pl.when(text.str.contains(_ISO_DAY) & (text >= FIRST_SURE_DAY)).then(text)
        serial = day.str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32) + _EXCEL_EPOCH
        cell = (
            pl.when(serial.is_not_null()).then(_number(where, style, serial.cast(pl.String))).otherwise(cell)
        )
    elif kind:
        cell = pl.when(text.str.contains(_PLAIN_NUMBER)).then(_number(where, style, text)).otherwise(cell)
    there = text.is_not_null() & (text != "")
    return pl.select(pl.when(there).then(cell).otherwise(pl.lit(""))).to_series()


def _number(where: pl.Expr, style: str, number: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.concat_str([where, pl.lit(f'"{style}><v>'), number, pl.lit("</v></c>")])


def _escaped(text: pl.Expr) -> pl.Expr:
    """Text as XML text: marks of XML escaped, characters that no sheet may hold left out.

    Excel reads ``_x0041_`` in a cell as a character of that number: such a mark is itself escaped.
    """
    return (
        text.str.slice(0, MAX_CELL)
        .str.replace_all(_UNSHOWN, "")
        .str.replace_all(r"_(x[0-9A-Fa-f]{4}_)", "_x005F_${1}")
        .str.replace_all("&", "&amp;", literal=True)
        .str.replace_all("<", "&lt;", literal=True)
        .str.replace_all(">", "&gt;", literal=True)
        .str.replace_all("\r", "&#13;", literal=True)
    )
