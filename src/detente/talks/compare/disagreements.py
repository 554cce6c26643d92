"""Positions -> disagreements: value, status, framing, omission, translation, attribution, self-correction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.talks.compare.attributes import OPEN, compatible
from detente.talks.compare.claim_store import Claims, ClaimStore, Position
from detente.talks.compare.record import Verdict, ever_at, rates_of, verdict
from detente.talks.compare.stages import ORDER
from detente.talks.words.lexicon import words


@dataclass(frozen=True)
class Disagreement:
    """Sources that cannot all be right, or do not say the same; with the record's word where it has one."""

    topic: str
    attribute: str
    type: str
    severity: str
    positions: tuple[Position, ...]
    note: str = ""
    verdict: Verdict | None = None

    @property
    def claims(self) -> Claims:
        """All claims of all positions."""
        store = self.positions[0].claims.store
        return Claims(store, (n for p in self.positions for n in p.claims.numbers))


def find_disagreements(store: ClaimStore, known: date) -> list[Disagreement]:
    """All disagreements among the documents, hard ones first; ``known`` is the day of the record used."""
    registry = store.registry
    disagreements: list[Disagreement] = []
    for attribute, rule in registry.comparisons.items():
        disagreements += _differ_on_attribute(attribute, rule, store)
    disagreements += _differ_on_stage(store)
    disagreements += _find_omissions(store)
    disagreements += _find_translations(store)
    disagreements += _find_corrections(store)
    disagreements += _find_misnamed(store)
    day = store.first
    disagreements += _differ_from_law(store, day or known, known)
    disagreements = [
        d if d.verdict else replace(d, verdict=verdict(d.topic, _attribute_of_record(d), day, known))
        for d in disagreements
    ]
    return sorted(disagreements, key=lambda d: (d.severity != "hard", d.topic, d.attribute))


def _attribute_of_record(d: Disagreement) -> str:
    return {"ordinal of the meeting": "ordinal"}.get(d.attribute, d.attribute)


def _differ_on_attribute(attribute: str, rule: Mapping[str, Any], store: ClaimStore) -> list[Disagreement]:
    if attribute == "rate":
        return []
    positions = store.positions(f"is:{attribute}")
    if attribute == "venue":
        positions = _drop_place_of_talks(positions, store)
    clash = any(
        not compatible(attribute, a.value, b.value, store.registry)
        for n, a in enumerate(positions)
        for b in positions[n + 1 :]
    )
    kind = str(rule.get("kind", "value"))
    topics = rule.get("topics") or ["process"]
    if not clash or _count_sources(p for p in positions if p.value not in OPEN) < 2:
        return []
    severity = "hard" if rule.get("hard") else "soft"
    label = {"value": "value-conflict", "status": "status-conflict", "framing": "framing"}[kind]
    return [Disagreement(str(topics[0]), attribute, label, severity, tuple(positions))]


def _count_sources(positions: Iterable[Position]) -> int:
    """First speakers behind positions: none, one, or more; outlets that repeat one speaker are one."""
    return len({s for p in positions for s in p.sources})


def _drop_place_of_talks(positions: list[Position], store: ClaimStore) -> list[Position]:
    """The place where the talks themselves were held is no candidate for the meeting of the leaders."""
    venue = store.venue
    country = next((p["within"] for p in store.registry.places if p["id"] == venue), venue)
    return [p for p in positions if p.value not in (venue, country)]


_LOOSE = (
    "discussed",
    "sought by one side",
    "expected",
    "denied or not yet",
    "conditional",
    "possible",
    "planned",
    "threatened",
)


def _differ_on_stage(store: ClaimStore) -> list[Disagreement]:
    """How far each topic has come, by source: agreed for one, only discussed or sought for another."""
    made = []
    for topic in store.registry.topics:
        stages = {p.value: p for p in store.positions(f"stage:{topic.id}")}
        positions = [stages[s] for s in ORDER if s in stages]
        firm = [p for p in positions if p.value in ("agreed", "preliminary, still to be approved")]
        loose = [p for p in positions if p.value in _LOOSE]
        if not loose and len(firm) > 1 and set(firm[0].sides) != set(firm[1].sides):
            loose = firm[1:]  # one side speaks of an agreement, the other of a preliminary one
        if not firm or not loose or _count_sources(positions) < 2:
            continue
        parties = {s for p in firm for s in p.sides} ^ {s for p in loose for s in p.sides}
        hard = any(p.value == "agreed" for p in firm) and bool(parties)
        made.append(
            Disagreement(topic.id, "status", "status-conflict", "hard" if hard else "soft", tuple(positions))
        )
    return made


@dataclass(frozen=True)
class _AgendaList:
    """Agenda lists that name the same topics, of the same side: their claims by number."""

    side: str
    agenda: bool
    topics: frozenset[str]
    named: frozenset[str]
    claims: tuple[int, ...]


def _find_omissions(store: ClaimStore) -> list[Disagreement]:
    """A point one list of the agenda names and no list of either side does."""
    sides = store.registry.sides
    lists = []
    for value in store.values("listed"):
        side, agenda, topics, named = json.loads(value)
        numbers = tuple(store.numbers("listed", value))
        lists.append(_AgendaList(side, agenda, frozenset(topics), frozenset(named), numbers))
    if sum(len(x.claims) for x in lists) < 2:
        return []
    official = [x for x in lists if x.side in sides or x.side == "both"]
    return [*_named_alone(lists, official, store), *_silent_side(official, store)] if official else []


