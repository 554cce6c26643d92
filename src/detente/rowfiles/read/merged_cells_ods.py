"""What an ODS sheet says of its cells: which are shown as one, and how many stand for a few that repeat."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from detente.rowfiles.read.grid import Merged
from detente.terms import UnreadableFile

MAX_CONTENT = 200_000_000  # bytes of the part that holds the cells; of a larger one nothing is filled
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HEAD = 4096
_OFTEN = re.compile(rb'-repeated="[0-9]{4,}"')


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


def filled_in_ods(file: Path | IO[bytes], where: str) -> int:
    """How many filled cells the sheets unfold to: a cell or a row written once may stand for a million.

    Raises
    ------
    UnreadableFile
        When the sheets declare a document type, which no program writes into them.
    """
    with zipfile.ZipFile(file) as packed:
        if "content.xml" not in packed.namelist():
            return 0
        with packed.open("content.xml") as text:
            if b"<!DOCTYPE" in text.read(_HEAD):
                raise UnreadableFile(
                    "its sheets declare a document type", where=where, remedy="save it again"
                )
        if not _repeats_often(packed):
            return 0
        cells = 0
        with packed.open("content.xml") as text:
            try:
                for _, element in ElementTree.iterparse(text):  # noqa: S314 - no entities: checked above
                    if element.tag != _ROW:
                        continue
                    wide = sum(
                        _number(cell, "number-columns-repeated")
                        for cell in element
                        if any(part.strip() for part in cell.itertext())
                    )
                    cells += wide * _number(element, "number-rows-repeated")
                    element.clear()
            except ElementTree.ParseError:
                return cells
        return cells


def _repeats_often(packed: zipfile.ZipFile) -> bool:
    """Whether anything is said to repeat a thousand times."""
    rest = b""
    with packed.open("content.xml") as text:
        while chunk := text.read(1 << 20):
            window = rest + chunk
            if _OFTEN.search(window):
                return True
            rest = window[-64:]
    return False


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
