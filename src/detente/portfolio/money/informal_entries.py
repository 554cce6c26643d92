"""Notes on the lines of entries that could be informal and do not say what they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.duties import ENTRY_TYPE, informal_fee, informal_up_to
from detente.portfolio.bound.wording import Words
from detente.portfolio.money.entry_fees import entry_numbers, fee_cells
from detente.portfolio.place.classes import Classes
from detente.portfolio.read.distinct import distinct_rows
from detente.portfolio.read.shipments import Bools, Entries, Ints
from detente.rowfiles import Sheet


def with_informal_notes(
    words: Words, entries: Entries, sheet: Sheet, owing: Bools, groups: dict[str, Classes]
) -> Words:
    """The words of a file; lines of entries of little value also say the fee of an informal one.

    Parameters
    ----------
    owing : Bools
        Rows that owe entry fees.
    """
    group = groups.get("us_import")
    if group is None:
        return words
    rows = _small(entries, sheet, owing, informal_up_to(group.law))
    if not len(rows):
        return words
    first, cell, _ = fee_cells(entries, rows, group.fee_marks())
    said = [informal_fee(group.law, entries.ship(i)) for i in rows[first].tolist()]
    told = np.array([bool(text) for text in said])[cell]
    rows, cell = rows[told], cell[told]
    notes_at, notes = words.notes_at.copy(), dict(zip(words.notes, range(len(words.notes)), strict=True))
    kinds, kind = distinct_rows([notes_at[rows], cell])
    made = [
        notes.setdefault((*words.notes[notes_at[rows[k]]], said[cell[k]]), len(notes)) for k in kinds.tolist()
    ]
    notes_at[rows] = np.array(made or [0], dtype=np.int64)[kind]
    return replace(words, notes=tuple(notes), notes_at=notes_at)


def _small(entries: Entries, sheet: Sheet, owing: Bools, most: int) -> Ints:
    """Rows of entries into the United States of at most so much value that do not say their type."""
    own = entries.directions.at == entries.directions.values.index("us_import")
    rows = np.flatnonzero(owing & own)
    if most and "invoice_id" in sheet.frame.columns and len(rows):
        entry = entry_numbers(entries, sheet, rows).number
        total = np.bincount(entry, weights=entries.dollars[rows]).astype(np.int64)
        rows = rows[total[entry] <= most]
    else:
        rows = rows[entries.dollars[rows] <= most] if most else rows[:0]
    stated = entries.facts.get(ENTRY_TYPE)
    return rows if stated is None else rows[stated.numbers(rows) < 0]
