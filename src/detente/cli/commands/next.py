"""What comes next: clocks of both sides, on a table, in a calendar, with what each costs a portfolio."""

from __future__ import annotations

from pathlib import Path

from detente.answers import answer_next, portfolio_of
from detente.cli.ask import asks
from detente.cli.show import as_json, say_columns, show, write_bytes
from detente.cli.speaking import spoken_or
from detente.questions import NextQuestion


@asks(NextQuestion)
def next_clocks(
    question: NextQuestion,
    *,
    ics: Path | None = None,
    alarm_days: int = 7,
    full: bool = False,
    json: bool = False,
) -> int:
    """Show the clocks, or write them as a calendar.

    Parameters
    ----------
    ics
        Write the clocks as a calendar file (.ics) with alarms: titles in both languages, or all in the one
        asked for.
    alarm_days
        Days before a clock at which the calendar rings.
    full
        Show every clock in both zones, with its text and what was said.
    json
        Print the answer as JSON.
    """
    sheet = portfolio_of(question)
    if sheet is not None:
        say_columns(sheet)
    answer = answer_next(question, sheet)
    if ics is not None:
        from detente.report import calendar

        language = spoken_or("both")
        write_bytes(ics, calendar(answer.clocks, answer.known, days_before=alarm_days, language=language))
    if json:
        as_json(answer)
        return 0
    from detente.report import decisions_screen

    show(decisions_screen(answer, ics), full=full)
    return 0
