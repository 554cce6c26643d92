"""What did we learn between two days, and what changed between two days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from detente.cli.ask import asks
from detente.cli.diff_lines import write_lines
from detente.cli.show import as_json, show, write_bytes
from detente.cli.speaking import spoken
from detente.outcomes import difference
from detente.questions import DiffQuestion
from detente.terms import InputError


@asks(DiffQuestion)
def diff(
    question: DiffQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    atom: Path | None = None,
    full: bool = False,
    json: bool = False,
) -> int:
    """Show what changed, or write it.

    Parameters
    ----------
    output
        A file (.csv, .parquet, .xlsx) with every changed line.
    atom
        Write what was learned as an Atom feed.
    full
        Show every clause with its source, and every cause.
    json
        Print the answer as JSON.
    """
    title, answer = difference(question.on, question.known, lines=question.lines or output is not None)
    if atom is not None:
        if len(question.known) != 2:
            raise InputError("a feed tells what was learned", where="--atom", remedy="give --known twice")
        from detente.report import feed

        write_bytes(atom, feed(answer.clauses, language=spoken()))
    if output is not None:
        write_lines({"US": answer.lines, "CN": answer.china_lines}, output)
    if json:
        as_json(answer)
        return 0
    from detente.report import diff_screen

    show(diff_screen(answer, title, output), full=full)
    return 0
