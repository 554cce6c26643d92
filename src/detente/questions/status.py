"""What holds on a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, ON
from detente.questions.kinds import Day, Flag, Side
from detente.questions.model import Question


class StatusQuestion(Question):
    """What holds between the US and China on a day, as known on a day: measures, rates, status, citations."""

    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"on": "2025-10-26"},
        {"on": "2025-10-26", "hindsight": True, "side": "CN"},
    )

    on: Day = ON
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    side: Side | None = Field(
        default=None,
        description="Only measures of one side: US or CN, in any spelling.",
        examples=["US", "CN"],
    )
