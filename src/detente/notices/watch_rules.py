"""What is watched, as the law says it: sources, and by which words and numbers a notice touches a family.

Documents and chapter 99 headings that the law of a family cites count without being written down again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.notices.notice import Errs
from detente.regime import CiteRow, MeasureRow, Tables

_ORDER = re.compile(r"\b(?:executive order|e\.?o\.?)\s*(?:no\.?\s*)?(\d{5})\b", re.IGNORECASE)
_PROCLAMATION = re.compile(r"\bproclamation\s*(?:no\.?\s*)?(\d{4,5})\b", re.IGNORECASE)
_REGISTER = re.compile(r"\b(\d{2})\s*(?:fed\.?\s*reg\.?|fr)\s*(\d{1,3},?\d{3}|\d{1,4})\b", re.IGNORECASE)
_MESSAGE = re.compile(r"\bcsms\s*#?\s*(\d{8})\b", re.IGNORECASE)
_CHINA = re.compile(
    r"(税委会|商务部|海关总署|交通运输部)[^。；]{0,12}?[〔\[]?(20\d\d)[〕\]]?年?第?\s*(\d{1,3})\s*号"
)
_HEADING = re.compile(r"\b99\d{2}\.\d{2}\.\d{2}\b")
_ISSUERS = {"国务院关税税则委员会": "税委会"}


@dataclass(frozen=True)
class Source:
    """An official source: what reads it, under which names its answers are saved, where it is asked."""

    id: str
    title: str
    title_zh: str
    side: str
    reader: str
    files: tuple[str, ...]
    addresses: tuple[str, ...]
    unplaced: tuple[str, ...]
    passed_over: tuple[str, ...]


@dataclass(frozen=True)
class WatchedFamily:
    """A family: its sources, the last day on which the law files were checked, and what touches it."""

    id: str
    title: str
    title_zh: str
    sources: tuple[str, ...]
    verified: str
    words: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]
    named: frozenset[str]
    documents: frozenset[str]
    asked_by: tuple[str, ...]


@dataclass(frozen=True)
class Sign:
    """Words that say which way an answer errs that does not know a notice."""

    errs: Errs
    words: tuple[str, ...]
    because: str
    because_zh: str


@dataclass(frozen=True)
class Watched:
    """All that is watched."""

    sources: tuple[Source, ...]
    families: tuple[WatchedFamily, ...]
    signs: tuple[Sign, ...]

    def family(self, name: str) -> WatchedFamily:
        """A family by its id."""
        return next(f for f in self.families if f.id == name)

    def source(self, name: str) -> Source:
        """A source by its id."""
        return next(s for s in self.sources if s.id == name)


def documents_in(text: str) -> frozenset[str]:
    """Documents that a text names, each spelled one way.

    Examples
    --------
    >>> sorted(documents_in("Executive Order 14257 (90 FR 15,041), 税委会公告2025年第4号"))
    ['90 FR 15041', 'EO 14257', '税委会 2025-4']
    """
    for whole, short in _ISSUERS.items():
        text = text.replace(whole, short)
    found = {f"EO {m[1]}" for m in _ORDER.finditer(text)}
    found |= {f"PROC {m[1]}" for m in _PROCLAMATION.finditer(text)}
    found |= {f"{m[1]} FR {m[2].replace(',', '')}" for m in _REGISTER.finditer(text)}
    found |= {f"CSMS {m[1]}" for m in _MESSAGE.finditer(text)}
    found |= {f"{m[1]} {m[2]}-{int(m[3])}" for m in _CHINA.finditer(text)}
    return frozenset(found)


def headings_in(text: str) -> tuple[str, ...]:
    """Chapter 99 headings that a text names, in order, each once."""
    return tuple(dict.fromkeys(_HEADING.findall(text)))


def headings_of(measure: MeasureRow) -> frozenset[str]:
    """The chapter 99 headings of a measure."""
    return frozenset(heading for heading, _ in _clauses(measure) if heading)


def _clauses(measure: MeasureRow) -> Iterator[tuple[str, tuple[CiteRow, ...]]]:
    """Heading and citations of every clause of a measure."""
    for track in measure.tracks:
        yield from ((row.heading, row.cites) for row in track)
    yield from ((row.heading, row.cites) for row in measure.exemptions)
    yield from ((row.heading, row.cites) for row in measure.events)


@lru_cache(maxsize=2)
def watched(law: Tables) -> Watched:
    """What the law says is watched."""
    cited: dict[str, set[str]] = {}
    headings: dict[str, set[str]] = {}
    for measure in law.measures:
        for heading, cites in _clauses(measure):
            if heading:
                headings.setdefault(measure.family, set()).add(heading)
            for cite in cites:
                words = f"{cite.citation} {law.sources.get(cite.document, {}).get('citation_zh', '')}"
                named = documents_in(f"{words} {cite.document.replace('-', ' ')}")
                cited.setdefault(measure.family, set()).update(named)
    return Watched(
        tuple(_source(row) for row in law.extra.get("watch_sources", ())),
        tuple(
            _family(row, headings.get(row["id"], set()), cited.get(row["id"], set()))
            for row in law.extra.get("watch_families", ())
        ),
        tuple(
            Sign(row["errs"], tuple(row["words"]), row["because"]["en"], row["because"].get("zh", ""))
            for row in law.extra.get("watch_signs", ())
        ),
    )


def _source(row: dict[str, Any]) -> Source:
    return Source(
        row["id"], row["title"]["en"], row["title"].get("zh", ""), row["side"], row["reader"],
        tuple(row["files"]), tuple(row["addresses"]), tuple(row.get("unplaced", ())),
        tuple(row.get("passed_over", ())),
    )  # fmt: skip


def _family(row: dict[str, Any], headings: set[str], documents: set[str]) -> WatchedFamily:
    words = tuple(tuple(part.strip() for part in entry.split("&")) for entry in row.get("words", ()))
    named = frozenset((*row.get("dockets", ()), *row.get("parts", ()), *row.get("lists", ())))
    return WatchedFamily(
        row["id"], row["title"]["en"], row["title"].get("zh", ""), tuple(row["sources"]), row["verified"],
        words, tuple(sorted({*headings, *row.get("headings", ())})), named, frozenset(documents),
        tuple(row.get("asked_by", ())),
    )  # fmt: skip
