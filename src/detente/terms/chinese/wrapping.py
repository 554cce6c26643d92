"""Text wrapped by the columns a terminal gives it: a Chinese character takes two, and none is cut."""

from __future__ import annotations

import unicodedata

_NOT_FIRST = "，。；：！？、）》」』”’】〕％…—·,.;:!?)]%"
_NOT_LAST = "（《「『“‘【〔([$"


def display_width(text: str) -> int:
    """Columns a text takes in a terminal.

    Examples
    --------
    >>> display_width("关税 20%"), display_width("duty")
    (8, 4)
    """
    return sum(_columns(c) for c in text)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns: Chinese breaks between characters, other words at blanks.

    A mark that closes never begins a line, one that opens never ends one. A word, a code or an amount is
    not cut: one longer than the width has a line of its own.

    Examples
    --------
    >>> wrapped("自2025年11月10日起暂停实施，至2026年11月10日。", 16)
    ['自2025年11月10日', '起暂停实施，至', '2026年11月10日。']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if line and display_width((line + piece).rstrip()) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """What a line may not be broken within: a word with the blank behind it, a character with its marks."""
    pieces: list[str] = []
    for c in text:
        before = pieces[-1][-1] if pieces else ""
        joined = before and (
            (c in _NOT_FIRST)
            or (before in _NOT_LAST)
            or (c == " ")
            or (_columns(c) == 1 and _columns(before) == 1 and before != " ")
            or (_is_number_unit(before, c, pieces[-1]))
        )
        if joined:
            pieces[-1] += c
        else:
            pieces.append(c)
    return pieces


def _is_number_unit(before: str, c: str, piece: str) -> bool:
    """Years, months and days stay with their numbers, and a date in one piece."""
    if c in "年月日号" and before.isdigit():
        return True
    return c.isdigit() and before in "年月" and piece[:1].isdigit()


def _columns(c: str) -> int:
    if unicodedata.combining(c):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1
