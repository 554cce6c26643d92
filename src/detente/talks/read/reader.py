"""A file, bytes or a stream -> Document: text, HTML, PDF and .docx, by what they are, not by their name."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from detente.talks.read.document import Document, check_text, digest_of, split_paragraphs
from detente.talks.words.lexicon import compose
from detente.terms import DetenteError, InputError, UnreadableFile, read_day

MAX_BYTES = 60_000_000
SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx"})
_FRONT = re.compile(r"\A---\s*\n(.{0,4000}?)\n---\s*\n", re.DOTALL)
_KEY = compose(r"^({front_matter_keys})\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_PRINTED = compose(
    r"^\W*(?:(?:{date_line_labels})\s*(?:on\b)?\s*[:：]?\s*)?(?P<rest>.{4,60})$", re.IGNORECASE
)


def read_document(source: Path | bytes | str, name: str = "", day: date | None = None) -> Document:
    """One document with clean text, paragraphs, language, day and publisher.

    Parameters
    ----------
    source : Path, bytes or str
        A file, its bytes, or text already decoded.
    day : date, optional
        The day to use when the document prints none.

    Raises
    ------
    UnreadableFile
        For a file that cannot be read as what it claims to be, too large, encrypted, or no text.
    InputError
        For a text that is empty or not language.
    """
    if isinstance(source, Path):
        name = name or source.name
        raw = _read_bytes(source)
    else:
        raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(raw) > MAX_BYTES:
        raise UnreadableFile(f"is larger than {MAX_BYTES:,} bytes", where=name, remedy="split the document")
    try:
        document = _read_by_form(raw, name or "stdin")
    except DetenteError:
        raise
    except Exception as fault:  # whatever a parser makes of a damaged file is a fault of that file
        words = f"is damaged, or of a form that cannot be read ({type(fault).__name__})"
        raise UnreadableFile(words, where=name, remedy="save it again, or paste its text") from None
    return _with_day(document, day)


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFile("is not a file", where=str(path), remedy="name a file or a folder")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(
                f"is larger than {MAX_BYTES:,} bytes", where=str(path), remedy="split the document"
            )
        return path.read_bytes()
    except OSError as fault:
        raise UnreadableFile(f"cannot be opened: {fault.strerror}", where=str(path)) from None


def _read_by_form(raw: bytes, name: str) -> Document:
    from detente.talks.read.forms import docx_text, html_text, pdf_text

    if not raw.strip():
        raise InputError("is empty", where=name, remedy="give a document with words in it")
    head = raw[:2048].lstrip()
    suffix = Path(name).suffix.lower()
    if (suffix == ".pdf" and b"%PDF-" not in raw[:1024]) or (suffix == ".docx" and raw[:2] != b"PK"):
        raise UnreadableFile(f"ends in {suffix} and is none", where=name, remedy="give the document itself")
    if raw[:5] == b"%PDF-":
        text, origin, boilerplate, form = *pdf_text(raw, name), frozenset[int](), "pdf"
    elif raw[:4] == b"PK\x03\x04":
        text, origin, boilerplate, form = *docx_text(raw, name), frozenset[int](), "docx"
    elif re.match(rb"<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html", head, re.I) or (
        name.lower().endswith((".html", ".htm", ".xhtml"))
    ):
        text, origin, boilerplate = html_text(decode(raw, name), name)
        form = "html"
    else:
        text, origin, boilerplate, form = decode(raw, name), ((0, 0),), frozenset(), "text"
    text, warnings = check_text(text, name)
    return Document(
        name,
        text,
        split_paragraphs(text),
        origin=origin,
        form=form,
        boilerplate=boilerplate,
        warnings=warnings,
        digest=digest_of(text),
    )


def decode(raw: bytes, name: str) -> str:
    """Bytes as text: UTF-8, UTF-16 with a mark, GB 18030, Big5, Windows-1252, in that order.

    Raises
    ------
    UnreadableFile
        When the bytes are no text.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw[:65536]:
        raise UnreadableFile("is binary, not a document", where=name, remedy="give text, HTML, PDF or docx")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for coding in ("gb18030", "big5"):
        try:
            text = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        if sum("\u4e00" <= c <= "\u9fff" for c in text[:5000]) > len(text[:5000]) // 5:
            return text
    text = raw.decode("cp1252", errors="replace")
    if text.count("�") > 20 + len(text) // 100:
        raise UnreadableFile("is no text in a known encoding", where=name, remedy="save it as UTF-8")
    return text


def _with_day(document: Document, fallback: date | None) -> Document:
    """The document with its day and publisher: front matter, a printed date line, the given day."""
    front = _FRONT.match(document.text)
    day: date | None = None
    source = publisher = title = ""
    if front:
        for key, written in _KEY.findall(front[1]):
            value = written.strip().strip("\"'")
            if key.lower() in ("date", "published"):
                day, source = _parse_day(value), "front matter"
            elif key.lower() == "title":
                title = value
            elif key.lower() != "url":
                publisher = value
        skip = frozenset(n for n, p in enumerate(document.paragraphs) if p.end <= front.end())
        document = replace(document, boilerplate=document.boilerplate | skip)
    if day is None:
        day, source = _find_printed_day(document)
    if day is None and fallback is not None:
        day, source = fallback, "given"
    return replace(
        document,
        day=day,
        day_source=source if day else "",
        publisher=publisher or document.publisher,
        title=title or document.title,
    )


def _parse_day(text: str) -> date | None:
    from detente.talks.read.dates import find_dates
    from detente.talks.read.dates_other import find_dates_other
    from detente.talks.read.dates_zh import find_dates_zh

    text = re.sub(r"T\d{2}:\d{2}.*$", "", text.strip())
    try:
        return read_day(text)
    except InputError:
        pass
    other = [row for lang in ("fr", "de", "es") for row in find_dates_other(text, lang, None)]
    for row in [*find_dates(text, None), *find_dates_zh(text, None), *other]:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", row.iso):
            return date.fromisoformat(row.iso)
    return None


def _stands_alone(line: str, day: date) -> bool:
    """Whether a line is the date, with a label, a weekday or a place, and no sentence that holds one."""
    words = re.findall(
        r"[A-Za-zÀ-ɏ]+|[\u3400-\u9fff]",
        compose(r"\b(?:{clock_abbreviations})\b", re.IGNORECASE).sub(" ", line),
    )
    clock = re.search(
        r"\d{4}\D{1,3}\d{1,2}\D{1,3}\d{1,2}\D{0,3}\s\d{1,2}[::]\d{2}", line
    )  # with author and place
    return (
        len(words) <= (30 if clock else 14)
        and not compose(r"\b(?:{verbs_not_in_a_date_line})\b").search(line)
        and not re.search(r"[。!?！？]|[a-z]{3,}\.\s", line)
    )


def _find_printed_day(document: Document) -> tuple[date | None, str]:
    """A day with its year in a line of its own near the top, or in a dateline."""
    for p in document.paragraphs[:8]:
        if len(p.text) > 120:
            continue
        label = _PRINTED.match(p.text)
        day = _parse_day(label["rest"] if label else p.text)
        if day and _stands_alone(p.text, day):
            return day, "printed"
    for p in document.paragraphs[:4]:
        line = compose(r"^.{0,60}?(?:{printed_days})(?:{marks_after_dateline})").match(p.text)
        if line and (day := _parse_day(line[0])):
            return day, "dateline"
    return None, ""
