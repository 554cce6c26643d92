"""How far a row of the law may be trusted: never further than its best read document allows.

A row says how it is graded only where that is lower than what its documents allow; otherwise it gets the
highest grade they allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from detente.regime.law_files.read import Document, Loc

# how the best document of a row was read -> the highest confidence the row may have
HIGHEST: Mapping[str, str] = {"text": "A", "quoted": "B", "secondary": "B", "memory": "C"}
# lists whose rows carry a confidence; other rows that cite (stacking, gaps, ends of clocks) carry none
GRADED = frozenset({
    "assertions", "calendar_events", "clocks", "column_two", "drawback_rules", "drawback_terms",
    "events", "evidence", "exemptions", "grounds", "imports", "may_be", "origin_duties", "origin_gaps",
    "origin_rules", "partial_values", "pointers", "provisions", "refund_rules", "refund_terms",
    "remedy_orders", "rules", "said", "special_symbols", "states", "steps", "versions",
    "warehouse_rules", "zone_rules",
})  # fmt: skip
# kinds of file that are themselves such a row
GRADED_FILES = frozenset({"agreement", "ownership_test"})


def cited_rows(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """Every mapping in parsed YAML that cites documents, with the keys on the way to it."""
    if isinstance(value, dict):
        if documents_of(value):
            yield loc, value
        for key, child in value.items():
            yield from cited_rows(child, (*loc, key))
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from cited_rows(child, (*loc, i))


def documents_of(row: dict[str, Any]) -> list[str]:
    """The documents a row cites."""
    cites = row.get("cite")
    if not isinstance(cites, list):
        return []
    return [c["document"] for c in cites if isinstance(c, dict) and isinstance(c.get("document"), str)]


def highest(row: dict[str, Any], read: Mapping[str, str]) -> str:
    """The highest confidence the documents of a row allow; empty where one of them is no known source.

    `read` says how each document was read.
    """
    grades = [HIGHEST.get(read.get(name, ""), "") for name in documents_of(row)]
    return min(grades) if all(grades) else ""


def reads_of(documents: Iterable[Document]) -> dict[str, str]:
    """How each source of the law files was read."""
    reads: dict[str, str] = {}
    for document in documents:
        sources = document.data.get("sources") if isinstance(document.data, dict) else None
        for source in sources if isinstance(sources, list) else ():
            if isinstance(source, dict) and isinstance(source.get("id"), str):
                reads[source["id"]] = str(source.get("read", "secondary"))
    return reads


def grade(documents: Iterable[Document]) -> None:
    """Give every graded row without a confidence the highest one its documents allow."""
    documents = list(documents)
    read = reads_of(documents)
    for document in documents:
        for loc, row in cited_rows(document.data):
            most = highest(row, read)
            if most and "confidence" not in row and _is_graded(loc, row):
                row["confidence"] = most


def _is_graded(loc: Loc, row: dict[str, Any]) -> bool:
    return loc[-2] in GRADED if len(loc) > 1 else not loc and row.get("kind") in GRADED_FILES
