"""Cells of an ODS sheet that are shown as one: a cell that spans rows or columns covers those beside it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from detente.rowfiles.read.grid import Merged

MAX_CONTENT = 200_000_000  # bytes of the part that holds the cells; of a larger one nothing is filled
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HEAD = 4096


def merged_in_ods(file: Path | IO[bytes], sheet: str) -> tuple[Merged, ...]:
    """Merged cells of a sheet, with columns counted from the first that holds anything."""
    with zipfile.ZipFile(file) as packed:
        part = "content.xml"
        if part not in packed.namelist() or packed.getinfo(part).file_size > MAX_CONTENT:
            return ()
        with packed.open(part) as text:
            if b"<!DOCTYPE" in text.read(_HEAD):
                return ()
        with packed.open(part) as text:
            try:
                spans = list(_spans(text, sheet))
            except ElementTree.ParseError:
                return ()
    first = min((left for _, _, left, _ in spans), default=0)
    return tuple(
        Merged(top, end, left - first, right - first)
        for top, end, left, right in spans
        if end > top or right > left
    )


def _spans(text: IO[bytes], sheet: str) -> Iterator[tuple[int, int, int, int]]:
    """First and last row, first and last column of every cell that holds anything."""
    row, inside = 0, False
    for event, element in ElementTree.iterparse(text, events=("start", "end")):  # noqa: S314 - no entities
        if event == "start":
            if element.tag == _SHEET:
                row, inside = 0, element.get(f"{_TABLE}name") == sheet
            continue
        if element.tag != _ROW:
            continue
        if inside:
            yield from _cells_of(element, row)
        row += _number(element, "number-rows-repeated")
        element.clear()


def _cells_of(element: ElementTree.Element, row: int) -> Iterator[tuple[int, int, int, int]]:
    column = 0
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if any(part.strip() for part in cell.itertext()):
            yield row, row + down - 1, column, column + across - 1
        column += _number(cell, "number-columns-repeated")


def _number(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or "1"
    return int(text) if text.isdigit() and len(text) < 8 else 1
