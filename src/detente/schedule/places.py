"""Where the schedules stand that the user built or fetched."""

from __future__ import annotations

import os
from functools import lru_cache
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
    return _folder(os.environ.get("XDG_DATA_HOME", ""), os.environ.get("HOME", ""))


@lru_cache(maxsize=8)
def _folder(named: str, _home: str) -> Path:
    """The folder under the environment as it is: asked for every answer, worked out once."""
    if named and not Path(named).is_absolute():
        raise DataError(
            f"XDG_DATA_HOME {named!r} is not an absolute path", remedy="set it to one, or unset it"
        )
    return (Path(named) if named else Path.home() / ".local" / "share") / "detente"
