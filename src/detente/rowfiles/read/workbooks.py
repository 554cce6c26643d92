"""Workbooks to a grid: the sheet that has the header, its cells as text, the cells that are merged."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from detente.rowfiles.excel_extent import MOST_CELLS, check_extent
from detente.rowfiles.read.columns import Accepted
from detente.rowfiles.read.grid import Grid, Merged
from detente.rowfiles.read.header import HEAD_ROWS, Header, find_header
from detente.rowfiles.read.merged_cells_ods import filled_in_ods, merged_in_ods
from detente.terms import UnreadableFile, nearest

MAX_UNZIPPED = 2_000_000_000
MAX_SENT_UNZIPPED = 200_000_000  # of what was sent to a server
MAX_SENT_CELLS = 5_000_000
MAX_PART = 5_000_000  # bytes of a small part of a workbook, or of the tail of a sheet
MOST_SHEETS = 200
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FIRST_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})\d')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class _Candidate:
    name: str
    header: Header
    rows: int


def workbook_grid(
    given: Path | bytes, where: str, accepted: Accepted, said: frozenset[str], sheet: str
) -> Grid:
    """The table of a workbook, of a file or of what was sent.

    Raises
    ------
    UnreadableFile
        When it would be too large, has no such sheet, or several sheets have the header.
    """
    import fastexcel

    packed = zipfile.is_zipfile(_file(given))
    if packed:
        sent = isinstance(given, bytes)
        _check_size(given, where, MAX_SENT_UNZIPPED if sent else MAX_UNZIPPED)
        most = MAX_SENT_CELLS if sent else MOST_CELLS
        check_extent(_file(given), where, most)
        if (cells := filled_in_ods(_file(given), where)) > most:
            raise UnreadableFile(
                f"its sheets unfold to {cells:,} cells, more than can be read",
                where=where,
                remedy="split the file",
            )
    book = fastexcel.read_excel(given)
    names = _sheets(book, sheet, where)
    chosen = _choose([c for c in (_look(book, n, accepted, said) for n in names) if c], accepted, where)
    whole = book.load_sheet(chosen.name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    whole.columns = [str(i) for i in range(whole.width)]
    names_row = whole.row(chosen.header.place)
    merged = _merged(given, chosen.name) if packed else ()
    notes = (
        (f"sheet {chosen.name!r} is read, of {', '.join(book.sheet_names[:8])}",)
        if len(book.sheet_names) > 1
        else ()
    )
    return Grid(
        [" ".join(str(cell or "").split()) for cell in names_row],
        whole.slice(chosen.header.last + 1), chosen.header.last + 2, chosen.header.place,
        chosen.header.last > chosen.header.place, chosen.name, typed=True, merged=merged, notes=notes,
    )  # fmt: skip


def _file(given: Path | bytes) -> Path | io.BytesIO:
    return io.BytesIO(given) if isinstance(given, bytes) else given


def _check_size(given: Path | bytes, where: str, most: int) -> None:
    with zipfile.ZipFile(_file(given)) as packed:
        size = sum(item.file_size for item in packed.infolist())
    if size > most:
        raise UnreadableFile(f"unpacked it would be {size:,} bytes", where=where, remedy="split the file")


def _sheets(book: Any, sheet: str, where: str) -> list[str]:
    """The sheets to look at: the one that was named, or all."""
    names = list(book.sheet_names)
    if not sheet:
        return names[:MOST_SHEETS]
    same = [n for n in names if n == sheet] or [n for n in names if n.strip().casefold() == sheet.casefold()]
    if same:
        return same[:1]
    raise UnreadableFile(
        f"there is no sheet {sheet[:60]!r}", where=where,
        remedy=nearest(sheet, names) or f"its sheets: {', '.join(names[:20])}",
    )  # fmt: skip


def _look(book: Any, name: str, accepted: Accepted, said: frozenset[str]) -> _Candidate | None:
    """What the first rows of a sheet say; nothing of an empty or hidden one beside others."""
    loaded = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=HEAD_ROWS, dtypes="string")
    if loaded.visible != "visible" and len(book.sheet_names) > 1:
        return None
    head = loaded.to_polars().rows()
    header = find_header(head, accepted, said)
    if header is None:
        return None
    below = sum(1 for row in head[header.last + 1 :] if any(cell and cell.strip() for cell in row))
    return _Candidate(name, header, below)


def _choose(candidates: list[_Candidate], accepted: Accepted, where: str) -> _Candidate:
    if not candidates:
        raise UnreadableFile("it has no cells", where=where)
    if not accepted.required:
        return candidates[0]
    whole = [c for c in candidates if c.header.required >= len(accepted.required)]
    full = [c for c in whole if c.rows] or whole
    if len(full) > 1:
        names = ", ".join(repr(c.name) for c in full[:20])
        raise UnreadableFile(
            f"{len(full)} sheets have the columns: {names}", where=where,
            remedy=f'say which is meant: --sheet "{full[0].name}"',
        )  # fmt: skip
    return full[0] if full else max(candidates, key=lambda c: (c.header.required, c.header.meanings, c.rows))


def _merged(given: Path | bytes, sheet: str) -> tuple[Merged, ...]:
    """Merged cells of a sheet, with columns counted from the first that is used."""
    with zipfile.ZipFile(_file(given)) as packed:
        if "content.xml" in packed.namelist():
            return merged_in_ods(_file(given), sheet)
        part = _part_of(packed, sheet)
        if part is None:
            return ()
        marks: list[tuple[bytes, ...]] = []
        first = 16384
        rest = b""
        with packed.open(part) as text:
            while chunk := text.read(1 << 20):
                window = rest + chunk
                if b"mergeCell" in window:
                    marks += _MERGED.findall(window)
                for letters in set(_FIRST_CELL.findall(window)):
                    first = min(first, _number(letters))
                rest = window[-200:]
    spans = {(int(b) - 1, int(d) - 1, _number(a), _number(c)) for a, b, c, d in marks}
    return tuple(Merged(top, end, left - first, right - first) for top, end, left, right in sorted(spans))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the package that holds a sheet."""
    try:
        book, links = (
            ElementTree.fromstring(_small_part(packed, name))  # noqa: S314 - no entities: refused by _small_part
            for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
    except (KeyError, ElementTree.ParseError, ValueError):
        return None
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    for element in book.iter():
        if element.tag.rsplit("}", 1)[-1] == "sheet" and element.get("name") == sheet:
            target = targets.get(element.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return part if part in packed.namelist() else None
    return None


def _small_part(packed: zipfile.ZipFile, name: str) -> bytes:
    if packed.getinfo(name).file_size > MAX_PART:
        raise ValueError(name)
    text = packed.read(name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValueError(name)
    return text
