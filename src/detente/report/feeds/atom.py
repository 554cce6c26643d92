"""An Atom feed of what became known, and when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from detente.regime import zh_moment

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TITLE = ("US–China trade law: what became known", "中美经贸法律动态：新获知的变化")


def feed(
    rows: Sequence[Any],
    *,
    title: str = "",
    home: str = "",
    address: str = "",
    language: str = "en",
) -> bytes:
    """Rows of `learned` as an Atom feed (RFC 4287), newest first; ids stay the same wherever it is read.

    Parameters
    ----------
    home, address : str
        Address of the server that serves the feed, and of the feed itself; empty for a file.
    language : {"en", "zh"}
        Of titles and words; citations stay as they are.
    """
    zh = language == "zh"
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {XML_LANG: "zh-Hans"} if zh else {})
    _add(root, "title", title or TITLE[zh])
    _add(root, "id", _name("changes"))
    _add(root, "updated", f"{max((r.known for r in rows), default='1970-01-01')}T00:00:00Z")
    author = ET.SubElement(root, f"{{{ATOM}}}author")
    _add(author, "name", "Detente")
    for rel, href in (("self", address), ("alternate", home)):
        if href:
            ET.SubElement(root, f"{{{ATOM}}}link", {"rel": rel, "href": href})
    for row in sorted(rows, key=lambda r: (r.known, r.id), reverse=True):
        entry = ET.SubElement(root, f"{{{ATOM}}}entry")
        words = (zh and row.words_zh) or row.words
        _add(entry, "title", f"{row.title_zh or row.title}：{words}" if zh else f"{row.title}: {words}")
        _add(entry, "id", _name(f"{row.id}:{row.known}"))
        _add(entry, "updated", f"{row.known}T00:00:00Z")
        ET.SubElement(entry, f"{{{ATOM}}}category", {"term": row.kind})
        # an entry without content would need a page of its own to link to
        _add(entry, "content", _content_zh(row, words) if zh else _content(row))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _content(row: Any) -> str:
    when = ""
    if row.effective:
        when = f" Effective {row.effective}" + (f" until {row.until}." if row.until else ".")
    return f"{row.words}.{when} Source: {'; '.join(row.cite)}"


def _content_zh(row: Any, words: str) -> str:
    when = ""
    if row.effective:
        end = f"，至{zh_moment(row.until)}" if row.until else ""
        when = f"自{zh_moment(row.effective)}起实施{end}。"
    return f"{words}。{when}来源：{'；'.join(row.cite)}"


def _name(what: str) -> str:
    """A permanent name, the same on every machine."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"detente:{what}").urn


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = "".join(c for c in text if c >= " " or c in "\t\n")
