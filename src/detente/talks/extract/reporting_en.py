"""English sentence -> attributions: which verb of saying, whose, over which span.

The grammar works on a sentence whose quotations are blanked: it strips the words that may stand
between a speaker and a verb, then reads the subject to the left (adjacent, with an apposition, before
a relative pronoun, inherited over a conjunction or a participle), to the right after an inverted verb,
and in the phrases 'according to', 'citing', 'quoted by'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.talks.extract.people import People
from detente.talks.extract.sources import named_sources
from detente.talks.extract.subjects import OF_A_TEXT, Subject, subject_left, subject_right
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.verbs import Attribution, Verbs, is_noun, verbs_of

_NOT = compose(r"\b(?:{negations})\b", re.IGNORECASE)


MOST_VERBS = 40


def find_attributions(masked: str, mentions: Sequence[Mention], people: People) -> list[Attribution]:
    """All attributions of one sentence, left to right."""
    verbs = verbs_of(people.registry)
    attributions: list[Attribution] = []
    asked = _ASKED.match(masked)
    question = asked.end() if asked else 0  # what a speaker was asked, nobody said
    for n, hit in enumerate(verbs.pattern.finditer(masked)):
        if n >= MOST_VERBS:
            break  # no sentence of a report has more; this one is no sentence
        within = any(m.start <= hit.start() < m.end for m in mentions if m.voice.kind != "role")
        if within or is_noun(masked, hit) or hit.start() < question or _SILENT.search(masked[: hit.end()]):
            continue
        attribution = _read_attribution(masked, hit, mentions, attributions, verbs)
        if attribution is not None:
            attributions.append(attribution)
    attributions += named_sources(masked, mentions, people)
    return _drop_nested_attributions(masked, sorted(attributions, key=lambda a: a.start))


def _read_attribution(
    masked: str, hit: re.Match[str], mentions: Sequence[Mention], earlier: Sequence[Attribution], verbs: Verbs
) -> Attribution | None:
    """The attribution of one verb, or nothing when its subject cannot be the speaker."""
    kind, modality = verbs.family[re.sub(r"\s+", " ", hit[0])]
    if kind == "expressed" and not verbs.nouns.match(masked[hit.end() :]):
        return None
    subject = subject_left(masked, hit, mentions, earlier, verbs) or subject_right(masked, hit, mentions)
    if subject is None or not _can_speak(masked, hit, kind, subject, mentions):
        return None
    start = subject.start
    gap = masked[min(start, hit.start()) : hit.start()]
    if kind == "act" and modality in _WISHES and _is_nameless_group(start, mentions):
        return None
    if kind == "act" and start < hit.start() and _MIGHT.search(gap):
        return None
    if (
        kind in ("act", "describe")
        and not subject.inherited
        and _depends_on_no_speaker(masked, start, hit.start(), earlier, verbs)
    ):
        return None
    negated = start < hit.start() and bool(_NOT.search(gap[-60:]))
    negated = negated or any(re.match(r"(?i)neither", m.text) for m in mentions if m.start == start)
    return Attribution(
        _resolve_pronoun(masked, subject, mentions, earlier),
        hit[0],
        kind,
        modality,
        min(start, hit.start()),
        hit.span(),
        len(masked),
        subject.plural,
        negated,
        told=_hearer_of(masked, hit),
        inherited=subject.inherited,
    )


_WISHES = ("sought", "hoped", "planned")


def _can_speak(
    masked: str, hit: re.Match[str], kind: str, subject: Subject, mentions: Sequence[Mention]
) -> bool:
    """A text reads, an outlet carries a story; 'aired live' and 'reported from' carry nothing."""
    if kind == "text":
        return _is_text_subject(masked, subject.start, mentions)
    if kind == "carry":
        live = compose(r"\s+(?:{words_after_broadcast_verb})\b").match(masked[hit.end() :])
        return subject.voices[0].kind == "outlet" and not live
    return True


def _resolve_pronoun(
    masked: str, subject: Subject, mentions: Sequence[Mention], earlier: Sequence[Attribution]
) -> tuple[Voice, ...]:
    """'he' is who spoke before in the sentence, or whose words the sentence opens with."""
    if _is_pronoun_subject(subject.start, mentions):
        if earlier and earlier[-1].voices[0].kind in ("person", "role"):
            return earlier[-1].voices
        if not earlier and (owner := _owner_of_words(masked, mentions)):
            return (owner,)
    return subject.voices


def _is_nameless_group(start: int, mentions: Sequence[Mention]) -> bool:
    """'growers want …': what a nameless many wish is no statement of anybody."""
    return any(
        m.start == start and m.voice.kind == "role" and m.plural and " " not in m.text.strip()
        for m in mentions
    )


_WORDS_OF = compose(r"^['’]s?\s+(?:own\s+)?(?:\w+\s+)?(?:{nouns_of_own_words})\b")


def _owner_of_words(masked: str, mentions: Sequence[Mention]) -> Voice | None:
    """'The minister's version was different: …, he said': the sentence opens with whose words they are."""
    for m in mentions[:1]:
        if m.start < 4 and m.voice.kind in ("person", "role") and _WORDS_OF.match(masked[m.end :]):
            return m.voice
    return None


