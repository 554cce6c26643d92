"""Names of the room licensing: type checkers and the loader of names read this list."""

from .answer import LicenceAnswer
from .transaction import licence
from .transaction_facts import QUESTIONS, one_item
from .transaction_files import TRANSACTION_COLUMNS, TRANSACTION_FACTS, licence_rows
from .trial_values import licence_trials

__all__ = [
    "QUESTIONS",
    "TRANSACTION_COLUMNS",
    "TRANSACTION_FACTS",
    "LicenceAnswer",
    "licence",
    "licence_rows",
    "licence_trials",
    "one_item",
]
