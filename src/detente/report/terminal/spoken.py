"""A screen, or any text of the terminal, in the language of the run.

A screen is filled in English. Its sentences are found again by their templates, the law's own words by the
pairs that the law holds, and lists of either piece by piece; what neither knows stays English.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

from rich.text import Text

from detente.outcomes import own_outcomes
from detente.regime import chinese_of_law, zh_day
from detente.terms import Party, in_traditional, is_chinese, party_codes, sentence_in_chinese

_LISTS = (
    (". ", "。"),
    ("; ", "；"),
    (" · ", " · "),
    (", ", "，"),
    (" + ", " + "),
    (" and ", "和"),
    (": ", "："),
    (" / ", " / "),
    (" or ", "或"),
)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?: (EST|EDT|Beijing|UTC))?")
_DAY = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})(?:, (\d\d:\d\d)(?: (?:EST|EDT|Beijing|UTC))?)?")
_RATED = re.compile(r"(.+?) (\+?\d[\d.,]* (?:%|USD|CNY|entities).*)")
_ZONES = {"EST": "（美东）", "EDT": "（美东）", "Beijing": "（北京）", "UTC": "（协调世界时）"}
_MONTHS = {
    name: n
    for n, name in enumerate(
        (
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ),
        start=1,
    )
}  # fmt: skip


def spoken_in(part: Any, language: str) -> Any:
    """A screen, its rows, a text or a tuple of them in a language; commands to type stay as they are.

    Any frozen dataclass is taken field by field; a field called ``next_step`` is a command and stays.
    """
    if not is_chinese(language):
        return part
    if isinstance(part, str):
        words = text_in_chinese(part)
        return in_traditional(words) if language == "zh-Hant" else words
    if isinstance(part, Text):
        return Text(spoken_in(part.plain, language), style=part.style)
    if isinstance(part, tuple):
        return tuple(spoken_in(one, language) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        names = [field.name for field in fields(part) if field.name != "next_step"]
        return replace(part, **{name: spoken_in(getattr(part, name), language) for name in names})
    return part


@lru_cache(maxsize=4096)
def text_in_chinese(text: str) -> str:
    """A text in simplified Chinese, whole or by its parts; English where nothing is known.

    Examples
    --------
    >>> text_in_chinese("in force"), text_in_chinese("suspended; ended"), text_in_chinese("9903.88.15")
    ('实施中', '暂停实施；停止实施', '9903.88.15')
    """
    if "\n" in text:
        return "\n".join(text_in_chinese(line) for line in text.split("\n"))
    bare = text.strip()
    if not bare:
        return text
    end = "。" if bare.endswith(".") else ""
    for whole in (bare, bare.rstrip(".")):
        words = _words().get(whole) or _rated(whole) or sentence_in_chinese(whole, _value)
        if words and words != whole:
            return _dated(words + (end if whole != bare else ""))
    for mark, ours in _LISTS:
        if mark in bare:
            parts = [text_in_chinese(part) for part in bare.rstrip(".").split(mark)]
            if all(_is_known(part) for part in parts):
                return ours.join(parts) + end
    return _dated(bare)


def _value(part: str) -> str:
    """A value of a sentence: a sentence or a title of its own, a day; a single word is typed, and stays."""
    if part in _words():
        return _words()[part]
    return text_in_chinese(part) if " " in part else part


def _rated(text: str) -> str:
    """A title of the law with its rate or count behind it."""
    match = _RATED.fullmatch(text)
    if match is None or match[1] not in _words():
        return ""
    return f"{_words()[match[1]]} {text_in_chinese(match[2])}"


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Words of the law and titles of outcomes, Chinese by English."""
    rows = own_outcomes()
    titles = [outcome.title for outcome in rows.outcomes.values()]
    titles += [tree.title for tree in rows.trees.values()]
    titles += [package.title for bargain in rows.bargains.values() for package in bargain.packages]
    parties = {Party(code).name: Party(code).name_zh for code in party_codes()}
    return {**parties, **{t.en: t.zh for t in titles if t.zh}, **chinese_of_law()}


def _is_known(part: str) -> bool:
    """Whether nothing English is left in a part but codes, amounts and names typed."""
    return not re.search(r"[a-z]{3,} [a-z]{2,}", part)


def _dated(words: str) -> str:
    """Days and moments as Chinese writes them, where the words around them are Chinese."""
    if not re.search("[\u4e00-\u9fff]", words) and not _DAY.fullmatch(words):
        return words
    words = _MOMENT.sub(lambda m: zh_day(m[1]) + m[2] + _ZONES.get(m[3] or "", ""), words)
    return _DAY.sub(_day, words)


def _day(match: re.Match[str]) -> str:
    month = _MONTHS.get(match[2])
    if month is None:
        return match[0]
    return zh_day(f"{match[3]}-{month:02}-{int(match[1]):02}") + (match[4] or "")
