"""Where an English document names somebody who can speak: known names, role phrases, new people, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.talks.extract.people import People
from detente.talks.extract.role_phrases import CAPITALISED, SENTENCE_OPENERS, role_mentions
from detente.talks.extract.subjects import may_lead
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose

_NAME = compose(
    r"(?<![\w“‘'’])(?:{capitalised})(?:\s+(?:{particles_of_names})(?=\s+[A-Z]))*"
    r"(?:\s+{capitalised}(?:\s+(?:{particles_inside_names})(?=\s+[A-Z]))?){1,6}",
    capitalised=CAPITALISED,
)


_SINGLE = re.compile(r"(?<![\w“‘'’.])[A-Z][a-zà-ÿ]+(?:-[A-Z][a-z]+)?(?![\w])")


_PRONOUN = compose(r"(?<!\w)(?:{pronouns})(?!\w)")


_ORG = compose(r"\b(?:{organisation_nouns})\b")


_NOT_PEOPLE = compose(r"\b(?:{not_people_nouns})\b")


def find_mentions(masked: str, people: People) -> list[Mention]:
    """Mentions of one sentence, left to right, not overlapping; quoted words are blanked in ``masked``."""
    registry = people.registry
    mentions: list[Mention] = []
    for hit in registry.names_en.finditer(masked):
        voice = registry.voice(hit[0])
        if voice and _belongs_to_somebody_else(hit, masked, voice, people):
            continue
        if voice:
            mentions.append(Mention(hit.start(), hit.end(), hit[0], voice, voice.kind == "group"))
    mentions += role_mentions(masked, people, mentions)
    mentions += _find_new_people(masked, people, mentions)
    mentions = _drop_nested_mentions(mentions)
    mentions = _join_titles(masked, mentions)
    for m in mentions:
        people.meet(m.voice)
    mentions += [
        Mention(h.start(), h.end(), h[0], v)
        for h in _PRONOUN.finditer(masked)
        if (v := _antecedent_in_sentence(h, masked, mentions) or people.pronoun(h[0]))
        and not (h[0].lower() == "both" and re.match(r"both\s+\w", masked[h.start() :], re.I))
    ]
    for hit in _ANOTHER.finditer(masked):
        before = people.source
        if before and before.kind == "role":
            bare = compose(r"^(?:{articles_and_one})\s+", re.IGNORECASE).sub("", before.name)
            name = before.name if hit[0].lower().startswith("one") else f"another {bare}"
            other = Voice(
                re.sub(r"\W+", "_", name.casefold()), name, before.side, "role", before.role, known=False
            )
            mentions.append(Mention(hit.start(), hit.end(), hit[0], other))
    return _drop_nested_mentions(sorted(mentions, key=lambda m: (m.start, -m.end)))


def _belongs_to_somebody_else(hit: re.Match[str], masked: str, voice: Voice, people: People) -> bool:
    """Whether a bare family name is that of another person, named in full here or before."""
    word = hit[0]
    if voice.kind != "person" or word not in people.registry.surnames:
        return False
    other = people.introduced.get(word)
    if other is not None and other != voice and other.name.split()[0] == word:
        return True
    if voice.side not in people.registry.sides[1:]:
        return False
    given = re.match(r"\s+([A-Z][a-z]{2,})(?!\w)", masked[hit.end() :])
    return bool(
        given
        and given[1] not in SENTENCE_OPENERS
        and not people.registry.names_en.match(given[1])
        and not _ORG.match(given[1])
    )


def _antecedent_in_sentence(hit: re.Match[str], masked: str, mentions: list[Mention]) -> Voice | None:
    """'Ask Jessup and he laughs': a person the sentence named before, where a subject may stand."""
    if hit[0].lower() not in ("he", "she"):
        return None
    for m in mentions:
        if m.end > hit.start():
            break
        alone = m.voice.kind == "person" and not re.match(r"['’]s?\b", masked[m.end :])
        if alone and may_lead(masked, m) and not re.search(r"\w+ing\s+$", masked[: m.start]):
            return m.voice
    return None


_ANOTHER = compose(
    r"(?<!\w)(?:[Oo]ne|[Aa]nother|[Aa] (?:second|third)|[Tt]he other)(?:\s+of\s+(?:them|"
    r"(?:{plural_determiners})\s+(?:\w+\s+)?\w+s|the\s+people))?(?=,?\s+(?:\w+ly\s+|also\s+)?"
    r"(?:{verbs_after_another}))"
)


def _find_new_people(masked: str, people: People, known: list[Mention]) -> list[Mention]:
    """Capitalised names the registry does not hold, and bare surnames of people already introduced."""
    rows: list[Mention] = []
    for whole, begin in _split_names(masked):
        text, start = whole, begin
        title = next(
            (k for k in known if k.voice.kind == "role" and k.start <= start < k.end < start + len(text)),
            None,
        )
        if title:
            tail = masked[title.end : start + len(text)]
            text = tail.lstrip()
            start = title.end + len(tail) - len(text)
        if text.count(" ") < 1 or any(k.start < start + len(text) and start < k.end for k in known):
            continue
        organisation = bool(_ORG.search(text))
        if not organisation and (_NOT_PEOPLE.search(text) or not re.search(r"[a-z]", text)):
            continue
        if not organisation and (
            len(text.split()) > 4 or compose(r"\b(?:{joiners_in_names})\b").search(text)
        ):
            continue
        name = re.sub(r"\s+", " ", text).removesuffix("’s").removesuffix("'s")
        bare = name if organisation else _without_address(name)
        slug = re.sub(r"\W+", "_", bare.casefold()).strip("_")
        kind = "institution" if organisation else "person"
        voice = people.named.get(slug) or Voice(slug, bare, "third", kind, "", known=False)
        people.named[slug] = voice
        rows.append(Mention(start, start + len(name), name, voice))
    for hit in _SINGLE.finditer(masked):
        again = people.introduced.get(hit[0]) if hit[0] not in SENTENCE_OPENERS else None
        if again and not any(k.start <= hit.start() < k.end for k in [*known, *rows]):
            rows.append(Mention(hit.start(), hit.end(), hit[0], again))
    return rows


_SMALL = compose(r"\s+(?:{joiners_in_names})(?:\s+the)?\s+")


def _split_names(masked: str) -> Iterator[tuple[str, int]]:
    """Runs of capitalised words, cut where two names or a name and a place are joined by a small word."""
    for hit in _NAME.finditer(masked):
        text, start = _without_stop_words(hit[0], hit.start())
        cut = next(
            (
                c
                for c in _SMALL.finditer(text)
                if _whole_name(text[: c.start()]) and not _ORG.search(text[: c.start()])
            ),
            None,
        )
        if cut is None:
            yield text, start
            continue
        yield text[: cut.start()], start
        yield _without_stop_words(text[cut.end() :], start + cut.end())


_ADDRESS = compose(r"(?:{forms_of_address})\s+(?=\S+\s+\S)")


def _without_address(name: str) -> str:
    """A name without 'Sen.' or 'Nomura's' before it."""
    return _ADDRESS.sub("", name, count=1) if _ADDRESS.match(name) else name


