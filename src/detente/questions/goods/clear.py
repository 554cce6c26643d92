"""What stops a transaction, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from detente.questions.axes import HINDSIGHT, READ_AS, READING
from detente.questions.kinds import Day, Flag, Number, ReadAs, Reading, Several, Sheet
from detente.questions.model import Question


class ClearQuestion(Question):
    """May each transaction go: who is listed, which licence, which port fee, what to ask next, what to do?

    Columns: on, item, shipped_from, origin, destination, port_call_on, the parties by role (exporter,
    importer, end_user, intermediary, bank, vessel_owner, registered_owner, vessel_operator, charterer, each
    with ROLE_country), and the facts of `licence` and `fee`; or nested records in YAML or JSON.
    """

    aliases: ClassVar[Mapping[str, str]] = {"file": "transactions", "record": "only", "state": "reading"}
    words: ClassVar[tuple[str, ...]] = ("transactions",)
    examples: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"transactions": "examples/transactions/magnets.yaml"},
        {
            "transactions": "examples/transactions/chips.csv",
            "parties": "examples/transactions/parties.csv",
            "owners": "examples/transactions/chip-owners.csv",
        },
    )

    transactions: Sheet = Field(
        description="Transactions: a table with one row each (CSV, Parquet, Excel), or YAML or JSON records "
        "with roles and owners inside; in Python also a frame or mappings."
    )
    parties: Sheet = Field(default="", description="Who is who: party_id, name[, aliases, country].")
    owners: Sheet = Field(
        default="",
        description="Who owns whom: owner_id, owned_id, share_pct[, votes_pct, board_pct, role, from, to].",
    )
    listed: Sheet = Field(
        default="law",
        description="Who is listed: the word `law` for the parties that the law files name, or a list as for "
        "`detente screen`.",
    )
    read_as: ReadAs = READ_AS
    known: Day = Field(
        default=None,
        description="Day of the knowledge for records that give none, YYYY-MM-DD; default their day of "
        "export.",
    )
    hindsight: Flag = HINDSIGHT
    reading: Reading = READING
    only: Several = Field(default=(), description="Names of the records to answer; default all.")
    cutoff: Number = Field(
        default=90.0, ge=0, le=101, description="Least score of a near name, 0 to 100; 101 looks for none."
    )
    owners_complete: Flag = Field(default=False, description="The owner table names every owner there is.")
