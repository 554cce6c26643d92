"""Which sentences of the article's own voice are claims about the talks, and which only comment on them."""

from __future__ import annotations

import re

from detente.talks.words.claim import Statement
from detente.talks.words.registry import Registry

_REGIME = re.compile(
    r"\b(?:talks|tariffs?|trade|truce|deal|agreement|consensus|framework|controls?|restrictions?|sanctions|meeting|summit|"
    r"delegation|negotiat\w+|discussions?|leaders|presidents?|washington|beijing|u\.?s\.?|china|chinese|both sides|neither side|"
    r"approval|duties|round|sides|consultations?|commentar\w+|mandate|proposals?|disagreements|diplomatic|disputes|dialogue|countermeasures)\b|关税|磋商|会谈|中美|双方|协议",
    re.IGNORECASE,
)
_EVALUATES = re.compile(
    r"\b(?:is|are|was|were|remains?|represents?|marks?|marked|underscores?|highlights?|offers?|offered|proved|become|became)\s+"
    r"(?:not\s+)?(?:a\s+|an\s+|the\s+)?(?:\w+\s+){0,2}?(?:testament|relief|lifeline|welcome|positive|crucial|vital|indispensable|essential|"
    r"delicate|dynamic|critical\s+for|pivotal|promising|encouraging|end\s+in|ends\s+in|tangible|mutual\s+desire|reminder|milestone|turning\s+point|"
    r"good\s+news|key\s+to|challenge)\b|"
    r"^(?:These|This|Such)\s+(?:vital|crucial|critical|key|important)\s+\w+\s+(?:is|are)\b|"
    r"\b(?:move|step|approach|development|progress)\s+(?:addresses|reflects|shows|speaks)\b|^Beyond\b[^.]*\bprogress\b|^Although\s+progress\b|"
    r"\bunderscor\w+\s+(?:a|the)\s+mutual\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\bif\s+(?:approved|agreed|both)\b|\bwould\s+(?:pause|delay|extend|lift|cut|suspend|reduce|impose)|\b(?:expected|scheduled|set)\s+to\b|\bawaits?\b|\bnot\s+yet\b|\bno\s+(?:deal|agreement|binding)\b|"
    r"\b(?:agreed|committed)\s+to\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"^(?:For|To)\s+(?:businesses|investors|companies|consumers|markets|exporters|importers|farmers|the\s+United\s+States|China|many|now)\b|"
    r"^(?:Companies|Businesses|Investors|Analysts?|Readers|Observers)\b[^.]*\bshould\b|"
    r"\b(?:path|road|way)\s+ahead\b|\bfuture\s+outlook\b|\breflects\s+conditions\b|"
    r"^(?:The\s+following\s+is|Below\s+is|What\s+follows|This\s+(?:is\s+an?|transcript)|Here\s+are)\b[^.]*\b(?:transcript|text|excerpts?|interview|remarks)\b|"
    r"^(?:Let\s+me|That[’']s|Here\s+(?:is|are)|In\s+this\s+(?:article|post)|Stay\s+tuned|Read\s+on|As\s+always|Thank\s+you)\b",
    re.IGNORECASE,
)
_ASSERTS = re.compile(
    r"\b(?:concluded|held|began|begin|met|meet|agreed|committed|reached|covered|included?|focused|focus|discussed|led\s+by|headed|"
    r"signed|announced|imposed|proposed|considered|paused?|delay\w*|extend\w*|await\w*|resum\w+|expected|scheduled|set\s+to|likely|will|"
    r"would|could|may|might|approve\w*|finali[sz]ed?|exchanged|attend\w*|includes|published|took|saw|affected|prompted|suggests?|signals?|hints?|"
    r"engaged|persist|underway|stalled|collapsed|expire\w*|remain\s+unresolved|brought\s+up|given|make|made|cut|raised|suspended|lifted|"
    r"travel\w*|arriv\w+|visit\w*|return\w*|opened|ended|wrapped|restor\w+|demonstrates|promises|seem\w*|concerned|appears?|address\w*|coincide\w*|represents|requires?|needs?|has|have|is|are|was|were)\b",
    re.IGNORECASE,
)


def worth_keeping(row: Statement, registry: Registry) -> bool:
    """Whether a sentence in the outlet's own voice asserts something about the regime of the talks.

    Evaluations ("a crucial relief"), advice to readers and lead-ins do not; nor do titles and lines
    without a verb.
    """
    text = row.text.strip()
    if text.endswith((":", "：")) or (len(text) < 25 and row.lang == "en") or len(text) < 8:
        return False
    if row.lang == "zh":
        return bool(_REGIME.search(text))
    if not _REGIME.search(text) or _ADVICE.search(text):
        return False
    if _EVALUATES.search(text) and not (row.dates or _STRONG.search(text)):
        return False
    return bool(_ASSERTS.search(text))
