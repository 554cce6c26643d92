"""The card and its rows as shown: one model for terminal, JSON, HTTP and MCP."""

from __future__ import annotations

from typing import ClassVar, Literal

from detente.regime.on_a_day.sentences import CLOCK_NOT_SETTLED, CLOCK_OPEN
from detente.terms import Answer, Frozen, Opens


class Row(Frozen):
    """A part of the card."""


class CiteText(Row):
    """A citation in words; `url` is the document itself, or a search for it."""

    document: str
    citation: str
    at: str = ""
    note: str = ""
    url: str = ""
    opens: Opens = ""


class ClockText(Row):
    """A clock as shown: when, by whose clock, who decides, what the text does."""

    id: str
    title: str
    title_zh: str
    side: str
    last_moment: str
    washington: str
    beijing: str
    decider: str
    by_text: str
    outcomes: tuple[str, ...]
    state: str
    said: tuple[str, ...] = ()
    cite: tuple[CiteText, ...] = ()
    decider_zh: str = ""
    by_text_zh: str = ""
    state_zh: str = ""
    said_zh: tuple[str, ...] = ()
    extends_to: str = ""
    settled_by: str = ""
    settled_by_zh: str = ""

    @property
    def not_settled(self) -> bool:
        """Whether it passed with an extension announced that runs still, and no instrument was seen."""
        return self.state == CLOCK_NOT_SETTLED[0]

    @property
    def ahead(self) -> bool:
        """Whether its last moment is still to come."""
        return self.state == CLOCK_OPEN[0]


class Settling(Row):
    """What would settle which of two readings holds: the clock that passed, and the instrument not seen.

    `last_moment` and `extends_to`, the end of the announced extension, are of the clock of its side.
    """

    clock: str
    title: str
    title_zh: str
    last_moment: str
    extends_to: str
    decider: str
    instrument: str
    decider_zh: str = ""
    instrument_zh: str = ""


class RowReading(Row):
    """How a row stands under one reading: its status, its rate, and what of the two is said in words."""

    reading: Literal["text", "announced"]
    status: str
    rate: str
    words: str
    rate_zh: str = ""
    words_zh: str = ""


class StatusRow(Row):
    """One provision or statement: what it is, at which rate, since when, until when, and why.

    Where the text and what was announced put it otherwise, `readings` holds both; its status is then
    ``not_settled`` unless both give the same, and its rate says both.
    """

    measure: str
    title: str
    title_zh: str
    what: str
    status: str
    rate: str
    suspended_points: str = ""
    heading: str = ""
    since: str = ""
    until: str = ""
    known_since: str = ""
    because: str = ""
    later: str = ""
    confidence: str = "A"
    cite: tuple[CiteText, ...] = ()
    what_zh: str = ""
    rate_zh: str = ""
    because_zh: str = ""
    later_zh: str = ""
    next_step: str = ""
    next_step_zh: str = ""
    announced: str = ""
    announced_zh: str = ""
    readings: tuple[RowReading, ...] = ()


class FamilyStatus(Row):
    """One row of the card.

    `said` are statements known by then with their days, `replaced` steps replaced before they took effect;
    `readings` are both readings of what is not settled, and `settled_by` is what would settle it;
    of a row, `next_step` is what the law known by then changes next, and `announced` how it stands where
    what was announced is taken at its word.
    """

    family: str
    side: str
    title: str
    title_zh: str
    status: str
    rate: str
    headline: str
    rows: tuple[StatusRow, ...]
    clock: ClockText | None = None
    verified: str
    past_verified: bool
    announced: tuple[str, ...] = ()
    rate_zh: str = ""
    headline_zh: str = ""
    announced_zh: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    said_zh: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    replaced_zh: tuple[str, ...] = ()
    readings: tuple[RowReading, ...] = ()
    settled_by: tuple[Settling, ...] = ()


class Card(Answer):
    """The card of a day."""

    rows_in: ClassVar[tuple[str, ...]] = ("families",)

    on: str
    known: str
    hindsight: bool
    reading: Literal["both", "announced", "text"] = "both"
    verified: str
    families: tuple[FamilyStatus, ...]
    notes: tuple[str, ...]
    rules: str
    notes_zh: tuple[str, ...] = ()
