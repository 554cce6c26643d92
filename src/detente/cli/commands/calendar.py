"""Rounds, meetings and statements in order, and the arrangements with all their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.answers import answer_calendar
from detente.cli.ask import asks
from detente.cli.show import as_json, table
from detente.questions import CalendarQuestion

if TYPE_CHECKING:
    from rich.table import Table

    from detente.outcomes import CalendarAnswer


@asks(CalendarQuestion)
def calendar(question: CalendarQuestion, *, json: bool = False) -> int:
    """Show the rounds and the arrangements.

    Parameters
    ----------
    json
        Print the answer as JSON.
    """
    answer = answer_calendar(question)
    if json:
        as_json(answer)
        return 0
    if answer.events:
        table(_events_table(answer))
    table(_agreements_table(answer))
    return 0


def _events_table(answer: CalendarAnswer) -> Table:
    from rich import box
    from rich.table import Table

    rows = Table(
        title=f"Calendar on {answer.on}, as known {answer.known}", box=box.SIMPLE_HEAD, title_justify="left"
    )
    for title in ("day", "what", "where", "status"):
        rows.add_column(title)
    for e in answer.events:
        day = e.from_day if e.from_day == e.last_day else f"{e.from_day} to {e.last_day[5:]}"
        doubt = "" if e.confidence == "A" else f"\nconfidence {e.confidence}"
        rows.add_row(day, f"{e.words}{doubt}", e.place, e.status)
    return rows


def _agreements_table(answer: CalendarAnswer) -> Table:
    from rich import box
    from rich.table import Table

    rows = Table(title="Arrangements", box=box.SIMPLE_HEAD, title_justify="left")
    for title in ("arrangement", "goes by", "extended until"):
        rows.add_column(title)
    for a in answer.agreements:
        kind = "joint statement" if a.joint else "stated by each side alone"
        ends = [
            f"{e.until} {e.side}: {e.what} ({e.instrument if e.seen else 'no instrument seen'})"
            for e in a.extended
        ]
        rows.add_row(f"{a.title}\n{a.title_zh}\n{a.on}, {kind}", "\n".join(a.names), "\n".join(ends))
    return rows
