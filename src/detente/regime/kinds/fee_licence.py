"""Law of three more kinds: port fees, licences, and lists; from parsed YAML to plain tables."""

from __future__ import annotations

from collections.abc import Mapping
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
from detente.regime.kinds.ownership import OwnershipTest
from detente.regime.kinds.parties import PartyAction
from detente.regime.kinds.tracks import Base, Condition, Outcome, read_law_side
from detente.regime.law_files.model import Cite, Confidence, Day, Side, Strict, Window, Words

KINDS = (
    "port_fee", "licence", "ownership_test", "item_classes", "entity_list", "control_entries",
    "country_groups",
)  # fmt: skip


class LicenceRule(Strict):
    """A rule of a licence measure.

    ``catch`` makes a licence necessary; ``exempt`` frees what the rules named in `after` caught; ``review``
    says how the authority looks at what they caught (``*``: what any rule caught); ``note`` adds words and
    no outcome; ``unmodelled`` marks law that may need more than `then` (up to `at_most`, where it is known)
    and is not covered, `asks` being the fact that would settle it: where nothing else catches, or where one
    named in `after` does; ``act`` is a step of the exporter, which may turn on the fact ``outcome``. The
    strictest outcome stands.
    """

    id: str
    order: str
    kind: Literal["catch", "exempt", "review", "note", "unmodelled", "act"]
    title: Words
    tracks: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    when: Condition | None = None
    then: Outcome
    at_most: Outcome | None = None
    asks: str = ""
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
    """A reason for which a vessel is liable, or free, over the days of `effective` and from when it is
    `known`; `unless` takes it back where it holds."""

    id: str
    title: Words
    when: Condition
    unless: Condition | None = None
    of: tuple[str, ...] = ()
    claimed: bool = False
    disputed: bool = False
    effective: Window | None = None
    known: Day | None = None
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class OtherSense(Strict):
    """Another sense of a fact on who owns or operates a vessel: where `other` is given and the two lead to
    different fees, either may decide."""

    id: str
    fact: str
    other: str
    title: Words
    first: Words
    known: Day
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class DeferralRule(Strict):
    """Vessels whose fee, owed over a span, may be paid as late as a day."""

    id: str
    title: Words
    when: Condition
    effective: Window
    until: Day
    known: Day
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Beside(Strict):
    """Another measure of the same action, and the command that answers on it."""

    what: Words
    command: str
    cite: tuple[Cite, ...]


class Cap(Strict):
    """Charges a vessel-year bears at most, and the day (MM-DD) on which that year begins."""

    charges: str
    year_begins: str
    cite: tuple[Cite, ...]


class PortFee(Base):
    """A fee on port calls: which vessels, on which grounds, at which steps, how often.

    Annexes are tried in `order`; one that is `alone` keeps the vessels it names from the others, and where it
    has no ground it `says` why nothing is due.
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
    senses: tuple[OtherSense, ...] = ()
    deferrals: tuple[DeferralRule, ...] = ()
    beside: tuple[Beside, ...] = ()
    says: Words | None = None
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
    side: Annotated[Side, BeforeValidator(read_law_side)]
    classes: tuple[str, ...] = ()
    rules: tuple[LicenceRule, ...] = ()
    claims: tuple[Claim, ...] = ()


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
    """The vocabulary of controlled items; `cas_names` names substances whose entries ask for more than a
    number of the Chemical Abstracts Service says."""

    kind: Literal["item_classes"]
    words: dict[str, tuple[str, ...]]
    traits: tuple[Trait, ...] = ()
    measures: tuple[MeasuredBy, ...] = ()
    classes: tuple[ItemClass, ...]
    elements: tuple[Element, ...]
    recognise: tuple[Recogniser, ...]
    may_be: tuple[ReferenceCode, ...] = ()
    cas_names: dict[str, str] = Field(default_factory=dict)


class ControlEntries(Base):
    """Entries of one announcement's control list, each with what decides whether a good is one of them."""

    kind: Literal["control_entries"]
    entries: tuple[ControlEntry, ...]


class CountryGroup(Strict):
    """Countries that rules treat alike: its `members`, and those of other groups, less those of some."""

    id: str
    title: Words
    members: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class CountryGroups(Base):
    """Groups of countries in order; a group may be made of those before it."""

    kind: Literal["country_groups"]
    groups: tuple[CountryGroup, ...]


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
