"""Where a Chinese sentence names somebody who can speak: known names, titles, new people, role phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from detente.talks.words.claim import Mention, Voice
from detente.talks.words.names_zh import AFTER_NAME, FAMILY_NAMES, is_person_name
from detente.talks.words.registry import Registry


@dataclass
class PeopleZh:
    """Whom a Chinese document has introduced; for 他, 她, 该发言人."""

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
        re.compile(rf"(?:[一-鿿A-Za-z·]{{0,18}}?)(?:{roles})(?![会团府处])(?:[副前]?(?:{roles}))*"),
        re.compile(
            "(?:" + "|".join(sorted(map(re.escape, cues["joint_verbs"]), key=len, reverse=True)) + ")"
        ),
        "".join(cues["objects"]),
        re.compile(rf"(?:{texts})"),
        re.compile(
            rf"(?:{roles})(?!{roles}|[会团府处])([{FAMILY_NAMES}][一-鿿]{{1,2}}?|[一-鿿]{{1,6}}(?:[·‧・-][一-鿿]{{1,8}}?)+|[一-鿿]{{2,7}}?)"
            rf"(?={AFTER_NAME}|{body})"
        ),
    )


CLAUSE = re.compile(r"[,,;;。!!??::]")


_SOMEONE = re.compile(
    r"(?:[一两三多几数]|另一|又一|该|这)[名位]((?:[^,。;的]{1,14}的)?[一-鿿]{2,10}?)"
    r"(?=(?:[对向](?:记者|媒体|本报|路透|彭博|[一-鿿]{2,6}社)|在[^,。]{2,14}时|也|则|还|均|都)*(?:表示|称|说|指出|透露|认为|告诉|坦言|警告))"
)


def find_mentions_zh(text: str, people: PeopleZh) -> list[Mention]:
    """Known names, role phrases, newly named people; a title directly before a name belongs to it."""
    registry = people.registry
    rows: list[Mention] = []
    for hit in registry.names_zh.finditer(text):
        voice = registry.voices[registry.by_zh[hit[0]]]
        rows.append(Mention(hit.start(), hit.end(), hit[0], voice, voice.kind == "group"))
    for hit in _titled(text, verbs_zh(registry)):
        name = hit[1]
        start = hit.start(1)
        if any(m.start < start + len(name) and start < m.end for m in rows):
            continue
        voice = people.named.setdefault(
            name, Voice(name, name, _side_zh(text[: hit.end()], registry), "person", "", False)
        )
        begin = _address_from(text, hit.start(), rows)  # office and title belong to the name
        rows = [m for m in rows if not begin <= m.start < m.end <= start]
        if any(m.start < start and begin < m.end for m in rows):
            begin = start
        rows.append(Mention(begin, start + len(name), text[begin : start + len(name)], voice))
    for hit in _introduced(text):
        name, start = hit["name"], hit.start("name")
        taken = any(m.start < hit.end() and start < m.end for m in rows)
        if taken or not (hit.groupdict().get("rank") or is_person_name(name)):
            continue
        voice = people.named.setdefault(name, Voice(name, name, "third", "person", "", False))
        begin = _address_from(text, start, rows)
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
            name = hit[1].rsplit("的", 1)[-1]
            again = people.person if hit[0][0] in "该这" else None  # 'this chief executive' was named before
            voice = again or Voice(name, name, _side_zh(hit[1], registry), "role", "", False)
            rows.append(Mention(hit.end(1) - len(name), hit.end(1), name, voice))
    for hit in verbs_zh(registry).role.finditer(text):
        start = max([m.end() for m in CLAUSE.finditer(text[: hit.end()])] + [hit.start()])
        if start >= hit.end() or any(m.start < hit.end() and hit.end() <= m.end for m in rows):
            continue
        phrase = text[start : hit.end()]
        phrase = re.sub(
            rf"^.*(?:[{verbs_zh(registry).object}与和及]|引述|援引|引用|{verbs_zh(registry).verb.pattern})",
            "",
            phrase,
        )
        phrase = re.sub(r"^[一两三四五几数多\d]+[名位个]", "", phrase)
        if len(phrase) < 2:
            continue
        begin = hit.end() - len(phrase)
        titled = next((m for m in rows if m.start == begin and m.voice.kind == "person"), None)
        if titled and not _ENVOY.search(phrase):  # a name with its title behind it: 何立峰副总理
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
                Voice(name, name, _side_zh(phrase, registry), "role", "", False),
            )
        )
    return _tidy(text, rows)


def _titled(text: str, verbs: VerbsZh) -> Iterator[re.Match[str]]:
    """Names directly behind a title; a word that is no name may hold the title of the name behind it."""
    at = 0
    while hit := verbs.named.search(text, at):
        name = hit[1]
        good = is_person_name(name) and not _is_word(name) and not verbs.verb.search(name)
        if good:
            yield hit
        at = hit.end() if good else hit.start() + 1


_PLAIN_NAME = (
    rf"(?:[{FAMILY_NAMES}][一-鿿]{{1,2}}?|[一-鿿]{{1,6}}(?:[·‧・-][一-鿿]{{1,8}}?)+|[一-鿿]{{2,7}}?)"
)
_RANKS = "副教授|研究员|分析师|主任|会长|总裁|院长|所长|教授|博士|律师|先生|女士|小姐|老师|院士"
_INTRODUCED = (
    # '曾任…的某某', '某某协会的某某'
    rf"(?:(?:曾|现|前|时|担|出)任[^,。]{{2,24}}|协会|大学|学院|研究所|研究院|中心|公司|集团|银行|智库|商会|学会|联合会|基金会|证券|事务所)的(?P<name>{_PLAIN_NAME})(?={AFTER_NAME}|称|指|认为|坦|直言|强调)",
    r"姓(?P<name>[一-鿿]{1,4}?)的[一-鿿]{2,6}",
    rf"(?:^|(?<=[,。:;的、\s和与据对向跟]))(?P<name>[{FAMILY_NAMES}](?P<rank>姐|哥|总|老板|师傅|{_RANKS}))(?=[跟对向告说称介透表坦认在也则还就感抱])",
    rf"(?:^|(?<=[,。:;的、\s和与据对向跟]))(?P<name>[{FAMILY_NAMES}][一-鿿]{{1,2}}?)(?:{_RANKS})(?=[跟对向告说称介透表坦认在也则还就感抱指强分预解判建提警])",
    # a foreign name with its point alone at the head of a clause
    rf"(?:^|(?<=[,。:;、”」』\s]))(?P<name>[一-鿿]{{1,6}}(?:[·‧・][一-鿿]{{1,8}}?)+)(?={AFTER_NAME}|称|指|认为|坦|强调|预|警告|呼吁)",
)
_INTRODUCTIONS = tuple(re.compile(p) for p in _INTRODUCED)


def _introduced(text: str) -> list[re.Match[str]]:
    """Names that a phrase other than a title in front introduces: a former office, a rank behind, 姓…的."""
    return [hit for pattern in _INTRODUCTIONS for hit in pattern.finditer(text)]


_BEFORE_OFFICE = re.compile(
    r"(?:[,,;;。!!??::、\s\x01“”「」]|[从向据由跟给把被让请而但]|对(?!外)|同(?!场|样|日|天|时|期|为)|(?<![一-鿿])[与和在]|援引|引述|引用|不过|此外|同时|随后|日前|近日|根据|[当今昨][日天])"
)


def _address_from(text: str, title: int, rows: list[Mention]) -> int:
    """Where office and title before a name begin: '某某大学政治系' + '教授' + name, back to the clause's start."""
    cut = max([m.end() for m in _BEFORE_OFFICE.finditer(text[:title])] + [0])
    people = [m.end for m in rows if m.end <= title and m.voice.kind in ("person", "outlet")]
    return max([cut, title - 24, *people])


