"""Rows of a panel: what lines of a kind share is held once, the rows of all lines are laid out at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.portfolio.read.shipments import Ints

if TYPE_CHECKING:
    import polars as pl

FAR = "9999-12-31"
COLUMNS = (
    "hts", "origin", "component", "status", "kind", "rate_pct", "low_pct", "high_pct", "refundable_pct",
    "from", "to", "heading", "provisions", "base",
)  # fmt: skip


class Cell(NamedTuple):
    """What one component is over an interval of a class.

    Rates in parts per million of customs value; `low` and `high` differ where a fact is missing.
    """

    component: str
    status: str
    low: int
    high: int
    refundable: int
    heading: str
    cites: str
    kind: str


class PanelTable:
    """Rows that lines share, and for every origin the rows of each line.

    Parameters
    ----------
    base : tuple of polars.DataFrame and Ints
        Rows of base rates, code after code, and where those of each code begin.
    """

    def __init__(self, base: tuple[pl.DataFrame, Ints]) -> None:
        self.base, self.base_starts = base
        self._rows: list[tuple[object, ...]] = []
        self._origins: list[tuple[str, Ints, Ints]] = []

    @property
    def size(self) -> int:
        """How many rows of layers there are so far."""
        return len(self._rows)

    def add(self, stretches: Iterable[tuple[str, str, Cell]]) -> None:
        """Add the stretches of a kind of line: first day, day after the last, cell."""
        for since, until, cell in stretches:
            low, high = cell.low / 1e4, cell.high / 1e4
            self._rows.append(
                (
                    cell.component, cell.status, cell.kind, low if cell.low == cell.high else None, low, high,
                    cell.refundable / 1e4, since, until, cell.heading, cell.cites, "",
                )
            )  # fmt: skip

    def place(self, origin: str, kind_of: Ints, starts: Ints) -> None:
        """Say which kind each line of an origin is, and where the rows of each kind begin."""
        self._origins.append((origin, kind_of, starts))

    def laid(self, codes: Sequence[str]) -> pl.DataFrame:
        """All rows, by code, origin, component and day."""
        import polars as pl

        layers = layer_frame(self._rows)
        self._rows = []
        shared = pl.concat([self.base, layers]).with_row_index("row").sort("component", "from", "row")
        place = np.empty(len(shared), dtype=np.int64)
        place[shared["row"].to_numpy()] = np.arange(len(shared))
        rank = np.empty(len(codes), dtype=np.int64)
        rank[np.argsort(np.array(codes))] = np.arange(len(codes))
        names = sorted(origin for origin, _, _ in self._origins)
        line, row = [], []
        for origin, kind_of, starts in self._origins:
            first = starts[kind_of] + len(self.base)
            for begin, count in (
                (self.base_starts[:-1], np.diff(self.base_starts)), (first, np.diff(starts)[kind_of])
            ):  # fmt: skip
                own = rank * len(names) + names.index(origin)
                line.append(np.repeat(own, count))
                row.append(place[np.repeat(begin, count) + _counted(count)])
        return _gathered(shared, np.concatenate(line), np.concatenate(row), sorted(codes), names)


def _gathered(
    shared: pl.DataFrame, line: Ints, row: Ints, codes: Sequence[str], names: Sequence[str]
) -> pl.DataFrame:
    """Rows in their order: those of a line and origin stand together, in the order of `shared`."""
    import polars as pl

    order = np.argsort(line * len(shared) + row)
    line, row = line[order], row[order].astype(np.uint32)
    made = shared.drop("row")[row]
    hts = pl.Series("hts", codes, dtype=pl.String)[(line // len(names)).astype(np.uint32)]
    origin = pl.Series("origin", names, dtype=pl.String)[(line % len(names)).astype(np.uint32)]
    return made.with_columns(hts, origin).select(*COLUMNS)


def _counted(count: Ints) -> Ints:
    """0, 1, 2 … within each of several runs.

    Examples
    --------
    >>> _counted(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    ends = np.cumsum(count)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - count, count)


def layer_frame(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    """Rows that lines share, without the line and its origin."""
    import polars as pl

    names = [name for name in COLUMNS if name not in ("hts", "origin")]
    kinds = {name: pl.Float64 if name.endswith("_pct") else pl.String for name in names}
    return pl.DataFrame(rows, schema=kinds, orient="row")
