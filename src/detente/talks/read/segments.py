"""Document -> segments: headline, heading, bullet, prose, turn, readout, commentary, comment, boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from detente.talks.read.document import Document, Paragraph
from detente.talks.read.language import fold_chinese
from detente.talks.read.turns import find_turns
from detente.talks.words.claim import Turn, Voice
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry

_BULLET = compose(r"^(?:{bullet_marks})")
_META = compose(r"{meta_lines}", re.IGNORECASE)
_PROMISES = compose(r"{promise_words_zh}|\b(?:{promise_words})\b")
_DOTTED = compose(r"\b(?:[A-Z]\.)+|\b(?:{abbreviations_with_point})\.")
_SENTENCE_END = re.compile(r"[.!?。！？;；][”’\"'）)」』]*$")


@dataclass(frozen=True)
class Segment:
    """A paragraph with what it is and, where the layout tells, whose words it holds."""

    start: int
    end: int
    text: str
    lang: str
    kind: str
    voice: Voice | None = None
    heading: str = ""
    gap: int = 0
    block: int = 0

    @property
    def readable(self) -> bool:
        """Whether statements are looked for here."""
        return self.kind in ("headline", "bullet", "prose", "readout", "commentary")


@lru_cache(maxsize=64)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)", re.IGNORECASE)


def layout(registry: Registry, key: str) -> re.Pattern[str]:
    """The pattern of one kind of layout words of the registry."""
    return _any_of(tuple(registry.attributes.get(key, ())))


def split_segments(document: Document, registry: Registry) -> tuple[tuple[Segment, ...], tuple[Turn, ...]]:
    """The segments of a document, in order, and the labelled turns of its transcripts."""
    paragraphs = document.paragraphs
    comments_from = _start_of_comments(document, registry)
    boilerplate = layout(registry, "boilerplate")
    aside = {n for n, p in enumerate(paragraphs) if n in document.boilerplate or boilerplate.search(p.text)}
    aside |= _find_more_reading(paragraphs, registry)
    turns = find_turns(paragraphs[:comments_from], registry, aside)
    in_turn = _paragraphs_in_turns(paragraphs, turns) - aside
    segments: list[Segment] = []
    heading, block = "", 0
    voice: Voice | None = None
    kind_here = "prose"
    whole: tuple[str, Voice | None] = ("prose", None)
    seen_headline, block_of_titles = False, True
    for n, p in enumerate(paragraphs):
        after = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        if p.gap:
            block += 1
        base = Segment(p.start, p.end, p.text, p.lang, "prose", None, heading, p.gap, block)
        if n >= comments_from:
            segments.append(replace(base, kind="boilerplate" if boilerplate.search(p.text) else "comment"))
            continue
        if n in aside:
            segments.append(replace(base, kind="boilerplate"))
            continue
        if n in in_turn:
            segments.append(replace(base, kind="turn"))
            continue
        if _META.search(p.text) and len(p.text) < 90:
            segments.append(replace(base, kind="meta"))
            continue
        if not seen_headline and _is_heading(p, after, first=True):
            seen_headline = True
            segments.append(replace(base, kind="headline"))
            whole = kind_here, voice = _kind_of_document(p.text, document, registry)
            continue
        if not seen_headline and voice is None:
            whole = kind_here, voice = _kind_of_document("", document, registry)
        seen_headline = True
        if whole[0] == "prose" and block_of_titles and _is_title_of_readout(p, document, registry):
            whole = kind_here, voice = _kind_of_document(p.text, document, registry)
            segments.append(replace(base, kind="headline"))
            continue
        block_of_titles = block_of_titles and len(p.text) < 100 and not _SENTENCE_END.search(p.text)
        promise = whole[0] == "readout" and p.text.endswith((":", "：")) and _PROMISES.search(p.text)
        if not promise and _is_heading(p, after, registry=registry):
            heading = p.text.rstrip(":：")
            kind_here, voice = _kind_of_section(p.text, registry)
            if kind_here == "prose":
                kind_here, voice = whole
            segments.append(replace(base, kind="heading", heading=heading))
            continue
        kind = kind_here
        if _BULLET.match(p.text) and kind == "prose":
            kind = "bullet"
        segments.append(replace(base, kind=kind, voice=voice, heading=heading))
    return tuple(segments), turns


def _find_more_reading(paragraphs: Sequence[Paragraph], registry: Registry) -> set[int]:
    """Lists of other articles: the line that announces them, and the titles under it."""
    opens = layout(registry, "more_reading")
    numbers: set[int] = set()
    for n, p in enumerate(paragraphs):
        if not opens.match(p.text) or len(p.text) > 120:
            continue
        numbers.add(n)
        for k in range(n + 1, min(n + 12, len(paragraphs))):
            title = paragraphs[k]
            if len(title.text) > 130 or re.search(r"[.。;；]$", title.text):
                break
            after = paragraphs[k + 1] if k + 1 < len(paragraphs) else None
            if after is not None and k == n + 1 and len(after.text) > 130 and not title.gap:
                break  # one line over a paragraph is its heading
            numbers.add(k)
    return numbers


def _paragraphs_in_turns(paragraphs: Sequence[Paragraph], turns: Sequence[Turn]) -> set[int]:
    return {n for n, p in enumerate(paragraphs) for t in turns if t.start <= p.start < t.end}


def _is_heading(
    p: Paragraph, after: Paragraph | None, first: bool = False, registry: Registry | None = None
) -> bool:
    """A short line without a sentence's end, standing over text; or a line that ends in a colon."""
    text = p.text
    numbered = re.match(r"\d{1,2}[.)]\s+\S", text) and not _SENTENCE_END.search(text)
    if (
        numbered
        and after is not None
        and after.gap
        and len(after.text) > len(text)
        and not _BULLET.match(after.text)
    ):
        return True
    if _BULLET.match(text) or after is None:
        return False
    wide = 2 if p.lang in ("zh", "ja", "ko") else 1
    if text.endswith((":", "：")):
        return (
            not first
            and len(text) * wide < 160
            and not re.search(r"[.。!?！？]\s", _DOTTED.sub("", text[:-1]))
        )
    if (
        compose(r"[^:：]{2,40}[:：]\s+[^A-Z]|[^:：]{2,40}[:：]\s+.*\b(?:{verbs_in_a_sentence})\b").match(text)
        and not first
    ):
        return False
    if _SENTENCE_END.search(text) or re.search(r"[,，、]$", text):
        return False
    if first:
        return len(text) * wide < 200
    if len(text) * wide > 90 or len(text.split()) > 14:
        return False
    if p.lang == "zh":
        return len(text) <= 30 and not re.search(r"[,，;；]", text)
    return bool(re.match(r"[A-Z0-9“‘'\"]", text)) and after.gap <= 2 and len(after.text) > len(text) // 2


