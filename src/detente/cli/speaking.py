"""The language of a run of the program: asked for once, on any place of the command line or by a setting."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextvars import ContextVar

from detente.terms import (
    ENVIRONMENT,
    LANGUAGES,
    DetenteError,
    InputError,
    Language,
    is_chinese,
    read_language,
    set_language,
    worded,
    worded_fault,
    worded_line,
)

OPTION = "--language"
WORDS = (
    f"Language of what is shown: {', '.join(LANGUAGES)}, or a tag such as zh-CN or zh-TW; also {ENVIRONMENT}."
)
# of one run: set once in `run` before a command is called, read where words are written
_SPOKEN: ContextVar[tuple[Language, bool]] = ContextVar("detente_language", default=("en", False))


def take_language(words: Sequence[str]) -> tuple[Language, bool, list[str]]:
    """The language of a command line, whether it was asked for, and the words without it.

    Raises
    ------
    InputError
        For a language that nothing is written in, an option without its value, or two of them.

    Examples
    --------
    >>> take_language(["next", "--language", "zh-TW", "--json"])
    ('zh-Hant', True, ['next', '--json'])
    """
    asked: list[str] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word == OPTION:
            asked.append(next(waiting, ""))
        elif word.startswith(f"{OPTION}="):
            asked.append(word.partition("=")[2])
        else:
            rest.append(word)
    if len(asked) > 1:
        raise InputError("language is given twice", where=OPTION, remedy="give it once")
    if asked:
        return read_language(asked[0]), True, rest
    return set_language(), bool(os.environ.get(ENVIRONMENT, "").strip()), rest


def speak(language: Language, *, asked: bool = True) -> None:
    """Set the language of this run."""
    _SPOKEN.set((language, asked))


def spoken() -> Language:
    """The language of this run."""
    return _SPOKEN.get()[0]


def spoken_or(other: str) -> str:
    """The language of this run where one was asked for, else another."""
    language, asked = _SPOKEN.get()
    return language if asked else other


def said(text: str) -> str:
    """A sentence of the program in the language of this run."""
    return worded(text, spoken())


def said_line(line: str) -> str:
    """A line on a fault of a file in the language of this run."""
    return worded_line(line, spoken())


def say_fault(fault: DetenteError) -> None:
    """An error on the error stream in the language of this run."""
    mark = "：" if is_chinese(spoken()) else ": "
    sys.stderr.write(f"detente{mark}{worded_fault(fault, spoken())}\n")
