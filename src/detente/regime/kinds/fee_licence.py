"""Law of three more kinds: port fees, licences, and ownership tests; from parsed YAML to plain tables.

A fee or a licence depends on *tracks*. A track is one clause with a life of its own (one limb of an
announcement, one annex of a notice): a list of dated assertions, appended as the acts came, each with the
day it became known. On a day, as known on a day, the assertion known last among those that cover the day
says how the track stands. What was only *said* counts in the ``announced`` state alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from detente.regime.kinds.items import (
    ControlEntry,
    Element,
    ItemClass,
    MeasuredBy,
    Recogniser,
    ReferenceCode,
    Trait,
)
from detente.regime.kinds.parties import PartyAction
from detente.regime.law_files.model import Cite, Confidence, Day, NotModelled, Side, Strict, Window, Words
from detente.terms import OPEN_END, InputError, local_moment, read_side

KINDS = ("port_fee", "licence", "ownership_test", "item_classes", "entity_list", "control_entries")
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
    """A condition on facts: every part that is given must hold."""

    fact: str = ""
    equals: str = ""
    in_: tuple[str, ...] = Field(default=(), alias="in")
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
    """One clause with its dated assertions and what was said of it; the clock that decides it, by name."""

    id: str
    title: Words
    decider: Words | None = None
    assertions: tuple[Assertion, ...]
    said: tuple[Assertion, ...] = ()


class LicenceRule(Strict):
    """A rule of a licence measure.

    ``catch`` makes a licence necessary; ``exempt`` frees what the rules named in `after` caught; ``review``
    says how the authority looks at what they caught (``*``: what any rule caught); ``note`` adds words and
    no outcome; ``unmodelled`` marks law that may need more than `then` and is not covered. The strictest
    outcome stands.
    """

    id: str
    order: str
    kind: Literal["catch", "exempt", "review", "note", "unmodelled"]
    title: Words
    tracks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    when: Condition | None = None
    then: Outcome
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class FeeStep(Strict):
    """An amount over a span, as known from a day."""

    id: str
    amount: str
    unit: Literal["net_ton", "container", "ceu"]
    effective: Window
    known: Day
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"
    note: Words | None = None


class Ground(Strict):
    """A reason for which a vessel is liable, or free."""

    id: str
    title: Words
    when: Condition
    of: tuple[str, ...] = ()
    claimed: bool = False
    disputed: bool = False
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Cap(Strict):
    """Charges a vessel-year bears at most, and the day (MM-DD) on which that year begins."""

    charges: str
    year_begins: str
    cite: tuple[Cite, ...]


def _read_law_side(text: str) -> str:
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
    not_modelled: tuple[NotModelled, ...] = ()


class PortFee(Base):
    """A fee on port calls: which vessels, on which grounds, at which steps, how often.

    Annexes are tried in `order`; one that is `alone` keeps the vessels it names from the others.
    """

    kind: Literal["port_fee"]
    annex: str = ""
    order: str
    alone: bool = False
    currency: Literal["USD", "CNY"]
    vessels: Condition | None = None
    grounds: tuple[Ground, ...]
    exemptions: tuple[Ground, ...] = ()
    steps: tuple[FeeStep, ...] = ()
    tonnage: Literal["as_given", "rounded_up"] = "as_given"
    once_per: Literal["rotation"] = "rotation"
    cap: Cap | None = None


class Claim(Strict):
    """Words of one side about its controls: dated and attributed, never law."""

    id: str
    known: Day
    by: str
    words: Words
    what_followed: Words | None = None
    cite: tuple[Cite, ...]


class Licence(Base):
    """Rules that make a licence necessary or bar a transaction."""

    kind: Literal["licence"]
    side: Annotated[Side, BeforeValidator(_read_law_side)]
    classes: tuple[str, ...] = ()
    rules: tuple[LicenceRule, ...] = ()
    claims: tuple[Claim, ...] = ()


Interest = Literal["equity", "votes", "board"]
Counts = Literal["yes", "no", "open"]


class OwnershipReading(Strict):
    """One way to read how stakes are attributed: up a chain, and among several holders.

    `chain`: ``tier`` a holder held to `pass_through_pct` counts whole, another not at all;
    ``whole_and_share`` such a holder whole, another in proportion; ``product`` every link in proportion;
    ``direct`` nothing but what the holders themselves hold. `holders`: ``together`` or ``each`` alone.
    """

    id: str
    chain: Literal["tier", "whole_and_share", "product", "direct"]
    holders: Literal["together", "each"] = "together"
    title: Words


class Attribution(Strict):
    """What a text says on one point of attribution, or that it leaves it open.

    `point` is a role in which a share is held (nominee, trustee, fund …) or another question that shares
    raise (several_owners, chain, control …). What a text leaves open has no place to cite; without a grade
    that the text says nothing is from memory.
    """

    point: str
    counts: Counts
    words: Words
    cite: tuple[Cite, ...] = ()
    confidence: Confidence = "C"


class Minority(Strict):
    """What a text makes of listed holders below the threshold."""

    words: Words
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class OwnershipTest(Base):
    """A test that extends a list to what the listed own.

    It is settled where all `readings` agree; the first is the one whose percentage is told first.
    """

    kind: Literal["ownership_test"]
    rule: str
    test: Literal["half_in_sum", "half_by_one", "attributed_share"]
    threshold_pct: str
    pass_through_pct: str = "50"  # noqa: S105 - a percentage
    follows: tuple[str, ...] = ()
    unknown_means: Literal["red_flag", "undetermined"]
    interests: tuple[Interest, ...] = ("equity",)
    readings: tuple[OwnershipReading, ...] = Field(min_length=1)
    attribution: tuple[Attribution, ...] = ()
    minority: Minority | None = None
    lists: tuple[ListName, ...]
    caught_means: Words
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class ListName(Strict):
    """A list whose members start the test: its id, the names files call it by, the programmes that count; a
    list of the persons of countries names these."""

    id: str
    title: Words
    names: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    extends: bool = True


class Listing(Strict):
    """Entities that one action put on a list; its life is the track of that name."""

    track: str
    list_: str = Field(alias="list")
    count: str
    of: tuple[str, ...]


class EntityLists(Base):
    """Lists of entities, action by action."""

    kind: Literal["entity_list"]
    listings: tuple[Listing, ...]


class ItemClasses(Base):
    """The vocabulary of controlled items."""

    kind: Literal["item_classes"]
    words: dict[str, tuple[str, ...]]
    traits: tuple[Trait, ...] = ()
    measures: tuple[MeasuredBy, ...] = ()
    classes: tuple[ItemClass, ...]
    elements: tuple[Element, ...]
    recognise: tuple[Recogniser, ...]
    may_be: tuple[ReferenceCode, ...] = ()


class ControlEntries(Base):
    """Entries of one announcement's control list, each with what decides whether a good is one of them."""

    kind: Literal["control_entries"]
    entries: tuple[ControlEntry, ...]


Condition.model_rebuild()
OwnershipTest.model_rebuild()


class FeeLicenceTables(Strict):
    """Everything compiled of these kinds."""

    port_fees: tuple[PortFee, ...]
    licences: tuple[Licence, ...]
    ownership_tests: tuple[OwnershipTest, ...]
    items: tuple[ItemClasses, ...]
    entity_lists: tuple[EntityLists, ...] = ()
    control_entries: tuple[ControlEntries, ...] = ()
    listed_parties: tuple[PartyAction, ...] = ()


def read_tables(tables: Mapping[str, Any]) -> FeeLicenceTables:
    """The tables as frozen models.

    Examples
    --------
    >>> read_tables({"port_fees": [], "licences": [], "ownership_tests": [], "items": []}).port_fees
    ()
    """
    return FeeLicenceTables.model_validate(tables)


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
