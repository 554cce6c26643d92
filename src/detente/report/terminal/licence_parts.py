"""Parts of the screen of a licence: what to do, and what "no licence" rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.text import Text

from detente.report.terminal.words import cited


def in_both(answer: Any) -> tuple[tuple[str, str], ...]:
    """Words of the law on the screen, in both languages."""
    return (
        *(pair for c in answer.candidates for pair in ((c.title, c.title_zh), (c.because, c.because_zh))),
        *((a.title, a.title_zh) for a in answer.acts), *((g.what, g.what_zh) for g in answer.rests_on),
    )  # fmt: skip


def licence_notes(answer: Any) -> Iterable[Text]:
    """What "no licence" rests on, and whether a general licence covers the export."""
    for gap in answer.rests_on:
        yield Text(f"Not covered: {gap.what}.", style="yellow")
    yield from (
        Text(f"{n[:1].upper()}{n[1:]}.", style="yellow") for n in answer.notes if "general licence" in n
    )


def acts_short(answer: Any) -> Iterable[str]:
    """The steps of the exporter; those that turn on a missing fact only in full."""
    return (f"To do: {a.title}." for a in answer.acts if not a.only_if)


def acts_in_full(answer: Any) -> Iterable[str]:
    """Every step with its source, and the fact on which it turns."""
    for a in answer.acts:
        turns = f" (by {a.only_if.replace('_', ' ')})" if a.only_if else ""
        yield f"to do{turns}: {a.title} [{cited(a.cite)}, {a.confidence}]"
