"""Who said what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT
from detente.questions.kinds import Day, File, Files, Flag
from detente.questions.model import Question


class TalksQuestion(Question):
    """Reports and readouts as claims: who said what, where the sides differ, and what became of it."""

    aliases: ClassVar[Mapping[str, str]] = {"paths": "documents"}
    words: ClassVar[tuple[str, ...]] = ("documents",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"documents": ["He Lifeng said on Sunday that the talks were candid."], "date": "2025-05-12"},
    )

    documents: Files = Field(
        default=(), description="Files (text, HTML, PDF, docx) or folders; in Python also texts."
    )
    on: Day = Field(
        default=None, description="Last day of the documents used; default the day of the last document."
    )
    known: Day = Field(
        default=None, description="Day of the knowledge behind the record's verdict; default the same day."
    )
    hindsight: Flag = HINDSIGHT
    date: Day = Field(default=None, description="Day of documents that print none.")
    registry: File = Field(
        default=None, description="A folder with speakers, outlets, cues and topics of your own."
    )
