"""English dated expressions -> ISO days, months, years, intervals, against the document's day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from detente.talks.claim import DateFound

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_M = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
_W = r"(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_WD = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:(?:19|20)\d{2})"
_TO = r"\s*(?:–|—|-|to|through|until|and)\s*"
_N = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a\s+few|few|a\s+couple\s+of)"
_WORDS = {
    w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_PART = r"(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s+in)?(?:-|\s+)"

_FUTURE = re.compile(
    r"\b(?:will|would|shall|expected|scheduled|set|slated|planned|plans?|due|to\s+meet|to\s+be|upcoming|next|ahead|going\s+to|"
    r"expir\w+|before|by|until|could|may|looming|deadline|on\s+track|through|forthcoming|coming|later)\b|['’]ll\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:said|told|was|were|had|held|began|met|concluded|announced|ended|took|signed|reached|agreed|imposed|last|ago|since|earlier|came|confirmed|arrived|published|issued|released|opened|kicked|started|stated|added|wrote|posted|visited|spoke)\b",
    re.IGNORECASE,
)

_INFINITIVE = re.compile(
    r"\bto\s+(?!the\b|a\b|an\b|reporters\b)[a-z]{3,}(?=\s+(?:\w+\s+){0,6}(?:on|by|in|at|this|next|late|early)?\s*$)"
)


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its abbreviation."""
    key = word.lower().strip(".")[:3]
    return next(n for n, m in enumerate(_MONTHS, 1) if m.startswith(key))


def _weekday(word: str) -> int:
    return next(n for n, w in enumerate(_WEEKDAYS) if w.startswith(word.lower()[:3]))


def find_dates(text: str, day: date | None, base: int = 0) -> list[DateFound]:
    """Dated expressions of one paragraph of English text, left to right.

    Parameters
    ----------
    day : date or None
        The document's day. Without it only expressions that carry their own year are resolved.

    Examples
    --------
    >>> [d.iso for d in find_dates("They met on Sunday and will meet next month.", date(2025, 5, 12))]
    ['2025-05-11', '2025-06']
    """
    taken: list[tuple[int, int]] = []
    rows: list[DateFound] = []
    for pattern, read, kind in _GRAMMAR:
        for hit in pattern.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in taken):
                continue
            iso = read(hit, day, _context(text, hit))
            if iso is None:
                continue
            taken.append(hit.span())
            if iso:
                shown = hit[0].lstrip()
                rows.append(DateFound(base + hit.end() - len(shown), base + hit.end(), shown, iso, kind))
    return sorted(rows, key=lambda r: r.start)


def _context(text: str, hit: re.Match[str]) -> str:
    """The words around an expression that tell past from future; its own clause first."""
    left = text[max(0, hit.start() - 110) : hit.start()]
    left = re.split(r"[.;!?]\s|,\s+(?:and|but|while|where|which|who)\s", left)[-1]
    right = re.split(r"[.;!?]\s|,\s|\b(?:and|but|while)\s", text[hit.end() : hit.end() + 70])[0]
    return left + " \x00 " + right


def _leans(context: str) -> int:
    """1 for the future, -1 for the past, 0 for neither; the nearest verb to the left decides."""
    left, _, right = context.partition("\x00")
    future = [m.start() for m in _FUTURE.finditer(left)] + [m.start() for m in _INFINITIVE.finditer(left)]
    past = [m.start() for m in _PAST.finditer(left)]
    if future or past:
        return 1 if max(future, default=-1) > max(past, default=-1) else -1
    if _FUTURE.search(right):
        return 1
    return -1 if _PAST.search(right) else 0


