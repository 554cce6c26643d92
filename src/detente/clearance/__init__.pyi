"""Names of the room clearance: type checkers and the loader of names read this list."""

from .answer import VERDICT_WORDS, VERDICTS, ClearAnswer, ClearedRecord
from .answering import clear
from .asked import Asking, Tables
from .cleared_rows import cleared_frames
from .record_files import Transactions, read_transactions
from .records import RECORD_COLUMNS

__all__ = [
    "RECORD_COLUMNS",
    "VERDICTS",
    "VERDICT_WORDS",
    "Asking",
    "ClearAnswer",
    "ClearedRecord",
    "Tables",
    "Transactions",
    "clear",
    "cleared_frames",
    "read_transactions",
]
