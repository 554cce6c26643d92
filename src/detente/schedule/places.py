"""Where schedules stand: the package's own, and what the user built or fetched."""

from __future__ import annotations

import os
from pathlib import Path

from detente.terms import DataError

US_BOOK = "schedule-us.sqlite"
SHIPPED_BOOK = "shipped-us.sqlite"


def data_folder() -> Path:
    """The user's data folder of detente (XDG base directories).

    Raises
    ------
    DataError
        When ``XDG_DATA_HOME`` is not an absolute path.
    """
    named = os.environ.get("XDG_DATA_HOME", "")
    if named and not Path(named).is_absolute():
        raise DataError(
            f"XDG_DATA_HOME {named!r} is not an absolute path", remedy="set it to one, or unset it"
        )
    return (Path(named) if named else Path.home() / ".local" / "share") / "detente"


def shipped_book() -> Path:
    """The schedule the package carries."""
    return Path(__file__).resolve().parents[1] / "_data" / SHIPPED_BOOK


def installed_books() -> tuple[Path, ...]:
    """The books of goods that are there, the fullest first."""
    return tuple(path for path in (data_folder() / US_BOOK, shipped_book()) if path.is_file())
