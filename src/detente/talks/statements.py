"""Segments -> attributed statements and quotations, with pronouns and continuing speech resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from detente.talks.claim import Mention, Quotation, Statement, Turn, Voice
from detente.talks.document import Document
from detente.talks.language import fold_chinese
from detente.talks.mentions import People, find_mentions
from detente.talks.quotes import find_quotations
from detente.talks.registry import Registry
from detente.talks.reporting_en import Attribution, find_attributions
from detente.talks.reporting_zh import PeopleZh, find_attributions_zh, find_mentions_zh
from detente.talks.segments import Segment, _layout
from detente.talks.sentences import split_sentences

_BULLET_HEAD = re.compile(r"^(?:[•·●▪◦‣*\-–—]\s+|\d{1,2}[/.)、）]\s*)")
_LABEL = re.compile(r"^(?P<label>[^:：“\"]{2,70}?)\s*[:：]\s*")
_OUTCOME = re.compile(
    r"^\s*(?:a\s+)?(?:preliminary|initial|basic|important|broad|new)?\s*(?:consensus|agreement|common understanding|agreement in principle)\b|"
    r"^(?:初步|基本|重要|原则性?)?共识$",
    re.IGNORECASE,
)
_TALKED = re.compile(
    r"\b(?:talks|discussions?|negotiations?|consultations?|delegations?|both sides|two sides|reach(?:ed)?|result(?:ed)?|achiev\w+)\b",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"^(?:In return|In exchange|In addition|At the same time|As part of|Under (?:the|that|this))\b"
)


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
    _introduce(document, people)
    author = _author(segments, registry)
    spoken: dict[str, Voice] = {}
    carried: Voice | None = None  # speech that runs on from one paragraph to the next
    official: Voice | None = None  # official text given in full behind the words that announce it
    section_over: set[str] = set()
    for segment in segments:
        if segment.kind in ("heading", "headline"):
            official = None
            if segment.kind == "heading":
                carried = None
        if segment.kind == "comment" or not segment.readable:
            continue
        if segment.kind == "readout" and segment.voice and _QUESTION_LINE.match(segment.text):
            reading.statements.append(_question(document, segment, registry))
            continue
        quotations = find_quotations(segment)
        sentences = _sentences(segment, quotations, people, people_zh, registry)
        segment = _leave_section(segment, sentences, section_over)
        author_here = author
        official = (
            segment.voice
            if segment.kind == "commentary"
            else _official_text(segment, sentences, official, registry)
        )
        _own_words(sentences, official, registry)
        quoted = _voices_of_quotations(quotations, sentences, carried, segment, spoken, registry, official)
        reading.quotations += quoted
        reading.sentences += sentences
        reading.statements += _statements(
            document, segment, sentences, quoted, author_here, official, registry
        )
        carried = _carry(quoted, segment)
    reading.statements = _share_source(reading.statements, reading.sentences)
    return reading


_QUESTION_LINE = re.compile(
    r"^(?:有?记者(?:问|提问)?|问|[一-鿿]{2,8}记者|Q|Question|Reporter)\s*[:：]|^有记者(?:问|提问|就)",
    re.IGNORECASE,
)


def _question(document: Document, segment: Segment, registry: Registry) -> Statement:
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


def _introduce(document: Document, people: People) -> None:
    """A bare 'Li' counts once the document names somebody of that family name in full."""
    for hit in people.registry.names_en.finditer(document.text):
        voice = people.registry.voice(hit[0])
        if voice and voice.kind == "person" and len(hit[0].split()) > 1:
            people.meet(voice)


def _author(segments: Sequence[Segment], registry: Registry) -> Voice:
    style = _layout(registry, "author_voice")
    told = any(
        style.search(re.sub(r"[“\"][^”\"]*[”\"]", " ", s.text))
        for s in segments
        if s.kind in ("prose", "bullet", "headline")
    )
    return registry.voices["newsletter_author" if told else "outlet"]


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


def _sentences(
    segment: Segment, quotations: Sequence[Quotation], people: People, people_zh: PeopleZh, registry: Registry
) -> list[Sentence]:
    text = fold_chinese(segment.text) if segment.lang == "zh" else segment.text
    masked = mask_quotations(text, segment.start, quotations)
    rows: list[Sentence] = []
    for a, b in split_sentences(masked):
        row = Sentence(
            segment.start + a,
            segment.start + b,
            segment.text[a:b],
            masked[a:b],
            segment.lang,
            segment,
            first=a == 0,
        )
        if segment.lang == "zh":
            row.mentions = find_mentions_zh(row.masked, people_zh)
            row.attributions = find_attributions_zh(row.masked, row.mentions, people_zh)
        elif segment.lang == "en":
            row.mentions = find_mentions(row.masked, people)
            row.attributions = find_attributions(row.masked, row.mentions, people)
            _remember(row, people)
        else:
            row.mentions = [
                Mention(h.start(), h.end(), h[0], v)
                for h in registry.names_en.finditer(row.masked)
                if (v := registry.voice(h[0]))
            ]
        rows.append(row)
    _label_of(rows, people, registry)
    return rows


def _remember(row: Sentence, people: People) -> None:
    """Who is in the mind of the reader after this sentence."""
    lead = next(
        (m for m in row.mentions if m.start < 60 and not re.match(r"['’]", row.masked[m.end :])), None
    )
    spoke = [a for a in row.attributions if a.voices[0].kind == "person"]
    if lead and not spoke and lead.start <= 30 and (lead.voice.kind == "person" or not row.attributions):
        people.heard(lead.voice, lead.plural)
    for a in row.attributions:
        for voice in a.voices[:1]:
            people.heard(voice, a.plural)


def _label_of(rows: list[Sentence], people: People, registry: Registry) -> None:
    """'U.S. side: …' at the start of a line: what follows is what that side says."""
    if not rows or not rows[0].first:
        return
    row = rows[0]
    head = _BULLET_HEAD.match(row.text)
    at = head.end() if head else 0
    found = _LABEL.match(row.masked[at:])
    if not found or "\x01" in found["label"]:
        return
    label = found["label"].strip()
    voice = registry.voice(label) or registry.voices.get(registry.by_zh.get(label, ""))
    mention = next(
        (
            m
            for m in row.mentions
            if m.voice.kind in ("person", "party", "institution", "role", "group")
            and (m.voice.known or m.voice in people.introduced.values())
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


def _leave_section(segment: Segment, sentences: list[Sentence], over: set[str]) -> Segment:
    """A section of official text ends where the reporter speaks of other media again."""
    if segment.kind != "readout" or segment.voice is None:
        return segment
    if segment.heading in over:
        return replace(segment, kind="prose", voice=None)
    named = [
        m.voice
        for s in sentences[:1]
        for m in s.mentions
        if not (m.start <= 3 and re.match(r"[^。,]{0,24}(?:电|讯|\(|:|—|-)", s.masked[m.end :]))
    ]
    others = [v for v in named if v.kind == "outlet" and v != segment.voice]
    if others and segment.voice not in named:
        over.add(segment.heading)
        return replace(segment, kind="prose", voice=None)
    return segment


def _official_text(
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
    return official if not other and _layout(registry, "official_style").search(segment.text) else None


def _own_words(sentences: Sequence[Sentence], official: Voice | None, registry: Registry) -> None:
    """In a text of one side's organ, what that side or both 'hold' is what the organ says."""
    if official is None:
        return
    for s in sentences:
        s.attributions = [
            a
            for a in s.attributions
            if a.voices[0].kind not in ("party", "group")
            or a.family == "say"
            and a.voices[0].side not in ("both", official.side)
        ]


