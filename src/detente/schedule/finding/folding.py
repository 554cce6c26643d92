"""Words in comparable form: one spelling, one number, simplified characters; Chinese in pairs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from detente.terms import folded

HERE = Path(__file__).resolve().parent
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:\.[0-9]+)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_OWNER = re.compile(r"['’]s?\b")
# what follows these words in a description is what the line does not hold
_BUT = re.compile(
    r"\b(?:other than|except(?:ing)?|excluding|without|not (?:of|for|in|on|with|including)?|nor)\b"
    r"[^,;:)（）()，；]*"
    r"|（?(?:除外|以外|不包括)[^，；）]*|其他|非(?=[\u3400-\u9fff]{2})",
    re.I,
)
_TELL_NOTHING = (
    "a an and any are as at be by for from in into is it its kind like made not of on or other per such than "
    "that the their thereof therefor these this to up use used was which whether with list premium wholesale "
    "cheap customized oem quality genuine original branded pc pcs piece pieces article articles type types "
    "size product products goods item items 的 之 及 和 或 与"
)
STOP = frozenset(_TELL_NOTHING.split())


def rows_of(name: str) -> list[list[str]]:
    """The rows of a table of words beside this module, comments left out."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    table: dict[str, str] = {}
    for first, others in rows_of("spellings.tsv"):
        table |= {_singular(word): first for word in others.split()}
        table |= dict.fromkeys(others.split(), first)
    return table


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text in order, folded; a run of Chinese characters as its pairs.

    Examples
    --------
    >>> tokens("Women's Tyres and T-shirts")
    ('women', 'tire', 't', 'shirt')
    >>> tokens("智慧型手機")
    ('智慧', '慧型', '型手', '手机')
    """
    plain = unicodedata.normalize("NFKD", folded(text)).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    parts: list[str] = []
    for run in _RUN.findall(_OWNER.sub("", plain)):
        if _HAN.match(run):
            parts += [run] if len(run) == 1 else [run[k : k + 2] for k in range(len(run) - 1)]
        elif run not in STOP:
            parts.append(_folded(run))
    return tuple(parts)


def stated(text: str) -> str:
    """A description without what it leaves out: "lasers other than laser diodes" is about lasers.

    Examples
    --------
    >>> stated("Lasers other than laser diodes").strip()
    'Lasers'
    """
    return _BUT.sub(" ", text)


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    known = _spellings()
    return known.get(word) or known.get(_singular(word)) or _singular(word)


def _singular(word: str) -> str:
    """A plural in -s as its singular; other words as they are."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]
