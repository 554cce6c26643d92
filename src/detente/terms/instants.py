"""Days and instants. Law changes at an hour in a zone; people give a day, or a minute.

Inside one side's law all instants are compared in that side's own wall clock, written
``YYYY-MM-DDTHH:MM``: strings of that form sort as the times they name. A day given without an
hour stands for its last minute, so that a duty starting at 00:01 (or 12:01) that day applies; a time
given is the minute it names, midnight too. A time with an offset or ``Z`` is the same instant everywhere
and is turned into the wall clock of the side whose law is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from detente.terms.chinese.folding import folded
from detente.terms.errors import InputError

ZONES = {"US": "America/New_York", "CN": "Asia/Shanghai"}
OPEN_END = "9999-12-31T23:59"
LAST_MINUTE = "23:59"
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_TIMED = re.compile(
    r"(?P<day>.*?\S)(?P<mark>T|t|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?P<second>:\d{2}(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?(?:\s*(?P<zone>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}))?$"
)
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december",
)  # fmt: skip
_MONTHS = {name[:3]: i for i, name in enumerate(_NAMES, start=1)}
_YEARLESS = re.compile(r"\d{1,2}\s?月\s?\d{1,2}\s?[日号]?")
_EXCEL_EPOCH = date(1899, 12, 30)
# days that a shipment, a holding or a document can have; the last one stands for "without end"
_FIRST_YEAR, _LAST_YEAR, _WITHOUT_END = 1900, 2199, date(9999, 12, 31)
_SERIALS = range(29221, 73051)  # 1980 to 2099: other numbers of five digits are years mistyped


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, or a minute of a day, as someone asked about it.

    Parameters
    ----------
    day : date
        The day as written.
    minute : time or None
        The minute as written, None where only the day is given.
    offset : timezone or None
        Distance from UTC, None where the time is read on the wall clock of the side whose law is asked.

    Examples
    --------
    >>> Instant.read("2025-11-10").at("US"), Instant.read("2025-11-10T00:00").at("US")
    ('2025-11-10T23:59', '2025-11-10T00:00')
    >>> Instant.read("2025-11-10T05:00Z").at("US"), Instant.read("2025-11-10T05:00Z").at("CN")
    ('2025-11-10T00:00', '2025-11-10T13:00')
    """

    day: date
    minute: time | None = None
    offset: timezone | None = None

    @classmethod
    def read(cls, text: object, *, what: str = "date") -> Instant:
        """Read a day in any form `read_day` takes, alone or followed by a time and an offset.

        Spreadsheets keep a day as its midnight and write it ``2025-11-10 00:00:00``: that text, and a
        `datetime` at midnight without a zone, are days. Seconds are accepted and dropped: law changes at
        minutes.

        Raises
        ------
        InputError
            When the text is no day or the time is none of a day.
        """
        if isinstance(text, datetime):
            return _of_datetime(text, what)
        if isinstance(text, date):
            return cls(text)
        raw = folded(str(text)).strip() if text is not None else ""
        serial = re.fullmatch(r"(\d{5})(\.\d+)?", raw)
        if serial and int(serial[1]) in _SERIALS:
            return _of_serial(int(serial[1]), float(serial[2] or 0))
        timed = _TIMED.match(raw) if len(raw) <= 80 else None
        if timed is None:
            return cls(_day_of(raw, what))
        day = _day_of(timed["day"], what)
        minute = _minute_of(timed, raw, what)
        offset = _offset_of(timed["zone"], raw, what)
        if offset is not None and not date.min < day < date(9999, 12, 31):
            raise InputError(f"{what} {raw!r} is outside the calendar", remedy="write YYYY-MM-DDTHH:MM")
        kept_as_day = timed["mark"].isspace() and timed["second"] is not None and offset is None
        if kept_as_day and timed["half"] is None and minute == time(0) and float(timed["second"][1:]) == 0:
            return cls(day)
        return cls(day, minute, offset)

    def at(self, side: str) -> str:
        """The moment on the wall clock of a side, ``YYYY-MM-DDTHH:MM``; a bare day is its last minute."""
        if self.minute is None:
            return f"{self.day.isoformat()}T{LAST_MINUTE}"
        moment = datetime.combine(self.day, self.minute)
        if self.offset is not None:
            moment = moment.replace(tzinfo=self.offset).astimezone(ZoneInfo(ZONES[side]))
        return moment.isoformat(timespec="minutes")[:16]

    @property
    def text(self) -> str:
        """As ISO text: the day, or day, minute and offset, as far as they are given."""
        if self.minute is None:
            return self.day.isoformat()
        zone = (
            "" if self.offset is None else datetime.combine(self.day, time(0), self.offset).isoformat()[19:]
        )
        return f"{self.day.isoformat()}T{self.minute:%H:%M}{zone}"


def read_day(text: object, *, what: str = "date") -> date:
    """Read a day in the forms people's spreadsheets hold.

    Accepted: ISO, ``26 Oct 2025``, ``Oct 26, 2025``, ``2025/10/26``, ``20251026``, ``2025年10月26日``,
    unambiguous ``10/26/2025`` and ``26/10/2025``, and spreadsheet serial numbers. A time behind the day is
    checked and left out.

    Raises
    ------
    InputError
        When the text is no day, or when day and month cannot be told apart.

    Examples
    --------
    >>> read_day("26 Oct 2025").isoformat()
    '2025-10-26'
    """
    return Instant.read(text, what=what).day


