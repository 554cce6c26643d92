"""One page to read and to hand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, OUTCOME_FILES, READ_AS, READING
from detente.questions.kinds import Count, Day, Files, Flag, Listed, ReadAs, Reading, Several, Sheet, Text
from detente.questions.model import Question


class BriefQuestion(Question):
    """One page: card, both sides' words, clocks, tree, a portfolio under each outcome, sources."""

    aliases: ClassVar[Mapping[str, str]] = {
        "probability": "probabilities", "file": "outcome_files", "state": "reading",
    }  # fmt: skip
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = ({"on": "2025-10-26", "tree": "october-2025"},)

    on: Day = Field(default=None, description="Day of the card, YYYY-MM-DD; default today.")
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    reading: Reading = READING
    portfolio: Sheet = Field(default=None, description="Lines of a portfolio, as for `detente assess`.")
    read_as: ReadAs = READ_AS
    outcomes: Listed = Field(
        default=(),
        description="Outcomes with commas between; the first is what the others are compared with.",
    )
    tree: Text = Field(
        default="", description="A tree of decisions: october-2025, present, or one of your file."
    )
    entered: Day = Field(default=None, description="Take every line as entered on this day.")
    controls_on: Day = Field(
        default=None, description="Compare licences, fees and lists between the outcomes on this day."
    )
    probabilities: Several = Field(default=(), description="DECISION=CHOICE:0.2, each.")
    impact: Flag = Field(
        default=False,
        description="Show what each outcome does to the world against the first one (without outcomes: "
        "lapse against "
        "extend): a map, real income by region, trade by sector.",
    )
    bargain: Text = Field(
        default="",
        description="Show the packages of a bargain (october-2025, present, or one of your file) and which "
        "both "
        "would sign.",
    )
    draws: Count = Field(
        default=0,
        ge=0,
        le=100_000,
        description="Draws of elasticities for the intervals of impact; 0 for none.",
    )
    talks: Files = Field(
        default=(), description="Reports and readouts: their positions and commitments are shown."
    )
    outcome_files: Files = OUTCOME_FILES