def _safe(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def year_for(month: int, day_of_month: int, day: date, lean: int = 0) -> int:
    """The year of a day given without one: the nearest to the document's day, the tense deciding ties."""
    options = [y for y in (day.year - 1, day.year, day.year + 1)]

    def distance(year: int) -> float:
        there = _safe(year, month, min(day_of_month, calendar.monthrange(year, month)[1]))
        assert there is not None
        days = (there - day).days
        if lean > 0 and days < -45 or lean < 0 and days > 45:
            return abs(days) + 150
        return abs(days)

    return min(options, key=distance)


def _digits(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found
    return int(found[0])


Reader = Callable[[re.Match[str], date | None, str], str | None]


def _day(hit: re.Match[str], day: date | None, context: str) -> str | None:
    month, number = month_number(hit["m"]), _digits(hit["d"])
    year = hit.groupdict().get("y")
    if not year and day is None:
        return ""
    chosen = int(year) if year else year_for(month, number, day, _leans(context))  # type: ignore[arg-type]
    found = _safe(chosen, month, number)
    return found.isoformat() if found else None


def _day_range(hit: re.Match[str], day: date | None, context: str) -> str | None:
    groups = hit.groupdict()
    first_month = month_number(hit["m"])
    last_month = month_number(groups["m2"]) if groups.get("m2") else first_month
    one, two = _digits(hit["d"]), _digits(hit["e"])
    if not groups.get("y") and day is None:
        return ""
    year = int(groups["y"]) if groups.get("y") else year_for(first_month, one, day, _leans(context))  # type: ignore[arg-type]
    start, end = _safe(year, first_month, one), _safe(year + (last_month < first_month), last_month, two)
    return f"{start.isoformat()}/{end.isoformat()}" if start and end and start <= end else None


def _part_of_month(hit: re.Match[str], day: date | None, context: str) -> str | None:
    month = month_number(hit["m"])
    if not hit["y"] and day is None:
        return ""
    year = int(hit["y"]) if hit["y"] else year_for(month, 15, day, _leans(context))  # type: ignore[arg-type]
    last = calendar.monthrange(year, month)[1]
    part = hit["p"].lower()[:3]
    a, b = {"ear": (1, 10), "mid": (11, 20), "lat": (21, last), "end": (last, last)}[part]
    if part == "end":
        return date(year, month, last).isoformat()
    return f"{date(year, month, a)}/{date(year, month, b)}"


def _month(hit: re.Match[str], day: date | None, context: str) -> str | None:
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
        year = year_for(month, 15, day, _leans(context))
    return f"{year}-{month:02d}"


def _weekday_day(hit: re.Match[str], day: date | None, context: str) -> str | None:
    if day is None:
        return ""
    number, word = _weekday(hit["w"]), (hit.groupdict().get("rel") or "").lower()
    ahead, back = (number - day.weekday()) % 7, (day.weekday() - number) % 7
    if word in ("next", "coming", "this coming"):
        return (day + timedelta(ahead or 7)).isoformat()
    if word in ("last", "past"):
        return (day - timedelta(back or 7)).isoformat()
    if ahead == 0:
        return day.isoformat()
    lean = _leans(context)
    if word == "this":
        return (day + timedelta(ahead)).isoformat() if lean >= 0 else (day - timedelta(back)).isoformat()
    return (day + timedelta(ahead) if lean > 0 else day - timedelta(back)).isoformat()


def week_of(day: date, weeks: int = 0) -> str:
    """Monday to Sunday of the week ``weeks`` after the one that holds the day."""
    monday = day - timedelta(day.weekday()) + timedelta(7 * weeks)  # weeks run from Monday
    return f"{monday}/{monday + timedelta(6)}"


def _shift_month(day: date, months: int) -> str:
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02d}"


def _period(hit: re.Match[str], day: date | None, context: str) -> str | None:
    if day is None:
        return ""
    step = {
        "this": 0,
        "the": 0,
        "current": 0,
        "last": -1,
        "past": -1,
        "previous": -1,
        "next": 1,
        "coming": 1,
        "following": 1,
    }[re.split(r"\s", hit["rel"].lower())[-1]]
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


def _season(hit: re.Match[str], day: date | None, context: str) -> str | None:
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[hit["s"].lower()]
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


def _simple(days: int) -> Reader:
    return lambda hit, day, context: (day + timedelta(days)).isoformat() if day else ""


def _count(word: str) -> int | None:
    word = re.sub(r"\s+", " ", word.lower())
    if word.isdigit():
        return int(word)
    if word in ("a", "an"):
        return 1
    return _WORDS.get(word)


def _ago(hit: re.Match[str], day: date | None, context: str) -> str | None:
    if day is None:
        return ""
    number, unit = _count(hit["n"]), hit["u"].lower().rstrip("s")
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


def _year_end(hit: re.Match[str], day: date | None, context: str) -> str | None:
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


def _iso(hit: re.Match[str], day: date | None, context: str) -> str | None:
    found = _safe(int(hit["y"]), int(hit["m"]), int(hit["d"]))
    return found.isoformat() if found else None


def _slashed(hit: re.Match[str], day: date | None, context: str) -> str | None:
    a, b, year = int(hit["a"]), int(hit["b"]), int(hit["y"])
    found = _safe(year, a, b) if b > 12 or a == b else _safe(year, b, a) if a > 12 else None
    return found.isoformat() if found else None


def _quarter(hit: re.Match[str], day: date | None, context: str) -> str | None:
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
    number = next((n for w, n in words.items() if w in hit["q"].lower()), 0) or _digits(hit["q"])
    if not hit["y"] and day is None:
        return ""
    return _quarter_iso(int(hit["y"]) if hit["y"] else day.year, number) if 1 <= number <= 4 else None  # type: ignore[union-attr]


def _half(hit: re.Match[str], day: date | None, context: str) -> str | None:
    if not hit["y"] and day is None:
        return ""
    year = int(hit["y"]) if hit["y"] else day.year  # type: ignore[union-attr]
    return f"{year}-01/{year}-06" if hit["h"].lower() == "first" else f"{year}-07/{year}-12"


def _c(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?:{pattern})(?![\w])", flags)


_I = re.IGNORECASE
_GRAMMAR: tuple[tuple[re.Pattern[str], Reader, str], ...] = (
    (re.compile(r"https?://\S+"), lambda h, d, c: "", "none"),
    (_c(rf"(?P<y>{_Y})-(?P<m>\d{{2}})-(?P<d>\d{{2}})"), _iso, "absolute"),
    (_c(rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>{_Y})"), _slashed, "absolute"),
    (
        _c(rf"(?P<m>{_M})\s+(?P<d>{_D}){_TO}(?P<m2>{_M})\s+(?P<e>{_D})(?:,?\s+(?P<y>{_Y}))?"),
        _day_range,
        "absolute",
    ),
    (
        _c(rf"(?P<d>{_D})\s+(?P<m>{_M}){_TO}(?P<e>{_D})\s+(?P<m2>{_M})(?:,?\s+(?P<y>{_Y}))?"),
        _day_range,
        "absolute",
    ),
    (_c(rf"(?P<m>{_M})\s+(?P<d>{_D}){_TO}(?P<e>{_D})(?:,?\s+(?P<y>{_Y}))?"), _day_range, "absolute"),
    (
        _c(rf"(?P<d>{_D}){_TO}(?P<e>{_D})\s+(?:of\s+)?(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?"),
        _day_range,
        "absolute",
    ),
    (_c(rf"(?:{_W},?\s+)?(?P<m>{_M})\s+(?P<d>{_D}),?\s+(?P<y>{_Y})"), _day, "absolute"),
    (_c(rf"(?:{_W},?\s+)?(?P<d>{_D})\s+(?:of\s+)?(?P<m>{_M}),?\s+(?P<y>{_Y})"), _day, "absolute"),
    (_c(rf"(?P<p>[Ee]nd)(?:-|\s+of\s+)(?P<m>{_M})(?:\s+(?P<y>{_Y}))?"), _part_of_month, "absolute"),
    (_c(rf"(?P<p>{_PART})(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?"), _part_of_month, "absolute"),
    (
        _c(rf"(?P<m>{_M})\s+(?P<d>{_D})(?!\s*(?:%|percent|per\s+cent|million|billion|tons?))"),
        _day,
        "absolute",
    ),
    (_c(rf"(?P<d>{_D})\s+(?:of\s+)?(?P<m>{_M})"), _day, "absolute"),
    (_c(rf"(?P<m>{_M}),?\s+(?:of\s+)?(?P<y>{_Y})"), _month, "absolute"),
    (_c(r"(?P<s>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<y>20\d\d)", _I), _season, "absolute"),
    (
        _c(
            r"(?P<q>Q[1-4]|(?:the\s+)?(?:first|second|third|fourth|final)\s+quarter)(?:\s+(?:of\s+)?(?P<y>20\d\d))?",
            _I,
        ),
        _quarter,
        "absolute",
    ),
    (
        _c(r"(?:the\s+)?(?P<h>first|second)\s+half(?:\s+of\s+(?:the\s+year|(?P<y>20\d\d)))", _I),
        _half,
        "absolute",
    ),
    (
        _c(r"(?:(?:the\s+)?(?:end|close)\s+of\s+|end-|year[\s-]end\s+)(?P<y>20\d\d)", _I),
        _year_end,
        "absolute",
    ),
    (
        _c(
            r"(?:(?:the\s+)?year[\s-]end|the\s+year['’]s\s+end|(?:the\s+)?(?:end|close)\s+of\s+(?P<rel>this|the|next|last)\s+(?P<u>year|month))",
            _I,
        ),
        _year_end,
        "relative",
    ),
    (
        _c(
            r"(?:early|late|mid|later|earlier|end|middle|start|beginning)?(?:[\s-]+of)?\s*(?<!\w)(?P<rel>this|last|next|current|previous|this\s+past|this\s+coming)\s+(?P<u>week|month|year|quarter|weekend)(?!\s+in\s+\w+\s+term)",
            _I,
        ),
        _period,
        "relative",
    ),
    (_c(r"(?P<rel>the\s+(?:following|coming|previous))\s+(?P<u>week|month|year)", _I), _period, "relative"),
    (_c(rf"(?P<rel>last|next|this)\s+(?P<m>{_M})"), _month, "relative"),
    (
        _c(r"(?:early\s+|late\s+)?(?P<rel>last|next|this)\s+(?P<s>spring|summer|autumn|fall|winter)", _I),
        _season,
        "relative",
    ),
    (_c(r"in\s+the\s+(?P<s>spring|summer|autumn|fall|winter)", _I), _season, "relative"),
    (
        _c(rf"(?:early\s+|late\s+)?(?P<rel>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast)\s+(?P<w>{_WD})"),
        _weekday_day,
        "relative",
    ),
    (_c(rf"(?P<w>{_WD})(?:\s+(?:morning|afternoon|evening|night))?"), _weekday_day, "relative"),
    (_c(rf"(?P<n>{_N})\s+(?P<u>days?|weeks?|months?|years?)\s+(?:ago|earlier)", _I), _ago, "relative"),
    (
        _c(
            rf"(?P<ahead>in)\s+(?P<n>{_N})\s+(?P<u>days?|weeks?|months?)(?=[\s,.]*(?:time|['’]\s*time|[.,;]|$))",
            _I,
        ),
        _ago,
        "relative",
    ),
    (_c(r"(?:the\s+)?day\s+before\s+yesterday", _I), _simple(-2), "relative"),
    (_c(r"yesterday|last\s+(?:night|evening)|overnight", _I), _simple(-1), "relative"),
    (
        _c(r"(?:earlier\s+|later\s+)?today|tonight|this\s+(?:morning|afternoon|evening)", _I),
        _simple(0),
        "relative",
    ),
    (re.compile(r"(?<!\w)(?:tomorrow|(?<=^)Tomorrow)(?!\w)"), _simple(1), "relative"),
    (
        _c(
            rf"(?<=[a-z]\s)(?P<m>(?:January|February|April|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.))"
        ),
        _month,
        "relative",
    ),
    (
        re.compile(
            r"(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bof\s)|(?<=since\s)|(?<=until\s)|(?<=from\s)|(?<=early\s)|(?<=\bIn\s)|(?<=\bBy\s)|(?<=Since\s))(?P<m>March|May)(?=[\s,.;)])"
        ),
        _month,
        "relative",
    ),
    (
        _c(rf"(?P<a>{_Y})\s*(?:–|-|to|through|and)\s*(?P<b>{_Y})"),
        lambda h, d, c: f"{h['a']}/{h['b']}" if h["a"] < h["b"] else None,
        "absolute",
    ),
    (
        re.compile(
            rf"(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bof\s)|(?<=since\s)|(?<=until\s)|(?<=during\s)|(?<=for\s)|(?<=from\s)|(?<=through\s)|(?<=throughout\s)|(?<=after\s)|(?<=before\s)|(?<=fiscal\s)|(?<=early\s)|(?<=late\s)|(?<=mid-))(?P<y>20[0-4]\d)(?![\w%,.]\d|\w|%|\s+(?:tons|lines|companies|million|billion|items))"
        ),
        lambda h, d, c: h["y"],
        "absolute",
    ),
)
