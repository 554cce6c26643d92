"""Sheets of a workbook in the language asked for: their titles, headings, and sentences of ours in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.report.terminal.spoken import spoken_in
from detente.report.workbooks.looks import words_of
from detente.terms import is_chinese, read_language, worded

if TYPE_CHECKING:
    import polars as pl

ROWS = "Lines"  # the user's own rows: their columns keep their names
_NAMES = frozenset(("status", "line_status", "missing", "citation", "url"))  # for programs and colours
LONGEST_TITLE = 31  # characters that Excel gives the title of a sheet


def sheets_in(sheets: Mapping[str, pl.DataFrame], language: str) -> dict[str, pl.DataFrame]:
    """Sheets by their titles in a language; the columns of the user's own rows keep their names.

    A column that no table of words holds keeps its name too: an outcome, a fact.
    """
    tag = read_language(language)
    if not is_chinese(tag):
        return dict(sheets)
    return {
        worded(title, tag)[:LONGEST_TITLE]: frame if title == ROWS else _sheet_in(frame, tag)
        for title, frame in sheets.items()
    }


def told_in(sheets: Mapping[str, pl.DataFrame], language: str) -> dict[str, pl.DataFrame]:
    """Sheets by their titles and with their sentences in a language; columns keep the machine's names."""
    tag = read_language(language)
    if not is_chinese(tag):
        return dict(sheets)
    return {
        worded(title, tag)[:LONGEST_TITLE]: frame if title == ROWS else _cells_in(frame, tag)
        for title, frame in sheets.items()
    }


def _cells_in(frame: pl.DataFrame, tag: str) -> pl.DataFrame:
    import polars as pl

    told = [name for name in frame.columns if frame[name].dtype == pl.String and name not in _NAMES]
    layers = words_of("headings", tag)

    def say(name: str, text: str | None) -> str | None:
        return layers.get(text or "", text) if name == "component" else _cell_in(text, tag)

    return frame.with_columns(
        *(pl.Series(name, [say(name, t) for t in frame[name].to_list()], dtype=pl.String) for name in told)
    )


def _sheet_in(frame: pl.DataFrame, tag: str) -> pl.DataFrame:
    import polars as pl

    cells = [
        pl.Series(name, [_cell_in(text, tag) for text in frame[name].to_list()], dtype=pl.String)
        if frame[name].dtype == pl.String
        else frame[name]
        for name in frame.columns
    ]
    headings = _distinct([worded(name, tag) for name in frame.columns], frame.columns)
    return pl.DataFrame([column.alias(head) for column, head in zip(cells, headings, strict=True)])


def _cell_in(text: str | None, tag: str) -> str | None:
    """A sentence of ours in the language; the law's own Chinese in the characters of the language."""
    if not text:
        return text
    return str(spoken_in(text, tag))


def _distinct(headings: list[str], names: list[str]) -> list[str]:
    """Headings that stand once each; one that would stand twice keeps the column's name."""
    return [head if headings.count(head) == 1 else name for head, name in zip(headings, names, strict=True)]
