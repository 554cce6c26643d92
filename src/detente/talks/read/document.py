"""A document: its clean text, where that text stands in the original, its day, publisher, language."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from detente.terms import InputError

MAX_CHARACTERS = 5_000_000
MAX_LINE = 2_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")


@dataclass(frozen=True)
class Paragraph:
    """A line of the text that holds words: offsets without its line end, language, blank lines before."""

    start: int
    end: int
    text: str
    lang: str
    gap: int = 0


@dataclass(frozen=True)
class Document:
    """A document as the later steps read it.

    Parameters
    ----------
    name : str
        Name of the file, or ``stdin``.
    text : str
        Clean text; every offset of every claim counts characters of it.
    origin : tuple of (int, int)
        Pairs (offset in ``text``, offset in the original) at which the two run parallel again; for a
        text file one pair (0, 0).
    day : date or None
        The day the document speaks on: given, printed, or nothing.
    """

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    day: date | None = None
    day_source: str = ""
    publisher: str = ""
    title: str = ""
    origin: tuple[tuple[int, int], ...] = ((0, 0),)
    form: str = "text"
    boilerplate: frozenset[int] = frozenset()
    warnings: tuple[str, ...] = ()
    digest: str = ""

    def original_offset(self, offset: int) -> int:
        """Where a character of the clean text stands in the original document."""
        before = (0, 0)
        for pair in self.origin:
            if pair[0] > offset:
                break
            before = pair
        return before[1] + (offset - before[0])

    @property
    def lang(self) -> str:
        """Language of most of its words."""
        size: dict[str, int] = {}
        for p in self.paragraphs:
            weight = len(p.text) * (3 if p.lang in ("zh", "ja", "ko") else 1)
            size[p.lang] = size.get(p.lang, 0) + weight
        return max(size, key=lambda k: size[k]) if size else "und"


def check_text(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The text fit to be read, length unchanged, and what was odd about it.

    Control characters and direction marks become blanks of the same length, so that offsets stay
    those of the file.

    Raises
    ------
    InputError
        For an empty text, a text longer than five million characters, or one that is not language.
    """
    if not text.strip():
        raise InputError("holds no text", where=name, remedy="give a document with words in it")
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"holds {len(text):,} characters, more than {MAX_CHARACTERS:,}",
            where=name,
            remedy="split the document",
        )
    longest = max(len(line) for line in text.split("\n"))
    if longest > MAX_LINE:
        raise InputError(f"has a line of {longest:,} characters", where=name, remedy="this is no report")
    odd = len(_CONTROL.findall(text))
    if odd > 8 + len(text) // 200:
        raise InputError(
            f"holds {odd:,} control characters",
            where=name,
            remedy="it is not text: give text, HTML, PDF or docx",
        )
    warnings = []
    if odd:
        warnings.append(f"{odd} control character(s) read as blanks")
    marks = len(_BIDI.findall(text[1:]))
    if marks:
        warnings.append(f"{marks} invisible direction or joining mark(s) read as blanks")
    return _BIDI.sub(" ", _CONTROL.sub(" ", text)), tuple(warnings)


def split_paragraphs(text: str, languages: dict[int, str] | None = None) -> tuple[Paragraph, ...]:
    """The lines of a text that hold words, with their language and the blank lines before each."""
    from detente.talks.read.language import language_of

    rows: list[Paragraph] = []
    offset = gap = 0
    previous = ""
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n\x0b\x0c\x85\u2028\u2029")
        shown = body.strip()
        if not shown:
            gap += 1
        else:
            start = offset + body.index(shown[0])
            lang = (languages or {}).get(start) or language_of(shown, previous)
            rows.append(Paragraph(start, start + len(shown), shown, lang, gap))
            previous = lang
            gap = 0
        offset += len(line)
    first = next((p.lang for p in rows if p.lang in ("en", "fr", "de", "es")), "en")
    return tuple(
        p if p.lang else replace(p, lang=first) for p in rows
    )  # short lines at the top follow the text


def digest_of(text: str) -> str:
    """SHA-256 of the normalised text: the same document twice has the same digest."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
