"""Statement -> slots: topics, modality, negation, who must still approve, conditions, places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.talks.read.language import fold_chinese
from detente.talks.words.claim import Statement
from detente.talks.words.registry import Registry

GROUPS = {
    "agreed": "done",
    "preliminary": "preliminary",
    "will": "future",
    "would": "future",
    "expected": "future",
    "planned": "future",
    "hoped": "future",
    "speculated": "future",
    "threatened": "threat",
    "denied": "negative",
}


_DOTS = re.compile(r"\b([A-Z])\.([A-Z])\.")


def topics_of(text: str, lang: str, registry: Registry, agenda: bool = False) -> tuple[str, ...]:
    """The topics a sentence is about; general ones step back when it is about a measure."""
    plain = fold_chinese(text) if lang == "zh" else _DOTS.sub(r"\1\2", text)
    found: list[str] = []
    general: list[str] = []
    for topic in registry.topics:
        cue, unless = (topic.zh, topic.unless_zh) if lang == "zh" else (topic.en, topic.unless_en)
        named = bool(cue and cue.search(plain))
        if named and unless and unless.search(plain):
            named = False
        if not named and agenda:
            cue = topic.agenda_zh if lang == "zh" else topic.agenda_en
            named = bool(cue and cue.search(plain))
        if named:
            (general if topic.general else found).append(topic.id)
    return tuple(found or general[:2])


_QUESTION = re.compile(r"[?？]\s*[”’\"」]*\s*$")
_EN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (modality, re.compile(pattern, re.IGNORECASE))
    for modality, pattern in (
        (
            "preliminary",
            r"\b(?:preliminary|initial|basic|tentative|interim)\s+(?:\w+\s+)?(?:consensus|agreement|deal|understanding|framework|accord)|\bin\s+principle\b|(?:await|pending|subject\s+to|require|need)\w*\s+(?:\w+[’']?s?\s+){0,4}(?:approval|confirmation|sign-off|blessing)|preliminary\b",
        ),
        (
            "denied",
            r"\b(?:no\s+(?:deal|agreement|binding|breakthrough|changes?|concessions?|decision|intention|plans?|progress|final|need)|never|neither|did\s+not|didn[’']t|does\s+not|doesn[’']t|do\s+not|don[’']t|has\s+not|hasn[’']t|have\s+not|haven[’']t|was\s+not|wasn[’']t|were\s+not|is\s+not|isn[’']t|not\s+yet|without\s+any|no,\s+no|cannot|can[’']t|won[’']t|will\s+not|refus\w+|ruled?\s+out|oppos\w+|reject\w*|den(?:y|ied|ies))\b",
        ),
        (
            "would",
            r"\bif\s+(?:approved|agreed|finali[sz]ed|signed|implemented|confirmed|both|the\s+two)\b|\bwould\b(?!\s+(?:say|describe|call|like|argue|urge))",
        ),
        (
            "agreed",
            r"\b(?:agreed(?!\s+(?:in|at|on\s+\w+day)\b)|agree|reached\s+(?:an?\s+|the\s+|one\b)(?:\w+\s+){0,3}(?:deal|agreement|consensus|framework|understanding)?|committed|pledged|finali[sz]ed|signed|successful\s+framework|substantial\s+framework|final\s+deal|workable\s+framework|have\s+a\s+(?:\w+\s+){0,2}(?:framework|deal)|has\s+promised|struck\s+a|secured|agreement\s+to|commitment\s+to\s+\w+(?=\s))\b",
        ),
        (
            "threatened",
            r"\b(?:(?<!remove the )(?<!remove the immediate )(?<!immediate )threat\w*(?!\s+of\b[^.;]{0,60}\b(?:gone|averted|removed))|warn\w*\s+of|retaliat\w+|had\s+proposed\s+tariffs|consider\w*\s+(?:\w+\s+){0,2}countermeasures?)\b",
        ),
        (
            "planned",
            r"\b(?:scheduled|slated|set\s+to|plans?\s+to|is\s+planned|are\s+planned|planned\s+(?:to|for)|aims?\s+to|aim\s+to|intends?\s+to|due\s+to\s+(?:meet|visit|hold|expire|take)|preparing\s+to)\b",
        ),
        (
            "expected",
            r"\b(?:expect(?:s|ed|ing)?|likely|anticipat(?:es|ing)|forecast\w*|predict\w*|confiden\w+|looking\s+forward|poised|on\s+track|hope[sd]?|hopeful|hoping|optimis\w+|will\s+be\s+able)\b",
        ),
        (
            "will",
            r"\b(?:will|shall|going\s+to|gonna|willing\s+to|ready\s+to|is\s+prepared\s+to|next\s+step|promises\s+continued)\b|[’']ll\b",
        ),
        (
            "speculated",
            r"\b(?:could|(?-i:may)|might|perhaps|possib\w+|appears?\s+to|seem(?:s|ed)?|suggests?|hints?|potential(?:ly)?|reportedly|remains\s+to\s+be\s+seen)\b",
        ),
        ("urged", r"\b(?:should|must|need\s+to|needs\s+to|ought|urg\w+|call\w*\s+(?:on|for)|deman\w+)\b"),
        (
            "discussed",
            r"\b(?:discuss\w*|cover(?:ed|ing|s)?\b|includ\w+|exchang\w+\s+views|agenda|topics?|focus\w*\s+on|address\w*|raised|talked\s+about|spoke\s+about|touched\s+on|central\s+point)\b",
        ),
        (
            "characterised",
            r"\b(?:candid|constructive|in-depth|frank|productive|tough|firm|intense|cordial|pragmatic|professional|good\s+meeting|very\s+good|robust|substantive)\b",
        ),
    )
)
_ZH: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (modality, re.compile(pattern))
    for modality, pattern in (
        ("preliminary", r"初步共识|基本共识|原则(?:性)?共识|框架共识|原则上"),
        (
            "denied",
            r"反对|否认|无意|拒绝|不(?:接受|同意|会|应|承认|可能|存在)|没有(?!透露|说明|提到|给出|公布|提及)|未(?:能|达成|经|曾)|(?:尚未|未能|没能|未)[^,。]{0,14}(?:达成|同意|签署|确定)|绝不|从未|驳斥",
        ),
        ("agreed", r"同意|达成|承诺|商定|一致认为|决定|约定|签署|达成.{0,6}(?:共识|协议)|一致"),
        ("threatened", r"威胁|警告|扬言|坚决(?:采取|反制)|(?:采取|予以)反制|必要措施"),
        ("urged", r"敦促|要求|呼吁|希望|应(?!对)|需要|应当|必须|促请|建议"),
        ("planned", r"计划|拟|定于|安排"),
        ("expected", r"预计|预期|(?<!的)期待|有望|相信|料将"),
        ("will", r"(?<!履行)将|愿|下一步|继续"),
        ("speculated", r"可能|或将|或会|恐|似乎|也许"),
        ("discussed", r"讨论|围绕|就.{2,60}(?:交换意见|交流|磋商|探讨|会谈)|议题|谈及"),
        ("characterised", r"坦诚|建设性|深入|强硬|坚定|积极|富有成效"),
    )
)
_KEEPS = {
    "agreed",
    "preliminary",
    "urged",
    "threatened",
    "denied",
    "characterised",
    "sought",
    "hoped",
    "planned",
    "will",
}


def modality_of(text: str, lang: str, own: str, negated: bool, kind: str, registry: Registry) -> str:
    """How firmly it is said. ``own`` is what the verb of saying itself carries."""
    if kind == "question" or (_QUESTION.search(text) and kind != "direct"):
        return "question"
    plain = fold_chinese(text) if lang == "zh" else text
    content = _content(plain) if lang == "en" else plain
    if lang == "en" and own in ("", "hoped", "asserted") and _OUGHT.search(content) and not negated:
        return "urged"
    if lang == "en" and re.search(
        r"\bhint\w*\s+at\b[^.;]{0,40}\b(?:curbs|tariffs|restrictions|retaliation|sanctions|countermeasures)\b",
        content,
    ):
        return "threatened"
    found = next((m for m, p in (_ZH if lang == "zh" else _EN) if p.search(content)), "")
    if lang == "zh":
        return _weigh_zh(own, negated, found, plain)
    if own in ("agreed", "threatened", "urged", "sought"):
        if found == "preliminary" and own == "agreed":
            return "preliminary"
        if own == "agreed" and re.search(
            r"\b(?:would|could|might|may|expected\s+to|likely\s+to)\s+(?:\w+\s+)?(?:agree|commit|accept|approve)",
            plain,
        ):
            return "would"
        return "denied" if negated else own
    if own == "denied" or negated:
        return "denied"
    if own == "characterised":
        return own
    if own in ("expected", "hoped", "planned", "will", "speculated"):
        return "preliminary" if found == "preliminary" else own
    return found or "asserted"


def _weigh_zh(own: str, negated: bool, found: str, plain: str) -> str:
    if own in ("agreed", "threatened", "denied"):
        return own if found != "preliminary" else "preliminary"
    if own == "urged" or (own == "expected" and "希望" in plain):
        return "urged"
    if own == "will" and found in ("", "will", "urged"):
        return "will"
    return found or own or "asserted"


_OUGHT = re.compile(
    r"\b(?:should|must|ought\s+to)\b|\bhope[sd]?\s+(?:that\s+)?(?:the\s+)?[A-Z][\w.]*(?:\s+side)?\s+(?:will|would|can|could|to)\b"
)


def _content(text: str) -> str:
    """What counts for modality: list marks and a label before a colon do not."""
    return re.sub(r"^\s*(?:[•·●▪*-]\s+|\d{1,2}[/.)]\s*)", "", text)


_APPROVAL = (
    (
        re.compile(
            r"\b(?:final|formal)?\s*(?:approval|confirmation|sign-off|decision)s?\b[^.;]{0,40}|\bapproves?\b|\bapproved\s+by\b|\b(?:await|pending|subject\s+to|up\s+to|depend\w*\s+on|require|need)\w*\b[^.;]{0,60}\b(?:approval|confirmation|president|leaders?)",
            re.I,
        ),
        "en",
    ),
    (re.compile(r"批准|报批|审批|核准"), "zh"),
)
_LEADERS = re.compile(r"\b(?:both|two|the)\s+(?:leaders|presidents)|heads\s+of\s+state|[Ll]eaders[’']", re.I)
_DOMESTIC = re.compile(
    r"\b(?:domestic|internal|respective)\b[^.;]{0,30}\b(?:approval|procedures?|consultations?)|内部报批|国内批准|各自(?:国内|内部)"
)


def approval_of(text: str, lang: str, registry: Registry) -> tuple[str, ...]:
    """Who must still approve: ids of persons, ``leaders``, ``domestic-approval``."""
    if _DOMESTIC.search(text):
        return ("domestic-approval",)
    if not any(p.search(text) for p, _ in _APPROVAL):
        return ()
    who = [
        v.id
        for h in (registry.names_en if lang == "en" else registry.names_zh).finditer(text)
        if (v := registry.voice(h[0]))
        and v.kind == "person"
        and re.search(r"[Pp]resident|[Pp]remier|主席|总统", v.role)
    ]
    named = tuple(dict.fromkeys(who))
    if len(named) > 1 or _LEADERS.search(text):
        return ("leaders",)
    return named or ("unnamed",)


_CONDITION = re.compile(
    r"\b(?:if|unless|provided\s+(?:that)?|as\s+long\s+as|on\s+condition\s+that|in\s+return\s+for|in\s+exchange\s+for|conditional\s+on|pending|subject\s+to)\b[^,.;]{3,90}|(?:如果|若|只要|前提是|除非)[^,,。;]{2,40}",
    re.I,
)


def conditions_of(text: str) -> tuple[str, ...]:
    """The words of the conditions a sentence names."""
    return tuple(h[0].strip() for h in _CONDITION.finditer(text))[:3]


def places_of(text: str, registry: Registry) -> tuple[str, ...]:
    """Ids of the places of the registry that a text names, in order."""
    found: list[tuple[int, str]] = []
    for place in registry.places:
        for name in place["names"]:
            hit = re.search(rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name), text)
            if hit:
                found.append((hit.start(), place["id"]))
                break
    return tuple(p for _, p in sorted(found))


def measures_of(topics: Sequence[str], registry: Registry) -> tuple[str, ...]:
    """The measures, clocks and pledges that the topics of a statement are tied to."""
    rows = [m for t in registry.topics if t.id in topics for m in (*t.measures, *t.clocks)]
    return tuple(dict.fromkeys(rows))


def needs_review(row: Statement) -> str:
    """Why a statement goes to the review list, or nothing."""
    if row.end - row.start < (6 if row.lang == "zh" else 8):
        return "too short to be a statement"
    if (
        row.kind in ("mixed", "direct", "indirect")
        and row.voice.kind == "person"
        and not row.voice.known
        and not row.voice.role
        and row.voice.side == "third"
        and row.voice.name.isascii()
        and len(row.voice.name.split()) < 2
    ):
        return f"speaker {row.voice.name!r} is not introduced in the document"
    return ""
