"""What if."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import OUTCOME_FILES, READ_AS
from detente.questions.kinds import (
    Amount,
    Day,
    Files,
    Flag,
    Listed,
    Moment,
    Parties,
    Party,
    ReadAs,
    Several,
    Sheet,
    Text,
)
from detente.questions.model import Question


class WhatIfQuestion(Question):
    """Outcomes beside each other: what becomes of the law, or what goods owe and because of which clause.

    An outcome is a name (`detente whatif --list`) or CLOCK=OUTCOME (`detente next`), or several joined by +
    that come together: truce, lapse+fentanyl-to-10, us.reciprocal.november-2025=extend:2026-05-10. Without an
    outcome the answer lists them.
    """

    aliases: ClassVar[Mapping[str, str]] = {
        "choice": "outcomes", "from": "origin", "file": "outcome_files", "chance": "chances",
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
    hts: Text = Field(
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
    outcome_files: Files = OUTCOME_FILES
    top: int = Field(default=20, ge=0, le=10_000, description="Lines shown.")
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
