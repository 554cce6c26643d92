"""Statement -> slots: topics, modality, negation, who must still approve, conditions, places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.talks.read.language import fold_chinese
from detente.talks.words.claim import Statement
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry

MODALITY_GROUPS = {
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
    specific: list[str] = []
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
            (general if topic.general else specific).append(topic.id)
    return tuple(specific or general[:2])


_QUESTION = re.compile(r"[?？]\s*[”’\"」]*\s*$")
_EN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (modality, compose(template, re.IGNORECASE))
    for modality, template in (
        (
            "preliminary",
            r"\b(?:{preliminary_adjectives})\s+(?:\w+\s+)?(?:{preliminary_nouns})|\bin\s+principle\b|"
            r"(?:{awaiting_verbs})\w*\s+(?:\w+[’']?s?\s+){0,4}(?:{approval_nouns})|preliminary\b",
        ),
        (
            "denied",
            r"\b(?:{denials})\b",
        ),
        (
            "would",
            r"\bif\s+(?:{conditional_participles})\b|\bwould\b(?!\s+(?:{verbs_after_would}))",
        ),
        (
            "agreed",
            r"\b(?:{agreement_phrases})\b",
        ),
        (
            "threatened",
            r"\b(?:{threat_phrases})\b",
        ),
        (
            "planned",
            r"\b(?:{plan_phrases})\b",
        ),
        (
            "expected",
            r"\b(?:{expectation_phrases})\b",
        ),
        (
            "will",
            r"\b(?:{will_phrases})\b|[’']ll\b",
        ),
        (
            "speculated",
            r"\b(?:{possibility_phrases})\b",
        ),
        ("urged", r"\b(?:{demand_phrases})\b"),
        (
            "discussed",
            r"\b(?:{discussion_phrases})\b",
        ),
        (
            "characterised",
            r"\b(?:{tone_adjectives})\b",
        ),
    )
)
_ZH: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (modality, compose(template))
    for modality, template in (
        ("preliminary", r"{preliminary_phrases_zh}"),
        (
            "denied",
            r"{denials_zh}",
        ),
        ("agreed", r"{agreement_phrases_zh}"),
        ("threatened", r"{threat_phrases_zh}"),
        ("urged", r"{demand_phrases_zh}"),
        ("planned", r"{plan_phrases_zh}"),
        ("expected", r"{expectation_phrases_zh}"),
        ("will", r"{will_phrases_zh}"),
        ("speculated", r"{possibility_phrases_zh}"),
        ("discussed", r"{discussion_phrases_zh}"),
        ("characterised", r"{tone_adjectives_zh}"),
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
    content = _without_reporting_clause(plain) if lang == "en" else plain
    if lang == "en" and own in ("", "hoped", "asserted") and _OUGHT.search(content) and not negated:
        return "urged"
    if lang == "en" and compose(r"\bhint\w*\s+at\b[^.;]{0,40}\b(?:{hinted_measures})\b").search(content):
        return "threatened"
    stated = next((m for m, p in (_ZH if lang == "zh" else _EN) if p.search(content)), "")
    if lang == "zh":
        return _weigh_modality_zh(own, stated, plain)
    return _weigh_modality_en(own, negated, stated, plain)


def _weigh_modality_en(own: str, negated: bool, stated: str, plain: str) -> str:
    """The verb's own modality against what the sentence states."""
    if own == "agreed" and stated == "preliminary":
        return stated
    tentative = compose(r"\b(?:{tentative_auxiliaries})\s+(?:\w+\s+)?(?:{agreeing_verbs})")
    if own == "agreed" and tentative.search(plain):
        return "would"
    if own == "denied" or negated:
        return "denied"
    if own in ("agreed", "threatened", "urged", "sought", "characterised"):
        return own
    if own in ("expected", "hoped", "planned", "will", "speculated"):
        return "preliminary" if stated == "preliminary" else own
    return stated or "asserted"


def _weigh_modality_zh(own: str, stated: str, plain: str) -> str:
    """The verb's own modality against what the sentence states, Chinese."""
    if own in ("agreed", "threatened", "denied"):
        return own if stated != "preliminary" else "preliminary"
    if own == "urged" or (own == "expected" and compose(r"{hope_zh}").search(plain)):
        return "urged"
    if own == "will" and stated in ("", "will", "urged"):
        return "will"
    return stated or own or "asserted"


_OUGHT = compose(
    r"\b(?:{obligation_verbs})\b|\bhope[sd]?\s+(?:that\s+)?(?:the\s+)?[A-Z][\w.]*(?:\s+side)?\s+"
    r"(?:{modals_after_hope})\b"
)


def _without_reporting_clause(text: str) -> str:
    """What counts for modality: list marks and a label before a colon do not."""
    return re.sub(r"^\s*(?:[•·●▪*-]\s+|\d{1,2}[/.)]\s*)", "", text)


_APPROVAL = (
    (
        compose(
            r"\b(?:final|formal)?\s*(?:{approval_nouns_of_decisions})s?\b[^.;]{0,40}|\bapproves?\b|"
            r"\bapproved\s+by\b|\b(?:{awaiting_phrases})\w*\b[^.;]{0,60}\b(?:{approvers})",
            re.I,
        ),
        "en",
    ),
    (compose(r"{approval_words_zh}"), "zh"),
)
_LEADERS = compose(
    r"\b(?:{leader_determiners})\s+(?:leaders|presidents)|heads\s+of\s+state|[Ll]eaders[’']", re.I
)
_DOMESTIC = compose(r"{domestic_approval_phrases}")


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
        and compose(r"{heads_of_state_or_government}").search(v.role)
    ]
    named = tuple(dict.fromkeys(who))
    if len(named) > 1 or _LEADERS.search(text):
        return ("leaders",)
    return named or ("unnamed",)


_CONDITION = compose(r"\b(?:{condition_phrases})\b[^,.;]{3,90}|(?:{condition_words_zh})[^,,。;]{2,40}", re.I)


def conditions_of(text: str) -> tuple[str, ...]:
    """The words of the conditions a sentence names."""
    return tuple(h[0].strip() for h in _CONDITION.finditer(text))[:3]


def places_of(text: str, registry: Registry) -> tuple[str, ...]:
    """Ids of the places of the registry that a text names, in order."""
    named: list[tuple[int, str]] = []
    for place in registry.places:
        for name in place["names"]:
            hit = re.search(rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name), text)
            if hit:
                named.append((hit.start(), place["id"]))
                break
    return tuple(p for _, p in sorted(named))


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
