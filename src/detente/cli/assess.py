"""A portfolio file in, an answered file out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from detente.cli.show import as_json, say_columns, table
from detente.regime import known_day
from detente.terms import InputError


def assess(
    file: Path,
    *,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    layout: Literal["wide", "long"] = "wide",
    known: str | None = None,
    hindsight: bool = False,
    state: Literal["by_text", "announced"] = "by_text",
    outcomes: str | None = None,
    outcome_file: Annotated[list[Path] | None, Parameter(negative="")] = None,
    timing: Annotated[bool, Parameter(negative="")] = False,
    engine: Literal["local", "spark", "ray"] = "local",
    json: bool = False,
) -> int:
    """What every line of a file owes: CSV, Parquet or Excel in, the same out.

    Columns: line_id, hts, origin, entry_date, customs_value_usd, and any fact (`detente facts`);
    known and invoice_id are optional. Bad rows are named by row and column, the others are answered.

    Parameters
    ----------
    file
        The portfolio: .csv, .parquet or .xlsx.
    output
        Where the answers go (.csv, .parquet, .xlsx); without it only the summary is shown.
    layout
        wide: one row a line; long: one row a line and layer, with citations.
    known
        Day of the knowledge used for every row (default: the row's `known`, else its entry date).
    hindsight
        Use all knowledge to the last day the law was checked.
    state
        Past the last checked day: what the text says, or what was announced.
    outcomes
        Outcomes by name, with commas between: columns of duty, low and high under each (wide layout).
    outcome_file
        Outcome file of your own in YAML; may be given again.
    timing
        With --outcomes: columns of the best day out of a bonded warehouse, its duty, the duty in a zone and
        drawback under each outcome; sheets on timing in a workbook.
    engine
        local here; spark and ray need the extra `scale`.
    json
        Print the summary as JSON.
    """
    from detente.portfolio import assess_sheet, portfolio_sheet, summary
    from detente.regime import tables
    from detente.rowfiles import write_frame

    if engine != "local":
        raise InputError(
            f"engine {engine} is not available here", where="--engine", remedy="use --engine local"
        )
    law = tables()
    day = known_day(known, hindsight, law=law)
    if outcomes and (layout == "long" or output is None):
        raise InputError(
            "outcomes are columns of the wide layout", where="--outcomes", remedy="give -o and leave --layout"
        )
    if timing and not outcomes:
        raise InputError("timing compares outcomes", where="--timing", remedy="give --outcomes a,b and -o")
    sheet = portfolio_sheet(file, law, dated=True)
    say_columns(sheet)
    with _progress(sheet.frame.height, json) as tick:
        answer = assess_sheet(sheet, known=day, state=state, law=law, progress=tick)
    totals = summary(answer)
    if output is not None:
        from detente.outcomes import answered_frame

        frame, every = answered_frame(
            answer, law, layout, outcomes=outcomes or "", files=outcome_file or (), known=day, timing=timing
        )
        sheets = None
        if output.suffix.lower() == ".xlsx":
            from detente.report import extra_sheets, timing_sheets

            sheets = {**extra_sheets(answer, totals), **(timing_sheets(every) if every is not None else {})}
        write_frame(output, frame, sheets=sheets)
    if json:
        as_json(totals)
    else:
        from detente.report import portfolio_table

        table(portfolio_table(answer, totals, output))
    return 0 if answer.answered.all() else 1


class _progress:  # noqa: N801 - a context, not a kind of thing
    """A progress bar on long work in a terminal; silent for short work, files and JSON."""

    def __init__(self, total: int, quiet: bool) -> None:
        self.total = total
        self.show = total > 5000 and not quiet and sys.stderr.isatty()

    def __enter__(self):  # type: ignore[no-untyped-def]
        if not self.show:
            return None
        from rich.progress import Progress

        from detente.report import console

        self.bar = Progress(console=console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task("assessing", total=self.total)
        return lambda done: self.bar.update(task, completed=done)

    def __exit__(self, *_: object) -> None:
        if self.show:
            self.bar.stop()
