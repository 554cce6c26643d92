"""Statistical numbers by edition: whether that of a US code stands on a day, and what answers if not."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from detente.duties.shown.stack_lines import OLDEST_EDITION
from detente.schedule import Schedule, Succession, days_of_change, predecessors_of, succession_of
from detente.terms import OPEN_END, HtsCode, UnknownCode

# of a schedule that holds only some editions, as the one that comes with the program
_UNCHECKED = (
    "{}: the installed schedule has no statistical numbers of {} to check it against; install all with: "
    "detente data sync"
)
OLDEST_DAY = "2018-01-01"  # the day the oldest edition of a schedule is carried back to
FIRST_LISTS = (
    "us.s301.list-"  # held for the codes of their own time: those of a line and of its successor agree
)
MOST_NAMED = 12  # numbers named in a message


@dataclass(frozen=True, slots=True)
class Number:
    """The code that answers for a code on a day, and what is said about it.

    Parameters
    ----------
    code : str
        The code as given, or its 8 digits where its statistical number does not stand: what depends on the
        number is asked.
    note : str
        Empty where the number stands.
    """

    code: str
    note: str = ""


class NamedDay(str):
    """A day that stands for all between two changes: it compares as itself and prints as a mark."""

    __slots__ = ()
    MARK = "\x02"

    def __format__(self, spec: str) -> str:
        return self.MARK


@lru_cache(maxsize=1 << 16)
def number_on(book: Schedule, digits: str, day: str, named: tuple[str, ...] = ()) -> Number:
    """The code that answers for a US code on a day; numbers that clauses of the law name themselves stand.

    Law
    ---
    Tariff Act of 1930 s. 484(f) (19 USC 1484(f)): the statistical annotations, which change on 1 January and
    1 July.

    Raises
    ------
    UnknownCode
        For fewer than 8 digits, for a line that ended (with what it became) or came later, and for a number
        no edition of its time has; the numbers that stand are named.
    """
    return _number_on(book, digits, day, named)


def number_between(
    book: Schedule, digits: str, day: str, named: tuple[str, ...] = ()
) -> tuple[Number | None, str]:
    """What `number_on` gives on the days of a year between two changes; its words have a mark for the day.

    None where the number is refused; the words are those of the refusal.
    """
    try:
        number = _number_on(book, digits, NamedDay(day), named)
    except UnknownCode as fault:
        return None, fault.text
    return number, number.note


def _number_on(book: Schedule, digits: str, day: str, named: tuple[str, ...]) -> Number:
    deep_enough(book, digits)
    line = digits[:8]
    if not _line_stands(book, line, day):
        return _earlier_line(book, digits, day)
    if len(digits) != 10 or digits in named or not book.lines(line):
        return Number(digits)
    first, last = _checked(book)
    shown = first <= day < last and _is_shown(book, day)
    unseen = digits not in _all_numbers(book) and not shown
    if not shown and _comes_next(book, digits, day):
        return Number(
            digits,
            f"{_dots(digits)} is first shown by an edition after {day}; none of that half-year is held",
        )
    if _has_row(book, digits, day) or (unseen and _listed(book, digits, day)):
        return Number(digits)
    if day < first:
        return Number(digits, f"{_dots(digits)}: no edition of {day[:4]} is held that could show the number")
    standing = numbers_on(book, line, day)
    if not standing and not book.memberships_below(line):
        unchecked = not last and digits not in _all_numbers(book) and not digits.endswith("00")
        return Number(digits, _UNCHECKED.format(_dots(digits), _dots(line)) if unchecked else "")
    those = f"; numbers of {_dots(line)} that day: {_list(standing)}" if standing else ""
    if digits.endswith("00"):
        return Number(line, f"{_dots(digits)} is read as the line {_dots(line)}{those}")
    if digits not in _all_numbers(book) and first <= day < last:
        if not shown:
            half = f"no edition of that half of {day[:4]} is held that could show it"
            return Number(digits, f"{_dots(digits)}: {half}")
        raise UnknownCode(
            f"no statistical number {_dots(digits)} on {day}",
            remedy=f"give one of {_list(standing)}, or {_dots(line)}",
            where="hts",
        )
    became = _became(book, digits, day)
    if shown:
        return Number(line, f"{_dots(digits)} is not a statistical number on {day}{became}{those}")
    return Number(line, f"{_dots(digits)} cannot be checked against an edition of {day}{became}{those}")


def _line_stands(book: Schedule, line: str, day: str) -> bool:
    """Whether a line of 8 digits stands on a day, or nothing is known of when it does."""
    rows = book.lines(line)
    dated = [row for row in rows if row.code == line]
    return (
        not dated
        or day < min(row.from_day for row in rows) <= OLDEST_DAY
        or any(row.holds_on(day) for row in rows)
    )


def stands_throughout(book: Schedule, line: str) -> bool:
    """Whether a line of 8 digits stands on every day that can be asked, or nothing is known of its days."""
    rows = [(row.from_day, row.to_day) for row in book.lines(line) if row.code == line]
    return not rows or stands_always(rows)


def stands_always(spans: Sequence[tuple[str, ...]]) -> bool:
    """Whether spans of days, first day and day after the last, hold every day that can be asked."""
    joined = all(one[1] == two[0] for one, two in pairwise(spans))
    return joined and spans[0][0] <= OLDEST_DAY and not spans[-1][1]


def _earlier_line(book: Schedule, digits: str, day: str) -> Number:
    """The line that answers for one that had not come yet; one that ended is refused.

    Raises
    ------
    UnknownCode
        For a line that ended, with what it became, and for one of which it is not known what it came from.
    """
    line = digits[:8]
    rows = book.lines(line)
    if day >= max(row.to_day or "~" for row in rows):
        gone = succession_of(book.meta, line)
        raise UnknownCode(
            f"{_dots(line)} ended on {max(row.to_day for row in rows)}: no tariff line on {day}",
            remedy=_successor_words(gone),
            where="hts",
        )
    came = min((row.from_day for row in rows if row.from_day > day), default="")
    before = [row.old for row in predecessors_of(book.meta, line) if _line_stands(book, row.old, day)]
    if len(before) == 1 and _lists_on(book, line, came) == _lists_on(book, before[0], day):
        return Number(
            before[0],
            f"{_dots(line)} came on {came}; on {day} its goods stood under {_dots(before[0])}, by the "
            "editions compared, and are answered as that line",
        )
    raise UnknownCode(
        f"{_dots(line)} came on {came}: no tariff line on {day}",
        remedy=f"it may have come from {_list(before)}; give the line that had the goods"
        if before
        else "no line is known that it came from; give the line of that day",
        where="hts",
    )


def _lists_on(book: Schedule, line: str, day: str) -> frozenset[str]:
    """The lists of 2018 and 2019 a whole line stands on that day."""
    rows = book.memberships(line)
    return frozenset(row.list_id for row in rows if row.list_id.startswith(FIRST_LISTS) and row.holds_on(day))


def _successor_words(gone: Succession | None) -> str:
    if gone is None or not gone.new:
        return "no code of its heading came in its place; give the line that has the goods now"
    if gone.settled:
        return f"it became {_list(gone.new)}"
    return f"it may have become {_list(gone.new)}; give the one that has the goods"


def _became(book: Schedule, digits: str, day: str) -> str:
    """What a number became that went before a day, or what it came from that came after it, as words."""
    gone = succession_of(book.meta, digits)
    if gone is not None and gone.new and (not gone.day or gone.day <= day):
        return (
            f", now {_list(gone.new)}" if gone.settled or not gone.day else f", perhaps now {_list(gone.new)}"
        )
    before = [row for row in predecessors_of(book.meta, digits) if _has_row(book, row.old, day)]
    how = "" if all(row.settled for row in before) else "perhaps "
    return f", that day {how}{_list([row.old for row in before])}" if before else ""


@lru_cache(maxsize=65536)
def numbers_on(book: Schedule, line: str, day: str) -> tuple[str, ...]:
    """The statistical numbers of a line of 8 digits that stand on a day."""
    return tuple(n for n in _under(book, line) if _has_row(book, n, day))


@lru_cache(maxsize=4)
def number_changes(book: Schedule) -> tuple[str, ...]:
    """Days on which what answers for a code may change, in order; what is said of it can name the day."""
    days = {*days_of_change(book), *_checked(book), *_halves(book)}
    return tuple(sorted({*days, *(_half_year(day) for day in days)} - {""}))


def _listed(book: Schedule, digits: str, day: str) -> bool:
    """Whether a list of the law names the number that day."""
    return any(row.prefix == digits and row.holds_on(day) for row in book.memberships(digits))


def _has_row(book: Schedule, digits: str, day: str) -> bool:
    """Whether an edition prints the number that day, or first printed it in the half-year of that day."""
    return any(
        row.code == digits and _half_year(row.from_day) <= day and (not row.to_day or day < row.to_day)
        for row in book.lines(digits)
    )


def _comes_next(book: Schedule, digits: str, day: str) -> bool:
    """Whether a number comes with the next edition that is held: it may have come before that day already."""
    first = min((row.from_day for row in book.lines(digits) if row.code == digits), default="")
    following = min((half for half in _halves(book) if half > day), default="")
    return day < first and bool(following) and _half_year(first) <= following


def _half_year(day: str) -> str:
    """The 1 January or 1 July at or before a day: numbers begin on them, editions are published later."""
    return day and f"{day[:4]}-{'01' if day[5:] < '07-01' else '07'}-01"


def deep_enough(book: Schedule, digits: str) -> None:
    """Refuse a code of fewer than 8 digits, at which no rate attaches; the lines under it are named.

    Raises
    ------
    UnknownCode
        With the candidates of the installed schedule.
    """
    if len(digits) >= 8:
        return
    codes = book.codes(8, OPEN_END[:10])
    below = codes[bisect_left(codes, digits) : bisect_left(codes, digits + ":")]
    named = f": {_list(below)}" if below else ""
    raise UnknownCode(
        f"{_dots(digits)} is a {HtsCode(digits).level}; rates attach at 8 digits",
        remedy=f"give 8 or 10 digits{named}",
        where="hts",
    )


@lru_cache(maxsize=4)
def _checked(book: Schedule) -> tuple[str, str]:
    """The day from which editions show the numbers, and up to which they show all, where they do."""
    meta = book.meta
    if not meta.every_line or not meta.editions or not meta.verified_through:
        return OLDEST_EDITION, ""
    newest = date.fromisoformat(meta.verified_through)
    halves = (date(newest.year, 7, 1), date(newest.year + 1, 1, 1))
    return f"{meta.editions[0][:4]}-01-01", next(d for d in halves if d > newest).isoformat()


def _is_shown(book: Schedule, day: str) -> bool:
    """Whether an edition was published in the half-year of a day: numbers change on the first day of one."""
    halves = _halves(book)
    return not halves or _half_year(day) in halves or day >= max(halves)


@lru_cache(maxsize=4)
def _halves(book: Schedule) -> frozenset[str]:
    return frozenset(_half_year(day) for _, day in json.loads(book.meta.edition_days))


@lru_cache(maxsize=4)
def _numbers(book: Schedule) -> tuple[str, ...]:
    return book.codes(10)


@lru_cache(maxsize=4)
def _all_numbers(book: Schedule) -> frozenset[str]:
    return frozenset(_numbers(book))


def _under(book: Schedule, line: str) -> tuple[str, ...]:
    numbers = _numbers(book)
    return numbers[bisect_left(numbers, line) : bisect_left(numbers, line + ":")]


def _dots(digits: str) -> str:
    return HtsCode(digits).dotted


def _list(codes: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(_dots(c) for c in codes[:MOST_NAMED])
    return shown + (f" and {len(codes) - MOST_NAMED} more" if len(codes) > MOST_NAMED else "")
