"""Files that a command writes: never its own input, another file only when it may be replaced."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from detente.cli.speaking import said
from detente.terms import InputError, anything_at, folder_at

WRITTEN = frozenset(
    {"output", "html", "csv", "ics", "atom", "schema", "annotations", "vessel_years", "save_map", "ledger"}
)
# those that are asked about; the others are added to, or named for what is written into them
ASKED = ("output", "html", "csv", "ics")


def guard_outputs(given: Mapping[str, Any], usual: Mapping[str, Any], *, force: bool) -> None:
    """Refuse an output that is an input of the command, and one that would replace a file unasked.

    Parameters
    ----------
    given : mapping
        The command's arguments by name, as they were typed.
    usual : mapping
        Files that the command names itself where none is typed: its own pages, replaced without asking.
    force : bool
        Whether a file may be replaced.

    Raises
    ------
    InputError
        Names the file.
    """
    every = {**usual, **given}
    outputs = {name: value for name, value in every.items() if name in WRITTEN and isinstance(value, Path)}
    inputs = [path for name, value in given.items() if name not in WRITTEN for path in _paths(value)]
    for name, output in outputs.items():
        for path in inputs:
            if _same(output, path):
                raise InputError(
                    f"{output} is the file that is read: it would be overwritten", where=_option(name),
                    remedy="write to another file",
                )  # fmt: skip
    for name in ASKED:
        if name in outputs and name in given and anything_at(outputs[name]) and not force:
            _ask_to_replace(outputs[name], _option(name))


def _ask_to_replace(output: Path, option: str) -> None:
    if folder_at(output):
        raise InputError(f"{output} is a folder", where=option, remedy="name a file in it")
    if sys.stdin.isatty() and sys.stderr.isatty():
        sys.stderr.write(said(f"{output} is there already. Replace it? [y/N]") + " ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() in ("y", "yes", "是"):
            return
        raise InputError(f"{output} is kept", where=option, remedy="name another file")
    raise InputError(
        f"{output} is there already",
        where=option,
        remedy="name another file, or add --force to replace it",
    )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _paths(value: Any) -> Iterable[Path]:
    """Files among the arguments: paths, and words that name one."""
    if isinstance(value, Path):
        yield value
    elif isinstance(value, str) and len(value) < 1000 and "\n" not in value and "\0" not in value:
        yield Path(value)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _paths(one)


def _same(output: Path, path: Path) -> bool:
    """Whether two paths are one file: by whatever link, or by the same name where nothing is there yet."""
    try:
        return os.path.samefile(output, path)  # noqa: PTH121 - Path.samefile reads the same
    except (OSError, ValueError):
        return False
