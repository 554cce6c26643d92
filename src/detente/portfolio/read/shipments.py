"""Shipments of a file as columns: each distinct value once, and for every row its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from detente.duties import Shipment
from detente.portfolio.read.columns import FEW_ROWS, Bools, Column
from detente.portfolio.read.distinct import Ints, distinct_rows
from detente.terms import HtsCode, read_amount, whole_dollars

if TYPE_CHECKING:
    import polars as pl

SIMPLE_AMOUNT = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,9})?$"  # such text is its own plainest form
_EXACT = Context(prec=400)
_SAFE_DIGITS = 15  # so many significant digits tell decimals apart in a double


@dataclass(frozen=True)
class Entries:
    """Checked questions as columns of length n.

    Parameters
    ----------
    good : Bools
        Rows all of whose columns can be used; nothing else is said of the others.
    codes, origins, moments, knowns, directions : Column
        What `Shipment` holds, as text.
    repaired : mapping of int to str
        By code number: what was mended when reading it.
    amounts : polars.Series
        Customs values as written.
    dollars : Ints
        Customs values in whole dollars.
    facts : mapping of str to Column
        Facts by name, in the order of the file, then those implied or presumed.
    said, say : tuple of tuple of str, Ints
        Distinct notes on what was understood, and which of them each row has.
    """

    good: Bools
    codes: Column
    repaired: Mapping[int, str]
    origins: Column
    moments: Column
    knowns: Column
    directions: Column
    amounts: pl.Series
    dollars: Ints
    facts: dict[str, Column]
    said: tuple[tuple[str, ...], ...]
    say: Ints

    def __len__(self) -> int:
        return len(self.good)

    def of(self, rows: Ints) -> Entries:
        """Some rows alone."""
        columns = ("codes", "origins", "moments", "knowns", "directions")
        parts = {name: getattr(self, name).of(rows) for name in columns}
        facts = {name: column.of(rows) for name, column in self.facts.items()}
        return replace(
            self, good=self.good[rows], amounts=self.amounts.gather(rows), dollars=self.dollars[rows],
            facts=facts, say=self.say[rows], **parts,
        )  # fmt: skip

    @cached_property
    def times(self) -> tuple[Ints, Ints]:
        """Rows that stand for the distinct pairs of moment and day of knowledge, and the pair of each row."""
        knowns = {day: k for k, day in enumerate(self.knowns.values)}
        own = np.array([knowns.get(m[:10], -1) for m in self.moments.values] or [-1], dtype=np.int64)
        shared = self.knowns.at is self.moments.at and np.array_equal(own, np.arange(len(own)))
        if shared or (
            len(own) == len(self.moments.values) and np.array_equal(own[self.moments.at], self.knowns.at)
        ):
            first = np.zeros(len(own) + 1, dtype=np.int64)
            first[self.moments.at] = np.arange(len(self))
            return first, self.moments.at  # knowledge is that of the day of entry: a moment is a pair
        first, at = distinct_rows([self.moments.at + 1, self.knowns.at + 1])
        return first, at

    @cached_property
    def given(self) -> tuple[tuple[str, Column], ...]:
        """The columns of facts that hold anything."""
        return tuple((name, c) for name, c in self.facts.items() if len(c.values))

    def facts_of(self, i: int) -> dict[str, str]:
        """The facts of a row."""
        held = ((name, column.value(i)) for name, column in self.given)
        return {name: value for name, value in held if value is not None}

    def ship(self, i: int) -> Shipment:
        """A row as a shipment."""
        code = int(self.codes.at[i])
        return Shipment(
            HtsCode(self.codes.values[code], self.repaired.get(code, "")),
            self.origins.values[self.origins.at[i]],
            self.moments.values[self.moments.at[i]],
            self.knowns.values[self.knowns.at[i]],
            read_amount(self.amounts[i]),
            int(self.dollars[i]),
            self.facts_of(i),
            self.said[self.say[i]],
            self.directions.values[self.directions.at[i]],
        )

    def money(self, name: str) -> Ints | None:
        """A money fact in whole dollars, at most the customs value, 0 if not given; None without a column."""
        column = self.facts.get(name)
        if column is None:
            return None
        made = np.zeros(len(self), dtype=np.int64)
        rows, own = column.filled()
        made[rows] = np.minimum(dollars_of(column.values)[own], self.dollars[rows])
        return made

    def value_usd(self, rows: Bools) -> Decimal:
        """The sum of the customs values of some rows, exactly as written."""
        import polars as pl

        texts = self.amounts.filter(pl.Series(rows))
        simple = texts.str.contains(SIMPLE_AMOUNT)
        total = Decimal(0)
        for text in texts.filter(~simple):
            total = _EXACT.add(total, read_amount(text))
        parts = texts.filter(simple).str.split_exact(".", 1).struct.unnest()
        tail = parts["field_1"].fill_null("")
        for places in sorted(tail.str.len_chars().unique().to_list()):
            of_length = tail.str.len_chars() == places
            whole = parts["field_0"].filter(of_length).cast(pl.Int64).sum()
            fraction = tail.filter(of_length).cast(pl.Int64, strict=False).sum() if places else 0
            total = _EXACT.add(total, Decimal(whole))
            total = _EXACT.add(total, Decimal(fraction).scaleb(-places))
        return total


def filled_text(cells: pl.Series) -> pl.Series:
    """Cells of text, blank ones empty; cells of another type as they are."""
    import polars as pl

    if cells.dtype != pl.String:
        return cells
    if len(cells) <= FEW_ROWS:
        texts = [text if text and text.strip() else None for text in cells.to_list()]
        return pl.Series(cells.name, texts, dtype=pl.String)
    return pl.select(pl.when(cells.str.contains(r"\S")).then(cells)).to_series()


def distinct(series: pl.Series) -> Column:
    """A column of text: each distinct text once; -1 where there is none."""
    import polars as pl

    if series.dtype != pl.String:
        return _distinct_typed(series)
    if len(series) <= FEW_ROWS:
        if series.null_count() == len(series):
            return Column.empty(len(series))
        number: dict[str, int] = {}
        found = [-1 if x is None else number.setdefault(x, len(number)) for x in series.to_list()]
        return Column(list(number), np.array(found, dtype=np.int64))
    if 2 * series.null_count() > len(series):
        return _sparse(series)
    # categories of its own: those met are forgotten with the column
    own = pl.Categorical(pl.Categories.random()) if hasattr(pl, "Categories") else pl.Categorical
    return _by_number(series.cast(own))


def distinct_filled(series: pl.Series) -> Column:
    """A column: each distinct text once, -1 where there is none or a blank one."""
    import polars as pl

    found = distinct(series)
    return _without_blanks(found) if series.dtype == pl.String else found


def _without_blanks(found: Column) -> Column:
    if all(map(str.strip, found.values)):
        return found
    used = [k for k, text in enumerate(found.values) if text.strip()]
    place = np.full(len(found.values) + 1, -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    return found.renumbered([found.values[k] for k in used], place)


def _distinct_typed(series: pl.Series) -> Column:
    """A column of categories, days or numbers: the text of each distinct value once, -1 for none."""
    import polars as pl

    if isinstance(series.dtype, (pl.Categorical, pl.Enum)):
        return _without_blanks(_by_number(series))
    return _by_number(series) if series.dtype == pl.Date else _of_numbers(series)


def _by_number(series: pl.Series) -> Column:
    """A column of values that stand for small whole numbers: nothing need be sorted."""
    import polars as pl

    gaps = series.null_count()
    if 2 * gaps > len(series):
        return _sparse(series)
    number = series.to_physical()
    least, most = number.min(), number.max()
    if not isinstance(least, int) or not isinstance(most, int):
        return Column([], np.full(len(series), -1, dtype=np.int64))
    size = most - least + 1
    if size > 4 * len(series) + (1 << 16):
        return _of_numbers(series)
    # a gap takes the place after the last value
    shifted = number.fill_null(most + 1).to_numpy() if gaps else number.to_numpy()
    place = shifted.astype(np.int64)
    place -= least
    row = np.full(size + 1, -1, dtype=np.int64)
    row[place] = np.arange(len(place))
    row[size] = -1
    met = np.flatnonzero(row >= 0)
    at = np.full(size + 1, -1, dtype=np.int64)
    at[met] = np.arange(len(met))
    return Column(series.gather(row[met]).cast(pl.String).to_list(), at.take(place))


def _sparse(series: pl.Series) -> Column:
    """A column of which few cells are filled."""
    filled = np.flatnonzero(series.is_not_null().to_numpy())
    if not len(filled):
        return Column.empty(len(series))
    own = distinct(series.drop_nulls())
    return Column.of_few(own.values, filled, own.at, len(series))


def _of_numbers(series: pl.Series) -> Column:
    """A column of numbers, sorted to tell them apart."""
    import polars as pl

    filled = np.flatnonzero(series.is_not_null().to_numpy())
    own = series.gather(filled)
    _, first, number = np.unique(own.to_physical().to_numpy(), return_index=True, return_inverse=True)
    return Column.of_few(own.gather(first).cast(pl.String).to_list(), filled, number, len(series))


def round_numbers(cells: pl.Series, most: int) -> tuple[Ints, list[int]]:
    """Numbers in whole dollars, half up, and the rows whose number is no amount of at most `most`."""
    import polars as pl

    number = cells.cast(pl.Float64).fill_null(0).to_numpy()
    sound = (number >= 0) & (number <= most)  # neither holds of what is no number
    number = np.where(sound, number, 0)
    whole = np.floor(number)
    dollars: Ints = (whole + (number - whole >= 0.5)).astype(np.int64)
    return dollars, np.flatnonzero(~sound).tolist()


def dollars_of(texts: Sequence[str]) -> Ints:
    """Amounts in whole dollars, half up, of texts as `read_amount` accepts them."""
    import polars as pl

    if not len(texts):
        return np.zeros(1, dtype=np.int64)
    if len(texts) <= FEW_ROWS:
        return np.array([_dollars_of(text) for text in texts], dtype=np.int64)
    series = pl.Series(texts, dtype=pl.String)
    simple = series.str.contains(SIMPLE_AMOUNT)
    made = round_simple(series, simple).to_numpy().copy()
    for i in (~simple).arg_true():
        made[i] = whole_dollars(read_amount(series[i], most=10**18))
    return made


@lru_cache(maxsize=1 << 14)
def _dollars_of(text: str) -> int:
    """The same lines are asked under several laws and on several days."""
    return whole_dollars(read_amount(text, most=10**18))


def round_simple(series: pl.Series, simple: pl.Series) -> pl.Series:
    """Amounts of the simplest form in whole dollars, half up; 0 for every text that is not `simple`.

    A text of few digits is its own double, so half a dollar is told from a little less; longer ones are
    split at the decimal point.
    """
    import polars as pl

    short = simple & (series.str.len_bytes() <= _SAFE_DIGITS + 1)
    whole = bool(short.all())
    plain = series if whole else pl.select(pl.when(short).then(series)).to_series()
    made = (plain.cast(pl.Float64, strict=False) + 0.5).fill_null(0).cast(pl.Int64)  # a cast cuts down
    if whole:
        return made
    rows = (simple & ~short).fill_null(False).arg_true()
    return made.scatter(rows, _round_long(series.gather(rows))) if len(rows) else made


def _round_long(series: pl.Series) -> pl.Series:
    import polars as pl

    parts = series.str.split_exact(".", 1).struct.unnest()
    up = parts["field_1"].fill_null("").str.slice(0, 1).is_in(list("56789"))
    return parts["field_0"].cast(pl.Int64) + up.cast(pl.Int64)


__all__ = [
    "FEW_ROWS",
    "SIMPLE_AMOUNT",
    "Bools",
    "Column",
    "Entries",
    "Ints",
    "distinct",
    "distinct_filled",
    "dollars_of",
    "filled_text",
    "round_numbers",
    "round_simple",
]
