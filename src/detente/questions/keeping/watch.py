"""Which notices were seen, and what counts as checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.kinds import Day, Flag, Text
from detente.questions.model import Question


class WatchQuestion(Question):
    """Notices of official sources: what was seen, what it touches, through which day each family is checked.

    The command asks the sources first, unless it is told what was seen by a day (known) or --seen; every
    other face tells what was seen and asks no source.
    """

    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"known": "2026-11-30"},
        {"known": "2026-11-30", "family": "s301", "handled": True},
    )

    family: Text = Field(default="", description="One family only.", examples=["s301"])
    since: Day = Field(
        default=None, description="Notices published on that day or later, YYYY-MM-DD; default all seen."
    )
    known: Day = Field(
        default=None,
        description="Day of the knowledge used, YYYY-MM-DD: notices detected by then; default today.",
    )
    handled: Flag = Field(default=False, description="Also notices that were handled.")
