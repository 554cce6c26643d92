"""Which sentences of the article's own voice are claims about the talks, and which only comment on them."""

from __future__ import annotations

import re

from detente.talks.words.claim import Statement
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry

_REGIME = compose(r"\b(?:{regime_words})\b|{regime_words_zh}", re.IGNORECASE)
_EVALUATES = compose(
    r"\b(?:{linking_verbs})\s+(?:not\s+)?(?:(?:{articles})\s+)?(?:\w+\s+){0,2}?(?:{evaluating_words})\b"
    r"|{evaluating_phrases}",
    re.IGNORECASE,
)
_STRONG = compose(r"{firm_facts}", re.IGNORECASE)
_ADVICE = compose(
    r"^(?:For|To)\s+(?:{addressees_of_advice})\b|^(?:{advisers_and_readers})\b[^.]*\bshould\b|\b"
    r"(?:{ways_ahead})\s+ahead\b|\bfuture\s+outlook\b|\breflects\s+conditions\b|^"
    r"(?:{lead_in_openings})\b[^.]*\b(?:{lead_in_nouns})\b|^(?:{asides_to_readers})\b",
    re.IGNORECASE,
)
_ASSERTS = compose(r"\b(?:{asserting_verbs})\b", re.IGNORECASE)


def is_check_worthy(row: Statement, registry: Registry) -> bool:
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
