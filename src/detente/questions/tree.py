"""The tree of decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import ON, OUTCOME_FILES, READ_AS, READING
from detente.questions.kinds import Day, Days, Files, ReadAs, Reading, Several, Sheet, Text
from detente.questions.model import Question


class TreeQuestion(Question):
    """Decisions in order of time, every way they can go, and what a portfolio pays on each.

    Probabilities are assumptions, and shown as such."""

    aliases: ClassVar[Mapping[str, str]] = {
        "tree": "name", "probability": "probabilities", "file": "outcome_files", "state": "reading",
    }  # fmt: skip
    words: ClassVar[tuple[str, ...]] = ("name",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {},
        {"name": "october-2025", "probabilities": ["threat=carried_out:0.25"]},
        {"name": "october-2025", "portfolio": "examples/importer.csv", "entered": "2025-11-15"},
    )

    name: Text = Field(
        default="present",
        description="The tree: present, october-2025, or one of your file.",
        examples=["october-2025"],
    )
    portfolio: Sheet = Field(default=None, description="Lines of a portfolio, as for `detente assess`.")
    read_as: ReadAs = READ_AS
    entered: Day = Field(default=None, description="Take every line as entered on this day.")
    probabilities: Several = Field(
        default=(),
        description="DECISION=CHOICE:0.2, each. What is not given is uniform, and said so.",
        examples=[["threat=carried_out:0.25"]],
    )
    enter: Days = Field(
        default=(),
        description="Compare entering everything on these days: expected cost and greatest regret of each.",
    )
    on: Day = ON
    reading: Reading = READING
    outcome_files: Files = OUTCOME_FILES