def _kind_of_section(text: str, registry: Registry) -> tuple[str, Voice | None]:
    """What kind of words a heading announces, and whose."""
    if layout(registry, "readout_heading").search(text):
        return "readout", _issuer(text, registry)
    if layout(registry, "briefing_heading").search(text):
        voice = _first_person_named(text, registry)
        if voice is not None and not re.search(r"\binterview\b", text, re.IGNORECASE):
            return "readout", voice
    return "prose", None


def _kind_of_document(headline: str, document: Document, registry: Registry) -> tuple[str, Voice | None]:
    """Whether the document itself is an official text: by its headline, or by the form of its opening."""
    if headline:
        kind, voice = _kind_of_section(headline, registry)
        if (
            kind == "readout"
            and voice is not None
            and not re.search(r"\binterview\b|['’]s?\s+(?:remarks|comments)", headline, re.IGNORECASE)
        ):
            return kind, voice
    head = " ".join(p.text for p in document.paragraphs[:4] if len(p.text) < 60)
    if layout(registry, "commentary_heading").search(head):
        paper = next(
            (v for v in _voices_named(head, registry) if v.kind == "outlet" and v.side in registry.sides),
            None,
        )
        if paper:
            return "commentary", paper
    body = [p for p in document.paragraphs[:5] if len(p.text) > 40]
    opening = fold_chinese(body[0].text) if body else ""
    formal = layout(registry, "readout_opening").search(opening)
    if formal:
        side = next(
            (
                registry.voices[registry.by_zh[h[0]]].side
                for h in registry.names_zh.finditer(opening)
                if registry.voices[registry.by_zh[h[0]]].side in registry.sides
            ),
            "",
        )
        medium = _side_of_medium(opening, registry)
        if medium or side in (
            "",
            "both",
            registry.sides[-1],
        ):  # a report that opens with the other side is no readout
            return "readout", _readout_of(medium or registry.sides[-1], registry)
    return "prose", None


