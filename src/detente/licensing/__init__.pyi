"""Names of the room licensing: type checkers and the loader of names read this list."""

from .answer import LicenceAnswer, NextClock, cites_out, weakest
from .conditions import facts_of, holds, yes_no
from .next_clock import end_notes, past_notes
from .transaction import law_tables, licence, sources
from .transaction_facts import one_item
from .transaction_files import TRANSACTION_COLUMNS, TRANSACTION_FACTS, licence_rows

__all__ = [
    "TRANSACTION_COLUMNS",
    "TRANSACTION_FACTS",
    "LicenceAnswer",
    "NextClock",
    "cites_out",
    "end_notes",
    "facts_of",
    "holds",
    "law_tables",
    "licence",
    "licence_rows",
    "one_item",
    "past_notes",
    "sources",
    "weakest",
    "yes_no",
]
