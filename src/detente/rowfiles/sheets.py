"""Files of rows in and out: CSV, Parquet and Excel, all cells read as text, written whole or not at all."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.rowfiles.read.columns import Accepted
from detente.rowfiles.read.delimited import delimited_grid
from detente.rowfiles.read.encodings import decode
from detente.rowfiles.read.grid import Grid
from detente.rowfiles.read.layouts import layout_of
from detente.rowfiles.read.sheet_of import MAX_COLUMNS, sheet_of
from detente.rowfiles.read.vocabulary import column_key
from detente.rowfiles.read.workbooks import workbook_grid
from detente.rowfiles.rows import Reading, Sheet, Source, Upload
from detente.rowfiles.workbook import write_workbook
from detente.terms import DetenteError, InputError, UnreadableFile, file_at, folder_at

if TYPE_CHECKING:
    import polars as pl

MAX_BYTES = 1_000_000_000
MAX_UPLOAD_ROWS = 100_000
MAX_UPLOAD_CELLS = 5_000_000
SUFFIXES = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm", ".xls", ".ods")
_TEXTS = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_PLAIN_NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?")


def read_sheet(
    path: Path | str | Upload | Source,
    *,
    required: Sequence[str] = (),
    known: Sequence[str] = (),
    say_unread: bool = False,
) -> Sheet:
    """Read a file of rows as people keep it.

    The row of names is found under titles and cover sheets, columns by what the trade calls them, days and
    decimal marks by the column. What was understood stands in the notes of the sheet; nothing is guessed.

    Parameters
    ----------
    path : Path, Upload or Source
        CSV, TSV, Parquet, Excel or ODS; an upload is delimited text; a source says how to read it.
    required : sequence of str
        Columns that must be there, by their meaning.
    known : sequence of str
        Other meanings that columns may have.
    say_unread : bool
        Say which columns nothing reads, for questions whose facts change the answer.

    Raises
    ------
    UnreadableFile
        When the file is not what it claims, is too large, has no header, lacks a column, or must be asked
        about.
    """
    reading = path.reading if isinstance(path, Source) else Reading()
    given = path.given if isinstance(path, Source) else path
    accepted = Accepted(tuple(required), tuple(known), say_unread)
    where = given.name if isinstance(given, Upload) else Path(given).name
    grid = _grid(given, where, accepted, reading)
    layout = layout_of(grid.names)
    if layout is None or not set(required) <= layout.gives:
        return sheet_of(grid, where, accepted, reading)
    return layout.fold(sheet_of(grid, where, layout.accepted, layout.reading(grid.names, reading)))


def _grid(given: Path | str | Upload, where: str, accepted: Accepted, reading: Reading) -> Grid:
    said = frozenset(column_key(name) for name in reading.columns)
    if isinstance(given, Upload):
        return _read(_sent_as(given.body), given.body, where, accepted, said, reading)
    path = Path(given)
    if not file_at(path):
        what = "it is a folder, not a file" if folder_at(path) else "there is no such file"
        raise UnreadableFile(what, where=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"the file is larger than {MAX_BYTES:,} bytes", where=where, remedy="split it")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(
            f"{suffix or 'no suffix'} is not read", where=where, remedy=f"give one of {', '.join(SUFFIXES)}"
        )
    with path.open("rb") as file:
        content = _sent_as(file.read(8))
    if content == ".csv" and suffix in _WORKBOOKS and suffix != ".xls":
        raise UnreadableFile(
            f"it cannot be read as {suffix} (it is no workbook)", where=where,
            remedy="save it as .xlsx, or as .csv if it is text",
        )  # fmt: skip
    if suffix in _TEXTS:
        suffix = content  # a workbook that was named like a text file
    elif suffix == ".xls" and content == ".csv":
        suffix = ".csv"  # what portals give out as .xls is often text
    return _read(suffix, path, where, accepted, said, reading)


def _sent_as(head: bytes) -> str:
    """The suffix of what bytes begin like."""
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return ".xlsx"
    return ".parquet" if head.startswith(b"PAR1") else ".csv"


def _read(
    suffix: str, given: Path | bytes, where: str, accepted: Accepted, said: frozenset[str], reading: Reading
) -> Grid:
    try:
        if suffix == ".parquet":
            return _parquet_grid(given)
        if suffix in _TEXTS:
            if isinstance(given, bytes):
                _check_upload(given, where)
            raw = given if isinstance(given, bytes) else given.read_bytes()
            return _text_grid(raw, where, accepted, said, reading)
        return workbook_grid(given, where, accepted, said, reading.sheet)
    except DetenteError:
        raise
    except Exception as fault:  # what libraries raise for a broken file is theirs
        words = " ".join(str(fault).split())[:200]
        raise UnreadableFile(
            f"it cannot be read as {suffix} ({words})", where=where,
            remedy="open it in the program that made it and save it again",
        ) from None  # fmt: skip


def _text_grid(raw: bytes, where: str, accepted: Accepted, said: frozenset[str], reading: Reading) -> Grid:
    text, words = decode(raw, where, reading.encoding)
    grid = delimited_grid(text, where, accepted, said)
    return replace(grid, notes=(words, *grid.notes)) if words else grid


def _parquet_grid(given: Path | bytes) -> Grid:
    import polars as pl

    if isinstance(given, bytes):
        rows = pl.scan_parquet(io.BytesIO(given)).select(pl.len()).collect().item()
        width = len(pl.read_parquet_schema(io.BytesIO(given)))
        if rows * width > MAX_UPLOAD_CELLS:
            raise UnreadableFile(f"{width:,} columns in {rows:,} rows are too many cells")
    return frame_grid(pl.read_parquet(given), first_row=2)


def frame_grid(frame: pl.DataFrame, first_row: int) -> Grid:
    """A frame as a grid of text."""
    import polars as pl

    texts = frame.select(pl.all().cast(pl.String, strict=False))
    texts.columns = [str(i) for i in range(texts.width)]
    return Grid(list(frame.columns), texts, first_row, typed=True)


def frame_sheet_of(
    frame: pl.DataFrame, name: str, reading: Reading, required: Sequence[str], known: Sequence[str] = ()
) -> Sheet:
    """A frame as a sheet of text, its columns named by their meaning; rows count from 1."""
    return sheet_of(frame_grid(frame, 1), name, Accepted(tuple(required), tuple(known)), reading)


def _check_upload(raw: bytes, where: str) -> None:
    """Refuse a body of line ends or of separators before it is unfolded in memory."""
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    if lines > MAX_UPLOAD_ROWS:
        raise UnreadableFile(
            f"more than {MAX_UPLOAD_ROWS:,} rows", where=where, remedy="split it, or use the program"
        )
    head = raw[: raw.find(b"\n") if b"\n" in raw else len(raw)]
    columns = 1 + max(head.count(mark) for mark in (b",", b";", b"\t", b"|"))
    if columns > MAX_COLUMNS or lines * columns > MAX_UPLOAD_CELLS:
        raise UnreadableFile(f"{columns:,} columns in {lines:,} rows are too many cells", where=where)


def write_atomic(path: Path | str, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in place; nothing half-written is ever
    seen.

    Raises
    ------
    InputError
        When the folder cannot be written.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".detente-", suffix=path.suffix)
    except OSError as fault:
        raise InputError(f"cannot write there ({fault.strerror})", where=str(path)) from None
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        try:
            temporary.replace(path)
        except OSError as fault:
            raise InputError(f"cannot write there ({fault.strerror})", where=str(path)) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_frame(
    path: Path | str, frame: pl.DataFrame, *, sheets: Mapping[str, pl.DataFrame] | None = None
) -> None:
    """Write a frame as CSV, Parquet or Excel by the suffix of `path`; text never becomes a formula."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        write_atomic(path, frame.write_parquet)
    elif suffix in (".csv", ".tsv"):
        separator = "\t" if suffix == ".tsv" else ","
        write_atomic(path, lambda p: _without_formulas(frame).write_csv(p, separator=separator))
    elif suffix == ".xlsx":
        write_atomic(path, lambda p: write_workbook(p, {"Lines": frame, **(sheets or {})}))
    else:
        raise InputError(
            f"{suffix or 'no suffix'} is not written", where=str(path), remedy="give .csv, .parquet or .xlsx"
        )


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as the bytes of the CSV file that `write_frame` writes; text never becomes a formula."""
    return _without_formulas(frame).write_csv().encode()


def _without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Text cells that a spreadsheet would run get an apostrophe in front."""
    import polars as pl

    columns = [name for name, kind in frame.schema.items() if kind == pl.String]
    risky = [
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r]"))
        .then(pl.concat_str([pl.lit("'"), pl.col(name)]))
        .otherwise(pl.col(name))
        .alias(name)
        for name in columns
    ]
    return frame.with_columns(risky) if risky else frame
