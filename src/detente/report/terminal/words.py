"""Days, moments, amounts and states as a screen says them: a moment always with its zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rich.text import Text

from detente.terms import OPEN_END, ZONES, Party, in_zone

ROW_WORDS = {"error": "not read", "not_modelled": "not modelled"}  # of a row of a file
MOST_FAULTS = 5  # faults of a file named on a first screen
STYLES = {
    "in_force": "bold green", "suspended": "yellow", "adopted": "cyan", "threatened": "bold red",
    "agreed_in_principle": "magenta", "stated_by_both": "magenta", "proposed": "blue", "void": "strike red",
    "ended": "dim", "never_applied": "dim", "replaced_before_effect": "dim", "undetermined": "bold yellow",
    "exempt": "green", "excluded": "dim", "ok": "green", "not_modelled": "yellow", "error": "bold red",
}  # fmt: skip
_BARE_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?:(?P<beijing>\+08:00)|-0[45]:00)?"
    r"(?!:?\d| (?:E[SD]T|Beijing|UTC)|Z|[-+])"
)


def status_text(status: str) -> Text:
    """A status in its words and colour (never by colour alone)."""
    return Text(status.replace("_", " "), style=STYLES.get(status, ""))


def day_words(day: str) -> str:
    """A day in words; an hour in it stays, with its offset.

    Examples
    --------
    >>> day_words("2025-11-10"), day_words("2025-11-10T00:01")
    ('10 November 2025', '10 November 2025, 00:01')
    """
    when = date.fromisoformat(day[:10])
    hour = day[11:].replace("+00:00", " UTC")
    return f"{when.day} {when:%B %Y}" + (f", {hour}" if hour else "")


def moment(text: str, side: str = "US") -> str:
    """A wall-clock moment of a side's law with its zone; a day stays a day.

    Examples
    --------
    >>> moment("2025-11-10T00:01"), moment("2025-11-10T13:01", "CN"), moment("2025-11-10")
    ('2025-11-10 00:01 EST', '2025-11-10 13:01 Beijing', '2025-11-10')
    """
    if not text or "T" not in text or text >= OPEN_END:
        return "" if text >= OPEN_END else text
    if side == "CN":
        return f"{text[:10]} {text[11:16]} Beijing"
    return in_zone(text, side, ZONES[side]).strftime("%Y-%m-%d %H:%M %Z")


def zoned(text: str, side: str = "US") -> str:
    """A sentence in which every moment has its zone.

    Examples
    --------
    >>> zoned("since 2026-07-24 00:01")
    'since 2026-07-24 00:01 EDT'
    >>> zoned("from 2025-11-10T00:00+08:00")
    'from 2025-11-10 00:00 Beijing'
    """
    return _BARE_MOMENT.sub(lambda m: moment(f"{m[1]}T{m[2]}", "CN" if m["beijing"] else side), text)


def fault_notes(faults: Sequence[Any]) -> list[Text]:
    """The first faults of a file's rows in words, and how many more there are."""
    notes = [Text(f"row {f.row}, column {f.column}: {f.text}", style="red") for f in faults[:MOST_FAULTS]]
    left = len(faults) - MOST_FAULTS
    return [*notes, Text(f"and {plural(left, 'more fault')}: --full", style="red")] if left > 0 else notes


def usd(value: Decimal | None) -> str:
    """Dollars with thousands, or a dash where no bound is known."""
    return "–" if value is None else f"{value:,.2f}"


def whole(value: Decimal | None) -> str:
    """Whole dollars with thousands."""
    return "–" if value is None else f"{value:,.0f}"


def span(low: Decimal | None, high: Decimal | None, unit: str = "USD") -> str:
    """A range with its unit.

    Examples
    --------
    >>> span(Decimal(1), Decimal(2)), span(Decimal(1), None)
    ('between 1.00 and 2.00 USD', 'at least 1.00 USD, no upper bound known')
    """
    least = Decimal(0) if low is None else low
    if high is None:
        return f"at least {least:,.2f} {unit}, no upper bound known"
    return f"between {least:,.2f} and {high:,.2f} {unit}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    Examples
    --------
    >>> plural(1, "line"), plural(2, "line"), plural(3, "entry", "entries")
    ('1 line', '2 lines', '3 entries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Words with commas, and an and before the last.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    rows = list(words)
    return rows[0] if len(rows) == 1 else ", ".join(rows[:-1]) + f" and {rows[-1]}" if rows else ""


def country(code: str) -> str:
    """A country by its name, with its article.

    Examples
    --------
    >>> country("US"), country("CN")
    ('the United States', 'China')
    """
    name = Party(code).name
    return f"the {name}" if name.startswith("United ") else name


def linked(cites: Iterable[Any]) -> Text:
    """Citations in one line, each a link to where it opens; without a terminal they read as `cited`."""
    line = Text()
    for place, cite in enumerate(cites):
        line.append("; " if place else "")
        line.append(cited((cite,)), style=f"link {cite.url}" if getattr(cite, "url", "") else "")
    return line


def cited(cites: Iterable[Any]) -> str:
    """Citations in one line, each with its place."""
    return "; ".join(f"{c.citation}{', ' + c.at if c.at else ''}" for c in cites)
