"""The answer about the talks: one frozen model that command line, Python, pages and servers share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from pydantic import BaseModel, Field

from detente.talks.compare.agreements import Agreement
from detente.talks.compare.claim_rows import ClaimRow, DocumentRow, QuotationRow
from detente.talks.compare.claim_store import Position
from detente.talks.compare.commitments import Commitment
from detente.talks.compare.disagreements import Disagreement
from detente.talks.compare.record import Verdict
from detente.terms import Answer, Frozen


class VerdictRow(Frozen):
    """The record's word: settled or open on the day of knowledge, since when known, with citation."""

    settled: bool
    known: str
    says: str = ""
    says_zh: str = ""
    value: str = ""
    confidence: str = ""
    cite: tuple[str, ...] = ()
    cite_url: tuple[str, ...] = ()


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


class TalksAnswer(Answer):
    """Who said what, where they differ, and what became of it."""

    rows_in: ClassVar[tuple[str, ...]] = ("claims",)

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
    topics: dict[str, str] = Field(default_factory=dict)
    hindsight: tuple[str, ...] = ()
    repeat: Repeat


def _verdict_row(v: Verdict | None) -> VerdictRow | None:
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
        cite_url=v.cite_url,
    )


def _position_row(p: Position) -> PositionRow:
    return PositionRow(value=p.value, sides=p.sides, speakers=p.speakers, claims=tuple(p.claims.ids))


def disagreement_row(d: Disagreement) -> DisagreementRow:
    """A disagreement as a row of the answer."""
    return DisagreementRow(
        topic=d.topic,
        attribute=d.attribute,
        type=d.type,
        severity=d.severity,
        positions=tuple(_position_row(p) for p in d.positions),
        note=d.note,
        verdict=_verdict_row(d.verdict),
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
        record=_verdict_row(c.record),
        claims=tuple(c.claims.ids),
    )


def answer_json(pieces: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Fields of an answer as indented JSON, one row after another."""
    opening = "{\n"
    for name, value in pieces:
        yield f"{opening}  {json.dumps(name)}: "
        opening = ",\n"
        if isinstance(value, Iterator):
            yield from _rows_as_json(value)
        elif isinstance(value, BaseModel):
            yield value.model_dump_json(indent=2).replace("\n", "\n  ")
        else:
            yield json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
    yield "\n}"


def _rows_as_json(rows: Iterator[BaseModel]) -> Iterator[str]:
    opening = "["
    for row in rows:
        yield opening + "\n    " + row.model_dump_json(indent=2).replace("\n", "\n    ")
        opening = ","
    yield "[]" if opening == "[" else "\n  ]"
