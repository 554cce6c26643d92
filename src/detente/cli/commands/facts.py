"""The registry of facts."""

from __future__ import annotations

from detente.answers import answer_facts
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.questions import FactsQuestion


@asks(FactsQuestion)
def facts(question: FactsQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show the facts of a shipment.

    Parameters
    ----------
    full
        Show every fact, with its question in Chinese.
    json
        Print the answer as JSON.
    """
    answer = answer_facts(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import facts_screen

    show(facts_screen(answer), full=full)
    return 0
