"""Transactions in a file: every row judged, faulty rows kept and said, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from detente.licensing.answer import LicenceAnswer
from detente.licensing.transaction import licence
from detente.licensing.transaction_facts import QUESTIONS
from detente.regime import Reading, read_reading
from detente.rowfiles import RAGGED, RowFault, Sheet, faulty_column, shared_cells
from detente.terms import DetenteError, InputError

if TYPE_CHECKING:
    import polars as pl

TOLD_EVERY = 100  # rows
TRANSACTION_COLUMNS = ("item", "on")
TRANSACTION_FACTS = tuple(name for name in QUESTIONS if name != "item_class")
TRANSACTION_ANSWER = (
    "status",
    "outcome",
    "rules",
    "headings",
    "missing",
    "low",
    "high",
    "announced_outcome",
    "next_clock",
    "if_lapsed",
    "if_extended",
    "hindsight",
    "confidence",
    "cite",
    "cite_url",
    "notes",
    "entries",
)


def licence_rows(
    sheet: Sheet,
    *,
    known: str | None = None,
    side: str = "CN",
    reading: Reading = "both",
    progress: Callable[[int], None] | None = None,
) -> tuple[pl.DataFrame, list[RowFault]]:
    """A file of transactions with the outcome of each.

    Parameters
    ----------
    sheet : Sheet
        Columns ``item, on`` and any of ``case_id, known, side, reading, end_user, parameters`` and the
        facts of ``licence``.
    known : str, optional
        Day of the knowledge used for rows that give none; default the day of export.
    progress : callable, optional
        Told the number of rows done, now and then.

    Returns
    -------
    frame, faults
        The columns of the file, then those of ``OUT``; what was wrong, row by row.
    """
    import polars as pl

    seen: dict[tuple[str | None, ...], dict[str, str]] = {}
    faults: list[RowFault] = []
    rows: list[dict[str, str]] = []
    columns = [
        c
        for c in (
            *TRANSACTION_COLUMNS,
            "known",
            "side",
            "reading",
            "state",
            "end_user",
            "parameters",
            *TRANSACTION_FACTS,
            RAGGED,
        )
        if c in sheet.frame.columns
    ]
    for place, values in zip(sheet.rows, sheet.frame.select(columns).iter_rows(), strict=True):
        if values not in seen:
            seen[values] = _answer_row(dict(zip(columns, values, strict=True)), known, side, reading)
        cells = seen[values]
        if cells["status"] == "error":
            faults.append(RowFault(place, cells["headings"], cells["notes"]))
            cells = {**cells, "headings": ""}
        rows.append(cells)
        if progress is not None and len(rows) % TOLD_EVERY == 0:
            progress(len(rows))
    carried = sheet.frame.select(c for c in sheet.frame.columns if c not in (*TRANSACTION_ANSWER, RAGGED))
    answers = pl.DataFrame(rows, schema=dict.fromkeys(TRANSACTION_ANSWER, pl.String))
    return carried.hstack(answers), faults


def _answer_row(given: dict[str, Any], known: str | None, side: str, reading: Reading) -> dict[str, str]:
    given = {k: v for k, v in given.items() if v is not None and str(v).strip()}
    columns = tuple(given)
    try:
        if RAGGED in given:
            raise InputError(str(given[RAGGED]), where="row")
        answer = licence(
            given.pop("item", ""),
            on=given.pop("on", None),
            known=given.pop("known", known),
            side=str(given.pop("side", side)),
            reading=_reading_of(given, reading),
            end_user=given.pop("end_user", ""),
            parameters=str(given.pop("parameters", "")),
            facts={k: v for k, v in given.items() if k in TRANSACTION_FACTS},
        )
    except DetenteError as fault:
        return {
            **dict.fromkeys(TRANSACTION_ANSWER, ""),
            "status": "error",
            "headings": faulty_column(fault, columns, "item"),
            "notes": fault.text,
        }
    return row_of(answer)


def _reading_of(given: dict[str, Any], reading: Reading) -> str:
    """The reading of a row: that of its column, by the older name too, else that of the file."""
    said = [str(given.pop(name)) for name in ("reading", "state") if name in given]
    if len({read_reading(word) for word in said}) > 1:
        raise InputError("reading and state are the same column", where="reading", remedy="leave one out")
    return said[0] if said else reading


def row_of(answer: LicenceAnswer) -> dict[str, str]:
    """One answer as cells of text."""
    readings = {r.reading: r.outcome for r in answer.readings}
    return {
        "status": answer.status,
        # a row holds both readings beside each other: the text here, what was announced in its own column
        "outcome": readings.get("text", answer.outcome) if answer.reading == "both" else answer.outcome,
        "rules": ";".join(line.rule for line in answer.rules),
        "headings": ";".join(answer.headings),
        "missing": ";".join(m.fact for m in answer.missing),
        "low": answer.low,
        "high": answer.high,
        "announced_outcome": readings.get("announced", ""),
        **shared_cells(answer, answer.rules),
        "notes": "; ".join((*answer.assumed, *answer.notes, *(gap.what for gap in answer.rests_on))),
        "entries": "; ".join(f"{c.entry} {c.standing}: {c.because}" for c in answer.candidates),
    }
