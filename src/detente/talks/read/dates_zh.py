"""Chinese (and the plain forms of Japanese and Korean) dated expressions -> ISO."""

from __future__ import annotations

import re
from datetime import date

from detente.talks.read import date_readers_zh as read_as
from detente.talks.read.date_readers import Reader
from detente.talks.words.claim import DateFound
from detente.talks.words.lexicon import compose

# The parts a dated expression is put together from; words come from registry/words/dates-zh.yaml.
_PARTS = {
    "number": r"(?:{numerals_of_dates_zh})",
    "digits_of_year": r"(?:{numerals_of_years_zh})",
    "year": r"(?:(?P<y>{digits_of_year}{year_sign_zh}|(?:{relative_years_zh})))?",
    "second_year": r"(?:(?P<y2>{digits_of_year}{year_sign_zh}|(?:{relative_years_zh})))?",
    "month": r"(?P<m>{number}){month_sign_zh}",
    "third": r"(?P<p>{thirds_of_a_month_zh})?",
}


def _dated(template: str) -> re.Pattern[str]:
    return compose(template, **_PARTS)


# Expression, reader, kind; an expression that stands before another takes its span.
_GRAMMAR: tuple[tuple[re.Pattern[str], Reader, str], ...] = (
    (re.compile(r"https?://\S+"), lambda h, d, c: "", "none"),
    (
        _dated(
            r"{year}{month}(?P<d>{number})[{day_signs_zh}](?:\s*(?:{range_words_zh}|{and_zh})\s*"
            r"{second_year}(?:(?P<m2>{number}){month_sign_zh})?(?P<e>{number})[{day_signs_zh}])?"
        ),
        read_as.day_or_days,
        "absolute",
    ),
    (
        _dated(
            r"{year}{month}(?P<d>{number})\s*{range_sign_zh}\s*(?P<m2>(?!))?(?P<y2>(?!))?"
            r"(?P<e>{number})[{day_signs_zh}]"
        ),
        read_as.day_or_days,
        "absolute",
    ),
    (
        re.compile(
            r"(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?P<e>(?!))?(?P<m2>(?!))?"
            r"(?P<y2>(?!))?(?!\d)"
        ),
        read_as.day_or_days,
        "absolute",
    ),
    (_dated(r"{year}{month}{third}{month_particle_zh}(?!\d)"), read_as.month_of, "absolute"),
    (
        _dated(
            r"(?P<y>{digits_of_year}){year_sign_zh}?(?:{range_words_zh})"
            r"(?P<y2>{digits_of_year}){year_sign_zh}"
        ),
        read_as.years,
        "absolute",
    ),
    (
        _dated(
            r"(?:(?P<y>{digits_of_year}{year_sign_zh}|{this_or_last_year_zh}){particle_of_zh}?)?{first_zh}"
            r"(?P<n>{number}){month_counted_zh}"
        ),
        read_as.first_months,
        "relative",
    ),
    (
        _dated(r"(?P<y>{digits_of_year}{year_sign_zh}|{years_with_a_beginning_zh}){beginning_zh}"),
        read_as.begin_of_year,
        "relative",
    ),
    (
        _dated(r"(?<![\d{numerals_zh}])(?P<y>(?!))?{year_sign_zh}{beginning_zh}"),
        read_as.begin_of_year,
        "relative",
    ),
    (_dated(r"(?<![\d{year_sign_zh}])(?:{quarters_zh})"), read_as.quarter, "relative"),
    (
        _dated(r"(?P<y>{digits_of_year}{year_sign_zh}|{years_with_parts_zh})(?P<t>{parts_of_a_year_zh})?"),
        read_as.year_only,
        "relative",
    ),
    (
        _dated(
            r"(?P<r>{relatives_of_a_month_zh}){month_sign_zh}(?P<d>{number})[{day_signs_zh}]?"
            r"(?:\s*(?:{range_words_zh})\s*(?P<e>{number}))?[{day_signs_zh}]"
        ),
        read_as.day_of_month,
        "relative",
    ),
    (_dated(r"(?P<r>{relatives_of_a_weekend_zh})?{weekend_zh}"), read_as.weekend, "relative"),
    (_dated(r"(?P<r>{relatives_of_a_period_zh})(?P<u>{periods_zh}){third}"), read_as.period, "relative"),
    (
        _dated(r"(?P<r>{days_around_zh})(?:{particle_of_zh})?(?P<n>{numerals_of_days_zh}){days_counted_zh}"),
        read_as.days_around,
        "relative",
    ),
    (
        _dated(
            r"(?P<n>{numerals_of_spans_zh})(?P<u>{units_of_spans_zh})(?P<w>{before_or_after_zh})"
            r"(?=[,,。;{particle_of_zh}]|$|[\u4e00-\u9fff])(?!{characters_behind_no_span_zh})"
        ),
        read_as.away,
        "relative",
    ),
    (
        _dated(
            r"(?P<r>{relatives_of_a_weekday_zh})?(?:{words_for_week_zh})(?P<w>[{weekday_numerals_zh}])"
            r"(?!{characters_behind_no_weekday_zh})"
        ),
        read_as.weekday,
        "relative",
    ),
    (
        _dated(
            r"(?<![{characters_before_no_day_zh}\d])(?P<d>\d{1,2})(?:[{day_signs_zh}]"
            r"(?:\s*(?:{range_words_zh})\s*(?P<e>\d{1,2})(?=[{day_signs_zh}]))?)"
            r"(?!{characters_behind_no_day_zh})[{day_signs_zh}]?"
        ),
        read_as.day_of_number,
        "absolute",
    ),
    (_dated(r"{relative_days_zh}"), read_as.relative, "relative"),
)


_TITLE_OF_LAW = compose(r"《[^》]{2,40}(?:{kinds_of_law_zh})》")  # its year is no date


def find_dates_zh(text: str, day: date | None, base: int = 0) -> list[DateFound]:
    """Dated expressions of one Chinese paragraph, left to right.

    Examples
    --------
    >>> [d.iso for d in find_dates_zh("双方5月10日至11日在日内瓦会谈,将于8月继续。", date(2025, 5, 12))]
    ['2025-05-10/2025-05-11', '2025-08']
    """
    taken = [hit.span() for hit in _TITLE_OF_LAW.finditer(text)]
    rows: list[DateFound] = []
    for expression, read, kind in _GRAMMAR:
        for hit in expression.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in taken):
                continue
            context = text[max(0, hit.start() - 18) : hit.start()] + "\x00" + text[hit.end() : hit.end() + 12]
            iso = read(hit, day, context)
            if iso is None:
                continue
            taken.append(hit.span())
            if iso:
                rows.append(DateFound(base + hit.start(), base + hit.end(), hit[0], iso, kind))
    return sorted(rows, key=lambda r: r.start)
