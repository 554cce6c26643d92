"""Licence rules on one transaction: which rules catch it, what they make of it, and what is missing to
know."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from detente.licensing.control_entries import BOTH
from detente.licensing.us_facts import US_END_USES, US_VALUES
from detente.regime import (
    OUTCOMES,
    ActRule,
    FeeLicenceTables,
    Licence,
    LicenceRule,
    Outcome,
    Standing,
    Track,
    Words,
    boundaries,
    facts_of,
    holds,
    standing,
)
from detente.terms import CN, InputError

MOST_COMPLETIONS = 20_000
YES_NO = ("no", "yes")
VALUES: dict[str, tuple[str, ...]] = {
    "military": YES_NO,
    "listed": YES_NO,
    "owned_by_listed": YES_NO,
    "chinese_technology": YES_NO,
    "general_licence": YES_NO,
    "leg": ("CN_to_abroad", "abroad_to_abroad"),
    "end_use": (
        "civil",
        "military",
        "wmd_terror",
        "logic_le_14nm",
        "memory_ge_256",
        "semi_equipment_for_those",
        "ai_military_potential",
        "humanitarian",
        "japan_military_strength",
    ),
}
ELSEWHERE = "ZZ"  # any country no rule names
_NEXT_ABOVE = Decimal("0.000001")  # what exceeds a share that a rule names


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with the measure it stands in and the names of its tracks."""

    rule: LicenceRule
    measure: Licence
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Every rule of one side in its order, and every track by name, with the title of its measure;
    the moments at which any track may change, and the days on which anything became known; which tracks are
    those of lists of entities, which bear on the listed alone; and how one applies."""

    rules: tuple[Rule, ...]
    tracks: Mapping[str, tuple[Track, str]]
    measures: Mapping[str, Words]
    turns: tuple[str, ...]
    learned: tuple[str, ...]
    lists: frozenset[str]
    acts: tuple[ActRule, ...] = ()
    side: str = CN


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome on complete facts, the rules that carried it, and rules of law not covered."""

    outcome: Outcome
    fired: tuple[Rule, ...]
    unmodelled: tuple[Rule, ...] = ()


