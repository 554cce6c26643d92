"""What to do, on a screen: the act of a measure, and the steps of who exports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.words import cited, linked
from detente.terms import ACT_PARTS


def act_in_full(act: Any) -> Iterable[Rows]:
    """What to do: authority, form, evidence, payer, deadline, consequence, refund."""
    if act is None:
        return
    cells = tuple((part, getattr(act, part)) for part in ACT_PARTS if getattr(act, part))
    source = ("source", f"{linked(act.cite)} [{act.confidence}]")
    yield Rows((Column("to do"), Column("what", words=True)), (*cells, source), title="What to do")


def act_in_both(act: Any) -> tuple[tuple[str, str], ...]:
    """The words of an act, English and Chinese."""
    return tuple((getattr(act, part), getattr(act, f"{part}_zh")) for part in ACT_PARTS) if act else ()


def steps_short(steps: Iterable[Any]) -> Iterable[str]:
    """The steps of the exporter; those that turn on a missing fact only in full."""
    return (f"To do: {step.title}." for step in steps if not step.only_if)


def steps_in_full(steps: Iterable[Any]) -> Iterable[str]:
    """Every step with its source, and the fact on which it turns."""
    for step in steps:
        turns = f" (by {step.only_if.replace('_', ' ')})" if step.only_if else ""
        yield f"to do{turns}: {step.title} [{cited(step.cite)}, {step.confidence}]"
