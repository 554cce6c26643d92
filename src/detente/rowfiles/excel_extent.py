"""How far the cells of a workbook reach, read off its sheets before they are loaded.

A reader of workbooks makes room for the whole rectangle that the cells span: two cells in opposite corners of
one sheet ask for 17 thousand million cells.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from detente.terms import UnreadableFile

MOST_CELLS = 50_000_000
_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK = 1 << 20
_LONGEST_TAG = 64  # bytes of a chunk looked at again with the next, so that no cell is cut in two


def check_extent(file: Path | IO[bytes], where: str, most: int = MOST_CELLS) -> None:
    """Refuse a workbook with a sheet whose cells span more than `most`.

    Raises
    ------
    UnreadableFile
        With the rows and columns the cells of the sheet span.
    """
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            rows, columns = _extent(packed, name)
            if rows * columns > most:
                raise UnreadableFile(
                    f"the cells of a sheet span {rows:,} rows and {columns:,} columns, more than can be read",
                    where=where,
                    remedy="delete the cells far from the table (Ctrl+End shows the last one) and save again",
                )


def _extent(packed: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Last row and last column of the cells of one sheet."""
    last_row = last_column = 0
    seen: set[bytes] = set()
    rest = b""
    with packed.open(name) as sheet:
        while chunk := sheet.read(_CHUNK):
            text = rest + chunk
            for letters, digits in _CELL.findall(text):
                last_row = max(last_row, int(digits))
                seen.add(letters)
            rest = text[-_LONGEST_TAG:]
    for letters in seen:
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        last_column = max(last_column, number)
    return last_row, last_column
