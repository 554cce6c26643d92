"""Who is who in a file of transactions: parties and owners from the records and from tables beside them, as
one register for each day on which records are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.clearance.asked import Asking, Tables
from detente.clearance.record_files import Transactions
from detente.clearance.records import RecordParty, TransactionRecord
from detente.regime import law_tables
from detente.rowfiles import RowFault, Sheet, Source, check_columns_said
from detente.screening import (
    OWNERS,
    PARTIES,
    ListScreened,
    PartyRegister,
    Settings,
    as_sheet,
    party_facts,
    party_register,
)
from detente.terms import comparable, read_moment

if TYPE_CHECKING:
    import polars as pl

    from detente.screening import PartyFacts

PARTY_COLUMNS = ("party_id", "name", "aliases", "country")
OWNER_COLUMNS = (
    "owner_id", "owned_id", "share_pct", "votes_pct", "board_pct", "role", "from", "to", "owner_name",
    "owned_name", "owner_country", "owned_country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What the register of a day says of the parties of one record.

    Attributes
    ----------
    compared : frozenset of str
        Sides of which every list that reaches what its members own was compared by name.
    own_list : bool
        The lists are the user's own, not those of the law, which the licences look through by themselves.
    """

    of: Mapping[RecordParty, PartyFacts] = field(default_factory=dict)
    compared: frozenset[str] = frozenset()
    own_list: bool = False


class Registers:
    """The register of a file of transactions, screened once for each day and knowledge that is asked."""

    def __init__(self, read: Transactions, tables: Tables, asking: Asking) -> None:
        self.tables, self.asking = tables, asking
        people, holdings = _sheets(tables)
        if isinstance(read.given, Source) and read.given.reading:
            check_columns_said(
                read.given.reading, [s for s in (read.sheet, people, holdings) if s is not None]
            )
        self.parties = _parties(read, people)
        self.owners = _owners(read, holdings)
        self.made: dict[tuple[str, str], PartyRegister] = {}
        self.compared: dict[tuple[str, str], frozenset[str]] = {}
        self.looked_up: dict[tuple[str, str, str], PartyFacts] = {}

    def of(self, record: TransactionRecord) -> Known:
        """What is known of the parties of a record on its day; nothing where nobody is named.

        Raises
        ------
        InputError
            When several parties of the register bear the name of one.
        """
        if not self.parties.height:
            return Known()
        day = read_moment(record.on, what="on")[:10]
        known = record.known or self.asking.known or day
        if (day, known) not in self.made:
            self.made[day, known] = party_register(
                self.parties, self.owners if self.owners.height else None, self.tables.listed,
                on=day, known=known,
                settings=Settings(self.asking.cutoff, self.asking.owners_complete),
            )  # fmt: skip
            self.compared[day, known] = _compared(self.made[day, known])
        register = self.made[day, known]
        facts: dict[RecordParty, PartyFacts] = {}
        for party in record.parties:
            key = (day, known, party.party_id or party.name)
            if party.name and key not in self.looked_up:
                self.looked_up[key] = party_facts(register, key[2])
            if party.name:
                facts[party] = self.looked_up[key]
        return Known(facts, self.compared[day, known], not register.listed.screened)

    @property
    def screened(self) -> tuple[ListScreened, ...]:
        """The lists that were compared, as on the last day asked."""
        last = max(self.made, default=None)
        return self.made[last].done.screened if last else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noted while registers were read."""
        return tuple(dict.fromkeys(n for made in self.made.values() for n in made.done.notes))

    @property
    def faults(self) -> tuple[RowFault, ...]:
        """What was wrong with the tables of parties and owners."""
        return tuple(dict.fromkeys(f for made in self.made.values() for f in made.done.faults))


def _compared(register: PartyRegister) -> frozenset[str]:
    """Sides of which every list that reaches what its members own was compared by name."""
    screened = [row for row in register.done.screened if row.names]
    if register.listed.screened:
        return frozenset(row.side for row in screened)
    held = {row.list for row in screened}
    return frozenset(
        test.imposed_by
        for test in law_tables().ownership_tests
        if {entry.id for entry in test.lists if entry.extends} <= held
    )


def _sheets(tables: Tables) -> tuple[Sheet | None, Sheet | None]:
    """The tables of parties and of owners, where they were given."""
    given = (
        table if not isinstance(table, str) or table else None for table in (tables.parties, tables.owners)
    )
    people, holdings = given
    return (
        None if people is None else as_sheet(people, "parties", PARTIES[:1], PARTY_COLUMNS[1:]),
        None if holdings is None else as_sheet(holdings, "owners", OWNERS, OWNER_COLUMNS[3:]),
    )


def _parties(read: Transactions, sheet: Sheet | None) -> pl.DataFrame:
    """Everybody named, once each: those of the table, then those of the records that it does not name."""
    import polars as pl

    rows: list[dict[str, str | None]] = []
    if sheet is not None:
        columns = [c for c in PARTY_COLUMNS if c in sheet.frame.columns]
        rows = sheet.frame.select(columns).to_dicts()
    known = {_key(row.get(column)) for row in rows for column in ("party_id", "name")}
    for party in (p for record in read.records for p in record.parties):
        if not party.name or _key(party.party_id or party.name) in known:
            continue
        known |= {_key(party.party_id or party.name), _key(party.name)}
        rows.append(
            {"party_id": party.party_id or party.name, "name": party.name, "country": party.country or None}
        )
    return pl.DataFrame(rows, schema=dict.fromkeys(PARTY_COLUMNS, pl.String))


def _owners(read: Transactions, sheet: Sheet | None) -> pl.DataFrame:
    """Holdings of the table, then those that records tell of."""
    import polars as pl

    rows: list[dict[str, str | None]] = []
    if sheet is not None:
        rows = sheet.frame.select(c for c in OWNER_COLUMNS if c in sheet.frame.columns).to_dicts()
    for held in read.holdings:
        rows.append(
            {
                "owner_id": held.owner, "owned_id": held.owned, "share_pct": held.share_pct or None,
                "votes_pct": held.votes_pct or None, "board_pct": held.board_pct or None,
                "owner_name": held.owner, "owner_country": held.owner_country or None,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(OWNER_COLUMNS, pl.String))


def _key(name: object) -> str:
    import polars as pl

    return str(comparable(pl.Series([str(name or "")]))[0])
