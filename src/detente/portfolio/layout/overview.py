"""A portfolio on one page: duty by layer, the lines that matter, the facts that are missing and from whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from detente.portfolio.evaluation import FEES, PortfolioAnswer
from detente.portfolio.layout.frames import total
from detente.portfolio.line_sums import STATUSES
from detente.portfolio.read.shipments import Bools, Ints

SUPPLIER_COLUMNS = ("supplier", "vendor", "shipper", "manufacturer", "seller", "broker", "importer")
MOST_SUPPLIERS = 3


@dataclass(frozen=True)
class LayerTotal:
    """Duty of one layer over the settled lines, in USD, and how many lines owe it."""

    component: str
    lines: int
    usd: Decimal
    is_fee: bool


@dataclass(frozen=True)
class LineAtStake:
    """A line among those that decide the total: its duty, or the bounds while a fact is missing, in USD."""

    row: int
    line_id: str
    hts: str
    origin: str
    status: str
    value_usd: int
    duty_usd: Decimal | None
    low_usd: Decimal
    high_usd: Decimal | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class FactToAsk:
    """A fact some lines wait for: how many, their customs value in USD, the suppliers the file names."""

    fact: str
    lines: int
    value_usd: int
    suppliers: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """What a portfolio comes to; money in USD, `settled_value_usd` the customs value of the settled lines."""

    settled_value_usd: int
    layers: tuple[LayerTotal, ...]
    lines: tuple[LineAtStake, ...]
    facts: tuple[FactToAsk, ...]


def overview(answer: PortfolioAnswer, most: int = 20) -> Overview:
    """The page of a portfolio.

    Parameters
    ----------
    most : int
        How many lines to name: those with the largest duty, or highest bound, come first.
    """
    dollars = np.where(answer.answered, answer.entries.dollars, 0)
    return Overview(
        settled_value_usd=total(dollars[answer.settled]),
        layers=tuple(_layer(answer, name) for name in answer.components),
        lines=tuple(_at_stake(answer, int(i)) for i in _largest(answer, most)),
        facts=tuple(_facts(answer, dollars)),
    )


def _layer(answer: PortfolioAnswer, name: str) -> LayerTotal:
    none = np.zeros(len(answer.plan), dtype=np.int64)
    if name in FEES:
        cents, rows = answer.fees.cents.get(name, none), answer.fees.due.get(name, none.astype(bool))
    else:
        cents, rows = answer.cents.parts.get(name, none), answer.settled
    owed = np.where(rows, cents, 0)
    return LayerTotal(name, int((owed > 0).sum()), Decimal(total(owed)) / 100, name in FEES)


def _largest(answer: PortfolioAnswer, most: int) -> Ints:
    """Rows by what they owe at most, those without an upper bound first, the largest low bound before."""
    rows = np.flatnonzero(answer.answered)
    open_top = answer.cents.open_top[rows] & ~answer.settled[rows]
    stake = np.where(open_top, answer.cents.low[rows], answer.cents.high[rows])
    stake = np.where(answer.settled[rows], answer.cents.duty[rows], stake)
    order = np.lexsort((rows, -stake, ~open_top))
    chosen: Ints = rows[order[:most]]
    return chosen


def _at_stake(answer: PortfolioAnswer, i: int) -> LineAtStake:
    frame = answer.sheet.frame
    line = answer.line(i)
    ids = frame["line_id"][i] if "line_id" in frame.columns else None
    return LineAtStake(
        row=line.row,
        line_id=str(ids or ""),
        hts=str(frame["hts"][i] or ""),
        origin=str(frame["origin"][i] or ""),
        status=STATUSES[answer.status[i]],
        value_usd=int(answer.entries.dollars[i]),
        duty_usd=None if line.duty is None else Decimal(line.duty) / 100,
        low_usd=Decimal(line.low or 0) / 100,
        high_usd=None if line.high is None else Decimal(line.high) / 100,
        missing=line.missing,
    )


def _facts(answer: PortfolioAnswer, dollars: Ints) -> Sequence[FactToAsk]:
    """Missing facts, the largest value waiting first."""
    open_ = answer.answered & ~answer.settled
    names = dict.fromkeys(name for missing in answer.words.missing for name in missing)
    rows_of = {
        name: open_
        & np.isin(answer.words.missing_at, [k for k, m in enumerate(answer.words.missing) if name in m])
        for name in names
    }
    facts = [
        FactToAsk(name, int(rows.sum()), total(dollars[rows]), _suppliers(answer, rows))
        for name, rows in rows_of.items()
        if rows.any()
    ]
    return sorted(facts, key=lambda f: (-f.value_usd, f.fact))


def _suppliers(answer: PortfolioAnswer, rows: Bools) -> tuple[str, ...]:
    """Who is named beside most of these rows; empty where the file names nobody."""
    frame = answer.sheet.frame
    name = next((c for c in SUPPLIER_COLUMNS if c in frame.columns), None)
    if name is None:
        return ()
    named = frame[name].filter(rows)
    counts = named.filter(named.is_not_null() & (named != "")).value_counts(sort=True, name="n")
    return tuple(counts[name].head(MOST_SUPPLIERS).to_list())