def _is_title_of_readout(p: Paragraph, document: Document, registry: Registry) -> bool:
    """Whether a line among the titles at the top names an official text and its issuer."""
    if len(p.text) > 200 or _SENTENCE_END.search(p.text):
        return False
    return _kind_of_document(p.text, document, registry)[0] == "readout" and bool(
        layout(registry, "readout_heading").search(p.text)
    )


def _voices_named(text: str, registry: Registry) -> list[Voice]:
    plain = fold_chinese(text)
    rows = [(h.start(), registry.voice(h[0])) for h in registry.names_en.finditer(text)]
    rows += [(h.start(), registry.voices[registry.by_zh[h[0]]]) for h in registry.names_zh.finditer(plain)]
    return [v for _, v in sorted(rows, key=lambda r: r[0]) if v]


def _side_of_medium(opening: str, registry: Registry) -> str:
    for hit in registry.names_zh.finditer(opening[:30]):
        voice = registry.voices[registry.by_zh[hit[0]]]
        if voice.kind == "outlet" and voice.side in registry.sides:
            return voice.side
    return ""


def _issuer(text: str, registry: Registry) -> Voice | None:
    """The voice of an official text named in a heading: its issuer's readout, or both sides' words."""
    if compose(r"{joint_words}", re.IGNORECASE).search(text):
        return registry.voices.get(registry.parties[0].joint)
    for hit in registry.names_en.finditer(text):
        voice = registry.voice(hit[0])
        if voice and voice.kind in ("person", "institution", "role") and voice.side in registry.sides:
            if re.search(r"\breadout\b", text, re.IGNORECASE):
                return _readout_of(voice.side, registry) or voice
            if re.search(r"\bfact sheet\b", text, re.IGNORECASE) and voice.kind == "person":
                return next(
                    (v for v in registry.voices.values() if v.kind == "institution" and v.side == voice.side),
                    voice,
                )
            return voice
    for party in registry.parties:
        words = (party.name, *party.adjective)
        if any(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text) for w in words):
            return _readout_of(party.id, registry)
    for hit in registry.names_en.finditer(text):
        voice = registry.voice(hit[0])
        if voice and voice.side in registry.sides:
            return voice if voice.kind in ("person", "institution") else _readout_of(voice.side, registry)
    for hit in registry.names_zh.finditer(text):
        voice = registry.voice(hit[0])
        if voice and voice.side in registry.sides:
            return _readout_of(voice.side, registry)
    return None


def _readout_of(side: str, registry: Registry) -> Voice | None:
    for voice in registry.voices.values():
        if voice.kind == "text" and voice.side == side and "readout" in voice.name.lower():
            return voice
    return None


def _first_person_named(text: str, registry: Registry) -> Voice | None:
    for pattern in (registry.names_en, registry.names_zh):
        for hit in pattern.finditer(text):
            voice = registry.voice(hit[0])
            if voice and voice.kind in ("person", "institution", "role"):
                return voice
    return None


def _start_of_comments(document: Document, registry: Registry) -> int:
    """Number of the first paragraph of the reader comments; beyond the end when there are none."""
    paragraphs = document.paragraphs
    marker, signs = layout(registry, "comments"), layout(registry, "comment_signs")
    for n, p in enumerate(paragraphs):
        if n >= 2 and len(p.text) < 60 and marker.search(p.text):
            return n
    gaps = sorted((p.gap for p in paragraphs[1:]), reverse=True)
    if not gaps or gaps[0] < 2:
        return len(paragraphs)
    for n in range(len(paragraphs) - 1, 2, -1):
        p = paragraphs[n]
        if p.gap == gaps[0] and p.start > len(document.text) * 0.6:
            tail = paragraphs[n:]
            told = sum(bool(signs.search(t.text)) for t in tail)
            unique = gaps.count(gaps[0]) == 1
            if told and (unique or told * 2 >= len(tail)):
                return n
    return len(paragraphs)
