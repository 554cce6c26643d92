"""Role phrases: 'a senior official at the ministry', 'analysts', 'the statement'; whose they are."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.talks.extract.people import People
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.registry import Registry

CAP = r"(?:[A-Z][\w.&]*(?:[-'’][A-Za-z]\w*)*|[A-Z]{2,})"


_STOP_WORDS = """
The A An In On At By For From With After Before During While When As If But And Or So Yet Also
Although Though However Meanwhile Moreover Furthermore Earlier Later Still Then There Here This
That These Those His Her Its Their Our My Your Since Until Under Over Despite Following
According Speaking Asked Separately Additionally Likewise Instead Now Today Yesterday January
February March April May June July August September October November December Monday Tuesday
Wednesday Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Not
No Yes One Two Three Both Some Many Most Other Such Even Only Just Let What Which Who How Why
Where Is Are Was Were Has Have Had Will Would Could Should May Can Do Does Did I We You He She
It They Ask Asked Asking Meet Even Call Consider Take Like Unlike Among Between To Because Once Whether Neither
Either Each Every All Any See Watch Read Listen Former Senior Top Last Next First Second Third Republican Democratic Section Article Asian
"""
STOP = frozenset(_STOP_WORDS.split())


@lru_cache(maxsize=8)
def _role_pattern(nouns: tuple[str, ...], adjectives: tuple[str, ...]) -> re.Pattern[str]:
    noun = "|".join(sorted((re.escape(n) for n in nouns), key=len, reverse=True))
    never = {
        "report",
        "reports",
        "post",
        "notice",
        "chair",
        "group",
        "team",
        "whip",
        "media",
        "filing",
        "memo",
        "letter",
    }
    second = "|".join(sorted((re.escape(n) for n in nouns if n not in never), key=len, reverse=True))
    adjective = "|".join(sorted((re.escape(a) for a in adjectives), key=len, reverse=True))
    tail = rf"(?:\s+(?:from|for|at|of|with|in|by)\s+(?:the\s+|both\s+)?(?:{CAP}|sides|countries|delegations|ministry|commerce|foreign|matter|negotiations?|talks|thinking|capital|embassy)(?:\s+(?:{CAP}|ministry|administration))*|\s+(?:familiar|close|briefed|involved)\s+(?:with|to|on|in)\s+(?:the\s+)?(?:(?:trade|negotiating|internal|closed-door|{CAP})\s+){{0,3}}(?:matter|talks|negotiations?|discussions?|delegation|thinking|situation|process|planning|deliberations|conversations?|exchanges?|meetings?|proposals?|timeline|strategy|review|text|administration|government|team|plans?|deal|decision|side|issue|ministry|leadership))?"
    return re.compile(
        rf"(?<![\w-])(?:(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Ss]ome|[Mm]any|[Ss]everal|[Tt]op|[Ss]enior|[Oo]ther|[Mm]ost)\s+)?(?:(?:19|20)\d\d\s+)?"
        rf"(?:(?:(?i:{adjective})(?![\w.])|{CAP})(?:['’]s?)?\s+){{0,8}}?(?i:{noun})(?:\s+(?i:{second}))?(?!\w|-){tail}"
    )


_NAME_GOES_ON = re.compile(
    r"\s+(?:[A-Z][\w’'-]*\s+)?(?:Association|Council|Alliance|Federation|Union|Institute|Board|Committee|Bureau|Chamber|"
    r"Coalition|Group|Society|Network|Commission|Forum)\b"
)


def role_mentions(masked: str, people: People, known: list[Mention]) -> list[Mention]:
    """The role phrases of one sentence; an anaphor ('the official') points back to who was heard."""
    registry = people.registry
    roles = registry.cues["en"]["roles"]
    pattern = _role_pattern(tuple(roles["nouns"]), tuple(roles["adjectives"]))
    nouns = tuple(roles["nouns"])
    rows = []
    for hit in pattern.finditer(masked):
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
            or _of_the_body(text, people)
            or _role_voice(text, people, nouns, masked, known)
        )
        if voice:
            rows.append(
                Mention(
                    start, start + len(text), text, voice, voice.kind == "group" or _is_plural(text, nouns)
                )
            )
    return rows


_ARTICLE_WORDS = "The A An Some Many Most Other One Two Three Asian His Her Its Their"
_ARTICLES = frozenset(_ARTICLE_WORDS.split())


def _opens_no_name(word: str) -> bool:
    """Whether a word before a role phrase belongs to the sentence and not to the phrase."""
    return (word in STOP and word not in _ARTICLES) or word in ("and", "quoted", "citing", "told", "urged")


def _is_plural(text: str, nouns: tuple[str, ...]) -> bool:
    head = next((w for w in reversed(re.findall(r"[A-Za-z]+", text)) if w.lower() in nouns), "")
    return head.lower().endswith("s") or text.lower().startswith(
        (
            "people",
            "some",
            "many",
            "two ",
            "three ",
            "four ",
            "five ",
            "several",
            "both",
            "multiple",
            "various",
        )
    )


_SPOKES = re.compile(
    r"^(?:[Aa]n?|[Tt]he|[Ii]ts|[Oo]ne)\s+(?:(?:ministry|department|embassy|company|government|bank|group|association|agency|commission)\s+)?"
    r"(spokes(?:person|man|woman)|official)$"
)


def _of_the_body(text: str, people: People) -> Voice | None:
    """'A ministry spokesperson', behind a sentence of that ministry, speaks for it."""
    found = _SPOKES.match(text)
    body = people.body
    if (
        not found
        or body is None
        or body.kind != "institution"
        or " " not in text.strip()
        or len(text.split()) < 3
    ):
        return None
    name = f"{body.name} {'official' if found[1] == 'official' else 'spokesperson'}"
    known = people.registry.voice(name)
    return known or Voice(
        re.sub(r"\W+", "_", name.casefold()), name, body.side, "role", "spokesperson", known=False
    )


_BODY_WORDS = """ministry department office agency embassy statement readout report group association council
chamber commission federation union institute company firm bank board lobby newspaper paper daily broadcaster
outlet organisation organization bureau watchdog fund foundation body committee alliance coalition network regulator"""
_BODIES = frozenset(_BODY_WORDS.split())
_FIRMS = frozenset({"company", "firm", "bank"})  # no office of a government


def _role_voice(
    text: str, people: People, nouns: tuple[str, ...], masked: str, known: list[Mention]
) -> Voice | None:
    """The voice of a role phrase: an anaphor points back, a new phrase becomes a voice of its own side."""
    words = text.split()
    lowered = [w.lower().strip(",.") for w in words]
    if lowered[0] in ("the", "this", "that", "its", "his") and len(words) == 2:
        back = people.roles.get(lowered[1])
        if back:
            return back
        if lowered[1] in ("democrat", "republican", "lawmaker", "senator", "congressman") and people.person:
            return people.person
        if lowered[1] in _BODIES and people.body and not (lowered[1] in _FIRMS and people.body.known):
            return people.body
    if lowered[0] == "the" and lowered[-1] in ("democrat", "republican") and people.person:
        return people.person
    if len(words) == 1 and lowered[0] in (
        "media",
        "report",
        "office",
        "group",
        "team",
        "agency",
        "document",
        "post",
        "statement",
        "company",
        "director",
        "president",
        "secretary",
        "minister",
        "council",
        "chair",
        "person",
        "briefing",
        "column",
    ):
        return None
    if lowered[-1] in people.registry.cues["en"]["roles"]["texts"]:
        owner = next(
            (v for h in people.registry.names_en.finditer(text) if (v := people.registry.voice(h[0]))), None
        )
        if owner and owner.kind in ("outlet", "person", "institution"):
            return owner  # a paper's commentary is what the paper says
    side = side_of(text, people.registry)
    name = re.sub(r"\s+", " ", text)
    head = next((w for w in reversed(words) if w.strip(",.").lower() in nouns), "")
    proper = head[:1].isupper() and head.strip(",.").lower() in _BODIES
    kind, role = ("institution", "") if proper else ("role", "unnamed")
    return Voice(re.sub(r"\W+", "_", name.casefold()).strip("_"), name, side, kind, role, known=False)


def side_of(text: str, registry: Registry) -> str:
    """The side a phrase belongs to, by the parties and institutions it names."""
    sides = set()
    for party in registry.parties:
        words = (party.name, *party.adjective, *party.economy)
        if any(
            re.search(
                rf"(?<![\w.]){re.escape(w.removesuffix(chr(39) + 's'))}(?!\w)",
                text,
                re.IGNORECASE if len(w) > 3 else 0,
            )
            for w in words
        ):
            sides.add(party.id)
    for hit in registry.names_en.finditer(text):
        voice = registry.voice(hit[0])
        if voice and voice.side in registry.sides:
            sides.add(voice.side)
    if re.search(r"\bboth\b|two (?:sides|countries)", text):
        return "both"
    return "both" if len(sides) > 1 else next(iter(sides), "third")
