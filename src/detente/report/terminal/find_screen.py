"""Goods, measures and parties for words, on a screen: candidates, best first, never a choice made."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen, first_rows
from detente.terms import is_chinese

INSTALL = "detente data build --from FOLDER"


def find_screen(answer: Any, language: str = "en") -> Screen:
    """What the words may mean, each with its reason; in Chinese where the words or the language are."""
    chinese = is_chinese(language) or any("\u3400" <= c <= "\u9fff" for c in answer.said)
    columns = (Column("code or name"), Column("what it is", words=True), Column("because", words=True))
    cells = tuple(
        (
            row.name,
            ((row.words_zh if chinese else "") or row.words) + (f" (until {row.until})" if row.until else ""),
            row.because_zh if chinese else row.because,
        )
        for row in answer.rows
    )
    rows, more = first_rows(Rows(columns, cells), "candidates")
    notes = [f"“{given}” was read as “{taken}”." for given, taken in answer.read_as.items()]
    said = [Text(note, style="dim") for note in (answer.notes_zh if chinese else answer.notes)]
    return Screen(
        sentence=_sentence(answer, chinese=is_chinese(language)), rows=rows, more=more, notes=(*notes, *said),
        next_step=answer.rows[0].next if answer.rows else INSTALL, full=(Rows(columns, cells),),
    )  # fmt: skip


def _sentence(answer: Any, *, chinese: bool) -> str:
    count = len(answer.rows)
    if not count:
        return (
            f"Nothing near “{answer.said}”; searched: {answer.searched_zh if chinese else answer.searched}."
        )
    many = "1 candidate" if count == 1 else f"{count} candidates"
    beyond = f", {MOST_ROWS} shown" if count > MOST_ROWS else ""
    return f"{many} for “{answer.said}”{beyond}, best first; which one it is, is yours to say."
