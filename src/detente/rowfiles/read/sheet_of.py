"""A grid to a sheet: columns get meanings, merged cells are filled, rows without a record go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.rowfiles.read.amounts import settle_amounts
from detente.rowfiles.read.columns import Accepted, Mapped, map_columns, missing_columns
from detente.rowfiles.read.days import settle_days
from detente.rowfiles.read.grid import Grid
from detente.rowfiles.read.leftovers import leave_out
from detente.rowfiles.read.vocabulary import column_key, vocabulary
from detente.rowfiles.rows import RAGGED, UNREAD, ReadColumn, Reading, Sheet
from detente.rowfiles.unread_columns import LINE, column_notes
from detente.terms import ALIASES, UnreadableFile

if TYPE_CHECKING:
    import polars as pl

MAX_COLUMNS = 1_000
_FILLED = ("code", "party", "day", "text", "word", "yes_no")  # an amount over several lines is nobody's
_NUMBERS = ("amount", "number", "percent")


def sheet_of(grid: Grid, where: str, accepted: Accepted, reading: Reading) -> Sheet:
    """The rows of a grid under the names of their meanings.

    Raises
    ------
    UnreadableFile
        When a column is missing or fits two meanings, or a column of days or amounts must be asked about.
    """
    name, where = where, f"{where}, sheet {grid.sheet}" if grid.sheet else where
    if len(grid.names) > MAX_COLUMNS:
        raise UnreadableFile(
            f"{len(grid.names):,} columns are too many", where=where, remedy="leave some out"
        )
    whole = Accepted(
        accepted.required, tuple(dict.fromkeys((*accepted.known, *LINE))) if accepted.known else ()
    )
    said = _of_this_file(grid.names, whole, reading) if reading.several else reading.columns
    mapped = map_columns(grid.names, whole, said, where)
    missing_columns(grid.names, mapped, whole, where)
    frame, filled = _fill_merged(grid, mapped)
    frame, names, renamed = _name_columns(frame, grid.names, mapped, where)
    numbers = np.arange(grid.first_row, grid.first_row + frame.height, dtype=np.int64)
    header = [_header_of(grid.names, names, column) for column in frame.columns]
    kept, rows, left = leave_out(frame, [c for c in accepted.required if c in frame.columns], header, numbers)
    mapping = _mapping(grid.names, names, kept)
    kept, days = settle_days(kept, _of_kinds(grid.names, names, ("day",)), reading.dates, where)
    kept, amounts = settle_amounts(
        kept, _of_kinds(grid.names, names, _NUMBERS), reading.decimals, where, typed=grid.typed
    )
    left_unread = [re.sub(r"[\s\-]+", "_", c.lower()) for c, m in said.items() if m == UNREAD]
    of_a_line = LINE[:1] if accepted.say_unread else (*LINE, *ALIASES)  # its id means something everywhere
    read = (*accepted.required, *accepted.known, *of_a_line, *left_unread)
    unread = column_notes(kept.columns, read, every=accepted.say_unread) if accepted.known else ()
    if not kept.height:
        unread = (*unread, "there are no rows under the header: nothing is answered")
    notes = (*_above(grid), *grid.notes, *filled, *left, *days, *amounts, *mapped.notes, *renamed, *unread)
    follow = len(rows) == 0 or bool(rows[-1] - rows[0] == len(rows) - 1)
    first = int(rows[0]) if len(rows) else grid.first_row
    return Sheet(name, kept, first, notes, None if follow else rows, mapping, reading)


def _of_this_file(names: Sequence[str], accepted: Accepted, reading: Reading) -> dict[str, str]:
    """What was said of the columns of this file, where it was said of several."""
    keys = {column_key(name) for name in names}
    meanings = accepted.all | {UNREAD}
    return {c: m for c, m in reading.columns.items() if column_key(c) in keys and m in meanings}


def _above(grid: Grid) -> tuple[str, ...]:
    said = []
    if grid.above:
        rows = "row 1 above it is" if grid.above == 1 else f"the {grid.above} rows above it are"
        said.append(f"the header stands in row {grid.above + 1}; {rows} passed over")
    if grid.second:
        said.append(f"row {grid.first_row - 1} names the columns again and is passed over")
    return tuple(said)


def _fill_merged(grid: Grid, mapped: Mapped) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Cells that one value stands in for, and what was filled."""
    import polars as pl

    frame = grid.frame
    kinds = vocabulary().kinds
    filled: dict[str, int] = {}
    halved: dict[str, int] = {}
    changed: dict[str, list[str | None]] = {}
    for span in grid.merged:
        top, end = span.first_row + 1 - grid.first_row, span.last_row + 1 - grid.first_row
        if top < 0 or end <= top or not 0 <= span.first_column < frame.width or top >= frame.height:
            continue
        column = str(span.first_column)
        meaning = mapped.meanings.get(span.first_column, "")
        name = meaning or grid.names[span.first_column] if span.first_column < len(grid.names) else column
        if meaning and kinds.get(meaning, "text") not in _FILLED:
            halved[name] = halved.get(name, 0) + 1
            continue
        cells = changed.setdefault(column, frame[column].to_list())
        for row in range(top + 1, min(end, frame.height - 1) + 1):
            if cells[row] is None:
                cells[row] = cells[top]
                filled[name] = filled.get(name, 0) + 1
    notes = [
        f"merged cells of {name}: {count} filled with the value they show" for name, count in filled.items()
    ]
    notes += [
        f"merged cells of {name} are not filled: one amount for several lines has to be divided"
        for name in halved
    ]
    if changed:
        frame = frame.with_columns(pl.Series(c, cells, dtype=pl.String) for c, cells in changed.items())
    return frame, tuple(notes)