def read_whole_day(text: object, *, what: str = "date") -> str:
    """A day as `read_day` reads it; a time beside it is refused, since only the day would count.

    Raises
    ------
    InputError
        When the text is no day, or has a time of day.
    """
    given = Instant.read(text, what=what)
    if given.minute is not None:
        raise InputError(
            f"{what} {str(text)[:40]!r} has a time of day, and this asks for a whole day",
            remedy=f"give {given.day.isoformat()}",
        )
    return given.day.isoformat()


def read_moment(text: object, *, what: str = "date", side: str = "US") -> str:
    """A wall-clock moment ``YYYY-MM-DDTHH:MM`` of a side; a bare day stands for its last minute.

    Parameters
    ----------
    side : {"US", "CN"}
        Whose clock: a time with an offset is turned into it, one without is read on it.

    Examples
    --------
    >>> read_moment("2025-11-10")
    '2025-11-10T23:59'
    >>> read_moment("2025-11-10T00:00")
    '2025-11-10T00:00'
    >>> read_moment("2025-11-10T13:01+08:00")
    '2025-11-10T00:01'
    """
    return _moment_of(text, what, side) if isinstance(text, str) else Instant.read(text, what=what).at(side)


@lru_cache(maxsize=1 << 15)
def _moment_of(text: str, what: str, side: str) -> str:
    """Days come again and again in files: each text is read once."""
    return Instant.read(text, what=what).at(side)


def moment_text(moment: str) -> str:
    """A moment as answers show it: the day alone where it is the last minute of that day.

    Examples
    --------
    >>> moment_text("2025-11-10T23:59"), moment_text("2025-11-10T00:00")
    ('2025-11-10', '2025-11-10T00:00')
    """
    return moment[:10] if moment.endswith(f"T{LAST_MINUTE}") else moment


def _of_datetime(given: datetime, what: str) -> Instant:
    minute = time(given.hour, given.minute)
    away = given.utcoffset()
    if away is not None:
        return Instant(given.date(), minute, timezone(away))
    # pandas and spreadsheets have no other way to keep a day
    return Instant(given.date(), None if given.time() == time(0) else minute)


def _of_serial(days: int, part: float) -> Instant:
    """A spreadsheet's serial number: days since the end of 1899, and the part of the day as a minute."""
    moment = datetime.combine(_EXCEL_EPOCH, time(0)) + timedelta(days=days, minutes=round(part * 1440))
    return Instant(moment.date(), moment.time() if part else None)


@lru_cache(maxsize=4096)
def _day_of(raw: str, what: str) -> date:
    try:
        parts = _split_day(raw, what)
        day = None if parts is None else date(*parts)
    except ValueError as fault:
        raise InputError(
            f"{what} {raw!r} is not a day of the calendar ({fault})", remedy="write YYYY-MM-DD"
        ) from None
    shown = raw if len(raw) <= 40 else raw[:40] + "…"
    if day is not None:
        if day != _WITHOUT_END and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise InputError(
                f"{what} {shown!r} is not of the years {_FIRST_YEAR} to {_LAST_YEAR}",
                remedy="check the year; write YYYY-MM-DD",
            )
        return day
    if _YEARLESS.fullmatch(raw):
        raise InputError(
            f"{what} {shown!r} has no year", remedy="write the year too, for example 2025年10月26日"
        )
    raise InputError(
        f"{what} {shown!r} cannot be read as a day", remedy="write YYYY-MM-DD, for example 2025-10-26"
    )


def _minute_of(timed: re.Match[str], raw: str, what: str) -> time:
    hour, minute = int(timed["hour"]), int(timed["minute"])
    second = float((timed["second"] or ":0")[1:])
    half = (timed["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        hour = 99
    elif half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second >= 60:
        raise InputError(
            f"{what} {raw[:40]!r} has no such time", remedy="write YYYY-MM-DDTHH:MM, 00:00 to 23:59"
        )
    return time(hour, minute)


def _offset_of(zone: str | None, raw: str, what: str) -> timezone | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    if int(zone[-2:]) > 59 or minutes > 14 * 60:
        raise InputError(
            f"{what} {raw[:40]!r} has no such offset from UTC", remedy="write it like -05:00 or +08:00"
        )
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _split_day(raw: str, what: str) -> tuple[int, int, int] | None:
    iso = _ISO_DAY.match(raw)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    compact = re.fullmatch(r"(20\d{2})(\d{2})(\d{2})", raw)
    slashed = re.fullmatch(r"(\d{4})\s?[/.年]\s?(\d{1,2})\s?[/.月]\s?(\d{1,2})\s?[日号]?", raw)
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
            raise InputError(f"{what} {raw!r} names no month of the year", remedy="write YYYY-MM-DD")
        raise InputError(
            f"{what} {raw!r} can be read as {_month_day(first, second)} or as {_month_day(second, first)}",
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
