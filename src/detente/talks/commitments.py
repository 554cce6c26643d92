"""The commitments board: who promised what, said by whom, on which conditions, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.talks.claim import Statement
from detente.talks.compare import plain
from detente.talks.disagree import STAGE, stage_of
from detente.talks.extraction import Extraction
from detente.talks.record import Verdict, verdict
from detente.talks.registry import Registry

_STRENGTH = {
    "agreed": 5,
    "preliminary, still to be approved": 4,
    "announced for the future": 4,
    "planned": 3,
    "expected": 3,
    "conditional": 2,
    "possible": 2,
    "discussed": 1,
    "sought by one side": 1,
    "threatened": 0,
    "denied or not yet": -1,
}


@dataclass(frozen=True)
class Commitment:
    """A promise with its two axes: what each side has said of it, and what the record says of it.

    ``said`` maps a side (or ``outlet``) to the furthest stage it has stated; a side that says nothing
    of it stands as ``silent``.
    """

    id: str
    by: str
    what: str
    topic: str
    said: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]
    clock: str
    status: str
    record: Verdict | None
    claims: tuple[Statement, ...]
    what_zh: str = ""


def find_commitments(found: Sequence[Extraction], registry: Registry, known: date) -> list[Commitment]:
    """The board over all documents; a promise appears once anybody speaks of it."""
    rows = [s for x in found for s in x.statements if s.evidence]
    day = min((x.document.day for x in found if x.document.day), default=None)
    board = []
    for pledge in registry.pledges:
        fitting = [s for s in rows if _speaks_of(s, pledge)]
        if not fitting:
            continue
        said = _by_side(fitting, registry)
        conditions = tuple(dict.fromkeys(a for s in fitting for a in s.approval if a != "unnamed"))
        board.append(
            Commitment(
                pledge["id"],
                pledge["by"],
                pledge["what"],
                pledge["topic"],
                tuple(said.items()),
                conditions,
                pledge.get("clock", ""),
                _status(said, conditions, registry),
                verdict(pledge["topic"], pledge.get("record", "status"), day, known),
                tuple(fitting),
                pledge.get("what_zh", ""),
            )
        )
    return board


def _speaks_of(row: Statement, pledge: Mapping[str, str]) -> bool:
    if pledge["topic"] not in row.topics and not (pledge["topic"] == "process" and _process(row)):
        return False
    pattern = pledge.get("zh") if row.lang == "zh" else pledge.get("en")
    return bool(pattern and re.search(pattern, plain(row), re.IGNORECASE)) and row.modality in STAGE


def _process(row: Statement) -> bool:
    return row.modality in ("agreed", "preliminary", "will", "planned")


def _by_side(rows: Sequence[Statement], registry: Registry) -> dict[str, str]:
    """The furthest stage each side has stated in its own voice; words of both together count where it has none."""
    said: dict[str, str] = {}
    joint = ""
    for row in rows:
        stage = stage_of(row, registry)
        if row.side == "both":
            joint = stage if not joint or _STRENGTH[stage] > _STRENGTH[joint] else joint
            continue
        side = row.side if row.side in registry.sides else "outlets"
        if side not in said or _STRENGTH[stage] > _STRENGTH[said[side]]:
            said[side] = stage
    for side in registry.sides:
        said.setdefault(side, joint or "silent")
    return said


def _status(said: dict[str, str], conditions: tuple[str, ...], registry: Registry) -> str:
    sides = [said[s] for s in registry.sides]
    firm = [s for s, stage in said.items() if s in registry.sides and _STRENGTH.get(stage, 0) >= 4]
    if len(firm) == len(registry.sides):
        return (
            "stated by both, approval open"
            if conditions or any("preliminary" in s for s in sides)
            else "stated by both"
        )
    if firm:
        return f"stated by {firm[0]} only"
    expecting = [s for s in registry.sides if _STRENGTH.get(said[s], 0) in (2, 3)]
    if expecting:
        return f"expected by {' and '.join(expecting)}"
    if any(stage == "discussed" for stage in sides):
        return "discussed"
    if any(stage == "denied or not yet" for stage in sides):
        return "denied or not yet"
    return "reported by outlets only"
