"""May it dock, and at what price: the port fee of one call, or of every call in a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente.answers import answer_fee
from detente.cli.ask import asks
from detente.cli.file_options import reading_of_options
from detente.cli.progress import progress_on
from detente.cli.rowfile import finish_file
from detente.cli.show import clock_words, say_columns, shown
from detente.questions import FeeQuestion
from detente.regime import known_day
from detente.rowfiles import source_of
from detente.terms import InputError

if TYPE_CHECKING:
    from detente.port_fees import FeeAnswer


@asks(FeeQuestion)
def fee(
    question: FeeQuestion,
    file: Path | None = None,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    vessel_years: Path | None = None,
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
    read_as
        How the file is read.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
    json
        Print the answer as JSON.
    """
    if file is not None or output is not None:
        source = source_of(file, reading_of_options(read_as))
        return _file(question, source, output, (vessel_years, save_map), json=json)
    shown(answer_fee(question), _renderable, json=json)
    return 0


def _file(
    question: FeeQuestion,
    path: Any,
    output: Path | None,
    beside: tuple[Path | None, Path | None],
    *,
    json: bool,
) -> int:
    from detente.port_fees import CALL_COLUMNS, CALL_FACT_COLUMNS, fee_rows, vessel_years
    from detente.rowfiles import read_sheet, write_frame

    if path is None or output is None:
        raise InputError(
            "a file of calls needs a place for the answers", remedy="detente fee FILE -o OUT.csv"
        )
    sheet = read_sheet(path, required=CALL_COLUMNS, known=("call_id", "known", "state", *CALL_FACT_COLUMNS))
    years, save = beside
    say_columns(sheet, save=save)
    with progress_on("answering", quiet=json):
        frame, faults = fee_rows(sheet, known=known_day(question.known, question.hindsight))
        sums = vessel_years(frame)
        write_frame(output, frame, sheets={"Vessel-years": sums})
    if years is not None:
        write_frame(years, sums)
    return finish_file(frame, faults, output, json=json)


def _renderable(answer: FeeAnswer) -> Any:
    """An answer for the terminal."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    if answer.fee_amount is not None:
        words = f"{answer.fee_amount:,.2f} {answer.currency}"
    else:
        high = "unknown" if answer.high is None else f"{answer.high:,.2f}"
        words = f"undetermined: between {answer.low:,.2f} and {high} {answer.currency}"
    annex = f", Annex {answer.annex}" if answer.annex else ""
    lines = Table(box=box.SIMPLE_HEAD)
    for name in ("fee", "amount", "because", "cited"):
        lines.add_column(name)
    for line in answer.lines:
        cited = "\n".join(c.citation + (f", {c.at}" if c.at else "") for c in line.cite)
        amount = "?" if line.amount is None else f"{line.amount:,.2f}"
        lines.add_row(line.what, amount, line.because, f"{cited}  [{line.confidence}]")
    parts: list[Any] = [
        Text(f"{answer.side} port call on {answer.on}, as known on {answer.known}{annex}"),
        Text(words, style="bold"),
        lines,
    ]
    parts += [Text(f"? {m.fact}: {m.question} {m.question_zh}") for m in answer.missing]
    parts += [
        Text(f"{s.state.replace('_', ' ')}: {'undetermined' if s.fee_amount is None else s.fee_amount}")
        for s in answer.states
    ]
    if answer.next_clock:
        parts.append(Text(clock_words(answer.next_clock)))
    if answer.hindsight:
        parts.append(Text(f"later: {answer.hindsight.words}", style="italic"))
    parts += [Text(w) for w in (*answer.notes, *(f"not covered: {w}" for w in answer.not_modelled))]
    if answer.assumed:
        parts.append(
            Text(f"taken as not claimed: {', '.join(a.split()[0] for a in answer.assumed)}", style="dim")
        )
    parts.append(Text(f"verified to {answer.verified}; repeat: {answer.repeat.command}", style="dim"))
    return Group(*parts)