class _Key:
    """A book as a cache key by identity."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __hash__(self) -> int:
        return id(self.book)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.book is self.book


def make_book(tables: FeeLicenceTables, side: str) -> Book:
    """Rules and tracks of one side.

    Raises
    ------
    InputError
        When a rule names a track that does not exist.
    """
    tracks: dict[str, tuple[Track, str]] = {}
    titles: dict[str, Words] = {}
    for measure in (*tables.licences, *tables.ownership_tests, *tables.port_fees, *tables.entity_lists):
        for track in measure.tracks:
            tracks[f"{measure.id}/{track.id}"] = (track, measure.imposed_by)
            titles[f"{measure.id}/{track.id}"] = measure.title
    rules = []
    for licence in tables.licences:
        if licence.side != side:
            continue
        for rule in licence.rules:
            names = tuple(t if "/" in t and t in tracks else f"{licence.id}/{t}" for t in rule.tracks)
            if missing := [n for n in names if n not in tracks]:
                raise InputError(f"rule {rule.id} names track {missing[0]!r}, which does not exist")
            rules.append(Rule(rule, licence, names))
    rules.sort(key=lambda r: (int(r.rule.order), r.rule.id))
    every = [a for track, _ in tracks.values() for a in (*track.assertions, *track.said)]
    turns = boundaries(tracks.values(), "9999-12-31", announced=True)
    lists = frozenset(f"{m.id}/{track.id}" for m in tables.entity_lists for track in m.tracks)
    acts = tuple(act for m in tables.licences if m.side == side and not m.rules for act in m.acts)
    learned = tuple(sorted({a.known for a in every}))
    return Book(tuple(rules), tracks, titles, tuple(turns), learned, lists, acts, side)


def standings(book: Book, moment: str, known: str, *, announced: bool = False) -> Mapping[str, Standing]:
    """How every track stands at a moment, as known on a day; made once between two turns of the law."""
    turn = bisect.bisect_right(book.turns, moment)
    day = bisect.bisect_right(book.learned, known)
    return _standings_once(
        _Key(book),
        book.turns[turn - 1] if turn else "0000-01-01T00:00",
        book.learned[day - 1] if day else "0000-01-01",
        announced,
    )


@lru_cache(maxsize=2048)
def _standings_once(key: _Key, moment: str, known: str, announced: bool) -> Mapping[str, Standing]:
    return {
        name: standing(track, side, moment, known, announced=announced)
        for name, (track, side) in key.book.tracks.items()
    }


def relevant(
    book: Book, facts: Mapping[str, str], classes: Iterable[str], open_tracks: frozenset[str]
) -> tuple[Rule, ...]:
    """Rules that the facts given and the open tracks leave possible."""
    possible: list[Rule] = []
    names: set[str] = set()
    for entry in book.rules:
        if entry.rule.kind == "act" or not all(track in open_tracks for track in entry.tracks):
            continue
        if all(holds(entry.rule.when, {**facts, "item_class": c}) is False for c in parts_of(classes)):
            continue
        after = entry.rule.after
        if after and not (names if "*" in after else names & set(after)):
            continue
        if entry.rule.kind == "catch":
            names.add(entry.rule.id)
        possible.append(entry)
    return tuple(possible)


def parts_of(classes: Iterable[str]) -> tuple[str, ...]:
    """The single classes of some classes, of which one may stand for several at once.

    Examples
    --------
    >>> parts_of(("re18", "re18+re57", "none"))
    ('re18', 're57', 'none')
    """
    return tuple(dict.fromkeys(part for name in classes for part in name.split(BOTH)))


def judge(rules: Sequence[Rule], facts: Mapping[str, str]) -> Verdict:
    """Outcome on complete facts; of an item of several classes at once the strictest of theirs."""
    each = [_judge_class(rules, {**facts, "item_class": c}) for c in parts_of([facts.get("item_class", "")])]
    worst = max(each, key=lambda verdict: OUTCOMES.index(verdict.outcome))
    place = OUTCOMES.index(worst.outcome)
    more = (e for v in each if v is not worst for e in v.unmodelled if _most([e], OUTCOMES[0]) > place)
    return replace(worst, unmodelled=tuple(dict.fromkeys((*worst.unmodelled, *more))))


def _judge_class(rules: Iterable[Rule], facts: Mapping[str, str]) -> Verdict:
    """Outcome on complete facts: what catches, less what exempts, raised by how it is reviewed."""
    caught: dict[str, Rule] = {}
    fired: list[Rule] = []
    unmodelled: list[Rule] = []
    for entry in rules:
        rule = entry.rule
        if not holds(rule.when, facts):
            continue
        reached = not rule.after or ("*" in rule.after and caught) or any(a in caught for a in rule.after)
        if not reached:
            continue
        if rule.kind == "catch":
            caught[rule.id] = entry
            fired.append(entry)
        elif rule.kind == "exempt":
            freed = set(caught) if "*" in rule.after else {a for a in rule.after if a in caught}
            caught = {k: v for k, v in caught.items() if k not in freed}
            fired = [f for f in fired if f.rule.id not in freed and _still_bears(f, caught)]
            fired.append(entry)
        elif rule.kind == "review" or (rule.kind == "note" and (rule.after or not caught)):
            fired.append(entry)
        elif rule.kind == "unmodelled" and (rule.after or not caught):
            unmodelled.append(entry)
    counted = [
        f.rule.then
        for f in fired
        if f.rule.kind in ("catch", "review") and (caught or f.rule.kind == "catch")
    ]
    outcome = max(counted, key=OUTCOMES.index, default=OUTCOMES[0])
    left = [e for e in unmodelled if not e.rule.after or _most([e], OUTCOMES[-1]) > OUTCOMES.index(outcome)]
    return Verdict(outcome, tuple(fired), tuple(left))


def _most(unmodelled: Iterable[Rule], least: Outcome) -> int:
    """Place of the strictest outcome that law not covered may give; that of `least` where it is not known."""
    return max((OUTCOMES.index(e.rule.at_most or least) for e in unmodelled), default=OUTCOMES.index(least))


def _strictest(verdict: Verdict) -> Verdict:
    """A verdict at the strictest outcome that the law not covered may make of it."""
    most = max(_most(verdict.unmodelled, OUTCOMES[0]), OUTCOMES.index(verdict.outcome))
    return replace(verdict, outcome=OUTCOMES[most])


def _still_bears(entry: Rule, caught: Mapping[str, Rule]) -> bool:
    """Whether a review or a note of what was caught has something left to speak of."""
    after = entry.rule.after
    return (
        entry.rule.kind not in ("review", "note")
        or not after
        or "*" in after
        or not caught.keys().isdisjoint(after)
    )


@dataclass(frozen=True, slots=True)
class Range:
    """What the facts given allow: the least and strictest outcome, and the facts that decide between them."""

    low: Verdict
    high: Verdict
    missing: tuple[str, ...]
    unmodelled: tuple[Rule, ...]

    @property
    def settled(self) -> bool:
        """Whether every completion of the facts gives one outcome."""
        return self.low.outcome == self.high.outcome and not self.unmodelled

    @property
    def outcome(self) -> str:
        """The one outcome, or ``undetermined``."""
        return self.low.outcome if self.settled else "undetermined"


def joined(ranges: Sequence[Range], decided_by: str) -> Range:
    """One range over several sets of facts, between which a fact decides."""
    first = ranges[0]
    if len(ranges) == 1:
        return first
    low = min((r.low for r in ranges), key=lambda v: OUTCOMES.index(v.outcome))
    high = max((r.high for r in ranges), key=lambda v: OUTCOMES.index(v.outcome))
    missing = dict.fromkeys(name for r in ranges for name in r.missing)
    if any((r.low.outcome, r.high.outcome) != (first.low.outcome, first.high.outcome) for r in ranges):
        missing[decided_by] = None
    return Range(low, high, tuple(missing), tuple(dict.fromkeys(e for r in ranges for e in r.unmodelled)))


def weigh(
    book: Book, facts: Mapping[str, str], classes: tuple[str, ...], open_tracks: frozenset[str]
) -> Range:
    """Outcomes over every completion of the facts that are missing; bounds alone where they are too many."""
    return _weigh_once(_Key(book), tuple(sorted(facts.items())), classes, open_tracks)


@lru_cache(maxsize=4096)
def _weigh_once(
    key: _Key, given: tuple[tuple[str, str], ...], classes: tuple[str, ...], open_tracks: frozenset[str]
) -> Range:
    facts = dict(given)
    rules = relevant(key.book, facts, classes, open_tracks)
    domains = _values_to_try(rules, facts, classes, values_of(key.book.side))
    count = 1
    for values in domains.values():
        count *= len(values)
    if count > MOST_COMPLETIONS:
        return _open_range(rules, domains)
    names = list(domains)
    results: dict[tuple[str, ...], Verdict] = {}
    for values in itertools.product(*domains.values()):
        results[values] = judge(rules, {**facts, **dict(zip(names, values, strict=True))})
    by_strictness = sorted(results.values(), key=lambda v: OUTCOMES.index(v.outcome))
    missing = tuple(n for i, n in enumerate(names) if _decides_outcome(results, i))
    unmodelled = tuple(dict.fromkeys(r for v in results.values() for r in v.unmodelled))
    high = sorted(map(_strictest, by_strictness), key=lambda v: OUTCOMES.index(v.outcome))[-1]
    return Range(by_strictness[0], high, missing, unmodelled)


def _open_range(rules: Iterable[Rule], domains: Mapping[str, tuple[str, ...]]) -> Range:
    """Bounds that hold whatever is missing: from no licence to the strictest that any rule may give."""
    caught = [entry for entry in rules if entry.rule.kind in ("catch", "review")]
    high = max((entry.rule.then for entry in caught), key=OUTCOMES.index, default=OUTCOMES[0])
    strictest = tuple(entry for entry in caught if entry.rule.then == high)
    unmodelled = tuple(entry for entry in rules if entry.rule.kind == "unmodelled")
    missing = tuple(name for name, values in domains.items() if len(values) > 1)
    most = _strictest(Verdict(high, strictest, unmodelled))
    return Range(Verdict(OUTCOMES[0], ()), most, missing, unmodelled)


def _decides_outcome(results: Mapping[tuple[str, ...], Verdict], place: int) -> bool:
    """Whether two completions that differ in one fact alone differ in outcome."""
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for values, verdict in results.items():
        rest = values[:place] + values[place + 1 :]
        bounds = verdict.outcome, _strictest(verdict).outcome
        if seen.setdefault(rest, bounds) != bounds:
            return True
    return False


def values_of(side: str) -> Mapping[str, tuple[str, ...]]:
    """The values that a fact may have under the controls of a side."""
    if side == CN:  # China has two lists, which differ in what they do
        return {**VALUES, "listed": (*YES_NO, "watch_list", "control_list")}
    leaves = ("US_to_abroad", "abroad_to_abroad")
    return {**VALUES, **US_VALUES, "leg": leaves, "end_use": (*VALUES["end_use"], *US_END_USES)}


def _values_to_try(
    rules: Iterable[Rule],
    facts: Mapping[str, str],
    classes: tuple[str, ...],
    known: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """Values to try for every missing fact that a rule asks for: of those that no rule tells apart, one."""
    domains: dict[str, tuple[str, ...]] = {"item_class": classes}
    asked: dict[str, list[Any]] = {}
    for entry in rules:
        if all(holds(entry.rule.when, {**facts, "item_class": c}) is not None for c in parts_of(classes)):
            continue
        for part in facts_of(entry.rule.when):
            if part.fact not in facts and part.fact != "item_class":
                asked.setdefault(part.fact, []).append(part)
                domains.setdefault(part.fact, ())
    for name, parts in asked.items():
        bounds = {bound for p in parts for bound in (p.at_least, p.at_most, p.below) if bound}
        if bounds:
            above = {str(Decimal(p.at_most) + _NEXT_ABOVE) for p in parts if p.at_most}
            domains[name] = tuple(sorted({"0", *bounds, *above}, key=Decimal))
            continue
        named = (value for p in parts for value in (p.in_ or (p.equals,)))
        values = known.get(name) or tuple(sorted({ELSEWHERE, *named}))
        alike = {tuple(v in p.in_ or v == p.equals for p in parts): v for v in reversed(values)}
        domains[name] = tuple(value for value in values if value in alike.values())
    return domains
