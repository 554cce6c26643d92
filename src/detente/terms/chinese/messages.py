"""Sentences of the program in the language of the reader: errors, help, headings, notes.

A sentence is written once, in English, where it is raised. Tables beside this module hold its Chinese under
the English template, with ``{}`` where a value stands (``{#}`` a number, ``{@}`` a day or a moment, ``{~}``
words of a vocabulary, put into Chinese one by one, ``{w}`` any words, a list or a sentence, ``{s}`` a plural
or none); a sentence is found again by its template, so no call has to know about languages. `gettext` looks
up a text before its values are filled in, which would mean a call around every sentence of every room; here
the rooms stay as they are and the faces ask.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from detente.terms.chinese.folding import in_traditional
from detente.terms.chinese.language import is_chinese
from detente.terms.chinese.term_data import rows_of
from detente.terms.errors import DetenteError

TABLES = (
    "messages.tsv", "remedies.tsv", "help.tsv", "headings.tsv", "screens.tsv", "checks.tsv", "watch.tsv",
    "clear.tsv",
)  # fmt: skip
_DEEPEST = 5  # a value inside a sentence may be a sentence again: a nearest match, a list of choices
_CACHED = 8192
_PROSE = re.compile(r"\b[a-z]+(?: [a-z]+){2,}\b")
_BETWEEN = ("; ", " / ", " or ", ") and ", "), ")  # stand between values, not in one
_SPECIFIC = 3  # words of its own that a template needs to hold prose as a value
_QUOTES = "'\"«"
_PLACE = re.compile(r"\{[#@~w]?\}")
_KINDS = {
    "{}": "(.+?)",
    "{#}": r"([+-]?\d[\d,.]*)",
    "{@}": (
        r"(\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?: (?:E[SD]T|Beijing|UTC))?)?"
        r"|\d{1,2} [A-Z][a-z]+ \d{4}(?:, \d\d:\d\d(?: (?:E[SD]T|Beijing|UTC))?)?)"
    ),
    "{~}": "([a-z0-9_]+(?:, [a-z0-9_]+)*)",
    "{w}": "(.+?)",
}


def worded(text: str, language: str) -> str:
    """A sentence, a heading or a help text in a language; what no table holds stays English.

    Examples
    --------
    >>> worded("no command 'dutty'", "zh-Hans"), worded("status", "zh-Hant"), worded("status", "en")
    ('没有“dutty”这个命令', '狀態', 'status')
    """
    if not is_chinese(language) or not text:
        return text
    words = in_chinese(text) or text
    return in_traditional(words) if language == "zh-Hant" else words


def worded_fault(fault: DetenteError, language: str) -> str:
    """An error as one sentence: the place, what is wrong, what to do.

    Examples
    --------
    >>> from detente.terms import InputError
    >>> worded_fault(InputError("no command 'x'", remedy="check the path"), "zh-Hans")
    '没有“x”这个命令。请检查路径'
    """
    if not is_chinese(language):
        return fault.text
    what, remedy = worded(fault.what, language), worded(fault.remedy, language)
    place = f"{worded(fault.where, language)}：" if fault.where else ""
    return f"{place}{what}" + (f"。{remedy}" if remedy else "")


def worded_line(line: str, language: str) -> str:
    """A line of a report on faults: ``place: what — remedy``, each part in the language."""
    if not is_chinese(language):
        return line
    whole = in_chinese(line)
    if whole:
        return in_traditional(whole) if language == "zh-Hant" else whole
    body, _, remedy = line.partition(" — ")
    place, mark, what = body.partition(": ")
    known = mark and (in_chinese(what) or not in_chinese(body))
    said = f"{worded(place, language)}：{worded(what, language)}" if known else worded(body, language)
    return said + (f"。{worded(remedy, language)}" if remedy else "")


@lru_cache(maxsize=_CACHED)
def in_chinese(text: str, depth: int = 0) -> str:
    """A sentence in simplified Chinese, or an empty text where no table holds it."""
    plain = " ".join(text.split())
    exact = _exact().get(plain)
    if exact is not None:
        return exact
    if depth < _DEEPEST:
        for template in _templates():
            match = template.pattern.fullmatch(plain)
            if match and template.takes(match.groups()):
                return template.filled(match.groups(), lambda part: _value(part, depth))
    return ""


def sentence_in_chinese(text: str, value: Callable[[str], str]) -> str:
    """A sentence by its template, its values put into Chinese by a function; empty where no template fits."""
    plain = " ".join(text.split())
    exact = _exact().get(plain)
    if exact is not None:
        return exact
    for template in _templates():
        match = template.pattern.fullmatch(plain)
        if match and template.takes(match.groups()):
            return template.filled(match.groups(), value)
    return ""


class _Template(NamedTuple):
    """A sentence with places for values, and its Chinese."""

    english: str
    pattern: re.Pattern[str]
    chinese: str
    kinds: tuple[str, ...]

    def filled(self, values: tuple[str, ...], value: Callable[[str], str]) -> str:
        """The Chinese with its values; words of a vocabulary one by one, numbers and days as they are."""
        parts = []
        for part, kind in zip(values, self.kinds, strict=True):
            if kind == "{~}":
                parts.append("、".join(_word(word) for word in part.split(", ")))
            elif kind == "{w}":
                parts.append(_exact().get(part) or value(part))
            else:
                parts.append(value(part) if kind == "{}" else part)
        return self.chinese.format(*parts)

    def takes(self, values: tuple[str, ...]) -> bool:
        """Whether the values can be values: a few words of a template do not claim another's sentence."""
        if not all(map(_is_whole, values)):
            return False
        first = values[0] if self.english.startswith("{w}") else ""
        if any(mark in first for mark in _BETWEEN):
            return False
        vocabulary = [value for value, kind in zip(values, self.kinds, strict=True) if kind == "{~}"]
        if any(_word(word) == word for value in vocabulary for word in value.split(", ")):
            return False
        values = tuple(value for value, kind in zip(values, self.kinds, strict=True) if kind == "{}")
        whole = len(values) == 1 and not self.english.startswith("{}")  # a sentence about one thing
        inner = () if whole else values[:-1] if self.english.endswith("{}") else values
        if any(mark in value for value in inner for mark in _BETWEEN):
            return False
        specific = len(_PLACE.sub(" ", self.english).split()) >= _SPECIFIC
        return specific or not any(_PROSE.search(value) and value[:1] not in _QUOTES for value in values)


