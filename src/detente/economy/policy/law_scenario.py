"""Scenarios from the dated law: the rates engine's duties by code, averaged to sectors, both ways.

Duties of the United States on goods of China and of China on goods of the United States come from
``detente.assess`` for every code of the installed schedules, so the answer is as complete as they
are. Duties of and on third countries stay at the baseline.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from detente.economy.data.concordance import CodeRate, SectorRate, by_sector
from detente.economy.data.worldfiles import with_base_tariffs
from detente.economy.model.kernel import Array
from detente.economy.model.scenario import Scenario
from detente.economy.model.world import World
from detente.terms import InputError, read_day

Bound = Literal["low", "high"]
State = Literal["by_text", "announced"]
Side = Literal["US", "CN"]
BASE_DAY = "2019-07-01"
UNLISTED_BILLION = 0.05
VALUE = "100000"
GOODS = (
    "oilseeds", "agriculture", "mining", "food", "textiles", "wood_paper", "petroleum", "chemicals",
    "plastics_minerals", "metals", "machinery", "electronics", "transport_eq", "other_mfg",
)  # fmt: skip
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
    asked : codes of the installed schedule; settled : with one total; open : that hang on a missing
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
            f"{DIRECTIONS[self.side].words} on {self.on} as known on {self.known}{under}: {self.asked} codes, "
            f"{self.settled} settled, {self.open} hang on a missing fact (bounds used), {self.refused} without a "
            f"bound left out; weights: {self.weights}"
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
    made = _remembered(side, day, asked_on, state, key, schedule(side).meta.content_hash)
    return replace(made, outcome=outcome)


def us_duties_on_china(on: str, *, known: str | None = None, state: State = "by_text") -> LawRates:
    """Mean US duties on goods of China by sector on a day, as known on a day."""
    return law_rates("US", on, known=known, state=state)


def china_duties_on_us(on: str, *, known: str | None = None, state: State = "by_text") -> LawRates:
    """Mean Chinese duties on goods of the United States by sector on a day, as known on a day."""
    return law_rates("CN", on, known=known, state=state)


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
    codes = [code for code in book.codes(8) if not code.startswith(("98", "99"))]
    value_of = _spread(tuple(codes), weights)
    frame = pl.DataFrame({"hts": codes}).with_columns(
        origin=pl.lit(DIRECTIONS[side].origin),
        entry_date=pl.lit(day),
        customs_value_usd=pl.lit(VALUE),
        direction=pl.lit("us_import" if side == "US" else "china_import"),
    )
    answered = wide(assess_sheet(frame_sheet(frame), known=known, state=state, law=law))
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


def law_world(world: World, base: Sequence[LawRates], *, bound: Bound = "low") -> World:
    """Give the world read as trade at the duties of its base day; all other tariffs stay zero."""
    tariff = np.zeros_like(world.trade)
    notes = [note for rates in base for note in place(world, tariff, rates, bound)]
    words = "; ".join(rates.text for rates in base)
    rest = "all other tariffs of the baseline are taken as zero"
    return with_base_tariffs(world, tariff, "; ".join([f"baseline tariffs: {words}", rest, *notes]))


def law_scenario(
    world: World, rates: Sequence[LawRates], *, name: str = "", bound: Bound = "low"
) -> Scenario:
    """Give the scenario with both sides' duties of a day, all other tariffs as in the world.

    Parameters
    ----------
    bound : which bound of undetermined rates is used.
    """
    tariff = world.tariff.copy()
    notes = [note for one in rates for note in place(world, tariff, one, bound)]
    label = name or f"law of {rates[0].on}, known {rates[0].known}"
    scenario = Scenario.from_matrix(world, tariff, name=label)
    return replace(
        scenario,
        notes=(
            *(f"{one.text}; {bound} bound" for one in rates),
            "duties of and on third countries stay at the baseline; controls and port fees are not costs here",
            *notes,
        ),
    )


def place(world: World, tariff: Array, rates: LawRates, bound: Bound) -> list[str]:
    """Write sector rates on one side's imports from the other; say which goods sectors got none."""
    way = DIRECTIONS[rates.side]
    i, n = world.region(way.exporter), world.region(way.importer)
    for name, rate in rates.sectors.items():
        if name in world.sectors:
            tariff[i, n, world.sector(name)] = rate.low if bound == "low" else rate.high
    bare = [one for one in GOODS if one in world.sectors and one not in rates.sectors]
    words = f"{way.words}: no code of the installed schedule falls in {', '.join(bare)}: left as it is"
    return [words] if bare else []


