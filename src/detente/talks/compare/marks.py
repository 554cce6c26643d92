"""Claim -> marks: under which rules of comparison a claim falls, and with which value.

Read once, when a document is put into the store; comparisons are then questions to the store and need no
claim in memory. A mark is a pair (rule, value); the rules are

``is:ATTRIBUTE``
    the value a claim gives an attribute of the registry's comparisons
``stage:TOPIC``
    how far a claim says a topic has come
``listed``
    the topics of an agenda list, and those its words name as they stand
``term:ID``
    an official term, with the word used for it
``correction``, ``ordinal``, ``misnamed``
    a slip put right; a claim that numbers a meeting; an outlet's name slightly wrong
``point:ID``, ``pledge:ID``, ``needs:ID``
    a point both sides may carry; a promise, with the stage told of it, and whose approval it needs
``place``
    a place named apart from the meeting of the leaders
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from detente.talks.compare.attributes import plain, self_correction, values_of
from detente.talks.compare.stages import STAGE, stage_of, stage_on
from detente.talks.extract.slots import topics_of
from detente.talks.words.claim import Statement
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry

Mark = tuple[str, str]


def source_of(row: Statement) -> str:
    """The first speaker of a claim; an article in its own voice is a source of its own."""
    return row.voice.id if row.kind != "outlet" else f"{row.doc}:{row.voice.id}"


def marks_of(row: Statement, registry: Registry) -> Iterator[Mark]:
    """The marks of one claim; only evidence is compared."""
    yield from _misnaming_marks(row, registry)
    if not row.evidence:
        return
    for attribute, rule in registry.comparisons.items():
        for value in values_of(rule, row, registry):
            yield f"is:{attribute}", value
    yield from _stage_marks(row, registry)
    yield from _agenda_marks(row, registry)
    yield from _term_marks(row, registry)
    yield from _correction_marks(row, registry)
    yield from _point_marks(row, registry)
    yield from _pledge_marks(row, registry)
    if "leaders-meeting" not in row.topics:
        for place in row.places:
            yield "place", place


def _stage_marks(row: Statement, registry: Registry) -> Iterator[Mark]:
    for topic in registry.topics:
        if topic.id not in row.topics or topic.general:
            continue
        if not (topic.measures or topic.id in ("leaders-meeting", "fentanyl-coop")):
            continue
        stage = stage_on(topic.id, row, registry)
        if stage:
            yield f"stage:{topic.id}", stage


def _agenda_marks(row: Statement, registry: Registry) -> Iterator[Mark]:
    general = {t.id for t in registry.topics if t.general}
    topics = sorted(t for t in row.topics if t not in general)
    if row.cue == "agenda" or (row.modality == "discussed" and len(topics) >= 2):
        named = sorted(topics_of(row.text, row.lang, registry, agenda=True))
        yield "listed", json.dumps([row.side, row.cue == "agenda", topics, named])


def _term_marks(row: Statement, registry: Registry) -> Iterator[Mark]:
    """Official terms that one English word may hide, in the words of the sides alone."""
    if row.side not in (*registry.sides, "both"):
        return
    text = plain(row).lower()
    for term in registry.terms:
        if "consensus" in term["id"]:
            for word in term["zh"] if row.lang == "zh" else term["en"]:
                if word in text:
                    yield f"term:{term['id']}", word


def _correction_marks(row: Statement, registry: Registry) -> Iterator[Mark]:
    slip = self_correction(row, registry)
    if slip:
        yield "correction", json.dumps(slip, ensure_ascii=False)
    if set(row.topics) & {"process", "leaders-meeting"} and any(f.unit == "ordinal" for f in row.figures):
        yield "ordinal", ""


@lru_cache(maxsize=64)
def _name_marks(registry: Registry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.name for v in registry.outlets.values() if len(v.name.split()) > 2))


def _misnaming_marks(row: Statement, registry: Registry) -> Iterator[Mark]:
    """Names of outlets that are nearly, but not quite, those of a known outlet."""
    from rapidfuzz import fuzz

    names = _name_marks(registry)
    for hit in re.finditer(r"(?:[A-Z][\w’'-]+\s+){2,5}[A-Z][\w’'-]+", row.text):
        words = hit[0].split()
        for start in range(len(words) - 2):
            phrase = " ".join(words[start:])
            near = next(
                (
                    n
                    for n in names
                    if phrase != n and len(words) - start == len(n.split()) and fuzz.ratio(phrase, n) >= 78
                ),
                None,
            )
            if near and registry.voice(phrase) is None:
                yield "misnamed", json.dumps([phrase, near], ensure_ascii=False)
                break


_HELD = compose(r"\b(?:{held_talks_words})\b|{held_talks_words_zh}", re.IGNORECASE)


def _point_marks(row: Statement, registry: Registry) -> Iterator[Mark]:
    for point in registry.points:
        if point.get("read") == "venue-of-talks":  # which place it was is known when all are read
            if _HELD.search(plain(row)):
                if any(f.unit == "days" for f in row.figures):
                    yield f"point:{point['id']}", "days"
                for place in row.places:
                    yield f"point:{point['id']}", place
        elif _states_point(row, point, registry):
            yield f"point:{point['id']}", ""


def _states_point(row: Statement, point: Mapping[str, Any], registry: Registry) -> bool:
    if point.get("read") == "leads":
        return bool(values_of({"read": "leads"}, row, registry)) or bool(
            re.search(r"counterpart", row.text) and row.kind == "transcript"
        )
    if point.get("topics"):
        return bool(set(point["topics"]) & set(row.topics)) and row.modality != "question"
    pattern = point.get("zh") if row.lang == "zh" else point.get("en")
    return bool(pattern and re.search(pattern, plain(row), re.IGNORECASE))


def _pledge_marks(row: Statement, registry: Registry) -> Iterator[Mark]:
    for pledge in registry.pledges:
        if _speaks_of(row, pledge):
            yield f"pledge:{pledge['id']}", stage_of(row, registry)
            for who in row.approval:
                if who != "unnamed":
                    yield f"needs:{pledge['id']}", who


def _speaks_of(row: Statement, pledge: Mapping[str, str]) -> bool:
    if pledge["topic"] not in row.topics and not (pledge["topic"] == "process" and _is_process(row)):
        return False
    pattern = pledge.get("zh") if row.lang == "zh" else pledge.get("en")
    return bool(pattern and re.search(pattern, plain(row), re.IGNORECASE)) and row.modality in STAGE


def _is_process(row: Statement) -> bool:
    return row.modality in ("agreed", "preliminary", "will", "planned")
