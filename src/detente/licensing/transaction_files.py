"""Transactions in a file: every row judged, faulty rows kept and said, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from detente.licensing.answer import LicenceAnswer
from detente.licensing.transaction import licence
from detente.licensing.transaction_facts import QUESTIONS
from detente.rowfiles import RAGGED, RowFault, Sheet, shared_cells
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
    "notes",
)


def licence_rows(
    sheet: Sheet,
    *,
    known: str | None = None,
    side: str = "CN",
    progress: Callable[[int], None] | None = None,
) -> tuple[pl.DataFrame, list[RowFault]]:
    """A file of transactions with the outcome of each.

    Parameters
    ----------
    sheet : Sheet
        Columns ``item, on`` and any of ``case_id, known, side, state, end_user`` and the facts of
        ``licence``.
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
        for c in (*TRANSACTION_COLUMNS, "known", "side", "state", "end_user", *TRANSACTION_FACTS, RAGGED)
        if c in sheet.frame.columns
    ]
    for place, values in zip(sheet.rows, sheet.frame.select(columns).iter_rows(), strict=True):
        if values not in seen:
            seen[values] = _answer_row(dict(zip(columns, values, strict=True)), known, side)
        cells = seen[values]
        if cells["status"] == "error":
            faults.append(RowFault(place, cells["headings"] or "item", cells["notes"]))
            cells = {**cells, "headings": ""}
        rows.append(cells)
        if progress is not None and len(rows) % TOLD_EVERY == 0:
            progress(len(rows))
    carried = sheet.frame.select(c for c in sheet.frame.columns if c not in (*TRANSACTION_ANSWER, RAGGED))
    answers = pl.DataFrame(rows, schema=dict.fromkeys(TRANSACTION_ANSWER, pl.String))
    return carried.hstack(answers), faults


def _answer_row(given: dict[str, Any], known: str | None, side: str) -> dict[str, str]:
    given = {k: v for k, v in given.items() if v is not None and str(v).strip()}
    try:
        if RAGGED in given:
            raise InputError(str(given[RAGGED]), where="row")
        answer = licence(
            given.pop("item", ""),
            on=given.pop("on", None),
            known=given.pop("known", known),
            side=str(given.pop("side", side)),
            state=str(given.pop("state", "by_text")).strip() or "by_text",
            end_user=given.pop("end_user", ""),
            facts={k: v for k, v in given.items() if k in TRANSACTION_FACTS},
        )
    except DetenteError as fault:
        return {
            **dict.fromkeys(TRANSACTION_ANSWER, ""),
            "status": "error",
            "headings": fault.where,
            "notes": fault.text,
        }
    return row_of(answer)


def row_of(answer: LicenceAnswer) -> dict[str, str]:
    """One answer as cells of text."""
    states = {s.state: s.outcome for s in answer.states}
    return {
        "status": answer.status,
        "outcome": answer.outcome,
        "rules": ";".join(line.rule for line in answer.rules),
        "headings": ";".join(answer.headings),
        "missing": ";".join(m.fact for m in answer.missing),
        "low": answer.low,
        "high": answer.high,
        "announced_outcome": states.get("announced", ""),
        **shared_cells(answer, answer.rules),
        "notes": "; ".join((*answer.assumed, *answer.notes)),
    }
