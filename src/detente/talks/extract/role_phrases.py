"""Role phrases: 'a senior official at the ministry', 'analysts', 'the statement'; whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from detente.talks.extract.people import People
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.registry import Registry

CAPITALISED = r"(?:[A-Z][\w.&]*(?:[-'’][A-Za-z]\w*)*|[A-Z]{2,})"
SENTENCE_OPENERS = frozenset(words("sentence_openers"))
_ARTICLES = frozenset(words("articles_of_role_phrases"))
_BODIES = frozenset(words("nouns_of_bodies"))
_FIRMS = frozenset(words("nouns_of_firms"))  # no office of a government


@lru_cache(maxsize=8)
def _role_pattern(nouns: tuple[str, ...], adjectives: tuple[str, ...]) -> re.Pattern[str]:
    first_only = words("role_nouns_never_second")
    return compose(
        r"(?<![\w-])(?:(?:{determiners_of_roles})\s+)?(?:(?:19|20)\d\d\s+)?"
        r"(?:(?:(?i:{adjective})(?![\w.])|{capitalised})(?:['’]s?)?\s+){0,8}?"
        r"(?i:{noun})(?:\s+(?i:{second}))?(?!\w|-)(?:{of_a_body}|{close_to_a_matter})?",
        capitalised=CAPITALISED,
        noun=_longest_first(nouns),
        second=_longest_first(n for n in nouns if n not in first_only),
        adjective=_longest_first(adjectives),
        of_a_body=r"\s+(?:{prepositions_of_a_body})\s+(?:the\s+|both\s+)?(?:{capitalised}|{bodies_of_a_role})"
        r"(?:\s+(?:{capitalised}|ministry|administration))*",
        close_to_a_matter=r"\s+(?:{close_to})\s+(?:{prepositions_of_a_matter})\s+(?:the\s+)?"
        r"(?:(?:{adjectives_of_a_matter}|{capitalised})\s+){0,3}(?:{matters_known})",
    )


def _longest_first(nouns: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))


_NAME_GOES_ON = compose(r"\s+(?:[A-Z][\w’'-]*\s+)?(?:{nouns_that_continue_a_name})\b")


def role_mentions(masked: str, people: People, known: list[Mention]) -> list[Mention]:
    """The role phrases of one sentence; an anaphor ('the official') points back to who was heard."""
    registry = people.registry
    roles = registry.cues["en"]["roles"]
    nouns = tuple(roles["nouns"])
    rows = []
    for hit in _role_pattern(nouns, tuple(roles["adjectives"])).finditer(masked):
        text, start = hit[0], hit.start()
        first = re.match(r"(\w+)(,?\s+)", text)
        while first and _opens_no_name(first[1]):
            text, start = text[first.end() :], start + first.end()
            first = re.match(r"(\w+)(,?\s+)", text)
        owner = re.search(r"(?<=\w)['’]s\s+[A-Z]", text[len(text) // 2 :])
        if owner:  # the office of somebody who is named next
            text = text[: len(text) // 2 + owner.start()]
        if _NAME_GOES_ON.match(masked[hit.end() :]) or any(
            k.start < start + len(text) < k.end for k in known
        ):
            continue  # the first word of a longer name
        voice = (
            registry.voice(text)
            or _spokesperson_of_body(text, people)
            or _voice_of_role(text, people, nouns, masked, known)
        )
        if voice:
            rows.append(
                Mention(
                    start, start + len(text), text, voice, voice.kind == "group" or _is_plural(text, nouns)
                )
            )
    return rows


def _opens_no_name(word: str) -> bool:
    """Whether a word before a role phrase belongs to the sentence and not to the phrase."""
    return (word in SENTENCE_OPENERS and word not in _ARTICLES) or word in words("links_before_a_role")


def _is_plural(text: str, nouns: tuple[str, ...]) -> bool:
    head = next((w for w in reversed(re.findall(r"[A-Za-z]+", text)) if w.lower() in nouns), "")
    return head.lower().endswith("s") or text.lower().startswith(words("openings_of_plural_roles"))


_SPOKES = compose(
    r"^(?:[Aa]n?|[Tt]he|[Ii]ts|[Oo]ne)\s+(?:(?:{bodies_with_spokespersons})\s+)?(spokes"
    r"(?:{spokes_endings})|official)$"
)


def _spokesperson_of_body(text: str, people: People) -> Voice | None:
    """'A ministry spokesperson', behind a sentence of that ministry, speaks for it."""
    spokesperson = _SPOKES.match(text)
    body = people.body
    if (
        not spokesperson
        or body is None
        or body.kind != "institution"
        or " " not in text.strip()
        or len(text.split()) < 3
    ):
        return None
    name = f"{body.name} {'official' if spokesperson[1] == 'official' else 'spokesperson'}"
    known = people.registry.voice(name)
    return known or Voice(
        re.sub(r"\W+", "_", name.casefold()), name, body.side, "role", "spokesperson", known=False
    )


def _voice_of_role(
    text: str, people: People, nouns: tuple[str, ...], masked: str, known: list[Mention]
) -> Voice | None:
    """The voice of a role phrase: an anaphor points back, a new phrase becomes a voice of its own side."""
    tokens = text.split()
    lowered = [w.lower().strip(",.") for w in tokens]
    if lowered[0] in words("determiners_of_anaphors") and len(tokens) == 2:
        back = people.roles.get(lowered[1])
        if back:
            return back
        if lowered[1] in words("roles_of_politicians") and people.person:
            return people.person
        if lowered[1] in _BODIES and people.body and not (lowered[1] in _FIRMS and people.body.known):
            return people.body
    if lowered[0] == "the" and lowered[-1] in words("party_members") and people.person:
        return people.person
    if len(tokens) == 1 and lowered[0] in words("role_nouns_never_alone"):
        return None
    if lowered[-1] in people.registry.cues["en"]["roles"]["texts"]:
        owner = next(
            (v for h in people.registry.names_en.finditer(text) if (v := people.registry.voice(h[0]))), None
        )
        if owner and owner.kind in ("outlet", "person", "institution"):
            return owner  # a paper's commentary is what the paper says
    side = side_of(text, people.registry)
    name = re.sub(r"\s+", " ", text)
    head = next((w for w in reversed(tokens) if w.strip(",.").lower() in nouns), "")
    proper = head[:1].isupper() and head.strip(",.").lower() in _BODIES
    kind, role = ("institution", "") if proper else ("role", "unnamed")
    return Voice(re.sub(r"\W+", "_", name.casefold()).strip("_"), name, side, kind, role, known=False)


def side_of(text: str, registry: Registry) -> str:
    """The side a phrase belongs to, by the parties and institutions it names."""
    sides = set()
    for party in registry.parties:
        names = (party.name, *party.adjective, *party.economy)
        if any(
            re.search(
                rf"(?<![\w.]){re.escape(w.removesuffix(chr(39) + 's'))}(?!\w)",
                text,
                re.IGNORECASE if len(w) > 3 else 0,
            )
            for w in names
        ):
            sides.add(party.id)
    for hit in registry.names_en.finditer(text):
        voice = registry.voice(hit[0])
        if voice and voice.side in registry.sides:
            sides.add(voice.side)
    if re.search(r"\bboth\b|two (?:sides|countries)", text):
        return "both"
    return "both" if len(sides) > 1 else next(iter(sides), "third")
