"""Facts of many rows: each distinct text checked once, then what a row's facts imply or leave to presume."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

import numpy as np

from detente.duties import CONTENTS, PARTS, US_CONTENT, US_SHARE, read_facts, weigh_contents
from detente.portfolio.read.row_notes import RowNotes, Said
from detente.portfolio.read.shipments import FEW_ROWS, SIMPLE_AMOUNT, Bools, Column, Ints, distinct_filled
from detente.regime import Tables
from detente.rowfiles import Sheet
from detente.terms import ALIASES, CN, InputError, Instant, read_moment

END_USE = "end_use"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST = 7  # faults of facts stand after those of the columns every row has


def use_clock_of_china(column: Column, texts: Column, into_china: Bools) -> None:
    """Turn times written with an offset into China's clock, in the rows of goods entering China."""
    rows_of = texts.groups()
    for k, text in enumerate(texts.values):
        rows = rows_of(k)
        rows = rows[into_china[rows] & (column.at[rows] >= 0)]
        if len(rows) and Instant.read(text).offset is not None:
            column.put(rows, read_moment(text, side=CN))


class FactReader:
    """Columns of facts of a sheet, checked as `read_facts` checks those of one shipment."""

    def __init__(self, sheet: Sheet, law: Tables, fault: Callable[[Ints, int, str, str], None]) -> None:
        self.sheet = sheet
        self.law = law
        self.columns: dict[str, Column] = {}
        self._fault = fault
        self._said: list[tuple[Ints, str]] = []
        self._shared: Ints = np.zeros(0, dtype=np.int64)

    def read(self, names: Sequence[str], dollars: Ints, into_china: Bools) -> None:
        """Read the columns of facts; faults are kept."""
        for place, name in enumerate(names, start=FIRST):
            made = self._column(name, place, into_china)
            fact = ALIASES.get(name, name)
            before = self.columns.get(fact)
            if before is not None:  # two columns for one fact: the later one, where it says anything
                rows, own = made.filled()
                joined = Column([*before.values, *made.values], before.at.copy())
                joined.at[rows] = own + len(before.values)
                made = joined
            self.columns[fact] = made
        self._weigh(dollars, len(names))
        if END_USE in self.columns:
            self._imply()

    def say(self, row: int, words: str) -> None:
        """Add a note to a row."""
        self._said.append((np.array([row]), words))

    def _empty(self) -> Column:
        return Column.empty(self.sheet.frame.height)

    def _column(self, name: str, place: int, into_china: Bools) -> Column:
        texts = distinct_filled(self.sheet.frame[name])
        if not texts.values:
            return texts
        fact = ALIASES.get(name, name)
        plain = _plain_amounts(texts.values) if self.law.facts[fact]["type"] in ("money", "number") else None
        if plain is not None and plain.all():
            return texts
        values: list[str] = []
        number = np.full(len(texts.values) + 1, -1, dtype=np.int64)
        rows_of = texts.groups()
        of_days = self.law.facts[fact]["type"] == "day"
        for k, text in enumerate(texts.values):
            try:
                if plain is not None and plain[k]:
                    value = text
                elif of_days and _ISO_DAY.fullmatch(text):
                    value = read_moment(text, what=fact)
                else:
                    value = read_facts({name: text}, self.law)[0][fact]
            except InputError as fault:
                self._fault(rows_of(k), place, name, fault.sentence)
                continue
            number[k] = len(values)
            values.append(value)
        column = texts.renumbered(values, number)
        if of_days and into_china.any():
            use_clock_of_china(column, texts, into_china)
        return column

    def _weigh(self, dollars: Ints, place: int) -> None:
        """Contents beside the value, as `weigh_contents` does for one shipment, each distinct case once."""
        shares = [n for n in (US_CONTENT, US_SHARE) if n in self.columns]
        names = [n for n in (*CONTENTS, *PARTS) if n in self.columns] + shares
        if not names:
            return
        for name in (US_CONTENT, US_SHARE) if shares else ():
            self.columns.setdefault(name, self._empty())
        if shares:
            self._share_of_content(dollars)
        met = self._to_weigh(dollars, names, shares)
        for rows in _alike(met, [dollars[met], *(self.columns[n].numbers(met) for n in names)]):
            i = int(rows[0])
            held = ((n, self.columns[n].value(i)) for n in names)
            given = {n: text for n, text in held if text is not None}
            before = dict(given)
            fault = weigh_contents(given, int(dollars[i]))
            if fault:
                self._fault(rows, FIRST + place, *fault)
            for name in sorted(n for n, text in given.items() if before.get(n) != text):
                column = self.columns[name]
                column.values.append(given[name])
                column.at[rows] = len(column.values) - 1

    def _share_of_content(self, dollars: Ints) -> None:
        """The share of US content where its value alone is given and fits beyond doubt."""
        value, share = self.columns[US_CONTENT], self.columns[US_SHARE]
        rows, own = value.filled()
        fits = (share.numbers(rows) < 0) & (_floats(value)[own] < dollars[rows] * (1 - 1e-12) - 3)
        rows, own = rows[fits], own[fits]
        pairs = zip(own.tolist(), dollars[rows].tolist(), strict=True)
        before = len(share.values)
        share.values.extend([format(Decimal(value.values[k]) / of, "f") for k, of in pairs])
        share.put_each(rows, np.arange(before, len(share.values)))
        self._shared = rows

    def _to_weigh(self, dollars: Ints, names: Sequence[str], shares: Sequence[str]) -> Ints:
        """Rows whose contents must be looked at one case at a time: all others fit beyond doubt.

        Five contents rounded one by one gain at most 2.50 dollars: three dollars below the value fit.
        """
        open_ = np.zeros(len(dollars), dtype=bool)
        total = np.zeros(len(dollars))
        for name in names:
            column = self.columns[name]
            rows, own = column.filled()
            if name in shares:
                open_[np.setdiff1d(rows, self._shared, assume_unique=True)] = True
            else:
                total[rows] += _floats(column)[own]
                open_[rows] |= ~(total[rows] < dollars[rows] * (1 - 1e-12) - 3)
        return np.flatnonzero(open_ & (dollars > 0))

    def _imply(self) -> None:
        """Facts that words of an end use imply, where they are not given."""
        said = self.columns[END_USE]
        rows_of = said.groups()
        for k, text in enumerate(said.values):
            rows = rows_of(k)
            for rule in self.law.end_use_words:
                if any(word in text.lower() for word in rule["any"]):
                    words = f"end use {text!r} is taken as {rule['fact']} = {rule['value']}"
                    self._put(rows, rule["fact"], rule["value"], words)

    def _put(self, rows: Ints, fact: str, value: str, words: str) -> None:
        """Give a fact to those of some rows that have none, and say so."""
        column = self.columns.setdefault(fact, self._empty())
        rows = rows[column.numbers(rows) < 0]
        if len(rows):
            column.put(rows, value)
            self._said.append((rows, words))

    def presume(self, codes: Column, moments: Column, good: Bools) -> None:
        """Add the presumptions of the law files to facts not given."""
        days = [m[:10] for m in moments.values]
        first, last = min(days, default=""), max(days, default="")
        for row in self.law.presumptions:
            starts = tuple(row["prefixes"])
            if last < row["from"]:
                continue
            since = np.ones(max(1, len(days)), dtype=bool)
            if first < row["from"]:
                since = np.array([day >= row["from"] for day in days] or [False])
            of = codes.starting(starts)
            rows = np.flatnonzero(of.take(codes.at)) if of.any() else np.zeros(0, dtype=np.int64)
            rows = rows[good[rows] & since[moments.at[rows]]]
            self._put(rows, row["fact"], row["value"], f"{row['words']} (else give {row['fact']})")

    def notes(self, mended: Mapping[int, Ints], words: Mapping[int, str]) -> tuple[Said, Ints]:
        """Distinct notes, and which of them each row has; what was mended in the code comes first."""
        made = RowNotes(((),), np.zeros(self.sheet.frame.height, dtype=np.int64))
        for number, rows in mended.items():
            made.put(rows, words[number])
        for rows, text in self._said:
            made.put(rows, text)
        return made.laid()


def _plain_amounts(texts: Sequence[str]) -> Bools:
    """Which texts are amounts in their own plainest form."""
    import polars as pl

    if len(texts) <= FEW_ROWS:
        simple = re.compile(SIMPLE_AMOUNT[1:-1])
        return np.array([simple.fullmatch(text) is not None for text in texts], dtype=bool)
    return pl.Series(texts, dtype=pl.String).str.contains(SIMPLE_AMOUNT).to_numpy()


def _floats(column: Column) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(list(map(float, column.values)) or [0.0])


def _alike(rows: Ints, columns: Sequence[Ints]) -> list[Ints]:
    """Rows in groups that are alike in every column, whose values are those of the rows."""
    if not len(rows):
        return []
    table = np.stack(list(columns))
    order = np.lexsort(table)
    sorted_table = table[:, order]
    cuts = np.flatnonzero((sorted_table[:, 1:] != sorted_table[:, :-1]).any(axis=0)) + 1
    ordered, edges = rows[order], [0, *cuts.tolist(), len(rows)]
    return [ordered[first:end] for first, end in pairwise(edges)]
