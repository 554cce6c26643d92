"""Where a citation opens: the address of a document, derived from its number, or an honest search.

The patterns lie beside this module, in ``addresses.tsv``. What no pattern meets opens nowhere: its address is
given by hand in the law, never invented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal
from urllib.parse import quote

Opens = Literal["document", "search", ""]


@dataclass(frozen=True, slots=True)
class Opening:
    """An address, and whether it is the document itself or a search for it; both empty where none is."""

    url: str = ""
    opens: Opens = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    where: str
    pattern: re.Pattern[str]
    address: str
    opens: Opens


NOWHERE = Opening()


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    table = files("detente.terms").joinpath("addresses.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return tuple(_Pattern(where, re.compile(text), address, _read(o)) for where, text, address, o in rows)


def _opening(where: str, text: str, **words: str) -> Opening:
    for row in _patterns():
        met = row.pattern.search(text) if row.where in (where, "both") else None
        if met is None:
            continue
        parts = {str(i): quote(group or "") for i, group in enumerate(met.groups(), 1)}
        if "{hex}" in row.address:
            parts["hex"] = f"{int(met.group(1)):x}"
        spelled = {name: quote(said, safe="") for name, said in words.items()}
        address = row.address
        for name, value in (parts | spelled).items():
            address = address.replace(f"{{{name}}}", value)
        return Opening(address, row.opens)
    return NOWHERE


@lru_cache(maxsize=4096)
def opening_of(citation: str, title: str = "", citation_zh: str = "") -> Opening:
    """Where a document opens by its citation; nowhere where its number gives no address.

    Examples
    --------
    >>> opening_of("90 FR 48320").url
    'https://www.federalregister.gov/citation/90-FR-48320'
    >>> opening_of("19 USC 1321(a)(2)(C)").url
    'https://www.govinfo.gov/link/uscode/19/1321'
    >>> opening_of("CSMS 67834313").url
    'https://content.govdelivery.com/bulletins/gd/USDHSCBP-40b11c9'
    >>> opening_of("a note of last week")
    Opening(url='', opens='')
    """
    words = {"title": title or citation, "zh": _first_words(citation_zh or citation)}
    return _opening("citation", citation, **words)


def _first_words(citation: str) -> str:
    """A citation without the day and the doubts that follow its number: what a search should look for."""
    return re.split("[，；,;]", citation)[0]


@lru_cache(maxsize=4096)
def opening_at(document: Opening, at: str) -> Opening:
    """Where a place in a document opens: by itself where it names a heading or another document.

    Only the schedule and documents that are merely searched for give way to the place named in them.
    """
    if not at or (document.opens == "document" and document.url != _schedule().url):
        return document
    placed = _opening("at", at)
    if not placed.url or (placed.opens == "search" and document.opens == "document"):
        return document
    return placed


@lru_cache(maxsize=4096)
def opening_of_code(code: str) -> Opening:
    """Where a line of the US schedule opens.

    Examples
    --------
    >>> opening_of_code("8703.80.00").url
    'https://hts.usitc.gov/search?query=8703.80.00'
    """
    return Opening(f"{_schedule().url}search?query={quote(code)}", "document")


@lru_cache(maxsize=1)
def _schedule() -> Opening:
    """Where the US schedule opens as a whole."""
    return opening_of("HTSUS")


def held_opening(source: Mapping[str, str], at: str = "") -> Opening:
    """Where a document of the compiled law opens, at a place in it."""
    return opening_at(Opening(source.get("url", ""), _read(source.get("opens", ""))), at)


def _read(word: str) -> Opens:
    return "document" if word == "document" else "search" if word == "search" else ""
