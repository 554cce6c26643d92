"""An Atom feed of what became known, and when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"


def feed(
    rows: Sequence[Any],
    *,
    title: str = "US–China trade law: what became known",
    home: str = "",
    address: str = "",
) -> bytes:
    """Rows of `learned` as an Atom feed (RFC 4287), newest first; ids stay the same wherever it is read.

    Parameters
    ----------
    home, address : str
        Address of the server that serves the feed, and of the feed itself; empty for a file.
    """
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed")
    _add(root, "title", title)
    _add(root, "id", _name("changes"))
    _add(root, "updated", f"{max((r.known for r in rows), default='1970-01-01')}T00:00:00Z")
    author = ET.SubElement(root, f"{{{ATOM}}}author")
    _add(author, "name", "Detente")
    for rel, href in (("self", address), ("alternate", home)):
        if href:
            ET.SubElement(root, f"{{{ATOM}}}link", {"rel": rel, "href": href})
    for row in sorted(rows, key=lambda r: (r.known, r.id), reverse=True):
        entry = ET.SubElement(root, f"{{{ATOM}}}entry")
        _add(entry, "title", f"{row.title}: {row.words}")
        _add(entry, "id", _name(f"{row.id}:{row.known}"))
        _add(entry, "updated", f"{row.known}T00:00:00Z")
        ET.SubElement(entry, f"{{{ATOM}}}category", {"term": row.kind})
        when = (
            f" Effective {row.effective}" + (f" until {row.until}." if row.until else ".")
            if row.effective
            else ""
        )
        # an entry without content would need a page of its own to link to
        _add(entry, "content", f"{row.words}.{when} Source: {'; '.join(row.cite)}")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _name(what: str) -> str:
    """A permanent name, the same on every machine."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"detente:{what}").urn


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = "".join(c for c in text if c >= " " or c in "\t\n")
