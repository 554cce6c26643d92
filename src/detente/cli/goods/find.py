"""Which code is it: goods, measures and parties by words."""

from __future__ import annotations

from detente.answers import answer_find
from detente.cli.ask import asks
from detente.cli.show import as_json, show
from detente.cli.speaking import spoken
from detente.questions import FindQuestion


@asks(FindQuestion)
def find(
    question: FindQuestion, more: list[str] | None = None, *, full: bool = False, json: bool = False
) -> int:
    """Show what the words may mean.

    Parameters
    ----------
    more
        Further words, where they are typed without quotes.
    full
        Show every candidate.
    json
        Print the answer as JSON.
    """
    if more:
        question = FindQuestion.read({**dict(question), "text": " ".join([question.text, *more])})
    answer = answer_find(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import find_screen

    show(find_screen(answer, spoken()), full=full)
    return 0
