"""The panel of every line over time, and the weighted average rate."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente.answers import panel_frame, panel_summary
from detente.cli.ask import asks
from detente.cli.progress import progress_on
from detente.cli.show import as_json, show
from detente.cli.speaking import spoken
from detente.questions import PanelQuestion
from detente.terms import InputError

if TYPE_CHECKING:
    import polars as pl


@asks(PanelQuestion)
def panel(
    question: PanelQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    averages: Path | None = None,
    full: bool = False,
    json: bool = False,
) -> int:
    """Make the panel, and say what it holds.

    Parameters
    ----------
    output
        Where the panel goes: .parquet, .csv or .xlsx.
    averages
        Where the average rates go, one row a day: .parquet, .csv or .xlsx.
    full
        Show every day of the average rate.
    json
        Print the summary as JSON.
    """
    frame = _frame(question, quiet=json or not sys.stderr.isatty())
    if output is not None:
        from detente.report import write_sheets

        write_sheets(output, frame, lambda: {"Panel": frame}, language=spoken())
    answer = panel_summary(question, frame)
    if output is not None:
        answer = answer.model_copy(update={"written": str(output)})
    if averages is not None:
        _write_averages(answer.effective, averages)
    if json:
        as_json(answer)
    else:
        from detente.report import panel_screen

        show(panel_screen(answer, spoken()), full=full)
    return 0


def _frame(question: PanelQuestion, *, quiet: bool) -> pl.DataFrame:
    """The panel, with a progress bar."""
    with progress_on("panel", 100, unit="%", quiet=quiet) as tick:
        return panel_frame(question, lambda done, total: tick(100 * done // max(total, 1)))


def _write_averages(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """The average rates into a file of their own."""
    import polars as pl

    from detente.report import write_sheets

    if not rows:
        raise InputError("there are no averages to write", where="--averages", remedy="add --weights or --by")
    frame = pl.DataFrame(rows, infer_schema_length=None)
    write_sheets(path, frame, lambda: {"Averages": frame}, language=spoken())
