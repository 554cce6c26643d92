"""Where a Chinese sentence names somebody who can speak: known names, titles, new people, role phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from detente.talks.words.claim import Mention, Voice
from detente.talks.words.lexicon import compose, words
from detente.talks.words.names_zh import is_person_name
from detente.talks.words.registry import Registry

_FOREIGN_NAME = r"[\u4e00-\u9fff]{1,6}(?:[·‧・-][\u4e00-\u9fff]{1,8}?)+"


@dataclass
class PeopleZh:
    """Whom a Chinese document has introduced, for its pronouns and 'this spokesperson'."""

    registry: Registry
    named: dict[str, Voice] = field(default_factory=dict)
    person: Voice | None = None
    role: Voice | None = None


@dataclass(frozen=True)
class VerbsZh:
    """The patterns of Chinese reporting of one registry."""

    verb: re.Pattern[str]
    family: Mapping[str, str]
    role: re.Pattern[str]
    joint: re.Pattern[str]
    object: str
    texts: re.Pattern[str]
    named: re.Pattern[str]


@lru_cache(maxsize=64)
def verbs_zh(registry: Registry) -> VerbsZh:
    """The patterns of a registry, made once."""
    cues: Mapping[str, Any] = registry.cues["zh"]
    family = {w: modality for modality, words in cues["say"].items() for w in words}
    never = cues.get("not_followed_by", {})
    body = "|".join(
        re.escape(w) + (f"(?![{never[w]}])" if w in never else "")
        for w in sorted(family, key=len, reverse=True)
    )
    roles = "|".join(sorted(map(re.escape, cues["roles"]), key=len, reverse=True))
    texts = "|".join(sorted(map(re.escape, cues["texts"]), key=len, reverse=True))
    return VerbsZh(
        re.compile(rf"(?:{body})"),
        family,
        compose(
            r"(?:[\u4e00-\u9fffA-Za-z·]{0,18}?)(?:{title})(?![{characters_after_no_title_zh}])"
            r"(?:[{characters_between_titles_zh}]?(?:{title}))*",
            title=roles,
        ),
        re.compile(
            "(?:" + "|".join(sorted(map(re.escape, cues["joint_verbs"]), key=len, reverse=True)) + ")"
        ),
        "".join(cues["objects"]),
        re.compile(rf"(?:{texts})"),
        compose(
            r"(?:{title})(?!{title}|[{characters_after_no_title_zh}])"
            r"([{family_names_zh}][\u4e00-\u9fff]{1,2}?|{foreign_name}|[\u4e00-\u9fff]{2,7}?)"
            r"(?={words_after_name_zh}|{verb})",
            title=roles,
            verb=body,
            foreign_name=_FOREIGN_NAME,
        ),
    )


CLAUSE = re.compile(r"[,,;;。!!??::]")


_SOMEONE = compose(r"{unnamed_speaker_phrases_zh}")


def find_mentions_zh(text: str, people: PeopleZh) -> list[Mention]:
    """Known names, role phrases, newly named people; a title directly before a name belongs to it."""
    registry = people.registry
    rows: list[Mention] = []
    for hit in registry.names_zh.finditer(text):
        voice = registry.voices[registry.by_zh[hit[0]]]
        rows.append(Mention(hit.start(), hit.end(), hit[0], voice, voice.kind == "group"))
    for hit in _find_titled_names(text, verbs_zh(registry)):
        name = hit[1]
        start = hit.start(1)
        if any(m.start < start + len(name) and start < m.end for m in rows):
            continue
        voice = people.named.setdefault(
            name, Voice(name, name, _side_of_phrase(text[: hit.end()], registry), "person", "", False)
        )
        begin = _start_of_address(text, hit.start(), rows)  # office and title belong to the name
        rows = [m for m in rows if not begin <= m.start < m.end <= start]
        if any(m.start < start and begin < m.end for m in rows):
            begin = start
        rows.append(Mention(begin, start + len(name), text[begin : start + len(name)], voice))
    for hit in _find_introduced_names(text):
        name, start = hit["name"], hit.start("name")
        taken = any(m.start < hit.end() and start < m.end for m in rows)
        if taken or not (hit.groupdict().get("rank") or is_person_name(name)):
            continue
        voice = people.named.setdefault(name, Voice(name, name, "third", "person", "", False))
        begin = _start_of_address(text, start, rows)
        rows = [m for m in rows if not begin <= m.start < m.end <= start]
        if any(m.start < start and begin < m.end for m in rows):
            begin = start
        rows.append(Mention(begin, hit.end(), text[begin : hit.end()], voice))
    for name, voice in list(people.named.items()):
        if re.search(r"[·‧・]", name):  # the last part of a foreign name alone names its bearer
            people.named.setdefault(re.split(r"[·‧・]", name)[-1], voice)
    for name, voice in people.named.items():
        for hit in re.finditer(re.escape(name), text):
            if not any(m.start < hit.end() and hit.start() < m.end for m in rows):
                rows.append(Mention(hit.start(), hit.end(), name, voice))
    for hit in _SOMEONE.finditer(text):
        if not any(m.start < hit.end(1) and hit.start(1) < m.end for m in rows):
            name = hit[1].rsplit(_OF, 1)[-1]
            again = (
                people.person if hit[0].startswith(words("demonstratives_zh")) else None
            )  # 'this chief executive' was named before
            voice = again or Voice(name, name, _side_of_phrase(hit[1], registry), "role", "", False)
            rows.append(Mention(hit.end(1) - len(name), hit.end(1), name, voice))
    for hit in verbs_zh(registry).role.finditer(text):
        start = max([m.end() for m in CLAUSE.finditer(text[: hit.end()])] + [hit.start()])
        if start >= hit.end() or any(m.start < hit.end() and hit.end() <= m.end for m in rows):
            continue
        phrase = text[start : hit.end()]
        phrase = compose(
            r"^.*(?:[{object}{joining_characters_zh}]|{citing_verbs_zh}|{verb})",
            object=verbs_zh(registry).object,
            verb=verbs_zh(registry).verb.pattern,
        ).sub("", phrase)
        phrase = compose(r"{counted_persons_zh}").sub("", phrase)
        if len(phrase) < 2:
            continue
        begin = hit.end() - len(phrase)
        titled = next((m for m in rows if m.start == begin and m.voice.kind == "person"), None)
        if titled and not _ENVOY.search(phrase):  # a name with its title behind it
            rows.append(Mention(begin, hit.end(), phrase, titled.voice))
            continue
        back = people.person if _SAME_ONE.match(phrase) else None
        if back is not None:
            rows.append(Mention(begin, hit.end(), phrase, back))
            continue
        name = phrase[-14:]
        rows.append(
            Mention(
                hit.end() - len(name),
                hit.end(),
                name,
                Voice(name, name, _side_of_phrase(phrase, registry), "role", "", False),
            )
        )
    return _merge_mentions(text, rows)


def _find_titled_names(text: str, verbs: VerbsZh) -> Iterator[re.Match[str]]:
    """Names directly behind a title; a word that is no name may hold the title of the name behind it."""
    at = 0
    while hit := verbs.named.search(text, at):
        name = hit[1]
        good = is_person_name(name) and not _is_no_name(name) and not verbs.verb.search(name)
        if good:
            yield hit
        at = hit.end() if good else hit.start() + 1


_OF = words("particle_of_zh")[0]
_WITH = words("particle_with_zh")[0]
_CLAUSE_START = r"(?:^|(?<=[,。:;、\s{characters_before_ranked_name_zh}]))"
# Names that a phrase other than a title in front introduces.
_INTRODUCTIONS = (
    compose(  # a former office, or the member of an organisation
        r"(?:{offices_held_zh}){particle_of_zh}(?P<name>(?:[{family_names_zh}][\u4e00-\u9fff]{1,2}?"
        r"|{foreign_name}|[\u4e00-\u9fff]{2,7}?))"
        r"(?={words_after_name_zh}|{verbs_after_introduced_name_zh})",
        foreign_name=_FOREIGN_NAME,
    ),
    compose(r"{surname_given_zh}"),
    compose(  # a family name with a rank or a form of address behind it
        r"{clause_start}(?P<name>[{family_names_zh}](?P<rank>{forms_of_address_zh}|{ranks_zh}))"
        r"(?=[{characters_after_address_zh}])",
        clause_start=_CLAUSE_START,
    ),
    compose(  # a whole name with a rank behind it
        r"{clause_start}(?P<name>[{family_names_zh}][\u4e00-\u9fff]{1,2}?)(?:{ranks_zh})"
        r"(?=[{characters_after_address_zh}{characters_after_rank_zh}])",
        clause_start=_CLAUSE_START,
    ),
    compose(  # a foreign name with its point, alone at the head of a clause
        r"(?:^|(?<=[,。:;、”」』\s]))(?P<name>[\u4e00-\u9fff]{1,6}(?:[·‧・][\u4e00-\u9fff]{1,8}?)+)"
        r"(?={words_after_name_zh}|{verbs_after_foreign_name_zh})"
    ),
)


def _find_introduced_names(text: str) -> list[re.Match[str]]:
    """Names that a phrase other than a title in front introduces: a former office, a rank behind, a surname told."""
    return [hit for introduction in _INTRODUCTIONS for hit in introduction.finditer(text)]


_BEFORE_OFFICE = compose(r"(?:{words_before_office_zh})")


def _start_of_address(text: str, title: int, rows: list[Mention]) -> int:
    """Where office and title before a name begin: university, department and 'professor' before a name, back to the clause's start."""
    cut = max([m.end() for m in _BEFORE_OFFICE.finditer(text[:title])] + [0])
    people = [m.end for m in rows if m.end <= title and m.voice.kind in ("person", "outlet")]
    return max([cut, title - 24, *people])


