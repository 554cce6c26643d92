"""Rows of a file as shipments: each distinct text parsed once, every fault kept with its row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detente.duties import CURRENCY, DIRECTIONS, RATE, TERRITORY
from detente.portfolio.read.content_shares import CONTENT_SHARES, with_contents
from detente.portfolio.read.currencies import values_in_dollars
from detente.portfolio.read.faults import RowWrong
from detente.portfolio.read.row_facts import FactReader, use_clock_of_china
from detente.portfolio.read.row_notes import Said
from detente.portfolio.read.shipments import (
    FEW_ROWS,
    SIMPLE_AMOUNT,
    Bools,
    Column,
    Entries,
    Ints,
    distinct,
    distinct_filled,
    filled_text,
    round_numbers,
    round_simple,
)
from detente.regime import Tables
from detente.rowfiles import RAGGED, Reading, RowFault, Sheet, Source, Upload, frame_sheet_of, read_sheet
from detente.terms import (
    ALIASES,
    CN,
    DetenteError,
    HtsCode,
    InputError,
    UnreadableFile,
    folded,
    read_amount,
    read_country,
    read_moment,
    read_side,
    read_whole_day,
    whole_dollars,
)

if TYPE_CHECKING:
    import polars as pl

PORTFOLIO_COLUMNS = ("hts", "origin", "entry_date", "customs_value_usd")
# codes as the tariff prints them, or their digits alone: nothing in them to mend (no chapter 00, none 77)
_CLEAN_CODE = re.compile(
    r"(0[1-9]|[1-68-9][0-9]|7[0-689])([0-9]{2}\.[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?|[0-9]{6}([0-9]{2})?)"
)


_MOST_CODES = 1 << 17
# so few digits are told apart as a double
_SHORT_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?")


class RowReader:
    """Reads rows into shipments; parses each distinct text once and keeps every fault.

    What was understood on the way is left out where nothing is to be `noted`.
    """

    def __init__(self, sheet: Sheet, law: Tables, known: str | None, *, noted: bool = True) -> None:
        self.sheet = sheet
        self.law = law
        self.known = known
        self.noted = noted
        self._found: list[tuple[int, int, str, str]] = []
        self._bad = np.zeros(sheet.frame.height, dtype=bool)

    @property
    def faults(self) -> list[RowFault]:
        """Every fault, by row and, within a row, by column."""
        told = sorted(self._found, key=itemgetter(0, 1))
        return self.faults_of([(i, column, text) for i, _, column, text in told])

    def row(self, i: int) -> int:
        """The row of the file a record stands in."""
        return self.sheet.row(i)

    def faults_of(self, wrong: Sequence[RowWrong]) -> list[RowFault]:
        """Faults found later, of records by place, column and words."""
        rows = self.sheet.rows_at([i for i, _, _ in wrong])
        return [RowFault(row, column, text) for row, (_, column, text) in zip(rows, wrong, strict=True)]

    def fault(self, rows: Ints, place: int, column: str, text: str) -> None:
        """Keep a fault of some rows; `place` orders the faults of one row."""
        self._bad[rows] = True
        self._found.extend(zip(rows.tolist(), repeat(place), repeat(column), repeat(text)))

    def _distinct(self, name: str) -> Column:
        """The distinct texts of a column, blank cells empty."""
        return distinct_filled(self.sheet.frame[name])

    def _column(self, place: int, name: str, read: Callable[[str], str]) -> Column:
        """A column parsed, each distinct text once; its faults kept."""
        texts = self._distinct(name)
        found: dict[str, int] = {}
        number = np.full(len(texts.values) + 1, -1, dtype=np.int64)
        rows_of = texts.groups()
        for k, text in enumerate(texts.values):
            try:
                number[k] = found.setdefault(read(text), len(found))
            except DetenteError as fault:
                self.fault(rows_of(k), place, name, fault.sentence)
        if name in PORTFOLIO_COLUMNS:
            self._required(place, name, texts.at < 0)
        if len(found) == len(texts.values):  # every text a value of its own
            return Column(list(found), texts.at)
        return Column(list(found), number[texts.at])

    def _required(self, place: int, name: str, empty: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        self.fault(np.flatnonzero(empty), place, name, "is empty; it is required")

    def entries(self) -> Entries:
        """Every record as a shipment; all faults of those that cannot be one are kept."""
        codes, repaired = self._codes()
        origins = self._column(1, "origin", read_country)
        directions = Column(list(TERRITORY), np.zeros(len(codes.at), dtype=np.int64))
        if "direction" in self.sheet.frame.columns:
            given = self._column(5, "direction", read_direction)
            ways = np.array([directions.values.index(v) for v in given.values] or [0], dtype=np.int64)
            directions.at[:] = np.where(given.at >= 0, ways[given.at], 0)
        into_china: Bools = np.array([TERRITORY[d] == CN for d in directions.values])[directions.at]
        moments = self._moments(into_china)
        cells, converted = values_in_dollars(
            self.sheet.frame["customs_value_usd"], self.sheet.frame, self.law, self.fault
        )
        amounts, dollars = self._values(cells)
        knowns = self._knowns(moments)
        if RAGGED in self.sheet.frame.columns:
            extra = distinct(self.sheet.frame[RAGGED])
            rows_of = extra.groups()
            for k, words in enumerate(extra.values):
                self.fault(rows_of(k), 6, "(row)", f"{words}; quote cells that hold a separator")
        facts = FactReader(self.sheet, self.law, self.fault)
        names = [
            c
            for c in self.sheet.frame.columns
            if ALIASES.get(c, c) in self.law.facts and c not in (*PORTFOLIO_COLUMNS, CURRENCY, RATE)
        ]
        for i, words in converted:
            facts.say(i, words)
        facts.read(names, dollars, into_china)
        facts.presume(codes, moments, ~self._bad)
        said: Said = ((),)
        say = np.zeros(len(codes.at), dtype=np.int64)
        if self.noted:
            rows_of = codes.groups()
            said, say = facts.notes({k: rows_of(k) for k in repaired}, repaired)
        return Entries(
            ~self._bad, codes, repaired, origins, moments, knowns, directions, amounts, dollars,
            facts.columns, said, say,
        )  # fmt: skip

    def _moments(self, into_china: Bools) -> Column:
        """Moments of entry, each on the wall clock of the country of entry."""
        moments = self._column(2, "entry_date", lambda t: read_moment(t, what="entry_date"))
        if into_china.any():
            use_clock_of_china(moments, self._distinct("entry_date"), into_china)
        return moments

    def _codes(self) -> tuple[Column, dict[int, str]]:
        """Codes as digits, and what was mended in reading, by code number."""
        texts = self._distinct("hts")
        clean = _clean_codes(texts.values)
        if all(clean) and len(set(clean)) == len(clean):
            self._required(0, "hts", texts.at < 0)
            return Column(clean, texts.at), {}
        place = {digits: k for k, digits in enumerate(dict.fromkeys(filter(None, clean)))}
        codes = list(place)
        repaired: dict[int, str] = {}
        number = np.array([*(place.get(digits, -1) for digits in clean), -1], dtype=np.int64)
        rows_of = texts.groups()
        for k in [k for k, digits in enumerate(clean) if not digits]:
            try:
                code = HtsCode.read(texts.values[k])
            except DetenteError as fault:
                self.fault(rows_of(k), 0, "hts", fault.sentence)
                continue
            # a mended code has a number of its own: its words go with the row
            key = f"{code.digits} {code.repaired}" if code.repaired else code.digits
            number[k] = place.setdefault(key, len(codes))
            if number[k] == len(codes):
                codes.append(code.digits)
                if code.repaired:
                    repaired[int(number[k])] = code.repaired
        self._required(0, "hts", texts.at < 0)
        return Column(codes, number[texts.at]), repaired

    def _values(self, cells: pl.Series) -> tuple[pl.Series, Ints]:
        """Customs values as texts of dollars and in whole dollars."""
        name = "customs_value_usd"
        if cells.dtype in typed_amounts():
            dollars, others = round_numbers(cells, 10**11)  # what is larger is checked one by one
        elif len(cells) <= FEW_ROWS:
            dollars = np.zeros(len(cells), dtype=np.int64)
            others = []
            for i, text in enumerate(cells.to_list()):
                if text is not None and _SHORT_AMOUNT.fullmatch(text):
                    dollars[i] = int(float(text) + 0.5)
                elif text is not None:
                    others.append(i)
        else:
            simple = cells.str.contains(SIMPLE_AMOUNT)
            dollars = round_simple(cells, simple).to_numpy().copy()
            others = (~simple.fill_null(True)).arg_true().to_list()
        empty = np.zeros(len(cells), dtype=bool)
        if cells.null_count():
            empty = cells.is_null().to_numpy().copy()
        for i in others:
            text = cells[i]
            if isinstance(text, str) and not text.strip():
                empty[i] = True
                continue
            try:
                dollars[i] = whole_dollars(read_amount(text, what=name))
            except DetenteError as fault:
                self.fault(np.array([i]), 3, name, fault.sentence)
        self._required(3, name, empty)
        return cells, dollars

    def _knowns(self, moments: Column) -> Column:
        """Day of knowledge: one for all, the row's own, or the day of entry."""
        if self.known:
            return Column([self.known], np.zeros(len(moments.at), dtype=np.int64))
        days = [m[:10] for m in moments.values]
        values = list(dict.fromkeys(days))
        place = {day: k for k, day in enumerate(values)}
        entered = moments.at  # shared where every moment has a day of its own
        if len(values) < len(days):
            entered = np.array([place[d] for d in days], dtype=np.int64)[moments.at]
        if "known" not in self.sheet.frame.columns:
            return Column(values, entered)
        given = self._column(4, "known", lambda t: read_whole_day(t, what="known"))
        for day in given.values:
            place.setdefault(day, len(place))
        own = np.array([place[d] for d in given.values] or [0], dtype=np.int64)[given.at]
        return Column(list(place), np.where(given.at >= 0, own, entered))


