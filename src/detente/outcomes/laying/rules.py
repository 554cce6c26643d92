"""Numbered rules of outcome files: what must hold of outcomes, trees and bargains against the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from detente.outcomes.laying.outcome_file import BargainFile, Outcome, TreeFile
from detente.outcomes.laying.overlay import base, lay
from detente.outcomes.laying.overlay_tracks import track_measures
from detente.outcomes.laying.probabilities import read_probability
from detente.outcomes.laying.read import Located, Outcomes
from detente.regime import FeeLicenceTables, Tables
from detente.terms import InputError, LawError, nearest


@dataclass(frozen=True)
class Against:
    """What outcomes are checked against."""

    law: Tables
    trade: FeeLicenceTables
    sources: frozenset[str]


Rule = Callable[[Outcomes, Against], Iterator[str]]


def _each(rows: Outcomes) -> Iterator[tuple[Located, Outcome]]:
    for row in rows.located:
        if isinstance(row.item, Outcome):
            yield row, row.item


def rule_01_ids_once(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-01: an id stands once: outcomes, changes of one outcome, branches of one decision."""
    seen: dict[tuple[type, str], str] = {}
    for row in rows.located:
        key = (type(row.item), row.item.id)
        if key in seen:
            yield f"{row.at('id')}: OUT-01 {row.item.id} stands also at {seen[key]}"
        seen[key] = row.at("id")
    for row, outcome in _each(rows):
        ids: set[str] = set()
        for i, change in enumerate(outcome.changes):
            if change.id in ids:
                yield f"{row.at('changes', i, 'id')}: OUT-01 change {change.id} stands twice in {outcome.id}"
            ids.add(change.id)


