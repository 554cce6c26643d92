"""What comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, ON, READ_AS, READING
from detente.questions.kinds import Day, Flag, ReadAs, Reading, Sheet, Text
from detente.questions.model import Question


class NextQuestion(Question):
    """Clocks in order: what has a last day ahead, and what passed with no instrument seen."""

    aliases: ClassVar[Mapping[str, str]] = {"state": "reading"}
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"on": "2025-10-26"},
        {"on": "2025-10-26", "zone": "Europe/Berlin"},
        {"on": "2025-10-26", "portfolio": "examples/waiting.csv"},
    )

    on: Day = ON
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    zone: Text = Field(
        default="",
        description="A third zone to show beside Washington and Beijing.",
        examples=["Europe/Berlin"],
    )
    reading: Reading = READING
    portfolio: Sheet = Field(
        default=None, description="Lines of a portfolio: what the lapse of each clock costs them, in USD."
    )
    read_as: ReadAs = READ_AS
