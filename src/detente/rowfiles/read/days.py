"""Days written in numbers: their order is a property of the column, told by its own cells or asked once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from detente.terms import UnreadableFile

if TYPE_CHECKING:
    import polars as pl

ORDERS = {"mdy": "month first", "dmy": "day first", "ymd": "year first"}
_PLACES = {"mdy": (2, 0, 1), "dmy": (2, 1, 0), "ymd": (0, 1, 2)}
_NUMBERS = re.compile(
    r"^\s*(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?P<tail>(?:T|,?\s+)\d.*)?\s*$"
)
_WORDED = re.compile(
    r"^(?:[A-Za-z]{3,9}\.?,\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([A-Za-z]{3,9})\.?,?[\s\-/.]*'?(\d{4}|\d{2})(?P<tail>(?:T|,?\s+)\d.*)?$"
)
_MONTH_FIRST = re.compile(
    r"^(?:[A-Za-z]{3,9}\.?,\s+)?([A-Za-z]{3,9})\.?[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?,?[\s\-/.]+'?(\d{4}|\d{2})(?P<tail>(?:T|,?\s+)\d.*)?$"
)
_NO_YEAR = re.compile(
    r"^\s*(?:\d{1,2}月\d{1,2}[日号號]?|\d{1,2}[\s-]+[A-Za-z]{3,9}\.?|[A-Za-z]{3,9}\.?[\s-]+\d{1,2}|\d{1,2}[/.]\d{1,2}\.?)\s*$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ].*)?$"
_FIRST_YEAR, _LAST_YEAR = 2015, 2040  # a year of two digits that stands first lies between these


@dataclass
class DayColumn:
    """A column of days: the file's name for it, and the readings of its cells that are numbers alone."""

    name: str
    meaning: str
    readings: dict[str, dict[str, str]] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)

    @property
    def orders(self) -> tuple[str, ...]:
        """Orders in which every cell is a day."""
        return tuple(o for o in ORDERS if all(o in cell for cell in self.readings.values()))

    @property
    def doubtful(self) -> list[str]:
        """Cells that are another day in another order."""
        return [text for text, cell in self.readings.items() if len(set(cell.values())) > 1]

    def read_as(self, order: str) -> None:
        """Read the cells in an order; one that is no day in it keeps its only reading."""
        for text, cell in self.readings.items():
            days = set(cell.values())
            if order in cell or len(days) == 1:
                self.plain[text] = cell.get(order) or next(iter(days))


