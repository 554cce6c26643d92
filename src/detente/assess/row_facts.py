"""Facts of many rows: each distinct text checked once, then what the facts of a row imply or leave to presume."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from detente.assess.entries import SIMPLE_AMOUNT, Bools, Column, Ints, distinct, filled_text
from detente.assess.facts import ALIASES, read_facts
from detente.assess.tables import Sheet
from detente.regime.tables import Tables
from detente.terms import InputError

US_CONTENT, US_SHARE, END_USE = "us_content_value_usd", "us_content_share", "end_use"
FIRST = 7  # faults of facts stand after those of the columns every row has


class FactReader:
    """Columns of facts of a sheet, checked as `read_facts` checks those of one shipment."""

    def __init__(self, sheet: Sheet, law: Tables, fault: Callable[[Ints, int, str, str], None]) -> None:
        self.sheet = sheet
        self.law = law
        self.columns: dict[str, Column] = {}
        self._fault = fault
        self._notes: dict[int, list[str]] = {}

    def read(self, names: Sequence[str], dollars: Ints) -> None:
        """Read the columns of facts; faults are kept."""
        for place, name in enumerate(names, start=FIRST):
            made = self._column(name, place)
            fact = ALIASES.get(name, name)
            before = self.columns.get(fact)
            if before is not None:  # two columns for one fact: the later one, where it says anything
                shifted = np.where(made.at >= 0, made.at + len(before.values), before.at)
                made = Column([*before.values, *made.values], shifted)
            self.columns[fact] = made
        if US_CONTENT in self.columns:
            self._us_share(dollars)
        if END_USE in self.columns:
            self._imply()

    def _empty(self) -> Column:
        return Column([], np.full(self.sheet.frame.height, -1, dtype=np.int64))

    def _column(self, name: str, place: int) -> Column:
        texts = distinct(filled_text(self.sheet.frame[name]))
        if not texts.values:
            return texts
        fact = ALIASES.get(name, name)
        amount = self.law.facts[fact]["type"] in ("money", "number")
        simple = re.compile(SIMPLE_AMOUNT[1:-1])
        values: list[str] = []
        number = np.full(len(texts.values) + 1, -1, dtype=np.int64)
        rows_of = texts.groups()
        for k, text in enumerate(texts.values):
            try:
                value = (
                    text if amount and simple.fullmatch(text) else read_facts({name: text}, self.law)[0][fact]
                )
            except InputError as fault:
                self._fault(rows_of(k), place, name, fault.text)
                continue
            number[k] = len(values)
            values.append(value)
        return Column(values, number[texts.at])

    def _us_share(self, dollars: Ints) -> None:
        """The share of US content, where only its value is given."""
        content, share = self.columns[US_CONTENT], self.columns.setdefault(US_SHARE, self._empty())
        for i in np.flatnonzero((content.at >= 0) & (share.at < 0) & (dollars > 0)):
            part = min(Decimal(1), Decimal(content.values[content.at[i]]) / int(dollars[i]))
            share.values.append(format(part, "f"))
            share.at[i] = len(share.values) - 1

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
        rows = rows[column.at[rows] < 0]
        if len(rows):
            column.put(rows, value)
            for i in rows.tolist():
                self._notes.setdefault(i, []).append(words)

    def presume(self, codes: Column, moments: Column, good: Bools) -> None:
        """Add the presumptions of the law files to facts not given."""
        for row in self.law.presumptions:
            starts = tuple(row["prefixes"])
            of = np.array([c.startswith(starts) for c in codes.values] or [False])
            since = np.array([m[:10] >= row["from"] for m in moments.values] or [False])
            rows = np.flatnonzero(good & of[codes.at] & since[moments.at])
            self._put(rows, row["fact"], row["value"], f"{row['words']} (else give {row['fact']})")

    def notes(
        self, mended: Mapping[int, Ints], words: Mapping[int, Any]
    ) -> tuple[tuple[tuple[str, ...], ...], Ints]:
        """Distinct notes, and which of them each row has; what was mended in the code comes first."""
        for number, rows in mended.items():
            for i in rows.tolist():
                self._notes.setdefault(i, []).insert(0, words[number])
        found: dict[tuple[str, ...], int] = {(): 0}
        say = np.zeros(self.sheet.frame.height, dtype=np.int64)
        for i, said in self._notes.items():
            say[i] = found.setdefault(tuple(said), len(found))
        return tuple(found), say