def _carry(quoted: Sequence[Quotation], segment: Segment) -> Voice | None:
    """Who goes on speaking when the next paragraph opens with a quotation."""
    full = [q for q in quoted if q.words >= 4 and q.voice]
    return full[-1].voice if full and segment.kind in ("prose", "bullet") else None


_SO_CALLED = re.compile(
    r"(?:\bso-called|\bdubbed|\bknown\s+as|\btitled|\bentitled|\bthemed|所谓的?|题为|名为|主题为)\s*$",
    re.IGNORECASE,
)


def _voices_of_quotations(
    quotations: Sequence[Quotation],
    sentences: Sequence[Sentence],
    carried: Voice | None,
    segment: Segment,
    spoken: dict[str, Voice],
    registry: Registry,
    official: Voice | None,
) -> list[Quotation]:
    rows: list[Quotation] = []
    before: Voice | None = None
    for q in quotations:
        n = next((k for k, s in enumerate(sentences) if s.start <= q.start < s.end), None)
        if n is None:
            continue
        if _SO_CALLED.search(sentences[n].text[: q.start - sentences[n].start]):
            rows.append(q)
            continue
        voice = _voice_of(q, n, sentences, before, carried if not rows else None, segment)
        if voice is None:
            voice = official
        if voice is None:
            voice = spoken.get(q.inner.strip(" ,.").casefold()) or _outcome_voice(q, sentences[n], registry)
        if voice is not None:
            spoken.setdefault(q.inner.strip(" ,.").casefold(), voice)
        rows.append(replace(q, voice=voice))
        if voice is not None:
            before = voice
    return rows