def _named_alone(
    lists: Sequence[_AgendaList], official: Sequence[_AgendaList], store: ClaimStore
) -> Iterable[Disagreement]:
    """Points that an outlet's list has and no side's; lists that have the same ones are one position."""
    by_side = frozenset(t for x in official for t in x.topics)
    alone: dict[frozenset[str], list[int]] = {}
    for x in lists:
        more = x.topics - by_side
        if more and x.side not in store.registry.sides and (x.agenda or len(more) > 1):
            alone.setdefault(more, []).extend(x.claims)
    for more, numbers in alone.items():
        mine = frozenset(numbers)
        silent = sorted(n for x in lists if not x.named & more for n in x.claims if n not in mine)
        if silent:
            yield Disagreement(
                "agenda",
                "agenda",
                "omission",
                "hard",
                (
                    store.position("named: " + ", ".join(sorted(more)), sorted(numbers)),
                    store.position("not in the list", silent),
                ),
            )


def _silent_side(official: Sequence[_AgendaList], store: ClaimStore) -> Iterable[Disagreement]:
    """Topics in the lists of one side that no list of the other names."""
    sides = store.registry.sides
    for side in sides:
        mine = [x for x in official if x.side == side]
        other = [x for x in official if x.side != side and x.side in sides]
        if not mine or not other:
            continue
        silent = sorted(n for x in other for n in x.claims)
        for topic in sorted({t for x in mine for t in x.topics} - {t for x in other for t in x.topics}):
            here = sorted(n for x in mine if topic in x.topics for n in x.claims)
            yield Disagreement(
                topic,
                "agenda",
                "omission",
                "soft",
                (
                    store.position(f"named by {side}", here),
                    store.position("the other side is silent", silent),
                ),
            )


def _find_translations(store: ClaimStore) -> list[Disagreement]:
    """Official terms that one English word may hide: each term with the claims that use it."""
    terms: dict[str, tuple[int, Position]] = {}
    chinese = 0
    doubled = False
    for term in store.registry.terms:
        rule = f"term:{term['id']}"
        words = store.values(rule)
        if not words:
            continue
        numbers = store.numbers(rule)
        terms[term["id"]] = (numbers[0], store.position(" / ".join(sorted(words)), numbers))
        chinese += any(not w.isascii() for w in words)
        doubled = doubled or len({w for w in words if w.isascii()}) > 1
    if (chinese < 2 and not doubled) or len(terms) < 2:
        return []
    return [
        Disagreement(
            "relationship",
            "translation",
            "translation",
            "soft",
            tuple(p for _, p in sorted(terms.values(), key=lambda f: f[0])),
            note="different official terms, not a contradiction of facts",
        )
    ]


def _find_corrections(store: ClaimStore) -> list[Disagreement]:
    corrections = []
    for value in store.values("correction"):
        was, now = json.loads(value)
        numbers = store.numbers("correction", value)
        same = [
            n
            for n in store.numbers("ordinal")
            if n not in numbers and now.lower() in store.statement(n).text.lower()
        ]
        corrections.append(
            Disagreement(
                "process",
                "ordinal of the meeting",
                "self-correction",
                "soft",
                (store.position(f"{was}, corrected at once to {now}", numbers), store.position(now, same)),
                note="the speaker corrected a slip: one value, no conflict",
            )
        )
    return corrections


def _find_misnamed(store: ClaimStore) -> list[Disagreement]:
    """Names of outlets that are nearly, but not quite, those of a known outlet."""
    disagreements = []
    for value in store.values("misnamed"):
        phrase, near = json.loads(value)
        disagreements.append(
            Disagreement(
                "source",
                "name of the outlet",
                "attribution-error",
                "soft",
                (
                    store.position(phrase, store.numbers("misnamed", value)),
                    store.position(near, store.holding(near)),
                ),
                note=f"{phrase!r} is read as {near!r}",
            )
        )
    return disagreements


def _differ_from_law(store: ClaimStore, day: date, known: date) -> list[Disagreement]:
    """A rate said of a measure against the law: wrong is what the measure has never stood at."""
    disagreements = []
    for attribute, rule in store.registry.comparisons.items():
        if rule.get("read") != "rate":
            continue
        positions = store.positions(f"is:{attribute}")
        law = rates_of(str(rule["measure"]), day, known)
        ever = ever_at(str(rule["measure"]))
        wrong = [p for p in positions if p.value not in OPEN and float(p.value.rstrip("%")) not in ever]
        if not wrong or not law:
            continue
        rate, cite, since, url = law[-1]
        topic = str(rule["topics"][0])
        said = ", ".join(p.value for p in wrong)
        ruling = Verdict(
            f"law:{rule['measure']}",
            topic,
            "rate",
            True,
            since,
            f"On {day.isoformat()} the measure stood at {rate:g} %; {said} was never its rate.",
            words("ruling_on_a_rate_zh")[0].format(day=day.isoformat(), rate=f"{rate:g}", said=said),
            f"{rate:g}%",
            "A",
            (cite,),
            (url,),
        )
        disagreements.append(
            Disagreement(topic, "rate", "value-conflict", "hard", tuple(positions), verdict=ruling)
        )
    return disagreements
