"""One shipment's duty stack."""

from __future__ import annotations

from detente.answers import answer_duty
from detente.cli.ask import asks
from detente.cli.show import as_json, table
from detente.questions import DutyQuestion


@asks(DutyQuestion)
def duty(question: DutyQuestion, *, json: bool = False) -> int:
    """Show what one shipment owes.

    Parameters
    ----------
    json
        Print the answer as JSON.
    """
    answer = answer_duty(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import duty_table

    table(duty_table(answer))
    return 0
