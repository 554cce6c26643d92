"""Chinese sentence -> attribution: subject, verb of saying, joint statements, 据…报道."""

from __future__ import annotations

import re

from detente.talks.extract.mentions_zh import CLAUSE, PeopleZh, VerbsZh, verbs_zh
from detente.talks.words.claim import Mention, Voice
from detente.talks.words.names_zh import is_person_name
from detente.talks.words.verbs import Attribution

_NOT_SAID = re.compile(
    r"^(?:称(?:为|作|得上|号|之)|说(?:明|服|法)|认为是|将(?:士|军|来|近)|表示(?:的|了)?(?:关切|欢迎|感谢|祝贺)?$|"
    r"接受[^,。]{0,16}(?:采访|专访|访问|提问)|回答[^,。]{0,12}(?:提问|问题)|要求(?:下|的)|分析人|评论员|评价(?:为|是)|声明(?:中|称|说)|发表(?:声明|讲话|文章)|介绍(?:下|了)?情况)"
)
_PRONOUN = re.compile(
    r"(?:^|[,。;”’」』])(他|她|他们|该发言人|这位发言人|这名发言人|该官员|发言人|这位官员|这名官员|其|(?:该|这[名位]|上述)(?:知情|消息|业内)?(?:人士|学者|专家|教授|分析师|负责人|官员|律师|议员|高管))"
)
_CITED = re.compile(
    r"(?:引述|援引|引用)([^,。]{2,30}?)(?:报道|报导|透露|指出|爆料|称|说|指|消息(?!人士|来源)|表示|的话)"
)
_VIEW = re.compile(r"(?:^|(?<=[,;]))在([^,;。]{2,30}?)看来(?=,)")
_HEARD = re.compile(r"记者从([^,。]{2,24}?)(?:处|方面|那里|口中)?(获悉|了解到|得知|证实)")
_REPORT = re.compile(
    r"据([^,,。]{2,40}?)(报道|消息(?!人士|来源)|称|透露|援引|引述|介绍|说|披露|统计|公告|通知|通报|声明|文件|数据|公报|报告|新闻稿|官网|预测|估算|测算)"
)


def find_attributions_zh(masked: str, mentions: list[Mention], people: PeopleZh) -> list[Attribution]:
    """The attributions of one Chinese sentence; quoted words are blanked in ``masked``."""
    verbs = verbs_zh(people.registry)
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
        start = max([m.end() for m in CLAUSE.finditer(masked[: hit.start()])] + [0])
        row = _subject(masked, start, hit.start(), mentions, people, verbs)
        if row is None and start and _is_inserted(masked, start, hit.start()):
            earlier = max([m.end() for m in CLAUSE.finditer(masked[: start - 1])] + [0])
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
        if re.search(r"引述|援引|引用", masked[at : hit.start()]):
            continue  # the source cited speaks, not the outlet that cites it
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
    if not found and (lead := _leads(masked, mentions, verbs)):
        people.person = lead
    reported = _reported(masked, mentions)
    if reported and (
        not found or (reported[0].voices[0].kind != "outlet" and reported[0].start < found[0].start)
    ):
        return reported
    return found or _joint(masked, mentions, verbs)


def _leads(masked: str, mentions: list[Mention], verbs: VerbsZh) -> Voice | None:
    """The person a sentence without words of saying is about: the next 他 or 她 may be this one."""
    first = next((m for m in mentions if m.voice.kind == "person"), None)
    if (
        first is None
        or first.start > 16
        or masked[max(0, first.start - 1) : first.start] in list(verbs.object)
    ):
        return None
    return None if masked[first.end : first.end + 1] == "的" else first.voice


def _inside_speech(
    masked: str, first: Attribution, at: int, hit: re.Match[str], voices: tuple[Voice, ...], modality: str
) -> bool:
    """Whether a further verb stands inside what the first speaker of the sentence says."""
    if first.family not in ("say", "act") or first.modality in ("agreed", "will"):
        return False
    between = masked[first.verb[1] : at]
    if re.search(r"[;。]", between) or re.search(r"[则也亦]$", masked[at : hit.start()]):
        return False
    if first.family == "say" and voices[0].kind in ("party", "group") and modality:
        return True
    opens = first.voices[0].kind not in ("party", "group") and masked[first.verb[1] : first.verb[1] + 1] in (
        ",",
        ":",
    )
    return opens and (voices[0].kind in ("party", "group", "role") or bool(modality))


def _is_inserted(masked: str, start: int, verb: int) -> bool:
    """A clause such as 在回答记者提问时 stands between the speaker and the verb."""
    return (
        bool(re.match(r"(?:在|就|于|当天|当日|同日|随后|日前|近日|周|\d)", masked[start:verb].strip()))
        or verb - start <= 2
    )


def _within_a_name(before: str, start: int, inside: list[Mention]) -> bool:
    """Whether 与 or 和 before a mention belongs to the name of an organisation, not to the sentence."""
    joined = before[-1] in "与和" and not any(m.end == start + len(before) - 1 for m in inside)
    return joined and bool(
        re.search(r"大学|学院|研究|中心|委员会|协会|公司|集团|基金|智库|部|局", before[:-1])
    )


