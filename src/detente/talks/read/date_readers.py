"""Readers of dated expressions: one function a kind, from a match to an ISO value."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from detente.talks.words.lexicon import compose, numbers, words

_MONTHS = tuple(month.lower() for month in words("months"))
_WEEKDAYS = tuple(day.lower() for day in words("weekdays"))
_NUMBERS = {word: number for number, word in enumerate(words("number_words")[:13])}


_FUTURE = compose(
    r"\b(?:{future_words})\b|['’]ll\b|\b(?:{deadline_prepositions})\s+(?:the\s+)?$", re.IGNORECASE
)


_PAST = compose(r"(?<!\bbe )\b(?:{past_verbs})\b", re.IGNORECASE)


_INFINITIVE = compose(
    r"\bto\s+(?!{not_an_infinitive_after_to})[a-z]{3,}(?=\s+(?:\w+\s+){0,6}"
    r"(?:{prepositions_of_time})?\s*$)"
)


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its abbreviation."""
    key = word.lower().strip(".")[:3]
    return next(n for n, m in enumerate(_MONTHS, 1) if m.startswith(key))


def _weekday_number(word: str) -> int:
    return next(n for n, w in enumerate(_WEEKDAYS) if w.startswith(word.lower()[:3]))


def _tense_of(context: str) -> int:
    """1 for the future, -1 for the past, 0 for neither; the nearest verb to the left decides."""
    left, _, right = context.partition("\x00")
    future = [m.start() for m in _FUTURE.finditer(left)] + [m.start() for m in _INFINITIVE.finditer(left)]
    past = [m.start() for m in _PAST.finditer(left)]
    if future or past:
        return 1 if max(future, default=-1) > max(past, default=-1) else -1
    if _FUTURE.search(right):
        return 1
    return -1 if _PAST.search(right) else 0


