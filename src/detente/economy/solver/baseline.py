"""Baselines: accounts solved for so that they clear, and the world at a result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.economy.model.assembly import assemble_economy
from detente.economy.model.kernel import opening, prepare, quick_step
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Deficits, Model
from detente.economy.model.world import World
from detente.economy.model.worldcheck import clearing_gap, require_shape
from detente.economy.solver.anderson import settle
from detente.economy.solver.markets import result_of
from detente.economy.solver.settings import Settings
from detente.terms import InputError


def rebalanced(
    world: World,
    *,
    deficits: Deficits | None = None,
    model: Model | None = None,
    settings: Settings | None = None,
) -> World:
    """Give the world's accounts at the equilibrium of its own shares and tariffs, so that they clear.

    Needed where a source does not clear (final shares cut at zero and rescaled, as in Caliendo and
    Parro's data) or where deficits are to be closed before the shock ("purged"). The new world says
    in ``derived`` that its flows were solved for, and how far off the source was.
    """
    require_shape(world)
    model = model or Model.caliendo_parro()
    if deficits is not None:
        model = replace(model, deficits=deficits)
    settings = settings or Settings()
    gap = float(np.abs(clearing_gap(world)).max())
    scenario = Scenario("rebalanced baseline")
    ready = prepare(assemble_economy(world, scenario, model))
    search = settle(lambda state: quick_step(ready, state), opening(ready), tolerance=settings.tolerance)
    result = result_of(world, scenario, model, ready, search, repairing=True)
    rule = {"zero": "closing all deficits", "fixed": "keeping deficits"}.get(
        model.deficits, "scaling deficits"
    )
    note = f"flows solved for so that accounts clear, {rule}; the source was off by up to {gap:.2%} of income"
    return result_world(result, note)


def result_world(result: Result, note: str = "equilibrium of a scenario") -> World:
    """Give the world at a result: new flows, spending shares, tariffs and deficits."""
    world = result.world
    if result.model.firms is not None:
        raise InputError(
            "monopolistic competition keeps its own accounts",
            where="result_world",
            remedy="use its scenarios",
        )
    inputs, value_added = world.inputs, world.value_added
    return replace(
        world,
        trade=result.trade,
        tariff=result.tariff,
        inputs=inputs,
        value_added=value_added,
        deficit=result.deficit,
        name=f"{world.name}; {result.scenario.name}",
        derived=(*world.derived, note),
        _cache={},
    )
