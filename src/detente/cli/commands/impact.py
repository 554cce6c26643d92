"""What an outcome does to the world."""

from __future__ import annotations

from pathlib import Path

from detente.answers import answer_impact
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.cli.speaking import spoken
from detente.questions import ImpactQuestion


@asks(ImpactQuestion)
def impact(
    question: ImpactQuestion, *, html: Path | None = None, full: bool = False, json: bool = False
) -> int:
    """Show regions and trade, or write a page.

    Parameters
    ----------
    html
        Write a page with charts to this file: bars by region with intervals, heat maps by sector.
    full
        Show every region and flow, and what the numbers rest on.
    json
        Print the answer as JSON.
    """
    answer = answer_impact(question)
    if html is not None:
        from detente.report import write_impact

        write_impact(html, answer, language=spoken())
    if json:
        as_json(answer)
    else:
        from detente.report import impact_screen

        show(impact_screen(answer, html), full=full)
    return 0
