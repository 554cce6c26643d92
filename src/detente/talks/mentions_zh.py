"""Where a Chinese sentence names somebody who can speak: known names, titles, new people, role phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from detente.talks.claim import Mention, Voice
from detente.talks.registry import Registry

FAMILY_NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"


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


@lru_cache(maxsize=4)
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
        re.compile(rf"(?:[一-鿿A-Za-z·]{{0,18}}?)(?:{roles})"),
        re.compile(
            "(?:" + "|".join(sorted(map(re.escape, cues["joint_verbs"]), key=len, reverse=True)) + ")"
        ),
        "".join(cues["objects"]),
        re.compile(rf"(?:{texts})"),
        re.compile(
            rf"(?:{roles})(?!{roles})([{FAMILY_NAMES}][一-鿿]{{1,2}}?|[一-鿿]{{1,6}}(?:·[一-鿿]{{1,8}}?)+|[一-鿿]{{2,7}}?)"
            rf"(?=\d|今|昨|当|在|就|也|还|则|对|向|于|随后|同日|近日|周|日前|此前|\s|[,:(]|撰文|直|曾|受访|接受|日|更|再|亦|又|{body})"
        ),
    )


CLAUSE = re.compile(r"[,,;;。!!??::]")


_SOMEONE = re.compile(
    r"(?:[一两三多几数]|另一|又一|该|这)[名位]((?:[^,。;的]{1,14}的)?[一-鿿]{2,10}?)"
    r"(?=(?:[对向](?:记者|媒体|本报|路透|彭博|[一-鿿]{2,6}社)|也|则|还)?(?:表示|称|说|指出|透露|认为|告诉|坦言|警告))"
)


def find_mentions_zh(text: str, people: PeopleZh) -> list[Mention]:
    """Known names, role phrases, newly named people; a title directly before a name belongs to it."""
    registry = people.registry
    rows: list[Mention] = []
    for hit in registry.names_zh.finditer(text):
        voice = registry.voices[registry.by_zh[hit[0]]]
        rows.append(Mention(hit.start(), hit.end(), hit[0], voice, voice.kind == "group"))
    for hit in verbs_zh(registry).named.finditer(text):
        name = hit[1]
        start = hit.start(1)
        if (
            any(m.start < start + len(name) and start < m.end for m in rows)
            or _is_word(name)
            or verbs_zh(registry).verb.search(name)
        ):
            continue
        voice = people.named.setdefault(
            name, Voice(name, name, _side_zh(text[: hit.end()], registry), "person", "", False)
        )
        free = not any(m.start < start and hit.start() < m.end for m in rows)
        begin = hit.start() if free else start  # the title belongs to the name
        rows.append(Mention(begin, start + len(name), text[begin : start + len(name)], voice))
    for name, voice in people.named.items():
        for hit in re.finditer(re.escape(name), text):
            if not any(m.start < hit.end() and hit.start() < m.end for m in rows):
                rows.append(Mention(hit.start(), hit.end(), name, voice))
    for hit in _SOMEONE.finditer(text):
        if not any(m.start < hit.end(1) and hit.start(1) < m.end for m in rows):
            name = hit[1].rsplit("的", 1)[-1]
            voice = Voice(name, name, _side_zh(hit[1], registry), "role", "", False)
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
        if titled:  # a name with its title behind it: 何立峰副总理
            rows.append(Mention(begin, hit.end(), phrase, titled.voice))
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


def _is_word(name: str) -> bool:
    return bool(
        re.match(
            r"(?:[一二三四五六七八九十]|处|在|就|对|向|于|也|还|则|当|今|昨|会|称|指|表|说|认|强|重|和|与|及|的|们|兼|等|级|团|方|机|制|人|发|普遍|此前|近日|随后|同时|报道|报导|消息|爆料|引述|援引|透露|在内|宣布|批评|呼吁|警告|回应|介绍|多次|已经|共同|一致)",
            name,
        )
    )


def _side_zh(text: str, registry: Registry) -> str:
    sides = {registry.voices[registry.by_zh[h[0]]].side for h in registry.names_zh.finditer(text[-24:])}
    sides &= set(registry.sides)
    return next(iter(sides)) if len(sides) == 1 else "third"


def _tidy(text: str, rows: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for found in sorted(rows, key=lambda m: (m.start, -(m.end - m.start))):
        m = found
        if kept and m.start < kept[-1].end:
            continue
        while (
            kept
            and kept[-1].end == m.start
            and kept[-1].voice.kind in ("party", "institution", "role")
            and m.voice.kind in ("person", "role", "institution", "group")
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
