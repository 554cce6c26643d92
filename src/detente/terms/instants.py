"""Days and instants. Law changes at an hour in a zone; people give a day.

Inside one side's law all instants are compared in that side's own wall clock, written
``YYYY-MM-DDTHH:MM``: strings of that form sort as the times they name. A day given without an
hour stands for its last minute, so that a duty starting at 00:01 (or 12:01) that day applies.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from detente.terms.errors import InputError

ZONES = {"US": "America/New_York", "CN": "Asia/Shanghai"}
OPEN_END = "9999-12-31T23:59"
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$"
)
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS = {name[:3]: i for i, name in enumerate(_NAMES, start=1)}
_EXCEL_EPOCH = date(1899, 12, 30)


def read_day(text: object, *, what: str = "date") -> date:
    """Read a day in the forms people's spreadsheets hold.

    Accepted: ISO, ``26 Oct 2025``, ``Oct 26, 2025``, ``2025/10/26``, ``20251026``, ``2025年10月26日``,
    unambiguous ``10/26/2025`` and ``26/10/2025``, and spreadsheet serial numbers.

    Raises
    ------
    InputError
        When the text is no day, or when day and month cannot be told apart.

    Examples
    --------
    >>> read_day("26 Oct 2025").isoformat()
    '2025-10-26'
    """
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    raw = str(text).strip() if text is not None else ""
    found = _split_day(raw)
    try:
        if found is not None:
            return date(*found)
        if re.fullmatch(r"\d{5}(\.\d+)?", raw):
            return _EXCEL_EPOCH + timedelta(days=int(float(raw)))
    except ValueError as fault:
        raise InputError(
            f"{what} {raw!r} is not a day of the calendar ({fault})", remedy="write YYYY-MM-DD"
        ) from None
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    raise InputError(
        f"{what} {shown!r} cannot be read as a day", remedy="write YYYY-MM-DD, for example 2025-10-26"
    )


def _split_day(raw: str) -> tuple[int, int, int] | None:
    iso = _ISO.match(raw)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    compact = re.fullmatch(r"(20\d{2})(\d{2})(\d{2})", raw)
    slashed = re.fullmatch(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?", raw)
    if compact or slashed:
        match = compact or slashed
        assert match is not None
        return int(match[1]), int(match[2]), int(match[3])
    worded = re.fullmatch(r"(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})", raw)
    if worded and (month := _month(worded[2])):
        return int(worded[3]), month, int(worded[1])
    american = re.fullmatch(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})", raw)
    if american and (month := _month(american[1])):
        return int(american[3]), month, int(american[2])
    numbers = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", raw)
    if numbers:
        first, second, year = int(numbers[1]), int(numbers[2]), int(numbers[3])
        if first > 12 >= second:
            return year, second, first
        if second > 12 >= first or first == second:
            return year, first, second
        if first > 12:
            raise InputError(f"{raw!r} names no month of the year", remedy="write YYYY-MM-DD")
        raise InputError(
            f"{raw!r} can be read as {_month_day(first, second)} or as {_month_day(second, first)}",
            remedy="write YYYY-MM-DD",
        )
    return None


def _month(word: str) -> int:
    """Number of a month given in full or by its beginning, 0 when it is none."""
    low = word.lower()
    number = _MONTHS.get(low[:3], 0)
    return number if (number and _NAMES[number - 1].startswith(low)) or low == "sept" else 0


def _month_day(month: int, day: int) -> str:
    names = list(_MONTHS)
    return f"{day} {names[month - 1].title()}"


def read_moment(text: object, *, what: str = "date") -> str:
    """A wall-clock moment ``YYYY-MM-DDTHH:MM``; a bare day stands for its last minute.

    Examples
    --------
    >>> read_moment("2025-11-10")
    '2025-11-10T23:59'
    >>> read_moment("2025-11-10T13:00")
    '2025-11-10T13:00'
    """
    if isinstance(text, datetime) and (text.hour or text.minute):
        return text.strftime("%Y-%m-%dT%H:%M")
    raw = str(text).strip() if not isinstance(text, date) else ""
    iso = _ISO.match(raw) if raw else None
    if iso and iso[4] is not None and (iso[4], iso[5]) != ("00", "00"):
        hour, minute = int(iso[4]), int(iso[5])
        if hour > 23 or minute > 59:
            raise InputError(f"{what} {raw!r} has no such hour", remedy="write YYYY-MM-DDTHH:MM")
        return f"{read_day(text, what=what).isoformat()}T{hour:02d}:{minute:02d}"
    return f"{read_day(text, what=what).isoformat()}T23:59"


def local_moment(text: str, side: str) -> str:
    """An instant of a law file (with offset) in the wall clock of the side that imposes it.

    Parameters
    ----------
    text : str
        ``2025-03-04T00:01-05:00``, or a bare day, which means its first minute.
    side : str
        ``US`` or ``CN``.

    Examples
    --------
    >>> local_moment("2025-11-10T00:01-05:00", "US")
    '2025-11-10T00:01'
    >>> local_moment("2018-04-02", "CN")
    '2018-04-02T00:00'
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        date.fromisoformat(text)
        return text + "T00:00"
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise InputError(f"{text!r} has an hour and no zone", remedy="write the offset, for example -05:00")
    return moment.astimezone(ZoneInfo(ZONES[side])).strftime("%Y-%m-%dT%H:%M")


def in_zone(moment: str, side: str, zone: str) -> datetime:
    """A wall-clock moment of one side as a datetime in another zone."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONES[side])).astimezone(ZoneInfo(zone))
