"""Files of rows in and out: CSV, Parquet and Excel, all cells read as text, written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.rowfiles.excel_extent import check_extent
from detente.rowfiles.plain_csv import plain_csv
from detente.rowfiles.sheet_rows import MAX_CELL
from detente.rowfiles.unread_columns import LINE, column_notes, meant
from detente.rowfiles.workbook import write_workbook
from detente.terms import ALIASES, InputError, UnreadableFile, nearest

if TYPE_CHECKING:
    import polars as pl

MAX_BYTES = 1_000_000_000
MAX_UNZIPPED = 2_000_000_000
MAX_COLUMNS = 1_000
MAX_UPLOAD_ROWS = 100_000
MAX_UPLOAD_CELLS = 5_000_000
RAGGED = "__ragged__"  # column that says which rows have more cells than the header
SUFFIXES = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class Sheet:
    """A table of text: `frame` holds every cell as a string or null; `first_row` is the file's row of the
    first record.

    `notes` say which columns nothing reads though they were probably meant.
    """

    name: str
    frame: pl.DataFrame
    first_row: int = 2
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Upload:
    """Rows that came as CSV text instead of lying in a file; `name` is what faults and commands call them."""

    name: str
    body: bytes

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class RowFault:
    """One thing wrong with one row: where it stands in the file, what was found, what to do."""

    row: int
    column: str
    text: str

    @property
    def words(self) -> str:
        """The fault in one line."""
        return f"row {self.row}, column {self.column}: {self.text}"


def read_sheet(
    path: Path | str | Upload, *, required: Sequence[str] = (), known: Sequence[str] = ()
) -> Sheet:
    """Read a file of rows.

    Parameters
    ----------
    path : Path or Upload
        CSV (comma, semicolon or tab; UTF-8 or GB18030), Parquet or Excel (first sheet); an upload is CSV.
    required : sequence of str
        Columns that must be there.
    known : sequence of str
        Columns that mean something; a near miss of a required one is named in the error.

    Raises
    ------
    UnreadableFile
        When the file is not what it claims, is too large, has no header or lacks a column.
    """
    if isinstance(path, Upload):
        return _sheet_of(path.name, _read_upload(path), required, known)
    path = Path(path)
    if not path.is_file():
        raise UnreadableFile("there is no such file", where=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"the file is larger than {MAX_BYTES:,} bytes", where=path.name)
    suffix = path.suffix.lower()
    readers: dict[str, Callable[[Path], pl.DataFrame]] = {".parquet": _read_parquet}
    readers.update(dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), _read_excel))
    readers.update(dict.fromkeys((".csv", ".tsv", ".txt"), lambda p: _read_csv(p.read_bytes(), p.name)))
    if suffix not in readers:
        raise UnreadableFile(
            f"{suffix or 'no suffix'} is not read",
            where=path.name,
            remedy=f"give one of {', '.join(SUFFIXES)}",
        )
    try:
        frame = readers[suffix](path)
    except UnreadableFile:
        raise
    except Exception as fault:
        words = " ".join(str(fault).split())[:200]
        raise UnreadableFile(f"it cannot be read as {suffix} ({words})", where=path.name) from None
    return _sheet_of(path.name, frame, required, known)


def _sheet_of(where: str, frame: pl.DataFrame, required: Sequence[str], known: Sequence[str]) -> Sheet:
    named = _name_columns(frame, where, required, known)
    notes = column_notes(named.columns, (*required, *known, *LINE, *ALIASES)) if known else ()
    return Sheet(where, named, notes=notes)


def _name_columns(
    frame: pl.DataFrame, where: str, required: Sequence[str], known: Sequence[str]
) -> pl.DataFrame:
    names = [re.sub(r"[\s\-]+", "_", str(c).strip().strip("\ufeff").lower()) for c in frame.columns]
    if len(names) > MAX_COLUMNS:
        raise UnreadableFile(f"{len(names)} columns are too many", where=where)
    double = sorted({n for n in names if names.count(n) > 1})
    if double:
        raise UnreadableFile(f"column {double[0]!r} stands twice", where=where, remedy="rename one of them")
    missing = [c for c in required if c not in names]
    if missing:
        free = [n for n in names if n not in known]
        hints = [
            next((f"did you mean {n}? call it {c}" for n in free if meant(n, [c])), nearest(c, free))
            for c in missing
        ]
        hint = "; ".join(h for h in hints if h)
        raise UnreadableFile(
            f"column {', '.join(missing)} is missing (found: {', '.join(names[:20]) or 'none'})",
            where=where, remedy=hint or "add it to the header row",
        )  # fmt: skip
    return frame.rename(dict(zip(frame.columns, names, strict=True)))


def _read_upload(upload: Upload) -> pl.DataFrame:
    """An upload's rows; a body of line ends or of separators is refused before it is unfolded in memory."""
    raw, where = upload.body, upload.name
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    if lines > MAX_UPLOAD_ROWS:
        raise UnreadableFile(
            f"more than {MAX_UPLOAD_ROWS:,} rows", where=where, remedy="split it, or use the program"
        )
    head = raw[: raw.find(b"\n") if b"\n" in raw else len(raw)]
    columns = 1 + max(head.count(mark) for mark in (b",", b";", b"\t"))
    if columns > MAX_COLUMNS or lines * columns > MAX_UPLOAD_CELLS:
        raise UnreadableFile(f"{columns:,} columns in {lines:,} rows are too many cells", where=where)
    return _read_csv(raw, where)


