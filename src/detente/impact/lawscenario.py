"""Scenarios from the dated law: the rates engine's duties by code, averaged to sectors.

Covered: duties of the United States on goods of China. China's duties on goods of the United States
stay at the baseline unless given; every answer says so. The rates come from ``detente.assess`` for
every code of the installed schedule, so the answer is as complete as that schedule.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np

from detente.impact.concordance import CodeRate, SectorRate, by_sector
from detente.impact.scenario import Scenario
from detente.impact.world import World
from detente.impact.worldfiles import with_base_tariffs
from detente.terms import InputError, read_day

Bound = Literal["low", "high"]
State = Literal["by_text", "announced"]
BASE_DAY = "2019-07-01"
UNLISTED_BILLION = 0.05
VALUE = "100000"


@dataclass(frozen=True)
class LawRates:
    """Mean duties of one side by sector on a day, as known on a day.

    Attributes
    ----------
    sectors : sector -> its mean rate with bounds.
    asked : codes of the installed schedule; settled : with one total; open : that hang on a missing
        fact; refused : with no bound at all, left out.
    weights : what the codes were weighted by.
    """

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

    @property
    def text(self) -> str:
        """One line on coverage, for beside the numbers."""
        return (
            f"US duties on China on {self.on} as known on {self.known}: {self.asked} codes, {self.settled} settled, "
            f"{self.open} hang on a missing fact (bounds used), {self.refused} without a bound left out; "
            f"weights: {self.weights}"
        )


def import_weights() -> dict[str, float]:
    """Heading of four digits -> rough US imports from China, billion USD, about 2024.

    Entered from memory of published statistics, confidence C; it weights rates within a sector and
    nothing else. Give your own weights where the mix matters.
    """
    text = (files("detente.impact") / "data" / "us_imports_from_china.csv").read_text(encoding="utf-8")
    return {row["hs4"]: float(row["billion_usd"]) for row in csv.DictReader(text.splitlines())}


def us_duties_on_china(
    on: str,
    *,
    known: str | None = None,
    state: State = "by_text",
    weights: Mapping[str, float] | None = None,
) -> LawRates:
    """Give mean US duties on Chinese goods by sector on a day, as known on a day.

    Parameters
    ----------
    on : day of entry; known : default the same day.
    weights : code prefix of four to ten digits -> trade value; default rough values by heading.
    """
    day = read_day(on, what="on").isoformat()
    asked_on = read_day(known, what="known").isoformat() if known else day
    if weights is None:
        from detente.assess.goods import schedule
        from detente.regime.tables import tables

        return _remembered(day, asked_on, state, tables().hash, schedule().meta.content_hash)
    return _us_duties(day, asked_on, state, weights, "given")


@lru_cache(maxsize=64)
def _remembered(day: str, known: str, state: State, law: str, book: str) -> LawRates:
    rough = "rough US import values by heading (about 2024, confidence C)"
    return _us_duties(day, known, state, import_weights(), rough)


def _us_duties(day: str, asked_on: str, state: State, weights: Mapping[str, float], words: str) -> LawRates:
    from detente.assess.duty import duty
    from detente.assess.goods import schedule

    codes = schedule().codes(8)
    value_of = _spread(codes, weights)
    rows: list[CodeRate] = []
    settled = open_ = refused = 0
    rules = ""
    for code in codes:
        if code.startswith(("98", "99")):
            continue
        answer = duty(code, origin="CN", value=VALUE, on=day, known=asked_on, state=state)
        rules = answer.repeat.rules
        if answer.status == "ok" and answer.total_pct is not None:
            settled += 1
            rate = float(answer.total_pct) / 100.0
            rows.append(CodeRate(code, rate, rate, value_of[code]))
        elif answer.low_usd is not None:
            open_ += 1
            high = None if answer.high_usd is None else float(answer.high_usd) / float(VALUE)
            rows.append(CodeRate(code, float(answer.low_usd) / float(VALUE), high, value_of[code]))
        else:
            refused += 1
    return LawRates(
        on=day,
        known=asked_on,
        sectors=by_sector(rows),
        asked=settled + open_ + refused,
        settled=settled,
        open=open_,
        refused=refused,
        weights=words,
        rules=rules,
        state=state,
    )


def law_world(world: World, base: LawRates, *, bound: Bound = "low") -> World:
    """Give the world read as trade at the US duties on China of its base day."""
    tariff = np.zeros_like(world.trade)
    notes = place(world, tariff, base, bound)
    return with_base_tariffs(
        world,
        tariff,
        f"baseline tariffs: {base.text}; all other tariffs of the baseline are taken as zero"
        + "".join(notes),
    )


def law_scenario(world: World, rates: LawRates, *, name: str = "", bound: Bound = "low") -> Scenario:
    """Give the scenario with the US duties on China of a day, all other tariffs as in the world.

    Parameters
    ----------
    bound : which bound of undetermined rates is used.
    """
    tariff = world.tariff.copy()
    notes = place(world, tariff, rates, bound)
    scenario = Scenario.from_matrix(world, tariff, name=name or f"law of {rates.on}, known {rates.known}")
    return replace(
        scenario,
        notes=(
            rates.text + f"; {bound} bound",
            "China's duties on goods of the United States are not in this scenario: they stay at the baseline",
            *(note.lstrip("; ") for note in notes),
        ),
    )


def place(world: World, tariff: np.ndarray, rates: LawRates, bound: Bound) -> list[str]:
    """Write sector rates on the flows from China to the United States; say which goods sectors got none."""
    i, n = world.region("CHN"), world.region("USA")
    for name, rate in rates.sectors.items():
        if name in world.sectors:
            tariff[i, n, world.sector(name)] = rate.low if bound == "low" else rate.high
    bare = [one for one in GOODS if one in world.sectors and one not in rates.sectors]
    return [f"; no code of the installed schedule falls in {', '.join(bare)}: left as it is"] if bare else []


GOODS = (
    "oilseeds", "agriculture", "mining", "food", "textiles", "wood_paper", "petroleum", "chemicals",
    "plastics_minerals", "metals", "machinery", "electronics", "transport_eq", "other_mfg",
)  # fmt: skip


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
    from detente.regime.tables import tables

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
        from datetime import date, timedelta

        after = date.fromisoformat(clock.last_moment[:10]) + timedelta(days=1)
        return after.isoformat(), clock.id, f"{clock.id} lapses by its text: {clock.by_text[0]}"
    raise InputError(
        f"no instrument gives the rates of {clock.id}={chosen}",
        where="outcome",
        remedy="give them yourself: --matrix FILE, or --add-us-on-china 100%",
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
