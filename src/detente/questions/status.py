"""What holds on a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, READING
from detente.questions.kinds import Day, Flag, Moment, Reading, Side
from detente.questions.model import Question


class StatusQuestion(Question):
    """What holds between the US and China on a day, as known on a day: measures, rates, status, citations."""

    aliases: ClassVar[Mapping[str, str]] = {"state": "reading"}
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"on": "2025-10-26"},
        {"on": "2025-10-26", "hindsight": True, "side": "CN"},
    )

    on: Moment = Field(
        default=None,
        description="Day or minute the rules would apply, YYYY-MM-DD or YYYY-MM-DDTHH:MM on each side's own "
        "clock; default today.",
        examples=["2025-10-26", "2025-11-10T00:01"],
    )
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    side: Side | None = Field(
        default=None,
        description="Only measures of one side: US or CN, in any spelling.",
        examples=["US", "CN"],
    )
    reading: Reading = READING
