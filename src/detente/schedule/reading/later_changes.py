"""What was added to the schedule after the newest edition at hand: renumbered numbers, new headings.

Tables of a folder beside the editions; no official text, and cited so. An edition that itself prints the
numbers makes the tables idle.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from detente.schedule.reading.companions import digits_of, read_table
from detente.terms import UnreadableFile

NUMBERS, HEADINGS, REVISIONS = (
    "484f_*_hts10_changes.csv",
    "chapter99_headings_new_since_*.json",
    "revisions_*.csv",
)
_RANGE = re.compile(r"(\d{4}\.\d{2}\.\d{2})(?:-(\d{4}\.\d{2}\.\d{2}|\.\d{2}(?:\.\d{2})?))?")


class NumberChange(NamedTuple):
    """A statistical number and one that came in its place, from a day, by a table."""

    old: str
    new: str
    day: str
    cite: str


class NewHeading(NamedTuple):
    """A heading of chapter 99 that the newest edition lacks, from a day."""

    digits: str
    words: str
    general: str
    special: str
    other: str
    day: str
    cite: str


def number_changes(folder: Path) -> list[NumberChange]:
    """Rows of every list of renumbered statistical numbers in a folder beside the editions.

    Raises
    ------
    UnreadableFile
        When a list is damaged, or a day of it is none.
    """
    rows: list[NumberChange] = []
    for path in sorted(folder.glob(f"*/{NUMBERS}")):
        table = read_table(path.parent, path.name, ("old_hts10", "new_hts10", "effective_date"))
        for row in table.rows:
            day = _day(row["effective_date"], path.name)
            old, new = (digits_of(row[key], path.name) for key in ("old_hts10", "new_hts10"))
            rows.append(NumberChange(old, new, day, table.cite))
    return rows


def new_headings(folder: Path) -> list[NewHeading]:
    """Headings with the day of the revision that brought them; those no revision names are left out.

    Raises
    ------
    UnreadableFile
        When the file is no list of headings.
    """
    headings: list[NewHeading] = []
    for path in sorted(folder.glob(f"*/{HEADINGS}")):
        days = _heading_days(path.parent)
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            for row in rows:
                code = row["htsno"]
                day = next((day for first, last, day in days if first <= code <= last), "")
                if day:
                    texts = (
                        row["description"],
                        row["general"] or "",
                        row["special"] or "",
                        row["other"] or "",
                    )
                    cite = f"table {path.name} (not an official text)"
                    headings.append(NewHeading(digits_of(code, path.name), *texts, day, cite))
        except (ValueError, KeyError, TypeError) as fault:
            raise UnreadableFile(f"is no list of headings ({fault!r:.80})", where=path.name) from None
    return headings


def last_revision(folder: Path) -> tuple[str, str]:
    """Name and day of the newest revision whose changes the tables hold; empty when there are none."""
    newest = ("", "")
    for path in sorted(folder.glob(f"*/{REVISIONS}")):
        for row in read_table(path.parent, path.name, ("revision", "effective")).rows:
            if row["effective"] > newest[1]:
                newest = (row["revision"], _day(row["effective"], path.name))
    return newest


def _heading_days(folder: Path) -> list[tuple[str, str, str]]:
    """First and last heading of each range, and the day of the revision that brought it, oldest first."""
    spans = []
    for path in sorted(folder.glob(REVISIONS)):
        for row in read_table(folder, path.name, ("effective", "headings")).rows:
            if row["effective"]:
                spans += [(*span, _day(row["effective"], path.name)) for span in _spans(row["headings"])]
    return sorted(spans, key=lambda span: span[2])


def _spans(text: str) -> Iterator[tuple[str, str]]:
    """Ranges of headings.

    Examples
    --------
    >>> list(_spans("9903.05.01-.09"))
    [('9903.05.01', '9903.05.09')]
    >>> list(_spans("9903.05.20-9903.06.21; 9903.54.02"))
    [('9903.05.20', '9903.06.21'), ('9903.54.02', '9903.54.02')]
    """
    for first, last in _RANGE.findall(text):
        yield first, (first[: len(first) - len(last)] + last if last.startswith(".") else last or first)


def _day(text: str, where: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UnreadableFile(f"{text[:20]!r} is no day", where=where, remedy="give ISO days") from None


def by_number(
    rows: list[NumberChange],
) -> tuple[Mapping[str, NumberChange], Mapping[str, list[NumberChange]]]:
    """Numbers that went, not those that stand on for other goods; and those that came, with their rows."""
    came: dict[str, list[NumberChange]] = {}
    for row in rows:
        came.setdefault(row.new, []).append(row)
    return {row.old: row for row in rows if row.old not in came}, came