def outcome_rates(
    outcome: str, *, known: str | None = None, on: str | None = None, state: State = "by_text"
) -> tuple[tuple[LawRates, LawRates], str]:
    """Duties of both sides under an outcome, and what it assumes in words.

    Parameters
    ----------
    outcome : ``extend`` or ``lapse`` of the next US clock, ``CLOCK=OUTCOME``, or the name of an
        outcome of ``detente.outcomes`` (``truce``, ``plus100``, ``busan`` …).
    known : day of knowledge; a named outcome brings its own.
    on : day of entry; default the day after the last clock and the last change of the outcome.
    """
    from detente.outcomes import laid, own_outcomes

    by_clock = outcome in ("extend", "lapse") and (known or outcome not in own_outcomes().outcomes)
    if "=" not in outcome and not by_clock:
        chosen = own_outcomes().outcome(outcome)
        under = laid(outcome, known=known or "")
        day = on or day_after(outcome, under)
        words = f"«{outcome}»: {chosen.summary.en}" if hasattr(chosen.summary, "en") else f"«{outcome}»"
        return both_sides(day, known=under.known, state=state, law=under.law, outcome=outcome), words
    if not known:
        raise InputError(
            "an outcome needs the day it is known on", where="known", remedy="give known (or on)"
        )
    day, _, words = outcome_day(outcome, known)
    return both_sides(on or day, known=known, state=state), words


def day_after(outcome: str, under: Any, rows: Any = None) -> str:
    """The day after the last clock an outcome settles and the last beginning of its changes.

    Raises
    ------
    InputError
        An outcome that names no day.
    """
    from detente.outcomes import own_outcomes

    every = rows or own_outcomes()
    clocks = {clock.id: clock for clock in under.law.clocks}
    days = [clocks[one.clock].last_moment[:10] for one in every.decides(outcome) if one.clock in clocks]
    for clause in every.clauses(outcome):
        start = clause.change.model_dump(by_alias=True).get("from")
        if start:
            days.append(str(start)[:10])
    if not days:
        raise InputError(f"outcome {outcome!r} names no day", where="on", remedy="give the day: --on")
    return (date.fromisoformat(max(days)) + timedelta(days=1)).isoformat()


def outcome_day(outcome: str, known: str) -> tuple[str, str, str]:
    """The day to ask the law for so that it answers a clock's outcome, as known on a day.

    Parameters
    ----------
    outcome : ``extend`` or ``lapse`` of the next US clock with those outcomes, or ``CLOCK=OUTCOME``.

    Returns
    -------
    tuple of str
        Day, clock id, and what is assumed in words.

    Raises
    ------
    InputError
        No such clock or outcome, or an outcome whose rates no instrument gives.
    """
    from detente.regime import tables

    law = tables()
    day = read_day(known, what="known").isoformat()
    clock_name, _, chosen = outcome.rpartition("=")
    open_clocks = [
        clock
        for clock in law.clocks
        if clock.side == "US"
        and clock.known <= day <= clock.last_moment[:10]
        and not any(settled[0] <= day for settled in clock.settled)
    ]
    fitting = [c for c in open_clocks if (c.id == clock_name if clock_name else chosen in c.outcomes)]
    fitting = [c for c in fitting if set(c.outcomes) >= {"extend", "lapse"}] or fitting
    if not fitting:
        names = ", ".join(f"{c.id}={o}" for c in open_clocks for o in c.outcomes) or "none on that day"
        raise InputError(
            f"no open US clock has the outcome {outcome!r} as known on {day}", remedy=f"open: {names}"
        )
    clock = min(fitting, key=lambda one: one.last_moment)
    if chosen not in clock.outcomes:
        raise InputError(f"{clock.id} has no outcome {chosen!r}", remedy=", ".join(clock.outcomes))
    if chosen == "extend":
        return day, clock.id, f"{clock.id} extended: the rates of {day} go on"
    if chosen in ("lapse", "apply"):
        after = date.fromisoformat(clock.last_moment[:10]) + timedelta(days=1)
        return after.isoformat(), clock.id, f"{clock.id} lapses by its text: {clock.by_text[0]}"
    raise InputError(
        f"no instrument gives the rates of {clock.id}={chosen}",
        where="outcome",
        remedy="name an outcome that says them (plus100), or give --matrix FILE or --add-us-on-china 100%",
    )


def _spread(codes: tuple[str, ...], weights: Mapping[str, float]) -> dict[str, float]:
    """Weight of each code: its own if given, else its heading's shared by the heading's codes."""
    held: dict[str, int] = {}
    for code in codes:
        held[code[:4]] = held.get(code[:4], 0) + 1
    made = {}
    for code in codes:
        own = next((weights[code[:k]] for k in (10, 8, 6) if code[:k] in weights and k > 4), None)
        made[code] = own if own is not None else weights.get(code[:4], UNLISTED_BILLION) / held[code[:4]]
    return made
