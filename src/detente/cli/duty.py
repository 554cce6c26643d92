"""One shipment's duty stack, and the registry of facts."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from detente.cli.show import as_json, days, table
from detente.regime.axes import known_day
from detente.regime.tables import tables


def duty(
    hts: str,
    *,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    to: str = "US",
    value: str = "10000",
    on: str | None = None,
    known: str | None = None,
    hindsight: bool = False,
    fact: Annotated[list[str] | None, Parameter(negative="")] = None,
    state: Literal["by_text", "announced"] = "by_text",
    json: bool = False,
) -> int:
    """What one shipment owes: every layer with its rate, base, citation and because.

    Parameters
    ----------
    hts
        Tariff code, 8 or 10 digits, dotted or not.
    from_
        Country of origin (CN, HK, MO …; default CN, for entry into China US).
    to
        Country of entry: US or CN.
    value
        Customs value in USD.
    on
        Day of entry for consumption (default today).
    known
        Day of the knowledge used (default: the day of entry).
    hindsight
        Use all knowledge to the last day the law was checked.
    fact
        A fact of the shipment, name=value; may be given again. `detente facts` lists them.
    state
        Past the last checked day: what the text says, or what was announced.
    json
        Print the answer as JSON.
    """
    from detente.assess.duty import duty as answer_duty
    from detente.assess.facts import read_pairs
    from detente.assess.question import usual_origin

    day, _ = days(on, known, hindsight)
    answer = answer_duty(
        hts, origin=from_ or usual_origin(to), value=value, on=on or day, to=to, known=known_day(known, hindsight),
        facts=read_pairs(fact or []), state=state,
    )  # fmt: skip
    if json:
        as_json(answer)
        return 0
    from detente.report.terminal import duty_table

    table(duty_table(answer))
    return 0


def facts(*, json: bool = False) -> int:
    """The facts of a shipment that change an answer: name, kind, unit, question.

    Parameters
    ----------
    json
        Print the registry as JSON.
    """
    rows = list(tables().facts.values())
    if json:
        import json as text
        import sys

        sys.stdout.write(text.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return 0
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD)
    for name in ("fact", "kind", "unit", "question", "问题"):
        made.add_column(name)
    for row in rows:
        words = row["question"]
        made.add_row(row["name"], row["kind"], row.get("unit", row["type"]), words["en"], words.get("zh", ""))
    table(made)
    return 0
