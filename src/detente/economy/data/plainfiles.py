"""Plain files of bounded size: NPZ without pickles, tables of numbers, CSV rows, UTF-8 text."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from detente.economy.model.kernel import Array
from detente.terms import InputError, UnreadableFile, file_at, nearest

LIMIT = 64 * 1024 * 1024


def load_arrays(path: Path) -> dict[str, Array]:
    """Arrays of an NPZ file; pickled objects, missing files and large files are refused."""
    _small(path)
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > 16 * LIMIT:
            raise UnreadableFile(
                f"unpacks to {unpacked / 1e9:.1f} GB", where=path.name, remedy="give a smaller file"
            )
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
            return {key: held[key] for key in held.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as fault:
        raise UnreadableFile(
            f"not a readable NPZ file of plain arrays: {fault}",
            where=path.name,
            remedy="save it with numpy.savez",
        ) from fault


def read_matrix(path: Path, *, header: int = 0) -> Array:
    """Numbers of a CSV or blank-separated text file; empty cells are nan, words are an error."""
    text = read_text(path)
    delimiter = "," if "," in text[:20000] else None
    try:
        return (
            np.atleast_2d(
                np.genfromtxt(text.splitlines(), delimiter=delimiter, skip_header=header, invalid_raise=True)
            )
            if "," in text[:20000]
            else np.loadtxt(text.splitlines(), skiprows=header, ndmin=2)
        )
    except ValueError as fault:
        raise UnreadableFile(
            f"{fault}", where=path.name, remedy="give a rectangular table of numbers"
        ) from fault


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file with a header."""
    return [
        {(key or "").strip(): (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        for row in csv.DictReader(read_text(path).splitlines())
    ]


def read_text(path: Path) -> str:
    """Text of a small UTF-8 file, with or without a byte-order mark."""
    _small(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableFile("not UTF-8 text", where=path.name, remedy="save it as UTF-8") from fault


def labels_of(rows: Sequence[dict[str, str]], column: str) -> list[str]:
    """Labels of a column of long rows, in the order in which they first appear."""
    if not rows or column not in rows[0]:
        raise UnreadableFile(
            f"no column {column!r}",
            where="CSV",
            remedy=f"columns found: {', '.join(rows[0]) if rows else 'none'}",
        )
    return list(dict.fromkeys(row[column] for row in rows))


def filled_array(
    rows: Iterable[dict[str, str]],
    labels: Sequence[Sequence[str]],
    columns: Sequence[str],
    value: str,
    *,
    where: str = "CSV",
) -> Array:
    """An array from long rows; every cell must be given once, as a finite number."""
    at = [{label: k for k, label in enumerate(names)} for names in labels]
    array = np.full([len(names) for names in labels], np.nan)
    given = np.zeros(array.shape, dtype=bool)
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        spot = []
        for column, places in zip(columns, at, strict=True):
            label = row.get(column, "")
            if label not in places:
                faults.append(f"row {number}: unknown {column} {label!r} {nearest(label, places)}".rstrip())
                break
            spot.append(places[label])
        else:
            try:
                number_read = float(row.get(value, ""))
            except ValueError:
                faults.append(f"row {number}: {value} is {row.get(value, '')!r}, not a number")
                continue
            if given[tuple(spot)]:
                faults.append(f"row {number}: the cell {' → '.join(row[c] for c in columns)} is given twice")
            array[tuple(spot)] = number_read
            given[tuple(spot)] = True
    for spot in np.argwhere(~given)[:12]:
        faults.append("missing cell " + " → ".join(names[k] for names, k in zip(labels, spot, strict=True)))
    if faults:
        more = f"; and {len(faults) - 12} more" if len(faults) > 12 else ""
        raise InputError(
            "; ".join(faults[:12]) + more, where=where, remedy="give every cell once; write 0 for none"
        )
    return array


def _small(path: Path) -> None:
    if not file_at(path):
        raise UnreadableFile("no such file", where=str(path), remedy="check the path")
    if path.stat().st_size > LIMIT:
        raise UnreadableFile(
            f"{path.stat().st_size / 1e6:.0f} MB is more than is read",
            where=path.name,
            remedy="give a smaller file",
        )
