"""May it dock, and at what price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, READING
from detente.questions.kinds import Day, Facts, Flag, MaybeParty, Moment, Quantity, Reading, Side, Text
from detente.questions.model import Question


class FeeQuestion(Question):
    """What does a vessel owe for a port call in the United States or in China?"""

    aliases: ClassVar[Mapping[str, str]] = {"fact": "facts", "state": "reading"}
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {
            "on": "2025-10-26", "net_tonnage": "10000", "owner_country": "CN", "built_country": "CN",
            "vessel_type": "container",
        },
        {"side": "CN", "on": "2025-10-26", "flag": "US", "facts": {"dwt": "50000"}},
    )  # fmt: skip

    side: Side = Field(
        default="US", description="Whose port: US or CN, in any spelling.", examples=["US", "CN"]
    )
    on: Moment = Field(
        default=None, description="Day of the call, YYYY-MM-DD or with an hour; default today."
    )
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    reading: Reading = READING
    imo: Quantity = Field(
        default="", description="IMO number; its check digit is verified.", examples=["9074729"]
    )
    net_tonnage: Quantity = Field(default="", description="Net tonnage.", examples=["10000"])
    containers: Quantity = Field(default="", description="Containers discharged (US, Annex II).")
    vessel_type: Text = Field(
        default="",
        description="container, bulk, tanker, vehicle_carrier, lng_carrier …",
        examples=["container"],
    )
    owner_country: MaybeParty = Field(default="", description="Country of the owner.")
    operator_country: MaybeParty = Field(default="", description="Country of the operator.")
    built_country: MaybeParty = Field(default="", description="Country in which she was built.")
    flag: MaybeParty = Field(default="", description="Flag.")
    us_equity_pct: Quantity = Field(
        default="", description="Percent held by US persons: the largest of equity, votes and board seats."
    )
    voyage_no_in_year: Quantity = Field(default="", description="Which charged voyage of the billing year.")
    facts: Facts = Field(
        default={},
        description="Any further fact of the call, each name=value: dwt, teu_capacity, ballast, voyage_nm, "
        "first_port …",
        examples=[{"dwt": "50000"}],
    )
