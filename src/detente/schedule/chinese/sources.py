"""The tables of which China's schedule is made: rates and steps of 2018 and 2019, sums of 2025, HS 2022."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from detente.terms import UnreadableFile

TARIFF = "china/cn_tariff_hs10_2018_2019.csv.gz"
MATRIX = "china/retaliation_matrix_2025-03-28.csv"
NOMENCLATURE = "hs/hs2022.csv.gz"
BASE = "mfn_"
LAST_CHAPTER = "97"  # of the Harmonized System; beyond it stand goods that nobody specified
DECIMALS = 1  # a rate of the tariff has at most one; more is the equivalent of an amount of money a unit
Rates: TypeAlias = tuple[tuple[str, frozenset[Decimal | None]], ...]


@dataclass(frozen=True, slots=True)
class OldLine:
    """A line of eight digits in the table of 2018 and 2019.

    Parameters
    ----------
    code : str
        Eight digits.
    rates : tuple
        First day and base rates in percent from that day on, one for each of the ten-digit goods; None for
        an amount of money a unit.
    steps : mapping
        Percentage points of additional duty by column of the table.
    """

    code: str
    rates: Rates
    steps: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read, with sizes and sha256 of the files."""

    old: Mapping[str, OldLine]
    sums: Mapping[str, Decimal]
    subheadings: frozenset[str]
    manifest: Mapping[str, object]


def read_sources(folder: Path) -> Sources:
    """The tables of a folder of data.

    Raises
    ------
    UnreadableFile
        When one is missing or is not what it should be.
    """
    texts: dict[str, str] = {}
    manifest: dict[str, object] = {}
    for name in (TARIFF, MATRIX, NOMENCLATURE):
        path = folder / name
        if not path.is_file():
            raise UnreadableFile(
                "is not there", where=name, remedy="give the folder of data, for example ../shared/data"
            )
        raw = path.read_bytes()
        manifest[name] = {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        texts[name] = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    sums = {row["cn_hs8"]: Decimal(row["additional_pct_total"]) for row in _rows(texts[MATRIX])}
    codes = (row["hscode"] for row in _rows(texts[NOMENCLATURE]))
    six = frozenset(code for code in codes if len(code) == 6 and code[:2] <= LAST_CHAPTER)
    return Sources(_old_lines(texts[TARIFF]), sums, six, manifest)


def _rows(text: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(text.splitlines())


def _old_lines(text: str) -> dict[str, OldLine]:
    goods: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(text):
        goods[row["hs10"][:8]].append(row)
    lines = {}
    for code, rows in sorted(goods.items()):
        columns = [name for name in rows[0] if name != "hs10"]
        steps: dict[str, Decimal] = {}
        for name in columns:
            if name.startswith(BASE):
                continue
            amounts = {Decimal(row[name] or 0) for row in rows}
            if len(amounts) > 1:
                raise UnreadableFile(
                    f"{code} has different additional duties within its ten digits: {name}", where=TARIFF
                )
            if amounts != {Decimal(0)}:
                steps[name] = amounts.pop()
        bases = [name for name in columns if name.startswith(BASE)]
        lines[code] = OldLine(code, _rates(rows, bases), steps)
    return lines


def _rates(rows: list[dict[str, str]], columns: list[str]) -> Rates:
    """The base rates by day: the first column is a rate, those after it are changes."""
    found: list[tuple[str, frozenset[Decimal | None]]] = []
    for at, name in enumerate(columns, start=1):
        rates = frozenset(_rate(row, columns[:at]) for row in rows)
        if not found or rates != found[-1][1]:
            found.append(("-".join(name.split("_")[-3:]), rates))
    return tuple(found)


def _rate(row: Mapping[str, str], columns: list[str]) -> Decimal | None:
    if any(row[name] == "" for name in columns):
        return None
    rate = sum((Decimal(row[name]) for name in columns), Decimal(0)).quantize(Decimal("0.001")).normalize()
    exponent = rate.as_tuple().exponent
    return None if isinstance(exponent, int) and -exponent > DECIMALS else rate
