"""A result as a workbook: its first page, the lines, exceptions, sources, method. Words and pictures only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.portfolio import overview, sources
from detente.regime import tables
from detente.report.workbooks.front_page import front_page
from detente.report.workbooks.looks import look_of
from detente.report.workbooks.sheet_words import told_in
from detente.rowfiles import write_atomic, write_frame, write_workbook

if TYPE_CHECKING:
    import polars as pl

    from detente.duties import PortfolioSummary
    from detente.portfolio import PortfolioAnswer


def extra_sheets(answer: PortfolioAnswer) -> dict[str, pl.DataFrame]:
    """Exceptions, Sources and Method sheets of a portfolio."""
    import polars as pl

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


def write_result(
    path: Path,
    rows: pl.DataFrame,
    answer: PortfolioAnswer,
    totals: PortfolioSummary,
    *,
    extra: Mapping[str, pl.DataFrame] | None = None,
    language: str = "en",
) -> None:
    """Write an answered file: a workbook opens on its one-page summary; CSV and Parquet hold the rows alone.

    Parameters
    ----------
    rows : DataFrame
        The answered rows, wide or long.
    extra : mapping, optional
        Further sheets by name, before those on exceptions, sources and method.
    language : str
        ``en`` or ``zh…``: of the first sheet and of the headings.
    """
    if path.suffix.lower() != ".xlsx":
        write_frame(path, rows)
        return
    sheets = told_in({"Lines": rows, **(extra or {}), **extra_sheets(answer)}, language)
    looks = {name: look_of(frame, language) for name, frame in sheets.items()}
    front = front_page(overview(answer), totals, language)
    write_atomic(path, lambda p: write_workbook(p, sheets, looks=looks, front=front))


def write_sheets(
    path: Path,
    rows: pl.DataFrame,
    sheets: Callable[[], Mapping[str, pl.DataFrame]],
    *,
    front: Callable[[Any], None] | None = None,
    language: str = "en",
) -> None:
    """Write a workbook (.xlsx), or the rows alone (.csv, .parquet). No text becomes a formula."""
    if path.suffix.lower() != ".xlsx":
        write_frame(path, rows)
        return
    held = dict(sheets())
    looks = {name: look_of(frame, language) for name, frame in held.items()}
    write_atomic(path, lambda p: write_workbook(p, held, looks=looks, front=front))


def _asked(missing: Iterable[str]) -> Iterator[str]:
    """What to add to the file for each fact a line depends on: the column, and its question in words."""
    facts = tables().facts
    return (f"add a column {name}: {facts[name]['question']['en']}" for name in missing if name in facts)
