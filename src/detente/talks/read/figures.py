"""Figures and counts: percent, points, money, tonnes, durations, ordinals, things counted; ranges."""

from __future__ import annotations

import re
from collections.abc import Iterable

from detente.talks.read.date_readers_zh import chinese_number
from detente.talks.words.claim import FigureFound
from detente.talks.words.number_words import NUMBER_WORDS

_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINALS = {
    w: n
    for n, w in enumerate(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ]
    )
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "k": 1e3,
    "mmt": 1e6,
}
_WORD = r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|dozens?)"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_NUM = rf"(?:{_DIGITS}|{_WORD})"
_SCALE = r"(?:\s*(?:hundred|thousand|million|billion|trillion|mn|bn|tn)\b|(?<=\d)[mbk]\b)"
_RANGE = r"(?:\s*(?:–|—|-|to|or|and)\s*)"
_CURRENCY = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "USD": "USD",
    "EUR": "EUR",
}
_MONEY_WORDS = {
    "dollar": "USD",
    "yuan": "CNY",
    "renminbi": "CNY",
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
}
_TIME = r"(?P<t>day|week|month|year|hour|decade)"
_PAIRED = r"sides?|countr\w+|leaders?|presidents?|parties|nations?|economies|governments?|powers?|delegations?|teams?|peoples?|heads?|capitals?|men|negotiators?|officials?|superpowers?|giants?|largest|biggest|most|key|main|major|other|things?|more|areas?|issues?|halves|ministers?"
_COUNTED = (
    r"rounds?|meetings?|compan\w+|firms?|entit\w+|products?|items?|lines?|aircraft|planes?|jets?|ships?|vessels?|members?|economies|countries|nations|"
    r"suppliers?|senators?|lawmakers?|votes?|jobs?|people|workers?|farmers?|barrels?|bushels?|acres?|provinces?|cities|ports?|containers?|cars?|vehicles?|"
    r"units?|calls?|phases?|steps?|states?|sectors?|minerals?|elements?|times|sessions?|categories|industries|exporters?|importers?|plants?|factories|licen[cs]es?|"
    r"measures?|contracts?|cargoes|shipments?|subsidiar\w+|chips|officials?|delegates|seats|points|reporters|deals?|agreements?|working\s+groups?|documents?|pages"
)


def read_number(text: str) -> float:
    """The value of a number in digits or words, with its scale.

    Examples
    --------
    >>> read_number("12 million")
    12000000.0
    """
    lowered = text.lower().replace(",", "").strip()
    scale = 1.0
    found = re.search(r"(hundred|thousand|million|billion|trillion|mn|bn|tn|(?<=\d)[mbk])$", lowered)
    if found:
        scale = _SCALES[found[1]]
        lowered = lowered[: found.start()].strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", lowered):
        return float(f"{float(lowered) * scale:.6g}") if scale != 1 else float(lowered)
    if lowered.startswith("dozen"):
        return 12.0 * scale
    value = 0
    for word in re.split(r"[\s-]+", lowered):
        value += _TENS.get(word, NUMBER_WORDS.index(word) if word in NUMBER_WORDS else 0)
    return value * scale


def _plain(value: float) -> float:
    return int(value) if value == int(value) and abs(value) < 1e5 else value


def _values(hit: re.Match[str]) -> float | tuple[float, ...]:
    scale = hit.groupdict().get("s") or hit.groupdict().get("s1") or ""
    one = read_number(hit["n"] + scale)
    if hit.groupdict().get("n2"):
        return _plain(read_number(hit["n"] + (hit.groupdict().get("s1") or scale))), _plain(
            read_number(hit["n2"] + scale)
        )
    return _plain(one)


