"""How hard the solvers search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How hard to search.

    Attributes
    ----------
    tolerance : largest change in logs at which the search stops.
    limit : steps of the first method before the fallbacks.
    check_balance : refuse a world whose accounts do not clear to this share of income.
    steps : parts in which a shock that does not solve at once is walked; 1 for none.
    """

    tolerance: float = 2e-13
    limit: int = 400
    check_balance: float = 1e-6
    steps: int = 12
