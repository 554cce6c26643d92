"""Timing as sheets of a workbook: clocks, goods held, option value of waiting, drawback, refunds, rules."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from detente.outcomes import ClockDay, DrawnLine, HeldLine, HeldTotal, RefundLine, Timing, WaitingLine
from detente.report.workbooks.result_sheets import write_sheets
from detente.report.workbooks.sheet_words import sheets_in

if TYPE_CHECKING:
    import polars as pl


def timing_sheets(answer: Timing) -> dict[str, pl.DataFrame]:
    """The sheets by name; a sheet without rows keeps its header."""
    import polars as pl

    rules = [f"{w.way}: {w.says} ({w.source}; confidence {w.confidence})" for w in answer.ways]
    odds = [
        f"chance of {c.outcome}: {c.probability:.4f}{' (assumed)' if c.assumed else ''}"
        for c in answer.chances
    ]
    said = [f"As known on {answer.known}.", *rules, *odds, *answer.refund_status]
    said += [f"not modelled: {n}" for n in answer.not_modelled] + list(answer.notes)
    return {
        "Timing": frame(answer.held, HeldTotal),
        "Timing clocks": frame(answer.clocks, ClockDay),
        "Timing lines": frame(answer.held_lines, HeldLine),
        "Option value": frame(answer.waiting, WaitingLine),
        "Drawback": frame(answer.drawn_lines, DrawnLine),
        "Refunds": frame(answer.refunds, RefundLine),
        "Timing rules": pl.DataFrame({"rule": pl.Series(said, dtype=pl.String)}),
    }


def frame(rows: Sequence[BaseModel], kind: type[BaseModel]) -> pl.DataFrame:
    """Answers as a frame, one row each: money as numbers, lists in one cell."""
    import polars as pl

    cells = [{k: _cell(v) for k, v in row.model_dump().items()} for row in rows]
    schema: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        words = str(field.annotation)
        number = "Decimal" in words or field.annotation is float
        schema[name] = pl.Float64 if number else pl.Int64 if field.annotation is int else pl.String
    return pl.DataFrame(cells, schema=schema)


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return "; ".join(value) if isinstance(value, tuple) else value


def write_timing(path: Path, answer: Timing, *, language: str = "en") -> None:
    """Write the workbook (.xlsx), or the lines that can wait (.csv, .parquet)."""
    sheets = timing_sheets(answer)
    write_sheets(path, sheets["Timing lines"], lambda: sheets_in(sheets, language))
