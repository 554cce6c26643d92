"""Names of the room purchases: type checkers and the loader of names read this list."""

from .answer import PledgeAnswer, PledgesAnswer
from .own_counts import progress_sheet, read_progress
from .pledge_states import pledges

__all__ = [
    "PledgeAnswer",
    "PledgesAnswer",
    "pledges",
    "progress_sheet",
    "read_progress",
]
