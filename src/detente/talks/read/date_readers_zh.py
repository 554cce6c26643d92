"""What a matched Chinese dated expression means, given the document's day: one reader a form."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from detente.talks.read.date_readers import week_of, year_for
from detente.talks.words.lexicon import compose, numbers, table, words

_DIGITS = numbers("digits_zh")


def chinese_number(text: str) -> int:
    """A small number written in digits or in Chinese.

    Examples
    --------
    >>> chinese_number("二十五")
    25
    """
    if text.isdigit():
        return int(text)
    if len(text) == 4 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = 0
    for part, scale in numbers("tens_zh").items():
        if part in text:
            head, text = text.split(part, 1)
            total += (_DIGITS.get(head, 1) if head else 1) * scale
    return total + (_DIGITS.get(text[-1:], 0) if text else 0)


def year_of(word: str | None, day: date | None) -> int | None:
    """The year of a word such as 'last year', or of digits."""
    if not word:
        return None
    steps = numbers("steps_of_years_zh")
    if word in steps:
        return day.year + steps[word] if day else None
    return chinese_number(word.rstrip(words("year_sign_zh")[0]))


def looks_ahead(context: str) -> int:
    """1 where the words around a date look ahead, else 0."""
    left, _, right = context.partition("\x00")
    before = r"(?:{looking_ahead_before_zh})[^,,。]{0,8}$|(?:{planning_before_zh})[^,,。]{0,12}$"
    if compose(before).search(left):
        return 1
    behind = compose(r"(?:[^,,。]{0,6}(?:{looking_ahead_behind_zh}))").match(right)
    return int(bool(behind) and not compose(r"[{finished_characters_zh}]").search(right[:8]))


def _third_of_month(part: str, year: int, month: int) -> str | None:
    """The days of a third of a month, or its last day; nothing for a word that is neither."""
    third = table("third_of_a_month_zh").get(part)
    last = calendar.monthrange(year, month)[1]
    if third == "last day":
        return date(year, month, last).isoformat()
    spans = {"first": (1, 10), "second": (11, 20), "third": (21, last)}
    if third not in spans:
        return None
    first, end = spans[third]
    return f"{date(year, month, first)}/{date(year, month, end)}"


def day_or_days(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A day of a month, or a range of days."""
    month, number = chinese_number(hit["m"]), chinese_number(hit["d"])
    year = year_of(hit["y"], day)
    if year is None:
        if day is None:
            return ""
        if not 1 <= month <= 12:
            return None
        year = year_for(month, number, day, looks_ahead(context))
    try:
        start = date(year, month, number)
        if not hit["e"]:
            return start.isoformat()
        last_month = chinese_number(hit["m2"]) if hit["m2"] else month
        last_year = year_of(hit["y2"], day) or year + (last_month < month)
        return f"{start}/{date(last_year, last_month, chinese_number(hit['e']))}"
    except ValueError:
        return None