_SAME_ONE = re.compile(
    r"^(?:该|上述|这)[名位]?(?:知情|消息|业内|白宫|美国|中国|政府|高级|匿名)?(?:人士|官员|负责人|学者|专家|分析师|教授|律师|议员|高管|外交官|代表)$"
)
_ENVOY = re.compile(r"(?:特使|代表|助理|顾问|秘书|发言人|幕僚|办公室主任)$")


def _is_word(name: str) -> bool:
    return bool(
        re.match(
            r"(?:[一二三四五六七八九十]|处|在|就|对|也|还|则|当|今|昨|会|称|指|表|说|认|强|重|和|与|及|的|们|兼|等|级|团|方|机|制|人|发|普遍|此前|近日|随后|同时|报道|报导|消息|爆料|引述|援引|透露|在内|宣布|批评|呼吁|警告|回应|介绍|多次|已经|共同|一致)",
            name,
        )
    )


def _side_zh(text: str, registry: Registry) -> str:
    sides = {registry.voices[registry.by_zh[h[0]]].side for h in registry.names_zh.finditer(text[-24:])}
    sides &= set(registry.sides)
    return next(iter(sides)) if len(sides) == 1 else "third"


# a title alone stands for its holder today; before a name it is the title of that person
_OFFICE = re.compile(r"(?:部长|财长|代表|总统|主席|总理|国务卿|发言人|外长|大使|特使|专员|秘书)$")


def _tidy(text: str, rows: list[Mention]) -> list[Mention]:
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
            and "与" not in text[kept[-1].end : m.start]
        ):
            before = kept.pop()
            name = text[before.start : m.end]
            m = Mention(before.start, m.end, name, Voice(name, name, before.voice.side, "role", "", False))
        kept.append(m)
    return kept
