"""Tariff codes to sectors, and rates by code to rates by sector.

The concordance is ``data/concordance.csv``: the longest prefix of a code decides. It follows the
industry that makes the good (ISIC), not the chapter's title: raw cotton is farming, video games are
electronics. Editors: keep prefixes of 2, 4 or 6 digits and say why in the note.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from detente.terms import DataError, InputError


@lru_cache(maxsize=1)
def concordance() -> Mapping[str, str]:
    """Prefix of a tariff code -> sector of the embedded world."""
    text = (files("detente.economy.data") / "concordance.csv").read_text(encoding="utf-8")
    sectors: dict[str, str] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        prefix = row["hs_prefix"]
        if not prefix.isdigit() or len(prefix) not in (2, 4, 6) or prefix in sectors:
            raise DataError(
                f"prefix {prefix!r} in line {number}",
                where="concordance.csv",
                remedy="2, 4 or 6 digits, once",
            )
        sectors[prefix] = row["sector"]
    return sectors


def sector_of(code: str) -> str:
    """The sector of a tariff code of 2 digits or more, dotted or not.

    Examples
    --------
    >>> sector_of("1201.90.00"), sector_of("8505.11.00.30"), sector_of("9504.50")
    ('oilseeds', 'electronics', 'electronics')
    """
    digits = code.replace(".", "").replace(" ", "")
    if not digits.isdigit() or len(digits) < 2:
        raise InputError(f"{code!r} is not a tariff code", where="code", remedy="write at least two digits")
    table = concordance()
    for length in (6, 4, 2):
        if digits[:length] in table and len(digits) >= length:
            return table[digits[:length]]
    raise InputError(f"chapter {digits[:2]} is in no sector", where="code", remedy="see concordance.csv")


@dataclass(frozen=True)
class CodeRate:
    """The rate on one code: lowest and highest where a fact is missing; weight in any unit.

    Attributes
    ----------
    low, high : ad valorem rates as shares; equal when settled; high is None when unbounded.
    weight : trade value, or 1 for a plain mean.
    """

    code: str
    low: float
    high: float | None
    weight: float = 1.0


@dataclass(frozen=True)
class SectorRate:
    """A weighted mean rate over the codes of a sector.

    Attributes
    ----------
    low, high : weighted means of the bounds; an unbounded code counts with its low rate in both,
        and is counted in ``unbounded``.
    codes : codes used; open_share : share of weight whose rate depends on a missing fact.
    """

    sector: str
    low: float
    high: float
    codes: int
    weight: float
    open_share: float
    unbounded: int


def by_sector(rows: Iterable[CodeRate], sectors: Sequence[str] | None = None) -> dict[str, SectorRate]:
    """Give weighted mean rates by sector; a sector without a code is absent, never zero.

    Raises
    ------
    InputError
        A negative weight, a rate at or below -100 %, or no row at all.
    """
    sums: dict[str, list[float]] = {}
    counts: dict[str, list[int]] = {}
    for row in rows:
        if row.weight < 0 or row.low <= -1:
            raise InputError(
                f"{row.code}: weight {row.weight}, rate {row.low}", where="rates", remedy="mend the row"
            )
        name = sector_of(row.code)
        if sectors is not None and name not in sectors:
            continue
        held = sums.setdefault(name, [0.0, 0.0, 0.0, 0.0])
        high = row.low if row.high is None else row.high
        held[0] += row.weight
        held[1] += row.weight * row.low
        held[2] += row.weight * high
        held[3] += row.weight * (row.high is None or row.high != row.low)
        tally = counts.setdefault(name, [0, 0])
        tally[0] += 1
        tally[1] += row.high is None
    if not sums:
        raise InputError("no rate to aggregate", where="rates", remedy="give codes with rates")
    return {
        name: SectorRate(
            sector=name,
            low=low / weight if weight else 0.0,
            high=high / weight if weight else 0.0,
            codes=counts[name][0],
            weight=weight,
            open_share=doubt / weight if weight else 0.0,
            unbounded=counts[name][1],
        )
        for name, (weight, low, high, doubt) in sums.items()
        if weight > 0
    }
