"""Editions -> dated lines: the life of every code across the editions, coded as spans of days.

An edition's day here is the day it was published; the legal day of a change can lie before or
after. Two consequences are handled and marked:

* the oldest edition's rates are carried back to `CARRIED_BACK_TO` (its `edition` says so);
* a statistical number that a new edition drops stays usable until the next 1 January or 1 July,
  the days on which the statistical annotations change by law (section 484(f), Tariff Act of 1930).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from detente.schedule.lines import DatedLine
from detente.schedule.rate_grammar import read_rate, read_special, tidy
from detente.schedule.rates import NotUnderstood, Rate, understood
from detente.schedule.reading.editions import Edition, EditionName, EditionRow

_SPACED = re.compile(r"\s*([,()+])\s*")
CARRIED_BACK_TO = "2018-01-01"


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


class Renumbering(NamedTuple):
    """A statistical number that went, and what came in its place.

    Parameters
    ----------
    old : str
        The number that went.
    new : tuple of str
        The numbers that came with the same edition.
    day : str
        Day of that edition's publication.
    same_words : bool
        Whether they carry the old number's own description.
    """

    old: str
    new: tuple[str, ...]
    day: str
    same_words: bool


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
    """

    days: Mapping[EditionName, str]
    names: list[EditionName] = field(default_factory=list)
    spans: dict[str, list[tuple[int, int, Printed]]] = field(default_factory=lambda: defaultdict(list))
    footnotes: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    refused: list[Refused] = field(default_factory=list)

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
        seen: set[tuple[str, str]] = set()
        for digits, printed in _printed(edition.rows).items():
            spans = self.spans[digits]
            if spans and spans[-1][1] == at - 1 and spans[-1][2].same_duty(printed):
                spans[-1] = (spans[-1][0], at, printed)
            else:
                spans.append((at, at, printed))
        for row in edition.rows.values():
            for pointer in row.pointers:
                key = (row.digits, pointer.heading)
                if row.digits < "98" and key not in seen:
                    seen.add(key)
                    _extend(self.footnotes[key], at)

    def lines(self) -> list[DatedLine]:
        """The dated lines of every code, oldest edition carried back, newest open."""
        dated: list[DatedLine] = []
        for digits, spans in self.spans.items():
            for number, (first, last, printed) in enumerate(spans):
                after = spans[number + 1][0] if number + 1 < len(spans) else None
                dated.append(self._line(digits, printed, first, last, after))
        return dated

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
        """The statistical numbers that ever stood under each line of 8 digits."""
        children: dict[str, list[str]] = defaultdict(list)
        for digits in self.spans:
            if len(digits) == 10:
                children[digits[:8]].append(digits)
        return children

    def renumberings(self) -> list[Renumbering]:
        """Statistical numbers an edition dropped, with those it brought in their place.

        The new numbers of the same words in the same heading; failing these, all new numbers of the
        same line of 8 digits. A number dropped with nothing in its place is left out.
        """
        went: dict[int, list[str]] = defaultdict(list)
        arrivals: dict[tuple[int, str], list[str]] = defaultdict(list)
        for digits, spans in self.spans.items():
            if len(digits) == 10:
                if spans[-1][1] + 1 < len(self.names):
                    went[spans[-1][1] + 1].append(digits)
                if spans[0][0] > 0:
                    arrivals[spans[0][0], digits[:4]].append(digits)
        renumberings = []
        for at, codes in sorted(went.items()):
            for old in sorted(codes):
                fresh = sorted(arrivals[at, old[:4]])
                words = self.spans[old][-1][2].words.casefold()
                same = [new for new in fresh if self.spans[new][0][2].words.casefold() == words]
                near = [new for new in fresh if new.startswith(old[:8])]
                if same or near:
                    renumberings.append(Renumbering(old, tuple(same or near), self._from(at), bool(same)))
        return renumberings

    def _line(self, digits: str, printed: Printed, first: int, last: int, after: int | None) -> DatedLine:
        edition = self.names[first].text
        general = self._rate(printed.general, edition, digits, "general")
        column2 = self._rate(printed.column2, edition, digits, "column 2")
        special = read_special(printed.special)
        for entry in special:
            if isinstance(entry.rate, NotUnderstood):
                self.refused.append(Refused(edition, digits, "special", printed.special))
        back = self._is_carried_back(digits, first, last)
        to_day = self._to(last) if after is None or after > last + 1 else self._from(after)
        return DatedLine(
            code=digits,
            from_day=CARRIED_BACK_TO if back else self._from(first),
            to_day=_usable_until(to_day) if len(digits) == 10 and after is None else to_day,
            words=printed.words,
            within=printed.within,
            units=printed.units,
            general=general,
            general_text=tidy(printed.general),
            special=special,
            column2=column2,
            edition=f"HTS {edition}" + (", carried back" if back else ""),
            cite=f"HTS {self.names[last].text}, {_dotted(digits)}",
        )

    def _is_carried_back(self, digits: str, first: int, last: int) -> bool:
        """The oldest edition; or a line it left out by mistake: printed from the next edition to the
        newest."""
        if first == 0:
            return True
        stands_on = last == len(self.names) - 1
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
