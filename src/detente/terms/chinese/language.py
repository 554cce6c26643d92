"""The language an answer is worded in: English, Chinese in simplified or in traditional characters."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Literal, get_args

from detente.terms.errors import InputError, nearest

Language = Literal["en", "zh-Hans", "zh-Hant"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
ENVIRONMENT = "DETENTE_LANGUAGE"
# what people, browsers and systems write, lower case with hyphens; a region behind it changes nothing
_TAGS: dict[str, Language] = {
    "en": "en", "english": "en", "英文": "en", "英语": "en",
    "zh": "zh-Hans", "cn": "zh-Hans", "chinese": "zh-Hans", "中文": "zh-Hans",
    "zh-hans": "zh-Hans", "zh-chs": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-my": "zh-Hans",
    "simplified": "zh-Hans", "简体": "zh-Hans", "简体中文": "zh-Hans", "简中": "zh-Hans",
    "zh-hant": "zh-Hant", "zh-cht": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
    "traditional": "zh-Hant", "繁体": "zh-Hant", "繁体中文": "zh-Hant", "正体中文": "zh-Hant",
    "繁中": "zh-Hant",
}  # fmt: skip
_REGION = re.compile(r"(en|zh-hans|zh-hant)(?:-[a-z0-9]{1,8})+$")
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$")


def read_language(text: object, *, what: str = "language") -> Language:
    """A language by any of the tags people send.

    Raises
    ------
    InputError
        For a language that nothing is written in; names the nearest.

    Examples
    --------
    >>> read_language("zh_CN.UTF-8"), read_language("zh-TW"), read_language("繁體中文")
    ('zh-Hans', 'zh-Hant', 'zh-Hant')
    """
    raw = str(text).strip() if text is not None else ""
    language = _of_tag(raw)
    if language is None:
        near = nearest(raw.lower().replace("_", "-"), [tag.lower() for tag in LANGUAGES])
        hint = f"; {near}" if near else ""
        raise InputError(f"{what} {raw[:40]!r} is not known", remedy=f"give {', '.join(LANGUAGES)}{hint}")
    return language


def set_language() -> Language:
    """The language that the environment sets for this program; English where it sets none."""
    setting = os.environ.get(ENVIRONMENT, "").strip()
    return read_language(setting, what=ENVIRONMENT) if setting else "en"


def negotiated_language(header: str | None) -> Language:
    """The language that an Accept-Language header asks for; English where it names none of ours.

    Examples
    --------
    >>> negotiated_language("fr;q=0.9, zh-TW;q=0.8, en;q=0.7"), negotiated_language("de")
    ('zh-Hant', 'en')
    """
    ranked = sorted(_ranked(header or ""), key=lambda pair: -pair[0])
    return next((language for weight, language in ranked if weight), "en")


def is_chinese(language: str) -> bool:
    """Whether words are Chinese, in characters of either kind."""
    return language.startswith("zh")


def _ranked(header: str) -> Iterator[tuple[float, Language]]:
    for part in header[:1000].split(","):
        tag, _, weight = part.strip().partition(";")
        match = _QUALITY.match(weight.strip().replace(" ", "")) if weight else None
        language = "en" if tag.strip() == "*" else _of_tag(tag.strip())
        if language is not None and (match or not weight):
            yield float(match[1]) if match else 1.0, language


def _of_tag(raw: str) -> Language | None:
    from detente.terms.chinese.folding import folded

    tag = folded(raw[:60]).lower().partition(".")[0].partition("@")[0].replace("_", "-")
    tag = "zh" + tag[3:] if tag == "cmn" or tag.startswith("cmn-") else tag
    if tag in _TAGS:
        return _TAGS[tag]
    region = _REGION.match(tag)
    return _TAGS.get(region[1]) if region else None
