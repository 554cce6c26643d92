"""Where an English document names somebody who can speak: known names, role phrases, new people, pronouns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from detente.talks.claim import Mention, Voice
from detente.talks.registry import Registry

_CAP = r"(?:[A-Z][\w.&]*(?:[-'’][A-Za-z]\w*)*|[A-Z]{2,})"
_NAME = re.compile(
    rf"(?<![\w“‘'’])(?:{_CAP})(?:\s+(?:de|da|van|von|bin|al|el|la|of|for|and|the)(?=\s+[A-Z]))*(?:\s+{_CAP}(?:\s+(?:de|da|van|von|of|for)(?=\s+[A-Z]))?){{1,6}}"
)
_SINGLE = re.compile(r"(?<![\w“‘'’.])[A-Z][a-zà-ÿ]+(?:-[A-Z][a-z]+)?(?![\w])")
_PRONOUN = re.compile(r"(?<!\w)(?:he|she|they|it|both|He|She|They|It|Both)(?!\w)")
_STOP = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "By",
        "For",
        "From",
        "With",
        "After",
        "Before",
        "During",
        "While",
        "When",
        "As",
        "If",
        "But",
        "And",
        "Or",
        "So",
        "Yet",
        "Also",
        "Although",
        "Though",
        "However",
        "Meanwhile",
        "Moreover",
        "Furthermore",
        "Earlier",
        "Later",
        "Still",
        "Then",
        "There",
        "Here",
        "This",
        "That",
        "These",
        "Those",
        "His",
        "Her",
        "Its",
        "Their",
        "Our",
        "My",
        "Your",
        "Since",
        "Until",
        "Under",
        "Over",
        "Despite",
        "Following",
        "According",
        "Speaking",
        "Asked",
        "Separately",
        "Additionally",
        "Likewise",
        "Instead",
        "Now",
        "Today",
        "Yesterday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "Not",
        "No",
        "Yes",
        "One",
        "Two",
        "Three",
        "Both",
        "Some",
        "Many",
        "Most",
        "Other",
        "Such",
        "Even",
        "Only",
        "Just",
        "Let",
        "What",
        "Which",
        "Who",
        "How",
        "Why",
        "Where",
        "Is",
        "Are",
        "Was",
        "Were",
        "Has",
        "Have",
        "Had",
        "Will",
        "Would",
        "Could",
        "Should",
        "May",
        "Can",
        "Do",
        "Does",
        "Did",
        "I",
        "We",
        "You",
        "He",
        "She",
        "It",
        "They",
        "Republican",
        "Democratic",
        "Section",
        "Article",
        "Asian",
    ]
)
_ORG = re.compile(
    r"\b(?:Institute|Institutes|University|College|School|Commission|Ministry|Department|Association|Council|"
    r"Group|Bank|Chamber|Center|Centre|Foundation|Federation|Union|Agency|Office|Bureau|Administration|Board|"
    r"Corporation|Company|Organization|Organisation|Society|Parliament|Senate|House|Court|Fund|Times|Post|"
    r"Journal|News|Daily|Herald|Tribune|Gazette|Monitor|Securities|Capital|Research|Partners|Economics)\b"
)
_NOT_PEOPLE = re.compile(
    r"\b(?:Summit|Forum|Talks|Agreement|Act|Rule|Framework|Consensus|Island|Sea|Strait|City|Province|Street|"
    r"Tariffs?|Trade|War|Deal|Economic|Cooperation|Day|Year|Week|Month|Security|Airport|Hotel|Palace|Park|"
    r"Order|Plan|List|Lumpur|Kong|Korea|Kingdom|States|Republic|Zone|Treaty|Section|National|International)\b"
)


@dataclass
class People:
    """Whom a document has introduced so far; the memory behind pronouns and bare surnames."""

    registry: Registry
    introduced: dict[str, Voice] = field(default_factory=dict)
    named: dict[str, Voice] = field(default_factory=dict)
    person: Voice | None = None
    several: Voice | None = None
    body: Voice | None = None
    roles: dict[str, Voice] = field(default_factory=dict)

    def heard(self, voice: Voice, plural: bool = False) -> None:
        """Remember who spoke last, for he, she, they, it."""
        if voice.kind == "group" or plural:
            self.several = voice
        elif voice.kind == "person":
            self.person = voice
            for word in re.findall(r"[a-z]+", voice.role.lower()):
                self.roles[word] = voice
        elif voice.kind == "role":
            self.person = voice
            self.roles[voice.name.split()[-1].lower()] = voice
            for word in re.findall(r"[a-z]+", voice.name.lower()):
                self.roles[word] = voice
        else:
            self.body = voice

    def meet(self, voice: Voice) -> None:
        """A person named in full: from here on the surname or first word alone names them."""
        parts = voice.name.replace("’", "'").split()
        if voice.kind == "person" and len(parts) > 1:
            family_first = voice.side in self.registry.sides[1:] and not self.registry.surnames.get(parts[-1])
            for word in (parts[-1], parts[0]):
                if word not in self.introduced and len(word) > 1:
                    self.introduced[word] = voice
            if family_first:
                self.introduced[parts[0]] = voice

    def pronoun(self, word: str) -> Voice | None:
        """Whom a pronoun stands for, by who was last heard."""
        word = word.lower()
        if word in ("he", "she"):
            return self.person
        if word in ("they", "both"):
            return self.several or self.body or self.person
        return self.body


@lru_cache(maxsize=8)
def _role_pattern(nouns: tuple[str, ...], adjectives: tuple[str, ...]) -> re.Pattern[str]:
    noun = "|".join(sorted((re.escape(n) for n in nouns), key=len, reverse=True))
    adjective = "|".join(sorted((re.escape(a) for a in adjectives), key=len, reverse=True))
    tail = rf"(?:\s+(?:from|for|at|of|with|in)\s+(?:the\s+|both\s+)?(?:{_CAP}|sides|countries|delegations|ministry|commerce|foreign|matter|negotiations?|talks|thinking|capital|embassy)(?:\s+(?:{_CAP}|ministry|administration))*|\s+(?:familiar|close|briefed|involved)\s+(?:with|to|on|in)\s+(?:the\s+)?(?:(?:trade|negotiating|internal|closed-door|{_CAP})\s+){{0,3}}(?:matter|talks|negotiations?|discussions?|delegation|thinking|situation|process|administration|government|team|plans?|deal|decision|side|issue|ministry|leadership))?"
    return re.compile(
        rf"(?<![\w-])(?:(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Ss]ome|[Mm]any|[Ss]everal|[Tt]op|[Ss]enior|[Oo]ther|[Mm]ost)\s+)?"
        rf"(?:(?:(?i:{adjective})(?![\w.])|{_CAP})(?:['’]s?)?\s+){{0,8}}?(?i:{noun})(?!\w|-){tail}"
    )


def find_mentions(masked: str, people: People) -> list[Mention]:
    """Mentions of one sentence, left to right, not overlapping; quoted words are blanked in ``masked``."""
    registry = people.registry
    found: list[Mention] = []
    for hit in registry.names_en.finditer(masked):
        voice = registry.voice(hit[0])
        if voice:
            found.append(Mention(hit.start(), hit.end(), hit[0], voice, voice.kind == "group"))
    found += _role_mentions(masked, people, found)
    found += _new_people(masked, people, found)
    found = _drop_inside(found)
    found = _join_titles(masked, found)
    for m in found:
        people.meet(m.voice)
    found += [
        Mention(h.start(), h.end(), h[0], v)
        for h in _PRONOUN.finditer(masked)
        if (v := people.pronoun(h[0]))
        and not (h[0].lower() == "both" and re.match(r"both\s+\w", masked[h.start() :], re.I))
    ]
    for hit in _ANOTHER.finditer(masked):
        before = people.person
        if before and before.kind == "role":
            bare = re.sub(r"^(?:one|a|an|the|another)\s+", "", before.name, flags=re.IGNORECASE)
            name = f"another {bare}"
            other = Voice(
                re.sub(r"\W+", "_", name.casefold()), name, before.side, "role", before.role, known=False
            )
            found.append(Mention(hit.start(), hit.end(), hit[0], other))
    return _drop_inside(sorted(found, key=lambda m: (m.start, -m.end)))


_ANOTHER = re.compile(
    r"(?<!\w)(?:Another|another|A second|a second|The other|the other)(?=\s+(?:said|says|told|added|described|warned|noted|argued|put|called)\b)"
)


def _role_mentions(masked: str, people: People, known: list[Mention]) -> list[Mention]:
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
        voice = registry.voice(text) or _role_voice(text, people, nouns, masked, known)
        if voice:
            rows.append(
                Mention(
                    start, start + len(text), text, voice, voice.kind == "group" or _is_plural(text, nouns)
                )
            )
    return rows


_ARTICLES = frozenset(
    [
        "The",
        "A",
        "An",
        "Some",
        "Many",
        "Most",
        "Other",
        "One",
        "Two",
        "Three",
        "Asian",
        "His",
        "Her",
        "Its",
        "Their",
    ]
)


def _opens_no_name(word: str) -> bool:
    """Whether a word before a role phrase belongs to the sentence and not to the phrase."""
    return (word in _STOP and word not in _ARTICLES) or word in ("and", "quoted", "citing", "told", "urged")


def _is_plural(text: str, nouns: tuple[str, ...]) -> bool:
    head = next((w for w in reversed(re.findall(r"[A-Za-z]+", text)) if w.lower() in nouns), "")
    return head.lower().endswith("s") or text.lower().startswith(("people", "some", "many"))


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
        if (
            lowered[1]
            in ("ministry", "department", "office", "agency", "embassy", "statement", "readout", "report")
            and people.body
        ):
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
    return Voice(re.sub(r"\W+", "_", name.casefold()).strip("_"), name, side, "role", "unnamed", known=False)


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


def _new_people(masked: str, people: People, known: list[Mention]) -> list[Mention]:
    """Capitalised names the registry does not hold, and bare surnames of people already introduced."""
    rows: list[Mention] = []
    for hit in _NAME.finditer(masked):
        text, start = _without_stop_words(hit[0], hit.start())
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
        if not organisation and (len(text.split()) > 4 or re.search(r"\b(?:of|for|the|and)\b", text)):
            continue
        name = re.sub(r"\s+", " ", text).removesuffix("’s").removesuffix("'s")
        slug = re.sub(r"\W+", "_", name.casefold()).strip("_")
        kind = "institution" if organisation else "person"
        voice = people.named.get(slug) or Voice(slug, name, "third", kind, "", known=False)
        people.named[slug] = voice
        rows.append(Mention(start, start + len(name), name, voice))
    for hit in _SINGLE.finditer(masked):
        again = people.introduced.get(hit[0]) if hit[0] not in _STOP else None
        if again and not any(k.start <= hit.start() < k.end for k in [*known, *rows]):
            rows.append(Mention(hit.start(), hit.end(), hit[0], again))
    return rows


def _without_stop_words(text: str, start: int) -> tuple[str, int]:
    while True:
        first = re.match(r"(\S+)\s+", text)
        if not first or first[1].strip(",") not in _STOP:
            return text, start
        text, start = text[first.end() :], start + first.end()


def _drop_inside(mentions: list[Mention]) -> list[Mention]:
    """Longest first where mentions overlap; a person inside a role phrase at its end wins."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (-(m.end - m.start), m.start)):
        if not any(m.start < k.end and k.start < m.end for k in kept):
            kept.append(m)
    return sorted(kept, key=lambda m: m.start)


_BETWEEN = re.compile(
    r"^(?:['’]s?)?\s+(?:[A-Z][\w.-]*\s+|(?:top|chief|lead|vice|deputy|senior|trade|foreign|commerce|finance|economic|former|and|of|for|the|special|state|prime|minister|negotiator|president|secretary|representative|envoy|ambassador|spokesperson|spokesman|spokeswoman|adviser|advisor|official|counterpart|news|agency|broadcaster)\s+)*$"
)
_TITLE_SPLIT = re.compile(r"^,?\s+$")


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
