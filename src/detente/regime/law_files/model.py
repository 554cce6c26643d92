"""The shape of a law file, as strict frozen models. A file that fits them is well formed, not yet right.

A *measure* is one act of one authority. It holds *provisions* (dated clauses with a rate or a duty to
act), *exemptions* (goods, claims and transits that pay another rate or none), *events* (suspensions, ends,
rulings: facts of their own that point at what they change), *stacking* rules and what was *said* before
any instrument existed. History is appended: a provision known later prevails over one known earlier
for the days it covers.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from detente.terms import InputError, local_moment, percent_to_ppm

Status = Literal[
    "proposed",
    "threatened",
    "agreed_in_principle",
    "stated_by_both",
    "adopted",
    "in_force",
    "suspended",
    "ended",
    "replaced_before_effect",
    "never_applied",
    "void",
]
Confidence = Literal["A", "B", "C"]
Side = Literal["US", "CN"]
Basis = Literal["entered_for_consumption", "loaded", "exported", "port_call", "declared"]
ValueBase = Literal[
    "full_value", "steel_value_usd", "aluminum_value_usd", "copper_value_usd", "metal_value_usd"
]
StackRule = Literal["adds", "excluded_by", "on_remaining_content", "replaces"]


def _percent(text: str) -> str:
    try:
        percent_to_ppm(text)
    except InputError as fault:
        raise ValueError(fault.text) from None
    return text


def _instant(text: str) -> str:
    try:
        local_moment(text, "US")
    except (InputError, ValueError) as fault:
        raise ValueError(f"not a day or an instant with zone ({fault})") from None
    return text


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("not a day (YYYY-MM-DD)")
    return _instant(text)


def _heading(text: str) -> str:
    if not re.fullmatch(r"99\d{2}\.\d{2}\.\d{2}", text):
        raise ValueError("not a chapter 99 heading (9903.88.15)")
    return text


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s\"<>]+", text):
        raise ValueError("not a web address (https://…)")
    return text


Percent = Annotated[str, AfterValidator(_percent)]
Moment = Annotated[str, AfterValidator(_instant)]
Day = Annotated[str, AfterValidator(_day)]
Heading = Annotated[str, AfterValidator(_heading)]


class Strict(BaseModel):
    """No unknown keys, no coercion, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Strict):
    """The same words in English and Chinese."""

    en: str
    zh: str = ""


class Cite(Strict):
    """Where a fact stands: a document of ``law/sources`` and the place in it."""

    document: str
    at: str = ""
    quote: str = ""
    note: str = ""


class Rate(Strict):
    """Exactly one kind of rate; `base` names the value it falls on, `unknown` the one used without it."""

    ad_valorem: Percent | None = None
    floor_including_base: Percent | None = None
    per_entry: Percent | None = None
    minimum_usd: str = ""
    maximum_usd: str = ""
    not_modelled: str = ""
    base: ValueBase = "full_value"
    unknown: Literal["", "full_value"] = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Rate:
        kinds = [self.ad_valorem, self.floor_including_base, self.per_entry, self.not_modelled or None]
        if sum(k is not None for k in kinds) != 1:
            raise ValueError("a rate is one of ad_valorem, floor_including_base, per_entry, not_modelled")
        return self


class Window(Strict):
    """First moment, and the first moment after the last, in local law time; `basis` says which act counts."""

    from_: Moment = Field(alias="from")
    until: Moment | None = None
    basis: Basis = "entered_for_consumption"


class When(Strict):
    """A condition on the facts of a shipment: every part that is given must hold."""

    fact: str = ""
    equals: str = ""
    at_least: str = ""
    below: str = ""
    before: Moment | None = None
    from_: Moment | None = Field(default=None, alias="from")
    any_of: tuple[When, ...] = ()
    all_of: tuple[When, ...] = ()
    none_of: tuple[When, ...] = ()


class Goods(Strict):
    """Goods scope: lists of ``law/us/lists.yaml``, tariff prefixes, or all goods when nothing is given."""

    lists: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    except_prefixes: tuple[str, ...] = ()


class Provision(Strict):
    """A dated clause of a measure, with its rate."""

    id: str
    track: str = "main"
    heading: Heading | None = None
    title: Words | None = None
    rate: Rate
    origin: tuple[str, ...] = ()
    goods: Goods | None = None
    when: When | None = None
    announced: Day | None = None
    adopted: Day | None = None
    scheduled: Day | None = None
    effective: Window
    known: Day
    replaced_before_effect: bool = False
    shown: bool = True
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"
    note: Words | None = None


class Exemption(Strict):
    """Goods, claims or transits that pay another rate than the provision (free unless a rate is given).

    `offer`: beginnings of codes whose importers are told of a claim that is open to all goods.
    """

    id: str
    heading: Heading | None = None
    title: Words
    of: tuple[str, ...] = ()
    rate: Rate | None = None
    keeps_content: bool = False
    offer: tuple[str, ...] = ()
    base: Literal["", "value_less_us_content", "value_of_processing"] = ""
    origin: tuple[str, ...] = ()
    goods: Goods | None = None
    when: When | None = None
    effective: Window
    known: Day
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Event(Strict):
    """A dated fact that changes provisions: a suspension, an end, a lift, a ruling."""

    id: str
    kind: Literal["suspend", "resume", "end", "void"]
    of: tuple[str, ...] = ()
    points: Percent | None = None
    effective: Window
    known: Day
    heading: Heading | None = None
    collected_until: Moment | None = None
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"
    note: Words | None = None


