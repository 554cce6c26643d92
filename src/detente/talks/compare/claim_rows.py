"""Claims, quotations and documents as rows of the answer: frozen models that every face shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from detente.talks.extract.extraction import Extraction
from detente.talks.words.claim import Statement
from detente.terms import Frozen


class FigureRow(Frozen):
    """A figure in a claim."""

    text: str
    value: float | tuple[float, ...]
    unit: str
    of: str = ""


class DateRow(Frozen):
    """A date in a claim, as ISO day, month, year or interval."""

    text: str
    iso: str


class ClaimRow(Frozen):
    """One attributed claim with its exact span."""

    id: str
    doc: str
    start: int
    end: int
    text: str
    lang: str
    kind: str
    evidence: bool
    speakers: tuple[str, ...]
    side: str
    chain: tuple[str, ...]
    told: str = ""
    cue: str = ""
    topics: tuple[str, ...] = ()
    modality: str
    approval: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    dates: tuple[DateRow, ...] = ()
    source: str = "rule"
    doubt: str = ""


class QuotationRow(Frozen):
    """A quotation with its speaker; ``closed`` is false where the source forgot the closing mark."""

    doc: str
    start: int
    end: int
    text: str
    speaker: str | None
    closed: bool


class DocumentRow(Frozen):
    """A document that was read."""

    name: str
    day: str | None
    day_source: str
    lang: str
    form: str
    publisher: str
    characters: int
    claims: int
    quotations: int
    turns: int
    warnings: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def claim_id(s: Statement) -> str:
    """Id of a claim: its document and span."""
    return f"{s.doc}#{s.start}-{s.end}"


def claim_row(s: Statement) -> ClaimRow:
    """A statement as a row of the answer."""
    return ClaimRow(
        id=claim_id(s),
        doc=s.doc,
        start=s.start,
        end=s.end,
        text=s.text,
        lang=s.lang,
        kind=s.kind,
        evidence=s.evidence,
        speakers=tuple(v.name for v in s.voices),
        side=s.side,
        chain=s.chain,
        told=s.told,
        cue=s.cue,
        topics=s.topics,
        modality=s.modality,
        approval=s.approval,
        conditions=s.conditions,
        measures=s.measures,
        figures=tuple(FigureRow(text=f.text, value=f.value, unit=f.unit, of=f.of) for f in s.figures),
        dates=tuple(DateRow(text=d.text, iso=d.iso) for d in s.dates),
        source=s.source,
        doubt=s.doubt,
    )


def document_row(x: Extraction) -> DocumentRow:
    """A document as a row of the answer."""
    d = x.document
    return DocumentRow(
        name=d.name,
        day=d.day.isoformat() if d.day else None,
        day_source=d.day_source,
        lang=d.lang,
        form=d.form,
        publisher=d.publisher,
        characters=len(d.text),
        claims=len(x.statements),
        quotations=len(x.quotations),
        turns=len(x.turns),
        warnings=d.warnings,
        refused=x.refused,
    )


def quotation_rows(x: Extraction) -> list[QuotationRow]:
    """The quotations of a document."""
    return [
        QuotationRow(
            doc=x.document.name,
            start=q.start,
            end=q.end,
            text=q.text,
            speaker=q.voice.name if q.voice else None,
            closed=q.closed,
        )
        for q in x.quotations
    ]


def schema_claims(rows: Iterable[ClaimRow], documents: Iterable[DocumentRow]) -> Iterator[dict[str, Any]]:
    """The claims as schema.org ``Claim`` objects, with the document they appear in.

    Both come in the order of the documents.
    """
    homes = iter(documents)
    home: DocumentRow | None = None
    for r in rows:
        while home is None or home.name != r.doc:
            home = next(homes)
        if not r.evidence:
            continue
        work: dict[str, Any] = {"@type": "CreativeWork", "name": r.doc}
        if home.day:
            work["datePublished"] = home.day
        if home.publisher:
            work["publisher"] = {"@type": "Organization", "name": home.publisher}
        yield {
            "@context": "https://schema.org",
            "@type": "Claim",
            "@id": f"#{r.id}",
            "text": r.text,
            "inLanguage": r.lang,
            "author": [
                {"@type": "Person" if r.side in ("third",) else "Thing", "name": n} for n in r.speakers
            ],
            "about": list(r.topics),
            "appearance": work,
        }