def _name_columns(
    frame: pl.DataFrame, given: Sequence[str], mapped: Mapped, where: str
) -> tuple[pl.DataFrame, dict[str, int], tuple[str, ...]]:
    """The frame under the names of meanings, and the place in the file of each column."""
    names: dict[str, int] = {meaning: place for place, meaning in mapped.meanings.items()}
    placed = {place: meaning for meaning, place in names.items()}
    notes: list[str] = []
    for place in range(min(frame.width, len(given))):
        if place in placed:
            continue
        own = re.sub(r"[\s\-]+", "_", given[place].strip().lower())
        if not own:
            if frame[str(place)].is_null().all() or not frame[str(place)].str.contains(r"\S").any():
                continue
            own = f"column_{place + 1}"
            notes.append(f"column {place + 1} has no name: it is carried through as {own!r}")
        name, number = own, 2
        while name in names:
            name, number = f"{own}_{number}", number + 1
        if name != own:
            if not mapped.meanings:
                raise UnreadableFile(f"column {own!r} stands twice", where=where, remedy="rename one of them")
            given_away = own in mapped.meanings.values()
            why = f"{given[names[own]]!r} is read as it" if given_away else "it stands twice"
            notes.append(f"column {given[place]!r} is carried through as {name!r}: {why}")
        names[name] = place
    ordered = sorted(names, key=names.__getitem__)
    taken = frame.select(
        *(frame[str(names[name])].alias(name) for name in ordered),
        *((frame[RAGGED],) if RAGGED in frame.columns else ()),
    )
    return taken, names, tuple(notes)


def _header_of(given: Sequence[str], names: dict[str, int], column: str) -> str | None:
    return given[names[column]] if column in names else None


def _of_kinds(
    given: Sequence[str], names: dict[str, int], kinds: tuple[str, ...]
) -> dict[str, tuple[str, str, str]]:
    """Columns that hold cells of some kinds: the file's name, the meaning and the kind."""
    of = vocabulary().kinds
    return {name: (given[place], name, of[name]) for name, place in names.items() if of.get(name) in kinds}


def _mapping(given: Sequence[str], names: dict[str, int], frame: pl.DataFrame) -> tuple[ReadColumn, ...]:
    """Columns that are read under another name than their own, each with a value."""
    read = []
    for name, place in names.items():
        own = re.sub(r"[\s\-]+", "_", given[place].strip().lower())
        if own == name or name not in vocabulary().kinds:
            continue
        cells = frame[name].drop_nulls()
        read.append(ReadColumn(given[place], name, str(cells[0])[:24] if len(cells) else ""))
    return tuple(read)
