"""Claim -> values: which value a claim gives an attribute, and which values may be compared at all.

Comparability comes before contradiction. Two claims are compared when they are of one topic and one
attribute, when both are evidence (no question, no comment), and when their values could not both hold:
a country agrees with a city in it, "more than a day" with two days, a corrected slip with its correction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from detente.talks.read.language import fold_chinese
from detente.talks.words.claim import FigureFound, Statement
from detente.talks.words.lexicon import compose
from detente.talks.words.registry import Registry


@lru_cache(maxsize=512)
def _compiled(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in parts), re.IGNORECASE)


def plain(row: Statement) -> str:
    """The text that patterns read: simplified Chinese, 'U.S.' without its points."""
    if row.lang == "zh":
        return fold_chinese(row.text)
    return re.sub(r"\b([A-Z])\.([A-Z])\.", r"\1\2", row.text)


def values_of(rule: Mapping[str, Any], row: Statement, registry: Registry) -> list[str]:
    """The values a claim gives an attribute, by the attribute's rule; none when it is not about it."""
    topics = set(rule.get("topics", ()))
    if not row.evidence or (topics and not topics & set(row.topics)):
        return []
    text = plain(row)
    if rule.get("needs") and not _compiled(tuple(rule["needs"])).search(text):
        return []
    return _read_values(rule, row, text, registry)


def _read_values(rule: Mapping[str, Any], row: Statement, text: str, registry: Registry) -> list[str]:
    read = rule.get("read")
    if read == "places":
        return _meeting_place(row, registry)
    if read == "talks_days":
        return _length_of_talks(row, text)
    if read == "duration":
        return [
            f"{f.value:g} {f.unit.rstrip('s')}"
            for f in row.figures
            if f.unit in ("year", "years", "months", "days")
            and isinstance(f.value, (int, float))
            and (f.unit != "days" or f.value > 20)
        ]
    if read == "rate":
        return [f"{f.value:g}%" for f in row.figures if _is_of_duty(f, row)] or ["no rate given"]
    if read == "approval":
        return [a for a in row.approval if a != "unnamed"]
    if read == "leads":
        return _delegation_leads(row, text, registry)
    several = bool(rule.get("several"))
    values = []
    for value, patterns in rule.get("values", {}).items():
        if _compiled(tuple(patterns)).search(text):
            values.append(value)
            if not several:
                break
    return values


def _is_of_duty(figure: FigureFound, row: Statement) -> bool:
    """Whether a percentage is the rate of a duty: the words next to it name one."""
    at = figure.start - row.start
    near = row.text[max(0, at - 45) : at + 45]
    return (
        figure.unit == "%"
        and isinstance(figure.value, (int, float))
        and bool(compose(r"{duty_words}", re.IGNORECASE).search(near))
    )


_GATHER = compose(r"\b(?:{meeting_of_leaders_words})\b|{meeting_of_leaders_words_zh}", re.IGNORECASE)


def _meeting_place(row: Statement, registry: Registry) -> list[str]:
    """Where the meeting is to be: the place nearest to 'in', 'at'; the city rather than its country."""
    within = {p["id"]: p["within"] for p in registry.places}
    text = row.text
    if compose(r"{visit_words}", re.IGNORECASE).search(text):
        return []
    words = [m.start() for m in _GATHER.finditer(text)]
    scored = []
    for place in registry.places:
        if place["id"] not in row.places:
            continue
        for name in place["names"]:
            at = text.find(name)
            if at >= 0:
                scored.append((min((abs(at - w) for w in words), default=at), at, place["id"]))
                break
    if not scored:
        return []
    nearest = sorted(scored)[0][2]
    inside = [p for _, _, p in sorted(scored) if within.get(p) == nearest]
    return [inside[0] if inside else nearest]


_TALKS = compose(r"\b(?:{talks_nouns})\b|meeting|{talks_words_zh}", re.IGNORECASE)


def _length_of_talks(row: Statement, text: str) -> list[str]:
    if not _TALKS.search(text):
        return []
    for f in row.figures:
        if f.unit == "days" and isinstance(f.value, (int, float)) and f.value <= 7:
            near = text[max(0, f.start - row.start - 40) : f.end - row.start + 60]
            if _TALKS.search(near) and not compose(r"{before_talks_words}").search(near):
                more = compose(r"{more_than_a_day_phrases}").search(text)
                return ["more than a day"] if more else [f"{f.value:g} days"]
    for d in row.dates:
        if "/" in d.iso and len(d.iso) == 21:
            first, last = d.iso.split("/")
            if first[:7] == last[:7] and 0 < int(last[8:]) - int(first[8:]) < 7:
                return [f"{int(last[8:]) - int(first[8:]) + 1} days"]
    if (
        any(len(d.iso) == 10 for d in row.dates)
        and compose(r"\b(?:{began_or_ended_verbs})\b").search(text)
        and re.search(r"\b(?:talks|discussions?)\b", text)
    ):
        return ["one day named"]
    return []


def _delegation_leads(row: Statement, text: str, registry: Registry) -> list[str]:
    names = [
        registry.voice(h[0])
        for h in (registry.names_zh if row.lang == "zh" else registry.names_en).finditer(text)
    ]
    people = [
        v for v in names if v and v.kind == "person" and not compose(r"{titles_of_presidents}").search(v.role)
    ]
    sides = {v.side for v in people} & set(registry.sides)
    if len(sides) < 2:
        return []
    return [" / ".join(sorted({v.name for v in people if v.side == s})[0] for s in sorted(sides))]


OPEN = frozenset({"no scope given", "no rate given", "one day named"})


def compatible(attribute: str, a: str, b: str, registry: Registry) -> bool:
    """Whether two values can both hold.

    One left open, a city and its country, places of different countries (two meetings, not one told
    differently), more than a day and two days; two cities of one country cannot.
    """
    if a == b or a in OPEN or b in OPEN:
        return True
    if attribute == "venue":
        within = {p["id"]: p["within"] for p in registry.places}
        parent_a, parent_b = within.get(a, ""), within.get(b, "")
        if b == parent_a or a == parent_b:
            return True
        return not (parent_a and parent_a == parent_b)
    if attribute == "dates" and "more than a day" in (a, b):
        return "1 days" not in (a, b)
    return False


def self_correction(row: Statement, registry: Registry) -> tuple[str, str] | None:
    """A slip put right in the same breath: the word withdrawn, the word that stands."""
    pattern = _compiled(tuple(registry.attributes.get("self_correction", ())))
    hit = pattern.search(row.text) if row.kind != "comment" else None
    groups = [g for g in hit.groups() if g] if hit else []
    return (groups[0], groups[1]) if len(groups) > 1 else None
