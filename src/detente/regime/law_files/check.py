"""The numbered rules a body of law must keep. One function a rule; its docstring is rule and message."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator
from typing import Any

from detente.regime.law_files.confidence import cited_rows, documents_of, highest
from detente.regime.law_files.law_paths import id_of
from detente.regime.law_files.model import Address, Cite, Event, Exemption, Measure, Provision, When
from detente.regime.law_files.openings import source_opening
from detente.regime.law_files.read import Document
from detente.terms import OPEN_END, local_moment, nearest

Law = dict[str, Any]
Rule = Callable[[Law], Iterator[str]]


def _each(law: Law) -> Iterator[tuple[Document, Measure]]:
    yield from law["measures"]


def _span(provision: Provision, side: str) -> tuple[str, str]:
    until = provision.effective.until
    return (
        local_moment(provision.effective.from_, side),
        local_moment(until, side) if until else OPEN_END,
    )


def rule_01_ids_once(law: Law) -> Iterator[str]:
    """LAW-01: a measure id stands in one file only."""
    seen: dict[str, Document] = {}
    for document, measure in _each(law):
        if measure.id in seen:
            yield f"{document.path}:1: LAW-01 {measure.id} stands also in {seen[measure.id].path}"
        seen[measure.id] = document


def rule_02_no_overlap(law: Law) -> Iterator[str]:
    """LAW-02: two provisions of one track with the same known day do not overlap; a later one prevails."""
    for document, measure in _each(law):
        rows = list(enumerate(measure.provisions))
        for i, one in rows:
            for j, two in rows[i + 1 :]:
                if one.track != two.track or one.known != two.known or one.origin != two.origin:
                    continue
                (a, b), (c, d) = _span(one, measure.imposed_by), _span(two, measure.imposed_by)
                if max(a, c) < min(b, d):
                    place = document.place(("provisions", j))
                    yield (
                        f"{place}: LAW-02 {one.id} and {two.id} both known {one.known} "
                        f"overlap from {max(a, c)} to {min(b, d)}"
                    )


def rule_03_windows_open(law: Law) -> Iterator[str]:
    """LAW-03: every window ends after it starts."""
    for document, measure in _each(law):
        parts: dict[str, tuple[Provision | Exemption | Event, ...]] = {
            "provisions": measure.provisions,
            "exemptions": measure.exemptions,
            "events": measure.events,
        }
        for key, rows in parts.items():
            for i, row in enumerate(rows):
                start, until = row.effective.from_, row.effective.until
                if until and local_moment(until, "US") <= local_moment(start, "US"):
                    yield f"{document.place((key, i, 'effective'))}: LAW-03 {row.id} ends before it starts"


def rule_04_citations_resolve(law: Law) -> Iterator[str]:
    """LAW-04: every cited document stands in law/sources."""
    known = {source.id for source in law["sources"]}
    for document, measure in _each(law):
        for loc, cite in _cites(measure):
            if cite.document not in known:
                yield f"{document.place(loc)}: LAW-04 no source {cite.document!r} in law/sources"
    for clock in law["clocks"]:
        for cite in clock.cite:
            if cite.document not in known:
                yield f"law/clocks: LAW-04 {clock.id} cites {cite.document!r}, not in law/sources"


def _cites(measure: Measure) -> Iterator[tuple[tuple[str | int, ...], Cite]]:
    for key in ("provisions", "exemptions", "events", "said", "stacking", "not_modelled"):
        for i, row in enumerate(getattr(measure, key)):
            for j, cite in enumerate(row.cite):
                yield (key, i, "cite", j), cite


def rule_05_events_point(law: Law) -> Iterator[str]:
    """LAW-05: an event names provisions of its own measure, and lies inside the time they cover."""
    for document, measure in _each(law):
        ids = {p.id: p for p in measure.provisions}
        for i, event in enumerate(measure.events):
            for name in event.of:
                if name not in ids:
                    place = document.place(("events", i, "of"))
                    yield f"{place}: LAW-05 {event.id} changes {name!r}, no such provision"
                    continue
                start, until = _span(ids[name], measure.imposed_by)
                moment = local_moment(event.effective.from_, measure.imposed_by)
                if not start <= moment < until:
                    place = document.place(("events", i))
                    yield f"{place}: LAW-05 {event.id} begins {moment}, outside {name} ({start} to {until})"


def rule_06_lists_exist(law: Law) -> Iterator[str]:
    """LAW-06: every goods list a measure names stands in the registry of lists."""
    lists = {row["id"] for row in law["lists"]}
    for document, measure in _each(law):
        named = [(loc, name) for loc, goods in _goods(measure) for name in goods.lists]
        named += [
            (("not_modelled", i), name) for i, gap in enumerate(measure.not_modelled) for name in gap.lists
        ]
        for loc, name in named:
            if name not in lists:
                yield f"{document.place(loc)}: LAW-06 no list {name!r} in the registry"


def _goods(measure: Measure) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if measure.applies_to.goods != "all":
        yield ("applies_to", "goods"), measure.applies_to.goods
    for key in ("provisions", "exemptions"):
        for i, row in enumerate(getattr(measure, key)):
            if row.goods is not None:
                yield (key, i, "goods"), row.goods


def rule_07_facts_exist(law: Law) -> Iterator[str]:
    """LAW-07: every condition names a fact of law/facts.yaml."""
    facts = {fact.name for fact in law["facts"]}
    for document, measure in _each(law):
        for key in ("provisions", "exemptions"):
            for i, row in enumerate(getattr(measure, key)):
                for name in _facts_of(row.when):
                    if name not in facts:
                        yield f"{document.place((key, i, 'when'))}: LAW-07 no fact {name!r} in law/facts.yaml"


def _facts_of(when: When | None) -> Iterator[str]:
    if when is not None:
        if when.fact:
            yield when.fact
        for part in (*when.any_of, *when.all_of, *when.none_of):
            yield from _facts_of(part)


def rule_08_stacking_points(law: Law) -> Iterator[str]:
    """LAW-08: a stacking rule names at least one measure there is."""
    ids = [measure.id for _, measure in _each(law)]
    for document, measure in _each(law):
        for i, rule in enumerate(measure.stacking):
            if not fnmatch.filter(ids, rule.with_):
                yield f"{document.place(('stacking', i))}: LAW-08 no measure matches {rule.with_!r}"


def rule_09_family_known(law: Law) -> Iterator[str]:
    """LAW-09: every measure belongs to a family (a row of law/families.yaml), those of fees and licences
    too."""
    families = {family.id for family in law["families"]}
    for document in law["documents"]:
        name = document.data.get("family") if isinstance(document.data, dict) else None
        if name and name not in families:
            yield f"{document.place(('family',))}: LAW-09 no family {name!r}"


def rule_10_known_not_after_effect(law: Law) -> Iterator[str]:
    """LAW-10: a provision known after it took effect says so in a note (retroactive law is rare)."""
    for document, measure in _each(law):
        for i, row in enumerate(measure.provisions):
            if row.known > row.effective.from_[:10] and row.note is None:
                place = document.place(("provisions", i, "known"))
                yield f"{place}: LAW-10 {row.id} is known after it takes effect and has no note"


def rule_11_family_verified(law: Law) -> Iterator[str]:
    """LAW-11: every family has a last checked day in law/verified.yaml, and no other name stands there."""
    families = {family.id for family in law["families"]}
    for name in sorted(families - law["verified"].keys()):
        yield f"law/verified.yaml:1: LAW-11 no day for family {name!r}"
    for name in sorted(law["verified"].keys() - families):
        yield f"law/verified.yaml:1: LAW-11 no family {name!r}"
    for name, day in law["verified"].items():
        if not (isinstance(day, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)):
            yield f"law/verified.yaml:1: LAW-11 {name}: {day!r} is not a day (YYYY-MM-DD)"


def rule_12_both_languages(law: Law) -> Iterator[str]:
    """LAW-12: words of the law stand in English and in Chinese, and so does the title of every source."""
    for document in law["documents"]:
        yield from _one_language(document, (), document.data)
        sources = document.data.get("sources") if isinstance(document.data, dict) else None
        for i, source in enumerate(sources or ()):
            if not source.get("title_zh"):
                place = document.place(("sources", i))
                yield f"{place}: LAW-12 the title of {source.get('id')} has no Chinese (title_zh)"


def _one_language(document: Document, loc: tuple[str | int, ...], value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("en") and isinstance(value["en"], str) and not value.get("zh"):
            yield f"{document.place(loc)}: LAW-12 {value['en'][:60]!r} has no Chinese (zh)"
        for key, child in value.items():
            yield from _one_language(document, (*loc, key), child)
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from _one_language(document, (*loc, i), child)


def rule_13_id_is_path(law: Law) -> Iterator[str]:
    """LAW-13: the id of a file is its path: `china` is `cn`, `section-301` `s301`; `tariffs`, `entry`,
    `pledges`, `agreements` are left out."""
    for document in law["documents"]:
        name = document.data.get("id") if isinstance(document.data, dict) else None
        expected = id_of(document.path.relative_to(law["folder"]))
        if name is not None and name != expected:
            yield f"{document.place(('id',))}: LAW-13 the id of this path is {expected}, found {name!r}"
    for clock in law["clocks"]:
        if clock.id.split(".")[0] != clock.side.lower():
            side = clock.side.lower()
            yield f"law/clocks: LAW-13 {clock.id} is a clock of {clock.side}, its id begins with {side}"


def rule_14_nothing_empty(law: Law) -> Iterator[str]:
    """LAW-14: no text in the file of a measure, a pledge or an agreement is empty; what is not known is
    left out."""
    for document in law["documents"]:
        if isinstance(document.data, dict) and "kind" in document.data:
            for loc in _empty_texts((), document.data):
                yield f"{document.place(loc)}: LAW-14 is empty; fill it in, or leave it out"


def rule_15_kinds_known(law: Law) -> Iterator[str]:
    """LAW-15: a file says of which known kind it is, or holds tables of known names; nothing is left
    unread."""
    for document in law["documents"]:
        if not isinstance(document.data, dict):
            continue
        kind = document.data.get("kind")
        if kind is not None:
            if kind not in law["file_kinds"]:
                hint = nearest(str(kind), law["file_kinds"])
                yield (
                    f"{document.place(('kind',))}: LAW-15 no kind {kind!r} of law file{hint and f'; {hint}'}"
                )
            continue
        for name in document.data.keys() - law["table_names"]:
            hint = nearest(str(name), law["table_names"])
            yield f"{document.place((name,))}: LAW-15 no table {name!r} of law{hint and f'; {hint}'}"


def rule_16_confidence_by_reading(law: Law) -> Iterator[str]:
    """LAW-16: confidence A means the text was read: a row is at most as sure as its best read document
    allows (text A, quoted or secondary B, memory C)."""
    read = {source.id: source.read for source in law["sources"]}
    for document in law["documents"]:
        for loc, row in cited_rows(document.data):
            given, most = row.get("confidence"), highest(row, read)
            if given in ("A", "B") and most and given < most:
                seen = ", ".join(f"{name} {read[name]}" for name in documents_of(row))
                place = document.place((*loc, "confidence"))
                yield f"{place}: LAW-16 confidence {given}, at most {most} (read: {seen})"


def rule_17_coverage_points(law: Law) -> Iterator[str]:
    """LAW-17: a measure of the coverage table stands there once, and every file it names is a law file."""
    files = {document.path.relative_to(law["folder"]).as_posix() for document in law["documents"]}
    seen: set[str] = set()
    for row in law["coverage"]:
        if row.id in seen:
            yield f"law/coverage.yaml:1: LAW-17 {row.id} stands there twice"
        seen.add(row.id)
        for name in (*row.modelled, *row.pointed_to):
            if name not in files:
                yield f"law/coverage.yaml:1: LAW-17 {row.id} names {name!r}, no such law file"


def rule_18_sources_open(law: Law) -> Iterator[str]:
    """LAW-18: every source opens: its number gives an address, or law/sources/addresses.yaml does; an address
    is of one source that there is."""
    sources = {source.id: source for source in law["sources"]}
    given: dict[str, Address] = {}
    for row in law["addresses"]:
        if row.document not in sources or row.document in given:
            why = "a second address of" if row.document in given else "no source"
            yield f"law/sources/addresses.yaml: LAW-18 {why} {row.document!r}"
        given[row.document] = row
    for name, source in sources.items():
        if not source_opening(source, given).url:
            yield (
                f"law/sources: LAW-18 {name} opens nowhere: cite a number that gives an address "
                "(90 FR 48320), or give one in law/sources/addresses.yaml"
            )


def _empty_texts(loc: tuple[str | int, ...], value: Any) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, (dict, list)):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _empty_texts((*loc, key), child)
    elif not value:
        yield loc


RULES: tuple[Rule, ...] = (
    rule_01_ids_once,
    rule_02_no_overlap,
    rule_03_windows_open,
    rule_04_citations_resolve,
    rule_05_events_point,
    rule_06_lists_exist,
    rule_07_facts_exist,
    rule_08_stacking_points,
    rule_09_family_known,
    rule_10_known_not_after_effect,
    rule_11_family_verified,
    rule_12_both_languages,
    rule_13_id_is_path,
    rule_14_nothing_empty,
    rule_15_kinds_known,
    rule_16_confidence_by_reading,
    rule_17_coverage_points,
    rule_18_sources_open,
)


OF_DOCUMENTS: tuple[Rule, ...] = (
    rule_12_both_languages,
    rule_13_id_is_path,
    rule_14_nothing_empty,
    rule_15_kinds_known,
)


def all_faults(law: Law) -> list[str]:
    """Every fault of every rule, in rule order."""
    return [fault for rule in RULES for fault in rule(law)]


def document_faults(law: Law) -> list[str]:
    """Faults of the rules that look at files as they are written, which need no well-formed measure."""
    return [fault for rule in OF_DOCUMENTS for fault in rule(law)]
