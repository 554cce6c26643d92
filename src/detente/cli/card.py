"""The card of the day, and status on any day."""

from __future__ import annotations

from detente.cli.show import as_json, days, table
from detente.regime.status import card
from detente.regime.tables import tables

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
    side: str | None = None,
    full: bool = False,
    json: bool = False,
) -> int:
    """What holds on a day, as known on a day.

    Parameters
    ----------
    on
        Day or minute the rules would apply (default today).
    known
        Day of the knowledge used (default: the same day, no hindsight).
    hindsight
        Use all knowledge to the last day the law was checked.
    side
        Only measures of one side: US or CN, in any spelling (us, china, 中国).
    full
        One row a provision instead of one a family.
    json
        Print the answer as JSON.
    """
    day, asked = days(on, known, hindsight)
    answer = card(tables(), on or day, asked, side=side or "", hindsight=hindsight)
    if json:
        as_json(answer)
        return 0
    from detente.report.terminal import card_table, status_table

    table(status_table(answer) if full else card_table(answer))
    return 0
