"""Every line's rates over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator

from detente.questions.axes import HINDSIGHT, READ_AS, READING
from detente.questions.kinds import Day, Flag, Parties, Party, ReadAs, Reading, Sheet
from detente.questions.model import Question


class PanelQuestion(Question):
    """Every line's rates over time, one interval a row: line, origin, component, rate, from, to, heading."""

    aliases: ClassVar[Mapping[str, str]] = {"from": "first", "to": "last", "state": "reading"}
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"first": "2025-10-01", "last": "2025-11-30", "origins": ["CN"], "codes": "examples/waiting.csv"},
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
