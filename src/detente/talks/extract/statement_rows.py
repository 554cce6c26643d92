"""Sentence -> statements: one row a speaker, with kind, span and chain; speech that runs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.talks.extract.quotation_speakers import governed_groups
from detente.talks.extract.sentence import Sentence
from detente.talks.read.document import Document
from detente.talks.read.segments import Segment
from detente.talks.words.claim import Quotation, Statement, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.registry import Registry
from detente.talks.words.verbs import Attribution

_LINKED = compose(r"^(?:{linking_phrases})\b")


def statements_of(
    document: Document,
    segment: Segment,
    sentences: Sequence[Sentence],
    quoted: Sequence[Quotation],
    author: Voice,
    official: Voice | None,
    registry: Registry,
) -> list[Statement]:
    """The statements of one paragraph, sentence by sentence."""
    rows: list[Statement] = []
    running: tuple[Voice, ...] = ()
    for s in sentences:
        if s.lang == "zh" and running and _speaks_for_own_side(s, running[0]):
            s.attributions = []
        inside = [q for q in quoted if s.start <= q.start < s.end]
        new = _statements_of_sentence(document, segment, s, inside, official, running, author, registry)
        rows += new
        if s.attributions and new and new[-1].kind != "outlet":
            last = s.attributions[-1]
            running = (
                last.voices
                if last.family in ("say", "describe", "expressed")
                or (segment.lang == "zh" and last.family != "joint")
                else ()
            )
        elif segment.lang == "zh" and _opens_new_matter(s):
            running = ()
    return rows


def _speaks_for_own_side(s: Sentence, speaker: Voice) -> bool:
    """'China hopes …' or 'the two sides will …' behind 'the negotiator said …': the speaker goes on.

    That both sides agree is their own word, not the speaker's.
    """
    if not s.attributions or speaker.kind not in ("person", "role"):
        return False
    return all(
        (a.voices[0].kind == "group" and a.modality in ("will", "") and a.family in ("joint", "act"))
        or (a.family == "act" and a.voices[0].kind == "party" and a.voices[0].side == speaker.side)
        for a in s.attributions
    )


_NEW_MATTER = compose(r"^(?:{new_matter_openings_zh})")


def _opens_new_matter(s: Sentence) -> bool:
    return bool(_NEW_MATTER.match(s.masked))


def _statements_of_sentence(
    document: Document,
    segment: Segment,
    s: Sentence,
    inside: Sequence[Quotation],
    official: Voice | None,
    running: tuple[Voice, ...],
    author: Voice,
    registry: Registry,
) -> list[Statement]:
    def make(
        start: int,
        end: int,
        kind: str,
        voices: tuple[Voice, ...],
        cue: str = "",
        attributes: Sequence[Attribution] = (),
    ) -> Statement:
        a, b = _trim_clause(document.text, s.start + start, s.start + end)
        told = next((x.told for x in attributes if x.told), "")
        chain = (
            tuple(v.name for v in voices)
            + tuple(c for x in attributes for c in x.chain)
            + ((told,) if told else ())
            + (document.publisher or document.name,)
        )
        negated = any(x.negated for x in attributes)
        modality = next((x.modality for x in attributes if x.modality), "")
        return Statement(
            document.name,
            a,
            b,
            document.text[a:b],
            s.lang,
            kind,
            voices,
            cue,
            chain,
            told,
            modality=modality,
            negated=negated,
        )

    length = s.end - s.start
    if s.label:
        kind = (
            "direct"
            if inside and sum(q.end - q.start for q in inside) > 0.6 * length
            else "mixed"
            if inside
            else "indirect"
        )
        return [make(0, length, kind, (s.label,), "label")]
    if (
        segment.kind == "readout"
        and segment.voice
        and segment.voice.kind in ("person", "role", "institution", "group")
        and not (segment.voice.kind == "institution" and _quotes_another(s, segment.voice))
    ):
        return [make(0, length, "readout", (segment.voice,), "", s.attributions)]
    if s.lang == "zh" and _ASKED.match(s.masked) and s.masked.rstrip("”’」』 ").endswith(("?", "？")):
        return [make(0, length, "question", (registry.voices["reporter"],), "question")]
    groups = governed_groups(s)
    rest = groups[0][0] if groups else 0
    another: Voice | None = next((q.voice for q in inside if q.voice and q.voice != official), None)
    if official and another and not groups and sum(q.end - q.start for q in inside) > 0.8 * length:
        return [make(0, length, "direct", (another,))]  # quoted whole, and the next sentence says whose words
    if official and not groups and not any(a.voices[0] == official for a in s.attributions):
        return [make(0, length, "commentary", (official,))]
    if groups:
        rows = [make(0, rest, "outlet", (author,))] if rest > 30 and segment.kind != "headline" else []
        for a, b, group in groups:
            voices = group[0].voices
            quotes = [q for q in inside if s.start + a <= q.start < s.start + b]
            share = sum(q.end - q.start for q in quotes) / max(1, b - a)
            kind = (
                "direct"
                if quotes and share > 0.55 and max(q.words for q in quotes) >= 6
                else "mixed"
                if quotes
                else "indirect"
            )
            if kind == "indirect" and s.lang == "en" and segment.kind != "readout" and _is_deed(group):
                kind = "outlet"
            rows.append(make(a, b, kind, voices, group[0].cue, group))
        return rows
    if segment.kind == "readout" and segment.voice:
        if running:
            return [make(0, length, "indirect", running)]
        return [make(0, length, "readout", (segment.voice,))]
    voiced = [q.voice for q in inside if q.voice]
    share = sum(q.end - q.start for q in inside) / max(1, length)
    if segment.lang == "zh" and running and not _opens_new_matter(s) and not (voiced and share > 0.8):
        return [make(0, length, "indirect", running)]
    if voiced:
        return [make(0, length, "direct" if share > 0.55 else "mixed", (voiced[0],))]
    if segment.kind == "headline":
        return []
    return [make(0, length, "outlet", (author,))]


_ASKED = compose(r"{reporters_question_zh}")


def _quotes_another(s: Sentence, issuer: Voice) -> bool:
    """Whether a sentence of an office's text gives the words of a person, or of the other side."""
    return any(
        a.voices[0].kind == "person"
        or (not a.voices[0].known and a.family in ("say", "describe"))
        or (a.family == "say" and a.voices[0].kind == "party" and a.voices[0].side != issuer.side)
        for a in s.attributions
    )


