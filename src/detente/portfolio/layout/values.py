"""Values of the columns of answers: series of many rows, plain lists of a few, which are quicker to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from detente.portfolio.read.shipments import Bools, Ints

if TYPE_CHECKING:
    import polars as pl

FEW = 24  # so many rows are laid out quicker as lists
Values: TypeAlias = "pl.Series | list[Any]"
_SAFE = 10**13  # cents below it, times 10,000, fit into 64 bits


def dollars(cents: Ints, there: Bools) -> Values:
    """Cents as USD where they are known."""
    if len(cents) <= FEW:
        return [c / 100 if t else None for c, t in zip(cents.tolist(), there.tolist(), strict=True)]
    import polars as pl

    return pl.Series(np.where(there, cents / 100, np.nan), nan_to_null=True)


def texts(values: Sequence[str], at: Ints) -> Values:
    """A column of text from distinct texts and each row's number; nothing for -1."""
    if len(at) <= FEW:
        return [None if k < 0 else values[k] for k in at.tolist()]
    import polars as pl

    named = pl.Series([*values, None], dtype=pl.String)
    return named[np.where(at < 0, len(named) - 1, at)]


def shares(cents: Ints, of: Ints, there: Bools) -> Values:
    """Cents on dollars as percent to four decimals, half to even, in exact integers."""
    if len(cents) <= FEW:
        rows = zip(cents.tolist(), of.tolist(), there.tolist(), strict=True)
        return [share_pct(c, d) if t else None for c, d, t in rows]
    import polars as pl

    made = np.where(there, 0.0, np.nan)
    inside = np.flatnonzero(there & (cents != 0))
    if len(inside):
        own, value = cents[inside], of[inside]
        if int(np.abs(own).max()) < _SAFE:
            whole, rest = np.divmod(own * 10_000, value)
            whole += (2 * rest > value) | ((2 * rest == value) & (whole % 2 == 1))
            made[inside] = whole / 10_000
        else:
            pairs = zip(own.tolist(), value.tolist(), strict=True)
            made[inside] = [share_pct(c, d) for c, d in pairs]
    return pl.Series(made, nan_to_null=True)


def share_pct(cents: int, of: int) -> float:
    """Cents on dollars as percent, rounded to four decimals, half to even, in exact integers.

    Examples
    --------
    >>> share_pct(530_012, 10_000)
    53.0012
    """
    whole, rest = divmod(cents * 10_000, of)
    up = 2 * rest > of or (2 * rest == of and whole % 2 == 1)
    return (whole + up) / 10_000


def beside(shown: pl.DataFrame, columns: Mapping[str, Values], words: Sequence[str]) -> pl.DataFrame:
    """A frame with columns beside it; `words` names those of text, the others are numbers."""
    import polars as pl

    if not any(isinstance(values, list) for values in columns.values()):
        return shown.hstack([pl.Series(values).alias(name) for name, values in columns.items()])
    kinds = {name: pl.String if name in words else pl.Float64 for name in columns}
    rows = list(zip(*columns.values(), strict=True))
    return shown.hstack(pl.DataFrame(rows, schema=kinds, orient="row"))
