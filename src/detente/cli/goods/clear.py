"""Clear a file of transactions: who is listed, which licence, which fee, what to ask next, what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.answers import clear_tables
from detente.cli.ask import asks
from detente.cli.progress import progress_on
from detente.cli.show import as_json, say_columns, say_faults, show
from detente.cli.speaking import spoken
from detente.questions import ClearQuestion
from detente.rowfiles import RowFault


@asks(ClearQuestion)
def clear(
    question: ClearQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    html: Path | None = None,
    full: bool = False,
    save_map: Path | None = None,
    json: bool = False,
) -> int:
    """Show what stops each transaction, those that are stopped first.

    A transaction that cannot be read is named, the others are answered; the exit status is 1 then.

    Parameters
    ----------
    output
        Where to write the answers (.xlsx with questions, parties and acts beside; .csv, .parquet).
    html
        Write a page: a card for each transaction with what to do.
    full
        Show every rule with its source, every question with what each answer would settle.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
    json
        Print the answer as JSON.
    """
    from detente.clearance import clear as clear_of
    from detente.clearance import read_transactions

    given, tables, asking = clear_tables(question)
    with progress_on("reading", quiet=json):
        read = read_transactions(given)
    if read.sheet is not None:
        say_columns(read.sheet, save=save_map)
    with progress_on("answering", len(read.records), quiet=json) as tick:
        answer = clear_of(read, tables, asking, progress=tick)
    _write(answer, output, html)
    if json:
        as_json(answer)
        return 1 if answer.faults else 0
    from detente.report import clear_screen

    show(clear_screen(answer, tuple(path for path in (output, html) if path is not None)), full=full)
    say_faults([RowFault(f.row, f.column, f.text, f.file) for f in answer.faults], "that failed")
    return 1 if answer.faults else 0


def _write(answer: Any, output: Path | None, html: Path | None) -> None:
    from detente.clearance import cleared_frames

    if output is not None:
        from detente.report import write_sheets

        sheets = cleared_frames(answer)
        write_sheets(output, sheets["Transactions"], lambda: sheets, language=spoken())
    if html is not None:
        from detente.report import write_clear_page

        write_clear_page(html, answer, language=spoken())