def _clean_codes(texts: Sequence[str]) -> list[str]:
    """The digits of codes with nothing in them to mend; empty for every other text."""
    known, clean = _codes_met(), _CLEAN_CODE.fullmatch
    if len(known) > _MOST_CODES:
        known.clear()
    try:
        return [known[text] for text in texts]
    except KeyError:
        for text in [text for text in texts if text not in known]:
            known[text] = text.replace(".", "") if clean(text) else ""
    return [known[text] for text in texts]


@lru_cache(maxsize=1)
def _codes_met() -> dict[str, str]:
    """Texts of codes met before, with their digits: files name the same codes again and again."""
    return {}


def typed_amounts() -> tuple[type[pl.DataType], ...]:
    """Types of numbers that are taken as they are; others are read as text."""
    import polars as pl

    return (pl.Float64, pl.Int64, pl.Int32, pl.UInt32, pl.UInt64)


def portfolio_sheet(source: Path | str | Upload | Source, law: Tables, *, dated: bool) -> Sheet:
    """A portfolio as a sheet; its column `entry_date` is required only where its own days count (`dated`).

    Raises
    ------
    UnreadableFile
        When it cannot be read or lacks a column.
    """
    required = tuple(c for c in PORTFOLIO_COLUMNS if dated or c != "entry_date")
    sheet = read_sheet(source, required=required, known=(*law.facts, *CONTENT_SHARES))
    _check_country_of_entry(sheet)
    return with_contents(sheet)


