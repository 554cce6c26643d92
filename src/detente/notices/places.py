"""Where the user's notices lie."""

from __future__ import annotations

from pathlib import Path

from detente.schedule import data_folder

FILE = "notices.sqlite"


def ledger_file() -> Path:
    """The ledger of this user, whether it is there or not."""
    return data_folder() / FILE


def watch_folder(asked_on: str) -> Path:
    """Where the answers given on a day are saved."""
    return data_folder() / "watch" / asked_on
