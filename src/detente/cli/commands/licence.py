"""May it ship: the export licence of one transaction, or of every row of a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.answers import answer_licence
from detente.cli.ask import asks
from detente.cli.file_options import reading_of_options
from detente.cli.progress import progress_on
from detente.cli.rowfile import finish_file
from detente.cli.show import as_json, say_columns, show
from detente.cli.speaking import spoken
from detente.questions import LicenceQuestion
from detente.regime import known_day
from detente.rowfiles import source_of
from detente.terms import InputError, file_at


@asks(LicenceQuestion)
def licence(
    question: LicenceQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    full: bool = False,
    read_as: Mapping[str, str] | None = None,
    save_map: Path | None = None,
    json: bool = False,
) -> int:
    """Show the verdict; a file of rows in place of the item is answered row by row.

    Parameters
    ----------
    output
        Where to write the answered rows of a file (.csv, .parquet, .xlsx).
    full
        Show the because and the sources of every rule.
    read_as
        How the file is read.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
    json
        Print the answer as JSON.
    """
    path = Path(question.item)
    if output is not None or (path.suffix and file_at(path)):
        source = source_of(path, reading_of_options(read_as))
        return _file(question, source, (output, save_map), full=full, json=json)
    answer = answer_licence(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import licence_screen

    show(licence_screen(answer), full=full)
    return 0


def _file(
    question: LicenceQuestion, path: Any, beside: tuple[Path | None, Path | None], *, full: bool, json: bool
) -> int:
    from detente.licensing import TRANSACTION_COLUMNS, TRANSACTION_FACTS, licence_rows
    from detente.report import write_sheets
    from detente.rowfiles import read_sheet

    output, save = beside
    if output is None:
        raise InputError("a file of rows needs a place for the answers", remedy="add -o OUT.csv")
    with progress_on("reading", quiet=json):
        sheet = read_sheet(
            path,
            required=TRANSACTION_COLUMNS,
            known=(
                "case_id",
                "known",
                "side",
                "reading",
                "state",
                "end_user",
                "parameters",
                *TRANSACTION_FACTS,
            ),
            say_unread=True,
        )
    say_columns(sheet, save=save)
    known = known_day(question.known, question.hindsight)
    with progress_on("answering", sheet.frame.height, quiet=json) as tick:
        frame, faults = licence_rows(
            sheet, known=known, side=question.side, reading=question.reading, progress=tick
        )
    with progress_on("writing", quiet=json):
        write_sheets(output, frame, lambda: {"Lines": frame}, language=spoken())
    return finish_file(frame, faults, output, "transaction", full=full, json=json)
