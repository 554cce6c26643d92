"""Cleared transactions as rows for a file: one a record, one a question, one a party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.clearance.answer import ClearAnswer, ClearedPart, ClearedRecord
from detente.terms import ACT_PARTS

if TYPE_CHECKING:
    import polars as pl

PARTS = (("licence", "CN"), ("licence", "US"), ("fee", "CN"), ("fee", "US"))
WORST = ("ok", "not_modelled", "undetermined")  # of two calls at one side's ports, the less settled
RECORD_FIELDS = ("record", "row", "on", "known", "item", "way", "verdict", "status", "sentence")


def cleared_frames(answer: ClearAnswer) -> dict[str, pl.DataFrame]:
    """The answer as tables, all cells text: ``Transactions``, ``Questions``, ``Parties``, ``To do``."""
    import polars as pl

    rows = {
        "Transactions": [_record_row(record) for record in answer.records],
        "Questions": [row for record in answer.records for row in _question_rows(record)],
        "Parties": [row for record in answer.records for row in _party_rows(record)],
        "To do": [row for record in answer.records for row in _act_rows(record)],
    }
    return {name: pl.DataFrame(table) for name, table in rows.items() if table}


def _record_row(record: ClearedRecord) -> dict[str, str]:
    row = {name: str(getattr(record, name)) for name in RECORD_FIELDS}
    for question, side in PARTS:
        name = f"{question}_{side.lower()}"
        parts = [p for p in record.parts if (p.question, p.side) == (question, side)]
        row[name] = "; ".join(f"{p.call}: {p.words}" if p.call else p.words for p in parts)
        row[f"{name}_status"] = max((p.status for p in parts), key=WORST.index, default="not_asked")
    row["ask_next"] = record.ask[0].fact if record.ask else ""
    row["missing"] = ";".join(one.fact for one in record.ask)
    row["confidence"] = record.confidence
    row["cite"] = "; ".join(dict.fromkeys(c for part in record.parts for c in _cites(part)))
    row["repeat"] = record.repeat
    return row


def _cites(part: ClearedPart) -> list[str]:
    return [c.citation + (f", {c.at}" if c.at else "") for line in part.lines for c in line.cite]


def _question_rows(record: ClearedRecord) -> list[dict[str, str]]:
    return [
        {
            "record": record.record, "fact": one.fact, "question": one.question,
            "question_zh": one.question_zh, "bears_on": "; ".join(one.bears_on),
            "open_parts_left": one.open_parts_left,
            "narrows_usd": "" if one.removes_usd is None else f"{one.removes_usd:f}",
            "answers": "; ".join(f"{v.value} -> {v.outcome}" for v in one.tried),
        }
        for one in record.ask
    ]  # fmt: skip


def _party_rows(record: ClearedRecord) -> list[dict[str, str]]:
    return [
        {
            "record": record.record, "role": p.role, "name": p.name, "country": p.country,
            "outcome": p.outcome, "because": p.because, "chain": p.chain,
        }
        for p in record.parties
    ]  # fmt: skip


def _act_rows(record: ClearedRecord) -> list[dict[str, str]]:
    rows = []
    for step in record.to_do:
        act = step.act
        said = {name: (getattr(act, name) or "") if act else "" for name in ACT_PARTS}
        steps = "; ".join(one.title for one in step.steps)
        rows.append(
            {"record": record.record, "part": step.part, **said, "steps": steps, "next_clock": step.clock}
        )
    return rows
