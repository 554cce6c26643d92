"""What changed, or what was learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.kinds import Days, Flag
from detente.questions.model import Question


class DiffQuestion(Question):
    """What changed in the law between two days, or what was learned between two days of knowledge.

    With two days in `known`: everything that became known after the first and by the second. With two days in
    `on`: clauses that stand otherwise on the second, as known on the one day in `known` (default the second).
    """

    aliases: ClassVar[Mapping[str, str]] = {"day": "on"}
    words: ClassVar[tuple[str, ...]] = ("on",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"on": ["2025-11-09", "2025-11-10"], "lines": False},
        {"known": ["2025-10-29", "2025-11-10"], "lines": False},
    )

    on: Days = Field(
        default=(), description="Two days to compare the law on.", examples=[["2025-11-09", "2025-11-10"]]
    )
    known: Days = Field(
        default=(), description="Two days of knowledge: what was learned between; or one, beside two days."
    )
    lines: Flag = Field(
        default=True,
        description="Also which lines of the two schedules changed, why, and by how much (long).",
    )
