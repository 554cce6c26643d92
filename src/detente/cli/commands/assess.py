"""A portfolio file in, an answered file out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from detente.answers import Assessed, Layout, assessed, check_layout, lines_of
from detente.cli.ask import asks
from detente.cli.progress import progress_on
from detente.cli.show import as_json, say_columns, show
from detente.cli.speaking import spoken
from detente.questions import AssessQuestion
from detente.terms import InputError

if TYPE_CHECKING:
    from detente.duties import PortfolioSummary


@asks(AssessQuestion)
def assess(
    question: AssessQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    layout: Literal["wide", "long"] = "wide",
    engine: Literal["local", "spark", "ray"] = "local",
    full: bool = False,
    save_map: Path | None = None,
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
    full
        Show every line with its layers.
    save_map
        Write how the columns were read (YAML or TOML), for --map-file.
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
    with progress_on("reading", quiet=json):
        sheet = lines_of(question)
    say_columns(sheet, save=save_map)
    with progress_on("assessing", sheet.frame.height, quiet=json) as tick:
        done = assessed(question, sheet, tick)
    totals = done.summary
    if output is not None:
        with progress_on("writing", quiet=json):
            _write(done, totals, output, layout)
    if json:
        as_json(totals)
    else:
        from detente.report import portfolio_screen
        from detente.rowfiles import reading_of, source_of

        source = source_of(question.portfolio, reading_of(question.read_as))
        show(portfolio_screen(done.answer, totals, output, source=source), full=full)
    return 0 if done.answer.answered.all() else 1


def _write(done: Assessed, totals: PortfolioSummary, output: Path, layout: Layout) -> None:
    """The answered rows in a file; a workbook also has sheets on totals and timing."""
    from detente.report import timing_sheets, write_result

    frame, timing = done.rows(layout)
    extra = timing_sheets(timing) if timing is not None else {}
    write_result(output, frame, done.answer, totals, extra=extra, language=spoken())
