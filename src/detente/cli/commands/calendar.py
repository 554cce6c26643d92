"""Rounds, meetings and statements in order, and the arrangements with all their names."""

from __future__ import annotations

from detente.answers import answer_calendar
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.questions import CalendarQuestion


@asks(CalendarQuestion)
def calendar(question: CalendarQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show the rounds and the arrangements.

    Parameters
    ----------
    full
        Show every entry, and the arrangements with all their names.
    json
        Print the answer as JSON.
    """
    answer = answer_calendar(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import calendar_screen

    show(calendar_screen(answer), full=full)
    return 0
