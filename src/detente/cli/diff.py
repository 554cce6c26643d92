"""What did we learn between two days, and what changed between two days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from detente.cli.lines import lines_table, write_lines
from detente.cli.show import as_json, table
from detente.terms import InputError

Days = Annotated[list[str] | None, Parameter(negative="")]


def diff(
    *day: str,
    known: Days = None,
    on: Days = None,
    lines: bool = True,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    atom: Path | None = None,
    language: Literal["en", "zh"] = "en",
    json: bool = False,
) -> int:
    """What changed between two days: DAY DAY, or --on DAY --on DAY; what was learned: --known DAY --known DAY.

    With two --known days: everything that became known after the first and by the second. With two days, or
    two --on: clauses that stand otherwise on the second, as known on the one --known day (default the second).

    Parameters
    ----------
    day
        Two days to compare the law on.
    known
        One day of knowledge, or two to see what was learned between them.
    on
        Two days to compare the law on.
    lines
        Also which lines of the installed schedule changed, why, and by how much.
    output
        A file (.csv, .parquet, .xlsx) with every changed line.
    atom
        Write what was learned as an Atom feed.
    language
        Of the feed: en or zh.
    json
        Print the answer as JSON.
    """
    from detente.outcomes import difference

    days, asked = (*day, *(on or [])), tuple(known or ())
    title, answer = difference(days, asked, lines=lines or output is not None)
    if atom is not None:
        if len(asked) != 2:
            raise InputError("a feed tells what was learned", where="--atom", remedy="give --known twice")
        from detente.report import feed
        from detente.rowfiles import write_atomic

        body = feed(answer.clauses, language=language)
        write_atomic(atom, lambda path: _write(path, body))
    if output is not None and answer.lines is not None:
        write_lines(answer.lines, output)
    if json:
        as_json(answer)
        return 0
    from detente.report import diff_table

    table(diff_table(answer.clauses, title))
    if answer.lines is not None:
        table(lines_table(answer.lines))
    return 0


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)