def settle_days(
    frame: pl.DataFrame, columns: Mapping[str, tuple[str, str, str]], dates: str, where: str
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Days as ISO text, and how those in numbers were read.

    Parameters
    ----------
    columns : mapping
        Column of the frame to the file's name for it, its meaning and its kind.
    dates : str
        The order that was said, if any.

    Raises
    ------
    UnreadableFile
        When a column does not tell the order of its days: asked once, with what to say.
    """
    import polars as pl

    read: dict[str, DayColumn] = {}
    for column, (name, meaning, _) in columns.items():
        cells = frame[column]
        odd = cells.filter(~cells.str.contains(_ISO).fill_null(True)).unique(maintain_order=True)
        if len(odd):
            read[column] = _column(name, meaning, odd.to_list())
            _check_years(read[column], odd.drop_nulls().to_list(), where)
    notes = _decide(list(read.values()), dates, where)
    changed = [
        pl.col(column).replace(list(made.plain), list(made.plain.values())).alias(column)
        for column, made in read.items()
        if made.plain
    ]
    return (frame.with_columns(changed) if changed else frame), notes


def _check_years(column: DayColumn, texts: list[str], where: str) -> None:
    """Refuse once a column whose days have no year."""
    bare = [text for text in texts if _NO_YEAR.match(text)]
    if bare and len(bare) == len(texts):
        more = f" and {len(bare) - 1} more" if len(bare) > 1 else ""
        raise UnreadableFile(
            f"column {column.name!r} ({column.meaning}): {bare[0].strip()}{more} have no year", where=where,
            remedy="write the year too, for example 2025-10-26 or 2025年10月26日",
        )  # fmt: skip


def _column(name: str, meaning: str, texts: Iterable[str]) -> DayColumn:
    made = DayColumn(name, meaning)
    for text in texts:
        numbers = _NUMBERS.match(text)
        if numbers:
            made.readings[text] = _readings(numbers)
            if not made.readings[text]:
                del made.readings[text]
        elif (plain := _worded(text)) is not None:
            made.plain[text] = plain
    return made


def _readings(match: re.Match[str]) -> dict[str, str]:
    """The day by each order in which the numbers are one."""
    numbers = (match[1], match[3], match[4])
    read: dict[str, str] = {}
    for order, (y, m, d) in _PLACES.items():
        year = int(numbers[y]) + (0 if len(numbers[y]) == 4 else 2000)
        if order == "ymd" and (len(match[4]) == 4 or not _FIRST_YEAR <= year <= _LAST_YEAR):
            continue
        try:
            day = date(year, int(numbers[m]), int(numbers[d]))
        except ValueError:
            continue
        read[order] = day.isoformat() + (match["tail"] or "")
    return read


def _worded(text: str) -> str | None:
    """A day with the month in letters, or one of a Chinese calendar with 号, as ISO text."""
    if "号" in text or "號" in text:
        return text.replace("号", "日").replace("號", "日")
    clean = text.strip()
    for pattern, day_at, month_at in ((_WORDED, 1, 2), (_MONTH_FIRST, 2, 1)):
        match = pattern.match(clean)
        if match is None or match[month_at].lower()[:3] not in _MONTHS:
            continue
        year = int(match[3]) + (0 if len(match[3]) == 4 else 2000)
        try:
            day = date(year, _MONTHS.index(match[month_at].lower()[:3]) + 1, int(match[day_at]))
        except ValueError:
            return None
        return day.isoformat() + (match["tail"] or "")
    return None


def _decide(columns: list[DayColumn], dates: str, where: str) -> tuple[str, ...]:
    """Give every column its order; a column that does not tell takes that of the others of the file."""
    notes: list[str] = []
    told = {c.meaning: c.orders[0] for c in columns if c.readings and len(c.orders) == 1}
    for c in columns:
        if not c.readings:
            continue
        if dates:
            c.read_as(dates)
        elif not c.doubtful:
            c.read_as(c.orders[0] if c.orders else "mdy")
        elif len(c.orders) == 1:
            c.read_as(c.orders[0])
            sure = next(text for text, cell in c.readings.items() if len(cell) == 1)
            notes.append(
                f"{c.meaning} is read {ORDERS[c.orders[0]]}: {sure.strip()} can be read in no other way"
            )
        elif not c.orders:
            c.read_as("")
            notes.append(
                f"{c.meaning} is written day first in some rows and month first in others: {len(c.doubtful)} "
                f"that can be read either way ({c.doubtful[0]}) are not answered; say --dates mdy or dmy"
            )
        elif len(set(told.values()) & set(c.orders)) == 1:
            (order,) = set(told.values()) & set(c.orders)
            c.read_as(order)
            other = next(meaning for meaning, of in told.items() if of == order)
            notes.append(f"{c.meaning} is read {ORDERS[order]}, as {other} in the same file")
        else:
            raise _ask(c, where)
    return tuple(notes)


def _ask(column: DayColumn, where: str) -> UnreadableFile:
    text = column.doubtful[0]
    ways = {order: day for order, day in column.readings[text].items() if order in column.orders}
    more = f" and {len(column.doubtful) - 1} more" if len(column.doubtful) > 1 else ""
    read = " or ".join(day[:10] for day in dict.fromkeys(ways.values()))
    orders = " or ".join(f"--dates {order} ({ORDERS[order]})" for order in ways)
    return UnreadableFile(
        f"column {column.name!r} ({column.meaning}): {text.strip()}{more} can be read as {read}, and no "
        "cell tells which",
        where=where, remedy=f"say it once for the column: {orders}",
    )  # fmt: skip
