"""A screen of the terminal: the answer in a sentence, a few rows, what to do next; the rest behind --full.

Commands fill a screen; how it is set on a terminal of any width stands here alone.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.console import Console, Group
from rich.text import Text

from detente.report.terminal.layout import Rows, command, fitted, paragraph
from detente.terms import is_chinese, worded

MOST_ROWS = 10


@dataclass(frozen=True)
class Screen:
    """What a command says.

    Attributes
    ----------
    sentence : str
        The answer: number, unit, day, and what it depends on.
    rows : Rows or None
        The rows that matter, at most ten; `more` says what the others are.
    notes : tuple of str or Text
        Sentences that must not be missed: what is open, missing, refundable, written.
    next_step : str
        A command to type, or what to do.
    full : tuple of object
        Sections that `--full` adds: because, sources, all rows.
    more : str
        What the rows left out are: ``"12 more lines"``.
    tight : bool
        No blank line between sentence and rows, where screens follow on each other.
    goods : tuple of (str, str)
        Names of goods on the screen, English and Chinese, where the schedule has both.
    """

    sentence: str | Text
    rows: Rows | None = None
    notes: tuple[str | Text, ...] = ()
    next_step: str = ""
    full: tuple[Any, ...] = ()
    more: str = ""
    tight: bool = False
    goods: tuple[tuple[str, str], ...] = ()


def first_rows(rows: Rows, what: str = "rows") -> tuple[Rows, str]:
    """The first ten rows, and in words how many more there are."""
    left = len(rows.cells) - MOST_ROWS
    if left <= 0:
        return rows, ""
    noun = what.removesuffix("s") if left == 1 else what
    return Rows(rows.columns, rows.cells[:MOST_ROWS], rows.title), f"and {left:,} more {noun}: --full"


def console(*, stderr: bool = False) -> Console:
    """A console that wraps to the terminal and writes no colour into a file."""
    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def _said_in(part: Any, language: str) -> Any:
    """A part in a language; the words of the law and the talks are loaded only where they are said."""
    if not is_chinese(language):
        return part
    from detente.report.terminal.spoken import spoken_in

    return spoken_in(part, language)


def set_on(screen: Screen, width: int, *, full: bool = False, language: str = "en") -> Group:
    """A screen in lines of at most `width` columns, in a language."""
    screen, following = _said_in(screen, language), _said_in("Next:", language)
    sentence = Text(screen.sentence, style="bold") if isinstance(screen.sentence, str) else screen.sentence
    parts: list[Any] = [paragraph(sentence, width)]
    if screen.rows is not None and screen.rows.cells:
        parts += [*([] if screen.tight else [Text()]), fitted(screen.rows, width)]
        if screen.more:
            parts.append(paragraph(Text(screen.more, style="dim"), width))
    if screen.notes:
        parts += [Text(), *(paragraph(note, width, hang=2) for note in screen.notes)]
    if full:
        before: Any = None
        for section in screen.full:
            if isinstance(section, Rows) and not section.cells:
                continue
            together = isinstance(section, str | Text) and isinstance(before, str | Text)
            parts += [*([] if together else [Text()]), fitted(section, width)]
            before = section
    if screen.next_step:
        step = worded(screen.next_step, language)
        typed = step == screen.next_step and step.startswith("detente ")
        room = width - cell_len(following) - 1
        step = command(step, room) if typed else _said_in(step, language)
        parts += [
            Text(),
            Text(f"{following} {step}") if typed else paragraph(f"{following} {step}", width, hang=2),
        ]
    return Group(*parts)


def show(screen: Screen, *, full: bool = False, language: str = "en") -> None:
    """Print a screen; in full and longer than the terminal, in the pager of the person at it."""
    out = console()
    whole = set_on(screen, out.width, full=full, language=language)
    if full and out.is_terminal and sys.stdin.isatty():
        height = sum(1 for _ in out.render_lines(whole, pad=False))
        if height > out.height:
            os.environ.setdefault("LESS", "-FRX")
            with out.pager(styles=not out.no_color):
                out.print(whole)
            return
    out.print(whole)
