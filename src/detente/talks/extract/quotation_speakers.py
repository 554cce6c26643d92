"""Whose words a quotation holds: by its sentence, its neighbours, its section, or words heard before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.talks.extract.sentence import Sentence
from detente.talks.read.language import fold_chinese
from detente.talks.read.segments import Segment
from detente.talks.words.claim import Quotation, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.registry import Registry
from detente.talks.words.verbs import Attribution

_OUTCOME = compose(
    r"^\s*(?:a\s+)?(?:{adjectives_of_outcomes})?\s*(?:{nouns_of_outcomes})\b|{outcomes_zh}", re.IGNORECASE
)


_TALKED = compose(r"\b(?:{talked_words})\b", re.IGNORECASE)


def carried_voice(quoted: Sequence[Quotation], segment: Segment) -> Voice | None:
    """Who goes on speaking when the next paragraph opens with a quotation."""
    full = [q for q in quoted if q.words >= 4 and q.voice]
    return full[-1].voice if full and segment.kind in ("prose", "bullet") else None


_SO_CALLED = compose(r"(?:{so_called_phrases})\s*$", re.IGNORECASE)


_SHOW = compose(r"(?:{titled_works})\s*,?\s*$")


def _is_outlet(q: Quotation, registry: Registry) -> bool:
    """Marks around the name of a paper or a platform quote nobody."""
    voice = registry.voice(fold_chinese(q.inner).strip(" ,.，。"))
    return voice is not None and voice.kind == "outlet"


def _is_title(lead: str, q: Quotation) -> bool:
    """The name of a programme or a book: capitalised words behind 'on', 'the podcast', 'CNBC's'."""
    written = re.findall(r"[A-Za-z][\w’'-]*", q.inner)
    capitals = [w for w in written if w not in words("small_words_in_titles")]
    return (
        bool(_SHOW.search(lead))
        and 2 <= len(written) <= 6
        and len(capitals) >= 2
        and all(w[0].isupper() for w in capitals)
        and written[0][0].isupper()
    )


def voices_of_quotations(
    quotations: Sequence[Quotation],
    sentences: Sequence[Sentence],
    carried: Voice | None,
    segment: Segment,
    spoken: dict[str, Voice],
    registry: Registry,
    official: Voice | None,
) -> list[Quotation]:
    """Each quotation of a paragraph with its speaker, or without one where none can be found."""
    rows: list[Quotation] = []
    before: Voice | None = None
    for q in quotations:
        n = next((k for k, s in enumerate(sentences) if s.start <= q.start < s.end), None)
        if n is None:
            continue
        lead = sentences[n].text[: q.start - sentences[n].start]
        defined = lead.endswith(("(", "（")) and q.words <= 6  # a name given in brackets
        place = lead.endswith(words("place_prepositions_zh")) and sentences[n].text[
            q.end - sentences[n].start :
        ].startswith(words("place_suffixes_zh"))
        if defined or place or _SO_CALLED.search(lead) or _is_title(lead, q) or _is_outlet(q, registry):
            rows.append(q)
            continue
        voice = _voice_of(q, n, sentences, before, carried if not rows else None, segment)
        if voice is None:
            voice = official
        if voice is None:
            voice = (
                _headline_voice(sentences[n])
                or spoken.get(q.inner.strip(" ,.").casefold())
                or _outcome_voice(q, sentences[n], registry)
            )
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
    """The speaker of a quotation: named in its sentence, in the next, or heard before; the first decides."""
    s = sentences[n]
    whole = q.end - q.start > 0.6 * (s.end - s.start)
    if voice := s.label or _voice_in_sentence(q, s) or (whole and _voice_behind(n, sentences)) or None:
        return voice
    if before and (whole or s.masked.lstrip()[:1] in '“"‘「'):
        return before
    if whole and carried and n == 0:
        return carried
    last = sentences[n - 1] if n else None
    if last and last.attributions and (whole or last.text.rstrip().endswith((":", "："))):
        return _merge_voices(last.attributions[-1].voices)
    if segment.kind == "readout":
        return segment.voice
    if last and whole and not last.attributions:
        return _only_person_in(last)
    return None


def _voice_in_sentence(q: Quotation, s: Sentence) -> Voice | None:
    """Who is named beside a quotation: by a verb of saying, before a colon, or behind a dash."""
    at = q.start - s.start
    groups = governed_groups(s)
    for start, end, group in groups:
        if start <= at < end:
            return _merge_voices(group[0].voices)
    if groups:
        return _merge_voices(groups[0][2][0].voices) if groups[0][0] == 0 else None
    if s.masked[:at].rstrip().endswith((":", "：")):
        kinds = ("person", "role", "institution")
        named = [m.voice for m in s.mentions if m.end <= at and m.voice.kind in kinds]
        if named:
            return named[-1]
    close = q.end - s.start
    behind_dash = (m for m in s.mentions if re.fullmatch(r"\s*[—–-]+\s*", s.masked[close : m.start]))
    signed = next(behind_dash, None)  # "…" — Name
    return signed.voice if signed and signed.start >= close else None


def _voice_behind(n: int, sentences: Sequence[Sentence]) -> Voice | None:
    """Whom the next sentence names as the speaker: 'he said', and little else."""
    after = sentences[n + 1] if n + 1 < len(sentences) else None
    if after is None or not after.attributions or after.end - after.start >= 120:
        return None
    first = after.attributions[0]
    leads = first.start <= 2 or _only_names_speaker(after)
    return _merge_voices(first.voices) if leads and "\x01" not in after.masked[: first.verb[1]] else None


