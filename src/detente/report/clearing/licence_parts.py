"""Parts of the screen of a licence: what names the item, what "no licence" rests on, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.text import Text

from detente.report.clearing.acts import act_in_both

MOST_LISTED = 3  # entries on the first screen that name the item
SHOWN = ("general licence", "in force again", "nearest entries")  # notes that stand on the first screen


def in_both(answer: Any) -> tuple[tuple[str, str], ...]:
    """Words of the law on the screen, in both languages."""
    return (
        *((f"item: {m.question} {m.question_zh}", f"item：{m.question_zh}") for m in _item_asked(answer)),
        *(pair for c in answer.candidates for pair in ((c.title, c.title_zh), (c.because, c.because_zh))),
        *((a.title, a.title_zh) for a in answer.acts), *act_in_both(answer.act),
        *((g.what, g.what_zh) for g in answer.rests_on),
        *_clock_in_both(answer),
    )  # fmt: skip


def _item_asked(answer: Any) -> Iterable[Any]:
    return (m for m in answer.missing if m.fact == "item" and m.question_zh)


def _clock_in_both(answer: Any) -> Iterable[tuple[str, str]]:
    """The measure whose clock comes next, in both languages."""
    clock = answer.next_clock
    measures = {line.measure for line in (*answer.rules, *answer.dormant)} if clock else ()
    return ((name, clock.title_zh) for name in measures if clock.title.startswith(name))


def licence_notes(answer: Any) -> Iterable[Text]:
    """The entries that name the item, what "no licence" rests on, and what changes how the answer is read."""
    for c in [c for c in answer.candidates if c.standing == "listed"][:MOST_LISTED]:
        yield Text(f"Listed: {c.code} {c.title}." if c.code else f"Listed: {c.title}.")
    for gap in answer.rests_on:
        yield Text(f"Not covered: {gap.what}.", style="yellow")
    for note in answer.notes:
        if any(words in note for words in SHOWN):
            yield Text(f"{note[:1].upper()}{note[1:]}.", style="yellow")
