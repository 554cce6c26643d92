"""Follows the outline of legal notes: which of ``(i)``, ``(v)``, ``(x)`` is a letter and which a number.

A label advances the deepest level at which it is the next one; romans come before letters, because
``(v)`` after ``(iv)`` is five. ``(i)`` after ``(h)`` is a letter when ``(j)`` follows before ``(ii)``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ROMANS = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
    "xxi",
    "xxii",
    "xxiii",
    "xxiv",
    "xxv",
    "xxvi",
    "xxvii",
    "xxviii",
    "xxix",
    "xxx",
    "xxxi",
    "xxxii",
    "xxxiii",
    "xxxiv",
    "xxxv",
]
_LETTERS = [chr(97 + n) * times for times in (1, 2, 3, 4) for n in range(26)]
_LABEL = re.compile(r"^\s*\(?([a-z]{1,5}|[A-Z]|\d{1,3})\)(?=[\s\[A-Z]|$)")
_ITEM = re.compile(r"^\s*(\d{1,3})\.\s+(?=[A-Z])")
SKIP = 12  # deleted subdivisions leave gaps in the letters of a note


class Level(NamedTuple):
    """One level of the outline: its kind (``letter``, ``roman``, ``number``, ``capital``) and label."""

    kind: str
    label: str


def following(kind: str, label: str) -> str:
    """The label after this one.

    Examples
    --------
    >>> following("letter", "z"), following("roman", "iv"), following("number", "9")
    ('aa', 'v', '10')
    """
    if kind == "number":
        return str(int(label) + 1)
    if kind == "capital":
        return chr(ord(label) + 1)
    row = _ROMANS if kind == "roman" else _LETTERS
    at = row.index(label) + 1
    return row[at] if at < len(row) else ""


class Outline:
    """Where the reader stands: the note and the levels under it."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.note = 0
        self.levels: list[Level] = []

    @property
    def path(self) -> str:
        """Path in words, for example ``20(vvv)(iii)``."""
        return str(self.note) + "".join(f"({level.label})" for level in self.levels)

    def opens_note(self, number: int, rest: str) -> bool:
        """Whether a line's number begins a new note, and not an item of a list."""
        if rest.startswith(("(a)", "[Note deleted")):
            return self.note < number <= self.note + 2 * SKIP
        if self.levels and rest:
            return False
        return number == self.note + 1 or (number == self.note + 2 and not self.levels)

    def open_note(self, number: int) -> None:
        """Begin a note."""
        self.note, self.levels = number, []

    def advance(self, text: str, at: int) -> str:
        """Take the labels a line begins with; gives the rest of the line."""
        while True:
            matched = _LABEL.match(text)
            if matched is None:
                break
            label = matched[1]
            if not self._take(label, at, bracketed=text.lstrip().startswith("(")):
                return text
            text = text[matched.end() :]
        item = _ITEM.match(text)
        if item and self.levels and self._number(item[1]):
            return text[item.end() :]
        return text

    def _take(self, label: str, at: int, *, bracketed: bool) -> bool:
        if label.isdigit():
            return self._number(label)
        if label.isupper():
            return self._deepest("capital", label) or (label == "A" and self._open("capital", label))
        if label in _ROMANS and self._deepest("roman", label):
            return True
        if label == "i" and not (self._expected("letter") == "i" and self._letter_i(at)):
            return self._open("roman", label)
        if not bracketed or label not in _LETTERS:
            return False
        if self._deepest("letter", label):
            return True
        if self._skips_to(label):
            self.levels = [Level("letter", label)]
            return True
        return label == "a" and self._open("letter", label)

    def _deepest(self, kind: str, label: str) -> bool:
        for depth in range(len(self.levels) - 1, -1, -1):
            level = self.levels[depth]
            if level.kind == kind and following(kind, level.label) == label:
                self.levels[depth:] = [Level(kind, label)]
                return True
        return False

    def _open(self, kind: str, label: str) -> bool:
        while self.levels and self.levels[-1].kind == "number":
            self.levels.pop()
        self.levels.append(Level(kind, label))
        return True

    def _number(self, label: str) -> bool:
        for depth, level in enumerate(self.levels):
            if level.kind == "number":
                gap = int(label) - int(level.label)
                if 1 <= gap <= 3 or label == "1":
                    self.levels[depth:] = [Level("number", label)]
                    return True
                return False
        if label == "1":
            self.levels.append(Level("number", label))
            return True
        return False

    def _expected(self, kind: str) -> str:
        for level in reversed(self.levels):
            if level.kind == kind:
                return following(kind, level.label)
        return ""

    def _letter_i(self, at: int) -> bool:
        for line in self.lines[at + 1 :]:
            matched = _LABEL.match(line)
            if matched and matched[1] in ("j", "ii"):
                return matched[1] == "j"
        return False

    def _skips_to(self, label: str) -> bool:
        if not self.levels or self.levels[0].kind != "letter":
            return not self.levels and label == "a"
        gap = _LETTERS.index(label) - _LETTERS.index(self.levels[0].label)
        return 1 < gap <= SKIP
