"""A file of transactions, port calls or parties, on a screen: what is settled, what the others wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def _share(row: Any) -> str:
    """Percent that counts; the least and the most of it where the outcome is not settled."""
    if row.outcome == "caught" or row.low_pct == row.high_pct:
        return str(row.aggregate_pct)
    return f"{row.low_pct}–{row.high_pct}"


def party_rows(rows: Sequence[Any]) -> Rows:
    """Parties with the outcome of a rule, what counts, and what is missing."""
    cells = tuple((_party(r), r.rule, r.outcome.replace("_", " "), _share(r), r.missing) for r in rows)
    columns = (
        Column("party", words=True), Column("rule"), Column("outcome"), Column("%", right=True),
        Column("missing", words=True),
    )  # fmt: skip
    return Rows(columns, cells)


def _party(row: Any) -> str:
    """Id and name of a party; once where they are the same."""
    return str(row.name) if row.name == row.party_id else f"{row.party_id} {row.name}".strip()


def chain_rows(rows: Sequence[Any], title: str) -> Rows:
    """The chain of each row, why it does or does not catch, and what is missing."""
    cells = tuple(
        (
            _party(r),
            r.rule,
            "\n".join(part for part in (r.chain, r.why, r.missing and f"? {r.missing}") if part),
        )
        for r in rows
    )
    columns = (Column("party", words=True), Column("rule"), Column("chain, why, what is missing", words=True))
    return Rows(columns, cells, title=title)


def found_below(rows: Sequence[Any]) -> Iterable[Rows]:
    """Listed holders that were found and do not catch."""
    if rows:
        yield chain_rows(rows, "Found, and does not catch")


def left_open(rules: Sequence[Any]) -> Iterable[str]:
    """What the text of each rule leaves open of how stakes count."""
    for used in rules:
        open_points = [point.words for point in used.attribution if point.counts == "open"]
        if open_points:
            yield f"{used.rule} leaves open: {'; '.join(open_points)}."
