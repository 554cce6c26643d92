"""Days on which the schedule itself changes by law, and when an edition was published.

An edition is published before or after the day on which what it prints begins. A change that first stands
in an edition is therefore taken on the last day of the law (``schedule_days`` of the registry of lists) after
the edition before it and up to its own day; where no such day lies between the two, on its own day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from detente.schedule.reading.companions import publication_days, read_table
from detente.schedule.reading.editions import EditionName, edition_name
from detente.schedule.reading.list_registry import find_registry
from detente.terms import UnreadableFile

EDITIONS = "editions.csv"
SEEN_WITHIN_DAYS = 60  # a change between editions no further apart is taken as seen on its day


class ChangeDay(NamedTuple):
    """The day a change is taken on, and whether editions show it; else another day may be the right one."""

    day: str
    seen: bool


@dataclass(frozen=True, slots=True)
class ScheduleDays:
    """Days of the law: month and day of every year, and days on which the Harmonized System was revised."""

    yearly: tuple[str, ...] = ("01-01", "07-01")
    revisions: tuple[str, ...] = ()

    def between(self, after: str, upto: str) -> list[str]:
        """The yearly days after one day and up to another, in order."""
        years = range(int(after[:4]), int(upto[:4]) + 1)
        days = sorted(f"{year}-{day}" for year in years for day in self.yearly)
        return [day for day in days if after < day <= upto]

    def change(self, after: str, upto: str, *, comes_or_goes: bool) -> ChangeDay:
        """The day of a change between two editions; codes come and go with a revision of the nomenclature.

        Examples
        --------
        >>> days = ScheduleDays(revisions=("2022-01-27",))
        >>> days.change("2019-06-28", "2019-10-24", comes_or_goes=False)
        ChangeDay(day='2019-07-01', seen=True)
        >>> days.change("2021-12-02", "2022-03-30", comes_or_goes=True).day
        '2022-01-27'
        >>> days.change("2023-09-21", "2025-01-01", comes_or_goes=False)
        ChangeDay(day='2025-01-01', seen=False)
        """
        revised = [day for day in self.revisions if after < day <= upto]
        if comes_or_goes and revised:
            return ChangeDay(revised[-1], seen=True)
        steps = self.between(after, upto)
        if not steps:
            apart = date.fromisoformat(upto) - date.fromisoformat(after)
            return ChangeDay(upto, apart.days <= SEEN_WITHIN_DAYS)
        return ChangeDay(steps[-1], len(steps) == 1)

    def is_day(self, day: str) -> bool:
        """Whether the law itself names the day."""
        return day[5:] in self.yearly or day in self.revisions


def schedule_days(path: Path | None = None) -> ScheduleDays:
    """The days of the registry of lists; the yearly ones alone where it names none."""
    path = path or find_registry()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        data: dict[str, Any] = json.loads(text)
    else:
        import yaml

        data = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader makes texts only
    named = data.get("schedule_days")
    if not named:
        return ScheduleDays()
    return ScheduleDays(
        tuple(row["on"] for row in named["yearly"]), tuple(row["on"] for row in named.get("revisions", ()))
    )


class Publication(NamedTuple):
    """When an edition was published, and to which day it is known to be the newest (empty: not told)."""

    first: str
    last: str = ""


def publications(lists: Path, tables: Path) -> dict[EditionName, Publication]:
    """Publication of every edition that a table names.

    Parameters
    ----------
    lists : Path
        Folder of ``revision_dates.csv``.
    tables : Path
        Folder of ``editions.csv``, beside the editions in CSV form.

    Raises
    ------
    UnreadableFile
        When a table is damaged, or a day is none.
    """
    named = {name: Publication(day) for name, day in publication_days(lists).items()}
    for row in read_table(tables, EDITIONS, ("file", "release_start", "release_end")).rows:
        try:
            first, last = (
                date.fromisoformat(row[key]).isoformat() for key in ("release_start", "release_end")
            )
        except ValueError:
            told = f"{row['release_start'][:20]!r} to {row['release_end'][:20]!r}"
            raise UnreadableFile(
                f"{row['file'][:40]}: {told} are no days",
                where=EDITIONS,
                remedy="give ISO days, for example 2019-06-13",
            ) from None
        named[edition_name(row["file"])] = Publication(first, last)
    return named


def days_of(published: Mapping[EditionName, Publication]) -> dict[EditionName, str]:
    """The first days alone."""
    return {name: publication.first for name, publication in published.items()}
