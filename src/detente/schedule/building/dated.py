"""Editions -> dated lines: the life of every code across the editions, coded as spans of days.

An edition's day is the day it was published; the legal day of a change can lie before or after. What
follows from it is handled and marked:

* a change between two editions is taken on the day of the law between them, if there is one;
* where more than one lies between them, or none in a long time, the line says `DAY_NOT_SEEN` for those days;
* the oldest edition's rates are carried back to `CARRIED_BACK_TO` (its `edition` says so);
* a statistical number that a new edition drops on another day than one of the law stays usable until the
  next 1 January or 1 July, the days on which the statistical annotations change (section 484(f), Tariff Act
  of 1930).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from detente.schedule.lines import DatedLine
from detente.schedule.rate_grammar import read_rate, read_special, tidy
from detente.schedule.rates import NotUnderstood, Rate, understood
from detente.schedule.reading.editions import Edition, EditionName, EditionRow
from detente.schedule.reading.schedule_days import ChangeDay, ScheduleDays

_SPACED = re.compile(r"\s*([,()+])\s*")
CARRIED_BACK_TO = "2018-01-01"
DAY_NOT_SEEN = "day of the change not seen"
NO_GOODS = ("98", "99")  # chapters whose headings begin and end on days of their own


class Printed(NamedTuple):
    """What an edition prints for a code."""

    units: tuple[str, ...]
    general: str
    special: str
    column2: str
    words: str
    within: str

    def same_duty(self, other: Printed) -> bool:
        """Whether units and rates are the same; spaces, tags and words of description do not count."""
        return self[:4] == other[:4] or (
            self.units == other.units
            and all(_clean(a) == _clean(b) for a, b in zip(self[1:4], other[1:4], strict=True))
        )


class PointerSpan(NamedTuple):
    """A footnote that points at a heading, over the days of the editions that print it."""

    digits: str
    heading: str
    from_day: str
    to_day: str


class Refused(NamedTuple):
    """A rate the grammar could not read."""

    edition: str
    digits: str
    column: str
    text: str


@dataclass(slots=True)
class Life:
    """Every code's life, as the editions are read one after the other.

    Feed it editions in the order of publication with `take`, then ask for `lines` and `pointers`.

    Parameters
    ----------
    days, last_days : mapping
        The day each edition was published, and the last day it is known to have been the newest.
    calendar : ScheduleDays
        Days on which the schedule changes by law.
    noted_days : mapping
        Days on which notes say that a statistical number came or went; each counts where it lies between the
        editions that show the change.
    """

    days: Mapping[EditionName, str]
    names: list[EditionName] = field(default_factory=list)
    spans: dict[str, list[tuple[int, int, Printed]]] = field(default_factory=lambda: defaultdict(list))
    footnotes: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    refused: list[Refused] = field(default_factory=list)
    calendar: ScheduleDays = field(default_factory=ScheduleDays)
    noted_days: Mapping[str, frozenset[str]] = field(default_factory=dict)
    last_days: Mapping[EditionName, str] = field(default_factory=dict)
    footed_from: int | None = None
    _numbers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, edition: Edition) -> None:
        """Add the next edition.

        Raises
        ------
        ValueError
            When it is not newer than the last one taken.
        """
        if self.names and edition.name <= self.names[-1]:
            raise ValueError(f"{edition.name.text} is not newer than {self.names[-1].text}")
        at = len(self.names)
        self.names.append(edition.name)
        self._numbers.clear()
        seen: set[tuple[str, str]] = set()
        for digits, printed in _printed(edition.rows).items():
            spans = self.spans[digits]
            # a code of goods that one edition alone leaves out was left out by mistake
            since = at - 1 if digits.startswith(NO_GOODS) else at - 2
            if spans and spans[-1][1] >= since and spans[-1][2].same_duty(printed):
                spans[-1] = (spans[-1][0], at, printed)
            else:
                spans.append((at, at, printed))
        for row in edition.rows.values():
            for pointer in row.pointers:
                key = (row.digits, pointer.heading)
                if row.digits < "98" and key not in seen:
                    self.footed_from = at if self.footed_from is None else self.footed_from
                    seen.add(key)
                    _extend(self.footnotes[key], at)

    def lines(self) -> list[DatedLine]:
        """The dated lines of every code, oldest edition carried back, newest open."""
        return [line for digits in self.spans for line in self._dated(digits)]

    def pointers(self) -> list[PointerSpan]:
        """Footnote pointers by code and heading."""
        return [
            PointerSpan(digits, heading, self._from(first), self._to(last))
            for (digits, heading), spans in self.footnotes.items()
            for first, last in spans
        ]

    def footed(self, line: str, heading: str) -> list[str]:
        """Statistical numbers of a line whose own footnote ever pointed at a heading."""
        return [d for d, named in self.footnotes if named == heading and len(d) == 10 and d.startswith(line)]

    def children(self) -> dict[str, list[str]]:
        """The statistical numbers under each line of 8 digits in the editions that have footnotes.

        Notes at hand name numbers of their own time; older ones reach a list by the concordance.
        """
        children: dict[str, list[str]] = defaultdict(list)
        for digits, spans in self.spans.items():
            if len(digits) == 10 and spans[-1][1] >= (self.footed_from or 0):
                children[digits[:8]].append(digits)
        return children

    def numbers_of(self, line: str) -> list[str]:
        """Every statistical number that ever stood under a line of 8 digits."""
        if not self._numbers:
            for digits in sorted(self.spans):
                if len(digits) == 10:
                    self._numbers[digits[:8]].append(digits)
        return self._numbers.get(line, [])

    def lived(self, digits: str) -> tuple[int, int]:
        """Numbers of the first and the last edition that print a code."""
        spans = self.spans[digits]
        return spans[0][0], spans[-1][1]

    def words_of(self, digits: str, at: int) -> str:
        """The description of a code in its first (0) or last (-1) edition."""
        return self.spans[digits][at][2].words

    def day_of(self, at: int, digits: str) -> str:
        """The day on which a code comes with an edition, or goes with it."""
        return self._change(at, digits, comes_or_goes=True).day

    def _line(
        self, digits: str, printed: Printed, days: tuple[str, str], editions: tuple[str, str]
    ) -> DatedLine:
        edition, newest = editions
        general = self._rate(printed.general, edition, digits, "general")
        column2 = self._rate(printed.column2, edition, digits, "column 2")
        special = read_special(printed.special)
        for entry in special:
            if isinstance(entry.rate, NotUnderstood):
                self.refused.append(Refused(edition, digits, "special", printed.special))
        return DatedLine(
            code=digits,
            from_day=days[0],
            to_day=days[1],
            words=printed.words,
            within=printed.within,
            units=printed.units,
            general=general,
            general_text=tidy(printed.general),
            special=special,
            column2=column2,
            edition=f"HTS {edition}",
            cite=f"HTS {newest}, {_dotted(digits)}",
        )

    def _dated(self, digits: str) -> Iterator[DatedLine]:
        """The dated lines of a code."""
        spans = self.spans[digits]
        for number, (first, last, printed) in enumerate(spans):
            follows = number + 1 < len(spans) and spans[number + 1][0] == last + 1
            comes = number == 0 or spans[number - 1][1] < first - 1
            back = self._is_carried_back(digits, first, last)
            start = CARRIED_BACK_TO if back else self._change(first, digits, comes_or_goes=comes).day
            end, seen = self._end(digits, last, follows=follows)
            if len(digits) == 10 and number + 1 == len(spans) and not self.calendar.is_day(end):
                end = _usable_until(end)
            line = self._line(digits, printed, (start, end), (self.names[first].text, self.names[last].text))
            if back:
                line = line._replace(edition=f"{line.edition}, carried back")
            since = self._newest_until(last)
            if follows and not seen and len(digits) <= 8 and since < end and not _same_general(spans, number):
                yield line._replace(to_day=since)
                line = line._replace(from_day=since, edition=f"HTS {self.names[last].text}, {DAY_NOT_SEEN}")
            yield line

    def _end(self, digits: str, last: int, *, follows: bool) -> ChangeDay:
        if last + 1 == len(self.names):
            return ChangeDay("", seen=True)
        return self._change(last + 1, digits, comes_or_goes=not follows)

    def _newest_until(self, at: int) -> str:
        """The day from which an edition was perhaps no longer the newest."""
        name = self.names[at]
        return self.last_days.get(name) or self.days[name]

    def _change(self, at: int, digits: str, *, comes_or_goes: bool) -> ChangeDay:
        """The day of a change that an edition is the first to print."""
        day = self.days[self.names[at]]
        if at == 0 or digits.startswith(NO_GOODS):
            return ChangeDay(day, seen=True)
        before = self._newest_until(at - 1)
        if comes_or_goes:
            noted = [known for known in self.noted_days.get(digits, ()) if before < known <= day]
            if len(noted) == 1:
                return ChangeDay(noted[0], seen=True)
        return self.calendar.change(before, day, comes_or_goes=comes_or_goes)

    def _is_carried_back(self, digits: str, first: int, last: int) -> bool:
        """The oldest edition; or a line it left out by mistake: printed from the next edition to the
        newest."""
        if first == 0:
            return True
        stands_on = last == len(self.names) - 1
        if first == 1 and self.calendar.is_day(self.day_of(first, digits)):
            return False  # it came on a day on which codes come by law
        return stands_on and first == 1 and len(digits) >= 8 and self.spans[digits][0][0] == first

    def _rate(self, text: str, edition: str, digits: str, column: str) -> Rate | None:
        rate = read_rate(text)
        if rate is not None and not understood(rate):
            self.refused.append(Refused(edition, digits, column, text))
        return rate

    def _from(self, at: int) -> str:
        return self.days[self.names[at]]

    def _to(self, last: int) -> str:
        return self.days[self.names[last + 1]] if last + 1 < len(self.names) else ""


def _same_general(spans: list[tuple[int, int, Printed]], number: int) -> bool:
    """Whether a span and the next print the same general rate."""
    return _clean(spans[number][2].general) == _clean(spans[number + 1][2].general)


def _extend(spans: list[tuple[int, int]], at: int) -> None:
    if spans and spans[-1][1] == at - 1:
        spans[-1] = (spans[-1][0], at)
    else:
        spans.append((at, at))


def _printed(rows: Mapping[str, EditionRow]) -> dict[str, Printed]:
    """Rows in comparable form; a line printed only at 10 digits gets its row of 8 digits."""
    printed: dict[str, Printed] = {}
    below: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for digits, row in rows.items():
        rates = (row.general, row.special, row.other)
        if len(digits) == 10:
            below[digits[:8]].add(row.units)
            printed[digits] = Printed(row.units, "", "", "", row.words, row.within)
            if digits[:8] not in rows:
                printed[digits[:8]] = Printed(row.units, *rates, row.words, row.within)
        else:
            printed[digits] = Printed(row.units, *rates, row.words, row.within)
    for line, units in below.items():
        if len(units) == 1 and not printed[line].units:
            printed[line] = printed[line]._replace(units=next(iter(units)))
    return printed


@lru_cache(maxsize=32768)
def _clean(text: str) -> str:
    """A rate's words so that only a change of substance makes them differ: spaces and tags are none."""
    return _SPACED.sub(r"\1", tidy(text))


def _usable_until(day: str) -> str:
    if not day:
        return ""
    last = date.fromisoformat(day)
    half_years = [date(last.year, 1, 1), date(last.year, 7, 1), date(last.year + 1, 1, 1)]
    return next(d for d in half_years if d >= last).isoformat()


def _dotted(digits: str) -> str:
    return ".".join(p for p in (digits[:4], digits[4:6], digits[6:8], digits[8:10]) if p)
