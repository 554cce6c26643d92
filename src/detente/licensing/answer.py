"""The answer on a licence: one model for terminal, JSON, HTTP, files and MCP."""

from __future__ import annotations

from typing import Literal

from detente.duties import CiteOut, Frozen, MissingFact, Repeat
from detente.regime import Cite

LicenceStatus = Literal["ok", "undetermined", "not_modelled", "error"]


class RuleLine(Frozen):
    """One rule that bears on the transaction, with its because."""

    rule: str
    measure: str
    title: str
    title_zh: str
    outcome: str
    because: str
    since: str = ""
    until: str = ""
    known_since: str = ""
    only_if: str = ""
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class StateOutcome(Frozen):
    """Outcome under one lawful reading of the time after the last verified day."""

    state: str
    outcome: str


class NextClock(Frozen):
    """What next changes the answer, by whose decision, and to what."""

    moment: str
    title: str
    title_zh: str
    decider: str
    if_lapsed: str
    if_extended: str
    said: str = ""


class LaterKnown(Frozen):
    """What later knowledge changes about this answer."""

    known: str
    outcome: str
    words: str


class ClaimLine(Frozen):
    """Words of one side: dated, attributed, never law."""

    on: str
    by: str
    words: str
    what_followed: str = ""
    cite: tuple[CiteOut, ...] = ()


class LicenceAnswer(Frozen):
    """Whether a transaction needs a licence on a day, as known on a day."""

    item: str
    item_classes: tuple[str, ...]
    side: str
    on: str
    known: str
    state: str
    facts: dict[str, str]
    status: LicenceStatus
    outcome: str
    low: str
    high: str
    rules: tuple[RuleLine, ...]
    dormant: tuple[RuleLine, ...] = ()
    headings: tuple[str, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    states: tuple[StateOutcome, ...] = ()
    next_clock: NextClock | None = None
    hindsight: LaterKnown | None = None
    claims: tuple[ClaimLine, ...] = ()
    verified: str = ""
    confidence: str = "A"
    repeat: Repeat


def cites_out(cites: tuple[Cite, ...], sources: dict[str, dict[str, str]]) -> tuple[CiteOut, ...]:
    """Citations with the words of their documents."""
    made = []
    for cite in dict.fromkeys(cites):
        source = sources.get(cite.document, {})
        made.append(
            CiteOut(
                document=cite.document,
                title=source.get("title", cite.document),
                citation=source.get("citation", cite.document),
                at=cite.at,
                note=cite.note,
                read=source.get("read", "secondary"),
            )
        )
    return tuple(made)


def weakest(*grades: str) -> str:
    """The lowest of several confidences.

    Examples
    --------
    >>> weakest("A", "C", "B")
    'C'
    """
    return max(grades, default="A")
