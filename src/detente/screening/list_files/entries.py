"""Entries of a published list: what every layout is read into."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.rowfiles import RowFault

if TYPE_CHECKING:
    import polars as pl

MAX_BYTES = 500_000_000
MAX_NAMES = 400  # of one entry
LONGEST = 300
SEPARATOR = "|"
COLUMNS = ("party_id", "name", "list", "programmes", "alt_names", "from", "until")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed party: the list it is on, its names, and the days between which it is listed."""

    list: str
    names: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    row: int = 0


@dataclass(frozen=True)
class ListFile:
    """A published list, read.

    Attributes
    ----------
    layout : str
        What it was read as, in words.
    day : str
        Day the file says it is of; empty where it does not say.
    """

    name: str
    layout: str
    entries: tuple[Entry, ...]
    day: str = ""
    notes: tuple[str, ...] = ()
    faults: tuple[RowFault, ...] = field(default=())

    @property
    def frame(self) -> pl.DataFrame:
        """The entries as a table of text, one row an entry; other names are separated by a bar."""
        import polars as pl

        rows = [
            (
                "",
                entry.names[0],
                entry.list,
                "; ".join(entry.programmes),
                SEPARATOR.join(entry.names[1:]),
                entry.since,
                entry.until,
            )
            for entry in self.entries
        ]
        return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def clean(value: object) -> str:
    """Text of a published cell on one line, without control or unseen characters, of bounded length.

    Examples
    --------
    >>> clean("A\\x1b[31mB\\u202e  Co.")
    'A[31mB Co.'
    """
    text = "" if value is None else str(value)[: 4 * LONGEST]
    if not text.isprintable():
        text = "".join(
            " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
        )
    return " ".join(text.split())[:LONGEST]


def distinct(names: Iterable[object]) -> tuple[str, ...]:
    """The names that say something, each once; a bar in a name is a blank, as bars separate names."""
    cleaned = (clean(name).replace(SEPARATOR, " ") for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if any(c.isalnum() for c in name)))[:MAX_NAMES]


def day_of(value: object) -> str:
    """The first day that a text says, or nothing."""
    found = _DAY.search(clean(value))
    return found[0] if found else ""
