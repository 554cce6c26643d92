"""Index pages of ministries: rows with a link, a title and a day, whatever their marks are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from detente.notices.notice import Item, Reading
from detente.notices.reading.saved_text import bytes_of, iso_day, links_of, text_of
from detente.terms import UnreadableFile

_NUMBER = re.compile(r"(20\d\d)\s*年\s*第?\s*(\d{1,3})\s*号|[〔\[](20\d\d)[〕\]]\s*(\d{1,3})\s*号")
_SHORTEST = 6  # a link with fewer characters is a step of the page, not a notice
_IN_ADDRESS = re.compile(r"/t?(20\d\d)-?(\d\d)-?(\d\d)[_/]")


def entries(paths: Sequence[Path], since: str, issuer: str = "", address: str = "") -> Reading:
    """Notices of index pages; a page reaches back to its oldest row.

    Raises
    ------
    UnreadableFile
        When a page holds no row with a title and a day.
    """
    items: dict[str, Item] = {}
    for path in paths:
        before = len(items)
        page = text_of(bytes_of(path), path.name)
        for link in links_of(page):
            day = _day(link.row, link.href)
            if len(link.words) < _SHORTEST or not day:
                continue
            number = _NUMBER.search(link.words)
            cited = f"{number[1] or number[3]}年第{number[2] or number[4]}号" if number else day
            url = urljoin(address, link.href)
            items.setdefault(
                url or link.words,
                Item(_name(url) or link.words, link.words, f"{issuer}{cited}", day, link.words, url),
            )
        if len(items) == before:
            raise UnreadableFile(
                "no row with a title and a day stands in it", where=path.name,
                remedy="save the index page again, as it is shown",
            )  # fmt: skip
    reach = min((item.published for item in items.values()), default="")
    return Reading(tuple(items.values()), reaches_back_to=reach)


def _name(url: str) -> str:
    """What tells a page from its neighbours in its address.

    Examples
    --------
    >>> _name("http://h/302267/5567890/index.html"), _name("https://h/a/t20261113_9.htm")
    ('5567890', 't20261113_9.htm')
    """
    parts = [part for part in urlsplit(url).path.split("/") if part]
    while parts and parts[-1].partition(".")[0] in ("index", "content", "default"):
        parts.pop()
    return parts[-1] if parts else ""


def _day(row: str, href: str) -> str:
    """The day of a row: as printed, else as in its address."""
    printed = iso_day(row)
    if printed:
        return printed
    named = _IN_ADDRESS.search(href)
    return iso_day(f"{named[1]}-{named[2]}-{named[3]}") if named else ""
