"""Statistical numbers by edition: whether that of a US code stands on a day, and what answers if not."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from detente.duties.shown.stack_lines import OLDEST_EDITION
from detente.schedule import Schedule, days_of_change
from detente.terms import HtsCode, UnknownCode

# of a schedule that holds only some editions, as the one that comes with the program
_UNCHECKED = (
    "{}: the installed schedule has no statistical numbers of {} to check it against; install all with: "
    "detente data sync"
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
        For fewer than 8 digits, and for a number no edition of its time has; the numbers that stand are
        named.
    """
    deep_enough(book, digits)
    line = digits[:8]
    if len(digits) != 10 or digits in named or not book.lines(line):
        return Number(digits)
    first, last = _checked(book)
    unseen = digits not in _all_numbers(book) and not first <= day < last
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
        raise UnknownCode(
            f"no statistical number {_dots(digits)} on {day}",
            remedy=f"give one of {_list(standing)}, or {_dots(line)}",
        )
    after = book.successors(digits)
    became = f", now {_list(after)}" if after else ""
    if first <= day < last:
        return Number(line, f"{_dots(digits)} is not a statistical number on {day}{became}{those}")
    return Number(line, f"{_dots(digits)} cannot be checked against an edition of {day}{became}{those}")


@lru_cache(maxsize=65536)
def numbers_on(book: Schedule, line: str, day: str) -> tuple[str, ...]:
    """The statistical numbers of a line of 8 digits that stand on a day."""
    return tuple(n for n in _under(book, line) if _has_row(book, n, day))


@lru_cache(maxsize=4)
def number_changes(book: Schedule) -> tuple[str, ...]:
    """Days on which what answers for a code may change, in order; what is said of it can name the day."""
    days = {*days_of_change(book), *_checked(book)}
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
    codes = book.codes(8)
    below = codes[bisect_left(codes, digits) : bisect_left(codes, digits + ":")]
    named = f": {_list(below)}" if below else ""
    raise UnknownCode(
        f"{_dots(digits)} is a {HtsCode(digits).level}; rates attach at 8 digits",
        remedy=f"give 8 or 10 digits{named}",
    )


@lru_cache(maxsize=4)
def _checked(book: Schedule) -> tuple[str, str]:
    """The day from which editions show the numbers, and up to which they show all; a starter only some."""
    meta = book.meta
    if meta.kind != "built" or not meta.editions or not meta.verified_through:
        return OLDEST_EDITION, ""
    newest = date.fromisoformat(meta.verified_through)
    halves = (date(newest.year, 7, 1), date(newest.year + 1, 1, 1))
    return f"{meta.editions[0][:4]}-01-01", next(d for d in halves if d > newest).isoformat()


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
