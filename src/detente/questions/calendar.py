"""Rounds of talks and what each extended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN
from detente.questions.kinds import Day, Flag, Text
from detente.questions.model import Question


class CalendarQuestion(Question):
    """Rounds of talks, meetings, statements; what each arrangement extended and until when."""

    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"on": "2025-10-26"},
        {"on": "2026-10-09", "name": "Busan Agreement"},
    )

    on: Day = Field(
        default=None, description="Day from which past and future are told apart, YYYY-MM-DD; default today."
    )
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    name: Text = Field(
        default="",
        description="Only the arrangement that goes by this name.",
        examples=["Busan Agreement", "吉隆坡安排"],
    )
