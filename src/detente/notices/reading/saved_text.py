"""Bytes of a saved answer as text, JSON, XML or HTML; what is too large, damaged or of another kind is
refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from detente.terms import UnreadableFile

MOST_BYTES = 256 * 1024 * 1024
MOST_TEXT = 16 * 1024 * 1024
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_MARKED = "<![", "<! ["  # marked sections are none of HTML; the parser of the standard library fails on them
_ROWS, _BLOCKS = ("li", "tr"), ("p", "dd", "dl", "div")
_HIDDEN = frozenset({"script", "style", "template", "noscript"})
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_LONG_DAY = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(\d{{1,2}}),?\s+(\d{{4}})\b", re.IGNORECASE)
_ISO_DAY = re.compile(r"\b(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_US_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(20\d\d)\b")


def bytes_of(path: Path, most: int = MOST_TEXT) -> bytes:
    """The bytes of a file.

    Raises
    ------
    UnreadableFile
        When it cannot be read, is empty, or is larger than `most`.
    """
    try:
        size = path.stat().st_size
        if size > most:
            raise UnreadableFile(
                f"{size:,} bytes; expected at most {most:,}", where=path.name,
                remedy="save the answer of this source again",
            )  # fmt: skip
        data = path.read_bytes()
    except OSError as fault:
        raise UnreadableFile(f"the file cannot be read ({fault.strerror})", where=path.name) from None
    if not data.strip():
        raise UnreadableFile("the file is empty", where=path.name, remedy="save the answer again")
    return data


def text_of(data: bytes, name: str) -> str:
    """Text in UTF-8, or in the character set a page names.

    Raises
    ------
    UnreadableFile
        When it is no text.
    """
    if b"\0" in data[:4096]:
        raise UnreadableFile("this is no text", where=name, remedy="save the answer of this source again")
    named = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", named[1].decode("ascii") if named else "", "gb18030"):
        try:
            if encoding:
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableFile("the characters of the file cannot be read", where=name, remedy="save it as UTF-8")


def json_of(data: bytes, name: str) -> Any:
    """A JSON document.

    Raises
    ------
    UnreadableFile
        When it is none: says at which line and column.
    """
    try:
        return json.loads(data)
    except json.JSONDecodeError as fault:
        kind = "a web page" if data.lstrip()[:1] == b"<" else "no JSON"
        raise UnreadableFile(
            f"{kind}: {fault.msg}", where=f"{name}, line {fault.lineno}, column {fault.colno}",
            remedy="save the answer of this source again",
        ) from None  # fmt: skip
    except (UnicodeDecodeError, RecursionError) as fault:
        raise UnreadableFile(f"no JSON ({type(fault).__name__})", where=name) from None


def rows_of(body: Any, key: str, name: str, what: str) -> list[dict[str, Any]]:
    """The rows under a key of a JSON document.

    Raises
    ------
    UnreadableFile
        When the document is of another kind, or a row is none.
    """
    rows = body.get(key) if isinstance(body, dict) else body if key == "" else None
    if not isinstance(rows, list):
        raise UnreadableFile(
            f"this is no {what}: it has no list {key!r}" if key else f"this is no {what}: it is no list",
            where=name, remedy="the publisher's form may be new, or the file is of another source",
        )  # fmt: skip
    for n, row in enumerate(rows):
        if not isinstance(row, dict):
            raise UnreadableFile(f"row {n + 1} of {key or 'the list'} is no row of a {what}", where=name)
    return rows


def field_of(row: dict[str, Any], key: str, place: str) -> str:
    """A field that a row must have, as text.

    Raises
    ------
    UnreadableFile
        When it is missing or is no text.
    """
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise UnreadableFile(f"{key} is missing", where=place, remedy="the publisher's form may be new")
    return " ".join(str(value).split())


def words_of(value: Any) -> str:
    """All texts in a JSON value, joined."""
    if isinstance(value, dict):
        return " ".join(words_of(v) for v in value.values())
    if isinstance(value, list):
        return " ".join(words_of(v) for v in value)
    return value if isinstance(value, str) else ""


def xml_of(data: bytes, name: str) -> ElementTree.Element:
    """An XML document; one that declares a document type or entities is refused.

    Raises
    ------
    UnreadableFile
        When it is none, or declares entities.
    """
    if _DECLARED.search(data):
        raise UnreadableFile(
            "the XML declares a document type or entities", where=name, remedy="save the answer again"
        )
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as fault:
        raise UnreadableFile(f"no XML: {fault.msg}", where=name) from None


def iso_day(text: str) -> str:
    """The first day that a text names as an ISO day, empty where it names none.

    Examples
    --------
    >>> iso_day("sent 04/13/2026 05:48 PM"), iso_day("2026年7月5日"), iso_day("September 28, 2026")
    ('2026-04-13', '2026-07-05', '2026-09-28')
    """
    days = []
    for pattern, order in ((_ISO_DAY, (1, 2, 3)), (_US_DAY, (3, 1, 2)), (_LONG_DAY, (3, 1, 2))):
        for match in pattern.finditer(text):
            made = _day(*(match[n] for n in order))
            if made:
                days.append((match.start(), made))
                break
    return min(days)[1] if days else ""


def _day(year: str, month: str, day: str) -> str:
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


@dataclass(frozen=True)
class Link:
    """A link of a page: where it leads, its words, and the words of the row it stands in."""

    href: str
    words: str
    row: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[list[list[str]], list[str]]] = [([], [])]
        self.hidden = 0
        self.inside = 0
        self.link: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in _ROWS:
            self.inside += 1
            self.rows.append(([], []))
        elif tag in _BLOCKS and not self.inside:  # blocks within a row are its cells
            self.rows.append(([], []))
        elif tag == "a" and not self.hidden:
            named = dict(attrs)
            self.link = [named.get("href") or "", named.get("title") or "", ""]
            self.rows[-1][0].append(self.link)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag == "a":
            self.link = None
        elif tag in _ROWS:
            self.inside = max(0, self.inside - 1)
            self.rows.append(([], []))

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        self.rows[-1][1].append(data)
        if self.link is not None:
            self.link[2] += data


def links_of(page: str) -> Iterator[Link]:
    """The links of a page, each with the words of its row."""
    parser = _Links()
    parser.feed(page.replace(*_MARKED))
    parser.close()
    for links, texts in parser.rows:
        row = " ".join(" ".join(texts).split())
        for href, title, words in links:
            yield Link(href.strip(), " ".join((title or words).split()), row)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "pre"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def plain_text(page: str) -> str:
    """The words of a page, without its marks, scripts and styles."""
    parser = _Text()
    parser.feed(page.replace(*_MARKED))
    parser.close()
    return "".join(parser.parts)