def month_of(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A month, or a third of one."""
    month = chinese_number(hit["m"])
    if not 1 <= month <= 12:
        return None
    year = year_of(hit["y"], day)
    if year is None:
        if day is None:
            return ""
        year = year_for(month, 15, day, looks_ahead(context))
    return _third_of_month(hit["p"] or "", year, month) or f"{year}-{month:02d}"


def day_of_number(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A number of a day alone: the day of that number nearest to the document's day."""
    if day is None:
        return ""
    number = chinese_number(hit["d"])
    if not 1 <= number <= 31:
        return None
    best = None
    for months in (-1, 0, 1):
        n = day.year * 12 + day.month - 1 + months
        year, month = n // 12, n % 12 + 1
        if number <= calendar.monthrange(year, month)[1]:
            there = date(year, month, number)
            if best is None or abs((there - day).days) < abs((best - day).days):
                best = there
    if best is None:
        return None
    if hit["e"]:
        try:
            return f"{best}/{best.replace(day=chinese_number(hit['e']))}"
        except ValueError:
            return None
    return best.isoformat()


def day_of_month(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A day of this, the last or the next month."""
    if day is None:
        return ""
    number = day.year * 12 + day.month - 1 + numbers("steps_of_periods_zh")[hit["r"][0]]
    try:
        first = date(number // 12, number % 12 + 1, chinese_number(hit["d"]))
        return f"{first}/{first.replace(day=chinese_number(hit['e']))}" if hit["e"] else first.isoformat()
    except ValueError:
        return None


def years(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """From one year to another."""
    first, last = chinese_number(hit["y"]), chinese_number(hit["y2"])
    return f"{first}/{last}" if first < last else None


def quarter(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A quarter without a year: the document's year, or the next where the clause looks ahead."""
    if day is None:
        return ""
    n = chinese_number(hit["q"] or hit["q2"])
    year = day.year + (looks_ahead(context) and 3 * n < day.month)
    return f"{year}-{3 * n - 2:02d}/{year}-{3 * n:02d}"


def first_months(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'The first ten months': from January to that month; of last year where this one is not so far yet."""
    if day is None:
        return ""
    n = chinese_number(hit["n"])
    if not 2 <= n <= 11:
        return None
    year = year_of(hit["y"], day) or (day.year if n <= day.month else day.year - 1)
    return f"{year}-01/{year}-{n:02d}"


def begin_of_year(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """The first month of a year."""
    if day is None:
        return ""
    year = year_of(hit["y"], day) or (day.year + (looks_ahead(context) and day.month > 2))
    return f"{year}-01"


def year_only(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A year, or a half, quarter, season or the end of one."""
    year = year_of(hit["y"], day)
    if year is None:
        return ""
    tail = hit["t"] or ""
    part = table("part_of_a_year_zh").get(tail)
    if part == "since":
        return f"{year}-01-01/{day.isoformat()}" if day else ""
    if part:
        return {
            "end": f"{year}-12-31",
            "first half": f"{year}-01/{year}-06",
            "second half": f"{year}-07/{year}-12",
        }[part]
    named = compose(r"{quarter_of_a_year_zh}").search(tail)
    if named:
        n = numbers("quarter_numbers_zh").get(named[1] or "") or chinese_number(named[1] or named[2])
        return f"{year}-{3 * n - 2:02d}/{year}-{3 * n:02d}"
    first = numbers("first_month_of_seasons_zh").get(tail[:1])
    return f"{year}-{first:02d}/{year}-{first + 3:02d}" if first else str(year)


def relative(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """Today, yesterday, the end of the month or year."""
    if day is None:
        return ""
    word = hit[0]
    for key, step in numbers("steps_of_days_zh").items():
        if word.startswith(key):
            return (day + timedelta(step)).isoformat()
    if word in words("ends_of_a_month_zh"):
        return day.replace(day=calendar.monthrange(day.year, day.month)[1]).isoformat()
    if any(end in word for end in words("ends_of_a_year_zh")):
        return f"{day.year}-12-31"
    return None


def weekday(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """A weekday, by its week or by the tense of the clause."""
    if day is None:
        return ""
    number = numbers("weekday_numbers_zh")[hit["w"]]
    if hit["r"]:
        step = numbers("steps_of_periods_zh")[hit["r"][0]]
        return (day - timedelta(day.weekday()) + timedelta(number + 7 * step)).isoformat()
    ahead, back = (number - day.weekday()) % 7, (day.weekday() - number) % 7
    return (day + timedelta(ahead) if looks_ahead(context) and ahead else day - timedelta(back)).isoformat()


def weekend(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """Saturday and Sunday: of this week, the week before or after; bare, the one just past unless ahead."""
    if day is None:
        return ""
    rel = (hit["r"] or "")[:1]
    step = numbers("steps_of_periods_zh").get(rel)
    if step is None:
        step = 0 if looks_ahead(context) or day.weekday() >= 5 else -1
    saturday = day - timedelta(day.weekday()) + timedelta(5 + 7 * step)
    return f"{saturday}/{saturday + timedelta(1)}"


def days_around(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'The past two days' end with the document's day; 'the coming three days' begin after it."""
    if day is None:
        return ""
    n = chinese_number(hit["n"])
    if hit["r"] in words("days_ahead_zh"):
        return f"{day + timedelta(1)}/{day + timedelta(n)}"
    return f"{day - timedelta(n - 1)}/{day}"


def away(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """'Three days ago', 'two months later': the day, the week's day, the month or the year so far away."""
    if day is None or compose(r"{words_before_no_span_zh}").search(context.partition("\x00")[0][-3:]):
        return None
    n = chinese_number(hit["n"]) * (1 if hit["w"].endswith(words("after_zh")) else -1)
    unit = table("unit_of_spans_zh").get(hit["u"], "year")
    if unit == "day":
        return (day + timedelta(n)).isoformat()
    if unit == "week":
        return (day + timedelta(7 * n)).isoformat()
    if unit == "month":
        months = day.year * 12 + day.month - 1 + n
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(day.year + n)


def period(hit: re.Match[str], day: date | None, context: str) -> str | None:
    """This, the last or the next week or month, or a part of it."""
    if day is None:
        return ""
    step = numbers("steps_of_periods_zh")[hit["r"][0]]
    if hit["u"] in words("words_for_week_zh"):
        return week_of(day, step)
    number = day.year * 12 + day.month - 1 + step
    year, month = number // 12, number % 12 + 1
    return _third_of_month(hit["p"] or "", year, month) or f"{year}-{month:02d}"
