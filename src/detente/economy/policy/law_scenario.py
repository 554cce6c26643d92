"""Scenarios from the dated law: duties of both sides laid on the flows of a world.

Duties of and on third countries stay at the baseline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from detente.economy.data.worldfiles import with_base_tariffs
from detente.economy.model.kernel import Array
from detente.economy.model.scenario import Scenario
from detente.economy.model.world import World
from detente.economy.policy.law_duties import DIRECTIONS, LawRates

Bound = Literal["low", "high"]
BASE_DAY = "2019-07-01"
GOODS = (
    "oilseeds", "agriculture", "mining", "food", "textiles", "wood_paper", "petroleum", "chemicals",
    "plastics_minerals", "metals", "machinery", "electronics", "transport_eq", "other_mfg",
)  # fmt: skip


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
            "duties of and on third countries stay at the baseline; "
            "controls and port fees are not costs here",
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


def goods_of(world: World) -> tuple[str, ...]:
    """Goods sectors of the world, those a tariff can fall on."""
    return tuple(one for one in GOODS if one in world.sectors)
