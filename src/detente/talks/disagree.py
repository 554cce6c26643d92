"""Positions -> disagreements: value, status, framing, omission, translation, attribution, self-correction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.talks.claim import Statement
from detente.talks.compare import OPEN, Position, compatible, plain, positions_of, self_corrections
from detente.talks.extraction import Extraction
from detente.talks.record import Verdict, ever_at, rates_of, verdict
from detente.talks.registry import Registry
from detente.talks.slots import topics_of


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
    def claims(self) -> tuple[Statement, ...]:
        """All claims of all positions."""
        return tuple(c for p in self.positions for c in p.claims)


def find_disagreements(found: Sequence[Extraction], registry: Registry, known: date) -> list[Disagreement]:
    """All disagreements among the documents, hard ones first; ``known`` is the day of the record used."""
    rows = [s for x in found for s in x.statements if s.evidence]
    made: list[Disagreement] = []
    for attribute, rule in registry.comparisons.items():
        made += _on_attribute(attribute, rule, rows, registry)
    made += _on_status(rows, registry)
    made += _omissions(found, registry)
    made += _translations(rows, registry)
    made += _corrections(rows, registry)
    made += _misnamed(found, registry)
    day = min((x.document.day for x in found if x.document.day), default=None)
    made += _against_rates(rows, registry, day or known, known)
    made = [
        d if d.verdict else replace(d, verdict=verdict(d.topic, _record_attribute(d), day, known))
        for d in made
    ]
    return sorted(made, key=lambda d: (d.severity != "hard", d.topic, d.attribute))


def _record_attribute(d: Disagreement) -> str:
    return {"ordinal of the meeting": "ordinal"}.get(d.attribute, d.attribute)


def _on_attribute(
    attribute: str, rule: dict[str, object], rows: Sequence[Statement], registry: Registry
) -> list[Disagreement]:
    if attribute == "rate":
        return []
    positions = positions_of(attribute, rule, rows, registry)
    if attribute == "venue":
        positions = _away_from_talks(positions, rows)
    clash = [
        (a, b)
        for n, a in enumerate(positions)
        for b in positions[n + 1 :]
        if not compatible(attribute, a.value, b.value, registry)
    ]
    kind = str(rule.get("kind", "value"))
    topics = rule.get("topics") or ["process"]
    assert isinstance(topics, list)
    if not clash or len({s for p in positions if p.value not in OPEN for s in p.sources}) < 2:
        return []
    severity = "hard" if rule.get("hard") else "soft"
    label = {"value": "value-conflict", "status": "status-conflict", "framing": "framing"}[kind]
    return [Disagreement(str(topics[0]), attribute, label, severity, tuple(positions))]


def _away_from_talks(positions: list[Position], rows: Sequence[Statement]) -> list[Position]:
    """The place where the talks themselves were held is no candidate for the meeting of the leaders."""
    count: dict[str, int] = {}
    for row in rows:
        if "leaders-meeting" not in row.topics:
            for place in row.places:
                count[place] = count.get(place, 0) + 1
    home = max(count, key=lambda k: count[k], default="")
    return [p for p in positions if p.value not in (home, "malaysia" if home == "kuala-lumpur" else home)]


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


def stage_of(row: Statement, registry: Registry) -> str:
    """How far a claim says its topics have come; in a list of many topics each was discussed, no more."""
    general = {t.id for t in registry.topics if t.general}
    many = len([t for t in row.topics if t not in general]) >= 3
    if many and row.modality in ("agreed", "preliminary"):
        return "discussed"
    return STAGE.get(row.modality, "")


_ORDER = (
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
_CONFIRMED = re.compile(r"\b(?:confirmed|announced)\b|确认|证实|宣布", re.IGNORECASE)


def _on_status(rows: Sequence[Statement], registry: Registry) -> list[Disagreement]:
    """How far each topic has come, by source: agreed for one, only discussed or sought for another."""
    made = []
    for topic in registry.topics:
        if topic.general or not (topic.measures or topic.id in ("leaders-meeting", "fentanyl-coop")):
            continue
        stages: dict[str, list[Statement]] = {}
        for row in rows:
            if topic.id not in row.topics:
                continue
            stage = stage_of(row, registry)
            if (
                topic.id == "leaders-meeting"
                and row.kind == "indirect"
                and _CONFIRMED.search(row.text)
                and not row.negated
                and row.modality != "denied"
            ):
                stage = "agreed"
            if stage:
                stages.setdefault(stage, []).append(row)
        positions = [Position(s, tuple(stages[s])) for s in _ORDER if s in stages]
        firm = [p for p in positions if p.value in ("agreed", "preliminary, still to be approved")]
        loose = [
            p
            for p in positions
            if p.value
            in (
                "discussed",
                "sought by one side",
                "expected",
                "denied or not yet",
                "conditional",
                "possible",
                "planned",
                "threatened",
            )
        ]
        if not loose and len(firm) > 1 and set(firm[0].sides) != set(firm[1].sides):
            loose = firm[1:]  # one side speaks of an agreement, the other of a preliminary one
        if not firm or not loose or len({s for p in positions for s in p.sources}) < 2:
            continue
        parties = {s for p in firm for s in p.sides} ^ {s for p in loose for s in p.sides}
        hard = any(p.value == "agreed" for p in firm) and bool(parties)
        made.append(
            Disagreement(topic.id, "status", "status-conflict", "hard" if hard else "soft", tuple(positions))
        )
    return made


def _omissions(found: Sequence[Extraction], registry: Registry) -> list[Disagreement]:
    """A point one list of the agenda names and no list of either side does."""
    general = {t.id for t in registry.topics if t.general}
    lists: list[tuple[Statement, frozenset[str]]] = []
    for x in found:
        for s in x.statements:
            topics = frozenset(t for t in s.topics if t not in general)
            if s.evidence and (s.cue == "agenda" or (s.modality == "discussed" and len(topics) >= 2)):
                lists.append((s, topics))
    if len(lists) < 2:
        return []
    official = [(s, t) for s, t in lists if s.side in registry.sides or s.side == "both"]
    made = []
    if official:
        by_side = frozenset(t for _, topics in official for t in topics)
        for s, topics in lists:
            alone = topics - by_side
            if alone and s.side not in registry.sides and (s.cue == "agenda" or len(alone) > 1):
                silent = tuple(o for o, _ in lists if o is not s and not _topics_in(o, registry) & alone)
                if silent:
                    made.append(
                        Disagreement(
                            "agenda",
                            "agenda",
                            "omission",
                            "hard",
                            (
                                Position("named: " + ", ".join(sorted(alone)), (s,)),
                                Position("not in the list", silent),
                            ),
                        )
                    )
    for side in registry.sides:
        mine = [(s, t) for s, t in official if s.side == side]
        other = [(s, t) for s, t in official if s.side != side and s.side in registry.sides]
        if mine and other:
            alone = frozenset(x for _, t in mine for x in t) - frozenset(x for _, t in other for x in t)
            for topic in sorted(alone):
                here = tuple(s for s, t in mine if topic in t)
                made.append(
                    Disagreement(
                        topic,
                        "agenda",
                        "omission",
                        "soft",
                        (
                            Position(f"named by {side}", here),
                            Position("the other side is silent", tuple(s for s, _ in other)),
                        ),
                    )
                )
    return made


def _topics_in(row: Statement, registry: Registry) -> frozenset[str]:
    return frozenset(topics_of(row.text, row.lang, registry, agenda=True))


def _translations(rows: Sequence[Statement], registry: Registry) -> list[Disagreement]:
    """Official terms that one English word may hide: each term with the claims that use it."""
    found: dict[str, list[Statement]] = {}
    words: dict[str, set[str]] = {}
    for row in rows:
        if row.side not in (*registry.sides, "both"):
            continue
        text = plain(row).lower()
        for term in registry.terms:
            if "consensus" not in term["id"]:
                continue
            for word in term["zh"] if row.lang == "zh" else term["en"]:
                if word in text:
                    found.setdefault(term["id"], []).append(row)
                    words.setdefault(term["id"], set()).add(word)
    chinese = {k for k, c in found.items() if any(r.lang == "zh" for r in c)}
    if len(chinese) < 2 and not any(len({w for w in ws if w.isascii()}) > 1 for ws in words.values()):
        return []
    positions = tuple(Position(" / ".join(sorted(words[k])), tuple(c)) for k, c in found.items())
    if len(positions) < 2:
        return []
    return [
        Disagreement(
            "relationship",
            "translation",
            "translation",
            "soft",
            positions,
            note="different official terms, not a contradiction of facts",
        )
    ]


def _corrections(rows: Sequence[Statement], registry: Registry) -> list[Disagreement]:
    made = []
    for row, was, now in self_corrections(rows, registry):
        same = tuple(
            r
            for r in rows
            if r is not row
            and now.lower() in r.text.lower()
            and set(r.topics) & {"process", "leaders-meeting"}
            and any(f.unit == "ordinal" for f in r.figures)
        )
        made.append(
            Disagreement(
                "process",
                "ordinal of the meeting",
                "self-correction",
                "soft",
                (Position(f"{was}, corrected at once to {now}", (row,)), Position(now, same)),
                note="the speaker corrected a slip: one value, no conflict",
            )
        )
    return made


def _misnamed(found: Sequence[Extraction], registry: Registry) -> list[Disagreement]:
    """Names of outlets that are nearly, but not quite, those of a known outlet."""
    from rapidfuzz import fuzz

    names = {v.name: v for v in registry.outlets.values() if len(v.name.split()) > 2}
    made = []
    for x in found:
        for s in x.statements:
            for hit in re.finditer(r"(?:[A-Z][\w’'-]+\s+){2,5}[A-Z][\w’'-]+", s.text):
                for start in range(len(hit[0].split()) - 2):
                    phrase = " ".join(hit[0].split()[start:])
                    near = next(
                        (
                            n
                            for n in names
                            if phrase != n
                            and fuzz.ratio(phrase, n) >= 78
                            and len(phrase.split()) == len(n.split())
                        ),
                        None,
                    )
                    if near and registry.voice(phrase) is None:
                        right = tuple(r for y in found for r in y.statements if near in r.text)
                        made.append(
                            Disagreement(
                                "source",
                                "name of the outlet",
                                "attribution-error",
                                "soft",
                                (Position(phrase, (s,)), Position(near, right)),
                                note=f"{phrase!r} is read as {near!r}",
                            )
                        )
                        break
    return made


def _against_rates(
    rows: Sequence[Statement], registry: Registry, day: date, known: date
) -> list[Disagreement]:
    """A rate said of a measure against the law: wrong is what the measure has never stood at."""
    made = []
    for rule in registry.comparisons.values():
        if rule.get("read") != "rate":
            continue
        positions = positions_of("rate", rule, rows, registry)
        law = rates_of(str(rule["measure"]), day, known)
        ever = ever_at(str(rule["measure"]))
        wrong = [p for p in positions if p.value not in OPEN and float(p.value.rstrip("%")) not in ever]
        if not wrong or not law:
            continue
        rate, cite, since = law[-1]
        topic = str(rule["topics"][0])
        said = ", ".join(p.value for p in wrong)
        ruling = Verdict(
            f"law:{rule['measure']}",
            topic,
            "rate",
            True,
            since,
            f"On {day.isoformat()} the measure stood at {rate:g} %; {said} was never its rate.",
            f"{day.isoformat()}该措施税率为{rate:g}%，从未为{said}。",
            f"{rate:g}%",
            "A",
            (cite,),
        )
        made.append(Disagreement(topic, "rate", "value-conflict", "hard", tuple(positions), verdict=ruling))
    return made