def _voice_of(
    q: Quotation,
    n: int,
    sentences: Sequence[Sentence],
    before: Voice | None,
    carried: Voice | None,
    segment: Segment,
) -> Voice | None:
    s = sentences[n]
    if s.label:
        return s.label
    at = q.start - s.start
    groups = _groups(s)
    for start, end, group in groups:
        if start <= at < end:
            return _as_one(group[0].voices)
    if groups and groups[0][0] == 0:
        return _as_one(groups[0][2][0].voices)
    whole = q.end - q.start > 0.6 * (s.end - s.start)
    after = sentences[n + 1] if n + 1 < len(sentences) else None
    if (
        whole
        and after
        and after.attributions
        and after.attributions[0].start <= 2
        and after.end - after.start < 120
        and "\x01" not in after.masked[: after.attributions[0].verb[1]]
    ):
        return _as_one(after.attributions[0].voices)
    if before and (whole or s.masked.lstrip()[:1] in '“"‘「'):
        return before
    if whole and carried and n == 0:
        return carried
    if (
        n
        and sentences[n - 1].attributions
        and (whole or sentences[n - 1].text.rstrip().endswith((":", "：")))
    ):
        return _as_one(sentences[n - 1].attributions[-1].voices)
    return segment.voice if segment.kind == "readout" else None


def _as_one(voices: tuple[Voice, ...]) -> Voice:
    """Two parties named together are both sides; of several others the first stands for all."""
    sides = [v for v in voices if v.kind == "party"]
    if len(sides) > 1:
        return Voice("both_sides", "both sides", "both", "group", "joint")
    return voices[0]


def _outcome_voice(q: Quotation, s: Sentence, registry: Registry) -> Voice | None:
    """Words in marks that name the outcome of the talks are the words of both sides."""
    if (
        q.words <= 6
        and _OUTCOME.search(q.inner)
        and (_TALKED.search(s.masked) or s.segment.kind in ("headline", "bullet"))
    ):
        return registry.voices.get(registry.parties[0].joint)
    return None


def _groups(s: Sentence) -> list[tuple[int, int, list[Attribution]]]:
    """Attributions of a sentence gathered by speaker, with the span each governs."""
    rows = [a for a in s.attributions]
    according = [a for a in rows if a.family == "according"]
    for a in according:
        covered = [
            r
            for r in rows
            if r is not a and r.family != "according" and r.start >= a.start and r.verb[0] < a.verb[0]
        ]
        if covered and a.voices[0].kind == "outlet":
            rows = [r for r in rows if r is not a]
        else:
            rows = [r for r in rows if r not in covered]
    if not rows:
        return []
    gathered: list[list[Attribution]] = []
    for a in sorted(rows, key=lambda r: (r.start, r.verb[0])):
        if gathered and gathered[-1][0].voices == a.voices:
            gathered[-1].append(a)
        else:
            gathered.append([a])
    starts = [_governed_from(s.masked, gathered[0][0])] + [g[0].start for g in gathered[1:]]
    ends = starts[1:] + [len(s.text)]
    return [(a, b, g) for a, b, g in zip(starts, ends, gathered, strict=True)]


_RELATIVE = re.compile(r"(?:,\s*|\s)(?:that|which|whom)\s+(?:the\s+)?$")


