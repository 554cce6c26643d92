"""The calendar of the talks: rounds, meetings, statements, and the arrangements with all their names."""

from __future__ import annotations

from typing import Any

from detente.regime import Tables
from detente.terms import Answer, Frozen, Opens, folded, held_opening


class CalendarCite(Frozen):
    """A citation in words."""

    document: str
    citation: str
    read: str
    url: str = ""
    opens: Opens = ""


class CalendarRow(Frozen):
    """One entry. `round` is the count of formal rounds; `kind` says what it was."""

    id: str
    kind: str
    round: str = ""
    from_day: str
    last_day: str
    known: str
    place: str = ""
    words: str
    words_zh: str = ""
    joint: bool = False
    status: str
    confidence: str
    cite: tuple[CalendarCite, ...]


class Extended(Frozen):
    """What an arrangement extended, until when, by which instrument; `seen` is false where none was seen."""

    what: str
    what_zh: str
    side: str
    measures: tuple[str, ...]
    until: str
    instrument: str
    seen: bool
    cite: tuple[CalendarCite, ...]


class AgreementRow(Frozen):
    """An arrangement and the names under which it goes."""

    id: str
    title: str
    title_zh: str
    on: str
    joint: bool
    names: tuple[str, ...]
    texts: tuple[str, ...]
    extended: tuple[Extended, ...]
    replaces: tuple[str, ...]
    confidence: str
    cite: tuple[CalendarCite, ...]


class CalendarAnswer(Answer):
    """The calendar as known on a day, seen from a day."""

    on: str
    known: str
    events: tuple[CalendarRow, ...]
    agreements: tuple[AgreementRow, ...]
    rules: str


def _cites_of(rows: list[dict[str, str]], law: Tables) -> tuple[CalendarCite, ...]:
    cites = []
    for row in rows:
        source = law.sources.get(row["document"], {})
        cites.append(
            CalendarCite(
                document=row["document"],
                citation=source.get("citation", ""),
                read=source.get("read", "secondary"),
                url=source.get("url", ""),
                opens=held_opening(source).opens,
            )
        )
    return tuple(cites)


def calendar(law: Tables, on: str, known: str) -> CalendarAnswer:
    """Every entry known by then, in order; `status` is held, running, ahead, or past and not known.

    Parameters
    ----------
    on : str
        Day from which past and future are told apart.
    known : str
        Day of the knowledge used.
    """
    events = [
        _event_of_round(row, on, law) for row in law.extra.get("talks_rounds", ()) if row["known"] <= known
    ]
    events += [
        _event_shown(row, on, law) for row in law.extra.get("calendar_events", ()) if row["known"] <= known
    ]
    events.sort(key=lambda e: (e.from_day, e.last_day, e.id))
    agreements = [
        _agreement_shown(row, law) for row in law.extra.get("agreements", ()) if row["known"] <= known
    ]
    agreements.sort(key=lambda a: a.on)
    return CalendarAnswer(
        on=on, known=known, events=tuple(events), agreements=tuple(agreements), rules=law.hash
    )


def _status_on(first: str, last: str, on: str, planned: bool) -> str:
    if on < first:
        return "ahead"
    if on <= last:
        return "running"
    return "past, outcome not known" if planned else "held"


def _event_of_round(row: dict[str, Any], on: str, law: Tables) -> CalendarRow:
    number = str(row.get("ordinal") or "")
    words = f"round {number} of the talks" if number else "the presidents meet"
    place = str(row.get("place", "")).replace("-city", "").replace("-", " ").title()
    return CalendarRow(
        id=str(row["id"]),
        kind=str(row["kind"]),
        round=number,
        from_day=row["from"],
        last_day=row["to"],
        known=row["known"],
        place=place,
        words=words,
        words_zh=f"第{number}轮磋商" if number else "两国元首会晤",
        status=_status_on(row["from"], row["to"], on, planned=False),
        confidence=row.get("confidence", "A"),
        cite=_cites_of(row["cite"], law),
    )


def _event_shown(row: dict[str, Any], on: str, law: Tables) -> CalendarRow:
    place = row.get("place") or {}
    return CalendarRow(
        id=row["id"],
        kind=row["kind"],
        from_day=row["from_day"],
        last_day=row["last_day"],
        known=row["known"],
        place=place.get("en", ""),
        words=row["words"]["en"],
        words_zh=row["words"].get("zh", ""),
        joint=row.get("joint", False),
        status=_status_on(row["from_day"], row["last_day"], on, row["kind"] == "planned"),
        confidence=row.get("confidence", "A"),
        cite=_cites_of(row["cite"], law),
    )


def _agreement_shown(row: dict[str, Any], law: Tables) -> AgreementRow:
    return AgreementRow(
        id=row["id"],
        title=row["title"]["en"],
        title_zh=row["title"].get("zh", ""),
        on=row["on"],
        joint=row.get("joint", False),
        names=tuple(row["names"]),
        texts=tuple(t["en"] for t in row.get("texts", ())),
        extended=tuple(
            Extended(
                what=e["what"]["en"],
                what_zh=e["what"].get("zh", ""),
                side=e["side"],
                measures=tuple(e.get("measures", ())),
                until=e["until"],
                instrument=e.get("instrument", ""),
                seen=e.get("seen", True),
                cite=_cites_of(e["cite"], law),
            )
            for e in row.get("extended", ())
        ),
        replaces=tuple(row.get("replaces", ())),
        confidence=row.get("confidence", "A"),
        cite=_cites_of(row["cite"], law),
    )


def agreement_named(law: Tables, name: str) -> str:
    """The arrangement a name means, or an empty string.

    Examples
    --------
    >>> from detente.regime.dated.tables import tables
    >>> agreement_named(tables(), "the busan agreement"), agreement_named(tables(), "吉隆坡安排")
    ('kuala-lumpur-busan', 'kuala-lumpur-busan')
    """
    asked = _fold_text(name)
    for row in law.extra.get("agreements", ()):
        names = (row["id"], row["title"]["en"], row["title"].get("zh") or row["id"], *row["names"])
        if asked in {_fold_text(n) for n in names}:
            return str(row["id"])
    return ""


def _fold_text(name: str) -> str:
    text = folded(name).casefold().replace("–", "-").strip(" .'\"“”")
    return " ".join(text.removeprefix("the ").split())
