"""The panel of every line over time, and the weighted average rate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from detente.answers import PanelSummary, panel_frame, panel_summary
from detente.cli.ask import asks
from detente.cli.progress import progress_on
from detente.cli.show import as_json, table
from detente.questions import PanelQuestion

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table


@asks(PanelQuestion)
def panel(
    question: PanelQuestion,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    json: bool = False,
) -> int:
    """Make the panel, and say what it holds.

    Parameters
    ----------
    output
        Where the panel goes: .parquet, .csv or .xlsx.
    json
        Print the summary as JSON.
    """
    frame = _frame(question, quiet=json or not sys.stderr.isatty())
    if output is not None:
        from detente.rowfiles import write_frame

        write_frame(output, frame)
    answer = panel_summary(question, frame)
    if output is not None:
        answer = answer.model_copy(update={"written": str(output)})
    if json:
        as_json(answer)
    else:
        _show(answer)
    return 0


def _frame(question: PanelQuestion, *, quiet: bool) -> pl.DataFrame:
    """The panel, with a progress bar."""
    with progress_on("panel", 100, unit="%", quiet=quiet) as tick:
        return panel_frame(question, lambda done, total: tick(100 * done // max(total, 1)))


def _show(answer: PanelSummary) -> None:
    table(
        f"{answer.rows:,} rows, {answer.lines:,} lines, {answer.first} to {answer.last}, known {answer.known}"
    )
    if answer.effective:
        table(_series_table(answer.effective))
    if answer.written:
        table(f"written: {answer.written}")


def _series_table(series: tuple[dict[str, Any], ...]) -> Table:
    from rich import box
    from rich.table import Table

    rows = Table(
        title="weighted average rate, percent of customs value", box=box.SIMPLE_HEAD, title_justify="left"
    )
    for name in ("origin", "from", "low", "high", "weights covered"):
        rows.add_column(name, justify="right" if name in ("low", "high", "weights covered") else "left")
    for row in series:
        rows.add_row(
            row["origin"],
            row["day"],
            f"{row['low_pct']:.2f}",
            f"{row['high_pct']:.2f}",
            f"{row['covered']:.1%}",
        )
    return rows
