"""Lists in tables: the US consolidated screening list, the European Union's CSV, OpenSanctions' simple
targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detente.rowfiles import Sheet
from detente.screening.list_files.entries import Entry, ListFile, clean, day_of, distinct
from detente.screening.list_files.json_lists import consolidated
from detente.screening.list_files.xml_lists import EU_LIST

_SIMPLE = frozenset(["id", "schema", "name", "aliases"])
_WHOLE = ("namealias_wholename", "naal_wholename")
_SINCE = ("entity_designationdate", "entity_regulation_publicationdate")
_PARTIES = frozenset(["Person", "Company", "Organization", "LegalEntity", "PublicBody", "Vessel", "Airplane"])


def table_list(sheet: Sheet) -> ListFile | None:
    """A published list in a table already read; None where the table is somebody's own list."""
    columns = {str(name).strip().casefold().lstrip("\ufeff"): name for name in sheet.frame.columns}
    rows = ({key: row[name] for key, name in columns.items()} for row in sheet.frame.iter_rows(named=True))
    if any(name in columns for name in _WHOLE):
        return _european(rows, sheet.name)
    if columns.keys() >= _SIMPLE:
        return _targets(rows, sheet.name)
    if "source" in columns and "list" not in columns and "name" in columns:
        return consolidated(rows, sheet.name)
    return None


def _european(rows: Iterable[Mapping[str, Any]], where: str) -> ListFile:
    """One row a name, address or document: rows of one entity make one entry."""
    names: dict[str, list[str]] = {}
    programmes: dict[str, list[str]] = {}
    since: dict[str, str] = {}
    day = ""
    for number, row in enumerate(rows):
        day = day or day_of(row.get("filegenerationdate") or row.get("file_date"))
        entity = clean(row.get("entity_logicalid") or row.get("entity_logical_id")) or f"row {number}"
        whole = next((clean(row.get(name)) for name in _WHOLE if clean(row.get(name))), "")
        parts = (row.get(f"namealias_{part}name") for part in ("first", "middle", "last"))
        names.setdefault(entity, []).append(whole or " ".join(clean(p) for p in parts if clean(p)))
        programmes.setdefault(entity, []).append(
            clean(row.get("entity_regulation_programme") or row.get("programme"))
        )
        listed = day_of(row.get("entity_designationdate")) or day_of(
            row.get("entity_regulation_publicationdate")
        )
        since[entity] = min(filter(None, (since.get(entity), listed)), default="")
    entries = tuple(
        Entry(EU_LIST, kept, distinct(programmes[entity]), since[entity])
        for entity, said in names.items()
        if (kept := distinct(said))
    )
    return ListFile(where, "the consolidated list of the European Union", entries, day)


def _targets(rows: Iterable[Mapping[str, Any]], where: str) -> ListFile:
    """One row a target; its datasets are the lists it is on."""
    entries: list[Entry] = []
    newest = ""
    others = 0
    for number, row in enumerate(rows, 1):
        names = distinct([row.get("name"), *str(row.get("aliases") or "").split(";")])
        newest = max(newest, day_of(row.get("last_seen")))
        if clean(row.get("schema")) not in _PARTIES or not names:
            others += 1
            continue
        programmes = distinct(str(row.get("program_ids") or "").split(";"))
        datasets = distinct(str(row.get("dataset") or "").split(";")) or ("opensanctions",)
        entries += [Entry(dataset, names, programmes, row=number) for dataset in datasets]
    notes = (f"{others} rows that are no listed party are left out",) if others else ()
    return ListFile(where, "simple targets of OpenSanctions", tuple(entries), newest, notes)
