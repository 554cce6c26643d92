"""How far a claim says a topic has come: agreed, preliminary, announced, … , denied."""

from __future__ import annotations

import re

from detente.talks.words.claim import Statement
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry

STAGE = {
    "agreed": "agreed",
    "preliminary": "preliminary, still to be approved",
    "will": "announced for the future",
    "would": "conditional",
    "expected": "expected",
    "planned": "planned",
    "hoped": "expected",
    "speculated": "possible",
    "discussed": "discussed",
    "sought": "sought by one side",
    "urged": "sought by one side",
    "threatened": "threatened",
    "denied": "denied or not yet",
}
ORDER = (
    "agreed",
    "preliminary, still to be approved",
    "announced for the future",
    "conditional",
    "expected",
    "planned",
    "possible",
    "discussed",
    "sought by one side",
    "threatened",
    "denied or not yet",
)
_CONFIRMED = compose(r"{confirming_words}", re.IGNORECASE)


def stage_of(row: Statement, registry: Registry) -> str:
    """How far a claim says its topics have come; in a list of many topics each was discussed, no more."""
    general = {t.id for t in registry.topics if t.general}
    many = len([t for t in row.topics if t not in general]) >= 3
    if many and row.modality in ("agreed", "preliminary"):
        return "discussed"
    return STAGE.get(row.modality, "")


def stage_on(topic: str, row: Statement, registry: Registry) -> str:
    """The stage a claim gives one topic: a meeting of the leaders that is confirmed is agreed."""
    if (
        topic == "leaders-meeting"
        and row.kind == "indirect"
        and _CONFIRMED.search(row.text)
        and not row.negated
        and row.modality != "denied"
    ):
        return "agreed"
    return stage_of(row, registry)
