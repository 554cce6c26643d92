"""Which language a paragraph is in: by its script, then by its small words, then by py3langid."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.talks.words.lexicon import words
from detente.terms import NotInstalled

SUPPORTED = ("en", "zh")
NAMES = {
    "en": "English",
    "zh": "Chinese",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "ja": "Japanese",
    "ko": "Korean",
}
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[぀-ゟ゠-ヿ]")
_HANGUL = re.compile(r"[가-힯]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_SMALL = {lang: frozenset(words(f"small_words_{lang}")) for lang in ("en", "fr", "de", "es")}
_TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+")


def language_of(text: str, previous: str = "en") -> str:
    """Language code of a paragraph; a line too short to tell keeps the language before it.

    Examples
    --------
    >>> language_of("双方同意保持沟通。")
    'zh'
    >>> language_of("Les deux parties se sont mises d'accord sur la suite des négociations.")
    'fr'
    """
    sample = text[:2000]
    han, kana, hangul = len(_HAN.findall(sample)), len(_KANA.findall(sample)), len(_HANGUL.findall(sample))
    latin = len(_LATIN.findall(sample))
    if kana * 4 >= han + kana and kana > 1:
        return "ja"
    if hangul > max(han, latin // 4):
        return "ko"
    if han * 2 >= latin and han:
        return "zh"
    tokens = [t.lower() for t in _TOKEN.findall(sample)]
    scores = {lang: sum(t in small for t in tokens) for lang, small in _SMALL.items()}
    best = max(scores, key=lambda k: scores[k])
    second = sorted(scores.values())[-2]
    if scores[best] >= 2 and scores[best] > second + 1:
        return best
    if len(tokens) < 8:
        return previous if previous in _SMALL or not previous else "en"
    if scores[best] > second:
        return best
    return _classify(sample)


@lru_cache(maxsize=512)
def _classify(sample: str) -> str:
    try:
        import py3langid
    except ImportError:
        raise NotInstalled(
            "telling this language needs py3langid", remedy="pip install 'detente[talks]'"
        ) from None
    code, _ = py3langid.classify(sample)
    return str(code)


@lru_cache(maxsize=1)
def _converter() -> object:
    try:
        from opencc import OpenCC
    except ImportError:
        raise NotInstalled(
            "reading Chinese needs opencc-python-reimplemented", remedy="pip install 'detente[talks]'"
        ) from None
    return OpenCC("t2s")


@lru_cache(maxsize=40_000)
def _simplified(char: str) -> str:
    simplified = _converter().convert(char)  # type: ignore[attr-defined]
    return simplified if len(simplified) == 1 else char


_BOTH_SCRIPTS = frozenset(words("characters_of_both_scripts")[0])


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff"


def is_traditional(text: str) -> bool:
    """Whether Chinese text is written with traditional characters: two that simplified text does not use."""
    changed = {c for c in set(text) if is_han(c) and c not in _BOTH_SCRIPTS and _simplified(c) != c}
    return len(changed) >= 2


_FULL_WIDTH = {0xFF0C: ",", 0xFF1A: ":", 0xFF1B: ";", 0xFF08: "(", 0xFF09: ")", 0xFF05: "%", 0x3000: " "}
_FULL_WIDTH |= {0xFF10 + n: str(n) for n in range(10)}


def fold_chinese(text: str) -> str:
    """Chinese text as the grammars read it, of the same length, so that offsets hold.

    Traditional characters become simplified ones, full-width digits and marks (but not the points that
    end a sentence) their plain forms.
    """
    plain = text.translate(_FULL_WIDTH)
    if not is_traditional(plain):
        return plain
    return "".join(_simplified(c) if is_han(c) else c for c in plain)
