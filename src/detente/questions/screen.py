"""Who owns whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, KNOWN, READ_AS
from detente.questions.kinds import Day, Flag, Moment, Names, Number, ReadAs, Several, Sheet
from detente.questions.model import Question


class ScreenQuestion(Question):
    """Who is on a list, by name or near it, and which parties do listed owners catch?"""

    aliases: ClassVar[Mapping[str, str]] = {"rule": "rules"}
    words: ClassVar[tuple[str, ...]] = ("parties",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {
            "parties": "examples/ownership/parties.csv", "owners": "examples/ownership/owners.csv",
            "listed": "examples/ownership/listed.csv", "on": "2025-10-15",
        },
        {"parties": "examples/ownership/parties.csv", "on": "2025-10-15"},
    )  # fmt: skip

    parties: Names = Field(
        description="Who to screen: party_id, name[, aliases separated by |, country]; or one name, in any "
        "script."
    )
    owners: Sheet = Field(
        default="",
        description="Who owns whom: owner_id, owned_id, share_pct[, votes_pct, board_pct, role, from, to, "
        "owner_country, owned_country]. An empty share is an unknown one. Without it names alone are "
        "compared.",
    )
    listed: Sheet = Field(
        default="law",
        description="Who is listed: party_id or name, and list; or a published list: the US consolidated "
        "list (CSV, JSON), the lists of the European Union (CSV, XML) and the United Nations (XML), "
        "OpenSanctions (targets.simple.csv, entities.ftm.json); or the word `law` for the parties of "
        "China's lists that the law files name.",
    )
    read_as: ReadAs = READ_AS
    on: Moment = Field(
        default=None,
        description="Day on which holdings count and rules are asked, YYYY-MM-DD; default today.",
    )
    known: Day = KNOWN
    hindsight: Flag = HINDSIGHT
    rules: Several = Field(
        default=(),
        description="Rules to run (bis_50, china_50, maritime_25, china_port_25); default those that the "
        "list starts.",
    )
    cutoff: Number = Field(
        default=90.0, ge=0, le=101, description="Least score of a near name, 0 to 100; 101 looks for none."
    )
    owners_complete: Flag = Field(default=False, description="The owner table names every owner there is.")
    same_name_is_same: Flag = Field(default=False, description="Parties that bear the same name are one.")