def _check_country_of_entry(sheet: Sheet) -> None:
    """Ask once about a column such as "Destination" that names no country of entry in any row."""
    column = next((c.column for c in sheet.mapping if c.meaning == "direction"), None)
    if column is None:
        return
    cells = distinct(filled_text(sheet.frame["direction"])).values
    for text in cells:
        try:
            read_direction(text)
        except InputError:
            continue
        return
    if cells:
        raise UnreadableFile(
            f"column {column!r} is read as the country of entry, and {cells[0][:40]!r} is neither US nor CN",
            where=sheet.name, remedy=f'write US or CN; if it is something else, add --map "{column}=-"',
        )  # fmt: skip


def read_direction(text: str) -> str:
    """A direction of a file: ``us_import`` or ``china_import``, or the country of entry in any spelling.

    Raises
    ------
    InputError
        For any other word.
    """
    word = folded(text).strip().lower()
    if word in TERRITORY:
        return word
    try:
        return DIRECTIONS[read_side(word)]
    except InputError:
        raise InputError(
            f"direction {text[:40]!r} is not known", remedy=f"one of {', '.join(TERRITORY)}"
        ) from None


def _with_direction(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame whose country of entry goes by the word that single questions have for it."""
    also = [name for name in ("to", "destination") if name in frame.columns]
    if "direction" in frame.columns or not also:
        return frame
    return frame.rename({also[0]: "direction"})


def typed_sheet(frame: pl.DataFrame, name: str = "frame") -> Sheet:
    """A data frame with its own types as a sheet: categories, days and numbers are not turned into text.

    Raises
    ------
    InputError
        When a required column is missing.
    """
    import polars as pl

    frame = _with_direction(frame)
    missing = [c for c in PORTFOLIO_COLUMNS if c not in frame.columns]
    if missing:
        raise InputError(f"column {', '.join(missing)} is missing", where=name, remedy="add it to the frame")
    kept = (pl.String, pl.Categorical, pl.Enum, pl.Date, *typed_amounts())
    others = [c for c, kind in frame.schema.items() if kind.base_type() not in kept]
    return Sheet(name, frame.with_columns(pl.col(others).cast(pl.String)) if others else frame, first_row=1)


def frame_sheet(
    frame: pl.DataFrame, name: str = "frame", *, law: Tables | None = None, reading: Reading | None = None
) -> Sheet:
    """A data frame as a sheet of text, for callers in Python; with the law its columns are read as a file's.

    Raises
    ------
    InputError
        When a required column is missing.
    """
    import polars as pl

    if law is not None and (reading or any(c not in frame.columns for c in PORTFOLIO_COLUMNS)):
        known = (*law.facts, *CONTENT_SHARES)
        sheet = frame_sheet_of(frame, name, reading or Reading(), PORTFOLIO_COLUMNS, known)
        _check_country_of_entry(sheet)
        return with_contents(sheet)
    frame = _with_direction(frame)
    missing = [c for c in PORTFOLIO_COLUMNS if c not in frame.columns]
    if missing:
        raise InputError(f"column {', '.join(missing)} is missing", where=name, remedy="add it to the frame")
    if any(kind != pl.String for kind in frame.dtypes):
        frame = frame.select(pl.all().cast(pl.String))
    return Sheet(name, frame, first_row=1)
