"""The card of the day, and status on any day."""

from __future__ import annotations

from detente.answers import answer_status
from detente.cli.ask import asks
from detente.cli.show import as_json, table
from detente.questions import StatusQuestion

TRY = (
    "detente duty 8505.11.00.70 --from CN --value 10000 --on 2025-10-26",
    "detente status --on 2025-10-26 --hindsight",
    "detente assess examples/importer.csv -o build/importer-result.xlsx",
)


def show_today(*, json: bool) -> int:
    """The card of the day with three commands to try."""
    answer = answer_status(StatusQuestion())
    if json:
        as_json(answer)
        return 0
    from detente.report import card_table

    table(card_table(answer))
    table("Try:\n  " + "\n  ".join(TRY))
    return 0


@asks(StatusQuestion)
def status(question: StatusQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show what holds on a day.

    Parameters
    ----------
    full
        One row a provision instead of one a family.
    json
        Print the answer as JSON.
    """
    answer = answer_status(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import card_table, status_table

    table(status_table(answer) if full else card_table(answer))
    return 0
