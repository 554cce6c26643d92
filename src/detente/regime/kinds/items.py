"""The words of controlled items: elements, classes, recognisers, reference codes, entries of control lists.

An entry is weighed against what a person says of an item: the words that make it a candidate, the substance,
shape or kind that it must be of, and the numbers that it must reach.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from detente.regime.law_files.model import Cite, Confidence, Strict, Words

TraitName = Literal["substance", "shape", "kind", "chemistry"]


def _number(text: str) -> str:
    try:
        Decimal(text or "0")
    except InvalidOperation as fault:
        raise ValueError(f"{text!r} is no number") from fault
    return text


Number = Annotated[str, AfterValidator(_number)]


class Recogniser(Strict):
    """How words lead to item classes: every group of `all` must have a word there, none of `none` may.

    With `head`, what the item is must end with a word of `head`: a motor, not an oxide for motors.
    """

    id: str
    classes: tuple[str, ...]
    all: tuple[tuple[str, ...], ...]
    none: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    leg: Literal["", "CN_to_abroad", "abroad_to_abroad"] = ""
    foreign: bool = False
    ask: Words | None = None
    assume: Words | None = None


class Element(Strict):
    """A chemical element with its names and, where controlled, its class, codes and reference numbers."""

    symbol: str
    names: tuple[str, ...]
    cas: str
    item_class: str
    control_code: str = ""
    hs: tuple[str, ...] = ()
    confidence: Confidence = "A"


class ItemClass(Strict):
    """A class of items that rules speak of."""

    id: str
    title: Words
    measure: str = ""
    codes: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    cas: tuple[str, ...] = ()
    confidence: Confidence = "A"

    @model_validator(mode="after")
    def _digits(self) -> ItemClass:
        if any(not code.isdigit() for code in self.hs):
            raise ValueError("customs codes are digits")
        return self


class ReferenceCode(Strict):
    """Customs codes under which goods of some classes are declared, among goods that are not controlled.

    `entry` names the announcement and its entry, `ask` the parameter that decides.
    """

    codes: tuple[str, ...]
    classes: tuple[str, ...]
    entry: Words
    ask: Words
    cite: tuple[Cite, ...]
    confidence: Confidence = "B"

    @model_validator(mode="after")
    def _digits(self) -> ReferenceCode:
        if any(not code.isdigit() for code in self.codes):
            raise ValueError("customs codes are digits")
        return self


class Trait(Strict):
    """A trait of items: each of its values with the words that say it, and the question that asks for it."""

    name: TraitName
    ask: Words
    values: dict[str, tuple[str, ...]]


class MeasuredBy(Strict):
    """A number of an item: how its `unit` is written, and the spellings of units with their factor to it.

    `named`: what people call it. `bare`: it may follow its name without a unit. `words`: outside the head of
    a text it counts only with one of them. `not_with`: words beside which it is another number. `most`: what
    it cannot exceed. `nines`: whether ``4N5`` says it.
    """

    name: str
    title: Words
    unit: str
    units: dict[str, Number]
    named: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    most: Number = ""
    nines: bool = False
    bare: bool = False


class Threshold(Strict):
    """A number that an entry sets; exactly one of the four bounds is given."""

    measure: str
    at_least: Number = ""
    above: Number = ""
    at_most: Number = ""
    below: Number = ""

    @model_validator(mode="after")
    def _one_bound(self) -> Threshold:
        if sum(bool(b) for b in (self.at_least, self.above, self.at_most, self.below)) != 1:
            raise ValueError("a threshold has exactly one bound")
        return self


class ControlEntry(Strict):
    """One entry of a control list.

    `named`: groups of words; one of each group makes an item a candidate, ``#Sb`` being an element by any of
    its names. `unless`: words that place it outside, `outside` saying by which source. `asks`: what decides
    besides, where no word or number of this vocabulary says it; a word of `yes_if` answers it, one of `no_if`
    places the item outside. `one_of_these`: whoever is named is one of the entries so marked, if open.
    `eccn`: the paragraphs of the US list that it covers, less `eccn_except`.
    """

    id: str
    item_class: str
    code: str = ""
    title: Words
    named: tuple[tuple[str, ...], ...] = ()
    eccn: tuple[str, ...] = ()
    eccn_except: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    outside: Words | None = None
    wants: dict[TraitName, tuple[str, ...]] = Field(default_factory=dict)
    numbers: tuple[Threshold, ...] = ()
    asks: Words | None = None
    yes_if: tuple[str, ...] = ()
    no_if: tuple[str, ...] = ()
    one_of_these: bool = False
    hs: tuple[str, ...] = ()
    cite: tuple[Cite, ...]
    confidence: Confidence = "B"

    @model_validator(mode="after")
    def _findable(self) -> ControlEntry:
        if not (self.named or self.eccn):
            raise ValueError("an entry is found by words or by its number: named, eccn")
        return self

    @model_validator(mode="after")
    def _digits(self) -> ControlEntry:
        if any(not code.isdigit() for code in self.hs):
            raise ValueError("customs codes are digits")
        return self
