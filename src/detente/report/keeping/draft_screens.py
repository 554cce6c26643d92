"""Drafts of law files on a screen: what one lacks, what it would change, what landing it wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen, first_rows
from detente.report.terminal.words import plural


def draft_written_screen(path: str, name: str, lacks: Sequence[str]) -> Screen:
    """A draft made from a notice, and what a person must still say."""
    left = f"{len(lacks)} to fill in or mend" if lacks else "complete"
    return Screen(
        sentence=f"{path} written as a draft of {name}: {left}.", notes=tuple(lacks[:MOST_ROWS]),
        next_step=f"detente rule try {path}",
    )  # fmt: skip


def draft_tried_screen(answer: Any) -> Screen:
    """Which lines owe otherwise under a draft, and by how much together."""
    cells = tuple(
        (line.hts, line.origin, line.entry_date, _span_usd(line, "before"), _span_usd(line, "after"))
        for line in answer.lines
    )
    columns = (Column("code"), Column("from"), Column("entry"), Column("owes, USD"), Column("would owe, USD"))
    shown, more = first_rows(Rows(columns, cells), "lines")
    notes = list(answer.notes)
    if answer.unsettled:
        notes.append(f"{plural(answer.unsettled, 'line')} lack a fact before or after and are in no sum")
    if answer.probed:
        notes.append("lines are goods the draft names, of 10,000 USD each, on its first day")
    return Screen(
        sentence=f"{answer.lines_changed:,} of {plural(answer.lines_seen, 'line')} owe otherwise under the "
        f"draft: {answer.change_usd:+,.2f} USD together.",
        rows=shown, more=more, notes=tuple(notes), next_step=f"detente rule land {answer.draft}",
        full=(Rows(columns, cells, title="Every changed line"),),
    )  # fmt: skip


def _span_usd(line: Any, when: str) -> str:
    low, high = getattr(line, f"{when}_low_usd"), getattr(line, f"{when}_high_usd")
    if high is None:
        return f"{low:,.2f} or more"
    return f"{low:,.2f}" if low == high else f"{low:,.2f} to {high:,.2f}"


def draft_landed_screen(landed: Any) -> Screen:
    """What landing wrote, and what is left to do."""
    return Screen(
        sentence=f"{landed.id} is law: {plural(len(landed.written), 'file')} written.",
        rows=Rows((Column("written"),), tuple((path,) for path in landed.written)),
        notes=landed.notes, next_step="detente rule check",
    )  # fmt: skip
