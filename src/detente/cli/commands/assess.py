"""A portfolio file in, an answered file out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from detente.answers import Assessed, Layout, assessed, check_layout, lines_of
from detente.cli.ask import asks
from detente.cli.show import as_json, say_columns, table
from detente.cli.speaking import spoken
from detente.questions import AssessQuestion
from detente.terms import InputError

if TYPE_CHECKING:
    from detente.duties import PortfolioSummary

LONG_WORK = 5000


@asks(AssessQuestion)
def assess(
    question: AssessQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    layout: Literal["wide", "long"] = "wide",
    engine: Literal["local", "spark", "ray"] = "local",
    json: bool = False,
) -> int:
    """Show the summary, and write the answered rows.

    Parameters
    ----------
    output
        Where the answers go (.csv, .parquet, .xlsx); without it only the summary is shown.
    layout
        wide: one row a line; long: one row a line and layer, with citations.
    engine
        local here; spark and ray need the extra `scale`.
    json
        Print the summary as JSON.
    """
    if engine != "local":
        raise InputError(
            f"engine {engine} is not available here", where="--engine", remedy="use --engine local"
        )
    check_layout(question, layout)
    if question.outcomes and output is None:
        raise InputError("outcomes are columns of the answered file", where="outcomes", remedy="give -o FILE")
    sheet = lines_of(question)
    say_columns(sheet)
    with _progress(sheet.frame.height, quiet=json) as tick:
        done = assessed(question, sheet, tick)
    totals = done.summary
    if output is not None:
        _write(done, totals, output, layout)
    if json:
        as_json(totals)
    else:
        from detente.report import portfolio_table

        table(portfolio_table(done.answer, totals, output))
    return 0 if done.answer.answered.all() else 1


def _write(done: Assessed, totals: PortfolioSummary, output: Path, layout: Layout) -> None:
    """The answered rows in a file; a workbook also has sheets on totals and timing."""
    from detente.rowfiles import write_frame

    frame, timing = done.rows(layout)
    sheets = None
    if output.suffix.lower() == ".xlsx":
        from detente.report import extra_sheets, sheets_in, timing_sheets

        sheets = sheets_in(
            {
                **extra_sheets(done.answer, totals),
                **(timing_sheets(timing) if timing is not None else {}),
            },
            spoken(),
        )
    write_frame(output, frame, sheets=sheets)


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """A progress bar on long work in a terminal; silent for short work, files and JSON."""
    if total <= LONG_WORK or quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress

    from detente.report import console

    with Progress(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("assessing", total=total)
        yield lambda done: bar.update(task, completed=done)
