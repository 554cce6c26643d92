"""An Atom feed of what became known, and when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from detente.regime import STATUS_WORDS, Said, holds_from, zh_day
from detente.terms import in_traditional, is_chinese, read_language

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
    language : str
        Of titles and words: English, simplified or traditional Chinese, by any of their tags.
    """
    tag = read_language(language)
    zh = is_chinese(tag)
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {XML_LANG: tag} if zh else {})
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
    if tag == "zh-Hant":
        for part in root.iter():
            part.text = in_traditional(part.text) if part.text else part.text
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _content(row: Any) -> str:
    when = _when(row)[0]
    when = f" {when[:1].upper()}{when[1:]}." if when else ""
    return f"{row.words}.{when} Source: {'; '.join(row.cite)}"


def _content_zh(row: Any, words: str) -> str:
    when = _when(row)[1]
    head, _, state = words.rpartition("：")
    if when and state in {said[1] for said in STATUS_WORDS.values()}:
        # the sentence on the day says the state again, with its verb
        body = f"{head}：{when}" if head else when
    else:
        body = f"{words}。{when}" if when else words
    return f"{body}。来源：{'；'.join(row.cite_zh or row.cite)}"


def _when(row: Any) -> Said:
    """What begins when, and until when, in the sentence every page uses; a statement names its day alone."""
    if not row.effective:
        return "", ""
    if row.state:
        said = holds_from(row.state, row.effective, row.until)
        return (f"as said, {said[0]}", f"据称{said[1]}") if row.kind == "said" else said
    return f"of {row.effective[:10]}", f"所涉日期：{zh_day(row.effective)}"


def _name(what: str) -> str:
    """A permanent name, the same on every machine."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"detente:{what}").urn


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = "".join(c for c in text if c >= " " or c in "\t\n")
