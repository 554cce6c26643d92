"""The registry of facts."""

from __future__ import annotations

from detente.answers import answer_facts
from detente.cli.ask import asks
from detente.cli.show import as_json, table
from detente.questions import FactsQuestion


@asks(FactsQuestion)
def facts(question: FactsQuestion, *, json: bool = False) -> int:
    """Show the facts of a shipment.

    Parameters
    ----------
    json
        Print the answer as JSON.
    """
    answer = answer_facts(question)
    if json:
        as_json(answer)
        return 0
    from rich import box
    from rich.table import Table

    rows = Table(box=box.SIMPLE_HEAD)
    for name in ("fact", "kind", "unit", "question", "问题"):
        rows.add_column(name)
    for fact in answer:
        rows.add_row(
            fact.name, fact.kind, fact.unit or fact.type, fact.question["en"], fact.question.get("zh", "")
        )
    table(rows)
    return 0
