"""The lines that changed between two points, in a file of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.portfolio import ChangesAnswer


def write_lines(answer: ChangesAnswer, output: Path) -> None:
    """Every changed line into a file."""
    import polars as pl

    from detente.cli.speaking import spoken
    from detente.report import write_sheets

    rows = [{**line.model_dump(), "causes": " ".join(line.causes)} for line in answer.lines]
    frame = pl.DataFrame(rows) if rows else pl.DataFrame({"hts": []})
    write_sheets(output, frame, lambda: {"Changes": frame}, language=spoken())
