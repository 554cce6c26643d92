"""Rows of a file as shipments: each distinct text parsed once, every fault kept with its row and column."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.assess.facts import ALIASES, presume, read_facts
from detente.assess.question import TERRITORY, Shipment
from detente.assess.tables import RAGGED, RowFault, Sheet, Upload, read_sheet
from detente.regime.tables import Tables
from detente.terms import (
    DetenteError,
    HtsCode,
    InputError,
    read_amount,
    read_country,
    read_day,
    read_moment,
    whole_dollars,
)

if TYPE_CHECKING:
    import polars as pl

REQUIRED = ("hts", "origin", "entry_date", "customs_value_usd")


class RowReader:
    """Reads rows into shipments; parses each distinct text once and keeps every fault."""

    def __init__(self, sheet: Sheet, law: Tables, known: str | None) -> None:
        self.sheet = sheet
        self.law = law
        self.known = known
        self.faults: list[RowFault] = []
        self.columns = {name: sheet.frame[name].to_list() for name in sheet.frame.columns}
        self.facts = [c for c in self.columns if ALIASES.get(c, c) in law.facts and c not in REQUIRED]

    def row(self, i: int) -> int:
        """The row of the file a record stands in."""
        return self.sheet.first_row + i

    def fault(self, i: int, column: str, text: str) -> None:
        """Keep a fault."""
        self.faults.append(RowFault(self.row(i), column, text))

    def _column(self, name: str, read: Callable[[str], Any]) -> list[Any]:
        """A column parsed, each distinct text once; faults stand in the place of values."""
        memo: dict[str | None, Any] = {None: None}
        made = []
        for text in self.columns[name]:
            found = memo.get(text, memo)
            if found is memo:
                try:
                    found = read(text) if text.strip() else None
                except DetenteError as fault:
                    found = fault
                memo[text] = found
            made.append(found)
        return made

    def ships(self) -> list[Shipment | None]:
        """Every record as a shipment, or None where a column cannot be used (all its faults are kept)."""
        codes = self._column("hts", HtsCode.read)
        origins = self._column("origin", read_country)
        moments = self._column("entry_date", lambda t: read_moment(t, what="entry_date"))
        values = self._column("customs_value_usd", lambda t: read_amount(t, what="customs_value_usd"))
        knowns = [None] * len(codes)
        if "known" in self.columns and not self.known:
            knowns = self._column("known", lambda t: read_day(t, what="known").isoformat())
        ragged = self.columns.get(RAGGED, [None] * len(codes))
        ways: list[Any] = ["us_import"] * len(codes)
        if "direction" in self.columns:
            ways = [way or "us_import" for way in self._column("direction", read_direction)]
        made: list[Shipment | None] = []
        rows = zip(codes, origins, moments, values, knowns, ways, ragged, strict=True)
        for i, (code, origin, moment, value, known, way, extra) in enumerate(rows):
            good = self._check(i, code, origin, moment, value, known, way, extra)
            facts = self._facts(i, value) if self.facts else ({}, [])
            if not good or facts is None:
                made.append(None)
                continue
            given, said = facts
            said += presume(code.digits, moment, given, self.law)
            notes = (code.repaired, *said) if code.repaired else tuple(said)
            made.append(
                Shipment(
                    code,
                    origin,
                    moment,
                    self.known or known or moment[:10],
                    value,
                    whole_dollars(value),
                    given,
                    notes,
                    way,
                )
            )
        return made

    def _check(self, i: int, *values: Any) -> bool:
        good = True
        for name, value in zip((*REQUIRED, "known", "direction", "(row)"), values, strict=True):
            if value is None and name in REQUIRED:
                self.fault(i, name, "is empty; it is required")
                good = False
            elif isinstance(value, DetenteError):
                self.fault(i, name, value.text)
                good = False
            elif name == "(row)" and value:
                self.fault(i, name, f"{value}; quote cells that hold a separator")
                good = False
        return good

    def _facts(self, i: int, value: Any) -> tuple[dict[str, str], list[str]] | None:
        given = {c: self.columns[c][i] for c in self.facts if self.columns[c][i] not in (None, "")}
        if not given:
            return {}, []
        dollars = whole_dollars(value) if isinstance(value, Decimal) else 0
        clean: dict[str, str] = {}
        notes: list[str] = []
        try:
            return read_facts(given, self.law, dollars)
        except InputError:
            for column, text in given.items():
                try:
                    one, said = read_facts({column: text}, self.law, dollars)
                except InputError as fault:
                    self.fault(i, column, fault.text)
                else:
                    clean.update(one)
                    notes.extend(said)
            return None


def portfolio_sheet(source: Path | str | Upload, law: Tables, *, dated: bool) -> Sheet:
    """A portfolio as a sheet; its column `entry_date` is required only where its own days count (`dated`).

    Raises
    ------
    UnreadableFile
        When it cannot be read or lacks a column.
    """
    required = tuple(c for c in REQUIRED if dated or c != "entry_date")
    return read_sheet(source, required=required, known=tuple(law.facts))


def read_direction(text: str) -> str:
    """A direction of a file: ``us_import`` or ``china_import``.

    Raises
    ------
    InputError
        For any other word.
    """
    word = text.strip().lower()
    if word not in TERRITORY:
        raise InputError(f"direction {text[:40]!r} is not known", remedy=f"one of {', '.join(TERRITORY)}")
    return word


def frame_sheet(frame: pl.DataFrame, name: str = "frame") -> Sheet:
    """A data frame as a sheet of text, for callers in Python.

    Raises
    ------
    InputError
        When a required column is missing.
    """
    import polars as pl

    missing = [c for c in REQUIRED if c not in frame.columns]
    if missing:
        raise InputError(f"column {', '.join(missing)} is missing", where=name, remedy="add it to the frame")
    return Sheet(name, frame.select(pl.all().cast(pl.String)), first_row=1)
