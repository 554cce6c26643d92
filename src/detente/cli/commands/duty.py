"""One shipment's duty stack."""

from __future__ import annotations

from detente.answers import answer_duty
from detente.cli.ask import asks
from detente.cli.show import as_json
from detente.questions import DutyQuestion


@asks(DutyQuestion)
def duty(question: DutyQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show what one shipment owes.

    Parameters
    ----------
    full
        Show the because and the sources of every layer.
    json
        Print the answer as JSON.
    """
    answer = answer_duty(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import duty_screen, show

    show(duty_screen(answer), full=full)
    return 0
