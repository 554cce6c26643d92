"""Where the user's notices lie."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from detente.schedule import data_folder

FILE = "notices.sqlite"


def ledger_file() -> Path:
    """The ledger of this user, whether it is there or not."""
    return _ledger(data_folder())


@lru_cache(maxsize=8)
def _ledger(folder: Path) -> Path:
    """Asked for with every answer, put together once."""
    return folder / FILE


def watch_folder(asked_on: str) -> Path:
    """Where the answers given on a day are saved."""
    return data_folder() / "watch" / asked_on
