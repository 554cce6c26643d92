"""What was promised, by whose clock, and how far it has come."""

from __future__ import annotations

from pathlib import Path

from detente.answers import answer_pledges
from detente.cli.ask import asks
from detente.cli.show import as_json, show, write_bytes
from detente.cli.speaking import spoken
from detente.questions import PledgesQuestion


@asks(PledgesQuestion)
def pledges(
    question: PledgesQuestion, *, html: Path | None = None, full: bool = False, json: bool = False
) -> int:
    """Show the pledges.

    Parameters
    ----------
    html
        Write a page with charts there.
    full
        Show what each side said, and every count.
    json
        Print the answer as JSON.
    """
    answer = answer_pledges(question)
    if html is not None:
        from detente.report import pledges_page

        write_bytes(html, pledges_page(answer, language=spoken()).encode())
    if json:
        as_json(answer)
    else:
        from detente.report import pledges_screen

        show(pledges_screen(answer, html), full=full)
    return 1 if answer.notes else 0
