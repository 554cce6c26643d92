"""May it dock, and at what price: the port fee of one call, or of every call in a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.answers import answer_fee
from detente.cli.ask import asks
from detente.cli.file_options import reading_of_options
from detente.cli.progress import progress_on
from detente.cli.rowfile import finish_file
from detente.cli.show import as_json, say_columns, show
from detente.cli.speaking import spoken
from detente.questions import FeeQuestion
from detente.regime import known_day
from detente.rowfiles import source_of
from detente.terms import InputError


@asks(FeeQuestion)
def fee(
    question: FeeQuestion,
    file: Path | None = None,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    vessel_years: Path | None = None,
    full: bool = False,
    read_as: Mapping[str, str] | None = None,
    save_map: Path | None = None,
    json: bool = False,
) -> int:
    """Show the fee; a file of calls is answered row by row.

    Parameters
    ----------
    file
        Calls in a file (CSV, Parquet, Excel): columns side, port_call_on and the facts.
    output
        Where to write the answered calls of a file (.csv, .parquet, .xlsx).
    vessel_years
        Where to write the sums by vessel and billing year.
    full
        Show the because and the sources of every rule.
    read_as
        How the file is read.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
    json
        Print the answer as JSON.
    """
    if file is not None or output is not None:
        source = source_of(file, reading_of_options(read_as))
        return _file(question, source, output, (vessel_years, save_map), full=full, json=json)
    answer = answer_fee(question)
    if json:
        as_json(answer)
        return 0
    from detente.report import fee_screen

    show(fee_screen(answer), full=full)
    return 0


def _file(
    question: FeeQuestion,
    path: Any,
    output: Path | None,
    beside: tuple[Path | None, Path | None],
    *,
    full: bool,
    json: bool,
) -> int:
    from detente.port_fees import CALL_COLUMNS, CALL_FACT_COLUMNS, fee_rows, vessel_years
    from detente.report import write_sheets
    from detente.rowfiles import read_sheet, write_frame

    if path is None or output is None:
        raise InputError(
            "a file of calls needs a place for the answers", remedy="detente fee FILE -o OUT.csv"
        )
    with progress_on("reading", quiet=json):
        sheet = read_sheet(
            path,
            required=CALL_COLUMNS,
            known=("call_id", "known", "reading", "state", *CALL_FACT_COLUMNS),
            say_unread=True,
        )
    years, save = beside
    say_columns(sheet, save=save)
    known = known_day(question.known, question.hindsight)
    with progress_on("answering", sheet.frame.height, quiet=json) as tick:
        frame, faults = fee_rows(sheet, known=known, reading=question.reading, progress=tick)
    with progress_on("writing", quiet=json):
        sums = vessel_years(frame)
        sheets = {"Lines": frame, "Vessel-years": sums}
        write_sheets(output, frame, lambda: sheets, language=spoken())
    if years is not None:
        write_frame(years, sums)
    return finish_file(frame, faults, output, "port call", full=full, json=json)
