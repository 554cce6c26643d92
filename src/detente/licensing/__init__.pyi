"""Names of the room licensing: type checkers and the loader of names read this list."""

from .answer import ActLine, LicenceAnswer
from .listed_names import LISTED_STRICTEST
from .transaction import licence
from .transaction_facts import QUESTIONS, one_item, read_licence_facts
from .transaction_files import TRANSACTION_COLUMNS, TRANSACTION_FACTS, licence_rows
from .trial_values import licence_trials
from .us_facts import US_QUESTIONS

__all__ = [
    "LISTED_STRICTEST",
    "QUESTIONS",
    "TRANSACTION_COLUMNS",
    "TRANSACTION_FACTS",
    "US_QUESTIONS",
    "ActLine",
    "LicenceAnswer",
    "licence",
    "licence_rows",
    "licence_trials",
    "one_item",
    "read_licence_facts",
]
