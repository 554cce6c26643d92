"""Versions of a part of the eCFR, and the US Consolidated Screening List."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from detente.notices.notice import Item, Reading
from detente.notices.reading.saved_text import MOST_BYTES, bytes_of, field_of, iso_day, json_of, rows_of
from detente.terms import UnreadableFile


def versions(paths: Sequence[Path], since: str) -> Reading:
    """Days on which sections of a part were amended, one item a day.

    Raises
    ------
    UnreadableFile
        When it is no answer of the versioner.
    """
    path = paths[0]
    body = json_of(bytes_of(path), path.name)
    days: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for n, row in enumerate(rows_of(body, "content_versions", path.name, "list of versions of the eCFR")):
        place = f"{path.name}, version {n + 1}"
        day = iso_day(str(row.get("issue_date") or "")) or iso_day(field_of(row, "date", place))
        if not day:
            raise UnreadableFile("issue_date is no day", where=place)
        part = field_of(row, "part", place)
        days[day, str(row.get("title") or ""), part].append(
            f"{field_of(row, 'identifier', place)} {row.get('name') or ''}"
        )
    items = tuple(
        Item(
            number=f"{title} CFR {part} {day}",
            title=f"{title} CFR part {part}: {_counted(len(set(names)), 'section')} amended",
            citation=f"eCFR, {title} CFR part {part}, issue of {day}",
            published=day, text="; ".join(dict.fromkeys(names)), named=frozenset({f"{title} CFR {part}"}),
            url=f"https://www.ecfr.gov/on/{day}/title-{title}/part-{part}",
        )
        for (day, title, part), names in sorted(days.items())
    )  # fmt: skip
    return Reading(items)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def screening_list(paths: Sequence[Path], since: str) -> Reading:
    """Entries whose start is on or after a day, one item a list, document and day; all names for comparison.

    Raises
    ------
    UnreadableFile
        When it is no such list.
    """
    path = paths[0]
    body = json_of(bytes_of(path, MOST_BYTES), path.name)
    added: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    names = set()
    for n, row in enumerate(rows_of(body, "results", path.name, "screening list")):
        place = f"{path.name}, entry {n + 1}"
        name, source = field_of(row, "name", place), field_of(row, "source", place)
        names.add(f"{source.partition(' - ')[0]}\t{row.get('id') or name}\t{name}")
        day = iso_day(str(row.get("start_date") or ""))
        if day and day >= since:
            document = " ".join(str(row.get("federal_register_notice") or "").split())
            added[source.partition(" - ")[0], document, day].append(name)
    if not names:
        raise UnreadableFile("the screening list holds no name", where=path.name)
    items = tuple(
        Item(
            number=f"{source} {day} {document}".strip(),
            title=f"{source}: {_counted(len(parties), 'name')} from {day}",
            citation=document or f"{source}, {day}", published=day,
            text=f"added to the {source}: {'; '.join(parties)} {document}", named=frozenset({source}),
        )
        for (source, document, day), parties in sorted(added.items())
    )  # fmt: skip
    return Reading(items, names=frozenset(names))
