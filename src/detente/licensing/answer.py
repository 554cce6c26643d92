"""The answer on a licence: one model for terminal, JSON, HTTP, files and MCP."""

from __future__ import annotations

from typing import Literal

from detente.regime import AlsoCheck, Reading, Settling
from detente.screening import ListScreened, NameOnList
from detente.terms import Act, Answer, CiteOut, Frozen, MissingFact, NextClock, Repeat

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


class NotCarried(Frozen):
    """Law not carried here on which an answer rests, in both languages."""

    what: str
    what_zh: str


class ActLine(Frozen):
    """A step of the exporter, with its source; `only_if` names the facts that would decide."""

    act: str
    title: str
    title_zh: str
    only_if: str = ""
    confidence: str = "A"
    cite: tuple[CiteOut, ...] = ()


class CandidateEntry(Frozen):
    """An entry of a control list that the item may be: how it stands, and what decides."""

    entry: str
    code: str
    item_class: str
    title: str
    title_zh: str
    standing: Literal["listed", "not_listed", "open"]
    because: str
    because_zh: str
    confidence: str
    cite: tuple[CiteOut, ...] = ()


class ReadingOutcome(Frozen):
    """Outcome under one reading: `text`, or `announced`."""

    reading: Literal["text", "announced"]
    outcome: str


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


class LicenceAnswer(Answer):
    """Whether a transaction needs a licence on a day, as known on a day.

    Where what was announced and what the text says give different outcomes and no `reading` was chosen, the
    outcome is undetermined: `readings` holds both, `low` and `high` span them, and `settled_by` is what would
    settle it. `acts` are the steps of the exporter, `act` is how one applies; `rests_on` is the law not
    carried here on whose silence "no licence" rests. `listings` are the lists that name the end user or a
    party of a near name; `screened` says in which lists it was looked for, and what of them was not.
    """

    item: str
    item_classes: tuple[str, ...]
    candidates: tuple[CandidateEntry, ...] = ()
    side: str
    on: str
    known: str
    reading: Reading
    facts: dict[str, str]
    end_user: str = ""
    listings: tuple[NameOnList, ...] = ()
    screened: tuple[ListScreened, ...] = ()
    status: LicenceStatus
    outcome: str
    low: str
    high: str
    rules: tuple[RuleLine, ...]
    dormant: tuple[RuleLine, ...] = ()
    acts: tuple[ActLine, ...] = ()
    headings: tuple[str, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    rests_on: tuple[NotCarried, ...] = ()
    also_check: tuple[AlsoCheck, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    settled_by: tuple[Settling, ...] = ()
    next_clock: NextClock | None = None
    hindsight: LaterKnown | None = None
    claims: tuple[ClaimLine, ...] = ()
    act: Act | None = None
    verified: str = ""
    confidence: str = "A"
    repeat: Repeat
