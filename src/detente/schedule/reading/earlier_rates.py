"""General rates before the oldest edition read, from a table over the editions of 2018 to 2023.

The table stands in the folder ``hts_csv/`` beside the editions. It gives a rate from the first to the last
edition that prints it; the day of a change is taken as the last 1 January or 1 July between the two editions,
on which the yearly steps of the schedule fall, else as the day the later one was published.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from detente.schedule.lines import DatedLine
from detente.schedule.rate_grammar import read_rate, tidy
from detente.schedule.rates import understood
from detente.terms import UnreadableFile

RATES = "base_rates_hts8_2018_2026.csv.gz"
EDITIONS = "editions.csv"
_TAG = re.compile(r"<[^>]*>|`")


class EarlierRate(NamedTuple):
    """A general rate of a line of 8 digits, from a day until the day it no longer holds."""

    text: str
    from_day: str
    to_day: str


def earlier_rates(folder: Path, later: Mapping[str, str], since: str) -> dict[str, tuple[EarlierRate, ...]]:
    """The rates that came before the newest one, by line of 8 digits; empty where the table is not there.

    Parameters
    ----------
    folder : Path
        ``hts_csv/``.
    later : mapping of str to str
        Days of the editions read otherwise, by their name as the table gives it.
    since : str
        The day the oldest rate is carried back to.

    Raises
    ------
    UnreadableFile
        When the table is damaged.
    """
    if not (folder / RATES).is_file() or not (folder / EDITIONS).is_file():
        return {}
    try:
        with (folder / EDITIONS).open(encoding="utf-8-sig", newline="") as stream:
            days = {row["file"]: row["release_start"] for row in csv.DictReader(stream)} | dict(later)
        spans: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        with gzip.open(folder / RATES, "rt", encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                first, last = days.get(row["first_edition"]), days.get(row["last_edition"])
                if first and last:
                    spans[row["hts8"]].append((first, last, tidy(_TAG.sub("", row["general"])).strip()))
    except (KeyError, OSError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableFile(f"is no table of earlier rates ({fault})", where=RATES) from None
    return {code: rates for code, held in spans.items() if (rates := tuple(_changes(sorted(held), since)))}


def _changes(held: Sequence[tuple[str, str, str]], since: str) -> Iterator[EarlierRate]:
    """Rates that another one followed."""
    start, last, text = since, held[0][1], held[0][2]
    for first, until, after in held[1:]:
        if after != text:
            day = _day_of_change(last, first)
            yield EarlierRate(text, start, day)
            start, text = day, after
        last = until


def _day_of_change(last: str, first: str) -> str:
    """The last 1 January or 1 July after one edition and up to the next one, else the day of the next."""
    steps = (f"{first[:4]}-07-01", f"{first[:4]}-01-01", f"{int(first[:4]) - 1}-07-01")
    return next((day for day in steps if last < day <= first), first)


def with_earlier(
    lines: Sequence[DatedLine], rates: Mapping[str, tuple[EarlierRate, ...]], since: str
) -> list[DatedLine]:
    """Lines of which a carried-back rate gives way to those the table has for the days before."""
    dated: list[DatedLine] = []
    for line in lines:
        before = rates.get(line.code, ()) if line.from_day == since else ()
        read = [(rate, read_rate(rate.text)) for rate in before]
        if not read or not all(value is not None and understood(value) for _, value in read):
            dated.append(line)
            continue
        for rate, value in read:
            dated.append(
                line._replace(
                    from_day=rate.from_day,
                    to_day=rate.to_day,
                    general=value,
                    general_text=rate.text,
                    special=(),
                    edition="HTS editions of 2018 to 2023",
                    cite=f"table {RATES} (not an official text; editions of 2018 to 2023)",
                )
            )
        dated.append(line._replace(from_day=read[-1][0].to_day))
    return dated
