"""Tests that extend a list, or the persons of a side, to what they own, and what each text says of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from detente.regime.kinds.tracks import Base
from detente.regime.law_files.model import Cite, Confidence, Strict, Words

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
    list of the persons of countries names these. `listed` is the value of the fact ``listed`` in the licence
    rules about its members; empty where no rule carried here is about them."""

    id: str
    title: Words
    names: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    extends: bool = True
    listed: str = ""
