"""What an outcome does to the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from detente.questions.axes import HINDSIGHT
from detente.questions.kinds import Count, Day, File, Flag, Number, Reading, Several, Sheet, Text
from detente.questions.model import Question
from detente.terms import InputError


class ImpactQuestion(Question):
    """What a day's law, an outcome, or a tariff matrix does to trade, prices and real income."""

    aliases: ClassVar[Mapping[str, str]] = {"rule": "rules", "state": "reading"}
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = ({"outcome": "lapse", "known": "2025-10-26"},)

    outcome: Text = Field(
        default="",
        description="extend, lapse or CLOCK=OUTCOME of an open US clock as known on the day, or a named "
        "outcome "
        "(truce, plus100, busan …), which brings its own day.",
    )
    on: Day = Field(default=None, description="The law of a day instead.")
    known: Day = Field(default=None, description="Day of the knowledge used; default `on`, else today.")
    hindsight: Flag = HINDSIGHT
    matrix: Sheet = Field(
        default=None,
        description="Rows of exporter, importer, sector (blank for all), rate: they replace the baseline's "
        "rates.",
    )
    add_us_on_china: Text = Field(
        default="",
        description="Further points on all goods of China, such as 100%, for a threat no instrument carries.",
    )
    in_kind: Flag = Field(
        default=False, description="China adds the same points to goods of the United States."
    )
    against: Text = Field(
        default="", description="Compare with an outcome or a day; default the baseline of the world."
    )
    world: File = Field(default=None, description="Your own world: an NPZ file or a folder of CSV files.")
    deficits: Literal["fixed", "share_of_world_income", "zero"] = Field(
        default="fixed", description="Rule for trade deficits."
    )
    rules: Several = Field(
        default=(),
        description="Limits and pledges: limit:CHN:USA:metals:0.5, pledge:USA:CHN:oilseeds:125%, each.",
    )
    critical: Several = Field(default=(), description="Sectors whose goods are critical inputs.")
    substitution: Number = Field(
        default=1.0, description="Elasticity between critical inputs and all other cost; 1 is Cobb–Douglas."
    )
    draws: Count = Field(
        default=0, ge=0, le=100_000, description="Draws of elasticities for intervals; 0 for none."
    )
    seed: Count = Field(default=0, ge=0, description="Seed of the draws.")
    reading: Reading = Field(
        default="both",
        description="Where an extension was announced and no instrument was seen: both readings of real "
        "income beside each other (all other figures by the text), what was announced, or what the text "
        "says.",
    )
    bound: Literal["low", "high"] = Field(
        default="low", description="Bound used where a duty depends on a missing fact."
    )

    @model_validator(mode="after")
    def _check_critical(self) -> Self:
        if self.critical and self.substitution == 1:
            raise InputError(
                "critical sectors count only where their substitution is not 1",
                where="critical",
                remedy="give substitution, for example 0.5",
            )
        return self
