"""What every line of a portfolio owes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from detente.questions.axes import HINDSIGHT, OUTCOME_FILES, READ_AS, READING
from detente.questions.kinds import Day, Files, Flag, Listed, ReadAs, Reading, Sheet
from detente.questions.model import Question
from detente.terms import InputError


class AssessQuestion(Question):
    """What every line of a file owes: CSV, Parquet or Excel in, the same out.

    Columns: line_id, hts, origin, entry_date, customs_value_usd, and any fact (`detente facts`); known and
    invoice_id are optional. Bad rows are named by row and column, the others are answered.
    """

    aliases: ClassVar[Mapping[str, str]] = {
        "file": "portfolio", "frame": "portfolio", "outcome_file": "outcome_files", "state": "reading",
    }  # fmt: skip
    words: ClassVar[tuple[str, ...]] = ("portfolio",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"portfolio": "examples/importer.csv", "known": "2025-10-26"},
        {"portfolio": "examples/importer.csv", "known": "2025-10-26", "reading": "announced"},
    )

    portfolio: Sheet = Field(description="Lines of goods, one a row: a file or, in Python, a frame.")
    read_as: ReadAs = READ_AS
    known: Day = Field(
        default=None,
        description="Day of the knowledge used for every row; default the row's `known`, else its entry "
        "date.",
    )
    hindsight: Flag = HINDSIGHT
    reading: Reading = READING
    outcomes: Listed = Field(
        default=(),
        description="Outcomes by name, with commas between: columns of duty, low and high under each.",
        examples=[["lapse", "truce"]],
    )
    outcome_files: Files = OUTCOME_FILES
    timing: Flag = Field(
        default=False,
        description="With outcomes: columns of the best day out of a bonded warehouse, its duty, the duty "
        "in a zone "
        "and drawback under each.",
    )

    @model_validator(mode="after")
    def _check_timing(self) -> Self:
        if self.timing and not self.outcomes:
            raise InputError("timing compares outcomes", where="timing", remedy="give outcomes a,b")
        if self.outcome_files and not self.outcomes:
            raise InputError(
                "outcome_files bring outcomes, and none is named",
                where="outcome_files",
                remedy="give outcomes a,b",
            )
        return self
