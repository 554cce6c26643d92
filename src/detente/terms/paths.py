"""What stands at a path that a person gave; at one that no file system takes there is nothing."""

from __future__ import annotations

from pathlib import Path


def file_at(path: str | Path) -> bool:
    """Whether a file stands at a path; a name too long to be one is none.

    Examples
    --------
    >>> file_at("x" * 300 + ".csv")
    False
    """
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def folder_at(path: str | Path) -> bool:
    """Whether a folder stands at a path; a name too long to be one is none."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def anything_at(path: str | Path) -> bool:
    """Whether anything stands at a path; at a name too long to be one there is nothing."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
