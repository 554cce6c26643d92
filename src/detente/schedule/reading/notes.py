"""Reads the US notes of chapter 99, subchapter III: text -> subdivisions with their pages and codes.

The text is what the official PDF prints, page by page. A subdivision is named by its path, for
example ``20(vvv)(iii)``. Codes count as *listed* when a line holds nothing but codes (and the number
of the item), and as *named* when they stand inside a sentence.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from detente.schedule.reading.enumerators import Outline
from detente.schedule.reading.notes_pdf import pdf_text
from detente.terms import UnreadableFile

MOST_BYTES = 64 * 1024 * 1024
REMEDY = "fetch chapter 99 again with `detente data sync`"
_CODE = re.compile(r"(?<![\d.])\d{4}(?:\.\d{2}(?:\.\d{2}(?:\.?\d{2})?)?)?(?![\d.]*\d)")
_ONLY_CODES = re.compile(r"^\s*(?:\d{4}(?:\.\d{2}(?:\.\d{2}(?:\.?\d{2})?)?)?\s*)+$")
_TAIL_CODES = re.compile(
    r"(?:^|:|\s{3,}|^U\.S\. Notes \(con\.\))((?:\s*\b\d{4}(?:\.\d{2}(?:\.\d{2}(?:\.?\d{2})?)?)?)+)\s*$"
)
_HEADINGS = re.compile(r"provided for in (?:headings? )?(\d{4}(?:(?:,| and| or)+ \d{4})*)(?![\d.]*\d)")
_PAGE = re.compile(r"\b99\s*-\s*III\s*-\s*(\d+)\s*$")
_RUNNING = re.compile(
    r"Harmonized Tariff Schedule of the United States|Annotated for Statistical Reporting|^\s*XXII\s*$"
    r"|^\s*99\s*-\s*III\s*-"
)
_NOTE = re.compile(r"^\s{0,4}\(?(\d{1,3})[.)](?:\s+(\(a\).*|[A-Z\[].*))?\s*$")
_EDITION = re.compile(
    r"United States\s+(?:Revision (\d{1,2}) \((20\d{2})\)|(20\d{2}) Basic|Basic Edition \((20\d{2})\))"
)


class ListedCode(NamedTuple):
    """A code a subdivision lists, digits only, with the page it stands on."""

    digits: str
    page: str


@dataclass(slots=True)
class Subdivision:
    """One subdivision of a note.

    Parameters
    ----------
    path : str
        ``20(vvv)(iii)``; items of a list are ``20(vvv)(iii)(14)``.
    page : str
        Page on which it begins, for example ``99-III-318``.
    words : str
        Its sentences, without lists of codes.
    listed : list of ListedCode
        Codes of lines that hold nothing but codes.
    """

    path: str
    page: str
    words: str = ""
    listed: list[ListedCode] = field(default_factory=list)

    @property
    def named(self) -> tuple[str, ...]:
        """Codes of chapters 1 to 97 inside its sentences, digits only, in order, each once."""
        codes = (m[0].replace(".", "") for m in _CODE.finditer(self.words) if "." in m[0])
        return tuple(dict.fromkeys(d for d in codes if len(d) >= 6 and d < "98"))

    @property
    def headings(self) -> tuple[str, ...]:
        """Four-digit headings its sentences provide for: ``provided for in heading 7608 and 7609``."""
        spans = (m[1] for m in _HEADINGS.finditer(self.words))
        return tuple(dict.fromkeys(digits for span in spans for digits in re.findall(r"\d{4}", span)))


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one edition of chapter 99: edition, sha256 of the file, subdivisions by path."""

    edition: str
    sha256: str
    subdivisions: dict[str, Subdivision]

    def under(self, path: str) -> Iterator[Subdivision]:
        """A subdivision and all under it, in printed order."""
        for name, part in self.subdivisions.items():
            if name == path or name.startswith(path + "("):
                yield part

    def items(self, path: str) -> Iterator[Subdivision]:
        """The numbered items directly under a subdivision."""
        for name, part in self.subdivisions.items():
            if re.fullmatch(re.escape(path) + r"\(\d+\)", name):
                yield part


