"""What if."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from detente.questions.axes import OUTCOME_FILES, READ_AS
from detente.questions.kinds import (
    Amount,
    Count,
    Day,
    Files,
    Flag,
    Listed,
    MaybeCode,
    Moment,
    Parties,
    Party,
    ReadAs,
    Reading,
    Several,
    Sheet,
    Text,
)
from detente.questions.model import Question
from detente.terms import InputError


class WhatIfQuestion(Question):
    """Outcomes beside each other: what becomes of the law, or what goods owe and because of which clause.

    An outcome is a name (`detente whatif --list`) or CLOCK=OUTCOME (`detente next`), or several joined by +
    that come together: truce, lapse+fentanyl-to-10, us.reciprocal.november-2025=extend:2026-05-10. Without an
    outcome the answer lists them.
    """

    aliases: ClassVar[Mapping[str, str]] = {
        "choice": "outcomes", "from": "origin", "file": "outcome_files", "chance": "chances",
        "state": "reading",
    }  # fmt: skip
    words: ClassVar[tuple[str, ...]] = ("outcomes",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {},
        {"outcomes": ["lapse", "truce"]},
        {"outcomes": ["lapse", "truce+fentanyl-to-10"], "hts": "9506.62.40", "entered": "2025-11-15"},
        {"outcomes": ["lapse"], "hts": "9506.62.40", "entered": "2025-11-15", "origins": ["VN", "MX"]},
        {
            "outcomes": ["lapse", "truce"], "hts": "9506.62.40", "entered": "2025-11-15", "timing": True,
            "chances": ["truce=0.6"], "top": 3,
        },
        {
            "outcomes": ["lapse", "busan"], "portfolio": "examples/importer.csv", "entered": "2025-11-15",
            "top": 5,
        },
    )  # fmt: skip

    outcomes: Listed = Field(
        default=(), description="Outcomes, one column each.", examples=[["lapse", "truce"]]
    )
    portfolio: Sheet = Field(default=None, description="Lines of a portfolio, as for `detente assess`.")
    read_as: ReadAs = READ_AS
    hts: MaybeCode = Field(
        default="", description="One shipment instead: its code; with origin, value and entered."
    )
    origin: Party = Field(default="CN", description="Origin of the one shipment.")
    value: Amount = Field(default="10000", description="Customs value of the one shipment, USD.")
    entered: Moment = Field(
        default=None,
        description="Take every line as entered on this day; default the file's entry_date. Without goods, "
        "the day "
        "on which the law is looked at.",
    )
    known: Day = Field(
        default=None, description="Day of the knowledge used; default the day the outcomes are written for."
    )
    against: Text = Field(
        default="as_known",
        description="Outcome the others are compared with; as_known is the law as it stood.",
    )
    reading: Reading = Field(
        default="both",
        description="Of what no outcome decides, where an extension was announced and no instrument was "
        "seen: both readings beside each other, what was announced, or what the text says.",
    )
    outcome_files: Files = OUTCOME_FILES
    top: Count = Field(default=20, ge=0, le=10_000, description="Lines shown.")
    timing: Flag = Field(
        default=False,
        description="Compare ways instead: days of entry at every clock, bonded warehouse, zone, drawback, "
        "refunds.",
    )
    chances: Several = Field(
        default=(),
        description="With timing: the probability of an outcome (truce=0.6), each; the rest share what is "
        "left.",
    )
    origins: Parties = Field(
        default=(), description="With hts: other origins to set beside it, with commas between."
    )

    @model_validator(mode="after")
    def _check_outcomes(self) -> Self:
        """Refuse what an answer would leave out: all beside the list of outcomes, chances without timing."""
        fields = type(self).model_fields
        beside = [name for name in _NEEDS_OUTCOMES if getattr(self, name) != fields[name].default]
        if beside and not self.outcomes:
            raise InputError(
                f"{beside[0]} is given and no outcome",
                where="outcomes",
                remedy="name one: outcomes lapse,truce",
            )
        if self.chances and not self.timing:
            raise InputError(
                "chances weigh the days that timing compares", where="chances", remedy="give timing"
            )
        if self.origins and not self.hts:
            raise InputError("origins are of one shipment", where="origins", remedy="give its code, hts")
        if self.origins and self.against != fields["against"].default:
            raise InputError(
                "origins are set beside each other, against nothing else",
                where="against",
                remedy="leave it out",
            )
        return self


_NEEDS_OUTCOMES = ("portfolio", "hts", "entered", "known", "against", "timing", "chances", "origins")
