"""Segments -> attributed statements and quotations, with pronouns and continuing speech resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from detente.talks.extract.people import People, PeopleZh
from detente.talks.extract.quotation_speakers import carried_voice, voices_of_quotations
from detente.talks.extract.sentence import Sentence, read_sentences
from detente.talks.extract.statement_rows import share_source, statements_of
from detente.talks.read.document import Document
from detente.talks.read.quotations import find_quotations
from detente.talks.read.segments import Segment, layout
from detente.talks.words.claim import Quotation, Statement, Turn, Voice
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry
from detente.talks.words.verbs import Attribution


@dataclass
class Reading:
    """What one document yields before slots are filled."""

    statements: list[Statement] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    review: list[tuple[int, int, str]] = field(default_factory=list)


def read_statements(
    document: Document, segments: Sequence[Segment], turns: Sequence[Turn], registry: Registry
) -> Reading:
    """All statements and quotations of a document, in order."""
    reading = Reading()
    people, people_zh = People(registry), PeopleZh(registry)
    _meet_full_names(document, people)
    author = _author_of(segments, registry)
    spoken: dict[str, Voice] = {}
    carried: Voice | None = None  # speech that runs on from one paragraph to the next
    official: Voice | None = None  # official text given in full behind the words that announce it
    section_over: set[str] = set()
    # a headline names and quotes whom the body introduces: it is read when the body has been
    ordered = [*(s for s in segments if s.kind != "headline"), *(s for s in segments if s.kind == "headline")]
    for laid_out in ordered:
        segment = laid_out
        if segment.kind in ("heading", "headline"):
            official = None
            if segment.kind == "heading":
                carried = None
        if segment.kind == "comment" or not segment.readable:
            continue
        if segment.kind == "readout" and segment.voice and _QUESTION_LINE.match(segment.text):
            reading.statements.append(_question_statement(document, segment, registry))
            continue
        quotations = find_quotations(segment)
        sentences = read_sentences(segment, quotations, people, people_zh, registry)
        segment = _leave_section(segment, sentences, section_over)
        author_here = author
        official = (
            segment.voice
            if segment.kind == "commentary"
            else _continues_official_text(segment, sentences, official, registry)
        )
        _drop_joint_attributions(sentences, official, registry)
        quoted = voices_of_quotations(quotations, sentences, carried, segment, spoken, registry, official)
        reading.quotations += quoted
        reading.sentences += sentences
        reading.statements += statements_of(
            document, segment, sentences, quoted, author_here, official, registry
        )
        carried = carried_voice(quoted, segment)
    reading.statements.sort(key=lambda row: row.start)
    reading.quotations.sort(key=lambda row: row.start)
    reading.sentences.sort(key=lambda row: row.start)
    reading.statements = share_source(reading.statements, reading.sentences)
    return reading


_QUESTION_LINE = compose(r"{question_lines}", re.IGNORECASE)


def _question_statement(document: Document, segment: Segment, registry: Registry) -> Statement:
    """A question put to the speaker of an official text: kept, and never evidence."""
    asker = registry.voices["reporter"]
    return Statement(
        document.name,
        segment.start,
        segment.end,
        segment.text,
        segment.lang,
        "question",
        (asker,),
        "question",
        (asker.name, document.name),
    )


def _meet_full_names(document: Document, people: People) -> None:
    """A bare 'Li' counts once the document names somebody of that family name in full."""
    for hit in people.registry.names_en.finditer(document.text):
        voice = people.registry.voice(hit[0])
        if voice and voice.kind == "person" and len(hit[0].split()) > 1:
            people.meet(voice)


def _author_of(segments: Sequence[Segment], registry: Registry) -> Voice:
    style = layout(registry, "author_voice")
    told = any(
        style.search(re.sub(r"[“\"][^”\"]{0,800}[”\"]", " ", s.text))
        for s in segments
        if s.kind in ("prose", "bullet", "headline")
    )
    return registry.voices["newsletter_author" if told else "outlet"]


def _leave_section(segment: Segment, sentences: list[Sentence], over: set[str]) -> Segment:
    """A section of official text ends where the reporter speaks of other media again."""
    if segment.kind != "readout" or segment.voice is None:
        return segment
    if segment.heading in over:
        return replace(segment, kind="prose", voice=None)
    if segment.voice.kind == "group" and any(_names_another(a) for s in sentences for a in s.attributions):
        over.add(segment.heading)  # words both sides issued give way to a report of who said what
        return replace(segment, kind="prose", voice=None)
    named = [
        m.voice
        for s in sentences[:1]
        for m in s.mentions
        if not (m.start <= 3 and compose(r"[^。,]{0,24}(?:{after_dateline_name})").match(s.masked[m.end :]))
    ]
    others = [v for v in named if v.kind == "outlet" and v != segment.voice]
    if others and segment.voice not in named:
        over.add(segment.heading)
        return replace(segment, kind="prose", voice=None)
    return segment


def _names_another(a: Attribution) -> bool:
    """Whether a cue of its own names a person, an unnamed source or an outlet as the speaker."""
    voice = a.voices[0]
    return (
        a.family in ("say", "describe", "according")
        and voice.kind in ("person", "role", "outlet")
        and not compose(r"(?:{documents_that_speak})$").search(voice.name)
    )


def _continues_official_text(
    segment: Segment, sentences: list[Sentence], official: Voice | None, registry: Registry
) -> Voice | None:
    """Whether the paragraph is (still) text of an official organ given without marks of quotation.

    It begins behind a sentence in which the organ's own text speaks, and ends with the first
    paragraph that is not in the style of such texts or that attributes its words itself.
    """
    if segment.kind != "prose":
        return None
    own = [
        a
        for s in sentences
        for a in s.attributions
        if a.voices[0].kind == "outlet" and a.voices[0].side in registry.sides
    ]
    if own:
        return own[-1].voices[0]
    if official is None:
        return None
    other = [
        a
        for s in sentences
        for a in s.attributions
        if a.voices[0].kind in ("person", "role", "outlet") and a.voices[0] != official
    ]
    return official if not other and layout(registry, "official_style").search(segment.text) else None


def _drop_joint_attributions(
    sentences: Sequence[Sentence], official: Voice | None, registry: Registry
) -> None:
    """In a text of one side's organ, what that side or both 'hold' is what the organ says."""
    if official is None:
        return
    for s in sentences:
        s.attributions = [
            a
            for a in s.attributions
            if a.voices[0].kind not in ("party", "group")
            or (a.family == "say" and a.voices[0].side not in ("both", official.side))
        ]
