"""Files of a known layout that write one line over several rows, recognised by their header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from detente.rowfiles.read.columns import Accepted
from detente.rowfiles.read.entry_summary_lines import ENTRY_SUMMARY, GIVES, fold_lines
from detente.rowfiles.read.vocabulary import column_key
from detente.rowfiles.rows import Reading, Sheet


@dataclass(frozen=True)
class Layout:
    """A layout: what its columns mean, and how its rows become lines.

    Parameters
    ----------
    title : str
        What it is called.
    columns : mapping of str to str
        Key of a column to its meaning; the marked ones must be there.
    gives : frozenset of str
        Columns that its lines have.
    """

    title: str
    columns: dict[str, str]
    marks: frozenset[str]
    gives: frozenset[str]
    fold: Callable[[Sheet], Sheet]

    @property
    def accepted(self) -> Accepted:
        """The meanings of its columns."""
        return Accepted((), tuple(dict.fromkeys(self.columns.values())))

    def reading(self, names: Sequence[str], said: Reading) -> Reading:
        """How its columns are read; what a person said comes first."""
        own = {name: self.columns[column_key(name)] for name in names if column_key(name) in self.columns}
        return replace(said, columns={**own, **said.columns})


LAYOUTS = (
    Layout(
        "ACE report ES-003 (entry summary lines)",
        {column_key(name): meaning for name, meaning in ENTRY_SUMMARY.items()},
        frozenset(
            column_key(name)
            for name in ("Entry Summary Number", "Entry Summary Line Number", "HTS Number - Full")
        ),
        GIVES,
        fold_lines,
    ),
)


def layout_of(names: Sequence[str]) -> Layout | None:
    """The layout that a header is of."""
    keys = {column_key(name) for name in names}
    return next((layout for layout in LAYOUTS if layout.marks <= keys), None)
