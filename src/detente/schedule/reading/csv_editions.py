"""Rows of an edition in the publisher's CSV form, as the records its JSON form would have.

The editions of 2018 to 2023 are held in this form. It has no footnotes, and some files carry slips of the
print: ``¢;`` for the cent sign, tags around raised letters, a stray back-tick, a comma or a blank within a
code, a heading of chapter 99 printed twice. Slips are mended and counted; anything else is refused by row.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from detente.terms import UnreadableFile

COLUMNS = {
    "HTS Number": "htsno",
    "Indent": "indent",
    "Description": "description",
    "Unit of Quantity": "units",
    "General Rate of Duty": "general",
    "Special Rate of Duty": "special",
    "Column 2 Rate of Duty": "other",
    "Quota Quantity": "",
    "Additional Duties": "",
}
_UNITS = re.compile(r"\s*;\s*")
REMEDY = "give the publisher's own CSV export of the edition, or its JSON form"
_CENT = ("¢;", "¢")
_SLIPS = (("¢; for the cent sign", _CENT), ("a stray back-tick", ("`", "")))
_IN_CODE, _TWICE = "a blank or a comma within a code", "a heading of chapter 99 printed twice"


class CsvRecords(NamedTuple):
    """Records in the JSON form, and what was mended, each kind with its count."""

    records: list[dict[str, Any]]
    mended: tuple[str, ...]


def read_csv_records(data: bytes, file: str) -> CsvRecords:
    """The rows of a CSV edition.

    Raises
    ------
    UnreadableFile
        For a file that is no text in UTF-8, whose columns are others than the form has, or a row of which
        has another number of cells or units in no list.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        _refuse(file, f"is not UTF-8 (byte {fault.start})")
    if text.lstrip()[:1] in ("<", "[", "{"):
        kind = "HTML" if text.lstrip()[:1] == "<" else "JSON"
        _refuse(file, f"holds {kind} under a name of CSV; expected the columns of the publisher's CSV form")
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    mended: dict[str, int] = {}
    records: list[dict[str, Any]] = []
    try:
        keys = _keys(next(rows, []), file)
        for number, row in enumerate(rows):
            if row:
                records.append(_record(keys, row, mended, f"{file}, row {number + 2}"))
    except csv.Error as fault:
        _refuse(file, f"is no complete CSV text ({fault}, line {rows.line_num})")
    return CsvRecords(
        list(_once(records, mended)), tuple(f"{what}: {count}" for what, count in mended.items())
    )


def _refuse(where: str, what: str) -> NoReturn:
    raise UnreadableFile(what, where=where, remedy=REMEDY)


def _keys(header: list[str], file: str) -> list[str]:
    names = [name.strip() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        _refuse(
            file,
            f"lacks the column {missing[0]!r}; an edition has {', '.join(COLUMNS)}",
        )
    strange = [name for name in names if name not in COLUMNS]
    if strange:
        _refuse(file, f"has the column {strange[0][:40]!r}, which this form of the schedule does not know")
    return [COLUMNS[name] for name in names]


def _record(keys: list[str], row: list[str], mended: dict[str, int], where: str) -> dict[str, Any]:
    if len(row) != len(keys):
        _refuse(where, f"has {len(row)} cells; expected {len(keys)}")
    record: dict[str, Any] = {key: cell for key, cell in zip(keys, row, strict=True) if key}
    record["description"] = record["description"].replace(*_CENT)
    for key in ("general", "special", "other"):
        for what, slip in _SLIPS:
            if slip[0] in record[key]:
                record[key] = record[key].replace(*slip)
                mended[what] = mended.get(what, 0) + 1
    code = record["htsno"].strip().replace(",", ".")
    if code != record["htsno"]:
        mended[_IN_CODE] = mended.get(_IN_CODE, 0) + 1
    record["htsno"] = code
    record["indent"] = record["indent"].strip()
    record["units"] = _units(record["units"], where)
    return record


def _units(text: str, where: str) -> list[str]:
    if not text.strip():
        return []
    if not text.lstrip().startswith("["):
        return [unit for unit in _UNITS.split(text.strip()) if unit]
    try:
        units = json.loads(text)
    except ValueError:
        units = None
    if not isinstance(units, list) or not all(isinstance(unit, str) for unit in units):
        _refuse(where, f"units {text[:40]!r} are no list of texts")
    return units


def _once(records: list[dict[str, Any]], mended: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The records without a heading of chapter 99 printed a second time; of goods that stays a fault."""
    seen: set[str] = set()
    for record in records:
        code = record["htsno"]
        if code.startswith("99") and code in seen:
            mended[_TWICE] = mended.get(_TWICE, 0) + 1
            continue
        seen.add(code)
        yield record
