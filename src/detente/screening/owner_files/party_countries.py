"""Of which country the parties of a register are, as its tables say; and the persons that a list of countries
names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from detente.rowfiles import RowFault, Sheet
from detente.terms import InputError, read_country

if TYPE_CHECKING:
    import polars as pl

    from detente.regime import OwnershipTest

IN_OWNERS = (("owner_id", "owner_country"), ("owned_id", "owned_country"))


def says_countries(parties: Sheet, owners: Sheet) -> bool:
    """Whether a table of a register has a column of countries."""
    columns = {*parties.frame.columns, *owners.frame.columns}
    return bool(columns & {"country", *(column for _, column in IN_OWNERS)})


def read_countries(people: pl.DataFrame, owners: Sheet, faults: list[RowFault]) -> dict[str, str]:
    """Country of each party by its id; two that differ and one that is none are faults, and none is taken."""
    said: dict[str, tuple[str, int, str]] = {}
    refused: set[str] = set()
    rows = [(party, text, 0, "country") for party, text in people.select("party_id", "country").iter_rows()]
    for party_column, column in IN_OWNERS:
        if column in owners.frame.columns:
            cells = owners.frame.select(party_column, column).iter_rows()
            rows += [(p, text, int(n), column) for n, (p, text) in zip(owners.rows, cells, strict=True)]
    for who, what, row, column in rows:
        party, text = str(who or "").strip(), str(what or "").strip()
        if not party or not text:
            continue
        try:
            code = str(read_country(text, what=column))
        except InputError as fault:
            faults.append(RowFault(row, column, f"{fault}: the country of {party} is taken as unknown"))
            continue
        before = said.setdefault(party, (code, row, column))[0]
        if before != code:
            refused.add(party)
            faults.append(
                RowFault(row, column, f"{party} is of {before} in one row and of {code} in another")
            )
    return {party: code for party, (code, _, _) in said.items() if party not in refused}


def persons_of_lists(
    countries: Mapping[int, str], tests: Iterable[OwnershipTest]
) -> dict[str, dict[int, str]]:
    """Rule -> party -> the list of persons that its country puts it on; a rule whose list names no country is
    left out."""
    return {
        test.rule: {
            party: entry.title.en
            for entry in test.lists
            for party, country in countries.items()
            if country in entry.countries
        }
        for test in tests
        if any(entry.countries for entry in test.lists)
    }
