"""Names of the room screening: type checkers and the loader of names read this list."""

from .answer import ScreenAnswer
from .frames import screen_frame
from .lists import given_tables
from .ownership import build_graph, caught_at, units
from .ownership_chain import explain
from .parties import screen, screening
from .result import Settings, rule_used

__all__ = [
    "ScreenAnswer",
    "Settings",
    "build_graph",
    "caught_at",
    "explain",
    "given_tables",
    "rule_used",
    "screen",
    "screen_frame",
    "screening",
    "units",
]
