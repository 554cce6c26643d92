"""A portfolio on a screen: what it owes, then the lines that matter; no arithmetic."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen
from detente.report.terminal.words import ROW_WORDS, fault_notes, plural, span, usd
from detente.rowfiles import reading_words

NEED_WORK = 5  # of the rows shown, at most so many that are open or wrong
MOST_FULL = 2000  # rows of --full; the output file has all of them


def portfolio_screen(answer: Any, totals: Any, output: Any, *, source: Any) -> Screen:
    """What the lines of a file owe: the totals in a sentence, then open lines and the largest ones.

    Parameters
    ----------
    answer : PortfolioAnswer
    totals : PortfolioSummary
    output, source : path or None
        Where the answered rows were written, and the file of the lines.
    """
    settled = totals.by_status.get("ok", 0)
    lines = plural(totals.lines, "line")
    sentence = f"{usd(totals.duty_usd)} USD of duty on {settled:,} of {lines} of {_name(answer)}"
    others = [f"{n:,} {ROW_WORDS.get(s, s)}" for s, n in totals.by_status.items() if s != "ok" and n]
    sentence += f"; {', '.join(others)}." if others else "; every line is settled."
    notes: list[str | Text] = []
    if totals.open_low_usd or totals.open_high_usd is None or totals.open_high_usd:
        words = f"The open lines owe {span(totals.open_low_usd, totals.open_high_usd)}."
        notes.append(Text(words, style="yellow"))
    if totals.refundable_usd:
        notes.append(Text(f"{usd(totals.refundable_usd)} USD may be refundable.", style="magenta"))
    notes += fault_notes(answer.faults)
    if output is not None:
        notes.append(f"Written: {output}")
    shown = _that_matter(answer)
    left = totals.lines - len(shown)
    return Screen(
        sentence=sentence, rows=_rows(answer, shown), notes=tuple(notes), next_step=_next(source, output),
        more=f"and {plural(left, 'more line')}: --full" if left else "", full=_full(answer, output),
    )  # fmt: skip


def _name(answer: Any) -> str:
    return Path(answer.sheet.name).name


def _next(source: Any, output: Any) -> str:
    if output is None:
        return (
            f"{shlex.join(['detente', 'assess', str(source), *reading_words(source)])} -o build/result.xlsx"
        )
    return shlex.join(["detente", "next", "--portfolio", str(source), *reading_words(source)])


def _that_matter(answer: Any) -> list[int]:
    """Rows to show: some that need work, the widest first, then those that owe most."""
    import numpy as np

    width = np.where(answer.answered, answer.cents.high - answer.cents.low, np.iinfo(np.int64).max)
    open_ = np.flatnonzero(~answer.settled)
    work = open_[np.argsort(-width[open_], kind="stable")][:NEED_WORK]
    settled = np.flatnonzero(answer.settled)
    owing = settled[np.argsort(-answer.cents.duty[settled], kind="stable")][: MOST_ROWS - len(work)]
    return [*work.tolist(), *owing.tolist()]


def _rows(answer: Any, places: Sequence[int]) -> Rows:
    ids = answer.sheet.frame["line_id"].to_list() if "line_id" in answer.sheet.frame.columns else None
    unread = {f.row: f.column for f in reversed(answer.faults)}
    cells: list[tuple[str | Text, ...]] = []
    for i in places:
        line = answer.line(i)
        name = (ids[i] or str(line.row)) if ids else str(line.row)
        if line.ship is None:
            why = Text(f"{unread.get(line.row, 'row')}: not read", style="red")
            cells.append((name, "–", "", Text("error", style="red"), "", why))
            continue
        cells.append(
            (name, line.ship.code.dotted, line.ship.moment[:10], _total(line), _duty(line), _depends(line))
        )
    columns = (
        Column("line" if ids else "row", right=not ids), Column("code"), Column("entry"),
        Column("total", right=True), Column("duty USD", right=True), Column("missing", words=True),
    )  # fmt: skip
    if not any(str(row[5]) for row in cells):
        return Rows(columns[:5], tuple(row[:5] for row in cells))
    return Rows(columns, tuple(cells))


def _total(line: Any) -> str | Text:
    if line.duty is None:
        return Text("open", style="yellow")
    return f"{line.total_pct:g} %" if line.total_pct is not None else ""


def _duty(line: Any) -> str:
    if line.duty is not None:
        return f"{line.duty / 100:,.2f}"
    high = "?" if line.high is None else f"{line.high / 100:,.2f}"
    return f"{line.low / 100:,.2f} to\n{high}"


def _depends(line: Any) -> str | Text:
    return Text(", ".join(line.missing), style="yellow") if line.missing else ""


def _full(answer: Any, output: Any) -> tuple[Any, ...]:
    every = range(min(len(answer.plan), MOST_FULL))
    sections: list[Any] = [_layers(answer, every)]
    if len(answer.plan) > MOST_FULL:
        sections.append(f"The first {MOST_FULL:,} lines; all are in {output or 'the file that -o writes'}.")
    faults = [f"row {f.row}, column {f.column}: {f.text}" for f in answer.faults[5:]]
    return (*sections, *faults)


def _layers(answer: Any, places: Sequence[int]) -> Rows:
    """Every line with the layers that make its total."""
    rows = _rows(answer, places)
    cells = []
    for i, row in zip(places, rows.cells, strict=True):
        line = answer.line(i)
        cells.append((*row[:5], "" if line.ship is None else _line_layers(line, answer.layer_words(line))))
    columns = (*rows.columns[:5], Column("layers, and what is missing", words=True))
    return Rows(columns, tuple(cells), title="Every line")


def _line_layers(line: Any, layers: Any) -> Text:
    parts = [f"base {line.base.words}"]
    for layer in layers:
        if layer.status in ("in_force", "void") and layer.rate_pct:
            parts.append(f"{layer.component} {layer.rate_pct} % ({layer.heading})")
        elif layer.status in ("exempt", "excluded"):
            parts.append(f"{layer.component} not due ({layer.heading or layer.status})")
    text = Text(" + ".join(parts))
    if line.missing:
        text.append(f"; missing: {', '.join(line.missing)}", style="yellow")
    if line.ship.notes:
        text.append(f"; {'; '.join(line.ship.notes)}", style="dim")
    return text
