"""Transaction files: a table with one row a transaction, or nested records in YAML or JSON; a faulty record
is kept and said, the others are answered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.clearance.records import RECORD_COLUMNS, Holding, TransactionRecord, read_record
from detente.regime import read_yaml
from detente.rowfiles import (
    RAGGED,
    Reading,
    RowFault,
    Source,
    Upload,
    faulty_column,
    frame_sheet_of,
    read_sheet,
)
from detente.terms import DetenteError, InputError, UnreadableFile, file_at

NESTED_SUFFIXES = (".yaml", ".yml", ".json")
MAX_BYTES = 4_000_000  # of nested records, which are read whole
MOST_RECORDS = 20_000
REQUIRED = ("on",)
_HEAD = 65_536
_OTHERS = tuple(name for name in RECORD_COLUMNS if name not in REQUIRED)


@dataclass(frozen=True, slots=True)
class Transactions:
    """A read file of transactions: its records in order, the holdings they tell of, and those that could not
    be read, by what they call themselves."""

    name: str
    records: tuple[TransactionRecord, ...]
    holdings: tuple[Holding, ...]
    unread: tuple[tuple[str, RowFault], ...]
    sheet: Any = None
    given: Any = None

    @property
    def faults(self) -> tuple[RowFault, ...]:
        """What was wrong with the records that could not be read."""
        return tuple(fault for _, fault in self.unread)

    @property
    def notes(self) -> tuple[str, ...]:
        """How the columns of a table were read."""
        return () if self.sheet is None else self.sheet.said


def read_transactions(given: Any) -> Transactions:
    """Transactions from a file, an upload, a frame, or mappings.

    Parameters
    ----------
    given : path, Upload, Source, frame, mapping or list of mappings
        A table (CSV, Parquet, Excel, ODS) with one row a transaction; or YAML or JSON: a list of records, or
        one.

    Raises
    ------
    UnreadableFile, InputError
        When nothing of it can be read.
    """
    source = given.given if isinstance(given, Source) else given
    rows: Iterable[tuple[int, Any]]
    if isinstance(source, (str, Path)) and _file_is_nested(Path(source)):
        name, sheet = Path(source).name, None
        rows = _numbered(_nested_file(Path(source)))
    elif isinstance(source, Upload) and _is_nested(source.body):
        name, sheet = source.name, None
        rows = _numbered(_nested(source.body, source.name))
    elif isinstance(source, Mapping) or (isinstance(source, (list, tuple)) and _all_mappings(source)):
        name, sheet = "transactions", None
        rows = _numbered([source] if isinstance(source, Mapping) else list(source))
    else:
        sheet = _sheet(given, source)
        name = sheet.name
        rows = zip(sheet.rows, sheet.frame.to_dicts(), strict=True)
    if sheet is None and isinstance(given, Source) and given.reading:
        raise InputError(
            "nested records name their keys themselves", where="read_as", remedy="leave read_as out"
        )
    return replace(_read_all(name, rows, sheet), given=given)


def _read_all(name: str, rows: Iterable[tuple[int, Any]], sheet: Any) -> Transactions:
    records: list[TransactionRecord] = []
    holdings: list[Holding] = []
    unread: list[tuple[str, RowFault]] = []
    for count, (row, given) in enumerate(rows):
        if count >= MOST_RECORDS:
            raise UnreadableFile(f"more than {MOST_RECORDS:,} transactions", where=name, remedy="split it")
        try:
            if not isinstance(given, Mapping):
                raise InputError("a record has no keys", where="record", remedy="write key: value")
            if given.get(RAGGED):
                raise InputError(str(given[RAGGED]), where="row")
            # of a table the columns that nothing reads are said once, a key of a record is a fault of it
            keys = _keys(given) if sheet else given
            record, told = read_record(keys, row)
        except DetenteError as fault:
            columns = given if isinstance(given, Mapping) else ()
            unread.append(
                (_called(given, row), RowFault(row, faulty_column(fault, columns, "record"), fault.sentence))
            )
            continue
        records.append(record)
        holdings += told
    return Transactions(name, tuple(records), tuple(holdings), tuple(unread), sheet)


def _keys(row: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row that a record takes; a column that numbers the lines names the transactions too."""
    named = {**row, "case_id": row.get("case_id") or row.get("line_id")}
    return {k: v for k, v in named.items() if k in RECORD_COLUMNS}


