"""The commitments board: who promised what, said by whom, on which conditions, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.talks.compare.claim_store import Claims, ClaimStore
from detente.talks.compare.record import Verdict, verdict
from detente.talks.words.registry import Registry

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
    claims: Claims
    what_zh: str = ""


def find_commitments(store: ClaimStore, known: date) -> list[Commitment]:
    """The board over all documents; a promise appears once anybody speaks of it."""
    registry = store.registry
    board = []
    for pledge in registry.pledges:
        numbers = store.numbers(f"pledge:{pledge['id']}")
        if not numbers:
            continue
        said = _stage_by_side(store.sides_and_values(f"pledge:{pledge['id']}"), registry)
        conditions = tuple(store.values(f"needs:{pledge['id']}"))
        board.append(
            Commitment(
                pledge["id"],
                pledge["by"],
                pledge["what"],
                pledge["topic"],
                tuple(said.items()),
                conditions,
                pledge.get("clock", ""),
                _status_of(said, conditions, registry),
                verdict(pledge["topic"], pledge.get("record", "status"), store.first, known),
                Claims(store, numbers),
                pledge.get("what_zh", ""),
            )
        )
    return board


def _stage_by_side(rows: Iterable[tuple[str, str]], registry: Registry) -> dict[str, str]:
    """The furthest stage each side has stated itself; words of both together count where it has none."""
    said: dict[str, str] = {}
    joint = ""
    for spoken_by, stage in rows:
        if spoken_by == "both":
            joint = stage if not joint or _STRENGTH[stage] > _STRENGTH[joint] else joint
            continue
        side = spoken_by if spoken_by in registry.sides else "outlets"
        if side not in said or _STRENGTH[stage] > _STRENGTH[said[side]]:
            said[side] = stage
    for side in registry.sides:
        said.setdefault(side, joint or "silent")
    return said


def _status_of(said: dict[str, str], conditions: tuple[str, ...], registry: Registry) -> str:
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
