"""What did we learn between two days, and what changed between two days."""

from __future__ import annotations

import sys
from json import dumps
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.cli.lines import changed_lines, lines_table
from detente.cli.show import table
from detente.terms import InputError, read_day

Days = Annotated[list[str] | None, Parameter(negative="")]


def diff(
    *day: str,
    known: Days = None,
    on: Days = None,
    lines: bool = True,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    atom: Path | None = None,
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
    json
        Print the answer as JSON.
    """
    from detente.assess.licence import law_tables
    from detente.outlook.learned import changed, learned
    from detente.regime.tables import tables

    days = [read_day(d, what="--on").isoformat() for d in (*day, *(on or []))]
    asked = [read_day(d, what="--known").isoformat() for d in (known or [])]
    law, trade = tables(), law_tables()
    rows: Any
    points: tuple[tuple[str, str], tuple[str, str]]
    if len(asked) == 2 and not days:
        rows = learned(law, trade, *asked)
        title = f"Learned after {asked[0]} and by {asked[1]}"
        points = ((asked[1], asked[0]), (asked[1], asked[1]))
    elif len(days) == 2 and len(asked) <= 1:
        as_known = asked[0] if asked else days[1]
        rows = changed(law, trade, days[0], days[1], as_known)
        title = f"Changed between {days[0]} and {days[1]}, as known {as_known}"
        points = ((days[0], as_known), (days[1], as_known))
    else:
        raise InputError(
            f"{len(days)} day(s) and {len(asked)} day(s) of knowledge",
            remedy="give two days, or --known twice: detente diff --known 2025-10-29 --known 2025-11-10",
        )
    if atom is not None:
        if len(asked) != 2:
            raise InputError("a feed tells what was learned", where="--atom", remedy="give --known twice")
        from detente.assess.tables import write_atomic
        from detente.report.atom import feed

        body = feed(rows)
        write_atomic(atom, lambda path: _write(path, body))
    moved = changed_lines(*points, output) if lines or output is not None else None
    if json:
        body_json: dict[str, Any] = {"clauses": [r.model_dump(mode="json") for r in rows]}
        body_json["lines"] = moved.model_dump(mode="json") if moved is not None else None
        sys.stdout.write(dumps(body_json, ensure_ascii=False, indent=2) + "\n")
        return 0
    from detente.report.outcomes import diff_table

    table(diff_table(rows, title))
    if moved is not None:
        table(lines_table(moved))
    return 0


def _write(path: Path, body: bytes) -> None:
    path.write_bytes(body)
