"""Many codes at once: which of them stand on the same lists, and their base rates as arrays of spans of days.

The answers are those of `Schedule.lines` and `Schedule.memberships`, code by code; the books are read in a
few
passes instead of a few queries a code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.schedule.book import RateRow
from detente.schedule.layers import books_of
from detente.schedule.lines import Schedule

Ints: TypeAlias = NDArray[np.int64]
MANY = 400  # from so many codes on, reading the whole book costs less than asking for each
_OPEN = 99_999_999


def day_number(day: str) -> int:
    """An ISO day (or the day of a moment) as a number that sorts alike; 0 for no day.

    Examples
    --------
    >>> day_number("2025-11-10T23:59")
    20251110
    """
    return int(day[:4] + day[5:7] + day[8:10]) if day else 0


@dataclass(frozen=True)
class RateSpans:
    """Spans of days over which codes carry a base rate, by code and day.

    Parameters
    ----------
    keys : Ints
        Code number times 10^8 plus first day, ascending.
    owner, until : Ints
        Code number, and the first day no longer covered.
    kind : Ints
        Index into `kinds`.
    kinds : tuple
        Distinct (general rate, special column of a tariff plan, citation) in the compact text of the book.
    """

    keys: Ints
    owner: Ints
    until: Ints
    kind: Ints
    kinds: tuple[tuple[str, str, str], ...]

    def find(self, codes: Ints, days: Ints) -> Ints:
        """Kind of rate of each code number on its day; -1 where no line stands."""
        if not len(self.keys):
            return np.full(len(codes), -1, dtype=np.int64)
        at = np.searchsorted(self.keys, codes * 10**8 + days, side="right") - 1
        at = np.maximum(at, 0)
        holds = (self.owner[at] == codes) & (self.keys[at] <= codes * 10**8 + days) & (days < self.until[at])
        return np.where(holds, self.kind[at], -1)


def rate_spans(book: Schedule, codes: Sequence[str], *, cites: bool = False) -> RateSpans:
    """The base rates of codes over all days.

    Parameters
    ----------
    cites : bool
        Tell rates of different citation apart.
    """
    kinds: dict[tuple[str, str, str], int] = {}
    keys: list[int] = []
    owner: list[int] = []
    until: list[int] = []
    kind: list[int] = []
    for number, rows in enumerate(_rates(book, codes)):
        past = 0
        for first, last, general, special, cite in rows:
            start, end = max(day_number(first), past), day_number(last) or _OPEN
            if start >= end:
                continue  # of lines that overlap, the first answers
            keys.append(number * 10**8 + start)
            owner.append(number)
            until.append(end)
            past = end
            key = (general, special, cite if cites else "")
            kind.append(kinds.setdefault(key, len(kinds)))
    return RateSpans(
        np.array(keys, dtype=np.int64), np.array(owner, dtype=np.int64), np.array(until, dtype=np.int64),
        np.array(kind, dtype=np.int64), tuple(kinds),
    )  # fmt: skip


def _rates(book: Schedule, codes: Sequence[str]) -> list[Sequence[RateRow]]:
    """Rate rows of each code: its own, or those of its 8 digits, from the first book that has either."""
    sources = books_of(book)
    if len(codes) >= MANY:
        for source in sources:
            source.rate_rows()
    rates: list[Sequence[RateRow]] = []
    for code in codes:
        rows: Sequence[RateRow] = ()
        for source in sources:
            # a statistical number carries the rates of its 8 digits, on the days of those
            rows = source.rates_of(code[:8]) or (source.rates_of(code) if len(code) == 10 else ())
            if rows:
                break
        rates.append(rows)
    return rates


def line_rates(book: Schedule, codes: Sequence[str]) -> list[Sequence[RateRow]]:
    """The dated rates of lines of 8 digits as written in the book: first day, day after the last, general
    rate, special column of a plan, citation."""
    return _rates(book, codes)


def standing_codes(book: Schedule, codes: Sequence[str]) -> dict[str, bool]:
    """Whether the schedule has a code on any day, of those of 8 and 10 digits.

    A statistical number that no book has is answered for by the line of its 8 digits.
    """
    eight, ten = set(book.codes(8)), set(book.codes(10))
    return {c: c[:8] in eight or c in ten for c in codes if len(c) in (8, 10)}


def reach_keys(book: Schedule, codes: Sequence[str]) -> list[object]:
    """For each code a value that is equal only for codes on the same lists, on the same days and conditions.

    Lists of longer codes that begin with a code of 8 digits count too. Codes on the same lists by different
    prefixes may differ in the value.
    """
    keys: list[tuple[object, ...]] = [()] * len(codes)
    for source in books_of(book):
        own, below = source.reaches()
        lengths = sorted({len(p) for p in own})
        short = [n for n in lengths if n <= 8]
        long = [n for n in lengths if n > 8]
        seen: dict[str, tuple[int, ...]] = {}
        for i, code in enumerate(codes):
            start = code[:8]
            key = seen.get(start)
            if key is None:
                key = seen[start] = tuple([own.get(start[:n], 0) for n in short if n <= len(start)])
            if len(code) <= 8:
                keys[i] += (key, below.get(code, 0))
            else:
                keys[i] += (key, *[own.get(code[:n], 0) for n in long if n <= len(code)])
    return list(keys)
