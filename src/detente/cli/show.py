"""What every command does with an answer: print it as JSON, or write a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from detente.cli.speaking import said, said_line, spoken


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


def show(screen: Any, *, full: bool = False) -> None:
    """Print a screen in the language of the run, all of it in the pager where it is asked for in full."""
    from detente import report

    report.show(screen, full=full, language=spoken())


def write_bytes(path: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    from detente.rowfiles import write_atomic

    write_atomic(path, lambda place: _put(place, body))


def _put(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def say_columns(*sheets: Any, save: Path | None = None) -> None:
    """Say once, on the error stream, how the columns of files were read, and what was passed over."""
    for sheet in sheets:
        if sheet.mapping:
            _say_mapping(sheet)
        for note in sheet.notes:
            mark = said(":")
            sys.stderr.write(f"{sheet.name}{mark}{' ' if mark == ':' else ''}{said_line(note)}\n")
    if save is not None:
        from detente.cli.file_options import save_mapping

        save_mapping(save, *sheets)
        sys.stderr.write(said_line(f"the mapping is written to {save}: give it again with --map-file") + "\n")


def _say_mapping(sheet: Any) -> None:
    """A small table: the file's column, what it is read as, a value of it."""
    from rich.cells import cell_len

    rows = [(said("your column"), said("is read as"), said("for example"))]
    rows += [(c.column[:36], c.meaning, c.example) for c in sheet.mapping]
    widths = [max(cell_len(row[i]) for row in rows) for i in (0, 1)]
    sys.stderr.write(f"{sheet.name}{said(':')}\n")
    for row in rows:
        cells = [row[i] + " " * (widths[i] - cell_len(row[i])) for i in (0, 1)]
        sys.stderr.write(f"  {cells[0]}  {cells[1]}  {row[2]}\n".rstrip(" \n") + "\n")


def say_faults(faults: Any, what: str) -> None:
    """The first faults of a file's rows on the error stream, and how many more there are."""
    sys.stdout.flush()  # both streams stand in one terminal: what was answered comes first
    for fault in faults[:20]:
        sys.stderr.write(said_line(fault.words) + "\n")
    if len(faults) > 20:
        sys.stderr.write(said_line(f"and {len(faults) - 20} more rows {what}") + "\n")
