"""English dated expressions -> ISO days, months, years, intervals, against the document's day."""

from __future__ import annotations

import re
from datetime import date

from detente.talks.read import date_readers as read_as
from detente.talks.read.date_readers import Reader
from detente.talks.words.claim import DateFound
from detente.talks.words.lexicon import compose

# The parts a dated expression is put together from; words come from registry/words/dates-en.yaml.
_PARTS = {
    "month": r"(?:(?:{months})\b|(?:{month_abbreviations})\b\.?)",
    "weekday": r"(?:{weekdays})",
    "weekday_short": r"(?:{weekday_abbreviations})(?:day)?\b\.?",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:{ordinal_endings})?",
    "year": r"(?:(?:19|20)\d{2})",
    "up_to": r"\s*(?:{range_words})\s*",
    "count": r"(?:{counts_of_time})",
    "part": r"(?:{parts_of_a_month})(?:\s+in)?(?:-|\s+)",
}


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
    for expression, read, kind in _GRAMMAR:
        for hit in expression.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in taken):
                continue
            iso = read(hit, day, _clause_around(text, hit))
            if iso is None:
                continue
            taken.append(hit.span())
            if iso:
                shown = hit[0].lstrip()
                rows.append(DateFound(base + hit.end() - len(shown), base + hit.end(), shown, iso, kind))
    return sorted(rows, key=lambda r: r.start)


def _clause_around(text: str, hit: re.Match[str]) -> str:
    """The words around an expression that tell past from future; its own clause first."""
    left = text[max(0, hit.start() - 110) : hit.start()]
    left = compose(r"[.;!?]\s|,\s+(?:{clause_openers_of_dates})\s").split(left)[-1]
    right = compose(r"[.;!?]\s|,\s|\b(?:{clause_joiners_of_dates})\s").split(
        text[hit.end() : hit.end() + 70]
    )[0]
    return left + " \x00 " + right


