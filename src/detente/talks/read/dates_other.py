"""Absolute dates in French, German, Spanish, Japanese and Korean."""

from __future__ import annotations

import re
from datetime import date

from detente.talks.read.date_readers import year_for
from detente.talks.read.dates_zh import find_dates_zh
from detente.talks.words.claim import DateFound
from detente.talks.words.lexicon import compose, words


def find_dates_other(text: str, lang: str, day: date | None, base: int = 0) -> list[DateFound]:
    """Days and months written out; relative words are not read in these languages.

    Examples
    --------
    >>> [d.iso for d in find_dates_other("le 12 mai 2025", "fr", None)]
    ['2025-05-12']
    """
    if lang == "ja":
        return [d for d in find_dates_zh(text, day, base) if any(c.isdigit() for c in d.text)]
    if lang == "ko":
        return _find_korean_dates(text, day, base)
    names = words(f"months_{lang}") if lang in ("fr", "de", "es") else ()
    rows: list[DateFound] = []
    if names:
        dated = compose(
            r"(?<!\w)(?:(?P<d>\d{1,2})(?:er|º|\.)?\s*(?:de\s+)?)?(?P<m>{month})(?!\w)"
            r"(?:\s+(?:de\s+|del\s+)?(?P<y>20\d\d))?",
            re.IGNORECASE,
            month="|".join(names),
        )
        for hit in dated.finditer(text):
            if not hit["d"] and not hit["y"]:
                continue
            iso = _iso_date(names.index(hit["m"].lower()) + 1, hit["d"], hit["y"], day)
            if iso:
                rows.append(DateFound(base + hit.start(), base + hit.end(), hit[0], iso))
    taken = [(r.start - base, r.end - base) for r in rows]
    for hit in re.finditer(r"\b(20\d\d)-(\d\d)-(\d\d)\b", text):
        if not any(a < hit.end() and hit.start() < b for a, b in taken):
            iso = _iso_date(int(hit[2]), hit[3], hit[1], day)
            if iso:
                rows.append(DateFound(base + hit.start(), base + hit.end(), hit[0], iso))
    return sorted(rows, key=lambda r: r.start)


def _iso_date(month: int, number: str | None, year: str | None, day: date | None) -> str:
    if not year and day is None:
        return ""
    chosen = int(year) if year else year_for(month, int(number or 15), day)  # type: ignore[arg-type]
    try:
        return date(chosen, month, int(number)).isoformat() if number else f"{chosen}-{month:02d}"
    except ValueError:
        return ""


def _find_korean_dates(text: str, day: date | None, base: int) -> list[DateFound]:
    rows = []
    for hit in re.finditer(r"(?:(?P<y>20\d\d)년\s*)?(?P<m>\d{1,2})월(?:\s*(?P<d>\d{1,2})일)?", text):
        if 1 <= int(hit["m"]) <= 12 and (iso := _iso_date(int(hit["m"]), hit["d"], hit["y"], day)):
            rows.append(DateFound(base + hit.start(), base + hit.end(), hit[0], iso))
    return rows
