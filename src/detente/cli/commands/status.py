"""The card of the day, and status on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.answers import answer_status
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.questions import StatusQuestion

if TYPE_CHECKING:
    from detente.regime import Card

TRY = "detente duty 9506.62.40 --from CN --value 10000"


def show_today(*, full: bool, json: bool) -> int:
    """The card of the day, and what to try first."""
    return _print(answer_status(StatusQuestion()), TRY, full=full, json=json)


@asks(StatusQuestion)
def status(question: StatusQuestion, *, full: bool = False, json: bool = False) -> int:
    """Show what holds on a day.

    Parameters
    ----------
    full
        Show every group, every provision, and the because of each.
    json
        Print the answer as JSON.
    """
    answer = answer_status(question)
    asked = [f"--{name} {value}" for name in ("on", "known", "side") if (value := getattr(question, name))]
    asked += ["--hindsight"] if question.hindsight else []
    return _print(answer, " ".join(["detente status", *asked, "--full"]), full=full, json=json)


def _print(answer: Card, next_step: str, *, full: bool, json: bool) -> int:
    if json:
        as_json(answer)
        return 0
    from detente.regime import family_clocks, tables
    from detente.report import card_screen

    clocks = family_clocks(tables(), answer.on, answer.known)
    show(card_screen(answer, clocks, next_step=next_step), full=full)
    return 0
