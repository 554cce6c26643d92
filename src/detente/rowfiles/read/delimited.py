"""Delimited text to a grid: which character separates, where the header stands, rows of any length."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from detente.rowfiles.plain_csv import plain_csv
from detente.rowfiles.read.columns import Accepted
from detente.rowfiles.read.grid import Grid
from detente.rowfiles.read.header import HEAD_ROWS, find_header
from detente.rowfiles.rows import RAGGED
from detente.terms import UnreadableFile

if TYPE_CHECKING:
    import polars as pl

MAX_CELL = 32_000
SEPARATORS = ",;\t|"
_HEAD_CHARACTERS = 200_000


def delimited_grid(text: str, where: str, accepted: Accepted, said: frozenset[str]) -> Grid:
    """The table of a text.

    Raises
    ------
    UnreadableFile
        When there is no header, or a cell is too long or not closed.
    """
    separator, skipped = _declared(text)
    body = text[skipped:]
    head_text = body[:_HEAD_CHARACTERS]
    separator = separator or _separator(head_text, accepted, said)
    head, ends = _head(head_text, separator, where)
    header = find_header(head, accepted, said)
    if header is None:
        raise UnreadableFile("the first row is empty: a header is needed", where=where)
    names = [cell.strip().strip("\ufeff").strip() for cell in head[header.place]]
    rest = body[ends[header.last] :]
    frame = _rows(rest, names, separator, where)
    first = header.last + 2 + (1 if skipped else 0)
    return Grid(names, frame, first, header.place + (1 if skipped else 0), header.last > header.place)


def _declared(text: str) -> tuple[str, int]:
    """The separator that a first line ``sep=;`` declares, and the length of that line."""
    line = text[: text.find("\n") + 1]
    plain = line.strip().strip('"')
    if len(plain) == 5 and plain.lower().startswith("sep="):
        return plain[4], len(line)
    return "", 0


def _separator(head: str, accepted: Accepted, said: frozenset[str]) -> str:
    """The separator under which the head names most columns, and then splits its rows most."""
    best, chosen = (-1, -1, -1), ","
    for mark in SEPARATORS:
        count = head.count(mark)
        if not count:
            continue
        try:
            rows = [
                row
                for row, _ in zip(
                    csv.reader(io.StringIO(head, newline=""), delimiter=mark), range(HEAD_ROWS), strict=False
                )
            ]
        except csv.Error:
            continue
        header = find_header(rows, accepted, said)
        if header is None:
            continue
        alike = sum(1 for row in rows[header.place :] if len(row) == len(rows[header.place]) > 1)
        score = (header.meanings if header.meanings > 1 else 0, alike, len(rows[header.place]))
        if score > best:
            best, chosen = score, mark
    return chosen


def _head(text: str, separator: str, where: str) -> tuple[list[list[str]], list[int]]:
    """The first rows, and how many characters of the text each of them ends at."""
    csv.field_size_limit(MAX_CELL)
    lines = _Lines(text)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in csv.reader(lines, delimiter=separator):
            rows.append(row)
            ends.append(lines.read)
            if len(rows) >= HEAD_ROWS:
                break
    except csv.Error as fault:
        if not rows:
            raise UnreadableFile(f"a cell is too long or not closed ({fault})", where=where) from None
    return rows, ends


class _Lines:
    """Lines of a text, and how many of its characters were given out."""

    def __init__(self, text: str) -> None:
        self.read = 0
        self._lines = io.StringIO(text, newline="")

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.read += len(line)
        return line


def _rows(text: str, names: list[str], separator: str, where: str) -> pl.DataFrame:
    """The rows under the header as columns ``0``, ``1`` …"""
    import polars as pl

    columns = [str(i) for i in range(len(names))]
    if not text.strip("\r\n"):
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    plain = plain_csv(separator.join(columns) + "\n" + text, separator, MAX_CELL)
    if plain is not None and plain.width == len(columns):
        return plain
    return ragged_rows(text, len(columns), separator, where)


def ragged_rows(text: str, width: int, separator: str, where: str) -> pl.DataFrame:
    """Rows of any length, cells of any form: those with too few cells are filled up, those with too many
    named."""
    import polars as pl

    csv.field_size_limit(MAX_CELL)
    try:
        body = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as fault:
        raise UnreadableFile(f"a cell is too long or not closed ({fault})", where=where) from None
    while body and not any(body[-1]):
        body.pop()
    ragged = {i: len(row) for i, row in enumerate(body) if len(row) > width and any(row[width:])}
    columns = zip(*[(row + [""] * width)[:width] for row in body], strict=True) if body else [()] * width
    frame = pl.DataFrame(
        [pl.Series(f"{i}", [c or None for c in column], dtype=pl.String) for i, column in enumerate(columns)]
    )
    if ragged:
        words = [
            f"{ragged.get(i)} cells where the header has {width}" if i in ragged else None
            for i in range(len(body))
        ]
        frame = frame.with_columns(pl.Series(RAGGED, words, dtype=pl.String))
    return frame
