"""Which lines changed between two points, why and by how much: the second half of `detente diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from detente.portfolio import ChangesAnswer


def write_lines(answer: ChangesAnswer, output: Path) -> None:
    """Every changed line into a file."""
    import polars as pl

    from detente.rowfiles import write_frame

    rows = [{**line.model_dump(), "causes": " ".join(line.causes)} for line in answer.lines]
    write_frame(output, pl.DataFrame(rows) if rows else pl.DataFrame({"hts": []}))


def lines_table(answer: ChangesAnswer, limit: int = 20) -> Table:
    """Causes of the changed lines, the widest first."""
    from rich import box
    from rich.table import Table

    table = Table(
        title=f"{answer.lines_changed:,} of {answer.lines_seen:,} lines of the installed schedule changed",
        box=box.SIMPLE_HEAD, title_justify="left",
    )  # fmt: skip
    table.add_column("lines", justify="right")
    table.add_column("points", justify="right")
    for name in ("measure", "before", "after", "because"):
        table.add_column(name)
    for c in answer.causes[:limit]:
        table.add_row(
            f"{c.lines:,}", f"{c.points:+g}", c.words, c.before.replace("_", " "), c.after.replace("_", " "),
            f"{c.citation}; e.g. {c.examples[0]}",
        )  # fmt: skip
    return table
