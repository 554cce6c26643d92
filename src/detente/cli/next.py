"""What comes next: clocks of both sides, on a table, in a calendar, with what each costs a portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from detente.cli.show import as_json, days, say_columns, table


def next_clocks(
    *,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    zone: str | None = None,
    portfolio: Path | None = None,
    ics: Path | None = None,
    alarm_days: int = 7,
    language: Literal["en", "zh", "both"] = "both",
    json: bool = False,
) -> int:
    """Clocks in order: instruments and clauses with a last day ahead, and those that passed with no instrument seen.

    Parameters
    ----------
    on
        Day from which to look ahead (default today).
    known
        Day of the knowledge used (default: the same day).
    hindsight
        Use all knowledge to the last day the law was checked.
    zone
        A third zone to show beside Washington and Beijing, for example Europe/Berlin.
    portfolio
        Lines in a file: what the lapse of each clock costs them.
    ics
        Write the clocks as a calendar file (.ics) with alarms.
    alarm_days
        Days before a clock at which the calendar rings.
    language
        Of the calendar: en, zh, or both (titles in both, the rest in English).
    json
        Print the answer as JSON.
    """
    from detente.assess.licence import law_tables
    from detente.outcomes.clocks.upcoming import decisions
    from detente.outcomes.costs.lapse_costs import with_costs
    from detente.regime.tables import tables

    day, asked = days(on, known, hindsight)
    law, trade = tables(), law_tables()
    rows = decisions(law, trade, day, asked, zone=zone or "")
    if portfolio is not None:
        from detente.assess.rows import portfolio_sheet

        sheet = portfolio_sheet(portfolio, law, dated=False)
        say_columns(sheet)
        rows = with_costs(rows, law, trade, asked, sheet)
    if ics is not None:
        from detente.assess.tables import write_atomic
        from detente.report.ics import calendar

        body = calendar(rows, asked, days_before=alarm_days, language=language)
        write_atomic(ics, lambda path: _write(path, body))
    if json:
        as_json(list(rows))
        return 0
    from detente.report.outcomes import decisions_table

    table(decisions_table(rows, day, asked, ics))
    return 0


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)
