"""Pledges, agreements and the calendar of the talks: from parsed YAML to checked, JSON-able tables.

A pledge is what a side promised to do, one *version* a side or a speaker, each with its own amount, clock
and basis.
*Evidence* is a dated count on one basis; *states* are dated judgements of promises that cannot be counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel

from detente.regime.law_files.cited import unresolved
from detente.regime.law_files.model import Cite, Confidence, Day, Side, Strict, Words
from detente.regime.law_files.read import Document, validated
from detente.terms import LawError

Basis = Literal["sale", "registered_sale", "shipment", "arrival", "value", "unstated"]
PledgeState = Literal[
    "open", "announced", "unconfirmed", "done", "done_in_part", "missed", "no_notice_found", "reported_done"
]


def _number(text: str) -> str:
    try:
        if Decimal(text) < 0:
            raise ValueError(f"{text!r} is negative")
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    return text


Number = Annotated[str, AfterValidator(_number)]


class Period(Strict):
    """A span of a pledge: first day, last day, amount (empty where none was stated)."""

    from_day: Day
    last_day: Day
    amount: Number | Literal[""] = ""


class Version(Strict):
    """What one side says was promised. `basis` is what the words count; `clock` names the reading."""

    id: str
    side: Side
    by: str
    known: Day
    clock: str
    words: Words
    basis: Basis = "unstated"
    periods: tuple[Period, ...] = ()
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Evidence(Strict):
    """A count on a basis: the total since `since` by the end of `on`, at least `amount`, at most `most`."""

    id: str
    basis: Basis
    since: Day
    on: Day
    known: Day
    amount: Number
    most: Number | Literal[""] = ""
    words: Words
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Judged(Strict):
    """How a promise stood, since when that was known."""

    id: str
    state: PledgeState
    known: Day
    words: Words
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Pledge(Strict):
    """One promise."""

    kind: Literal["pledge"]
    id: str
    title: Words
    by: Side
    topic: str
    unit: str = ""
    versions: tuple[Version, ...]
    silent: tuple[Side, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    states: tuple[Judged, ...] = ()


class Reached(Strict):
    """What an arrangement extended, in which instrument, until when."""

    what: Words
    side: Side
    measures: tuple[str, ...] = ()
    until: str
    instrument: str = ""
    seen: bool = True
    cite: tuple[Cite, ...]


class Agreement(Strict):
    """An arrangement of the two sides with all the names under which it goes."""

    kind: Literal["agreement"]
    id: str
    title: Words
    on: Day
    known: Day
    joint: bool
    names: tuple[str, ...]
    texts: tuple[Words, ...] = ()
    extended: tuple[Reached, ...] = ()
    replaces: tuple[str, ...] = ()
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class CalendarEvent(Strict):
    """A call, a statement, a publication or a planned meeting; rounds of talks stand in the record."""

    id: str
    kind: Literal["call", "video", "meeting", "leaders", "statement", "publication", "ruling", "planned"]
    from_day: Day
    last_day: Day
    known: Day
    place: Words | None = None
    words: Words
    joint: bool = False
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Imports(Strict):
    """What arrived in China of a good over a span, by origin, in the unit named; customs figures as
    reported."""

    id: str
    good: str
    unit: str
    from_day: Day
    last_day: Day
    total: Number
    us: Number | Literal[""] = ""
    brazil: Number | Literal[""] = ""
    argentina: Number | Literal[""] = ""
    known: Day
    note: Words | None = None
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


_KINDS: dict[str, type[BaseModel]] = {"pledge": Pledge, "agreement": Agreement}
FILE_KINDS: tuple[str, ...] = tuple(_KINDS)
TABLES: tuple[str, ...] = ("calendar_events", "imports")


def compiled(law: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of pledges, agreements, calendar events and rounds, citations resolved.

    Raises
    ------
    LawError
        With every malformed value, every broken check and every citation that resolves to no source.
    """
    faults: list[str] = []
    sources = {source.id for source in law["sources"]}
    rows: dict[str, list[dict[str, Any]]] = {
        "pledges": [],
        "agreements": [],
        "calendar_events": [],
        "imports": [],
    }
    for kind, model in _KINDS.items():
        for document in law["by_kind"].get(kind, ()):
            promise = validated(model, document, (), faults)
            if promise is not None:
                faults.extend(f"{document.place(())}: {words}" for words in check_promise(promise, law))
                faults.extend(unresolved("PL4", document, (), sources))
                rows[f"{kind}s"].append(promise.model_dump(mode="json", exclude_defaults=True))
    tables = law.get("tables", {})
    for key, row_model in (("calendar_events", CalendarEvent), ("imports", Imports)):
        for document, written in tables.get(key, ()):
            for i, _ in enumerate(written):
                row: BaseModel | None = validated(row_model, document, (key, i), faults)
                if row is not None:
                    faults.extend(unresolved("PL4", document, (key, i), sources))
                    rows[key].append(row.model_dump(mode="json", exclude_defaults=True))
    if faults:
        raise LawError(faults)
    rounds = [row for _, written in tables.get("talks_rounds", ()) for row in written]
    return {**{key: sorted(of_key, key=_id) for key, of_key in rows.items()}, "talks_rounds": rounds}


def _id(row: dict[str, Any]) -> str:
    return str(row["id"])


def check_promise(model: BaseModel, law: Mapping[str, Any]) -> Iterator[str]:
    """PL1 a period ends after it begins. PL2 at most is not below at least. PL3 measures named exist. PL4
    every citation resolves to a source."""
    if isinstance(model, Pledge):
        for version in model.versions:
            for period in version.periods:
                if period.last_day < period.from_day:
                    yield f"PL1: {model.id}/{version.id} ends before it begins"
        for row in model.evidence:
            if row.most and Decimal(row.most) < Decimal(row.amount):
                yield f"PL2: {model.id}/{row.id} is at most {row.most}, below {row.amount}"
    if isinstance(model, Agreement):
        measures = {m.id for _, m in law["measures"]}
        other = {
            str(document.data["id"])
            for documents in law["by_kind"].values()
            for document in documents
            if isinstance(document, Document) and isinstance(document.data, Mapping) and "id" in document.data
        }
        for reached in model.extended:
            for name in reached.measures:
                if name not in measures | other:
                    yield f"PL3: {model.id} names {name!r}, no such measure"