def _whole_name(text: str) -> bool:
    """Whether words are a person's name by their number: one alone, or a title, is not."""
    return 2 <= len(text.split()) <= 4 and not _NOT_PEOPLE.search(text)


def _without_stop_words(text: str, start: int) -> tuple[str, int]:
    while True:
        first = re.match(r"(\S+)\s+", text)
        if not first or first[1].strip(",") not in SENTENCE_OPENERS:
            return text, start
        text, start = text[first.end() :], start + first.end()


def _drop_nested_mentions(mentions: list[Mention]) -> list[Mention]:
    """Longest first where mentions overlap; a person inside a role phrase at its end wins."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (-(m.end - m.start), m.start)):
        if not any(m.start < k.end and k.start < m.end for k in kept):
            kept.append(m)
    return sorted(kept, key=lambda m: m.start)


_BETWEEN = compose(r"^(?:['’]s?)?\s+(?:[A-Z][\w.-]*\s+|(?:{words_between_office_and_name})\s+)*$")


def _join_titles(masked: str, mentions: list[Mention]) -> list[Mention]:
    """'Chinese trade negotiator Li Chenggang' is one person: what stands before a name is its title."""
    rows: list[Mention] = []
    for found in mentions:
        m = found
        while (
            rows
            and m.voice.kind in ("person", "outlet", "institution")
            and rows[-1].voice.kind in ("party", "role", "institution", "person")
        ):
            before = rows[-1]
            between = masked[before.end : m.start]
            touching = re.fullmatch(r"(?:['’]s?)?\s+", between) is not None
            titled = before.voice.kind in ("party", "institution") and _BETWEEN.match(between) is not None
            if before.voice.kind == "role" and touching and m.voice.kind == "person":
                voice = m.voice
                if not voice.known:
                    side = before.voice.side if voice.side == "third" else voice.side
                    voice = Voice(voice.id, voice.name, side, voice.kind, before.text, known=False)
                m = Mention(before.start, m.end, masked[before.start : m.end], voice)
                rows.pop()
            elif titled and (m.voice.kind == "person" or (m.voice.kind == "institution" and touching)):
                voice = m.voice
                if not voice.known:
                    voice = Voice(
                        voice.id,
                        voice.name,
                        before.voice.side,
                        voice.kind,
                        between.strip(" ’'s"),
                        known=False,
                    )
                m = Mention(before.start, m.end, masked[before.start : m.end], voice)
                rows.pop()
            else:
                break
        rows.append(m)
    return rows
