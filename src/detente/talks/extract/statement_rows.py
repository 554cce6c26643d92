"""Sentence -> statements: one row a speaker, with kind, span and chain; speech that runs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.talks.extract.quotation_speakers import governed_groups
from detente.talks.extract.sentence import Sentence
from detente.talks.read.document import Document
from detente.talks.read.segments import Segment
from detente.talks.words.claim import Quotation, Statement, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.registry import Registry
from detente.talks.words.verbs import Attribution

_LINKED = compose(r"^(?:{linking_phrases})\b")


@dataclass(frozen=True)
class _Paragraph:
    """What the statements of a paragraph have in common."""

    document: Document
    segment: Segment
    author: Voice
    official: Voice | None
    registry: Registry


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
    paragraph = _Paragraph(document, segment, author, official, registry)
    statements: list[Statement] = []
    running: tuple[Voice, ...] = ()
    for s in sentences:
        if s.lang == "zh" and running and _speaks_for_own_side(s, running[0]):
            s.attributions = []
        inside = [q for q in quoted if s.start <= q.start < s.end]
        of_sentence = _statements_of_sentence(paragraph, s, inside, running)
        statements += of_sentence
        if s.attributions and of_sentence and of_sentence[-1].kind != "outlet":
            last = s.attributions[-1]
            spoken = last.family in ("say", "describe", "expressed")
            running = last.voices if spoken or (segment.lang == "zh" and last.family != "joint") else ()
        elif segment.lang == "zh" and _opens_new_matter(s):
            running = ()
    return statements


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
    p: _Paragraph, s: Sentence, inside: Sequence[Quotation], running: tuple[Voice, ...]
) -> list[Statement]:
    """The statements of one sentence; the first rule that gives any is taken."""
    length = s.end - s.start
    if s.label:
        kind = _kind_by_quotations(inside, length, direct_share=0.6)
        return [_statement(p, s, 0, length, kind, (s.label,), "label")]
    if issued := _issued_text(p, s):
        return [issued]
    if s.lang == "zh" and _ASKED.match(s.masked) and s.masked.rstrip("”’」』 ").endswith(("?", "？")):
        return [_statement(p, s, 0, length, "question", (p.registry.voices["reporter"],), "question")]
    groups = governed_groups(s)
    if p.official and (words_of := _official_words(p, s, inside, bool(groups))):
        return [words_of]
    if groups:
        return _governed_statements(p, s, inside, groups)
    return _ungoverned_statement(p, s, inside, running)


def _statement(
    p: _Paragraph,
    s: Sentence,
    start: int,
    end: int,
    kind: str,
    voices: tuple[Voice, ...],
    cue: str = "",
    attributions: Sequence[Attribution] = (),
) -> Statement:
    """A statement over a span of the sentence, with the chain from its speaker to the document."""
    a, b = _trim_clause(p.document.text, s.start + start, s.start + end)
    told = next((x.told for x in attributions if x.told), "")
    carriers = (c for x in attributions for c in x.chain)
    published = p.document.publisher or p.document.name
    return Statement(
        p.document.name,
        a,
        b,
        p.document.text[a:b],
        s.lang,
        kind,
        voices,
        cue,
        (*(v.name for v in voices), *carriers, *([told] if told else []), published),
        told,
        modality=next((x.modality for x in attributions if x.modality), ""),
        negated=any(x.negated for x in attributions),
    )


def _share(quotations: Sequence[Quotation], length: int) -> float:
    """The share of a span, from 0 to 1, that stands in quotation marks."""
    return sum(q.end - q.start for q in quotations) / max(1, length)


def _kind_by_quotations(quotations: Sequence[Quotation], length: int, direct_share: float) -> str:
    """``direct`` where quoted words are more than a share of the span, ``mixed`` where there are some."""
    if not quotations:
        return "indirect"
    return "direct" if _share(quotations, length) > direct_share else "mixed"


def _issued_text(p: _Paragraph, s: Sentence) -> Statement | None:
    """A sentence of a readout is what its issuer says, unless an office's text quotes another."""
    issuer = p.segment.voice
    if p.segment.kind != "readout" or issuer is None or issuer.kind not in _ISSUERS:
        return None
    if issuer.kind == "institution" and _quotes_another(s, issuer):
        return None
    return _statement(p, s, 0, s.end - s.start, "readout", (issuer,), "", s.attributions)


_ISSUERS = ("person", "role", "institution", "group")


def _official_words(
    p: _Paragraph, s: Sentence, inside: Sequence[Quotation], governed: bool
) -> Statement | None:
    """A sentence of an official text: quoted whole from another, or the organ's own words."""
    length = s.end - s.start
    if p.official is None or governed:
        return None
    another = next((q.voice for q in inside if q.voice and q.voice != p.official), None)
    if another and _share(inside, length) > 0.8:  # the next sentence says whose words they are
        return _statement(p, s, 0, length, "direct", (another,))
    if any(a.voices[0] == p.official for a in s.attributions):
        return None
    return _statement(p, s, 0, length, "commentary", (p.official,))


def _governed_statements(
    p: _Paragraph,
    s: Sentence,
    inside: Sequence[Quotation],
    groups: Sequence[tuple[int, int, list[Attribution]]],
) -> list[Statement]:
    """One statement a speaker, each over the span that the speaker's verbs govern."""
    rest = groups[0][0]
    statements = []
    if rest > 30 and p.segment.kind != "headline":
        statements.append(_statement(p, s, 0, rest, "outlet", (p.author,)))
    for a, b, group in groups:
        quotations = [q for q in inside if s.start + a <= q.start < s.start + b]
        kind = _kind_by_quotations(quotations, b - a, direct_share=0.55)
        if kind == "direct" and max(q.words for q in quotations) < 6:
            kind = "mixed"
        own = s.lang == "en" and p.segment.kind != "readout"
        if kind == "indirect" and own and _is_deed(group):
            kind = "outlet"
        statements.append(_statement(p, s, a, b, kind, group[0].voices, group[0].cue, group))
    return statements


def _ungoverned_statement(
    p: _Paragraph, s: Sentence, inside: Sequence[Quotation], running: tuple[Voice, ...]
) -> list[Statement]:
    """A sentence without a verb of saying: speech that runs on, a bare quotation, or the article itself."""
    length = s.end - s.start
    if p.segment.kind == "readout" and p.segment.voice:
        kind, voices = ("indirect", running) if running else ("readout", (p.segment.voice,))
        return [_statement(p, s, 0, length, kind, voices)]
    voiced = [q.voice for q in inside if q.voice]
    share = _share(inside, length)
    runs_on = p.segment.lang == "zh" and running and not _opens_new_matter(s)
    if runs_on and not (voiced and share > 0.8):
        return [_statement(p, s, 0, length, "indirect", running)]
    if voiced:
        return [_statement(p, s, 0, length, "direct" if share > 0.55 else "mixed", (voiced[0],))]
    if p.segment.kind == "headline":
        return []
    return [_statement(p, s, 0, length, "outlet", (p.author,))]


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
