"""Rules of origin that depend on a fact of the shipment, such as the wafer fab of a chip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.regime.law_files.model import Cite, Confidence, Day, Strict, Words
from detente.regime.law_files.read import validated
from detente.terms import LawError

FILE_KINDS: tuple[str, ...] = ()
TABLES: tuple[str, ...] = ("origin_rules",)


class OriginRule(Strict):
    """Goods whose origin is the country that a fact names, as known from a day on."""

    id: str
    direction: str
    prefixes: tuple[str, ...]
    fact: str
    known: Day
    title: Words
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The rows of ``origin_rules`` in every law file.

    Raises
    ------
    LawError
        When a row is malformed or a numbered rule is broken: OR1 every fact named stands in law/facts.yaml.
        OR2 every
        citation resolves to a source.
    """
    faults: list[str] = []
    rows: list[dict[str, Any]] = []
    facts = {fact.name for fact in law["facts"]}
    sources = {source.id for source in law["sources"]}
    for document, written in law.get("tables", {}).get("origin_rules", ()):
        for i, _ in enumerate(written):
            rule = validated(OriginRule, document, ("origin_rules", i), faults)
            if rule is None:
                continue
            if rule.fact not in facts:
                faults.append(f"{document.place(('origin_rules', i))}: OR1: no fact {rule.fact!r}")
            faults.extend(
                f"{document.place(('origin_rules', i))}: OR2: no source {cite.document!r}"
                for cite in rule.cite
                if cite.document not in sources
            )
            rows.append(rule.model_dump(mode="json", exclude_defaults=True))
    if faults:
        raise LawError(faults)
    return {"origin_rules": rows}