class Change(Strict):
    """What a statement says will be: evaluated only in the `announced` state."""

    kind: Literal["suspend", "end", "impose"]
    of: tuple[str, ...] = ()
    points: Percent | None = None
    rate: Rate | None = None
    effective: Window


class Said(Strict):
    """A status that rests on words, not on an instrument."""

    id: str
    status: Status
    known: Day
    by: str
    words: Words
    applies_from: Day | None = None
    rate: str = ""
    change: Change | None = None
    extends_to: Moment | None = None
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Stacking(Strict):
    """How this measure stands to another on the same goods, in an era of entry dates.

    `declared`: what is left is the value less the declared content even where the other duty falls on the
    whole value.
    """

    with_: str = Field(alias="with")
    rule: StackRule
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    heading: Heading | None = None
    declared: bool = False
    note: str = ""
    cite: tuple[Cite, ...]


class NotModelled(Strict):
    """Law that exists and is not covered here, for goods of `lists` where given; `errs` says which way an
    answer errs."""

    what: Words
    lists: tuple[str, ...] = ()
    errs: Literal["high", "low", "either"]
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    cite: tuple[Cite, ...]


class Scope(Strict):
    """Origins and goods a measure falls on."""

    origin: tuple[str, ...]
    destination: str = ""
    goods: Goods | Literal["all"] = "all"


class Measure(Strict):
    """One measure file."""

    id: str
    family: str
    title: Words
    kind: Literal["additional_duty", "fee", "quota", "threat", "exclusion", "investigation", "other"]
    component: str
    imposed_by: Side
    direction: Literal["us_import", "china_import"] = "us_import"
    authority: tuple[str, ...]
    applies_to: Scope
    provisions: tuple[Provision, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    events: tuple[Event, ...] = ()
    said: tuple[Said, ...] = ()
    stacking: tuple[Stacking, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    total: bool = True
    relieves: tuple[str, ...] = ()
    content_fact: ValueBase | None = None
    one_heading: bool = False


class Source(Strict):
    """An official document or a named report a fact rests on."""

    id: str
    title: str
    citation: str
    title_zh: str = ""
    citation_zh: str = ""
    published: Day | None = None
    kind: Literal["instrument", "notice", "ruling", "schedule", "guidance", "report", "statement"] = (
        "instrument"
    )
    url: str = ""
    read: Literal["text", "quoted", "secondary", "memory"] = "secondary"


class Address(Strict):
    """Where a source opens whose number gives no address: the text itself, or a search for it."""

    document: str
    url: Annotated[str, AfterValidator(_address)]
    opens: Literal["document", "search"] = "document"


class Fact(Strict):
    """A fact of a shipment that changes the answer."""

    name: str
    type: Literal["yes_no", "money", "number", "share", "day", "code", "word", "text"]
    kind: Literal["required", "scope", "claim", "detail"]
    unit: str = ""
    question: Words
    values: tuple[str, ...] = ()
    synonyms: dict[str, str] = {}
    at_most_usd: dict[str, str] = {}  # by value: the greatest value of the shipment for which it may be said

    @model_validator(mode="after")
    def _synonyms_of_values(self) -> Fact:
        strange = sorted(set(self.synonyms.values()) - set(self.values))
        if strange:
            raise ValueError(f"synonyms stand for values of the fact, not for {', '.join(strange)}")
        return self


class Family(Strict):
    """A row of the card: measures people name as one."""

    id: str
    side: Side
    title: Words
    order: str


class CoveredMeasure(Strict):
    """A measure a specialist expects to meet, and the law files that model it or point to it."""

    id: str
    side: Side | Literal["both"]
    title: Words
    modelled: tuple[str, ...] = ()
    pointed_to: tuple[str, ...] = ()
    lacks: Words | None = None


class Clock(Strict):
    """An instrument with a last day.

    `extends_to` of what was said is the moment to which it would run on; where nothing said names one, the
    announcement does not name this clock. `settled_by` is what would settle it, in words.
    """

    id: str
    side: Side
    measures: tuple[str, ...]
    title: Words
    last_moment: Moment
    known: Day
    decider: Words
    by_text: Words
    settled_by: Words | None = None
    outcomes: tuple[str, ...] = ()
    settled: tuple[Settled, ...] = ()
    said: tuple[Said, ...] = ()
    cite: tuple[Cite, ...]
    confidence: Confidence = "A"


class Settled(Strict):
    """What became of a clock, and when that was known."""

    known: Day
    words: Words
    cite: tuple[Cite, ...]


When.model_rebuild()
Clock.model_rebuild()