def _governed_from(masked: str, first: Attribution) -> int:
    """Where the words of the first speaker begin: at the sentence's start, or at the noun of a relative clause."""
    if first.family == "according" or not _RELATIVE.search(masked[: first.start]):
        return 0
    head = _RELATIVE.sub("", masked[: first.start])
    cuts = [
        m.end()
        for m in re.finditer(r"(?:,\s*|\s(?:to|of|on|over|for|with|by|avert|avoid)\s)", head)
        if len(head) - m.end() <= 90
    ]
    near = [c for c in cuts if len(head) - c >= 8]
    return near[-1] if near else max(0, len(head) - 60)


def _statements(
    document: Document,
    segment: Segment,
    sentences: Sequence[Sentence],
    quoted: Sequence[Quotation],
    author: Voice,
    official: Voice | None,
    registry: Registry,
) -> list[Statement]:
    rows: list[Statement] = []
    running: tuple[Voice, ...] = ()
    for s in sentences:
        inside = [q for q in quoted if s.start <= q.start < s.end]
        made = _of_sentence(document, segment, s, inside, official, running, author, registry)
        rows += made
        if s.attributions and made and made[-1].kind != "outlet":
            last = s.attributions[-1]
            running = (
                last.voices
                if last.family in ("say", "describe", "expressed")
                or segment.lang == "zh"
                and last.family != "joint"
                else ()
            )
        elif segment.lang == "zh" and _new_matter(s):
            running = ()
    return rows


_NEW_MATTER = re.compile(
    r"^(?:据|记者|此前|此外|当天|当日|同日|会谈(?:前|后|结束)|磋商(?:前|后|结束)|这是|分析|目前|截至|\d+月\d+日|另据|消息)"
)


def _new_matter(s: Sentence) -> bool:
    return bool(_NEW_MATTER.match(s.masked))


def _of_sentence(
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
        a, b = _trimmed(document.text, s.start + start, s.start + end)
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
        and segment.voice.kind in ("person", "role", "institution")
    ):
        return [make(0, length, "readout", (segment.voice,), "", s.attributions)]
    groups = _groups(s)
    rest = groups[0][0] if groups else 0
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
            if kind == "indirect" and segment.kind != "readout" and _is_deed(group):
                kind = "outlet"
            rows.append(make(a, b, kind, voices, group[0].cue, group))
        return rows
    if segment.kind == "readout" and segment.voice:
        if running:
            return [make(0, length, "indirect", running)]
        return [make(0, length, "readout", (segment.voice,))]
    if segment.lang == "zh" and running and not _new_matter(s):
        return [make(0, length, "indirect", running)]
    voiced = [q.voice for q in inside if q.voice]
    if voiced:
        share = sum(q.end - q.start for q in inside) / max(1, length)
        return [make(0, length, "direct" if share > 0.55 else "mixed", (voiced[0],))]
    if segment.kind == "headline":
        return []
    return [make(0, length, "outlet", (author,))]


def _is_deed(group: Sequence[Attribution]) -> bool:
    """Whether the article itself tells what a party did, without saying that the party said so."""
    parties = group[0].voices[0].kind in ("party", "group")
    return parties and all(
        a.family == "act"
        and a.modality in ("agreed", "threatened")
        and not a.cue.startswith(("threatened", "pledg", "promis", "vow"))
        for a in group
    )


def _trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    while b > a and (text[b - 1].isspace()):
        b -= 1
    tail = re.search(r"(?:,|;)?\s*(?:\b(?:and|but|while|whereas|although)\s*)?,?$", text[a:b])
    if tail and tail.start() > 0 and text[a + tail.start() : b].strip():
        b = a + tail.start()
    while a < b and text[a].isspace():
        a += 1
    return a, b


def _share_source(statements: list[Statement], sentences: Sequence[Sentence]) -> list[Statement]:
    """'…. In return, …, according to X': the sentence before in the same paragraph has the same source."""
    rows = list(statements)
    homes = {(s.start): s for s in sentences}
    for n in range(1, len(rows)):
        now, before = rows[n], rows[n - 1]
        here, there = homes.get(now.start), homes.get(before.start)
        if (
            not here
            or not there
            or here.segment is not there.segment
            and here.segment.start != there.segment.start
        ):
            continue
        if now.cue.lower().startswith("according") and before.kind == "outlet" and _LINKED.match(now.text):
            rows[n - 1] = replace(before, kind="indirect", voices=now.voices, cue=now.cue, chain=now.chain)
    return rows
