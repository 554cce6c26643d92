"""Duties of both sides from the dated law, by code, averaged to the sectors of the model.

Duties of the United States on goods of China and of China on goods of the United States come from
``detente.assess`` for every code of the installed schedules, so the answer is as complete as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from detente.economy.data.concordance import CodeRate, SectorRate, by_sector
from detente.terms import read_day

State = Literal["by_text", "announced"]
Side = Literal["US", "CN"]
UNLISTED_BILLION = 0.05
VALUE = "100000"
ROUGH = "rough import values by heading (about 2024, confidence C)"


@dataclass(frozen=True)
class Direction:
    """One side's duties on the other: importer and exporter in the world, and in the law."""

    importer: str
    exporter: str
    origin: str
    words: str
    weights: str


DIRECTIONS: dict[Side, Direction] = {
    "US": Direction("USA", "CHN", "CN", "US duties on goods of China", "us_imports_from_china.csv"),
    "CN": Direction("CHN", "USA", "US", "Chinese duties on goods of the US", "china_imports_from_us.csv"),
}


@dataclass(frozen=True)
class LawRates:
    """Mean duties of one side by sector on a day, as known on a day.

    Attributes
    ----------
    sectors : sector -> its mean rate with bounds.
    asked : codes of the installed schedule; settled : with one total; open : that depend on a missing
        fact; refused : with no bound at all, left out.
    weights : what the codes were weighted by; outcome : name of the outcome laid over the law, if any.
    """

    side: Side
    on: str
    known: str
    sectors: Mapping[str, SectorRate]
    asked: int
    settled: int
    open: int
    refused: int
    weights: str
    rules: str
    state: str = "by_text"
    outcome: str = ""

    @property
    def text(self) -> str:
        """One line on coverage, for beside the numbers."""
        under = f" under «{self.outcome}»" if self.outcome else ""
        return (
            f"{DIRECTIONS[self.side].words} on {self.on} as known on {self.known}{under}: "
            f"{self.asked} codes, {self.settled} settled, {self.open} depend on a missing fact "
            f"(bounds used), {self.refused} without a bound left out; weights: {self.weights}"
        )


def import_weights(side: Side = "US") -> dict[str, float]:
    """Heading of four digits -> rough imports of one side from the other, billion USD, about 2024.

    Entered from memory of published statistics, confidence C; it weights rates within a sector and
    nothing else. Give your own weights where the mix matters.
    """
    path = files("detente.economy.data") / DIRECTIONS[side].weights
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["hs4"]: float(row["billion_usd"]) for row in rows}


def law_rates(
    side: Side,
    on: str,
    *,
    known: str | None = None,
    state: State = "by_text",
    weights: Mapping[str, float] | None = None,
    law: Any = None,
    outcome: str = "",
) -> LawRates:
    """Give mean duties of one side on the other's goods by sector on a day, as known on a day.

    Parameters
    ----------
    side : the importing side.
    on : day of entry; known : default the same day.
    weights : code prefix of four to ten digits -> trade value; default rough values by heading.
    law, outcome : tables of the law under an outcome, and its name; default the law itself.
    """
    day = read_day(on, what="on").isoformat()
    asked_on = read_day(known, what="known").isoformat() if known else day
    if weights is not None:
        return replace(_rates(side, day, asked_on, state, weights, law), outcome=outcome, weights="given")
    from detente.duties import schedule
    from detente.regime import tables

    # the hash of the tables tells the law apart, and an outcome laid over it with its day of knowledge
    key = _Law(law if law is not None else tables())
    rates = _remembered(side, day, asked_on, state, key, schedule(side).meta.content_hash)
    return replace(rates, outcome=outcome)


def both_sides(
    on: str, *, known: str | None = None, state: State = "by_text", law: Any = None, outcome: str = ""
) -> tuple[LawRates, LawRates]:
    """Duties of both sides on a day, the United States first."""
    us, china = (
        law_rates(side, on, known=known, state=state, law=law, outcome=outcome) for side in ("US", "CN")
    )
    return us, china


@dataclass(frozen=True, eq=False)
class _Law:
    """Tables that are equal when their hashes are, so that what they give is remembered."""

    tables: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Law) and self.tables.hash == other.tables.hash

    def __hash__(self) -> int:
        return hash(self.tables.hash)


@lru_cache(maxsize=64)
def _remembered(side: Side, day: str, known: str, state: State, law: _Law, book: str) -> LawRates:
    return _rates(side, day, known, state, import_weights(side), law.tables)


def _rates(
    side: Side, day: str, known: str, state: State, weights: Mapping[str, float], law: Any
) -> LawRates:
    import polars as pl

    from detente.duties import schedule
    from detente.portfolio import assess_sheet, frame_sheet, wide
    from detente.regime import tables

    book = schedule(side)
    codes = [code for code in book.codes(8, day, day) if not code.startswith(("98", "99"))]
    value_of = _weights_by_code(tuple(codes), weights)
    frame = pl.DataFrame({"hts": codes}).with_columns(
        origin=pl.lit(DIRECTIONS[side].origin),
        entry_date=pl.lit(day),
        customs_value_usd=pl.lit(VALUE),
        direction=pl.lit("us_import" if side == "US" else "china_import"),
    )
    answered = wide(
        assess_sheet(
            frame_sheet(frame), known=known, reading="announced" if state == "announced" else "text", law=law
        )
    )
    rows: list[CodeRate] = []
    settled = open_ = refused = 0
    for code, status, total, low, high in answered.select(
        "hts", "status", "total_pct", "low_usd", "high_usd"
    ).iter_rows():
        if status == "ok" and total is not None:
            settled += 1
            rows.append(CodeRate(code, total / 100.0, total / 100.0, value_of[code]))
        elif low is not None:
            open_ += 1
            top = None if high is None else high / float(VALUE)
            rows.append(CodeRate(code, low / float(VALUE), top, value_of[code]))
        else:
            refused += 1
    rules = (law or tables()).hash
    return LawRates(
        side=side,
        on=day,
        known=known,
        sectors=by_sector(rows),
        asked=settled + open_ + refused,
        settled=settled,
        open=open_,
        refused=refused,
        weights=ROUGH,
        rules=rules,
        state=state,
    )


def _weights_by_code(codes: tuple[str, ...], weights: Mapping[str, float]) -> dict[str, float]:
    """Weight of each code: its own if given, else its heading's shared by the heading's codes."""
    codes_in: dict[str, int] = {}
    for code in codes:
        codes_in[code[:4]] = codes_in.get(code[:4], 0) + 1
    spread = {}
    for code in codes:
        own = next((weights[code[:k]] for k in (10, 8, 6) if code[:k] in weights and k > 4), None)
        spread[code] = (
            own if own is not None else weights.get(code[:4], UNLISTED_BILLION) / codes_in[code[:4]]
        )
    return spread
