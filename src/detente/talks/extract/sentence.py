"""Paragraph -> sentences with their mentions and attributions, quotations blanked, labels read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from detente.talks.extract.mentions import find_mentions
from detente.talks.extract.mentions_zh import find_mentions_zh
from detente.talks.extract.people import People, PeopleZh
from detente.talks.extract.reporting_en import find_attributions
from detente.talks.extract.reporting_zh import find_attributions_zh
from detente.talks.read.language import fold_chinese
from detente.talks.read.segments import Segment
from detente.talks.read.sentences import split_sentences
from detente.talks.words.claim import Mention, Quotation, Voice
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry
from detente.talks.words.verbs import Attribution

_BULLET_HEAD = re.compile(r"^(?:[•·●▪◦‣*\-–—]\s+|\d{1,2}[/.)、）]\s*)")


_LABEL = re.compile(r"^(?P<label>[^:：“\"]{2,70}?)\s*[:：]\s*")


@dataclass
class Sentence:
    """One sentence with what was found in it."""

    start: int
    end: int
    text: str
    masked: str
    lang: str
    segment: Segment
    mentions: list[Mention] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    label: Voice | None = None
    voice: Voice | None = None
    first: bool = False


def mask_quotations(text: str, base: int, quotations: Sequence[Quotation]) -> str:
    """The paragraph with the inside of its quotations blanked, same length; a final point is kept."""
    masked = list(text)
    for q in quotations:
        a, b = q.start - base + 1, q.end - base - (1 if q.closed else 0)
        last = b - 1
        for n in range(a, b):
            if not (n == last and text[n] in ".!?,。！？,"):
                masked[n] = "\x01"
    return "".join(masked)


def read_sentences(
    segment: Segment, quotations: Sequence[Quotation], people: People, people_zh: PeopleZh, registry: Registry
) -> list[Sentence]:
    """The sentences of one paragraph with mentions, attributions and labels."""
    text = fold_chinese(segment.text) if segment.lang == "zh" else segment.text
    masked = mask_quotations(text, segment.start, quotations)
    rows: list[Sentence] = []
    before = frozenset(people.introduced.values())
    title = segment.kind == "headline" and segment.lang == "zh"
    for a, b in _split_headline(masked) if title else split_sentences(masked):
        row = Sentence(
            segment.start + a,
            segment.start + b,
            segment.text[a:b],
            masked[a:b],
            segment.lang,
            segment,
            first=a == 0 or title,
        )
        if segment.lang == "zh":
            row.masked = _blank_dateline(row.masked) if row.first else row.masked
            row.mentions = find_mentions_zh(row.masked, people_zh)
            row.attributions = find_attributions_zh(row.masked, row.mentions, people_zh)
        elif segment.lang == "en":
            if row.first and (line := _DATELINE_EN.match(row.masked)):
                row.masked = " " * line.end() + row.masked[line.end() :]
            row.mentions = find_mentions(row.masked, people)
            row.attributions = find_attributions(row.masked, row.mentions, people)
            _update_antecedents(row, people)
        else:
            row.mentions = [
                Mention(h.start(), h.end(), h[0], v)
                for h in registry.names_en.finditer(row.masked)
                if (v := registry.voice(h[0]))
            ]
        rows.append(row)
    for part in [[row] for row in rows] if title else [rows]:
        _read_label(part, before, registry)
    return rows


def _split_headline(text: str) -> list[tuple[int, int]]:
    """The parts of a Chinese headline, which blanks divide: each may name its own speaker."""
    return [hit.span() for hit in re.finditer(r"\S+", text)]


_DATELINE = compose(r"{datelines_zh}")


_DATELINE_EN = re.compile(
    r"^[A-Z][A-Z.’'/ -]{2,40}(?:,\s*[A-Z][A-Za-z. ]{1,30}?)?(?:,\s*(?:[A-Z][a-z]+\.?\s+\d{1,2}"
    r"(?:,\s*\d{4})?|\d{1,2}\s+[A-Z][a-z]+))?\s*"
    r"(?:\([^)]{2,40}\)\s*)?(?:--+|—|–|-)\s+"
)


def _blank_dateline(masked: str) -> str:
    """A dateline with agency, place, day and reporter names nobody who speaks: blanked, same length."""
    dateline = _DATELINE.match(masked)
    if not dateline or dateline.end() < 2:
        return masked
    return "\x01" * (dateline.end() - 1) + "," + masked[dateline.end() :]


def _update_antecedents(row: Sentence, people: People) -> None:
    """Who is in the mind of the reader after this sentence."""
    begin = len(row.masked) - len(row.masked.lstrip())  # behind a dateline
    lead = next(
        (m for m in row.mentions if m.start < begin + 60 and not re.match(r"['’]", row.masked[m.end :])), None
    )
    spoke = [a for a in row.attributions if a.voices[0].kind == "person"]
    if (
        lead
        and not spoke
        and lead.start <= begin + 30
        and (lead.voice.kind == "person" or not row.attributions)
    ):
        people.heard(lead.voice, lead.plural)
    for a in row.attributions:
        for voice in a.voices[:1]:
            people.heard(voice, a.plural)


def _read_label(rows: list[Sentence], introduced: AbstractSet[Voice], registry: Registry) -> None:
    """'U.S. side: …' at the start of a line: what follows is what that side says."""
    if not rows or not rows[0].first:
        return
    row = rows[0]
    head = _BULLET_HEAD.match(row.text)
    at = head.end() if head else 0
    heading = _LABEL.match(row.masked[at:])
    if not heading or "\x01" in heading["label"]:
        return
    label = heading["label"].strip()
    voice = registry.voice(label) or registry.voices.get(registry.by_zh.get(label, ""))
    mention = next(
        (
            m
            for m in row.mentions
            if m.voice.kind in ("person", "party", "institution", "role", "group")
            and (m.voice.known or m.voice in introduced or (row.lang == "zh" and m.voice.kind == "role"))
            and m.start <= at + 1
            and m.end >= at + len(label) - 1
        ),
        None,
    )
    voice = voice or (mention.voice if mention else None)
    if row.lang == "zh" and voice is None:
        inside = [m for m in row.mentions if m.end <= at + len(label)]
        voice = inside[0].voice if inside and inside[0].voice.kind == "person" and len(label) < 40 else None
    if voice is None:
        return
    for r in rows:
        r.label = voice
        r.attributions = []
