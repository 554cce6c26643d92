"""The panel of every line over time, and what changed between two days."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente.cli.show import days, table
from detente.terms import InputError, read_country, read_day

if TYPE_CHECKING:
    import polars as pl
    from rich.table import Table


def panel(
    *,
    from_: Annotated[str, Parameter(name="--from")] = "2025-01-01",
    to: str | None = None,
    origins: str = "CN,HK,MO",
    known: str | None = None,
    hindsight: bool = False,
    codes: Path | None = None,
    weights: Path | None = None,
    daily: bool = False,
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    json: bool = False,
) -> int:
    """Every line's rates over time, interval-coded: line, origin, component, rate, from, to, heading, provisions.

    Parameters
    ----------
    from_
        First day.
    to
        Last day, included (default: the last day the law was checked).
    origins
        Countries of origin, separated by commas.
    known
        Day of the knowledge used throughout (default: each day as known that day).
    hindsight
        Use all knowledge to the last day the law was checked.
    codes
        A file with a column hts: only these lines.
    weights
        A file with columns hts and value (and origin): also prints the weighted average rate on each day it changes.
    daily
        One row a day instead of one an interval (large).
    output
        Where the panel goes: .parquet, .csv or .xlsx.
    json
        Print the summary as JSON.
    """
    from detente.portfolio import daily as by_day
    from detente.portfolio import effective
    from detente.portfolio import panel as make
    from detente.regime import tables
    from detente.report import console
    from detente.rowfiles import read_sheet, write_frame
    from detente.terms import HtsCode

    law = tables()
    first = read_day(from_, what="--from").isoformat()
    last = read_day(to, what="--to").isoformat() if to else law.verified
    if last < first:
        raise InputError(f"--to {last} is before --from {first}", remedy="swap them")
    _, asked = days(last, known, hindsight)
    wanted = None
    if codes is not None:
        sheet = read_sheet(codes, required=("hts",))
        wanted = sorted({HtsCode.read(c).digits for c in sheet.frame["hts"].drop_nulls()})
    places = [read_country(o, what="--origins") for o in origins.split(",") if o.strip()]
    from rich.progress import Progress

    with Progress(
        console=console(stderr=True), transient=True, disable=json or not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task("classes of codes", total=None)
        frame = make(
            first=first, last=last, origins=places, known=asked if known or hindsight else "", law=law, codes=wanted,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip
    if daily:
        frame = by_day(frame, first, last)
    if output is not None:
        write_frame(output, frame)
    summary: dict[str, object] = {
        "rows": frame.height, "lines": frame["hts"].n_unique(), "first": first, "last": last,
        "known": asked if known or hindsight else "each day", "rules": law.hash,
        "written": str(output) if output else "",
    }  # fmt: skip
    series = None
    if weights is not None:
        sheet = read_sheet(weights, required=("hts", "value"))
        series = effective(frame, sheet.frame)
        summary["effective"] = series.to_dicts()
    if json:
        import json as text

        sys.stdout.write(text.dumps(summary, indent=2) + "\n")
        return 0
    table(
        f"{frame.height:,} rows, {frame['hts'].n_unique():,} lines, {first} to {last}, known {summary['known']}"
    )
    if series is not None:
        table(_series_table(series))
    if output is not None:
        table(f"written: {output}")
    return 0


def _series_table(series: pl.DataFrame) -> Table:
    from rich import box
    from rich.table import Table

    made = Table(
        title="weighted average rate, percent of customs value", box=box.SIMPLE_HEAD, title_justify="left"
    )
    for name in ("origin", "from", "low", "high", "weights covered"):
        made.add_column(name, justify="right" if name in ("low", "high", "weights covered") else "left")
    for row in series.iter_rows(named=True):
        made.add_row(
            row["origin"],
            row["day"],
            f"{row['low_pct']:.2f}",
            f"{row['high_pct']:.2f}",
            f"{row['covered']:.1%}",
        )
    return made