_SAME_ONE = compose(r"{same_person_phrases_zh}")
_ENVOY = compose(r"(?:{envoy_titles_zh})$")


def _is_no_name(name: str) -> bool:
    return bool(compose(r"(?:{words_that_are_no_name_zh})").match(name))


def _side_of_phrase(text: str, registry: Registry) -> str:
    sides = {registry.voices[registry.by_zh[h[0]]].side for h in registry.names_zh.finditer(text[-24:])}
    sides &= set(registry.sides)
    return next(iter(sides)) if len(sides) == 1 else "third"


# a title alone stands for its holder today; before a name it is the title of that person
_OFFICE = compose(r"(?:{office_titles_zh})$")


def _merge_mentions(text: str, rows: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for found in sorted(rows, key=lambda m: (m.start, -(m.end - m.start))):
        m = found
        if kept and m.start < kept[-1].end:
            continue
        while (
            kept
            and (
                kept[-1].end == m.start
                or (
                    m.voice.kind == "outlet"
                    and kept[-1].voice.kind == "party"
                    and text[kept[-1].end : m.start] == "《"
                )
            )
            and (kept[-1].voice.kind in ("party", "institution", "role") or _OFFICE.search(kept[-1].text))
            and m.voice.kind in ("person", "role", "institution", "group", "outlet")
        ):
            before = kept.pop()
            if m.voice.kind == "role" and before.voice.kind == "institution":
                name = before.text + m.text
                side = before.voice.side
                m = Mention(before.start, m.end, name, Voice(name, name, side, "role", "", False))
            else:
                m = Mention(before.start, m.end, text[before.start : m.end], m.voice, m.plural)
        if (
            kept
            and m.voice.kind == "role"
            and m.start - kept[-1].end <= 8
            and kept[-1].voice.kind in ("institution", "party")
            and not CLAUSE.search(text[kept[-1].end : m.start])
            and _WITH not in text[kept[-1].end : m.start]
        ):
            before = kept.pop()
            name = text[before.start : m.end]
            m = Mention(before.start, m.end, name, Voice(name, name, before.voice.side, "role", "", False))
        kept.append(m)
    return kept
