"""Rounds, meetings and statements in order, and the arrangements with all their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.show import as_json, days, table
from detente.regime import tables

if TYPE_CHECKING:
    from detente.outcomes import CalendarAnswer


def calendar(
    *,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    name: str | None = None,
    json: bool = False,
) -> int:
    """Rounds of talks, meetings, statements; what each arrangement extended and until when.

    Parameters
    ----------
    on
        Day from which past and future are told apart (default today).
    known
        Day of the knowledge used (default: the same day).
    hindsight
        Use all knowledge to the last day the law was checked.
    name
        Show only the arrangement that goes by this name ("Busan Agreement", 吉隆坡安排 …).
    json
        Print the answer as JSON.
    """
    from detente.outcomes import agreement_named
    from detente.outcomes import calendar as answer_calendar
    from detente.terms import InputError, nearest

    law = tables()
    day, asked = days(on, known, hindsight)
    answer = answer_calendar(law, day, asked)
    if name is not None:
        found = agreement_named(law, name)
        rows = tuple(a for a in answer.agreements if a.id == found)
        if not rows:
            names = [n for a in answer.agreements for n in a.names]
            raise InputError(
                f"no arrangement goes by {name[:60]!r}", remedy=nearest(name, names) or "see --json"
            )
        answer = answer.model_copy(update={"agreements": rows, "events": ()})
    if json:
        as_json(answer)
        return 0
    _show(answer)
    return 0


def _show(answer: CalendarAnswer) -> None:
    from rich import box
    from rich.table import Table

    if answer.events:
        made = Table(
            title=f"Calendar on {answer.on}, as known {answer.known}",
            box=box.SIMPLE_HEAD,
            title_justify="left",
        )
        for title in ("day", "what", "where", "status"):
            made.add_column(title)
        for e in answer.events:
            day = e.from_day if e.from_day == e.last_day else f"{e.from_day} to {e.last_day[5:]}"
            doubt = "" if e.confidence == "A" else f"\nconfidence {e.confidence}"
            made.add_row(day, f"{e.words}{doubt}", e.place, e.status)
        table(made)
    made = Table(title="Arrangements", box=box.SIMPLE_HEAD, title_justify="left")
    for title in ("arrangement", "goes by", "extended until"):
        made.add_column(title)
    for a in answer.agreements:
        kind = "joint statement" if a.joint else "stated by each side alone"
        rows = [
            f"{e.until} {e.side}: {e.what} ({e.instrument if e.seen else 'no instrument seen'})"
            for e in a.extended
        ]
        made.add_row(f"{a.title}\n{a.title_zh}\n{a.on}, {kind}", "\n".join(a.names), "\n".join(rows))
    table(made)