def _valid_date(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def year_for(month: int, day_of_month: int, day: date, lean: int = 0) -> int:
    """The year of a day given without one: the nearest to the document's day, the tense deciding ties."""
    options = (day.year - 1, day.year, day.year + 1)

    def distance(year: int) -> float:
        there = _valid_date(year, month, min(day_of_month, calendar.monthrange(year, month)[1]))
        assert there is not None
        days = (there - day).days
        if (lean > 0 and days < -45) or (lean < 0 and days > 45):
            return abs(days) + 300
        return abs(days)

    return min(options, key=distance)


def _year(printed: str | None, month: int, day_of_month: int, day: date | None, context: str) -> int:
    """The year printed, or the one nearest to the document's day."""
    if printed or day is None:
        return int(printed or 0)
    return year_for(month, day_of_month, day, _tense_of(context))


def _first_number(text: str) -> int:
    digits = re.search(r"\d+", text)
    assert digits
    return int(digits[0])


Reader = Callable[[re.Match[str], date | None, str], str | None]


def day_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A day of a month, its year printed or the nearest."""
    month, number = month_number(hit["m"]), _first_number(hit["d"])
    year = hit.groupdict().get("y")
    if not year and day is None:
        return ""
    there = _valid_date(_year(year, month, number, day, context), month, number)
    return there.isoformat() if there else None


def day_range(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """From one day to another, within a month or over its end."""
    groups = hit.groupdict()
    first_month = month_number(hit["m"])
    last_month = month_number(groups["m2"]) if groups.get("m2") else first_month
    one, two = _first_number(hit["d"]), _first_number(hit["e"])
    if not groups.get("y") and day is None:
        return ""
    year = _year(groups.get("y"), first_month, one, day, context)
    start, end = (
        _valid_date(year, first_month, one),
        _valid_date(year + (last_month < first_month), last_month, two),
    )
    return f"{start.isoformat()}/{end.isoformat()}" if start and end and start <= end else None


def part_of_month(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """Early (1 to 10), mid (11 to 20), late (21 to the end), or the end of a month."""
    month = month_number(hit["m"])
    if not hit["y"] and day is None:
        return ""
    year = _year(hit["y"], month, 15, day, context)
    last = calendar.monthrange(year, month)[1]
    part = hit["p"].lower()[:3]
    a, b = {"ear": (1, 10), "mid": (11, 20), "lat": (21, last), "end": (last, last)}[part]
    if part == "end":
        return date(year, month, last).isoformat()
    return f"{date(year, month, a)}/{date(year, month, b)}"


def month_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A month, its year printed, pointed to, or the nearest."""
    month = month_number(hit["m"])
    if hit.groupdict().get("y"):
        return f"{int(hit['y'])}-{month:02d}"
    if day is None:
        return ""
    word = hit.groupdict().get("rel") or ""
    year = day.year
    if word.lower() == "last":
        year = day.year if month < day.month else day.year - 1
    elif word.lower() == "next":
        year = day.year if month > day.month else day.year + 1
    elif word.lower() != "this":
        year = year_for(month, 15, day, _tense_of(context))
    return f"{year}-{month:02d}"


def weekday_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A weekday: today's own name is today; else the tense of the clause decides."""
    if day is None:
        return ""
    number, word = _weekday_number(hit["w"]), (hit.groupdict().get("rel") or "").lower()
    ahead, back = (number - day.weekday()) % 7, (day.weekday() - number) % 7
    if word in words("relatives_ahead"):
        return (day + timedelta(ahead or 7)).isoformat()
    if word in words("relatives_back"):
        return (day - timedelta(back or 7)).isoformat()
    if ahead == 0:
        return day.isoformat()
    lean = _tense_of(context)
    if compose(r"['’]s\s+(?:{planned_adjectives})\b").match(context.partition("\x00")[2]):
        lean = 1
    if word == "this":
        return (day + timedelta(ahead)).isoformat() if lean >= 0 else (day - timedelta(back)).isoformat()
    return (day + timedelta(ahead) if lean > 0 else day - timedelta(back)).isoformat()


def years_from_to(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """From one year to another; 'and' spans the years only behind 'between'."""
    left = context.partition("\x00")[0]
    if re.search(r"\d\s*and\s*\d", hit[0]) and not re.search(r"\bbetween\s+$", left):
        return None
    return f"{hit['a']}/{hit['b']}" if hit["a"] < hit["b"] else None


def weekend_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'Over the weekend': Saturday and Sunday just past, or the next ones where the clause looks ahead."""
    if day is None:
        return ""
    ahead = _tense_of(context) > 0 and not re.search(r"\bover\s+(?:the\s+)?$", context.partition("\x00")[0])
    saturday = day - timedelta((day.weekday() - 5) % 7) + timedelta(7 * (ahead and day.weekday() < 5))
    return f"{saturday}/{saturday + timedelta(1)}"


def day_of_year_named(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'Nov. 10 next year': the day in the year before, after, or this one."""
    if day is None:
        return ""
    year = day.year + numbers("steps_of_relatives")[hit["rel"].lower()]
    there = _valid_date(year, month_number(hit["m"]), _first_number(hit["d"]))
    return there.isoformat() if there else None


def week_of(day: date, weeks: int = 0) -> str:
    """Monday to Sunday of the week ``weeks`` after the one that holds the day."""
    monday = day - timedelta(day.weekday()) + timedelta(7 * weeks)  # weeks run from Monday
    return f"{monday}/{monday + timedelta(6)}"


def _shift_month(day: date, months: int) -> str:
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02d}"


def period_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """This, last, next week, month, year, quarter or weekend."""
    if day is None:
        return ""
    step = numbers("steps_of_relatives")[re.split(r"\s", hit["rel"].lower())[-1]]
    unit = hit["u"].lower()
    if unit == "year":
        return str(day.year + step)
    if unit == "month":
        return _shift_month(day, step)
    if unit == "week":
        if step == 0 and hit[0].lower().lstrip().startswith("later") and day.weekday() == 6:
            return week_of(day, 1)  # on a Sunday the rest of "this week" is the week that follows
        return week_of(day, step)
    if unit == "weekend":
        saturday = day - timedelta(day.weekday()) + timedelta(5 + 7 * step)
        return f"{saturday}/{saturday + timedelta(1)}"
    quarter = (day.month - 1) // 3 + step
    return _quarter_iso(day.year + quarter // 4, quarter % 4 + 1)


def _quarter_iso(year: int, number: int) -> str:
    return f"{year}-{3 * number - 2:02d}/{year}-{3 * number:02d}"


def season_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A season as the months in which it begins and ends."""
    first = numbers("first_month_of_seasons")[hit["s"].lower()]
    if hit.groupdict().get("y"):
        year = int(hit["y"])
    elif day is None:
        return ""
    else:
        rel = (hit.groupdict().get("rel") or "").lower()
        begun = day.month >= first
        year = day.year + (1 if rel == "next" and begun else -1 if rel == "last" and not begun else 0)
    if first == 12:
        return f"{year}-12/{year + 1}-03"
    return f"{year}-{first:02d}/{year}-{first + 3:02d}"


def days_away(days: int) -> Reader:
    """A reader of words that stand a fixed number of days from the day of the document."""
    return lambda hit, day, context: (day + timedelta(days)).isoformat() if day else ""


def _read_count(word: str) -> int | None:
    word = re.sub(r"\s+", " ", word.lower())
    if word.isdigit():
        return int(word)
    if word in ("a", "an"):
        return 1
    return _NUMBERS.get(word)


def span_away(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """So many days, weeks, months, years ago or ahead."""
    if day is None:
        return ""
    number, unit = _read_count(hit["n"]), hit["u"].lower().rstrip("s")
    sign = 1 if hit.groupdict().get("ahead") else -1
    if unit == "day":
        return (day + timedelta(sign * number)).isoformat() if number else week_of(day, 0 if sign > 0 else -1)
    if unit == "week":
        if number is None:
            return (day + timedelta(sign * 21)).strftime("%Y-%m")
        return (day + timedelta(sign * 7 * number)).isoformat()
    if unit == "month":
        return _shift_month(day, sign * number) if number else None
    return str(day.year + sign * number) if number else None


def end_of_year(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """The last day of a year or month."""
    groups = hit.groupdict()
    if groups.get("y"):
        return f"{int(groups['y'])}-12-31"
    if day is None:
        return ""
    rel = (groups.get("rel") or "this").lower()
    if (groups.get("u") or "year").lower() == "month":
        year, month = map(
            int, _shift_month(day, 1 if rel == "next" else -1 if rel == "last" else 0).split("-")
        )
        return date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    return f"{day.year + (1 if rel == 'next' else -1 if rel == 'last' else 0)}-12-31"


def iso_day(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A day already written in ISO form."""
    there = _valid_date(int(hit["y"]), int(hit["m"]), int(hit["d"]))
    return there.isoformat() if there else None


def slashed_day(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A day in figures, taken only where day and month cannot be mixed up."""
    a, b, year = int(hit["a"]), int(hit["b"]), int(hit["y"])
    there = _valid_date(year, a, b) if b > 12 or a == b else _valid_date(year, b, a) if a > 12 else None
    return there.isoformat() if there else None


def quarter_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A quarter of a year as its first and last month."""
    number = next((n for w, n in numbers("quarters").items() if w in hit["q"].lower()), 0) or _first_number(
        hit["q"]
    )
    if not hit["y"] and day is None:
        return ""
    year = int(hit["y"]) if hit["y"] or day is None else day.year
    return _quarter_iso(year, number) if 1 <= number <= 4 else None


def half_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A half of a year as its first and last month."""
    if not hit["y"] and day is None:
        return ""
    year = int(hit["y"]) if hit["y"] or day is None else day.year
    return f"{year}-01/{year}-06" if hit["h"].lower() == "first" else f"{year}-07/{year}-12"
