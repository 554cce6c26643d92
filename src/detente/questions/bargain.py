"""Which package both sides would sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from detente.questions.axes import HINDSIGHT, OUTCOME_FILES
from detente.questions.kinds import Day, File, Files, Flag, Number, Several, Text
from detente.questions.model import Question
from detente.terms import InputError


class BargainQuestion(Question):
    """Packages at the table: who gains, which both would sign, and what a threat is worth."""

    aliases: ClassVar[Mapping[str, str]] = {"table": "name", "offer": "offers", "file": "outcome_files"}
    words: ClassVar[tuple[str, ...]] = ("name",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = ({"name": "october-2025"},)

    name: Text = Field(
        default="",
        description="A table of packages: present, october-2025, or one of your file; default present, "
        "unless known "
        "or packages is given.",
    )
    known: Day = Field(
        default=None,
        description="No named table, but the law as known on this day: it gives «extend» and «lapse».",
    )
    hindsight: Flag = HINDSIGHT
    threat: Text = Field(
        default="plus100",
        description="An outcome that holds the threat and its answer, or points such as 100%, answered in "
        "kind.",
    )
    soybeans: Number = Field(
        default=1.25, description="Oilseeds China pledges to buy, over the baseline quantity."
    )
    offers: Several = Field(default=(), description="Named outcomes to lay on the table.")
    packages: File = Field(default=None, description="JSON file of packages instead.")
    outcome_files: Files = OUTCOME_FILES
    disagreement: Text = Field(
        default="",
        description="The package that stands for no deal; default what the table says, else threat.",
    )
    weight_us: Number = Field(
        default=0.5, gt=0, le=1000, description="Bargaining weight of the United States."
    )
    weight_china: Number = Field(default=0.5, gt=0, le=1000, description="Bargaining weight of China.")
    world: File = Field(default=None, description="Your own world: an NPZ file or a folder of CSV files.")

    @model_validator(mode="after")
    def _check_table(self) -> Self:
        dated = self.known is not None or self.hindsight
        if self.packages is not None and dated:
            raise InputError("a file of packages has no day", where="packages", remedy="leave known out")
        if self.name and (dated or self.packages is not None):
            raise InputError(
                f"the table {self.name!r} brings its own day and packages",
                remedy="leave known, hindsight and packages out, or the name",
            )
        changed = self.offers or self.threat != "plus100" or self.soybeans != 1.25
        if self.packages is None and not dated and changed:
            raise InputError(
                f"the table {self.name or 'present'!r} brings its own packages",
                remedy="threat, soybeans and offers go with known DAY",
            )
        return self
