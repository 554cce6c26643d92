"""A file of transactions or of port calls, on a screen: how many are settled, what the others wait for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from detente.report.terminal.layout import Column, Rows
from detente.report.terminal.screen import MOST_ROWS, Screen, first_rows
from detente.report.terminal.words import ROW_WORDS, plural

NAMES = ("case_id", "call_id", "item", "imo")
DAYS = ("on", "port_call_on")
NEXT = "add what is missing as columns of the file and ask again; the file written has every row's sources"
NOT_SETTLED = ("error", "undetermined", "not_modelled")


def file_screen(frame: Any, output: Any, what: str) -> Screen:
    """What the rows of a file came to: the open ones first, each with what it waits for.

    Parameters
    ----------
    frame : polars.DataFrame
        The answered rows: ``status``, the answer with its bounds, ``missing``.
    what : str
        What a row is: ``"transaction"``, ``"port call"``.
    """
    counts = {str(k): int(v) for k, v in frame["status"].value_counts(sort=True).iter_rows()}
    settled = counts.pop("ok", 0)
    others = ", ".join(f"{n:,} {ROW_WORDS.get(status, status)}" for status, n in counts.items())
    sentence = f"{settled:,} of {plural(frame.height, what)} settled"
    rank = {status: k for k, status in enumerate(NOT_SETTLED)}
    rows = sorted(frame.iter_rows(named=True), key=lambda row: rank.get(str(row["status"]), len(rank)))
    columns = (
        Column("row", words=True), Column("day"), Column("answer", words=True), Column("missing", words=True),
    )  # fmt: skip
    shown = Rows(columns, tuple(_cells(row) for row in rows))
    first, more = first_rows(shown, "rows")
    return Screen(
        sentence=f"{sentence}; {others}." if others else f"{sentence}.", rows=first, more=more,
        notes=(f"Written: {output}",),
        next_step=NEXT if any(row.get("missing") for row in rows) else f"open {output}",
        full=(shown,) if len(rows) > MOST_ROWS else (),
    )  # fmt: skip


def _cells(row: Mapping[str, Any]) -> tuple[str | Text, ...]:
    name = " ".join(str(row[column]) for column in NAMES if row.get(column))
    day = next((str(row[column]) for column in DAYS if row.get(column)), "")
    missing = ", ".join(str(row.get("missing") or "").split(";"))
    return name, day, _answer(row), missing.replace(",  ", ", ")


def _answer(row: Mapping[str, Any]) -> str:
    """The outcome or the fee, else its bounds; a row that could not be read has neither."""
    if row["status"] == "error":
        return "not read"
    unit = f" {row['currency']}" if row.get("currency") else ""
    sure = row.get("fee_amount") if "fee_amount" in row else row.get("outcome")
    if row["status"] == "ok" and sure not in (None, ""):
        return f"{_worded(sure)}{unit}"
    low, high = row.get("low"), row.get("high")
    if high in (None, ""):
        return f"at least {_worded(low)}{unit}, no upper bound known"
    return f"between {_worded(low)} and {_worded(high)}{unit}"


def _worded(value: Any) -> str:
    """An amount with its thousands, or an outcome as it is read."""
    try:
        return f"{float(value):,.2f}"
    except (TypeError, ValueError):
        return str(value).replace("_", " ")
