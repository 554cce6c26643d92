"""The lines that changed between two points, in a file of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.portfolio import ChangesAnswer


def write_lines(answers: Mapping[str, ChangesAnswer | None], output: Path) -> None:
    """Every changed line of the schedules into a file, by the side that goods enter."""
    import polars as pl

    from detente.cli.speaking import spoken
    from detente.report import write_sheets

    rows = [
        {**line.model_dump(), "causes": " ".join(line.causes), "into": into}
        for into, answer in answers.items()
        for line in (answer.lines if answer is not None else ())
    ]
    frame = pl.DataFrame(rows) if rows else pl.DataFrame({"hts": []})
    write_sheets(output, frame, lambda: {"Changes": frame}, language=spoken())
