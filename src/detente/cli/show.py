"""What every command does with an answer: JSON as it is, or a table; and the day it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from detente.regime import two_days


def as_json(answer: Any) -> None:
    """Print a pydantic answer (or a list of them) as JSON."""
    import json

    if isinstance(answer, (list, tuple)):
        text = json.dumps(
            [a.model_dump(mode="json", by_alias=True) for a in answer], ensure_ascii=False, indent=2
        )
    else:
        text = answer.model_dump_json(indent=2, by_alias=True)
    sys.stdout.write(text + "\n")


def days(on: str | None, known: str | None, hindsight: bool) -> tuple[str, str]:
    """The two time axes as given: `on` defaults to today, `known` to `on`, hindsight to the last verified day.

    Raises
    ------
    InputError
        When both `known` and `hindsight` are given, or a day cannot be read.
    """
    return two_days(on, known, hindsight, today=date.today())


def say_columns(*sheets: Any) -> None:
    """Say once, on the error stream, which columns of the files nothing reads though they were probably meant."""
    for sheet in sheets:
        for note in sheet.notes:
            sys.stderr.write(f"{sheet.name}: {note}\n")


def table(made: Any) -> None:
    """Print a rich renderable."""
    from detente.report import console

    console().print(made)


def clock_words(clock: Any, words: Callable[[str], str] = str) -> str:
    """The next clock in one sentence: when, what, who decides, what follows either way."""
    said = f"; said by {clock.said}" if clock.said else ""
    return (
        f"next: {clock.moment.replace('T', ' ')} {clock.title}; {clock.decider}; "
        f"lapsed: {words(clock.if_lapsed)}, extended: {words(clock.if_extended)}{said}"
    )
