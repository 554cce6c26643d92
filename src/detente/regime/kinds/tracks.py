"""What measures that turn on tracks share: conditions on facts, dated assertions, acts.

A fee or a licence depends on *tracks*. A track is one clause with a life of its own (one limb of an
announcement, one annex of a notice): a list of dated assertions, appended as the acts came, each with the
day it became known. On a day, as known on a day, the assertion known last among those that cover the day
says how the track stands. What was only *said* counts in the ``announced`` state alone.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import Field

from detente.regime.law_files.model import Cite, Confidence, Day, NotModelled, Side, Strict, Window, Words
from detente.terms import OPEN_END, InputError, local_moment, read_side

State = Literal["in_force", "suspended", "ended", "not_begun"]
Outcome = Literal[
    "no_licence",
    "licence_needed",
    "licence_needed_case_by_case",
    "licence_needed_stricter_review",
    "presumption_of_denial",
    "prohibited",
]
OUTCOMES: tuple[Outcome, ...] = (
    "no_licence",
    "licence_needed",
    "licence_needed_case_by_case",
    "licence_needed_stricter_review",
    "presumption_of_denial",
    "prohibited",
)


class Condition(Strict):
    """A condition on facts: every part that is given must hold.

    `in_group` names groups of countries; in the compiled tables their members stand in `in`.
    """

    fact: str = ""
    equals: str = ""
    in_: tuple[str, ...] = Field(default=(), alias="in")
    in_group: tuple[str, ...] = ()
    at_least: str = ""
    at_most: str = ""
    below: str = ""
    any_of: tuple[Condition, ...] = ()
    all_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()


class Assertion(Strict):
    """How a track stands over a span, by an act known on a day; ``by`` names who said it when only said."""

    id: str
    state: State
    effective: Window
    known: Day
    by: str = ""
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"
    note: Words | None = None
    end_reading: Words | None = None


class Track(Strict):
    """One clause with its dated assertions and what was said of it; the clock that decides it, by name.

    `on_card`: whether the card of the day has a row for it; none for what only bounds what is covered, for
    exceptions that are claimed, and for what is read in two ways without a clock.
    """

    id: str
    title: Words
    on_card: bool = True
    decider: Words | None = None
    assertions: tuple[Assertion, ...]
    said: tuple[Assertion, ...] = ()


class ActRule(Strict):
    """How one complies, as known from a day: the words of an ``Act`` in two languages.

    `of` names the rules or grounds it belongs to, all of the measure where empty; of several for the same
    ones, that known last stands.
    """

    id: str
    known: Day
    of: tuple[str, ...] = ()
    authority: Words
    form: Words | None = None
    evidence: Words | None = None
    payer: Words | None = None
    deadline: Words | None = None
    consequence: Words | None = None
    refund: Words | None = None
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


def read_law_side(text: str) -> str:
    """``US`` or ``CN`` from any spelling of a law file."""
    try:
        return str(read_side(text))
    except InputError as fault:
        raise ValueError(fault.text) from None


class Base(Strict):
    """What every file of these kinds says of itself."""

    id: str
    family: str
    title: Words
    imposed_by: Side
    authority: tuple[str, ...]
    verified: Day
    tracks: tuple[Track, ...] = ()
    acts: tuple[ActRule, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()


@cache
def wall_clock(moment: str, side: str) -> str:
    """A moment of a law file in the wall clock of the side that imposes the measure, ``YYYY-MM-DDTHH:MM``."""
    return local_moment(moment, side)


def span(window: Window, side: str) -> tuple[str, str]:
    """First moment, and first moment after the last, in wall clock.

    Examples
    --------
    >>> span(Window.model_validate({"from": "2025-04-04"}), "CN")
    ('2025-04-04T00:00', '9999-12-31T23:59')
    """
    return wall_clock(window.from_, side), wall_clock(window.until, side) if window.until else OPEN_END