def _dated(template: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern of whole words put together from the parts of dated expressions."""
    return compose(rf"(?<![\w/])(?:{template})(?![\w])", flags, **_PARTS)


_GRAMMAR: tuple[tuple[re.Pattern[str], Reader, str], ...] = (
    (re.compile(r"https?://\S+"), lambda h, d, c: "", "none"),
    (_dated(r"(?P<y>{year})[-/](?P<m>\d{2})[-/](?P<d>\d{2})"), read_as.iso_day, "absolute"),
    (_dated(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>{year})"), read_as.slashed_day, "absolute"),
    (
        _dated(r"(?P<m>{month})\s+(?P<d>{day}){up_to}(?P<m2>{month})\s+(?P<e>{day})(?:,?\s+(?P<y>{year}))?"),
        read_as.day_range,
        "absolute",
    ),
    (
        _dated(r"(?P<d>{day})\s+(?P<m>{month}){up_to}(?P<e>{day})\s+(?P<m2>{month})(?:,?\s+(?P<y>{year}))?"),
        read_as.day_range,
        "absolute",
    ),
    (
        _dated(r"(?P<m>{month})\s+(?P<d>{day}),?\s+(?:of\s+)?(?P<rel>{relatives})\s+year"),
        read_as.day_of_year_named,
        "relative",
    ),
    (
        _dated(r"(?P<m>{month})\s+(?P<d>{day}){up_to}(?P<e>{day})(?:,?\s+(?P<y>{year}))?"),
        read_as.day_range,
        "absolute",
    ),
    (
        _dated(r"(?P<d>{day}){up_to}(?P<e>{day})\s+(?:of\s+)?(?P<m>{month})(?:,?\s+(?P<y>{year}))?"),
        read_as.day_range,
        "absolute",
    ),
    (
        _dated(r"(?:{weekday_short},?\s+)?(?P<m>{month})\s+(?P<d>{day}),?\s+(?P<y>{year})"),
        read_as.day_of,
        "absolute",
    ),
    (
        _dated(r"(?:{weekday_short},?\s+)?(?P<d>{day})\s+(?:of\s+)?(?P<m>{month}),?\s+(?P<y>{year})"),
        read_as.day_of,
        "absolute",
    ),
    (
        _dated(r"(?P<p>[Ee]nd)(?:-|\s+of\s+)(?P<m>{month})(?:\s+(?P<y>{year}))?"),
        read_as.part_of_month,
        "absolute",
    ),
    (_dated(r"(?P<p>{part})(?P<m>{month})(?:,?\s+(?P<y>{year}))?"), read_as.part_of_month, "absolute"),
    (
        _dated(r"(?P<m>{month})\s+(?P<d>{day})(?!\s*(?:{units_behind_a_number}))"),
        read_as.day_of,
        "absolute",
    ),
    (_dated(r"(?P<d>{day})\s+(?:of\s+)?(?P<m>{month})"), read_as.day_of, "absolute"),
    (_dated(r"(?P<m>{month}),?\s+(?:of\s+)?(?P<y>{year})"), read_as.month_of, "absolute"),
    (
        _dated(r"(?P<s>{seasons})\s+(?:of\s+)?(?P<y>20\d\d)", re.IGNORECASE),
        read_as.season_of,
        "absolute",
    ),
    (
        _dated(
            r"(?P<q>Q[1-4]|(?:the\s+)?(?:{ordinals_of_quarters})\s+quarter)(?:\s+(?:of\s+)?(?P<y>20\d\d))?",
            re.IGNORECASE,
        ),
        read_as.quarter_of,
        "absolute",
    ),
    (
        _dated(
            r"(?:the\s+)?(?P<h>first|second)\s+half(?:\s+of\s+(?:the\s+year|(?P<y>20\d\d)))", re.IGNORECASE
        ),
        read_as.half_of,
        "absolute",
    ),
    (
        _dated(r"(?:(?:the\s+)?(?:end|close)\s+of\s+|end-|year[\s-]end\s+)(?P<y>20\d\d)", re.IGNORECASE),
        read_as.end_of_year,
        "absolute",
    ),
    (
        _dated(
            r"(?:(?:the\s+)?year[\s-]end|(?:the\s+)?year['’]s\s+end|(?:the\s+)?(?:end|close)\s+of\s+"
            r"(?P<rel>{relatives_of_an_end})\s+(?P<u>year|month))",
            re.IGNORECASE,
        ),
        read_as.end_of_year,
        "relative",
    ),
    (
        _dated(
            r"(?:{parts_of_a_period})?(?:[\s-]+of)?\s*(?<!\w)(?P<rel>{relatives_of_a_period})\s+"
            r"(?P<u>{periods})(?!\s+in\s+\w+\s+term)",
            re.IGNORECASE,
        ),
        read_as.period_of,
        "relative",
    ),
    (
        _dated(r"(?P<rel>the\s+(?:{relatives_behind_the}))\s+(?P<u>{short_periods})", re.IGNORECASE),
        read_as.period_of,
        "relative",
    ),
    (_dated(r"(?P<rel>{relatives})\s+(?P<m>{month})"), read_as.month_of, "relative"),
    (
        _dated(r"(?:early\s+|late\s+)?(?P<rel>{relatives})\s+(?P<s>{seasons})", re.IGNORECASE),
        read_as.season_of,
        "relative",
    ),
    (_dated(r"in\s+the\s+(?P<s>{seasons})", re.IGNORECASE), read_as.season_of, "relative"),
    (
        _dated(r"(?:early\s+|late\s+)?(?P<rel>{relatives_of_a_weekday})\s+(?P<w>{weekday})"),
        read_as.weekday_of,
        "relative",
    ),
    (_dated(r"(?P<w>{weekday})(?:\s+(?:{parts_of_a_day}))?"), read_as.weekday_of, "relative"),
    (
        _dated(r"(?P<n>{count})\s+(?P<u>{units_of_time})\s+(?:ago|earlier)", re.IGNORECASE),
        read_as.span_away,
        "relative",
    ),
    (
        _dated(
            r"(?P<ahead>in)\s+(?P<n>{count})\s+(?P<u>{units_of_time_ahead})(?=[\s,.]*"
            r"(?:time|['’]\s*time|[.,;]|$))",
            re.IGNORECASE,
        ),
        read_as.span_away,
        "relative",
    ),
    (_dated(r"(?:the\s+)?day\s+before\s+yesterday", re.IGNORECASE), read_as.days_away(-2), "relative"),
    (_dated(r"(?:the\s+)?day\s+after\s+tomorrow", re.IGNORECASE), read_as.days_away(2), "relative"),
    (_dated(r"the\s+weekend", re.IGNORECASE), read_as.weekend_of, "relative"),
    (_dated(r"{words_for_yesterday}", re.IGNORECASE), read_as.days_away(-1), "relative"),
    (
        _dated(r"{words_for_today}", re.IGNORECASE),
        read_as.days_away(0),
        "relative",
    ),
    (re.compile(r"(?<!\w)(?:tomorrow|(?<=^)Tomorrow)(?!\w)"), read_as.days_away(1), "relative"),
    (
        _dated(r"(?<=[a-z]\s)(?P<m>(?:{months_without_a_day}))"),
        read_as.month_of,
        "relative",
    ),
    (
        compose(r"(?:{words_before_a_month})(?P<m>March|May)(?=[\s,.;:?!)”’]|$)"),
        read_as.month_of,
        "relative",
    ),
    (
        _dated(r"(?P<a>{year})\s*(?:{range_words_of_years})\s*(?P<b>{year})"),
        read_as.years_from_to,
        "absolute",
    ),
    (
        compose(r"(?:{words_before_a_year})(?P<y>20[0-4]\d)(?![\w%,.]\d|\w|%|\s+(?:{nouns_behind_a_count}))"),
        lambda h, d, c: h["y"],
        "absolute",
    ),
)
