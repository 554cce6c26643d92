"""The US tariff schedule's list of releases and its change records, as USITC publishes them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from detente.notices.notice import Item, Reading
from detente.notices.reading.saved_text import bytes_of, field_of, iso_day, json_of, rows_of, text_of
from detente.terms import UnreadableFile

_TITLE = re.compile(r"\((\d{4}) (?:Revision (\d+)|Basic[^)]*)\)", re.IGNORECASE)
_ROW = re.compile(
    r"^\s*(?P<item>[^|]+?)\s*\|\s*(?P<change>[^|]+?)\s*\|\s*(?P<day>[^|]*?)\s*(?:\|\s*(?P<from>.*))?$"
)
_CHANGES = "established|modified|deleted|discontinued|terminated|technical|suspended|corrected|redesignated"
_PRINTED = re.compile(
    rf"^(?P<item>.+?)\s{{2,}}(?P<change>(?:{_CHANGES})\b.*?)\s{{2,}}(?P<day>[A-Z][a-z]+ \d{{1,2}}, \d{{4}})",
    re.IGNORECASE,
)


def releases(paths: Sequence[Path], since: str) -> Reading:
    """Releases from ``releaseList``: a new one means that lines or notes changed.

    Raises
    ------
    UnreadableFile
        When it is no such list.
    """
    path = paths[0]
    items = []
    for n, row in enumerate(rows_of(json_of(bytes_of(path), path.name), "", path.name, "list of releases")):
        place = f"{path.name}, row {n + 1}"
        name = field_of(row, "name", place)
        day = iso_day(str(row.get("releaseStartDate") or ""))
        if not day:
            raise UnreadableFile("releaseStartDate is missing", where=place)
        title = " ".join(str(row.get("description") or row.get("title") or name).split())
        items.append(Item(name, title, f"HTSUS, {name}", day, f"{name} {title}", "https://hts.usitc.gov"))
    if not items:
        raise UnreadableFile("the list of releases is empty", where=path.name)
    return Reading(tuple(items))


def change_record(paths: Sequence[Path], since: str) -> Reading:
    """Change records, each one item whose text is its rows; the newest one says how far back they reach.

    Raises
    ------
    UnreadableFile
        When a file is no change record, or a PDF and no reader of PDFs is installed.
    """
    items, spans = [], []
    for path in paths:
        text = _text(path)
        title, day = _TITLE.search(text), iso_day(text[:600])
        if title is None or not day or "change record" not in text[:800].lower():
            raise UnreadableFile(
                "this is no change record of the tariff schedule", where=path.name,
                remedy="save USITC's change record as text or PDF",
            )  # fmt: skip
        rows = _rows(text)
        if not rows:
            raise UnreadableFile("the change record has no rows that can be read", where=path.name)
        number = f"{title[1]} revision {title[2]}" if title[2] else f"{title[1]} basic edition"
        head = f"HTSUS {number}: {len(rows)} {'change' if len(rows) == 1 else 'changes'}"
        items.append(Item(number, head, f"HTSUS {number}, change record", day, "; ".join(rows)))
        before = re.search(r"published\s+([A-Z][a-z]+ \d{1,2}, \d{4})", text[:1500])
        spans.append((day, (iso_day(before[1]) if before else "") or day))
    return Reading(tuple(items), reaches_back_to=_reach(spans))


def _reach(spans: list[tuple[str, str]]) -> str:
    """How far the newest record reaches back over the records that join it without a gap.

    Each span is the day of a record and the day of the release before it.
    """
    reach = max(spans)[1]
    for day, before in sorted(spans, reverse=True):
        if day == reach:
            reach = before
    return reach


def _text(path: Path) -> str:
    data = bytes_of(path)
    if not data.startswith(b"%PDF-"):
        return text_of(data, path.name)
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UnreadableFile(
            "reading a PDF needs the extra `talks` (pypdf is missing)", where=path.name,
            remedy="install it, or save the change record as text",
        ) from None  # fmt: skip
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        return "\n".join(page.extract_text(extraction_mode="layout") for page in pages)
    except (PyPdfError, ValueError, RecursionError, KeyError) as fault:
        raise UnreadableFile(f"the PDF cannot be read ({fault})", where=path.name) from None


def _rows(text: str) -> list[str]:
    """Rows of a change record as words: item, change, day, source."""
    rows = []
    for line in text.splitlines():
        match = _ROW.match(line) or _PRINTED.match(line)
        if match is None or match["item"].lower().startswith("item"):
            continue
        source = match.groupdict().get("from") or ""
        rows.append(" ".join(f"{match['item']} {match['change']} {match['day']} {source}".split()))
    return rows