def read_notes(path: Path | str) -> Notes:
    """Read chapter 99: its text, plain or gzipped, or its PDF.

    Raises
    ------
    UnreadableFile
        When the file is no text of chapter 99, too large, damaged, or holds no notes.
    """
    path = Path(path)
    data = _bytes(path)
    text = pdf_text(path) if data[:5] == b"%PDF-" else data.decode("utf-8", errors="replace")
    if text.lstrip()[:1] == "<":
        raise UnreadableFile("holds HTML; expected the text of chapter 99", where=path.name, remedy=REMEDY)
    named = _EDITION.search(text[:20_000])
    if not named or "SUBCHAPTER III" not in text:
        raise UnreadableFile("is not the text of chapter 99", where=path.name, remedy=REMEDY)
    year = named[2] or named[3] or named[4]
    edition = f"{year} revision {named[1]}" if named[1] else f"{year} basic"
    parts = _subdivisions(list(_lines(text)))
    if "20(b)" not in parts:
        raise UnreadableFile(
            "the notes of subchapter III cannot be found",
            where=path.name,
            remedy="report the edition; its layout is new",
        )
    return Notes(edition, hashlib.sha256(data).hexdigest(), parts)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            data = gzip.open(raw).read(MOST_BYTES + 1) if zipped else raw.read(MOST_BYTES + 1)  # noqa: SIM115
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise UnreadableFile(f"the gzip file is damaged ({fault})", where=path.name, remedy=REMEDY) from None
    except OSError as fault:
        raise UnreadableFile(f"cannot be opened ({fault.strerror})", where=path.name, remedy=REMEDY) from None
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"is larger than {MOST_BYTES // 2**20} MB", where=path.name, remedy=REMEDY)
    return data


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Page and text of each line of the notes of subchapter III, running heads left out."""
    start = re.search(r"SUBCHAPTER III\s*\n", text)
    begin = start.start() if start else 0
    stop = re.search(r"^\s*Heading/\s+Stat", text[begin:], re.MULTILINE)
    page = "99-III-1"
    body = text[begin : begin + stop.start() if stop else len(text)]
    for raw in body.replace("\f", "\n").split("\n"):
        line = raw.rstrip()
        match = _PAGE.search(line)
        if match:
            page = f"99-III-{match[1]}"
        if not line.strip() or _RUNNING.search(line):
            continue
        yield page, line.replace("U.S. Notes (con.)", "").rstrip()


def _subdivisions(lines: list[tuple[str, str]]) -> dict[str, Subdivision]:
    parts: dict[str, Subdivision] = {}
    outline = Outline([text for _, text in lines])
    for at, (page, text) in enumerate(lines):
        if not text.strip():
            continue
        note = _NOTE.match(text)
        rest = text
        if note and outline.opens_note(int(note[1]), note[2] or ""):
            outline.open_note(int(note[1]))
            rest = note[2] or ""
            _part(parts, outline.path, page)
        rest = outline.advance(rest, at)
        if outline.note == 0:
            continue
        part = _part(parts, outline.path, page)
        _keep(part, rest, page)
    return parts


def _part(parts: dict[str, Subdivision], path: str, page: str) -> Subdivision:
    if path not in parts:
        parts[path] = Subdivision(path, page)
    return parts[path]


def _keep(part: Subdivision, text: str, page: str) -> None:
    if not text.strip():
        return
    if _ONLY_CODES.match(text):
        part.listed += _codes(text, page)
        return
    tail = _TAIL_CODES.search(text)  # a label with its first row of codes on the same line
    if tail and text[: tail.start(1)].rstrip().endswith((":", ")")):
        part.listed += _codes(tail[1], page)
        text = text[: tail.start(1)]
    part.words = f"{part.words} {' '.join(text.split())}".strip()


def _codes(text: str, page: str) -> list[ListedCode]:
    codes = (m[0].replace(".", "") for m in _CODE.finditer(text))
    return [ListedCode(digits, page) for digits in codes if digits < "99"]
