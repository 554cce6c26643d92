"""Figures and counts: percent, points, money, tonnes, durations, ordinals, things counted; ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from detente.talks.read.date_readers_zh import chinese_number
from detente.talks.words.claim import FigureFound
from detente.talks.words.lexicon import compose, numbers, table, words

# The parts a figure is put together from; words come from registry/words/figures-en.yaml.
_PARTS = {
    "digits": r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)",
    "number_word": r"(?:{number_words}|(?:{tens})(?:[\s-](?:{units}))?|dozens?)",
    "number": r"(?:{digits}|{number_word})",
    "scale": r"(?:\s*(?:{scales})\b|(?<=\d)[mbk]\b)",
    "up_to": r"(?:\s*(?:{range_words_of_figures})\s*)",
    "unit": r"(?P<t>{units_of_duration})",
}


def _figure_pattern(template: str) -> re.Pattern[str]:
    return compose(template, re.IGNORECASE, **_PARTS)


_VALUES = {word: value for value, word in enumerate(words("number_words"))} | {
    word: 10 * value for value, word in enumerate(words("tens"), 2)
}
_ORDINALS = {word: value for value, word in enumerate(words("ordinals"))}


def read_number(text: str) -> float:
    """The value of a number in digits or words, with its scale.

    Examples
    --------
    >>> read_number("12 million")
    12000000.0
    """
    lowered = text.lower().replace(",", "").strip()
    scale = 1.0
    scaled = compose(r"({scales}|(?<=\d)[mbk])$").search(lowered)
    if scaled:
        scale = 10.0 ** numbers("powers_of_ten")[scaled[1]]
        lowered = lowered[: scaled.start()].strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", lowered):
        return float(f"{float(lowered) * scale:.6g}") if scale != 1 else float(lowered)
    if lowered.startswith("dozen"):
        return 12.0 * scale
    value = 0
    for word in re.split(r"[\s-]+", lowered):
        value += _VALUES.get(word, 0)
    return value * scale


def _plain_number(value: float) -> float:
    return int(value) if value == int(value) and abs(value) < 1e5 else value


def _values_of(hit: re.Match[str]) -> float | tuple[float, ...]:
    scale = hit.groupdict().get("s") or hit.groupdict().get("s1") or ""
    one = read_number(hit["n"] + scale)
    if hit.groupdict().get("n2"):
        return _plain_number(read_number(hit["n"] + (hit.groupdict().get("s1") or scale))), _plain_number(
            read_number(hit["n2"] + scale)
        )
    return _plain_number(one)


_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        _figure_pattern(
            r"(?<![\w.])(?P<n>{number})(?:{up_to}(?P<n2>{number}))?[\s-]*(?:percentage|basis)[\s-]*points?"
        ),
        "points",
    ),
    (
        _figure_pattern(
            r"(?<![\w.])(?P<n>{number})(?:(?:{range_words_of_percent})(?P<n2>{number}))?\s*"
            r"(?:%|％|{percent_words})"
        ),
        "%",
    ),
    (
        _figure_pattern(
            r"(?P<c>{currency_signs})\s?(?P<n>{digits})(?P<s1>{scale})?(?:(?:–|-|\s+to\s+)"
            r"(?:US\$|\$|€|£|¥)?(?P<n2>{digits}))?(?P<s>{scale})?"
        ),
        "money",
    ),
    (
        _figure_pattern(
            r"(?<![\w.])(?P<n>{number})(?:{up_to}(?P<n2>{number}))?(?P<s>{scale})?\s+"
            r"(?:US\s+|U\.S\.\s+)?(?P<w>{currency_words})s?\b"
        ),
        "money",
    ),
    (
        _figure_pattern(
            r"(?<![\w.])(?P<n>{number})(?:{up_to}(?P<n2>{number}))?(?P<s>{scale})?\s*(?:metric\s+)?"
            r"(?:{tonnes})\b"
        ),
        "tonnes",
    ),
    (
        _figure_pattern(
            r"(?<![\w.])(?P<n>{digits}|{number_word})(?:{up_to}(?P<n2>{number}))?[\s-]+"
            r"(?:{adjectives_of_duration})?{unit}s?\b(?!\s*(?:{words_behind_no_duration}))"
        ),
        "time",
    ),
    (
        _figure_pattern(
            r"(?<=for\s)(?P<n>an?)\s+(?:full\s+)?{unit}\b|(?<!\w)(?:{words_before_a_duration})\s+"
            r"(?P<n2>an?|one)\s+(?P<t2>{calendar_units})\b"
        ),
        "a_time",
    ),
    (
        _figure_pattern(
            r"(?<![\w-])(?P<o>{ordinals_from_second})\s+(?:(?:{adjectives_of_rounds})\s+)?(?="
            r"(?:{things_numbered})\b)|(?P<o2>first)\s+(?=round\b)"
        ),
        "ordinal",
    ),
    (
        _figure_pattern(r"(?<![\w-])(?P<a>\d{1,3})\s?[–-]\s?(?P<b>\d{1,3})(?=\s*(?:{words_behind_votes}))"),
        "votes",
    ),
    (
        _figure_pattern(
            r"(?<![\w.$€£/-])(?P<n>{number})(?P<s>{scale})?[\s-]+(?:[\w’'-]+\s+){0,3}?"
            r"(?P<w>{things_counted})\b"
        ),
        "count",
    ),
)
_NOT_A_FIGURE = compose(r"\b(?:{words_before_no_figure})\s*$", re.IGNORECASE)


def find_figures(text: str, taken: Iterable[tuple[int, int]] = (), base: int = 0) -> list[FigureFound]:
    """Figures of one English paragraph; ``taken`` are spans that belong to dates (offsets from 0).

    Examples
    --------
    >>> [(f.value, f.unit) for f in find_figures("a 10 per cent duty for 90 days on $3 billion of goods")]
    [(10, '%'), (90, 'days'), (3000000000.0, 'USD')]
    """
    used = list(taken)
    rows: list[FigureFound] = []
    for expression, kind in _PATTERNS:
        for hit in expression.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in used) or _NOT_A_FIGURE.search(
                text[max(0, hit.start() - 24) : hit.start()]
            ):
                continue
            reading = _READERS[kind](hit, text)
            if reading is None:
                continue
            start, end, value, unit = reading
            used.append((start, end))
            words_behind = _words_behind(text, start, end)
            rows.append(FigureFound(base + start, base + end, text[start:end], value, unit, words_behind))
    return sorted(rows, key=lambda r: r.start)


_Reading = tuple[int, int, float | tuple[float, ...], str]


def _read_percent(hit: re.Match[str], text: str) -> _Reading | None:
    return *hit.span(), _values_of(hit), "%"


def _read_tonnes(hit: re.Match[str], text: str) -> _Reading | None:
    return *hit.span(), _values_of(hit), "tonnes"


def _read_points(hit: re.Match[str], text: str) -> _Reading | None:
    return *hit.span(), _values_of(hit), "basis points" if "basis" in hit[0].lower() else "percentage points"


def _read_money(hit: re.Match[str], text: str) -> _Reading | None:
    sign = hit.groupdict().get("c")
    value = _values_of(hit)
    unit = table("currencies")[sign.upper() if sign else hit["w"].lower()]
    return *hit.span(), value if isinstance(value, tuple) else float(value), unit


def _read_duration(hit: re.Match[str], text: str) -> _Reading | None:
    """'90 days'; 'one day of talks' is none."""
    if hit["n"].lower() == "one" and re.match(r"\s+(?:of|after)\b", text[hit.end() :]):
        return None
    value, unit = _values_of(hit), hit["t"].lower()
    return *hit.span(), value, "year" if unit == "year" and value == 1 else unit + "s"


def _read_single_duration(hit: re.Match[str], text: str) -> _Reading | None:
    """'for a year', 'by another month'."""
    unit = (hit["t"] or hit["t2"]).lower()
    start = hit.start("n") if hit["n"] else hit.start("n2")
    return start, hit.end(), 1, "year" if unit == "year" else unit + "s"


def _read_ordinal(hit: re.Match[str], text: str) -> _Reading | None:
    """'the third round'; 'his second time' counts nothing."""
    word = (hit["o"] or hit["o2"]).lower()
    start = hit.start()
    again = compose(r"\b(?:{words_before_a_second_time})\s*$", re.IGNORECASE).search(text[:start])
    if word == "second" and again and "time" in text[hit.end() : hit.end() + 6]:
        return None
    value = _ORDINALS[word] if word in _ORDINALS else int(re.sub(r"\D", "", word))
    return start, start + len(word), value, "ordinal"


def _read_votes(hit: re.Match[str], text: str) -> _Reading | None:
    return *hit.span(), (int(hit["a"]), int(hit["b"])), "votes"


def _read_count(hit: re.Match[str], text: str) -> _Reading | None:
    """'30 companies'; one thing, two sides and a year are no count."""
    number = hit["n"].lower()
    if number in ("one", "1", "zero") or re.fullmatch(r"20\d\d|19\d\d", number):
        return None
    in_pairs = compose(r"[\s-]+(?:\w+\s+){0,2}?(?:{things_in_pairs})\b", re.IGNORECASE)
    if number in ("two", "2") and in_pairs.match(text[hit.end("n") :]):
        return None
    noun = hit["w"].lower()
    unit = "members" if noun.startswith("member") else "economies" if noun == "economies" else "count"
    return hit.start(), hit.end("n") + len(hit["s"] or ""), _values_of(hit), unit


_READERS: Mapping[str, Callable[[re.Match[str], str], _Reading | None]] = {
    "%": _read_percent,
    "tonnes": _read_tonnes,
    "points": _read_points,
    "money": _read_money,
    "time": _read_duration,
    "a_time": _read_single_duration,
    "ordinal": _read_ordinal,
    "votes": _read_votes,
    "count": _read_count,
}


def _words_behind(text: str, start: int, end: int) -> str:
    """The words that say of what: a few to the right, within the clause."""
    tail = re.match(r"[\s-]*((?:[\w’'-]+\s*){0,5})", text[end:])
    return tail[1].strip() if tail else ""


_PARTS_ZH = {
    "number": r"(?:{numerals_of_figures_zh})",
    "scale": r"(?P<s>{scales_zh})?",
}
_ZH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (compose(template, **_PARTS_ZH), kind)
    for template, kind in (
        (r"(?P<n>{number}){percentage_point_zh}", "percentage points"),
        (r"{percent_of_zh}(?P<n>{number})", "%"),
        (r"(?P<n>\d+(?:\.\d+)?)\s*(?:[%％])?(?:(?:{range_words_zh})(?P<n2>\d+(?:\.\d+)?))?[%％]", "%"),
        (r"(?P<n>{number}){scale}(?P<u>{currency_words_zh})", "money"),
        (r"(?P<n>{number}){scale}(?:{tonnes_zh})", "tonnes"),
        (r"(?<!\d)(?P<n>{numerals_of_tenths_zh}){tenths_zh}", "tenths"),
        (r"(?<![{characters_before_no_duration_zh}])(?P<n>{number})(?P<u>{units_of_duration_zh})", "time"),
        (r"{ordinal_zh}(?P<n>{number})(?:{things_numbered_zh})", "ordinal"),
        (
            r"(?<![{characters_before_no_count_zh}\d])(?P<n>{number})(?P<s>{scales_of_counts_zh})?"
            r"(?P<u>{things_counted_zh})",
            "count",
        ),
        (r"(?<![\d:.])(?P<n>\d{1,3}(?:,\d{3})+|\d{3,5}){index_points_zh}", "count"),
    )
)


def find_figures_zh(text: str, taken: Iterable[tuple[int, int]] = (), base: int = 0) -> list[FigureFound]:
    """Figures of one Chinese paragraph.

    Examples
    --------
    >>> [(f.value, f.unit) for f in find_figures_zh("取消91%的关税,暂停24个百分点90天")]
    [(91, '%'), (24, 'percentage points'), (90, 'days')]
    """
    used = list(taken)
    rows: list[FigureFound] = []
    for expression, kind in _ZH:
        for hit in expression.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in used):
                continue
            raw = hit["n"].replace(",", "")
            value = float(raw) if re.fullmatch(r"[\d.]+", raw) else float(chinese_number(raw))
            value *= 10.0 ** numbers("powers_of_ten_zh").get(hit.groupdict().get("s") or "", 0)
            unit = kind
            if kind == "tenths":
                value, unit = value * 10, "%"
            elif kind == "money":
                unit = table("currencies_zh").get(hit["u"], "CNY")
            elif kind == "time":
                if not _is_duration(hit, text):
                    continue
                unit = table("units_zh").get(hit["u"], "year" if value == 1 else "years")
            elif kind == "count" and (value < 2 or raw in words("two_as_both_zh")):
                continue
            shown: float | tuple[float, ...] = _plain_number(value)
            if hit.groupdict().get("n2"):
                shown = (_plain_number(value), _plain_number(float(hit["n2"])))
            used.append(hit.span())
            rows.append(
                FigureFound(
                    base + hit.start(), base + hit.end(), hit[0], shown, unit, text[hit.end() : hit.end() + 8]
                )
            )
    return sorted(rows, key=lambda r: r.start)


def _is_duration(hit: re.Match[str], text: str) -> bool:
    if re.fullmatch(r"(?:19|20)\d\d", hit["n"]):
        return False
    several = (
        r"(?:{words_for_several_zh})$" if hit["n"].isdigit() else r"(?:{words_for_several_or_nearly_zh})$"
    )
    return not compose(several).search(text[: hit.start()]) or hit["u"] not in words("year_sign_zh")
