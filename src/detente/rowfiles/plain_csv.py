"""Delimited text of the plain kind, read as columns at once: every row has the cells of the header, quotes
are well formed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl

_QUOTE, _NEWLINE = ord('"'), ord("\n")


def plain_csv(text: str, separator: str, longest: int) -> pl.DataFrame | None:
    """The table of a text, all cells strings, empty ones null; None where it must be read cell by cell.

    Parameters
    ----------
    longest : int
        Bytes a row may have: a longer one may hold a cell that is refused.

    Examples
    --------
    >>> plain_csv('hts,note\\n8505.11.00,"magnets, bonded"\\n', ",", 100).rows()
    [('8505.11.00', 'magnets, bonded')]
    >>> plain_csv("hts,note\\n8505.11.00\\n", ",", 100) is None
    True
    """
    import polars as pl

    raw = text.replace("\r\n", "\n").rstrip("\n").encode() + b"\n"
    if b"\r" in raw or b"\0" in raw:
        return None
    header, width = _shape_of(np.frombuffer(raw, dtype=np.uint8), ord(separator), longest)
    if width < 2:
        return None
    names = raw[:header].decode().split(separator)
    if len(set(names)) != len(names) or any('"' in name for name in names):
        return None
    if header + 1 == len(raw):
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    frame = pl.read_csv(
        io.BytesIO(raw[header + 1 :]), has_header=False, new_columns=names, separator=separator,
        infer_schema=False, quote_char='"' if b'"' in raw else None,
    )  # fmt: skip
    frame = frame.select(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in names)
    filled = frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true()
    return frame.head(filled[-1] + 1 if len(filled) else 0)


def _shape_of(
    data: np.ndarray[tuple[int], np.dtype[np.uint8]], separator: int, longest: int
) -> tuple[int, int]:
    """Length of the header row and cells of every row; no cells where rows differ or a quote is not well
    formed."""
    ends = np.flatnonzero(data == _NEWLINE)
    cuts = np.flatnonzero(data == separator)
    quotes = np.flatnonzero(data == _QUOTE)
    if len(quotes):
        if not _well_formed(data, quotes, separator):
            return 0, 0
        if (np.searchsorted(quotes, ends) % 2).any():
            return 0, 0  # a row that goes over lines
        cuts = cuts[np.searchsorted(quotes, cuts) % 2 == 0]
    counts = np.diff(np.searchsorted(cuts, ends), prepend=0)
    if (counts != counts[0]).any() or int(np.diff(ends, prepend=-1).max()) > longest:
        return 0, 0
    return int(ends[0]), int(counts[0]) + 1


def _well_formed(
    data: np.ndarray[tuple[int], np.dtype[np.uint8]],
    quotes: np.ndarray[tuple[int], np.dtype[np.intp]],
    separator: int,
) -> bool:
    """Whether every quote opens a cell, closes one, or stands twice inside one."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening > 0, data[opening - 1], _NEWLINE)
    after = data[closing + 1]  # the text ends with a new line
    again = closing[:-1] + 1 == opening[1:]
    opens = (before == separator) | (before == _NEWLINE)
    closes = (after == separator) | (after == _NEWLINE)
    opens[1:] |= again
    closes[:-1] |= again
    return bool(opens.all() and closes.all())
