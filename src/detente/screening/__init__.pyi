"""Names of the room screening: type checkers and the loader of names read this list."""

from .answer import ListScreened, NameOnList, ScreenAnswer
from .facts_of_parties import (
    HeldByPersons,
    OnList,
    OnLists,
    OwnedByListed,
    PartyFacts,
    PartyRegister,
    party_facts,
    party_register,
)
from .frames import screen_frame
from .law_names import LawParty, list_names, listings_by_name, lists_screened
from .lists import Listed, given_tables, law_lists, read_list
from .matching.name_index import NameIndex, NameMatch
from .ownership import build_graph, caught_at, units
from .ownership_chain import explain
from .parties import screen, screening
from .register import (
    KNOWN_OF_OWNERS,
    KNOWN_OF_PARTIES,
    OWNERS,
    PARTIES,
    as_sheet,
    names_sheet,
    no_owners,
    read_owners,
)
from .result import Settings, rule_used

__all__ = [
    "KNOWN_OF_OWNERS",
    "KNOWN_OF_PARTIES",
    "OWNERS",
    "PARTIES",
    "HeldByPersons",
    "LawParty",
    "ListScreened",
    "Listed",
    "NameIndex",
    "NameMatch",
    "NameOnList",
    "OnList",
    "OnLists",
    "OwnedByListed",
    "PartyFacts",
    "PartyRegister",
    "ScreenAnswer",
    "Settings",
    "as_sheet",
    "build_graph",
    "caught_at",
    "explain",
    "given_tables",
    "law_lists",
    "list_names",
    "listings_by_name",
    "lists_screened",
    "names_sheet",
    "no_owners",
    "party_facts",
    "party_register",
    "read_list",
    "read_owners",
    "rule_used",
    "screen",
    "screen_frame",
    "screening",
    "units",
]