_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?<![\w.])(?P<n>{_NUM})(?:{_RANGE}(?P<n2>{_NUM}))?[\s-]*(?:percentage|basis)[\s-]*points?",
            re.I,
        ),
        "points",
    ),
    (
        re.compile(
            rf"(?<![\w.])(?P<n>{_NUM})(?:(?:–|—|-|\s+to\s+|\s+or\s+)(?P<n2>{_NUM}))?\s*(?:%|％|per\s?cent\b|pct\b)",
            re.I,
        ),
        "%",
    ),
    (
        re.compile(
            rf"(?P<c>US\$|\$|€|£|¥|RMB|CNY|USD|EUR)\s?(?P<n>{_DIGITS})(?P<s1>{_SCALE})?(?:(?:–|-|\s+to\s+)(?:US\$|\$|€|£|¥)?(?P<n2>{_DIGITS}))?(?P<s>{_SCALE})?",
            re.I,
        ),
        "money",
    ),
    (
        re.compile(
            rf"(?<![\w.])(?P<n>{_NUM})(?:{_RANGE}(?P<n2>{_NUM}))?(?P<s>{_SCALE})?\s+(?:US\s+|U\.S\.\s+)?(?P<w>dollar|yuan|renminbi|euro|pound|yen)s?\b",
            re.I,
        ),
        "money",
    ),
    (
        re.compile(
            rf"(?<![\w.])(?P<n>{_NUM})(?:{_RANGE}(?P<n2>{_NUM}))?(?P<s>{_SCALE})?\s*(?:metric\s+)?(?:tons?|tonnes?|mmt)\b",
            re.I,
        ),
        "tonnes",
    ),
    (
        re.compile(
            rf"(?<![\w.])(?P<n>{_DIGITS}|{_WORD})(?:{_RANGE}(?P<n2>{_NUM}))?[\s-]+(?:full\s+|consecutive\s+|more\s+|straight\s+|additional\s+|long\s+)?{_TIME}s?\b(?!\s*(?:ago|earlier|old|plan))",
            re.I,
        ),
        "time",
    ),
    (
        re.compile(
            rf"(?<=for\s)(?P<n>an?)\s+(?:full\s+)?{_TIME}\b|(?<!\w)(?:by|least|than|over|another|within)\s+(?P<n2>an?|one)\s+(?P<t2>day|week|month|year)\b",
            re.I,
        ),
        "a_time",
    ),
    (
        re.compile(
            r"(?<![\w-])(?P<o>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,2}(?:nd|rd|th))\s+(?:(?:and\s+final|straight|consecutive|such|formal|in-person|high-level|face-to-face)\s+)?(?=(?:rounds?|meetings?|time|session|set|phone|extension|summit)\b)|(?P<o2>first)\s+(?=round\b)",
            re.I,
        ),
        "ordinal",
    ),
    (
        re.compile(
            r"(?<![\w-])(?P<a>\d{1,3})\s?[–-]\s?(?P<b>\d{1,3})(?=\s*(?:vote|,|majority|in\s+favou?r))", re.I
        ),
        "votes",
    ),
    (
        re.compile(
            rf"(?<![\w.$€£/-])(?P<n>{_NUM})(?P<s>{_SCALE})?[\s-]+(?:[\w’'-]+\s+){{0,3}}?(?P<w>{_COUNTED})\b",
            re.I,
        ),
        "count",
    ),
)
_NOT_A_FIGURE = re.compile(
    r"\b(?:section|article|no\.|number|group\s+of|order|rule|chapter|heading|part|annex|announcement|paragraph|sec\.|g|term|page|top|day|eo|hts|one\s+of\s+the|one\s+of)\s*$",
    re.I,
)


def find_figures(text: str, taken: Iterable[tuple[int, int]] = (), base: int = 0) -> list[FigureFound]:
    """Figures of one English paragraph; ``taken`` are spans that belong to dates (offsets from 0).

    Examples
    --------
    >>> [(f.value, f.unit) for f in find_figures("a 10 per cent duty for 90 days on $3 billion of goods")]
    [(10, '%'), (90, 'days'), (3000000000.0, 'USD')]
    """
    used = list(taken)
    rows: list[FigureFound] = []
    for pattern, kind in _PATTERNS:
        for hit in pattern.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in used) or _NOT_A_FIGURE.search(
                text[max(0, hit.start() - 24) : hit.start()]
            ):
                continue
            made = _figure(hit, kind, text)
            if made is None:
                continue
            start, end, value, unit = made
            used.append((start, end))
            rows.append(
                FigureFound(base + start, base + end, text[start:end], value, unit, _of(text, start, end))
            )
    return sorted(rows, key=lambda r: r.start)


def _figure(
    hit: re.Match[str], kind: str, text: str
) -> tuple[int, int, float | tuple[float, ...], str] | None:
    start, end = hit.span()
    if kind in ("%", "tonnes"):
        return start, end, _values(hit), kind
    if kind == "points":
        return start, end, _values(hit), "basis points" if "basis" in hit[0].lower() else "percentage points"
    if kind == "money":
        unit = _CURRENCY[hit["c"].upper()] if hit.groupdict().get("c") else _MONEY_WORDS[hit["w"].lower()]
        value = _values(hit)
        return start, end, float(value) if isinstance(value, (int, float)) else value, unit
    if kind == "time":
        value = _values(hit)
        unit = hit["t"].lower()
        single = unit == "year" and value == 1
        if hit["n"].lower() == "one" and re.match(r"\s+(?:of|after)\b", text[end:]):
            return None
        return start, end, value, "year" if single else unit + "s"
    if kind == "a_time":
        unit = (hit["t"] or hit["t2"]).lower()
        at = hit.start("n") if hit["n"] else hit.start("n2")
        return at, end, 1, "year" if unit == "year" else unit + "s"
    if kind == "ordinal":
        word = (hit["o"] or hit["o2"]).lower()
        value = _ORDINALS[word] if word in _ORDINALS else int(re.match(r"\d+", word)[0])  # type: ignore[index]
        if (
            word == "second"
            and re.search(r"\b(?:his|her|trump['’]s|a|for\s+the)\s*$", text[:start], re.I)
            and "time" in text[end : end + 6]
        ):
            return None
        return start, start + len(word), value, "ordinal"
    if kind == "votes":
        return start, end, (int(hit["a"]), int(hit["b"])), "votes"
    number = hit["n"].lower()
    if number in ("one", "1") or number == "zero":
        return None
    if number in ("two", "2") and re.match(
        rf"[\s-]+(?:\w+\s+){{0,2}}?(?:{_PAIRED})\b", text[start + len(hit["n"]) :], re.I
    ):
        return None
    if re.fullmatch(r"20\d\d|19\d\d", number):
        return None
    noun = hit["w"].lower()
    unit = "members" if noun.startswith("member") else "economies" if noun == "economies" else "count"
    return start, hit.end("n") + len(hit["s"] or ""), _values(hit), unit


