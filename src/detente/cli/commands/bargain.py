"""Which package both sides would sign."""

from __future__ import annotations

from pathlib import Path

from detente.answers import answer_bargain
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.cli.speaking import spoken
from detente.questions import BargainQuestion


@asks(BargainQuestion)
def bargain(
    question: BargainQuestion, *, html: Path | None = None, full: bool = False, json: bool = False
) -> int:
    """Show the packages with their gains, or write a page.

    Parameters
    ----------
    html
        Write a page with the payoffs and the frontier to this file.
    full
        Show payments, solutions, and what the numbers rest on.
    json
        Print the answer as JSON.
    """
    answer = answer_bargain(question)
    if html is not None:
        from detente.report import write_bargain

        write_bargain(html, answer, language=spoken())
    if json:
        as_json(answer)
    else:
        from detente.report import bargain_screen

        show(bargain_screen(answer, html), full=full)
    return 0
