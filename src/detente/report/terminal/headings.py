"""Headings of a table in the language of the run: its title, its columns and its note at the foot."""

from __future__ import annotations

from typing import Any

from detente.terms import is_chinese, worded


def headed_in(renderable: Any, language: str) -> Any:
    """A rich renderable with the headings of its tables in a language; everything else stays as it is.

    A heading is looked up as it stands, or under its template where it holds a day or a number. Tables inside
    a group or a panel are headed too.
    """
    if not is_chinese(language):
        return renderable
    _head(renderable, language, set())
    return renderable


def _head(part: Any, language: str, seen: set[int]) -> None:
    if id(part) in seen or isinstance(part, (str, bytes)):
        return
    seen.add(id(part))
    for name in ("title", "caption"):
        if isinstance(getattr(part, name, None), str):
            setattr(part, name, worded(getattr(part, name), language))
    for column in getattr(part, "columns", None) or ():
        if isinstance(column.header, str):
            column.header = worded(column.header, language)
    inner = getattr(part, "renderables", None)
    for one in inner if isinstance(inner, (list, tuple)) else ():
        _head(one, language, seen)
    if hasattr(part, "renderable"):
        _head(part.renderable, language, seen)
