"""The residual of a batch is that of the single certificate, row by row, whatever the sign of a gap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.economy.data.toy import toy_world
from detente.economy.model.assembly import assemble_economy
from detente.economy.model.certificate import market_gaps
from detente.economy.model.kernel import evaluate, opening, prepare, quick_step
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.solver.anderson import settle
from detente.economy.solver.batch import _Shock
from detente.economy.solver.batch_step import residual_rows, step_rows
from detente.economy.solver.markets import market_outcome

CASES = {
    "inputs": Model.caliendo_parro(),
    "no inputs": Model.krugman(),
    "scale": Model.scale_economies(0.04),
    "indexed": Model(deficits="share_of_world_income"),
    "export taxes": Model.caliendo_parro(),
}


def prepared(kind):
    world = toy_world(3, 2, seed=4, inputs=kind != "no inputs")
    scenario = Scenario("x").with_tariff(world, 0.2, importer="R1")
    if kind == "export taxes":
        tax = np.zeros_like(world.trade)
        tax[0, 1], tax[2, 0] = 0.1, 0.05
        scenario = replace(scenario, export_tax=tax)
    ready = prepare(assemble_economy(world, scenario, CASES[kind]))
    block = _Shock(world, scenario, CASES[kind], np, None).block(world.theta[None])
    search = settle(lambda state: quick_step(ready, state), opening(ready), tolerance=1e-13)
    return world, scenario, ready, block, search.state


def expected_residual(world, scenario, ready, state):
    """Largest gap at a state by the single certificate; goods of a region are added up."""
    at = evaluate(ready, state)
    outcome = market_outcome(world, scenario, ready, at)
    outcome = replace(outcome, spending=at.spending.T, price=np.exp(at.log_price).T)
    gaps = market_gaps(outcome)
    return max(
        np.abs(gaps["labour market"]).max(),
        np.abs(gaps["goods market"]).sum(axis=1).max(),
        np.abs(gaps["trade balance"]).max(),
        np.abs(np.log1p(gaps["price index"])).max(),
    )


@pytest.mark.parametrize("kind", CASES)
def test_a_settled_row_has_no_residual_and_the_step_leaves_it(kind):
    *_, block, state = prepared(kind)
    assert float(residual_rows(block, state[None])[0]) < 1e-11
    assert step_rows(block, state[None])[0] == pytest.approx(state, abs=1e-11)


@pytest.mark.parametrize("kind", CASES)
def test_every_part_of_a_state_moved_up_or_down_gives_the_residual_of_the_certificate(kind):
    world, scenario, ready, block, state = prepared(kind)
    moves = np.concatenate([np.eye(state.size), -np.eye(state.size)]) * 0.01
    states = state + moves
    residual = np.concatenate([residual_rows(block, one[None]) for one in states])
    expected = [expected_residual(world, scenario, ready, one) for one in states]
    assert residual == pytest.approx(np.array(expected), rel=1e-8, abs=1e-11)
    assert residual.min() > 1e-5
