"""Lists in JSON: the US consolidated screening list, and entities of the FollowTheMoney model, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from detente.rowfiles import RowFault
from detente.screening.list_files.entries import Entry, ListFile, clean, day_of, distinct
from detente.terms import UnreadableFile

MAX_LINE = 10_000_000
_NAMED = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_LISTED = frozenset(["Person", "Company", "Organization", "LegalEntity", "PublicBody", "Vessel", "Airplane"])


def read_json_list(file: BinaryIO, where: str) -> ListFile:
    """A list in JSON: one object with ``results``, a list of entries, or one entity a line.

    Raises
    ------
    UnreadableFile
        When it is neither.
    """
    head = file.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    first = head.split(b"\n", 1)[0]
    if b'"schema"' in first[:MAX_LINE] and _is_object(first):
        return _entities_of_lines(file, where)
    try:
        data: Any = json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise UnreadableFile(f"it cannot be read as JSON ({str(fault)[:120]})", where=where) from None
    results = data.get("results") if isinstance(data, dict) else data
    if not isinstance(results, list) or not all(isinstance(r, dict) for r in results):
        raise UnreadableFile(
            "it is no list of entries", where=where,
            remedy="give the consolidated list's JSON with results, or entities one a line",
        )  # fmt: skip
    if results and all("schema" in r and "properties" in r for r in results):
        return _entities(results, where)
    return consolidated(results, where, _day_said(data))


def _day_said(data: object) -> str:
    said = data.get("search_performed_at") or data.get("generated_at") if isinstance(data, dict) else ""
    return day_of(said)


def _is_object(line: bytes) -> bool:
    return line.startswith(b"{") and line.rstrip().endswith(b"}")


def consolidated(rows: Iterable[Mapping[str, Any]], where: str, day: str = "") -> ListFile:
    """Entries of the US consolidated screening list, from its JSON or its CSV."""
    entries: list[Entry] = []
    faults: list[RowFault] = []
    for number, row in enumerate(rows, 1):
        list_ = clean(row.get("source") or row.get("list"))
        names = distinct([row.get("name"), *_several(row.get("alt_names"))])
        if not list_ or not names:
            faults.append(RowFault(number, "source" if names else "name", "is empty: the entry is left out"))
            continue
        programmes = distinct(_several(row.get("programs") or row.get("programmes")))
        since, until = day_of(row.get("start_date")), day_of(row.get("end_date"))
        entries.append(Entry(list_, names, programmes, since, until, number))
    newest = max((entry.since for entry in entries), default="")
    notes = (
        (f"the file does not say of which day it is; its newest entry is of {newest}",)
        if newest and not day
        else ()
    )
    layout = "the US consolidated screening list"
    return ListFile(where, layout, tuple(entries), day, notes, tuple(fault.of(where) for fault in faults))


def _several(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(v) for v in value]
    return [part for part in str(value or "").split(";") if part.strip()]


def _entities_of_lines(file: BinaryIO, where: str) -> ListFile:
    faults: list[RowFault] = []

    def lines() -> Iterator[Mapping[str, Any]]:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield {**row, "_row": number}
            else:
                faults.append(RowFault(number, "row", "is no JSON object: the entry is left out"))

    read = _entities(lines(), where)
    return ListFile(
        read.name, read.layout, read.entries, read.day, read.notes, tuple(fault.of(where) for fault in faults)
    )


def _entities(rows: Iterable[Mapping[str, Any]], where: str) -> ListFile:
    """Listed parties among entities of the FollowTheMoney model; addresses, sanctions and ties are none."""
    entries: list[Entry] = []
    others = 0
    newest = ""
    for row in rows:
        said = row.get("properties")
        properties: Mapping[str, Any] = said if isinstance(said, dict) else {}
        names = distinct(
            [row.get("caption"), *(n for kind in _NAMED for n in _several(properties.get(kind)))]
        )
        newest = max(newest, day_of(row.get("last_seen")) or day_of(row.get("last_change")))
        if row.get("schema") not in _LISTED or not names or row.get("target") is False:
            others += 1
            continue
        datasets = distinct(_several(row.get("datasets"))) or ("opensanctions",)
        programmes = distinct(_several(properties.get("programId") or properties.get("program")))
        entries += [
            Entry(dataset, names, programmes, row=int(row.get("_row", 0) or 0)) for dataset in datasets
        ]
    if not entries:
        raise UnreadableFile("it holds no listed party", where=where, remedy="give entities.ftm.json")
    notes = (f"{others} entities that are no listed party are left out",) if others else ()
    return ListFile(where, "entities of the FollowTheMoney model", tuple(entries), newest, notes)
