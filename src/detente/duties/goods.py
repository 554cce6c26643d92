"""What the installed schedules know of a code on a day: base rate, memberships, and those of a part."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from detente.regime import STARTER, STARTER_CHINA, refresh
from detente.schedule import DatedLine, Membership, Schedule, layered, open_book


@dataclass(frozen=True, slots=True)
class Goods:
    """A code with its line and memberships.

    Parameters
    ----------
    code : str
        Digits as asked for.
    line : DatedLine or None
        The line that stands on the day, None when the code is in no installed schedule.
    memberships : tuple of Membership
        Reaching the whole code.
    below : tuple of Membership
        Reaching only some of its statistical lines (the code was given at 8 digits).
    """

    code: str
    line: DatedLine | None
    memberships: tuple[Membership, ...]
    below: tuple[Membership, ...]


def installed_books(territory: str = "US") -> list[Path]:
    """Books of goods of a customs territory, the user's built schedule first, the starter last."""
    refresh()
    built = data_folder() / f"schedule-{'us' if territory == 'US' else 'china'}.sqlite"
    starter = STARTER if territory == "US" else STARTER_CHINA
    return [path for path in (built, starter) if path.is_file()]


def data_folder() -> Path:
    """The user's data folder (XDG), where built schedules lie."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "detente"


def schedule(territory: str = "US") -> Schedule:
    """The installed schedule of a customs territory, US or CN."""
    return _installed(str(territory))  # a party and its code are kept as one


@lru_cache(maxsize=2)
def _installed(territory: str) -> Schedule:
    return layered([open_book(path) for path in installed_books(territory)])


def goods_of(book: Schedule, digits: str, day: str) -> Goods:
    """The goods of a code on a day."""
    lines = book.lines(digits)
    line = next((row for row in lines if row.holds_on(day)), None)
    below = () if len(digits) >= 10 or not lines else book.memberships_below(digits)
    return Goods(digits, line, book.memberships(digits), below)
