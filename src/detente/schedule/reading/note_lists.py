"""Notes -> dated list memberships, each with the subdivision and page that names the code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from detente.schedule.lines import Membership
from detente.schedule.reading.companions import after
from detente.schedule.reading.list_registry import ListEntry
from detente.schedule.reading.notes import Notes, Subdivision

Children = Callable[[str], Iterable[str]]
Footed = Callable[[str, str], Iterable[str]]
_PLAIN_DAY = r"[A-Z][a-z]+ \d{1,2}, 20\d{2}"
_DAY = r"([A-Z][a-z]+ \d{1,2}, 20\d{2})"
_FROM = re.compile(rf"on or after 12:01\s+a\.m\.,? eastern (?:daylight|standard) time on {_DAY}")
_BEFORE = re.compile(
    rf"and (?:before|prior to) (?:12:01\s+a\.m\.,? eastern (?:daylight|standard) time on )?{_DAY}"
)
_EXCEPT = re.compile(r",?\s*(?:and )?except (?:for )?", re.IGNORECASE)
_WHOLE = re.compile(
    rf"^[\d.\s;,]*(?:\d{{4}}\.\d{{2}}\.\d{{4}}"
    rf"(?:\s*(?:,|;|or|and|prior to {_DAY}|effective {_DAY}(?: through {_DAY})?)\s*)*)+$"
)
_NUMBER_OR_DAY = re.compile(
    rf"(?P<number>\b\d{{4}}\.\d{{2}}\.\d{{4}}\b)|prior to (?P<until>{_PLAIN_DAY})"
    rf"|effective (?P<since>{_PLAIN_DAY})(?: through (?P<through>{_PLAIN_DAY}))?"
)
_DESCRIBED = re.compile(r"\s*\((?:described|provided for|classifiable) in .*$", re.DOTALL)


class NoteLists(NamedTuple):
    """What the notes give: memberships, and lists of the registry whose note is not printed."""

    memberships: list[Membership]
    not_printed: list[str]


def note_memberships(
    notes: Notes,
    registry: Iterable[ListEntry],
    children: Children,
    footed: Footed = lambda _line, _heading: (),
) -> NoteLists:
    """Every membership the notes print.

    Parameters
    ----------
    notes : Notes
        One edition of chapter 99.
    registry : iterable of ListEntry
        Which note is which list.
    children : callable
        The statistical numbers (10 digits) of a line (8 digits), for lines of which a note takes a part.
    footed : callable
        Those of them whose own footnote points at a heading: where some have one, they are the part,
        because numbers that a note leaves out were divided since.
    """
    memberships: list[Membership] = []
    absent: list[str] = []
    for entry in registry:
        rows = [
            row
            for path in entry.paths
            for row in _of_path(notes, entry, path, (children, footed))
            if row.prefix not in entry.in_part
        ]
        if rows:
            memberships += list(dict.fromkeys(rows))
        else:
            absent.append(entry.list_id)
    return NoteLists(memberships, absent)


def _of_path(
    notes: Notes, entry: ListEntry, path: str, numbers: tuple[Children, Footed]
) -> Iterator[Membership]:
    if path not in notes.subdivisions:
        path += "(i)" if path + "(i)" in notes.subdivisions else ""
    lead = notes.subdivisions.get(path)
    days = _days(lead.words) if lead else ("", "")
    if days == ("", "") and f"{path}(i)" in notes.subdivisions:  # a subdivision that begins with its (i)
        days = _days(notes.subdivisions[f"{path}(i)"].words)
    kinds = {kind.strip() for kind in entry.take.split(" and ")}
    cite = _Cite(notes.edition, entry.list_id, days)
    if "lines" in kinds:
        yield from _lines(notes, path, cite)
    if kinds & {"named", "headings"}:
        yield from _named(notes, path, cite, only_headings="headings" in kinds)
    if "parts" in kinds:
        for part in notes.under(path):
            if re.search(r"\(\d+\)$", part.path) and _EXCEPT.search(part.words) and part.named:
                yield from _parts(part, cite, entry.heading, numbers)
    for kind in ("whole items", "described items"):
        if kind in kinds:
            for item in notes.items(path):
                if _is_whole(item) == (kind == "whole items"):
                    yield from _item(item, cite)


class _Cite(NamedTuple):
    edition: str
    list_id: str
    days: tuple[str, str]

    def row(self, digits: str, path: str, page: str, words: str = "") -> Membership:
        return Membership(
            prefix=digits,
            list_id=self.list_id,
            from_day=self.days[0],
            to_day=self.days[1],
            cite=f"HTS {self.edition}, ch. 99, subch. III, U.S. note {path}, p. {page}",
            words=words,
        )


def _lines(notes: Notes, path: str, cite: _Cite) -> Iterator[Membership]:
    """Codes in rows of their own.

    Not modelled: on pages the PDF sets in shifted columns, rows of two neighbouring lists of note 16
    interleave; there a code of chapter 74 belongs to the copper list and every other code does not.
    """
    lists = [
        part for part in notes.under(path) if not re.search(r"\([ivx]+\)\(\d+\)$", part.path) or part.listed
    ]
    for part in lists:
        for code in part.listed:
            home = _home(notes, part, code.digits)
            if home.startswith(path):
                yield cite.row(code.digits, home, code.page, _metal(notes, home))
    for neighbour in _copper_neighbours(path):
        for code in notes.subdivisions[neighbour].listed if neighbour in notes.subdivisions else ():
            home = _home(notes, notes.subdivisions[neighbour], code.digits)
            if home == path and home != neighbour:
                yield cite.row(code.digits, home, code.page, _metal(notes, home))


def _copper_neighbours(path: str) -> tuple[str, ...]:
    return {"16(c)(iv)": ("16(c)(v)",), "16(c)(v)": ("16(c)(iv)",)}.get(path, ())


def _home(notes: Notes, part: Subdivision, digits: str) -> str:
    if part.path not in ("16(c)(iv)", "16(c)(v)") or "16(c)(v)" not in notes.subdivisions:
        return part.path
    if "copper" not in notes.subdivisions["16(c)(v)"].words.lower():
        return part.path
    return "16(c)(v)" if digits.startswith("74") else "16(c)(iv)"


def _metal(notes: Notes, path: str) -> str:
    """The metal a list of note 16 is titled with, empty for other notes."""
    if not path.startswith("16(c)"):
        return ""
    words = notes.subdivisions[path].words.split(":")[0].lower()
    return next((metal for metal in ("aluminum", "copper", "steel") if metal in words), "")


def _named(notes: Notes, path: str, cite: _Cite, *, only_headings: bool) -> Iterator[Membership]:
    for part in notes.under(path):
        for digits in part.headings if only_headings else part.named:
            yield cite.row(digits, part.path, part.page)


def _parts(
    part: Subdivision, cite: _Cite, heading: str, numbers: tuple[Children, Footed]
) -> Iterator[Membership]:
    """A line except some of its statistical numbers: written out as the numbers that remain."""
    line = next((d for d in part.named if len(d) == 8), "")
    if not line:
        return
    children, footed = numbers
    left_out = {d for d in part.named if len(d) == 10 and d.startswith(line)}
    words = _EXCEPT.split(part.words)[0].strip(" ,;")
    pointed = sorted(footed(line, heading))
    for child in pointed or sorted(children(line)):
        if child not in left_out:
            yield cite.row(child, part.path, part.page, words)


def _is_whole(item: Subdivision) -> bool:
    return bool(item.listed) or bool(_WHOLE.match(item.words.strip(" ;.")))


def _item(item: Subdivision, cite: _Cite) -> Iterator[Membership]:
    words = "" if _is_whole(item) else " ".join(_DESCRIBED.sub("", item.words).split()).strip(" ;")
    for code in item.listed:
        yield cite.row(code.digits, item.path, item.page, words)
    numbers = _numbered(item.words) or [(digits, "", "") for digits in item.named if not item.listed]
    for digits, first, last in numbers:
        row = cite.row(digits, item.path, item.page, words)
        yield row._replace(from_day=first or row.from_day, to_day=last or row.to_day)


def _numbered(words: str) -> list[tuple[str, str, str]]:
    """Statistical numbers of an item with the days between which the product had each of them.

    Examples
    --------
    >>> text = "5603.92.0090 prior to July 1, 2022; 5603.92.0070 or 5603.92.0095 effective July 1, 2022"
    >>> _numbered(text)[:2]
    [('5603920090', '', '2022-07-01'), ('5603920070', '2022-07-01', '')]
    """
    numbers: dict[tuple[str, str, str], None] = {}
    waiting: list[str] = []
    for piece in _NUMBER_OR_DAY.finditer(words):
        if piece["number"]:
            waiting.append(piece["number"].replace(".", ""))
            continue
        first = _iso(piece["since"]) if piece["since"] else ""
        last = (
            _iso(piece["until"])
            if piece["until"]
            else after(_iso(piece["through"]))
            if piece["through"]
            else ""
        )
        numbers.update({(digits, first, last): None for digits in waiting})
        waiting = []
    numbers.update({(digits, "", ""): None for digits in waiting})
    return list(numbers)


def number_days(notes: Notes) -> dict[str, frozenset[str]]:
    """Days on which the notes say that a statistical number came or went, by number.

    Items name a product by the number of each time: ``9025.19.8040 prior to July 1, 2020; 9025.19.8010
    effective July 1, 2020``.
    """
    days: dict[str, set[str]] = defaultdict(set)
    for part in notes.subdivisions.values():
        if "effective" in part.words or "prior to" in part.words:
            for digits, first, last in _numbered(part.words):
                days[digits].update(day for day in (first, last) if day)
    return {digits: frozenset(own) for digits, own in days.items() if own}


def _days(words: str) -> tuple[str, str]:
    """First day, and first day no longer, of a list, when its note says them."""
    first, before = _FROM.search(words), _BEFORE.search(words)
    return (_iso(first[1]) if first else "", _iso(before[1]) if before else "")


def _iso(text: str) -> str:
    return datetime.strptime(text, "%B %d, %Y").date().isoformat()
