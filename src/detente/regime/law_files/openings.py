"""Where the documents of the law open: by their numbers, or by the addresses the law gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.regime.law_files.model import Address, Source
from detente.terms import Opening, opening_of


def source_opening(source: Source, given: dict[str, Address]) -> Opening:
    """Where a source opens: an address the law gives before one of its number; nowhere without either."""
    if source.id in given:
        return Opening(given[source.id].url, given[source.id].opens)
    if source.url:
        return Opening(source.url, "document")
    return opening_of(source.citation, source.title, source.citation_zh)


def opened(sources: Iterable[Source], addresses: Iterable[Address]) -> dict[str, dict[str, Any]]:
    """The sources by id as the artefact holds them, each with where it opens."""
    given = {row.document: row for row in addresses}
    rows = {}
    for source in sources:
        opens = source_opening(source, given)
        rows[source.id] = source.model_dump(exclude_defaults=True) | {"url": opens.url, "opens": opens.opens}
    return rows
