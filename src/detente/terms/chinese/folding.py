"""What people type in comparable form: width and Chinese characters of either kind made one.

Every reader of words folds here: names of parties and items, headers of files, outcomes, facts, days and
codes. So 鎵 and 镓, 稅號 and 税号, １０月 and 10月 are the same words everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from detente.terms.chinese.term_data import rows_of

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def folded(text: str) -> str:
    """Text with full-width forms narrowed, traditional characters simplified, regional words replaced.

    Letters keep their case and accents. Text of ASCII alone comes back as it is, at no cost.

    Examples
    --------
    >>> folded("稅號"), folded("無人機"), folded("２０２５年１０月２６號"), folded("8505.11.00.70")
    ('税号', '无人机', '2025年10月26号', '8505.11.00.70')
    """
    if text.isascii():
        return text
    narrow = unicodedata.normalize("NFKC", text)
    return _simplified(narrow) if _HAN.search(narrow) else narrow


@lru_cache(maxsize=4096)
def _simplified(text: str) -> str:
    plain = str(_converter("t2s").convert(text))
    for word, ours in _mainland():
        plain = plain.replace(word, ours)
    return plain


@lru_cache(maxsize=1)
def _mainland() -> tuple[tuple[str, str], ...]:
    """Words of Taiwan and Hong Kong in simplified characters, with the mainland's word, longest first."""
    convert = _converter("t2s").convert
    pairs = {str(convert(theirs)): ours for ours, theirs, way in rows_of("regional.tsv") if way == "both"}
    return tuple(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def in_traditional(text: str) -> str:
    """Simplified Chinese in traditional characters, with the words used in Taiwan.

    Examples
    --------
    >>> in_traditional("特朗普加征关税，里程碑"), in_traditional("plain")
    ('川普加徵關稅，里程碑', 'plain')
    """
    if not _HAN.search(text):
        return text
    for ours, theirs in _regional():
        text = text.replace(ours, theirs)
    return str(_converter("s2tw").convert(text))


@lru_cache(maxsize=1)
def _regional() -> tuple[tuple[str, str], ...]:
    pairs = [(row[0], row[1]) for row in rows_of("regional.tsv")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4)
def _converter(way: str) -> Any:
    from opencc import OpenCC

    return OpenCC(way)
