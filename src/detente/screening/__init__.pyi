"""Names of the room screening: type checkers and the loader of names read this list."""

from .answer import ScreenAnswer
from .frames import screen_frame
from .lists import Listed, given_tables, law_lists, read_list
from .ownership import build_graph, caught_at, units
from .ownership_chain import explain
from .parties import screen, screening
from .register import OWNERS, PARTIES, as_sheet, read_owners
from .result import Settings, rule_used

__all__ = [
    "OWNERS",
    "PARTIES",
    "Listed",
    "ScreenAnswer",
    "Settings",
    "as_sheet",
    "build_graph",
    "caught_at",
    "explain",
    "given_tables",
    "law_lists",
    "read_list",
    "read_owners",
    "rule_used",
    "screen",
    "screen_frame",
    "screening",
    "units",
]
