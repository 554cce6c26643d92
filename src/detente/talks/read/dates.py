"""English dated expressions -> ISO days, months, years, intervals, against the document's day."""

from __future__ import annotations

import re
from datetime import date

from detente.talks.read import date_readers as read_as
from detente.talks.read.date_readers import Reader
from detente.talks.words.claim import DateFound

_M = r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"


_W = r"(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"


_WD = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"


_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"


_Y = r"(?:(?:19|20)\d{2})"


_TO = r"\s*(?:–|—|-|to|through|until|and)\s*"


_N = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a\s+few|few|a\s+couple\s+of)"


_PART = r"(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s+in)?(?:-|\s+)"


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


def _c(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?:{pattern})(?![\w])", flags)


_I = re.IGNORECASE


_GRAMMAR: tuple[tuple[re.Pattern[str], Reader, str], ...] = (
    (re.compile(r"https?://\S+"), lambda h, d, c: "", "none"),
    (_c(rf"(?P<y>{_Y})[-/](?P<m>\d{{2}})[-/](?P<d>\d{{2}})"), read_as.iso_day, "absolute"),
    (_c(rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>{_Y})"), read_as.slashed_day, "absolute"),
    (
        _c(rf"(?P<m>{_M})\s+(?P<d>{_D}){_TO}(?P<m2>{_M})\s+(?P<e>{_D})(?:,?\s+(?P<y>{_Y}))?"),
        read_as.day_range,
        "absolute",
    ),
    (
        _c(rf"(?P<d>{_D})\s+(?P<m>{_M}){_TO}(?P<e>{_D})\s+(?P<m2>{_M})(?:,?\s+(?P<y>{_Y}))?"),
        read_as.day_range,
        "absolute",
    ),
    (
        _c(rf"(?P<m>{_M})\s+(?P<d>{_D}),?\s+(?:of\s+)?(?P<rel>next|last|this)\s+year"),
        read_as.day_of_year_named,
        "relative",
    ),
    (_c(rf"(?P<m>{_M})\s+(?P<d>{_D}){_TO}(?P<e>{_D})(?:,?\s+(?P<y>{_Y}))?"), read_as.day_range, "absolute"),
    (
        _c(rf"(?P<d>{_D}){_TO}(?P<e>{_D})\s+(?:of\s+)?(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?"),
        read_as.day_range,
        "absolute",
    ),
    (_c(rf"(?:{_W},?\s+)?(?P<m>{_M})\s+(?P<d>{_D}),?\s+(?P<y>{_Y})"), read_as.day_of, "absolute"),
    (_c(rf"(?:{_W},?\s+)?(?P<d>{_D})\s+(?:of\s+)?(?P<m>{_M}),?\s+(?P<y>{_Y})"), read_as.day_of, "absolute"),
    (_c(rf"(?P<p>[Ee]nd)(?:-|\s+of\s+)(?P<m>{_M})(?:\s+(?P<y>{_Y}))?"), read_as.part_of_month, "absolute"),
    (_c(rf"(?P<p>{_PART})(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?"), read_as.part_of_month, "absolute"),
    (
        _c(rf"(?P<m>{_M})\s+(?P<d>{_D})(?!\s*(?:%|percent|per\s+cent|million|billion|tons?))"),
        read_as.day_of,
        "absolute",
    ),
    (_c(rf"(?P<d>{_D})\s+(?:of\s+)?(?P<m>{_M})"), read_as.day_of, "absolute"),
    (_c(rf"(?P<m>{_M}),?\s+(?:of\s+)?(?P<y>{_Y})"), read_as.month_of, "absolute"),
    (
        _c(r"(?P<s>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<y>20\d\d)", _I),
        read_as.season_of,
        "absolute",
    ),
    (
        _c(
            r"(?P<q>Q[1-4]|(?:the\s+)?(?:first|second|third|fourth|final)\s+quarter)(?:\s+(?:of\s+)?(?P<y>20\d\d))?",
            _I,
        ),
        read_as.quarter_of,
        "absolute",
    ),
    (
        _c(r"(?:the\s+)?(?P<h>first|second)\s+half(?:\s+of\s+(?:the\s+year|(?P<y>20\d\d)))", _I),
        read_as.half_of,
        "absolute",
    ),
    (
        _c(r"(?:(?:the\s+)?(?:end|close)\s+of\s+|end-|year[\s-]end\s+)(?P<y>20\d\d)", _I),
        read_as.end_of_year,
        "absolute",
    ),
    (
        _c(
            r"(?:(?:the\s+)?year[\s-]end|(?:the\s+)?year['’]s\s+end|(?:the\s+)?(?:end|close)\s+of\s+(?P<rel>this|the|next|last)\s+(?P<u>year|month))",
            _I,
        ),
        read_as.end_of_year,
        "relative",
    ),
    (
        _c(
            r"(?:early|late|mid|later|earlier|end|middle|start|beginning)?(?:[\s-]+of)?\s*(?<!\w)(?P<rel>this|last|next|current|previous|this\s+past|this\s+coming)\s+(?P<u>week|month|year|quarter|weekend)(?!\s+in\s+\w+\s+term)",
            _I,
        ),
        read_as.period_of,
        "relative",
    ),
    (
        _c(r"(?P<rel>the\s+(?:following|coming|previous))\s+(?P<u>week|month|year)", _I),
        read_as.period_of,
        "relative",
    ),
    (_c(rf"(?P<rel>last|next|this)\s+(?P<m>{_M})"), read_as.month_of, "relative"),
    (
        _c(r"(?:early\s+|late\s+)?(?P<rel>last|next|this)\s+(?P<s>spring|summer|autumn|fall|winter)", _I),
        read_as.season_of,
        "relative",
    ),
    (_c(r"in\s+the\s+(?P<s>spring|summer|autumn|fall|winter)", _I), read_as.season_of, "relative"),
    (
        _c(rf"(?:early\s+|late\s+)?(?P<rel>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast)\s+(?P<w>{_WD})"),
        read_as.weekday_of,
        "relative",
    ),
    (_c(rf"(?P<w>{_WD})(?:\s+(?:morning|afternoon|evening|night))?"), read_as.weekday_of, "relative"),
    (
        _c(rf"(?P<n>{_N})\s+(?P<u>days?|weeks?|months?|years?)\s+(?:ago|earlier)", _I),
        read_as.span_away,
        "relative",
    ),
    (
        _c(
            rf"(?P<ahead>in)\s+(?P<n>{_N})\s+(?P<u>days?|weeks?|months?)(?=[\s,.]*(?:time|['’]\s*time|[.,;]|$))",
            _I,
        ),
        read_as.span_away,
        "relative",
    ),
    (_c(r"(?:the\s+)?day\s+before\s+yesterday", _I), read_as.days_away(-2), "relative"),
    (_c(r"(?:the\s+)?day\s+after\s+tomorrow", _I), read_as.days_away(2), "relative"),
    (_c(r"the\s+weekend", _I), read_as.weekend_of, "relative"),
    (_c(r"yesterday|last\s+(?:night|evening)|overnight", _I), read_as.days_away(-1), "relative"),
    (
        _c(r"(?:earlier\s+|later\s+)?today|tonight|this\s+(?:morning|afternoon|evening)", _I),
        read_as.days_away(0),
        "relative",
    ),
    (re.compile(r"(?<!\w)(?:tomorrow|(?<=^)Tomorrow)(?!\w)"), read_as.days_away(1), "relative"),
    (
        _c(
            r"(?<=[a-z]\s)(?P<m>(?:January|February|April|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.))"
        ),
        read_as.month_of,
        "relative",
    ),
    (
        re.compile(
            r"(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\bof\s)|(?<=since\s)|(?<=until\s)|(?<=from\s)|(?<=early\s)|(?<=\bIn\s)|(?<=\bBy\s)|(?<=Since\s))(?P<m>March|May)(?=[\s,.;:?!)”’]|$)"
        ),
        read_as.month_of,
        "relative",
    ),
    (
        _c(rf"(?P<a>{_Y})\s*(?:–|-|to|through|and)\s*(?P<b>{_Y})"),
        read_as.years_from_to,
        "absolute",
    ),
    (
        re.compile(
            r"(?:(?<=\d\d\d\d\sand\s)|(?<=\d\d\d\d,\s)|(?<=\d\d\d\d\sor\s)|(?<=\bin\s)|(?<=\bby\s)|(?<=\bof\s)|(?<=since\s)|(?<=until\s)|(?<=during\s)|(?<=for\s)|(?<=from\s)|(?<=through\s)|(?<=throughout\s)|(?<=after\s)|(?<=before\s)|(?<=fiscal\s)|(?<=early\s)|(?<=late\s)|(?<=mid-))(?P<y>20[0-4]\d)(?![\w%,.]\d|\w|%|\s+(?:tons|lines|companies|million|billion|items))"
        ),
        lambda h, d, c: h["y"],
        "absolute",
    ),
)