_PLAIN_GAP = re.compile(
    r"(?:\d|方|也|还|则|将|已|就|对|在|曾|再次|多次|日前|随后|当天|同日|周|今|昨|明确|一直|始终|坚决|强烈|正|并|均|都|同意|官员|政府|代表|团|媒体|外交|商务|财政|或|仍|又|近日|此前|则|向|与|同|和|拒绝|未|没有|应|可|愿|必须|率先|单方面|主动|公开|正式|反复|不断|继续)"
)
_FIRM = (
    "表示",
    "指出",
    "认为",
    "预测",
    "预计",
    "回应",
    "宣布",
    "警告",
    "强调",
    "呼吁",
    "估计",
    "写道",
    "重申",
    "披露",
    "坦言",
    "直言",
    "称,",
    "说,",
    "指,",
    "称:",
    "说:",
)
_BEFORE_NAME = re.compile(
    r"^(?:(?:而|但|不过|此外|另外|同时|其中|日前|近日|昨日|今日|当天|随后|此前|\d+[月日号]|周[一二三四五六日天])+,?)"
)
_BEHIND_NAME = re.compile(
    r"(?:则|也|还|又|均|曾|已|就|再次|多次|明确|公开|随后|日前|近日|此前|昨[天日晚]?|今[天日晨]?|当天|当日|同日|最新|周[一二三四五六日天]|"
    r"\d+日|[早中下上]午|晚间?|(?:在|于)[^,]{1,14}(?:中|时|上|里|后)|向[^,]{1,8}|对[^,]{1,8}|接受[^,]{1,14}(?:采访|访问|专访)时?|(?:发表|发布|公布)[^,]{0,6}(?:报告|研报|声明|文章))+$"
)
_NO_NAME = re.compile(
    r"[的是在和与及对将把被这那此其该了都不有没会要能可让使个种些就而但若如因为所以]|据悉|报道|消息|数据|文章|市场|结果|情况|声明|记者|双方|各方|我|他|她|它|自|今年|去年|明年|年|月|日|第|多|大家|人们|外界|本"
)


def _unknown(clause: str, verb: str) -> tuple[str, int] | None:
    """A short name nobody has introduced, alone before a firm verb of saying: 摩根士丹利预测; its offset."""
    if verb not in _FIRM and not verb.startswith(("称,", "说,")):
        return None
    lead = _BEFORE_NAME.match(clause)
    at = lead.end() if lead else 0
    name = _BEHIND_NAME.sub("", clause[at:])
    if not 2 <= len(name) <= 9 or not re.fullmatch(r"[一-鿿A-Za-z·]+", name) or _NO_NAME.search(name):
        return None
    return name, at


_SOMEBODY = re.compile(r"(?:有|多位|不少|一些)?(?:分析|观点|评论|舆论|外界|业界|市场)(?:普遍|则|也|人士)?$")


def _subject(
    masked: str, start: int, verb: int, mentions: list[Mention], people: PeopleZh, verbs: VerbsZh
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
            and not _within_a_name(before, start, inside)
            and not (before[-1] in "在从对" and "的" in m.text)  # '曾在…任职的' stands before the name
            and not re.match(r"同[场样日天时期]", masked[m.start - 1 : m.start + 1])
            and not (before[-1] in "和与同" and inside and inside[0].end == m.start - 1)
        ):
            continue
        if re.search(r"(?:针对|关于|对于|围绕|围|就)$", before):
            continue
        gap = masked[m.end : verb]
        answer = gap == "的" and re.match(
            r"(?:(?:回应|回答|答复|解释|表态|说明)(?:[则仍还就]?是|[::])|(?:看法|观点|判断|结论|建议|态度|评价)则?是)",
            masked[verb:],
        )
        if len(gap) > 45 or (gap[:1] == "的" and not answer and not verbs.texts.search(gap)):
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
        if m.voice.kind in ("person", "role") and m.voice.side != "both":
            people.person = m.voice
        return tuple(dict.fromkeys(joined)), m.start, m.plural or len(joined) > 1
    if not inside and masked[verb : verb + 1] and (named := _unknown(clause, masked[verb : verb + 2])):
        new = Voice(named[0], named[0], "third", "institution", "", False)
        known = people.named.setdefault(named[0], new)
        if len(named[0]) > 2 and is_person_name(named[0]):
            people.person = known
        return (known,), start + named[1], False
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


def _joint(masked: str, mentions: list[Mention], verbs: VerbsZh) -> list[Attribution]:
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
    view = _VIEW.search(masked)
    seen = [m for m in mentions if view and view.start(1) <= m.start and m.end <= view.end(1)]
    if view and seen and seen[-1].voice.kind != "party":
        return [
            Attribution(
                (seen[-1].voice,),
                "看来",
                "according",
                "",
                view.start(),
                view.span(),
                len(masked),
                seen[-1].plural,
            )
        ]
    heard = _HEARD.search(masked)
    if heard:
        inside = [m for m in mentions if heard.start(1) <= m.start < heard.end(1)]
        name = re.sub(r"^[一两三四五几数多\d]+[名位个]", "", heard[1])
        voice = inside[-1].voice if inside else Voice(name, name, "third", "role", "", False)
        return [Attribution((voice,), heard[2], "according", "", heard.start(), heard.span(), len(masked))]
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
