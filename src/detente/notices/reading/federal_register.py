"""Documents of the Federal Register, published or on public inspection, as its API v1 gives them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detente.notices.notice import Item, Reading
from detente.notices.reading.saved_text import bytes_of, field_of, iso_day, json_of, rows_of, words_of
from detente.terms import UnreadableFile

_SAID = (
    "title",
    "abstract",
    "action",
    "excerpts",
    "subject_1",
    "subject_2",
    "subject_3",
    "toc_subject",
    "toc_doc",
)
AGENCIES = frozenset(
    {
        "trade-representative-office-of-united-states", "industry-and-security-bureau",
        "u-s-customs-and-border-protection", "executive-office-of-the-president",
        "international-trade-administration",
    }
)  # fmt: skip


def published(paths: Sequence[Path], since: str) -> Reading:
    """Documents from pages of ``documents.json``; all pages must be there.

    Raises
    ------
    UnreadableFile
        When a page is none of the API, or pages are missing.
    """
    items: dict[str, Item] = {}
    pages = 1
    for path in paths:
        body = json_of(bytes_of(path), path.name)
        if isinstance(body, dict) and body.get("count") == 0 and "results" not in body:
            continue
        for n, row in enumerate(rows_of(body, "results", path.name, "answer of the Federal Register")):
            item = _document(row, f"{path.name}, result {n + 1}")
            items[item.number] = item
        pages = max(pages, _whole(body.get("total_pages")))
    if len(paths) < pages:
        raise UnreadableFile(
            f"{len(paths)} of {pages} pages are here", where=paths[0].name,
            remedy="save the further pages as federal-register.2.json and so on",
        )  # fmt: skip
    return Reading(tuple(items.values()))


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 1


def _document(row: dict[str, Any], place: str) -> Item:
    number = field_of(row, "document_number", place)
    if "filed_at" in row:
        raise UnreadableFile("this is a filing on public inspection, no published document", where=place)
    day = iso_day(field_of(row, "publication_date", place))
    if not day:
        raise UnreadableFile(f"publication_date {row['publication_date']!r} is no day", where=place)
    register = str(row.get("citation") or "")
    order = row.get("executive_order_number")
    said = " ".join(words_of(row.get(key)) for key in _SAID)
    if order:
        said += f" Executive Order {order}"
    return Item(
        number=number, title=field_of(row, "title", place), published=day, url=str(row.get("html_url") or ""),
        citation=", ".join(part for part in (register, f"FR Doc. {number}") if part),
        text=" ".join(said.split()), named=_named(row),
    )  # fmt: skip


def _named(row: dict[str, Any]) -> frozenset[str]:
    """Dockets and parts of the CFR that the fields of a document name."""
    names = {words_of([docket]).removeprefix("Docket No. ").strip() for docket in row.get("docket_ids") or ()}
    names |= {words_of([docket]).strip() for docket in row.get("docket_numbers") or ()}
    for part in row.get("cfr_references") or ():
        if isinstance(part, dict):
            names.add(f"{part.get('title')} CFR {part.get('part')}")
    return frozenset(name for name in names if name)


def on_inspection(paths: Sequence[Path], since: str) -> Reading:
    """Documents of the watched agencies on public inspection; the list holds what is not yet published.

    Raises
    ------
    UnreadableFile
        When it is no such list.
    """
    items: dict[str, Item] = {}
    for path in paths:
        body = json_of(bytes_of(path), path.name)
        for n, row in enumerate(rows_of(body, "results", path.name, "list of public inspection")):
            place = f"{path.name}, result {n + 1}"
            slugs = {str(a.get("slug") or "") for a in row.get("agencies") or () if isinstance(a, dict)}
            if slugs and not slugs & AGENCIES:
                continue
            number = field_of(row, "document_number", place)
            day = iso_day(field_of(row, "filed_at", place))
            if not day:
                raise UnreadableFile(f"filed_at {row['filed_at']!r} is no day", where=place)
            said = " ".join(words_of(row.get(key)) for key in _SAID)
            items[number] = Item(
                number=number, title=_title(row, place), published=day, url=str(row.get("html_url") or ""),
                citation=f"FR Doc. {number}, on public inspection", text=" ".join(said.split()),
                named=_named(row),
            )  # fmt: skip
    return Reading(tuple(items.values()))


def _title(row: dict[str, Any], place: str) -> str:
    """The title of a filing; where it has none yet, its subjects."""
    if row.get("title"):
        return field_of(row, "title", place)
    subjects = " ".join(str(row.get(key) or "") for key in ("subject_1", "subject_2", "subject_3"))
    return " ".join((subjects.strip() or str(row.get("toc_subject") or "") or "without a title").split())
