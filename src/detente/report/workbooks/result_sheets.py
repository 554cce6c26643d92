"""Extra sheets of a result workbook: summary, exceptions, sources, method. Words and pictures only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from detente.portfolio import sources
from detente.regime import tables
from detente.rowfiles import write_atomic, write_frame, write_workbook

if TYPE_CHECKING:
    import polars as pl

    from detente.duties import PortfolioSummary
    from detente.portfolio import PortfolioAnswer


def extra_sheets(answer: PortfolioAnswer, totals: PortfolioSummary) -> dict[str, pl.DataFrame]:
    """Summary, Exceptions, Sources and Method sheets of a portfolio."""
    import polars as pl

    rows = [
        (k.replace("_", " "), "no upper bound known" if v is None else str(v))
        for k, v in totals
        if k not in ("by_status", "columns", "faults")
    ]
    rows += [(f"lines {k}", str(v)) for k, v in totals.by_status.items()]
    summary = pl.DataFrame({"item": [r[0] for r in rows], "value": [r[1] for r in rows]})
    method = pl.DataFrame(
        {
            "method": [
                "Values are rounded to whole dollars before a rate applies (19 CFR 159.3); duty is computed "
                "per line to the cent.",
                "total_pct and duty_usd are duties only: MPF, HMF, AD/CVD and taxes are outside.",
                "undetermined: a fact is missing; low and high bound the duty over every value of it.",
                "not_modelled: law exists that is not covered; the note says which way the answer errs.",
                "refundable_usd: collected under a measure since held void.",
                f"Rules {answer.rules}, schedule data {answer.data}: the same rules and data give the same "
                "answer.",
            ]
        }
    )
    return {
        "Summary": summary,
        "Exceptions": exceptions(answer),
        "Sources": sources(answer),
        "Method": method,
    }


def exceptions(answer: PortfolioAnswer) -> pl.DataFrame:
    """Lines that are not settled: their bounds under the law itself, and what would settle them."""
    import polars as pl

    odd = answer.rows_where(~answer.settled)
    return pl.DataFrame(
        {
            "row": pl.Series([a.row for a in odd], dtype=pl.Int64),
            "status": pl.Series([a.status for a in odd], dtype=pl.String),
            "missing": pl.Series([", ".join(a.missing) for a in odd], dtype=pl.String),
            "low_usd": pl.Series([None if a.low is None else a.low / 100 for a in odd], dtype=pl.Float64),
            "high_usd": pl.Series([None if a.high is None else a.high / 100 for a in odd], dtype=pl.Float64),
            "what": pl.Series(["; ".join((*_asked(a.missing), *a.notes)) for a in odd], dtype=pl.String),
        }
    )


def write_sheets(path: Path, rows: pl.DataFrame, sheets: Callable[[], Mapping[str, pl.DataFrame]]) -> None:
    """Write a workbook (.xlsx), or the rows alone (.csv, .parquet). No text becomes a formula."""
    if path.suffix.lower() != ".xlsx":
        write_frame(path, rows)
        return
    write_atomic(path, lambda p: write_workbook(p, dict(sheets())))


def _asked(missing: Iterable[str]) -> Iterator[str]:
    """What to add to the file for each fact a line depends on: the column, and its question in words."""
    facts = tables().facts
    return (f"add a column {name}: {facts[name]['question']['en']}" for name in missing if name in facts)