def _is_deed(group: Sequence[Attribution]) -> bool:
    """Whether the article itself tells what a party did, without saying that the party said so."""
    parties = group[0].voices[0].kind in ("party", "group")
    return parties and all(
        a.family == "act"
        and a.modality in ("agreed", "threatened")
        and not a.cue.startswith(words("stems_of_own_promises"))
        for a in group
    )


def _trim_clause(text: str, a: int, b: int) -> tuple[int, int]:
    while b > a and (text[b - 1].isspace()):
        b -= 1
    tail = compose(r"(?:,|;)?\s*(?:\b(?:{trailing_joiners})\s*)?,?$").search(text[a:b])
    if tail and tail.start() > 0 and text[a + tail.start() : b].strip():
        b = a + tail.start()
    while a < b and text[a].isspace():
        a += 1
    return a, b


def share_source(statements: list[Statement], sentences: Sequence[Sentence]) -> list[Statement]:
    """'…. In return, …, according to X': the sentence before in the same paragraph has the same source."""
    rows = list(statements)
    homes = {(s.start): s for s in sentences}
    for n in range(1, len(rows)):
        now, before = rows[n], rows[n - 1]
        here, there = homes.get(now.start), homes.get(before.start)
        if (
            not here
            or not there
            or (here.segment is not there.segment and here.segment.start != there.segment.start)
        ):
            continue
        if now.cue.lower().startswith("according") and before.kind == "outlet" and _LINKED.match(now.text):
            rows[n - 1] = replace(before, kind="indirect", voices=now.voices, cue=now.cue, chain=now.chain)
    return rows
