"""One shipment: its duty stack, and when to ship it."""

from __future__ import annotations

from detente.answers import answer_duty
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.questions import DutyQuestion, ShipQuestion


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
    from detente.report import duty_screen

    show(duty_screen(answer), full=full)
    return 0


@asks(ShipQuestion)
def ship(question: ShipQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show which day of entry owes least, and what waiting costs.

    Parameters
    ----------
    full
        Show every clause that acts, with its source, and every clock.
    json
        Print the answer as JSON.
    """
    from detente.answers import answer_ship

    answer = answer_ship(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import ship_screen

    show(ship_screen(answer), full=full)
    return 0