def _read_csv(raw: bytes, where: str) -> pl.DataFrame:
    if b"\0" in raw[:4096]:
        raise UnreadableFile("it holds binary data, not text", where=where)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError as fault:
            raise UnreadableFile(f"neither UTF-8 nor GB18030 (byte {fault.start})", where=where) from None
    head = text[: text.find("\n") if "\n" in text else len(text)]
    if not head.strip():
        raise UnreadableFile("the first row is empty: a header is needed", where=where)
    separator = max(",;\t", key=head.count)
    plain = plain_csv(text, separator, MAX_CELL)
    return _ragged_csv(where, text, separator) if plain is None else plain


def _ragged_csv(where: str, text: str, separator: str) -> pl.DataFrame:
    """Rows of any length, cells of any form: those with too few cells are filled up, those with too many
    named."""
    import polars as pl

    csv.field_size_limit(MAX_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as fault:
        raise UnreadableFile(f"a cell is too long or not closed ({fault})", where=where) from None
    names, body = rows[0], rows[1:]
    while body and not any(body[-1]):
        body.pop()
    ragged = {i: len(row) for i, row in enumerate(body) if len(row) > len(names) and any(row[len(names) :])}
    columns = (
        zip(*[(row + [""] * len(names))[: len(names)] for row in body], strict=True)
        if body
        else [()] * len(names)
    )
    data = [
        pl.Series(f"{i}", [c or None for c in column], dtype=pl.String) for i, column in enumerate(columns)
    ]
    frame = pl.DataFrame(data)
    if len(set(names)) != len(names):
        double = next(n for n in names if names.count(n) > 1)
        raise UnreadableFile(f"column {double!r} stands twice", where=where, remedy="rename one of them")
    frame.columns = names
    if ragged:
        words = [
            f"{ragged.get(i)} cells where the header has {len(names)}" if i in ragged else None
            for i in range(len(body))
        ]
        frame = frame.with_columns(pl.Series(RAGGED, words, dtype=pl.String))
    return frame


def _read_parquet(path: Path) -> pl.DataFrame:
    import polars as pl

    frame = pl.read_parquet(path)
    return frame.select(pl.all().cast(pl.String, strict=False))


def _read_excel(path: Path) -> pl.DataFrame:
    import fastexcel

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            size = sum(item.file_size for item in packed.infolist())
        if size > MAX_UNZIPPED:
            raise UnreadableFile(
                f"unpacked it would be {size:,} bytes", where=path.name, remedy="split the file"
            )
        check_extent(path)
    book = fastexcel.read_excel(path)
    sheet = book.load_sheet(0, dtypes="string")
    frame: pl.DataFrame = sheet.to_polars()
    return frame


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
        temporary.replace(path)
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
