"""Cleared transactions as one page: a card each, those that are stopped first, with what to ask and to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.clearance import VERDICT_WORDS
from detente.report.briefing.brief import in_language
from detente.report.pages.page import one_page, write_page
from detente.report.terminal.spoken import text_in_chinese
from detente.terms import InputError, in_words, read_language

ACTS = (
    ("authority", "authority"), ("form", "form"), ("evidence", "papers"), ("payer", "who applies or pays"),
    ("deadline", "by when"), ("consequence", "otherwise"), ("refund", "money back"),
)  # fmt: skip


def clear_page(answer: Any, *, language: str = "en") -> str:
    """Every transaction of an answer as HTML in one file; all values are escaped."""
    speech = in_language(language)
    speech |= {"t": text_in_chinese} if speech["zh"] else {}  # the law's own words too
    content = {**speech, "a": answer, "leads": VERDICT_WORDS, "acts": ACTS, "amount": in_words}
    return one_page("clear.html.j2", content, {}, language=language)


def write_clear_page(path: Path, answer: Any, *, language: str = "en") -> Path:
    """Write the page whole or not at all.

    Raises
    ------
    InputError
        When the name does not end in .html.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path.suffix or 'no suffix'} is not written", where=str(path), remedy="give .html")
    return write_page(path, clear_page(answer, language=read_language(language)).encode())