def rule_02_measures_exist(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-02: a change names a measure of the law."""
    held = {m.id for m in against.law.measures} | track_measures(against.trade)
    for row, outcome in _each(rows):
        for i, change in enumerate(outcome.changes):
            if change.of not in held:
                hint = nearest(change.of, held)
                yield f"{row.at('changes', i, 'of')}: OUT-02 no measure {change.of!r}" + (
                    f" ({hint})" if hint else ""
                )


def rule_03_includes_resolve(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-03: an outcome includes outcomes that exist, known on its day or earlier, and never itself."""
    for row, outcome in _each(rows):
        for i, name in enumerate(outcome.includes):
            place = row.at("includes", i)
            if name not in rows.outcomes:
                yield f"{place}: OUT-03 no outcome {name!r}"
            elif rows.outcomes[name].known > outcome.known:
                later = rows.outcomes[name].known
                yield f"{place}: OUT-03 {name} rests on knowledge of {later}, after {outcome.known}"
        try:
            if all(name in rows.outcomes for name in outcome.includes):
                rows.clauses(outcome.id)
        except InputError as fault:
            yield f"{row.at('includes')}: OUT-03 {fault.what}"


def rule_04_clocks_exist(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-04: what an outcome decides is a clock of the law, known by its day, and one of its outcomes."""
    clocks = {c.id: c for c in against.law.clocks}
    for row, outcome in _each(rows):
        for i, chosen in enumerate(outcome.decides):
            clock = clocks.get(chosen.clock)
            place = row.at("decides", i)
            if clock is None:
                yield f"{place}: OUT-04 no clock {chosen.clock!r}"
            elif clock.known > outcome.known:
                yield f"{place}: OUT-04 clock {clock.id} is known from {clock.known}, after {outcome.known}"
            elif chosen.choose not in clock.outcomes:
                choices = ", ".join(clock.outcomes)
                yield f"{place}: OUT-04 {clock.id} has no outcome {chosen.choose!r} ({choices})"


def rule_05_lists_and_facts_exist(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-05: goods lists stand in the registry of lists; conditions name facts of the registry of facts."""
    for row, outcome in _each(rows):
        for i, change in enumerate(outcome.changes):
            place = row.at("changes", i)
            scopes = [change.goods, change.spare, change.provision.goods if change.provision else None]
            for name in (n for goods in scopes if goods for n in goods.lists):
                if name not in against.law.lists:
                    yield f"{place}: OUT-05 no list {name!r} in the registry"
            for when in (change.when, change.provision.when if change.provision else None):
                for fact in _facts(when):
                    if fact not in against.law.facts:
                        yield f"{place}: OUT-05 no fact {fact!r} in the registry"


def _facts(when: Any) -> Iterator[str]:
    if when is not None:
        if when.fact:
            yield when.fact
        for part in (*when.any_of, *when.all_of, *when.none_of):
            yield from _facts(part)


def rule_06_citations_resolve(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-06: every cited document stands in the sources of the law."""
    for row, outcome in _each(rows):
        cites = [*outcome.cite, *(c for change in outcome.changes for c in change.cite)]
        for cite in cites:
            if cite.document not in against.sources:
                yield f"{row.at('cite')}: OUT-06 no source {cite.document!r}"


def rule_07_lays_over_the_law(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-07: laid over the law as known on its day, every clause finds what it changes."""
    for row, outcome in _each(rows):
        try:
            clauses = rows.clauses(outcome.id)
        except InputError:
            continue
        ground = base(against.law, against.trade, outcome.known)
        try:
            for clause in clauses:
                ground = lay(ground, (clause,))
        except LawError as fault:
            if not any(c.change.of not in _measures(against) for c in clauses):
                yield from (f.replace(": ", ": OUT-07 ", 1) if row else f for f in fault.faults)


def _measures(against: Against) -> set[str]:
    return {m.id for m in against.law.measures} | set(track_measures(against.trade))


def rule_08_trees_stand(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-08: branches name outcomes of the tree's day, probabilities lie in 0 to 1 and sum to 1 when all are
    given, and a condition names an earlier decision of the tree."""
    for row in rows.located:
        tree = row.item
        if not isinstance(tree, TreeFile):
            continue
        before: dict[str, set[str]] = {}
        for i, decision in enumerate(tree.decisions):
            place = row.at("decisions", i)
            for chosen in decision.only_if:
                if chosen.choose not in before.get(chosen.clock, set()):
                    what = f"{chosen.clock}={chosen.choose}"
                    yield f"{place}: OUT-08 {decision.id} depends on {what}, no earlier choice"
            for branch in decision.branches:
                if branch.outcome and branch.outcome not in rows.outcomes:
                    yield f"{place}: OUT-08 no outcome {branch.outcome!r}"
            try:
                given = [read_probability(b.probability) for b in decision.branches if b.probability]
            except InputError as fault:
                yield f"{place}: OUT-08 {fault.text}"
                given = []
            if len(given) == len(decision.branches) and sum(given) != 1:
                yield f"{place}: OUT-08 the probabilities of {decision.id} sum to {sum(given)}"
            if len({b.choose for b in decision.branches}) < len(decision.branches):
                yield f"{place}: OUT-08 a choice of {decision.id} stands twice"
            before[decision.id] = {b.choose for b in decision.branches}
        if any(a.by > b.by for a, b in zip(tree.decisions, tree.decisions[1:], strict=False)):
            yield f"{row.at('decisions')}: OUT-08 the decisions of {tree.id} are not in order of time"


def rule_09_bargains_stand(rows: Outcomes, against: Against) -> Iterator[str]:
    """OUT-09: a package lays an outcome of the bargain's day or earlier, stands once, and what stands without
    a deal is one of the packages."""
    for row in rows.located:
        bargain = row.item
        if not isinstance(bargain, BargainFile):
            continue
        ids = [p.id for p in bargain.packages]
        for i, package in enumerate(bargain.packages):
            place = row.at("packages", i)
            if package.outcome not in rows.outcomes:
                hint = nearest(package.outcome, rows.outcomes)
                yield f"{place}: OUT-09 no outcome {package.outcome!r}" + (f" ({hint})" if hint else "")
            elif rows.outcomes[package.outcome].known > bargain.known:
                yield f"{place}: OUT-09 {package.outcome} rests on knowledge after {bargain.known}"
            if ids.count(package.id) > 1:
                yield f"{place}: OUT-09 package {package.id} stands twice in {bargain.id}"
        for key in ("disagreement", "without_threat"):
            name = getattr(bargain, key)
            if name and name not in ids:
                yield f"{row.at(key)}: OUT-09 no package {name!r}; one of {', '.join(ids)}"


RULES: tuple[Rule, ...] = (
    rule_01_ids_once,
    rule_02_measures_exist,
    rule_03_includes_resolve,
    rule_04_clocks_exist,
    rule_05_lists_and_facts_exist,
    rule_06_citations_resolve,
    rule_07_lays_over_the_law,
    rule_08_trees_stand,
    rule_09_bargains_stand,
)


def check(rows: Outcomes, against: Against) -> list[str]:
    """Every fault of every rule, in rule order."""
    return [fault for rule in RULES for fault in rule(rows, against)]


def outcome_rule_words() -> dict[str, str]:
    """Every numbered rule of outcome files with its words, read off the docstrings."""
    told = (" ".join((rule.__doc__ or "").split()).partition(": ") for rule in RULES)
    return {number: words.rstrip(".") for number, _, words in told}
