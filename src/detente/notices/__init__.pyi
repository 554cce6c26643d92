"""Names of the room notices: type checkers and the loader of names read this list."""

from .asking_sources import ask_sources
from .drafting.draft_landed import land_draft
from .drafting.draft_text import draft_text
from .drafting.draft_tried import DraftTried, try_draft
from .drafting.saved_notice import SavedNotice, read_notice
from .family_checks import checked_days
from .ledger import Ledger
from .notice import Notice
from .places import ledger_file
from .source_run import Seen, first_day, read_run, saved_answers
from .verified_record import write_checked
from .watch_answer import WatchAnswer, notices_beside, watch_list
from .watch_rules import watched

__all__ = [
    "DraftTried",
    "Ledger",
    "Notice",
    "SavedNotice",
    "Seen",
    "WatchAnswer",
    "ask_sources",
    "checked_days",
    "draft_text",
    "first_day",
    "land_draft",
    "ledger_file",
    "notices_beside",
    "read_notice",
    "read_run",
    "saved_answers",
    "try_draft",
    "watch_list",
    "watched",
    "write_checked",
]
