"""When to ship."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, STATE
from detente.questions.kinds import Amount, Code, Day, Facts, Flag, Party, State
from detente.questions.model import Question


class ShipQuestion(Question):
    """When to enter one shipment: what each day owes, which clause acts on it, what waiting costs."""

    aliases: ClassVar[Mapping[str, str]] = {"from": "origin", "fact": "facts"}
    words: ClassVar[tuple[str, ...]] = ("hts",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"hts": "9506.62.40", "on": "2025-11-15", "known": "2025-10-26"},
        {"hts": "1201.90.00", "to": "CN", "on": "2025-10-26", "value": "10000"},
        {"hts": "7408.11.60", "on": "2025-10-26", "facts": {"copper_value_usd": "8000"}},
        {
            "hts": "9506.62.40", "on": "2025-11-15", "known": "2025-11-03", "from_day": "2025-11-05",
            "to_day": "2025-12-31",
        },
    )  # fmt: skip

    hts: Code = Field(description="Tariff code, 8 or 10 digits, dotted or not.", examples=["9506.62.40"])
    origin: Party | None = Field(
        default=None,
        description="Country of origin, by code or name; default CN, for entry into China US.",
        examples=["CN", "中国"],
    )
    to: Party = Field(default="US", description="Country of entry: US or CN.", examples=["US", "CN"])
    value: Amount = Field(default="10000", description="Customs value in USD.", examples=["10000"])
    on: Day = Field(
        default=None, description="Planned day of entry for consumption, YYYY-MM-DD; default today."
    )
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    facts: Facts = Field(
        default={},
        description="Facts of the shipment, each name=value; `detente facts` lists them.",
        examples=[{"mode": "ocean"}],
    )
    from_day: Day = Field(
        default=None,
        description="First day on which it could be entered; default the day of knowledge, at most 30 days "
        "before the planned day.",
    )
    to_day: Day = Field(
        default=None,
        description="Last day on which it could be entered; default 180 days after the planned day.",
    )
    state: State = STATE
