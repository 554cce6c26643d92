"""Rows of a panel: what lines of a kind share is held once, the rows of all lines are laid out at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.portfolio.read.distinct import distinct_rows
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


class Stretch(NamedTuple):
    """A component over days: place of its first day, of the day after its last (-1: no end), its cell."""

    since: int
    until: int
    cell: int


class Lives(NamedTuple):
    """The lines that do not stand on all days, by place of the code: first day, and day after the last."""

    code: Ints
    comes: Ints
    ends: Ints


class PanelTable:
    """Rows that lines share, and for every origin the rows of each line.

    Parameters
    ----------
    base : tuple of polars.DataFrame and Ints
        Rows of base rates, code after code, and where those of each code begin.
    days : sequence of str
        Days on which anything may change.
    """

    def __init__(self, base: tuple[pl.DataFrame, Ints], days: Sequence[str]) -> None:
        self.base, self.base_starts = base
        self._days = (*days, FAR)
        self._cells: dict[tuple[object, ...], int] = {}
        self._rows: list[Stretch] = []
        self._origins: list[tuple[str, Ints, Ints]] = []

    @property
    def size(self) -> int:
        """How many rows of layers there are so far."""
        return len(self._rows)

    def numbered(self, cells: Iterable[Sequence[object]]) -> dict[object, int]:
        """The number of each of some cells, by component."""
        return {row[0]: self._cells.setdefault(tuple(row), len(self._cells)) for row in cells}

    def add(self, stretches: Iterable[Stretch]) -> None:
        """Add the stretches of a kind of line."""
        self._rows += stretches

    def place(self, origin: str, kind_of: Ints, starts: Ints) -> None:
        """Say which kind each line of an origin is, and where the rows of each kind begin."""
        self._origins.append((origin, kind_of, starts))

    def laid(self, codes: Sequence[str], lives: Lives) -> pl.DataFrame:
        """All rows, by code, origin, component and day; none of days on which a line does not stand."""
        import polars as pl

        shared = pl.concat([self.base, self._layers()]).with_row_index("row").sort("component", "from", "row")
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
        lines, rows = np.concatenate(line), np.concatenate(row)
        order = np.argsort(lines * len(shared) + rows)
        lives = lives._replace(code=rank[lives.code])
        return _gathered(shared.drop("row"), lines[order], rows[order], (sorted(codes), names), lives)

    def _layers(self) -> pl.DataFrame:
        """The rows of layers: each cell made once, each row its cell with its days."""
        import polars as pl

        cells = layer_frame([_shown(Cell(*cell)) for cell in self._cells])  # type: ignore[arg-type]
        at = np.array(self._rows, dtype=np.int64).reshape(-1, 3)
        self._rows = []
        days = pl.Series(self._days, dtype=pl.String)
        made = cells[at[:, 2].astype(np.uint32)]
        own = {"from": days[at[:, 0].astype(np.uint32)], "to": days[at[:, 1] % len(days)]}
        return made.with_columns(**own).select(self.base.columns)


def _shown(cell: Cell) -> tuple[object, ...]:
    """The row of a cell without its days."""
    low, high = cell.low / 1e4, cell.high / 1e4
    return (
        cell.component, cell.status, cell.kind, low if cell.low == cell.high else None, low, high,
        cell.refundable / 1e4, "", "", cell.heading, cell.cites, "",
    )  # fmt: skip


def _gathered(
    shared: pl.DataFrame, line: Ints, row: Ints, named: tuple[Sequence[str], Sequence[str]], lives: Lives
) -> pl.DataFrame:
    """Rows in their order: those of a line and origin stand together, in the order of `shared`."""
    import polars as pl

    codes, names = named
    shared, line, row = _within_lives(shared, line, row, line // len(names), lives)
    made = shared[row.astype(np.uint32)]
    hts = pl.Series("hts", codes, dtype=pl.String)[(line // len(names)).astype(np.uint32)]
    origin = pl.Series("origin", names, dtype=pl.String)[(line % len(names)).astype(np.uint32)]
    return made.with_columns(hts, origin).select(*COLUMNS)


def _within_lives(
    shared: pl.DataFrame, line: Ints, row: Ints, code: Ints, lives: Lives
) -> tuple[pl.DataFrame, Ints, Ints]:
    """Rows cut to the days on which their line stands: those that are cut get rows of their own."""
    import polars as pl

    if not len(lives.code):
        return shared, line, row
    comes, ends = np.zeros(int(code.max(initial=0)) + 1, dtype=np.int64), np.full(1, _number(FAR))
    ends = np.repeat(ends, len(comes))
    inside = lives.code < len(comes)
    comes[lives.code[inside]], ends[lives.code[inside]] = lives.comes[inside], lives.ends[inside]
    first, last = (shared[name].str.replace_all("-", "").cast(pl.Int64).to_numpy() for name in ("from", "to"))
    since, until = np.maximum(first[row], comes[code]), np.minimum(last[row], ends[code])
    stands = since < until
    cut = np.flatnonzero(stands & ((since != first[row]) | (until != last[row])))
    distinct, at = distinct_rows([row[cut], since[cut], until[cut]])
    own = cut[distinct]
    days = {"from": _days(since[own]), "to": _days(until[own])}
    row = row.copy()
    more = shared[row[own].astype(np.uint32)].with_columns(**days)
    row[cut] = len(shared) + at
    return pl.concat([shared, more]), line[stands], row[stands]


def _number(day: str) -> int:
    return int(day.replace("-", ""))


def _days(numbers: Ints) -> pl.Series:
    """Days of numbers such as 20251110."""
    import polars as pl

    text = pl.Series(numbers).cast(pl.String)
    return text.str.slice(0, 4) + "-" + text.str.slice(4, 2) + "-" + text.str.slice(6, 2)


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