def _only_names_speaker(s: Sentence) -> bool:
    """The Chinese sentence behind a quotation that says whose it is: an office, a name, 'told reporters'."""
    verb = s.attributions[0].verb[1]
    start = s.attributions[0].start
    ends = not s.masked[verb:].strip("。. ”」")
    return (
        s.lang == "zh"
        and (start < 16 and not re.search(r"[,;:。]", s.masked[:start]))
        and (ends or start < 12)
    )


def _only_person_in(s: Sentence) -> Voice | None:
    """'Lin shrugged. “…”': the one person of the sentence before goes on to speak."""
    people = list(dict.fromkeys(m.voice for m in s.mentions if m.voice.kind == "person"))
    return people[0] if len(people) == 1 and "\x01" not in s.masked else None


def _merge_voices(voices: tuple[Voice, ...]) -> Voice:
    """Two parties named together are both sides; of several others the first stands for all."""
    sides = [v for v in voices if v.kind == "party"]
    if len(sides) > 1:
        return Voice("both_sides", "both sides", "both", "group", "joint")
    return voices[0]


def _headline_voice(s: Sentence) -> Voice | None:
    """'…': Name does this. The one person a headline names is who is quoted in it."""
    people = [m.voice for m in s.mentions if m.voice.kind == "person"]
    return people[0] if s.segment.kind == "headline" and len(set(people)) == 1 else None


def _outcome_voice(q: Quotation, s: Sentence, registry: Registry) -> Voice | None:
    """Words in marks that name the outcome of the talks are the words of both sides."""
    if (
        q.words <= 6
        and _OUTCOME.search(q.inner)
        and (_TALKED.search(s.masked) or s.segment.kind in ("headline", "bullet"))
    ):
        return registry.voices.get(registry.parties[0].joint)
    return None


_NOTHING_SAID_AFTER = compose(
    r"^\s*(?:[.,;]|$|(?:{adverbials_after_verb})\b(?!.*\bthat\b)|(?:the\s+)?"
    r"(?:[A-Z][\w.’']*\s*){1,5}[.,]?\s*$|(?:reporters|journalists)\b(?!.*\bthat\b))"
)


def _closing_speaker(masked: str, rows: list[Attribution]) -> list[Attribution]:
    """'Both sides have agreed to …, X announced on Monday': the closing speaker said what stands before."""
    for a in rows:
        closes = re.search(r",\s*(?:[A-Z][\w.]*\s+){0,3}$", masked[: a.start])
        if a.family != "say" or a.inherited or a.start == 0 or not closes:
            continue
        before = [r for r in rows if r.verb[1] <= a.start]
        if before and (_is_inverted_closing(masked, a, before) or _is_plain_closing(masked, a, before)):
            return [replace(a, start=0), *[r for r in rows if r not in before and r is not a]]
    return rows


def _is_inverted_closing(masked: str, a: Attribution, before: Sequence[Attribution]) -> bool:
    """'Beijing believes …, said Name'."""
    tail = masked[a.verb[1] :]
    name_follows = re.match(r"\s+(?:the\s+|an?\s+)?[\w.’' -]{3,60}(?:[,.]|$)", tail)
    nobody_named = all(r.voices[0].kind in ("party", "group", "role") for r in before)
    return a.verb[0] == a.start and bool(name_follows) and nobody_named


def _is_plain_closing(masked: str, a: Attribution, before: Sequence[Attribution]) -> bool:
    """'Both sides have agreed …, Name announced', with nothing said behind the verb."""
    tail = masked[a.verb[1] :]
    return (
        a.verb[0] > a.start
        and "\x01" not in tail
        and bool(_NOTHING_SAID_AFTER.match(tail))
        and all(
            r.voices[0].kind == "party"
            or (r.family == "act" and r.voices[0].kind in ("party", "group", "role"))
            for r in before
        )
    )


_TEXT = compose(r"\b(?:{text_nouns_that_hold_quotations})s?\b", re.IGNORECASE)


def governed_groups(s: Sentence) -> list[tuple[int, int, list[Attribution]]]:
    """Attributions of a sentence gathered by speaker, with the span each governs."""
    rows = _closing_speaker(s.masked, list(s.attributions))
    according = [a for a in rows if a.family == "according"]
    for a in according:
        covered = [
            r
            for r in rows
            if r is not a and r.family != "according" and r.start >= a.start and r.verb[0] < a.verb[0]
        ]
        said = any(r.family in ("say", "describe") and not r.negated for r in covered)
        if covered and (a.voices[0].kind == "outlet" or (said and _TEXT.search(a.voices[0].name))):
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
    starts = [_start_of_governed(s.masked, gathered[0][0])] + [g[0].start for g in gathered[1:]]
    ends = [*starts[1:], len(s.text)]
    return [(a, b, g) for a, b, g in zip(starts, ends, gathered, strict=True)]


_RELATIVE = compose(r"(?:,\s*|\s)(?:{relative_pronouns})\s+(?:the\s+)?$")


def _start_of_governed(masked: str, first: Attribution) -> int:
    """Where the words of the first speaker begin: at the sentence's start, or at a relative clause's noun."""
    if first.family == "according" or not _RELATIVE.search(masked[: first.start]):
        return 0
    head = _RELATIVE.sub("", masked[: first.start])
    cuts = [
        m.end()
        for m in compose(r"(?:,\s*|\s(?:{prepositions_before_quotation})\s)").finditer(head)
        if len(head) - m.end() <= 90
    ]
    near = [c for c in cuts if len(head) - c >= 8]
    return near[-1] if near else max(0, len(head) - 60)
