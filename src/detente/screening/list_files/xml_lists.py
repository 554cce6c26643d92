"""Consolidated lists in XML: the European Union's (``export``) and the United Nations'
(``CONSOLIDATED_LIST``)."""

from __future__ import annotations

from typing import BinaryIO

from detente.screening.list_files.entries import Entry, ListFile, clean, day_of, distinct
from detente.screening.list_files.safe_xml import Element, read_records
from detente.terms import UnreadableFile

EU_LIST, UN_LIST = "eu_consolidated", "un_consolidated"
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_RECORDS = frozenset(["sanctionEntity", "INDIVIDUAL", "ENTITY"])


def read_xml_list(file: BinaryIO, where: str) -> ListFile:
    """A consolidated list in XML.

    Raises
    ------
    UnreadableFile
        When it is no XML that can be trusted, or no list of these.
    """
    entries: list[Entry] = []
    nameless = 0

    def take(record: Element) -> None:
        nonlocal nameless
        entry = _eu_entry(record) if record.tag == "sanctionEntity" else _un_entry(record)
        if entry.names:
            entries.append(entry)
        else:
            nameless += 1

    root = read_records(file, where, _RECORDS, take)
    if root.tag == "export":
        layout, day = "the consolidated list of the European Union", root.attributes.get("generationDate", "")
    elif root.tag == "CONSOLIDATED_LIST":
        layout, day = "the consolidated list of the United Nations", root.attributes.get("dateGenerated", "")
    else:
        raise UnreadableFile(
            f"its root element is {clean(root.tag)[:40]!r}", where=where,
            remedy="the European Union's list (export) and the United Nations' (CONSOLIDATED_LIST) are read",
        )  # fmt: skip
    if not entries:
        raise UnreadableFile(f"it is {layout} without an entry", where=where, remedy="fetch the list again")
    notes = (f"{nameless} entries without a name are left out",) if nameless else ()
    return ListFile(where, layout, tuple(entries), day_of(day), notes)


def _eu_entry(record: Element) -> Entry:
    regulations = record.all("regulation")
    names = [
        alias.attributes.get("wholeName")
        or " ".join(alias.attributes.get(part, "") for part in ("firstName", "middleName", "lastName"))
        for alias in record.all("nameAlias")
    ]
    days = [
        day_of(r.attributes.get("entryIntoForceDate") or r.attributes.get("publicationDate"))
        for r in regulations
    ]
    return Entry(
        EU_LIST,
        distinct(names),
        distinct(r.attributes.get("programme", "") for r in regulations),
        day_of(record.attributes.get("designationDate")) or min((d for d in days if d), default=""),
    )


def _un_entry(record: Element) -> Entry:
    aliases = [
        alias.say("ALIAS_NAME") for kind in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS") for alias in record.all(kind)
    ]
    whole = " ".join(part for name in _PARTS if (part := record.say(name)))
    return Entry(
        UN_LIST,
        distinct([whole, record.say("NAME_ORIGINAL_SCRIPT"), *aliases]),
        distinct([record.say("UN_LIST_TYPE")]),
        day_of(record.say("LISTED_ON")),
    )
