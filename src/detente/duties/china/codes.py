"""Codes of China's schedule: whether one is held on a day, what is near where it is not, ten digits cut."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from detente.schedule import Schedule, nearest_in, predecessors_of, rank_nearest, succession_of
from detente.terms import HtsCode, UnknownCode

NOT_HELD = "cn.lines-not-held"
RATES_AT = 8
MOST_NEAR = 4
BY_WORDS = "find the goods by words: detente find WORDS --to CN"


class ChinaCode(NamedTuple):
    """The code that answers, and what is said about it; empty where it stands as given."""

    code: str
    note: str = ""


@lru_cache(maxsize=1 << 14)
def china_code(book: Schedule, digits: str, day: str) -> ChinaCode:
    """The code that answers for goods entering China on a day: ten digits are cut to the line of eight.

    Raises
    ------
    UnknownCode
        For a code that the schedule does not hold that day, with the days on which it is held and the lines
        nearest to it with theirs.
    """
    line = digits[:RATES_AT]
    note = ""
    if len(digits) > RATES_AT:
        note = f"{_dots(digits)} is taken as {_dots(line)}: China's rates and lists are held at eight digits"
    rows = book.lines(line)
    if any(row.holds_on(day) for row in rows) or not _is_refused(book, line, day):
        return ChinaCode(line, note)
    what = f"China's schedule holds no line {_dots(line)} on {day}"
    if rows:
        what = f"China's schedule holds no line {_dots(line)} on {day}; it is {_span(book, line)}"
    near = _near(book, line, day)
    listed = ", ".join(f"{_dots(code)} ({_span(book, code)})" for code in near)
    raise UnknownCode(
        what,
        where="hts",
        remedy=f"nearest: {listed}" if listed else BY_WORDS,
    )


def is_steady(book: Schedule, digits: str) -> bool:
    """Whether a code of eight digits answers as given on every day that can be asked."""
    if len(digits) != RATES_AT:
        return False
    rows = book.lines(digits)
    first = _first_day(book)
    return bool(rows) and rows[0].from_day <= first and not rows[-1].to_day


def _is_refused(book: Schedule, line: str, day: str) -> bool:
    """Whether the schedule knows that it has no such line.

    It is whole, its days have begun, and nothing of the subheading was left unread; of a person's own
    schedule, a line that comes later may have stood before.
    """
    if not book.meta.every_line or day < _first_day(book) or (book.meta.kind == "built" and book.lines(line)):
        return False
    return not any(m.list_id == NOT_HELD and m.holds_on(day) for m in book.memberships(line))


@lru_cache(maxsize=4)
def _first_day(book: Schedule) -> str:
    """The first day of which any line is held; empty where lines are held since always."""
    codes = book.codes(RATES_AT)
    return min((row.from_day for code in codes[:64] for row in book.lines(code)), default="")


def _near(book: Schedule, line: str, day: str) -> tuple[str, ...]:
    """Lines that came in its place or that it came from; else those most like it."""
    gone = succession_of(book.meta, line)
    own = [*(gone.new if gone else ()), *(row.old for row in predecessors_of(book.meta, line))]
    standing = [code for code in own if any(row.holds_on(day) for row in book.lines(code))]
    if own:
        return tuple((standing or own)[:MOST_NEAR])
    codes = book.codes(RATES_AT, day, day)
    beside = tuple(code for code in codes if code[:6] == line[:6])
    return rank_nearest(line, beside, MOST_NEAR) or nearest_in(line, codes, MOST_NEAR)


def _span(book: Schedule, code: str) -> str:
    """The days on which a code is held, in words."""
    rows = book.lines(code)
    first, end = rows[0].from_day, rows[-1].to_day
    if not end:
        return f"held since {first}" if first else "held throughout"
    last = (date.fromisoformat(end) - timedelta(days=1)).isoformat()
    return f"held {first} to {last}" if first else f"held to {last}"


def _dots(digits: str) -> str:
    return HtsCode(digits).dotted
