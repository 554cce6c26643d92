"""The compiled law of fees, licences and ownership tests, its documents, and citations as answers carry
them."""

from __future__ import annotations

from functools import lru_cache

from detente.regime.kinds.fee_licence import FeeLicenceTables, read_tables
from detente.regime.law_files.artefact import artefact
from detente.regime.law_files.model import Cite
from detente.terms import CiteOut, held_opening


@lru_cache(maxsize=1)
def law_tables() -> FeeLicenceTables:
    """The compiled law of fees, licences and ownership tests."""
    return read_tables(artefact()["extra"]["fee_licence"])


def sources() -> dict[str, dict[str, str]]:
    """Documents the law cites, by id."""
    documents: dict[str, dict[str, str]] = artefact()["sources"]
    return documents


def cites_out(cites: tuple[Cite, ...], sources: dict[str, dict[str, str]]) -> tuple[CiteOut, ...]:
    """Citations with the words of their documents."""
    shown = []
    for cite in dict.fromkeys(cites):
        source = sources.get(cite.document, {})
        opening = held_opening(source, cite.at)
        shown.append(
            CiteOut(
                document=cite.document,
                title=source.get("title", cite.document),
                citation=source.get("citation", cite.document),
                at=cite.at,
                note=cite.note,
                read=source.get("read", "secondary"),
                url=opening.url,
                opens=opening.opens,
            )
        )
    return tuple(shown)
