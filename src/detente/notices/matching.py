"""What a notice touches: families by words, headings, dockets, parts and cited documents; their clocks;
which way an answer errs that does not know it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.notices.notice import Errs, Item, Notice
from detente.notices.watch_rules import (
    Source,
    Watched,
    WatchedFamily,
    documents_in,
    headings_in,
    watched,
)
from detente.regime import Tables

_MOST_TOLD = 6  # words and numbers told for one notice


@dataclass(frozen=True)
class Touched:
    """Families that a text touches, each with the words and numbers that say so."""

    families: tuple[str, ...]
    because: tuple[str, ...]


def noticed(item: Item, source: Source, law: Tables, detected: str) -> Notice | None:
    """An item as a notice; None where nothing in it concerns what is watched."""
    rules = watched(law)
    touched = touched_by(item, source, rules)
    said = f"{item.title} {item.text}".lower()
    if not touched.families:
        passed = _first(source.passed_over, said)
        unplaced = _first(source.unplaced, said)
        if passed or not unplaced:
            return None
        touched = Touched((), (unplaced,))
    errs, because, because_zh = _direction(said, item.title.lower(), rules)
    # a filing on public inspection is the document that is published days later
    home = "federal-register" if source.reader == "public_inspection" else source.id
    return Notice(
        id=re.sub(r"[^\w.:-]+", "-", f"{home}:{item.number}")[:120], source=source.id, title=item.title,
        citation=item.citation,
        published=item.published, detected=detected, url=item.url, families=touched.families,
        clocks=_clocks(touched.families, law, item.published), because=touched.because[:_MOST_TOLD],
        errs=errs, errs_because=because, errs_because_zh=because_zh,
    )  # fmt: skip


def touched_by(item: Item, source: Source, rules: Watched) -> Touched:
    """Families of the source that an item touches."""
    said = f"{item.title} {item.text}"
    low = said.lower()
    documents, headings = documents_in(said), headings_in(said)
    families, because = [], []
    for family in rules.families:
        if source.id not in family.sources:
            continue
        reasons = _reasons(family, low, documents, headings, item.named)
        if reasons:
            families.append(family.id)
            because += reasons
    return Touched(tuple(families), tuple(dict.fromkeys(because)))


def _reasons(
    family: WatchedFamily,
    low: str,
    documents: frozenset[str],
    headings: tuple[str, ...],
    named: frozenset[str],
) -> list[str]:
    reasons = sorted(named & family.named)
    reasons += [heading for heading in headings if heading in family.headings]
    reasons += sorted(documents & family.documents)
    reasons += [" + ".join(words) for words in family.words if all(_stands(word, low) for word in words)]
    return reasons


def _stands(phrase: str, low: str) -> bool:
    """Whether a phrase stands in a text at the beginning of a word; Chinese has no such beginnings."""
    return bool(_pattern(phrase).search(low))


@lru_cache(maxsize=512)
def _pattern(phrase: str) -> re.Pattern[str]:
    start = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", phrase) else ""
    return re.compile(start + r"\s+".join(re.escape(word) for word in phrase.lower().split()))


def _first(phrases: tuple[str, ...], low: str) -> str:
    return next((phrase for phrase in phrases if _stands(phrase, low)), "")


def _clocks(families: tuple[str, ...], law: Tables, on: str) -> tuple[str, ...]:
    """Clocks of the families' measures that nothing had settled by then."""
    measures = {m.id for m in law.measures if m.family in families}
    return tuple(
        clock.id
        for clock in law.clocks
        if measures & set(clock.measures)
        and clock.known <= on
        and not any(known <= on for known, _, _ in clock.settled)
    )


def _direction(low: str, title: str, rules: Watched) -> tuple[Errs, str, str]:
    """The first sign in the title, else in the text; without one, either way."""
    for text in (title, low):
        for sign in rules.signs:
            if _first(sign.words, text):
                return sign.errs, sign.because, sign.because_zh
    return "either", "", ""
