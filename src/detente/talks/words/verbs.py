"""The verbs of saying of English as patterns, and the attribution they make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.talks.words.claim import Voice
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


@lru_cache(maxsize=64)
def verbs_of(registry: Registry) -> Verbs:
    """The patterns of a registry, made once."""
    cues: Mapping[str, Any] = registry.cues["en"]
    family: dict[str, tuple[str, str]] = {}
    for kind in ("act", "describe", "say"):
        for modality, words in cues[kind].items():
            for word in words:
                family[word] = (kind, modality)
    for word in cues["expressed"]:
        family.setdefault(word, ("expressed", ""))
    for word in (
        "was quoted as saying",
        "is quoted as saying",
        "were quoted as saying",
        "was cited as saying",
        "has been quoted as saying",
        "was reported as saying",
    ):
        family[word] = ("say", "")
    for word in ("read", "reads"):
        family.setdefault(word, ("text", ""))
    for word in ("reported", "reports", "reporting", "carried", "aired"):
        family.setdefault(word, ("carry", ""))
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(family, key=len, reverse=True))
    words = sorted({*cues["transparent"]}, key=len, reverse=True)
    transparent = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    days = r"(?:on|late|early|later\s+on)\s+(?:\w+day)(?:\s+(?:morning|afternoon|evening|night))?|(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+\w+ing)?|(?:last|this|earlier\s+this|late\s+last)\s+(?:week|month|year|night)|in\s+(?:a|an|his|her|its|their|the)\s+[^,]{2,60}|(?:at|after|during|following)\s+(?:a|an|the)\s+[^,]{2,60}"
    return Verbs(
        re.compile(rf"(?<![\w-])(?:{body})(?![\w-])"),
        family,
        re.compile(rf"(?:(?:^|[\s,])(?:(?:{transparent})|[a-z]+ly|n['’]t|{days}))[\s,]*$", re.IGNORECASE),
        re.compile(rf"(?:(?:^|[\s,])(?:(?:{transparent})|[a-z]+ly|n['’]t))[\s,]*$", re.IGNORECASE),
        re.compile(
            r"^['’]s?\s+(?:[\w-]+\s+){0,4}?(?:"
            + "|".join(re.escape(t) for t in cues["roles"]["texts"])
            + r")\b",
            re.IGNORECASE,
        ),
        re.compile(r"^\W*(?:\w+\s+){0,3}(?:" + "|".join(cues["expressed_nouns"]) + r")\b", re.IGNORECASE),
    )


def is_noun(masked: str, hit: re.Match[str]) -> bool:
    """A form such as 'reports', 'claims', 'calls for' behind an article or before 'of' is no verb here."""
    before = masked[: hit.start()]
    word = hit[0].split()[0]
    if re.search(
        r"(?:^|\s)(?:a|an|the|these|those|such|any|no|its|his|her|their|our|of|for|to|by|in)\s+(?:\w+\s+){0,3}$",
        before,
        re.IGNORECASE,
    ):
        if re.search(r"\bto\s+$", before):
            return not re.search(
                r"\b(?:continues?|continued|went on|goes on|likely|expected|sought|appear\w*|seem\w*|used|set|was|is|are)\s+(?:\w+\s+)?to\s+$",
                before,
            )
        if re.search(
            r"(?:^|\s)(?:a|an|the|these|those|such|any|no|its|his|her|their|our|of|for|by|in)\s+$",
            before,
            re.IGNORECASE,
        ):
            return True
        if word in (
            "claims",
            "reports",
            "notes",
            "signals",
            "estimates",
            "forecasts",
            "hopes",
            "demands",
            "promises",
            "threats",
            "views",
            "pledges",
            "comments",
            "posts",
            "wishes",
            "remarks",
            "answers",
            "press",
        ):
            return True
    if word in (
        "agreed",
        "proposed",
        "considered",
        "threatened",
        "expected",
        "promised",
        "anticipated",
    ) and re.match(r"\s+(?:framework|deal|increase|tariffs?|terms|measures|text)\b", masked[hit.end() :]):
        return not re.match(r"\s+(?:tariffs?|measures)\b", masked[hit.end() :]) or before.rstrip().endswith(
            (" the", " a", "and")
        )
    if (
        word in ("continued", "continues")
        and not re.search(r"[”\"’]\s*(?:[A-Z][\w.’-]*\s+){0,3}(?:he\s+|she\s+)?$", before)
        and not re.match(r"\s*[:,.]|\s+that\b", masked[hit.end() :])
    ):
        return True
    if word == "think" and re.match(r"\s+tank", masked[hit.end() :]):
        return True
    if word == "asked" and re.match(
        r"\s+(?:about|whether|if|by|why|how|on|what|when|for\s+comment|not\s+to\s+be)\b", masked[hit.end() :]
    ):
        return True
    if word in ("expected", "scheduled") and re.search(
        r"\b(?:is|are|was|were|be|been|being|not)\s+(?:\w+\s+)?$", before
    ):
        return True
    if word in (
        "said",
        "reported",
        "believed",
        "thought",
        "expected",
        "estimated",
        "seen",
        "viewed",
        "regarded",
        "described",
        "agreed",
        "asked",
        "told",
        "urged",
        "pressed",
        "proposed",
        "considered",
        "raised",
        "announced",
        "signed",
        "approved",
        "accepted",
        "released",
        "published",
        "confirmed",
        "disclosed",
        "carried",
        "offered",
        "mentioned",
        "welcomed",
    ) and re.search(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|also\s+|not\s+)?$", before):
        return not re.search(r"\b(?:was|were|is|are)\s+(?:asked|told)", before)
    return bool(
        re.match(r"\s+of\b", masked[hit.end() :])
        and word not in ("said", "says", "warned", "spoke", "complained", "accused", "warns", "warning")
    )
