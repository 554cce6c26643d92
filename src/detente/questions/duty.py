"""What one shipment owes, when to enter it, and which facts change that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, READING
from detente.questions.kinds import Amount, Code, Day, Facts, Flag, Moment, Party, Reading
from detente.questions.model import Question


class DutyQuestion(Question):
    """What one shipment owes: every layer with rate, base, citation, because; missing facts are named."""

    aliases: ClassVar[Mapping[str, str]] = {"from": "origin", "fact": "facts", "state": "reading"}
    words: ClassVar[tuple[str, ...]] = ("hts",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"hts": "9506.62.40", "origin": "CN", "value": "10000", "on": "2025-10-26"},
        {"hts": "1201.90.00", "to": "CN", "on": "2025-10-26"},
        {"hts": "7408.11.60", "on": "2025-10-26", "facts": {"copper_value_usd": "8000", "mode": "ocean"}},
        {"hts": "9506.62.40", "on": "2025-11-10T00:01", "known": "2025-10-26"},
    )

    hts: Code = Field(description="Tariff code, 8 or 10 digits, dotted or not.", examples=["9506.62.40"])
    origin: Party | None = Field(
        default=None,
        description="Country of origin, by code or name; default CN, for entry into China US.",
        examples=["CN", "Hong Kong", "中国"],
    )
    to: Party = Field(default="US", description="Country of entry: US or CN.", examples=["US", "CN"])
    value: Amount = Field(
        default="10000", description="Customs value in USD.", examples=["10000", "12345.67"]
    )
    on: Moment = Field(
        default=None,
        description="Day of entry for consumption, YYYY-MM-DD or YYYY-MM-DDTHH:MM in the zone of the "
        "country of "
        "entry; default today.",
        examples=["2025-10-26", "2025-11-10T00:01"],
    )
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    facts: Facts = Field(
        default={},
        description="Facts of the shipment, each name=value; `detente facts` lists them.",
        examples=[{"mode": "ocean"}],
    )
    reading: Reading = READING


class ShipQuestion(Question):
    """When to enter one shipment: what each day owes, which clause acts on it, what waiting costs."""

    aliases: ClassVar[Mapping[str, str]] = {"from": "origin", "fact": "facts", "state": "reading"}
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
    reading: Reading = READING


class FactsQuestion(Question):
    """The facts of a shipment that change an answer: name, kind, unit, question."""

    examples: ClassVar[tuple[Mapping[str, Any], ...]] = ({},)
