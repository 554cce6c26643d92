"""The assumptions behind a result, one line each, with the direction of error where known."""

from __future__ import annotations

from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World

DEFICIT_RULES = {
    "fixed": "deficits stay fixed in units of world labour income",
    "share_of_world_income": "deficits stay a fixed share of world labour income and profits",
    "zero": "all deficits are closed as part of the shock",
}


def assumptions_of(world: World, scenario: Scenario, model: Model) -> tuple[str, ...]:
    """Give the assumptions of the many-sector model, then those of the scenario."""
    low, high = world.theta.min(), world.theta.max()
    lines = [
        f"model: {model.name}; long run, full employment, labour moves freely between sectors",
        DEFICIT_RULES[model.deficits],
        "tariff revenue goes to households in a lump sum; a cut of distorting taxes would raise the gain",
        "tariffs pass through to buyers in full within each flow; world prices move through wages and costs",
        f"trade elasticities from {low:.3g} to {high:.3g}; signs can depend on them",
    ]
    if world.derived:
        lines.append(f"the accounts hold derived figures: {world.derived[0]}")
    if scenario.rules:
        lines.append("limits pay their rent to the exporter; pledges cost the importer")
    return (*lines, *scenario.notes)