def _of(text: str, start: int, end: int) -> str:
    """The words that say of what: a few to the right, within the clause."""
    tail = re.match(r"[\s-]*((?:[\w’'-]+\s*){0,5})", text[end:])
    return tail[1].strip() if tail else ""


_ZH_NUM = r"(?:\d+(?:,\d{3})*(?:\.\d+)?|[一二两三四五六七八九十百]{1,4})"
_ZH_SCALE = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4}
_ZH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<n>{_ZH_NUM})个百分点"), "percentage points"),
    (re.compile(rf"百分之(?P<n>{_ZH_NUM})"), "%"),
    (re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*(?:[%％])?(?:(?:至|到|[-–—~～])(?P<n2>\d+(?:\.\d+)?))?[%％]"), "%"),
    (
        re.compile(rf"(?P<n>{_ZH_NUM})(?P<s>万亿|千万|百万|亿|万)?(?P<u>美元|人民币|元|欧元|英镑|日元)"),
        "money",
    ),
    (re.compile(rf"(?P<n>{_ZH_NUM})(?P<s>万亿|千万|百万|亿|万)?(?:公|公制)?吨"), "tonnes"),
    (
        re.compile(
            r"(?<!\d)(?P<n>[1-9]|[一两二三四五六七八九])成(?!为|立|本|员|果|功|绩|长|都|熟|品|交|就|效|分|份|型|事|问|群|语)"
        ),
        "tenths",
    ),
    (
        re.compile(
            rf"(?<![每同当首])(?P<n>{_ZH_NUM})(?P<u>天(?!就?[打接有要能吃跑])|个?小时|个(?:星期|礼拜)|个月|周(?![一二三四五六日年])|年(?!多来)(?![代前度初底末份月\d]))"
        ),
        "time",
    ),
    (re.compile(rf"第(?P<n>{_ZH_NUM})(?:轮|次(?:会|磋商|会谈|会晤))"), "ordinal"),
    (
        re.compile(
            rf"(?<![每同新上下首本第末\d])(?P<n>{_ZH_NUM})(?P<s>万|亿)?(?P<u>轮|家|项|名(?![^,。的]{{0,6}}(?:人士|消息))|架|艘|条(?!款|调查|关税)|份(?!额)|种|个(?:国家|经济体|成员|品种|类别|实体|企业)|[余多](?:家|项|种|名|艘|架))"
        ),
        "count",
    ),
    (re.compile(r"(?<![\d:.])(?P<n>\d{1,3}(?:,\d{3})+|\d{3,5})点(?!\d|钟|半|整)"), "count"),  # of an index
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
    for pattern, kind in _ZH:
        for hit in pattern.finditer(text):
            if any(hit.start() < b and a < hit.end() for a, b in used):
                continue
            raw = hit["n"].replace(",", "")
            value = float(raw) if re.fullmatch(r"[\d.]+", raw) else float(chinese_number(raw))
            value *= _ZH_SCALE.get(hit.groupdict().get("s") or "", 1)
            unit = kind
            if kind == "tenths":
                value, unit = value * 10, "%"
            elif kind == "money":
                unit = {"美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY"}.get(hit["u"], "CNY")
            elif kind == "time":
                if not _is_duration(hit, text):
                    continue
                unit = {
                    "天": "days",
                    "个月": "months",
                    "周": "weeks",
                    "星期": "weeks",
                    "礼拜": "weeks",
                    "小时": "hours",
                }.get(
                    hit["u"] if hit["u"] == "个月" else hit["u"].lstrip("个"),
                    "year" if value == 1 else "years",
                )
            elif kind == "count" and (value < 2 or (not raw.isdigit() and raw in ("两",))):
                continue
            shown: float | tuple[float, ...] = _plain(value)
            if hit.groupdict().get("n2"):
                shown = (_plain(value), _plain(float(hit["n2"])))
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
    before = r"(?:数|几|多)$" if hit["n"].isdigit() else r"(?:数|几|近|多)$"
    return not re.search(before, text[: hit.start()]) or hit["u"] != "年"
