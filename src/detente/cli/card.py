"""The card of the day, status on any day, and the clocks."""

from __future__ import annotations

from typing import Literal

from pydantic import TypeAdapter

from detente.cli.show import as_json, days, table
from detente.regime.shown import ClockText
from detente.regime.status import card, clocks
from detente.regime.tables import tables
from detente.terms import in_zone

Side = Literal["us", "china"]
TRY = (
    "detente duty 8505.11.00.70 --from CN --value 10000 --on 2025-10-26",
    "detente status --on 2025-10-26 --hindsight",
    "detente assess examples/importer.csv -o build/importer-result.xlsx",
)


def show_today(*, json: bool) -> int:
    """The card of the day with three commands to try."""
    on, known = days(None, None, hindsight=False)
    answer = card(tables(), on, known)
    if json:
        as_json(answer)
        return 0
    from detente.report.terminal import card_table

    table(card_table(answer))
    table("Try:\n  " + "\n  ".join(TRY))
    return 0


def status(
    *,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    side: Side | None = None,
    full: bool = False,
    json: bool = False,
) -> int:
    """What holds on a day, as known on a day.

    Parameters
    ----------
    on
        Day the rules would apply (default today).
    known
        Day of the knowledge used (default: the same day, no hindsight).
    hindsight
        Use all knowledge to the last day the law was checked.
    side
        Only measures of one side.
    full
        One row a provision instead of one a family.
    json
        Print the answer as JSON.
    """
    day, asked = days(on, known, hindsight)
    answer = card(tables(), day, asked, side={"us": "US", "china": "CN", None: ""}[side], hindsight=hindsight)
    if json:
        as_json(answer)
        return 0
    from detente.report.terminal import card_table, status_table

    table(status_table(answer) if full else card_table(answer))
    return 0


def next_clocks(
    *,
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    zone: str | None = None,
    json: bool = False,
) -> int:
    """Clocks in order: instruments with a last day that are ahead, and those that passed with no instrument seen.

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
    json
        Print the answer as JSON.
    """
    day, asked = days(on, known, hindsight)
    rows = clocks(tables(), day, asked)
    if zone:
        rows = tuple(_zoned(row, zone) for row in rows)
    if json:
        import sys

        sys.stdout.write(TypeAdapter(tuple[ClockText, ...]).dump_json(rows, indent=2).decode() + "\n")
        return 0
    from detente.report.terminal import clocks_table

    table(clocks_table(rows, day, asked))
    return 0


def _zoned(row: ClockText, zone: str) -> ClockText:
    from zoneinfo import ZoneInfoNotFoundError

    from detente.terms import InputError

    try:
        local = in_zone(row.last_moment, row.side, zone).strftime("%Y-%m-%d %H:%M %Z")
    except (ZoneInfoNotFoundError, ValueError):
        raise InputError(f"no zone {zone!r}", remedy="give a name such as Europe/Berlin") from None
    return row.model_copy(update={"washington": f"{row.washington}\n{local}"})