def _called(given: Any, row: int) -> str:
    """What a record that cannot be read calls itself, else its row."""
    names = (
        (given.get(key) for key in ("case_id", "line_id", "id", "record"))
        if isinstance(given, Mapping)
        else ()
    )
    return next((str(name).strip()[:60] for name in names if name and str(name).strip()), f"row {row}")


def _numbered(records: list[Any]) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(records, start=1))


def _all_mappings(rows: Iterable[Any]) -> bool:
    return all(isinstance(row, Mapping) for row in rows)


def _sheet(given: Any, source: Any) -> Any:
    if isinstance(source, (str, Path, Upload)):
        return read_sheet(given, required=REQUIRED, known=_OTHERS)
    import polars as pl

    try:
        frame = source if isinstance(source, pl.DataFrame) else pl.DataFrame(source)
    except (TypeError, ValueError) as fault:
        raise InputError(
            f"transactions are no table ({str(fault)[:120]})", remedy="give a path, a frame or records"
        ) from None
    reading = given.reading if isinstance(given, Source) else Reading()
    return frame_sheet_of(frame, "transactions", reading, REQUIRED, _OTHERS)


def _nested_file(path: Path) -> list[Any]:
    """Records of a YAML or JSON file; every scalar stays the text that was written."""
    if not file_at(path):
        raise UnreadableFile("there is no such file", where=str(path))
    if path.stat().st_size > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES:,} bytes"
        raise UnreadableFile(what, where=path.name, remedy="split it")
    return _nested(path.read_bytes(), path.name)


def _file_is_nested(path: Path) -> bool:
    """Whether a file is named for nested records, or is text that holds some."""
    if path.suffix.lower() in NESTED_SUFFIXES:
        return True
    if path.suffix.lower() not in (".csv", ".txt") or not file_at(path):
        return False
    with path.open("rb") as file:
        return _is_nested(file.read(_HEAD))


def _is_nested(body: bytes) -> bool:
    """Whether what was sent is a list or a mapping of records, not rows of a table."""
    lines = (line.strip() for line in body[:_HEAD].splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    return first.startswith((b"{", b"[", b"- "))


def _nested(body: bytes, name: str) -> list[Any]:
    """Records in JSON or YAML; every scalar stays the text that was written."""
    if body.lstrip()[:1] in (b"{", b"["):
        return _json(body, name)
    faults: list[str] = []
    document = read_yaml(body, Path(name), faults)
    if document is None:
        raise UnreadableFile(faults[0] if faults else "it cannot be read", where=name)
    return _records(document.data, name)


def _json(body: bytes, name: str) -> list[Any]:
    if len(body) > MAX_BYTES:
        raise UnreadableFile(f"larger than {MAX_BYTES:,} bytes", where=name, remedy="split it")
    try:  # numbers stay text, so that 0.10 or a long IMO number is what was written
        data = json.loads(body.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as fault:
        raise UnreadableFile(f"it cannot be read as JSON ({str(fault)[:80]})", where=name) from None
    return _records(data, name)


def _records(data: Any, name: str) -> list[Any]:
    if isinstance(data, Mapping) and isinstance(data.get("transactions"), list):
        data = data["transactions"]
    if isinstance(data, Mapping):
        return [data]
    if not isinstance(data, list) or not data:
        raise UnreadableFile(
            "it holds no records", where=name, remedy="write a list of records, each with on, item, parties"
        )
    return data
