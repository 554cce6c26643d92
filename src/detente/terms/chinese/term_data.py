"""Tables of words that lie beside these modules: tab-separated, comments behind ``#``."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def rows_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of this folder, each as its cells."""
    text = files("detente.terms.chinese").joinpath(name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


def term_rows() -> tuple[tuple[str, ...], ...]:
    """The table of terms: English, simplified, traditional, never written, source, confidence."""
    return rows_of("terms.tsv")
