"""What every command does with an answer: print it as JSON, or write a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any


def as_json(answer: Any) -> None:
    """Print a pydantic answer (or a list of them) as JSON."""
    import json

    if isinstance(answer, (list, tuple)):
        text = json.dumps(
            [a.model_dump(mode="json", by_alias=True) for a in answer], ensure_ascii=False, indent=2
        )
    else:
        text = answer.model_dump_json(indent=2, by_alias=True)
    sys.stdout.write(text + "\n")


def write_bytes(path: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    from detente.rowfiles import write_atomic

    write_atomic(path, lambda place: _put(place, body))


def _put(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def say_columns(*sheets: Any) -> None:
    """Say once, on the error stream, which columns nothing reads though they were probably meant."""
    for sheet in sheets:
        for note in sheet.notes:
            sys.stderr.write(f"{sheet.name}: {note}\n")


def say_faults(faults: Any, what: str) -> None:
    """The first faults of a file's rows on the error stream, and how many more there are."""
    for fault in faults[:20]:
        sys.stderr.write(f"{fault.words}\n")
    if len(faults) > 20:
        sys.stderr.write(f"and {len(faults) - 20} more rows {what}\n")
