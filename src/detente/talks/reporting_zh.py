"""Chinese sentence -> attribution: subject, verb of saying, joint statements, 据…报道."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from detente.talks.claim import Mention, Voice
from detente.talks.registry import Registry
from detente.talks.verbs import Attribution

FAMILY_NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"


@dataclass
class PeopleZh:
    """Whom a Chinese document has introduced; for 他, 她, 该发言人."""

    registry: Registry
    named: dict[str, Voice] = field(default_factory=dict)
    person: Voice | None = None
    role: Voice | None = None


@dataclass(frozen=True)
class _Verbs:
    verb: re.Pattern[str]
    family: Mapping[str, str]
    role: re.Pattern[str]
    joint: re.Pattern[str]
    object: str
    texts: re.Pattern[str]
    named: re.Pattern[str]


@lru_cache(maxsize=4)
def _verbs(registry: Registry) -> _Verbs:
    cues: Mapping[str, Any] = registry.cues["zh"]
    family = {w: modality for modality, words in cues["say"].items() for w in words}
    never = cues.get("not_followed_by", {})
    body = "|".join(
        re.escape(w) + (f"(?![{never[w]}])" if w in never else "")
        for w in sorted(family, key=len, reverse=True)
    )
    roles = "|".join(sorted(map(re.escape, cues["roles"]), key=len, reverse=True))
    texts = "|".join(sorted(map(re.escape, cues["texts"]), key=len, reverse=True))
    return _Verbs(
        re.compile(rf"(?:{body})"),
        family,
        re.compile(rf"(?:[一-鿿A-Za-z·]{{0,18}}?)(?:{roles})"),
        re.compile(
            "(?:" + "|".join(sorted(map(re.escape, cues["joint_verbs"]), key=len, reverse=True)) + ")"
        ),
        "".join(cues["objects"]),
        re.compile(rf"(?:{texts})"),
        re.compile(
            rf"(?:{roles})([{FAMILY_NAMES}][一-鿿]{{1,2}}|[一-鿿]{{1,6}}·[一-鿿]{{1,8}}|[一-鿿]{{2,5}}?)"
            rf"(?=\d|今|昨|当|在|就|也|还|则|对|向|于|随后|同日|近日|周|日前|此前|\s|[,:]|{body})"
        ),
    )


_CLAUSE = re.compile(r"[,,;;。!!??::]")
_NOT_SAID = re.compile(
    r"^(?:称(?:为|作|得上|号|之)|说(?:明|服|法)|认为是|将(?:士|军|来|近)|表示(?:的|了)?(?:关切|欢迎|感谢|祝贺)?$|"
    r"接受[^,。]{0,16}(?:采访|专访|访问|提问)|回答[^,。]{0,12}(?:提问|问题)|要求(?:下|的)|分析人|评论员|评价(?:为|是)|声明(?:中|称|说)|发表(?:声明|讲话|文章)|介绍(?:下|了)?情况)"
)
_PRONOUN = re.compile(
    r"(?:^|[,。;”’」』])(他|她|他们|该发言人|这位发言人|这名发言人|该官员|发言人|这位官员|这名官员|其)"
)
_CITED = re.compile(r"(?:引述|援引|引用)([^,。]{2,30}?)(?:报道|报导|称|说|消息|表示|的话)")
_REPORT = re.compile(
    r"据([^,,。]{2,40}?)(报道|消息|称|透露|援引|引述|介绍|说|披露|统计|公告|通知|通报|声明|文件|数据|公报|报告|新闻稿|官网|预测|估算|测算)"
)


def find_mentions_zh(text: str, people: PeopleZh) -> list[Mention]:
    """Known names, role phrases, newly named people; a title directly before a name belongs to it."""
    registry = people.registry
    rows: list[Mention] = []
    for hit in registry.names_zh.finditer(text):
        voice = registry.voices[registry.by_zh[hit[0]]]
        rows.append(Mention(hit.start(), hit.end(), hit[0], voice, voice.kind == "group"))
    for hit in _verbs(registry).named.finditer(text):
        name = hit[1]
        start = hit.start(1)
        if (
            any(m.start < start + len(name) and start < m.end for m in rows)
            or _is_word(name)
            or _verbs(registry).verb.search(name)
        ):
            continue
        voice = people.named.setdefault(
            name, Voice(name, name, _side_zh(text[: hit.end()], registry), "person", "", False)
        )
        rows.append(Mention(start, start + len(name), name, voice))
    for name, voice in people.named.items():
        for hit in re.finditer(re.escape(name), text):
            if not any(m.start < hit.end() and hit.start() < m.end for m in rows):
                rows.append(Mention(hit.start(), hit.end(), name, voice))
    for hit in _verbs(registry).role.finditer(text):
        start = max([m.end() for m in _CLAUSE.finditer(text[: hit.end()])] + [hit.start()])
        if start >= hit.end() or any(m.start < hit.end() and hit.end() <= m.end for m in rows):
            continue
        phrase = text[start : hit.end()]
        phrase = re.sub(
            rf"^.*(?:[{_verbs(registry).object}与和及]|{_verbs(registry).verb.pattern})", "", phrase
        )
        phrase = re.sub(r"^[一两三四五几数多\d]+[名位个]", "", phrase)
        if len(phrase) < 2:
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
            r"(?:[一二三四五六七八九十]|在|就|对|向|于|也|还|则|当|今|昨|会|称|指|表|说|认|强|重|和|与|及|的|们|兼|等|级|团|方|机|制|人|发|普遍|此前|近日|随后|同时|回应|介绍|多次|已经|共同|一致)",
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
            and not _CLAUSE.search(text[kept[-1].end : m.start])
            and "与" not in text[kept[-1].end : m.start]
        ):
            before = kept.pop()
            name = text[before.start : m.end]
            m = Mention(before.start, m.end, name, Voice(name, name, before.voice.side, "role", "", False))
        kept.append(m)
    return kept


def find_attributions_zh(masked: str, mentions: list[Mention], people: PeopleZh) -> list[Attribution]:
    """The attributions of one Chinese sentence; quoted words are blanked in ``masked``."""
    verbs = _verbs(people.registry)
    found: list[Attribution] = []
    for hit in verbs.verb.finditer(masked):
        if _NOT_SAID.match(masked[hit.start() : hit.start() + 26]) or any(
            m.start <= hit.start() < m.end for m in mentions
        ):
            continue
        if re.search(r"(?:所|被|可|据|宣|声|并称|名|简|人|号)$", masked[: hit.start()]) and hit[0] in (
            "称",
            "说",
        ):
            continue
        start = max([m.end() for m in _CLAUSE.finditer(masked[: hit.start()])] + [0])
        row = _subject(masked, start, hit.start(), mentions, people, verbs)
        if row is None and start and _is_inserted(masked, start, hit.start()):
            earlier = max([m.end() for m in _CLAUSE.finditer(masked[: start - 1])] + [0])
            row = _subject(masked, earlier, start - 1, mentions, people, verbs)
        if (
            row is None
            and start
            and found
            and re.fullmatch(r"[并还也进一步再次同时他她而且,]*", masked[start : hit.start()])
        ):
            row = (found[-1].voices, start, found[-1].plural)
        if row is None:
            continue
        voices, at, plural = row
        modality = verbs.family[hit[0]]
        if modality == "will" and hit[0] == "将" and voices[0].kind not in ("group", "party"):
            continue
        if (
            found
            and voices != found[0].voices
            and _inside_speech(masked, found[0], at, hit, voices, modality)
        ):
            continue  # what a speaker says that somebody does
        found.append(
            Attribution(
                voices,
                hit[0],
                "say" if not modality else "act",
                modality,
                at,
                hit.span(),
                len(masked),
                plural,
                "未" in masked[at : hit.start()] or "没有" in masked[at : hit.start()],
            )
        )
    return found or _reported(masked, mentions) or _joint(masked, mentions, verbs)


def _inside_speech(
    masked: str, first: Attribution, at: int, hit: re.Match[str], voices: tuple[Voice, ...], modality: str
) -> bool:
    """Whether a further verb stands inside what the first speaker of the sentence says."""
    if first.family != "say" or first.modality == "agreed":
        return False
    between = masked[first.verb[1] : at]
    if re.search(r"[;。]", between) or re.search(r"[则也亦]$", masked[at : hit.start()]):
        return False
    if voices[0].kind in ("party", "group") and modality:
        return True
    opens = first.voices[0].kind in ("person", "role") and masked[first.verb[1] : first.verb[1] + 1] in (
        ",",
        ":",
    )
    return opens and (voices[0].kind in ("party", "group") or bool(modality))


def _is_inserted(masked: str, start: int, verb: int) -> bool:
    """A clause such as 在回答记者提问时 stands between the speaker and the verb."""
    return (
        bool(re.match(r"(?:在|就|于|当天|当日|同日|随后|日前|近日|周|\d)", masked[start:verb].strip()))
        or verb - start <= 2
    )


_PLAIN_GAP = re.compile(
    r"(?:\d|方|也|还|则|将|已|就|对|在|曾|再次|多次|日前|随后|当天|同日|周|今|昨|明确|一直|始终|坚决|强烈|正|并|均|都|同意|官员|政府|代表|团|媒体|外交|商务|财政|或|仍|又|近日|此前|则|向|与|同|和|拒绝|未|没有|应|可|愿|必须|率先|单方面|主动|公开|正式|反复|不断|继续)"
)
_SOMEBODY = re.compile(r"(?:有|多位|不少|一些)?(?:分析|观点|评论|舆论|外界)(?:普遍|则|也|人士)?$")


def _subject(
    masked: str, start: int, verb: int, mentions: list[Mention], people: PeopleZh, verbs: _Verbs
) -> tuple[tuple[Voice, ...], int, bool] | None:
    clause = masked[start:verb]
    if len(clause) > 90:
        return None
    inside = [m for m in mentions if start <= m.start < verb]
    for m in inside:
        before = masked[start : m.start]
        if (
            before
            and before[-1] in verbs.object
            and not (before[-1] in "和与同" and inside and inside[0].end == m.start - 1)
        ):
            continue
        if re.search(r"(?:针对|关于|对于|围绕|围|就)$", before):
            continue
        gap = masked[m.end : verb]
        if len(gap) > 45 or (gap[:1] == "的" and not verbs.texts.search(gap)):
            continue
        if m.voice.kind == "party" and re.match(
            r"(?:的|经济|市场|企业|对华|对美|关税|出口|进口|股市|大豆)", gap
        ):
            continue
        if m.voice.kind == "party" and re.match(r"国?[一-鿿]", gap) and not _PLAIN_GAP.match(gap):
            continue  # the party's name opens the name of something else
        joined = [m.voice]
        rest = [x for x in inside if x.start >= m.end]
        at = m.end
        for x in rest:
            if masked[at : x.start] in ("和", "与", "、", "及", "兼"):
                if (
                    joined[-1].kind == "role"
                    and x.voice.kind == "person"
                    and masked[at : x.start] in ("、", "兼")
                ):
                    joined.pop()  # a title and another title before one name
                joined.append(x.voice)
                at = x.end
        if m.voice.kind == "person":
            people.person = m.voice
        return tuple(dict.fromkeys(joined)), m.start, m.plural or len(joined) > 1
    if len(clause) < 10 and _SOMEBODY.search(clause):
        return (Voice("分析人士", "分析人士", "third", "role", "", False),), start, True
    found = _PRONOUN.search(masked[max(0, start - 1) : verb]) or re.match(
        r"()?(他|她|他们|该发言人|发言人)", clause
    )
    if found:
        voice = people.person or people.role
        if voice and len(clause) < 26:
            return (voice,), start, False
    return None


def _joint(masked: str, mentions: list[Mention], verbs: _Verbs) -> list[Attribution]:
    """双方同意…, 双方将…: what both sides state together."""
    for m in mentions:
        if m.voice.kind != "group":
            continue
        gap = masked[m.end : m.end + 14]
        hit = verbs.joint.search(gap)
        before = masked[: m.start]
        if (
            hit
            and not re.search(r"[与和同对向由](?:中美)?$", before)
            and (not before or before[-1] in ",,。;; " or len(before) < 16)
        ):
            word = hit[0]
            modality = (
                "agreed"
                if word in ("同意", "商定", "承诺", "达成", "一致", "决定")
                else "will"
                if word in ("将", "愿")
                else ""
            )
            return [
                Attribution(
                    (m.voice,),
                    word,
                    "joint",
                    modality,
                    m.start,
                    (m.end + hit.start(), m.end + hit.end()),
                    len(masked),
                    True,
                )
            ]
    return []


def _reported(masked: str, mentions: list[Mention]) -> list[Attribution]:
    """据…报道, and 路透社援引…报道: the source named, carried by the outlet before it."""
    for hit in _CITED.finditer(masked):
        inside = [m for m in mentions if hit.start(1) <= m.start < hit.end(1)]
        name = re.sub(r"^[一两三四五几数多\d]+[名位个]|(?:报道|报导|消息)$", "", hit[1])
        voices: tuple[Voice, ...] = (
            (inside[-1].voice,) if inside else (Voice(name, name, "third", "role", "", False),)
        )
        carrier = tuple(m.voice.name for m in mentions if m.end <= hit.start())
        return [
            Attribution(
                voices,
                "援引",
                "according",
                "",
                hit.start(),
                hit.span(),
                len(masked),
                False,
                False,
                carrier[-1:],
            )
        ]
    for hit in _REPORT.finditer(masked):
        inside = [m for m in mentions if hit.start(1) <= m.start < hit.end(1)]
        if inside:
            voices = tuple(dict.fromkeys(m.voice for m in inside))
            return [
                Attribution(
                    voices[-1:] if "援引" in hit[0] else voices,
                    "据" + hit[2],
                    "according",
                    "",
                    hit.start(),
                    hit.span(),
                    len(masked),
                    len(voices) > 1,
                )
            ]
    return []
