"""The verbs of saying of English as patterns, and the attribution they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.talks.words.claim import Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.registry import Registry


@dataclass(frozen=True)
class Attribution:
    """One verb of saying with its speaker; offsets count from the start of the sentence."""

    voices: tuple[Voice, ...]
    cue: str
    family: str
    modality: str
    start: int
    verb: tuple[int, int]
    end: int
    plural: bool = False
    negated: bool = False
    chain: tuple[str, ...] = ()
    told: str = ""
    inherited: bool = False


@dataclass(frozen=True)
class Verbs:
    """Patterns of the verbs of one registry; ``family`` gives kind and modality of each form."""

    pattern: re.Pattern[str]
    family: Mapping[str, tuple[str, str]]
    transparent: re.Pattern[str]
    plain: re.Pattern[str]
    texts: re.Pattern[str]
    nouns: re.Pattern[str]


# what may stand between a speaker and the verb: when or where it was said
_TIME_OR_PLACE = (
    r"(?:{openings_of_a_day})\s+(?:\w+day)(?:\s+(?:{parts_of_a_day}))?"
    r"|(?:on\s+)?(?:{weekday_stems})day(?:\s+\w+ing)?"
    r"|(?:{openings_of_a_period})\s+(?:{units_of_a_period})"
    r"|in\s+(?:{determiners_of_places})\s+[^,]{2,60}"
    r"|(?:{prepositions_of_events})\s+(?:{articles})\s+[^,]{2,60}"
)


@lru_cache(maxsize=64)
def verbs_of(registry: Registry) -> Verbs:
    """The patterns of a registry, made once."""
    cues: Mapping[str, Any] = registry.cues["en"]
    family: dict[str, tuple[str, str]] = {}
    for kind in ("act", "describe", "say"):
        for modality, verbs in cues[kind].items():
            for word in verbs:
                family[word] = (kind, modality)
    for word in cues["expressed"]:
        family.setdefault(word, ("expressed", ""))
    family |= dict.fromkeys(words("quoted_as_saying"), ("say", ""))
    for word in words("verbs_of_texts"):
        family.setdefault(word, ("text", ""))
    for word in words("verbs_of_outlets"):
        family.setdefault(word, ("carry", ""))
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(family, key=len, reverse=True))
    adverbs = "|".join(
        re.escape(w).replace(r"\ ", r"\s+")
        for w in sorted({*cues["transparent"]}, key=lambda w: (-len(w), w))
    )
    between = r"(?:(?:^|[\s,])(?:(?:{adverb})|[a-z]+ly"
    return Verbs(
        re.compile(rf"(?<![\w-])(?:{body})(?![\w-])"),
        family,
        compose(
            between + r"|{time_or_place}))[\s,]*$",
            re.IGNORECASE,
            adverb=adverbs,
            time_or_place=_TIME_OR_PLACE,
        ),
        compose(between + r"))[\s,]*$", re.IGNORECASE, adverb=adverbs),
        re.compile(
            r"^['’]s?\s+(?:[\w-]+\s+){0,4}?(?:"
            + "|".join(re.escape(t) for t in cues["roles"]["texts"])
            + r")\b",
            re.IGNORECASE,
        ),
        re.compile(r"^\W*(?:\w+\s+){0,3}(?:" + "|".join(cues["expressed_nouns"]) + r")\b", re.IGNORECASE),
    )


_Rule = Callable[[str, str, str], bool | None]


def _behind_determiner(word: str, before: str, after: str) -> bool | None:
    """'its claims', 'a text that reports'; behind 'to', save where somebody goes on to say it."""
    if not compose(r"(?:^|\s)(?:{determiners_and_prepositions}|to)\s+(?:\w+\s+){0,3}$", re.IGNORECASE).search(
        before
    ):
        return None
    if re.search(r"\bto\s+$", before):
        return not compose(r"\b(?:{verbs_before_an_infinitive})\s+(?:\w+\s+)?to\s+$").search(before)
    adjacent = compose(r"(?:^|\s)(?:{determiners_and_prepositions})\s+$", re.IGNORECASE).search(before)
    return True if adjacent or word in words("nouns_like_verbs") else None


def _participle_of_noun(word: str, before: str, after: str) -> bool | None:
    """'the agreed framework', 'proposed tariffs' behind an article."""
    if word not in words("participles_before_a_noun"):
        return None
    if not compose(r"\s+(?:{nouns_behind_a_participle})\b").match(after):
        return None
    behind_article = before.rstrip().endswith((" the", " a", "and"))
    return behind_article or not re.match(r"\s+(?:tariffs?|measures)\b", after)


def _continuing_to_do(word: str, before: str, after: str) -> bool | None:
    """'talks continued in Geneva': no speech unless a quotation stands before or a colon, 'that' behind."""
    if word not in words("verbs_of_continuing"):
        return None
    quoted = re.search(r"[”\"’]\s*(?:[A-Z][\w.’-]*\s+){0,3}(?:he\s+|she\s+)?$", before)
    return None if quoted or re.match(r"\s*[:,.]|\s+that\b", after) else True


def _think_tank(word: str, before: str, after: str) -> bool | None:
    """'a think tank'."""
    return True if word == "think" and re.match(r"\s+tank", after) else None


def _asked_by_others(word: str, before: str, after: str) -> bool | None:
    """'asked about soybeans': the person did not ask, somebody asked the person."""
    return True if word == "asked" and compose(r"\s+(?:{words_behind_being_asked})\b").match(after) else None


def _planned_event(word: str, before: str, after: str) -> bool | None:
    """'is scheduled', 'not expected'."""
    if word not in words("participles_of_plans"):
        return None
    return True if compose(r"\b(?:{forms_of_be}|not)\s+(?:\w+\s+)?$").search(before) else None


def _passive(word: str, before: str, after: str) -> bool | None:
    """'was described', 'are widely seen', 'was told'."""
    if word not in words("participles_of_a_passive"):
        return None
    passive = compose(r"\b(?:{forms_of_be})\s+(?:\w+ly\s+|also\s+|not\s+)?$").search(before)
    return True if passive else None


def _noun_of(word: str, before: str, after: str) -> bool | None:
    """'claims of', 'reports of'."""
    return bool(re.match(r"\s+of\b", after)) and word not in words("verbs_that_take_of")


# The first rule that decides is taken.
NOUN_RULES: tuple[_Rule, ...] = (
    _behind_determiner,
    _participle_of_noun,
    _continuing_to_do,
    _think_tank,
    _asked_by_others,
    _planned_event,
    _passive,
    _noun_of,
)


def is_noun(masked: str, hit: re.Match[str]) -> bool:
    """Whether a form such as 'reports', 'claims', 'calls for' is a noun, a passive or an event, no verb."""
    word, before, after = hit[0].split()[0], masked[: hit.start()], masked[hit.end() :]
    verdicts = (rule(word, before, after) for rule in NOUN_RULES)
    return next((v for v in verdicts if v is not None), False)
