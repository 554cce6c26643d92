"""Messages of CBP's Cargo Systems Messaging Service: the bulletin feed (JSON, RSS), an index page, single
messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from detente.notices.notice import Item, Reading
from detente.notices.reading.saved_text import (
    bytes_of,
    field_of,
    iso_day,
    json_of,
    links_of,
    plain_text,
    rows_of,
    text_of,
    xml_of,
)
from detente.terms import UnreadableFile

_NUMBER = re.compile(r"CSMS\s*#?\s*(\d{6,9})\b", re.IGNORECASE)
_SENT = re.compile(r"sent this bulletin at\s+(\d{2}/\d{2}/\d{4} [^\n<]{0,20})")


def messages(paths: Sequence[Path], since: str) -> Reading:
    """Messages from saved answers of any of the forms; a feed reaches back to its oldest message.

    Raises
    ------
    UnreadableFile
        When a file is none of them.
    """
    items: dict[str, Item] = {}
    reach = ""
    for path in paths:
        if path.suffix == ".txt":
            item = message(bytes_of(path), path.name)
            items[item.number] = item
            continue
        rows = _feed(path)
        for row in rows:
            items.setdefault(row.number, row)
        reach = max(reach, min((row.published for row in rows), default=""))
    part = ""
    if not any(path.suffix != ".txt" for path in paths):
        part = "single messages are no list of what was sent: save the feed beside them as csms.json"
    return Reading(tuple(items.values()), reaches_back_to=reach, part=part)


def message(data: bytes, name: str) -> Item:
    """One message from its text or page.

    Raises
    ------
    UnreadableFile
        When it names no number or no day.
    """
    text = text_of(data, name)
    if text.lstrip()[:1] == "<":
        text = plain_text(text)
    number, sent = _NUMBER.search(text[:2000]), _SENT.search(text[:4000])
    day = iso_day(sent[1]) if sent else iso_day(text[:1000])
    if number is None or not day:
        raise UnreadableFile(
            "this is no CSMS message: it names no number or no day", where=name,
            remedy="save the bulletin with its heading and the line on when it was sent",
        )  # fmt: skip
    title = " ".join(text.strip().splitlines()[0].split())
    return Item(
        number[1], _without_number(title), f"CSMS {number[1]}", day, " ".join(text.split()),
    )  # fmt: skip


def _without_number(title: str) -> str:
    return re.sub(r"^C[SA]MS\s*#?\s*\d+\s*[-–—:]*\s*", "", title, flags=re.IGNORECASE) or title


def _feed(path: Path) -> list[Item]:
    data = bytes_of(path)
    if path.suffix == ".json":
        rows = rows_of(json_of(data, path.name), "", path.name, "feed of bulletins")
        read = [_entry(row, f"{path.name}, row {n + 1}") for n, row in enumerate(rows)]
    elif path.suffix == ".xml":
        read = [
            _rss(item, f"{path.name}, item {n + 1}")
            for n, item in enumerate(xml_of(data, path.name).iter("item"))
        ]
    else:
        read = [
            _item(link.words, iso_day(link.row), link.href)
            for link in links_of(text_of(data, path.name))
            if _NUMBER.search(link.words) and iso_day(link.row)
        ]
    made = [item for item in read if item is not None]
    if not made:
        raise UnreadableFile("no CSMS message stands in it", where=path.name, remedy="save the feed again")
    return made


def _item(subject: str, day: str, href: str, text: str = "") -> Item | None:
    number = _NUMBER.search(subject)
    if number is None:  # other bulletins of the same publisher
        return None
    said = " ".join(f"{subject} {text}".split())
    return Item(number[1], _without_number(subject), f"CSMS {number[1]}", day, said, href.partition("?")[0])


def _entry(row: dict[str, Any], place: str) -> Item | None:
    subject, sent = field_of(row, "subject", place), field_of(row, "pub_date", place)
    day = iso_day(sent) or _mail_day(sent)
    if not day:
        raise UnreadableFile(f"pub_date {sent!r} is no day", where=place)
    return _item(subject, day, str(row.get("href") or ""), plain_text(str(row.get("body") or "")))


def _rss(item: Any, place: str) -> Item | None:
    subject, sent = item.findtext("title") or "", item.findtext("pubDate") or ""
    day = _mail_day(sent) or iso_day(sent)
    if not day:
        raise UnreadableFile(f"pubDate {sent!r} is no day", where=place)
    return _item(subject, day, item.findtext("link") or "", plain_text(item.findtext("description") or ""))


def _mail_day(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError):
        return ""
