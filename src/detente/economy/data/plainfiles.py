"""Plain files of numbers: NPZ without pickles, tables of numbers, CSV rows, UTF-8 text; all of bounded size."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import numpy as np

from detente.economy.model.kernel import Array
from detente.terms import UnreadableFile

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


def _small(path: Path) -> None:
    if not path.is_file():
        raise UnreadableFile("no such file", where=str(path), remedy="check the path")
    if path.stat().st_size > LIMIT:
        raise UnreadableFile(
            f"{path.stat().st_size / 1e6:.0f} MB is more than is read",
            where=path.name,
            remedy="give a smaller file",
        )
