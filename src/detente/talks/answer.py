"""The answer about the talks: one frozen model that command line, Python, pages and servers share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from detente.talks.agree import Agreement
from detente.talks.claim import Statement
from detente.talks.commitments import Commitment
from detente.talks.disagree import Disagreement
from detente.talks.extraction import Extraction
from detente.talks.record import Verdict
from detente.talks.shelf import Position


class Frozen(BaseModel):
    """Base of the answer's parts."""

    model_config = ConfigDict(frozen=True)


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


class VerdictRow(Frozen):
    """The record's word: settled or open on the day of knowledge, since when known, with citation."""

    settled: bool
    known: str
    says: str = ""
    says_zh: str = ""
    value: str = ""
    confidence: str = ""
    cite: tuple[str, ...] = ()


class PositionRow(Frozen):
    """One value of an attribute and the claims that hold it, by id."""

    value: str
    sides: tuple[str, ...]
    speakers: tuple[str, ...]
    claims: tuple[str, ...]


class DisagreementRow(Frozen):
    """Sources that differ, with positions side by side and the record's verdict."""

    topic: str
    attribute: str
    type: str
    severity: str
    positions: tuple[PositionRow, ...]
    note: str = ""
    verdict: VerdictRow | None = None


class AgreementRow(Frozen):
    """A point carried by both sides or by several outlets."""

    id: str
    topic: str
    point: str
    standing: str
    claims: tuple[str, ...]


class CommitmentRow(Frozen):
    """A promise on the board."""

    id: str
    by: str
    what: str
    what_zh: str
    topic: str
    said: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]
    clock: str
    status: str
    record: VerdictRow | None
    claims: tuple[str, ...]


class FailedRow(Frozen):
    """A document that could not be read, and why."""

    name: str
    why: str


class Repeat(Frozen):
    """The command and versions that give this answer again."""

    command: str
    rules: str
    data: str


class TalksAnswer(Frozen):
    """Who said what, where they differ, and what became of it."""

    on: str
    known: str
    documents: tuple[DocumentRow, ...]
    failed: tuple[FailedRow, ...]
    claims: tuple[ClaimRow, ...]
    review: tuple[ClaimRow, ...]
    quotations: tuple[QuotationRow, ...]
    agreements: tuple[AgreementRow, ...]
    disagreements: tuple[DisagreementRow, ...]
    commitments: tuple[CommitmentRow, ...]
    topics: dict[str, str] = {}
    hindsight: tuple[str, ...] = ()
    repeat: Repeat


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


def _verdict(v: Verdict | None) -> VerdictRow | None:
    if v is None:
        return None
    return VerdictRow(
        settled=v.settled,
        known=v.known,
        says=v.says,
        says_zh=v.says_zh,
        value=v.value,
        confidence=v.confidence,
        cite=v.cite,
    )


def _position(p: Position) -> PositionRow:
    return PositionRow(value=p.value, sides=p.sides, speakers=p.speakers, claims=tuple(p.claims.ids))


def disagreement_row(d: Disagreement) -> DisagreementRow:
    """A disagreement as a row of the answer."""
    return DisagreementRow(
        topic=d.topic,
        attribute=d.attribute,
        type=d.type,
        severity=d.severity,
        positions=tuple(_position(p) for p in d.positions),
        note=d.note,
        verdict=_verdict(d.verdict),
    )


def agreement_row(a: Agreement) -> AgreementRow:
    """An agreed point as a row of the answer."""
    return AgreementRow(
        id=a.id,
        topic=a.topic,
        point=a.point,
        standing=a.standing,
        claims=tuple(a.claims.ids),
    )


def commitment_row(c: Commitment) -> CommitmentRow:
    """A promise as a row of the answer."""
    return CommitmentRow(
        id=c.id,
        by=c.by,
        what=c.what,
        what_zh=c.what_zh,
        topic=c.topic,
        said=c.said,
        conditions=c.conditions,
        clock=c.clock,
        status=c.status,
        record=_verdict(c.record),
        claims=tuple(c.claims.ids),
    )


def answer_json(pieces: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Fields of an answer as indented JSON, one row after another."""
    opening = "{\n"
    for name, value in pieces:
        yield f"{opening}  {json.dumps(name)}: "
        opening = ",\n"
        if isinstance(value, Iterator):
            yield from _list_json(value)
        elif isinstance(value, BaseModel):
            yield value.model_dump_json(indent=2).replace("\n", "\n  ")
        else:
            yield json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    yield "\n}"


def _list_json(rows: Iterator[BaseModel]) -> Iterator[str]:
    opening = "["
    for row in rows:
        yield opening + "\n    " + row.model_dump_json(indent=2).replace("\n", "\n    ")
        opening = ","
    yield "[]" if opening == "[" else "\n  ]"


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
