"""Every line's rates over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from detente.questions.axes import HINDSIGHT, READ_AS, READING
from detente.questions.kinds import Day, Flag, Parties, Party, ReadAs, Reading, Sheet, vocabulary
from detente.questions.model import Question

By = Annotated[
    Literal["", "total", "section", "chapter"],
    BeforeValidator(
        vocabulary(("total", "section", "chapter")),
        json_schema_input_type=Literal["", "total", "section", "chapter"],
    ),
]


class PanelQuestion(Question):
    """Every line's rates over time, one interval a row: line, origin, component, rate, from, to, heading."""

    aliases: ClassVar[Mapping[str, str]] = {"from": "first", "to": "last", "state": "reading"}
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"first": "2025-10-01", "last": "2025-11-30", "origins": ["CN"], "codes": "examples/waiting.csv"},
        {"into": "CN", "first": "2025-10-01", "last": "2025-11-30", "by": "section"},
    )

    first: Day = Field(default="2025-01-01", description="First day.")
    last: Day = Field(
        default=None, description="Last day, included; default the last day the law was checked."
    )
    origins: Parties = Field(
        default=("CN", "HK", "MO"), description="Countries of origin, with commas between."
    )
    into: Party = Field(
        default="US",
        description="Whose import duties: US, or CN (of goods from the United States unless origins say "
        "otherwise).",
        examples=["US", "CN"],
    )
    known: Day = Field(
        default=None, description="Day of the knowledge used throughout; default each day as known that day."
    )
    hindsight: Flag = HINDSIGHT
    codes: Sheet = Field(
        default=None, description="Rows with a column hts: only these lines. In Python also a list of codes."
    )
    weights: Sheet = Field(
        default=None,
        description="Rows with columns hts and value (and origin): also the weighted average rate on each "
        "day it "
        "changes, percent.",
    )
    by: By = Field(
        default="",
        description="Average rates on each day they change, of the whole (total), by section or chapter of "
        "the Harmonized System; without weights each line counts once.",
    )
    read_as: ReadAs = READ_AS
    reading: Reading = READING
    daily: Flag = Field(default=False, description="One row a day instead of one an interval (large).")

    @model_validator(mode="before")
    @classmethod
    def _read_into(cls, given: Any) -> Any:
        """`to` names the last day; a country given there is the one that goods enter."""
        if isinstance(given, Mapping):
            for name in ("to", "last"):
                said = str(given.get("into") or "US").upper()
                if str(given.get(name)).upper() in ("US", "CN") and said == "US":
                    return {**{k: v for k, v in given.items() if k != name}, "into": str(given[name]).upper()}
        return given
