"""The public functions: type checkers and the loader of names read this list."""

from .answers import (
    assess,
    bargain,
    brief,
    calendar,
    claims,
    diff,
    duty,
    facts,
    fee,
    find,
    impact,
    licence,
    next_clocks,
    panel,
    pledges,
    screen,
    ship,
    status,
    tree,
    watch,
    whatif,
)
from .outcomes import outlook

__version__: str

__all__ = [
    "assess",
    "bargain",
    "brief",
    "calendar",
    "claims",
    "diff",
    "duty",
    "facts",
    "fee",
    "find",
    "impact",
    "licence",
    "next_clocks",
    "outlook",
    "panel",
    "pledges",
    "screen",
    "ship",
    "status",
    "tree",
    "watch",
    "whatif",
]
