"""Where the schedules stand that the user built or fetched."""

from __future__ import annotations

import os
from pathlib import Path

from detente.terms import DataError

US_BOOK = "schedule-us.sqlite"


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