def _value(part: str, depth: int) -> str:
    """A value inside a sentence: quoted as Chinese quotes, worded where it is a sentence of its own.

    A single word is a name that is typed (a column, an option, a command), and stays.
    """
    quoted = re.fullmatch(r"(['\"])(.*)\1", part)
    if quoted:
        return f"“{quoted[2]}”"
    return (in_chinese(part, depth + 1) if " " in part else "") or part


def _is_whole(value: str) -> bool:
    """Whether the brackets of a value are its own."""
    depth = 0
    for c in value:
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return False
    return depth == 0


def _word(word: str) -> str:
    """A word of a vocabulary, held under ``~word`` where the bare word is typed as a name elsewhere."""
    plain = word.replace("_", " ")
    return _exact().get(f"~{plain}") or _exact().get(plain) or word


@lru_cache(maxsize=1)
def _entries() -> dict[str, str]:
    return {row[0]: row[1] for name in TABLES for row in rows_of(name)}


@lru_cache(maxsize=1)
def _exact() -> dict[str, str]:
    return {english: chinese for english, chinese in _entries().items() if not _PLACE.search(english)}


@lru_cache(maxsize=1)
def _templates() -> tuple[_Template, ...]:
    """Templates with values, the most literal first."""
    held = [(english, chinese) for english, chinese in _entries().items() if _PLACE.search(english)]
    held.sort(key=lambda pair: -len(_PLACE.sub("", pair[0])))
    return tuple(
        _Template(english, _pattern(english), chinese, tuple(_PLACE.findall(english)))
        for english, chinese in held
    )


def _pattern(english: str) -> re.Pattern[str]:
    """The pattern of a template: its own words, and its values by their kinds."""
    words = [re.escape(part).replace(r"\{s\}", "s?") for part in _PLACE.split(english)]
    kinds = [_KINDS[kind] for kind in _PLACE.findall(english)]
    return re.compile("".join(part + kind for part, kind in zip(words, [*kinds, ""], strict=True)))


def has_words(template: str) -> bool:
    """Whether a template of the program has its Chinese; the tests ask it of every one."""
    return " ".join(template.split()) in _entries()