_ASKED = compose(
    r"^(?:{asked_openings})?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Qq]uizzed|[Pp]rodded)\s+"
    r"(?:\w+\s+){0,3}?(?:{question_words})\b[^,]*,"
)
_SILENT = compose(
    r"^[Nn]either\b.*\b(?:{silent_verbs_past})$|\b(?:{negating_words})\s+(?:\w+ly\s+|yet\s+)?"
    r"(?:{silent_verbs})$"
)


def _is_text_subject(masked: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether the subject is a text: a statement reads; a person reads something."""
    if OF_A_TEXT.search(masked[:start]):
        return True
    text = compose(r"\b(?:{text_nouns})\b")
    return any(text.search(m.text) for m in mentions if m.start == start)


def _is_pronoun_subject(start: int, mentions: Sequence[Mention]) -> bool:
    return any(m.start == start and m.text.lower() in ("he", "she") for m in mentions)


_MIGHT = compose(r"\b(?:{modal_verbs})\b")


def _depends_on_no_speaker(
    masked: str, start: int, verb: int, attributions: Sequence[Attribution], verbs: Verbs
) -> bool:
    """Whether the clause depends on a verb whose subject cannot speak ('the talks suggest that …')."""
    heads = [
        h
        for h in verbs.pattern.finditer(masked[:start])
        if verbs.family[re.sub(r"\s+", " ", h[0])][0] == "say"
    ]
    known = {a.verb for a in attributions}
    return any(h.span() not in known and re.match(r"\s+(?:\w+\s+)?that\b", masked[h.end() :]) for h in heads)


def _hearer_of(masked: str, hit: re.Match[str]) -> str:
    """To whom it was said: told NBC, told reporters, in an interview with CNN."""
    if not hit[0].startswith(words("stems_of_telling")):
        return ""
    hearer = re.match(
        r"\s+(?:the\s+)?((?:[A-Z][\w.&’']*(?:\s+[A-Z][\w.&’']*)*)|\w+(?:\s+\w+)?)", masked[hit.end() :]
    )
    return hearer[1] if hearer else ""


def _drop_nested_attributions(masked: str, rows: list[Attribution]) -> list[Attribution]:
    """Verbs inside what somebody said belong to that speaker; a new clause opens only at a break."""
    kept: list[Attribution] = []
    for row in rows:
        opener = next((k for k in kept if k.family in ("say", "describe") and k.verb[1] <= row.verb[0]), None)
        if opener and row.family != "according" and not row.inherited and row.voices != opener.voices:
            between = masked[kept[-1].verb[1] : row.start]
            strong = row.family in ("say", "describe", "expressed") or compose(
                r"\b(?:{contrast_joiners})\s*$|;\s*$"
            ).search(between)
            if not (
                strong
                and compose(r"(?:,\s*|;\s*|\s)(?:{coordinating_joiners})?\s*(?:the\s+)?$").search(between)
                and compose(r"[,;]|\b(?:{contrast_joiners})\b").search(between)
            ):
                continue
        kept.append(row)
    return kept
