"""Which code is it: goods, measures and parties by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.answers import answer_find
from detente.cli.ask import asks
from detente.cli.show import shown
from detente.questions import FindQuestion

if TYPE_CHECKING:
    from detente.answers import FindAnswer

MOST = 10


@asks(FindQuestion)
def find(question: FindQuestion, more: list[str] | None = None, *, json: bool = False) -> int:
    """Show what the words may mean.

    Parameters
    ----------
    more
        Further words, where they are typed without quotes.
    json
        Print the answer as JSON.
    """
    if more:
        question = FindQuestion.read({**dict(question), "text": " ".join([question.text, *more])})
    shown(answer_find(question), _renderable, json=json)
    return 0


def _renderable(answer: FindAnswer) -> Any:
    """One sentence, at most ten rows, what to do next."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    chinese = any("\u3400" <= c <= "\u9fff" for c in answer.said)
    parts: list[Any] = [Text(_sentence(answer), style="bold")]
    parts += [Text(f"“{given}” was read as “{taken}”") for given, taken in answer.read_as.items()]
    rows = answer.rows[:MOST]
    if rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("code or name", no_wrap=True)  # a code or a key is never cut
        table.add_column("what it is", ratio=3)
        table.add_column("because", ratio=2)
        for row in rows:
            until = f" (until {row.until})" if row.until else ""
            words = row.words_zh if chinese and row.words_zh else row.words
            table.add_row(row.name, words + until, row.because_zh if chinese else row.because)
        parts.append(table)
    parts += [Text(note, style="dim") for note in (answer.notes_zh if chinese else answer.notes)]
    follow = rows[0].next if rows else "detente data build --from FOLDER  (for every line of the tariff)"
    parts.append(Text(f"next: {follow}"))
    return Group(*parts)


def _sentence(answer: FindAnswer) -> str:
    count = len(answer.rows)
    if not count:
        return f"Nothing near “{answer.said}”; searched: {answer.searched}."
    many = "1 candidate" if count == 1 else f"{count} candidates"
    beyond = f", {MOST} shown" if count > MOST else ""
    return f"{many} for “{answer.said}”{beyond}, best first; which one it is, is yours to say."
