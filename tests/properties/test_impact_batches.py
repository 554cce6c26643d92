"""Batches give what single solves give, on NumPy and on a strict array library alike."""

from __future__ import annotations

import array_api_strict as strict
import numpy as np
import pytest

from detente.economy.data.toy import toy_world
from detente.economy.model.monopolistic_calibration import calibrate_firms
from detente.economy.model.scenario import QuantityRule, Scenario
from detente.economy.model.variants import Model
from detente.economy.policy.draws import draw_elasticities, monte_carlo
from detente.economy.solver import batch
from detente.economy.solver.batch import solve_batch
from detente.economy.solver.solving import solve
from detente.terms import InputError, SolveError

WIDE = np.array([0.3, 0.6, 0.2])
CASES = {
    "inputs": (Model.caliendo_parro(), True),
    "no inputs": (Model.caliendo_parro(), False),
    "profits": (Model.krugman(), False),
    "scale": (Model.scale_economies(0.05), True),
    "scale without inputs": (Model.scale_economies((0.02, 0.05, 0.0)), False),
    "indexed deficits": (Model(deficits="share_of_world_income"), True),
    "no deficits": (Model(deficits="zero"), True),
}


def shocks(world):
    """A tariff war, lower trade costs, and an export tax."""
    war = Scenario("war").with_tariff(world, 0.6, importer="R1").with_tariff(world, 0.3, importer="R2")
    cheaper = np.full(world.trade.shape, 0.9)
    tax = np.zeros(world.trade.shape)
    for n in range(len(world.regions)):
        cheaper[n, n] = 1.0
    tax[2, 0, 1] = 0.4
    return [war, Scenario("cheaper", trade_cost=cheaper), Scenario("tax", export_tax=tax)]


def single(world, scenario, model, theta):
    return solve(world.with_elasticities(theta), scenario, model)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("library", ["numpy", "strict"])
def test_batch_equals_single_solves(name, library):
    model, inputs = CASES[name]
    world = toy_world(4, 3, seed=12, inputs=inputs)
    theta = draw_elasticities(world, 7, seed=1, spread=WIDE)
    like = strict.asarray([0.0]) if library == "strict" else None
    found = solve_batch(world, shocks(world), model, theta=theta, like=like, rows=4)
    assert found.residual.max() <= 1e-10 and found.failed == 0 and found.alone == 0
    for d in range(len(theta)):
        for k, scenario in enumerate(shocks(world)):
            alone = single(world, scenario, model, theta[d])
            for part in ("real_income", "wage", "price_index"):
                assert np.abs(getattr(found, part)[d, k] - getattr(alone, part)).max() < 1e-10
            assert found.income[d, k] == pytest.approx(alone.income, rel=1e-10)
            assert found.revenue[d, k] == pytest.approx(alone.revenue, abs=1e-8 * alone.income.max())


def test_rows_in_a_batch_do_not_touch_one_another():
    world = toy_world(4, 3, seed=3)
    theta = draw_elasticities(world, 9, seed=2, spread=WIDE)
    whole = solve_batch(world, shocks(world), theta=theta, rows=9).real_income
    parts = solve_batch(world, shocks(world), theta=theta, rows=2).real_income
    assert np.abs(whole - parts).max() < 1e-12
    mixed = solve_batch(world, shocks(world), theta=theta[::-1], rows=9).real_income
    assert np.abs(whole - mixed[::-1]).max() < 1e-12


def test_rows_that_do_not_settle_are_solved_alone_or_left_empty(monkeypatch):
    world = toy_world(4, 3, seed=3)
    theta = draw_elasticities(world, 3, seed=2, spread=WIDE)
    short = solve_batch(world, shocks(world)[:1], theta=theta, limit=3)
    assert short.alone == 3 and short.failed == 0 and short.residual.max() <= 1e-10
    full = solve_batch(world, shocks(world)[:1], theta=theta)
    assert full.alone == 0 and np.abs(short.real_income - full.real_income).max() < 1e-10

    def fails(*_, **__):
        raise SolveError("no equilibrium reached", where="x", remedy="y")

    monkeypatch.setattr(batch, "solve", fails)
    none = solve_batch(world, shocks(world)[:1], theta=theta, limit=3)
    assert none.failed == 3 and np.isnan(none.real_income).all() and np.isnan(none.residual).all()
    assert monte_carlo(world, shocks(world), draws=2).failed == {}


def test_draws_of_a_strict_library_are_those_of_numpy():
    world = toy_world(4, 3, seed=3)
    ours = monte_carlo(world, shocks(world), draws=5, seed=8, spread=WIDE)
    theirs = monte_carlo(world, shocks(world), draws=5, seed=8, spread=WIDE, like=strict.asarray([0.0]))
    assert np.abs(ours.real_income_percent - theirs.real_income_percent).max() < 1e-9


def test_what_a_batch_cannot_do_is_said():
    world = toy_world(4, 3, seed=3)
    rule = Scenario("x").with_rule(world, QuantityRule("R1", "R2", "S1", 0.5, "limit"))
    with pytest.raises(InputError, match="not solved in batches"):
        solve_batch(world, [rule])
    one = toy_world(3, 1, seed=2, inputs=False, tariffs=False)
    with pytest.raises(InputError, match="not solved in batches"):
        solve_batch(
            one, [Scenario.base()], Model.monopolistic_competition(calibrate_firms(one, local_profit=0.1))
        )
    with pytest.raises(InputError, match="positive numbers"):
        solve_batch(world, [Scenario.base()], theta=np.zeros((2, 3)))
    with pytest.raises(InputError, match="nothing to solve"):
        solve_batch(world, [])
    with pytest.raises(InputError, match="64-bit"):
        solve_batch(world, [Scenario.base()], like=strict.asarray([0.0], dtype=strict.float32))
    with pytest.raises(InputError, match="leave workers at 1"):
        monte_carlo(world, [Scenario.base()], draws=2, workers=2, like=strict.asarray([0.0]))
    # draws of what a batch cannot do are still made, one by one
    assert monte_carlo(world, [rule], draws=2).failed == {}
