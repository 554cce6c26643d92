"""What was promised, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, READ_AS
from detente.questions.kinds import Day, Flag, ReadAs, Sheet, Text
from detente.questions.model import Question


class PledgesQuestion(Question):
    """Promises of the two sides by each side's words: amount, clock, basis, met or missed, pace."""

    words: ClassVar[tuple[str, ...]] = ("name",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"name": "soybeans-12", "on": "2026-03-01"},
        {"on": "2025-10-26", "hindsight": True},
        {"on": "2026-10-09", "progress": "examples/china-progress.csv"},
    )

    name: Text = Field(default="", description="One pledge only.", examples=["soybeans-12"])
    on: Day = Field(default=None, description="Day on which the clocks are read, YYYY-MM-DD; default today.")
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    progress: Sheet = Field(
        default=None,
        description="Your own counts: columns pledge, basis, from, to, amount, unit; source and known are "
        "optional. Or USDA's weekly export sales as published.",
    )
    read_as: ReadAs = READ_AS
