"""Names of the room notices: type checkers and the loader of names read this list."""

from .asking_sources import ask_sources
from .checked_days import checked_days
from .ledger import Ledger, ledger_file
from .notice import Notice
from .source_run import Seen, first_day, read_run, saved_answers
from .verified_record import write_checked
from .watch_answer import WatchAnswer, notices_beside, watch_list
from .watch_rules import watched

__all__ = [
    "Ledger",
    "Notice",
    "Seen",
    "WatchAnswer",
    "ask_sources",
    "checked_days",
    "first_day",
    "ledger_file",
    "notices_beside",
    "read_run",
    "saved_answers",
    "watch_list",
    "watched",
    "write_checked",
]
