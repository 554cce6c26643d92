"""Words of every line of a portfolio: what is missing and what was noted, each combination once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.duties import INSTALL_CHINA
from detente.portfolio.money.base_duties import Bases
from detente.portfolio.place.assignment import Numbers
from detente.portfolio.place.classes import Classes
from detente.portfolio.place.plans import Plan
from detente.portfolio.read.shipments import Bools, Entries, Ints


@dataclass(frozen=True)
class Words:
    """Distinct tuples of missing facts and of notes, and which of them each row has."""

    missing: tuple[tuple[str, ...], ...]
    missing_at: Ints
    notes: tuple[tuple[str, ...], ...]
    notes_at: Ints


def line_words(
    entries: Entries,
    plans: Sequence[Plan],
    number: Ints,
    bases: Bases,
    hangs: Bools,
    groups: Mapping[str, Classes],
    faults: Mapping[int, tuple[str, ...]],
) -> Words:
    """What is missing and what is noted for every row; of rows that cannot be answered, their faults."""
    missing: dict[tuple[str, ...], int] = {(): 0}
    notes: dict[tuple[str, ...], int] = {(): 0}
    missing_at = np.zeros(len(entries), dtype=np.int64)
    notes_at = np.zeros(len(entries), dtype=np.int64)
    rows = np.flatnonzero(number >= 0)
    no_line = bases.kind < 0
    keys = Numbers(rows)
    keys.by(number[rows])
    keys.by(hangs[rows].astype(np.int64))
    keys.by(bases.say[rows])
    keys.by(entries.say[rows])
    keys.by(np.where(no_line, entries.codes.at, -1)[rows])
    keys.by(entries.directions.at[rows])
    near = _near(entries, rows[no_line[rows]], groups)
    of_missing, of_notes = [0], [0]
    for first in rows[keys.first]:
        plan = plans[number[first]]
        needs, base_notes = ((), ()) if plan.relieved else bases.said[bases.say[first]]
        lacks = (plan.missing if hangs[first] else ()) + needs
        said = (*entries.said[entries.say[first]], *plan.notes, *base_notes)
        said += tuple(f"not claimed: {name}" for name in plan.claims)
        if no_line[first]:
            way = entries.directions.values[entries.directions.at[first]]
            lacks = (*lacks, "schedule")
            said = (*said, f"code not in the installed schedule: {INSTALL_CHINA[way]}", *near(int(first)))
        of_missing.append(missing.setdefault(lacks, len(missing)))
        of_notes.append(notes.setdefault(said, len(notes)))
    missing_at[rows] = np.array(of_missing[1:] or [0])[keys.number]
    notes_at[rows] = np.array(of_notes[1:] or [0])[keys.number]
    for i, said in faults.items():
        notes_at[i] = notes.setdefault(said, len(notes))
    return Words(tuple(missing), missing_at, tuple(notes), notes_at)


def _near(entries: Entries, rows: Ints, groups: Mapping[str, Classes]) -> Callable[[int], tuple[str, ...]]:
    """Notes with the nearest codes, looked for in the order of the file: only the first few codes get one."""

    def near(i: int) -> tuple[str, ...]:
        way = entries.directions.values[entries.directions.at[i]]
        return groups[way].near(entries.codes.values[entries.codes.at[i]])

    _, first = np.unique(entries.codes.at[rows], return_index=True)
    for i in rows[np.sort(first)].tolist():
        near(i)
    return near
