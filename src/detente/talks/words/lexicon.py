"""The word lists of the grammar: registry/words/*.yaml -> one frozen lexicon, and the patterns made from it.

Python holds the grammar, the lists hold the words. A template names a list in braces: ``{modal_verbs}``
stands for the entries of that list as alternatives. An entry is a word, or a short pattern of its own;
a blank in it stands for any run of blanks, and it may name another list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from detente.talks.words.compiled import compiled_registry
from detente.terms import DataError

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Lexicon:
    """Every word list by name: ``lists`` in the order of the file, ``tables`` from a word to its value."""

    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped word lists, read once.

    Raises
    ------
    DataError
        When two files give a list of one name.
    """
    lists: dict[str, tuple[str, ...]] = {}
    tables: dict[str, Mapping[str, str]] = {}
    for file, content in compiled_registry()["words"]:
        for name, entries in content.items():
            if name in lists or name in tables:
                raise DataError(f"the word list {name!r} stands in two files", where=file)
            if isinstance(entries, Mapping):
                tables[name] = entries
            else:
                lists[name] = tuple(entries)
    return Lexicon(lists, tables)


@lru_cache(maxsize=1024)
def words(name: str) -> tuple[str, ...]:
    """The entries of a list, in order.

    Examples
    --------
    >>> "nineteen" in words("number_words")
    True

    Raises
    ------
    DataError
        For a name that no file gives.
    """
    try:
        return lexicon().lists[name]
    except KeyError:
        raise DataError(f"no word list is named {name!r}", where="talks/registry/words") from None


@lru_cache(maxsize=128)
def table(name: str) -> Mapping[str, str]:
    """A table from a word to what it means, as text.

    Raises
    ------
    DataError
        For a name that no file gives.
    """
    try:
        return lexicon().tables[name]
    except KeyError:
        raise DataError(f"no table of words is named {name!r}", where="talks/registry/words") from None


@lru_cache(maxsize=128)
def numbers(name: str) -> Mapping[str, int]:
    """A table from a word to a whole number.

    Examples
    --------
    >>> numbers("quarters")["third"]
    3
    """
    return {word: int(value) for word, value in table(name).items()}


def expand(template: str, parts: Mapping[str, str]) -> str:
    """A template with every ``{name}`` replaced: by a part, or by the entries of a list as alternatives.

    Examples
    --------
    >>> expand(r"{count}(?:{ordinal_endings})", {"count": r"[0-9]{1,2}"})
    '[0-9]{1,2}(?:st|nd|rd|th)'
    """

    def replaced(hit: re.Match[str]) -> str:
        name = hit[1]
        if name in parts:
            return expand(parts[name], parts)
        return "|".join(expand(entry.replace(" ", r"\s+"), parts) for entry in words(name))

    return _NAME.sub(replaced, template)


@lru_cache(maxsize=2048)
def compose(template: str, flags: int = 0, **parts: str) -> re.Pattern[str]:
    """The compiled pattern of a template; each is put together once.

    Parameters
    ----------
    **parts : str
        Fragments of the grammar that the template names, templates themselves.

    Examples
    --------
    >>> compose(r"(?:{ordinal_endings})$").search("24th")[0]
    'th'

    Raises
    ------
    DataError
        For a name that is neither a part nor a list.
    """
    return re.compile(expand(template, parts), flags)
