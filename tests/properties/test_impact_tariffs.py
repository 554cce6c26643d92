"""Gradients against differences; optima against neighbours; Nash against best responses."""

from __future__ import annotations

import numpy as np
import pytest

from detente.impact.agreements import efficient_tariffs
from detente.impact.firms import calibrate_firms
from detente.impact.goals import Goal
from detente.impact.model import Model
from detente.impact.scenario import Scenario
from detente.impact.solving import solve
from detente.impact.tariffs import Instruments, nash, optimal_tariff
from detente.impact.toy import toy_world
from detente.terms import InputError


def cases():
    for seed in (1, 2):
        for name, model, inputs in (
            ("competitive", Model.caliendo_parro(), True),
            ("no inputs", Model.caliendo_parro(), False),
            ("krugman", Model.krugman(), False),
            ("weights", Model.krugman(weights=np.random.default_rng(seed).uniform(0.5, 1.5, (4, 3))), False),
            ("scale", Model.scale_economies(0.04), True),
            ("indexed deficits", Model(deficits="share_of_world_income"), True),
        ):
            yield pytest.param(toy_world(4, 3, seed=seed, inputs=inputs), model, id=f"{name}-{seed}")
        world = toy_world(5, 1, seed=seed, inputs=False, tariffs=False)
        firms = calibrate_firms(world, local_profit=0.15)
        for rule in ("income_tax", "lump_sum"):
            yield pytest.param(world, Model.firm_profit(firms, revenue=rule), id=f"firms {rule}-{seed}")


@pytest.mark.parametrize(("world", "model"), list(cases()))
def test_gradient_agrees_with_differences(world, model):
    goal = Goal(world, model, Scenario.base(), 0)
    draw = np.random.default_rng(5)
    rates = world.tariff[:, 0, :] + draw.uniform(0.02, 0.3, world.tariff[:, 0, :].shape)
    rates[0] = 0.0
    _, gradient = goal.value_and_gradient(rates)
    direction = draw.standard_normal(rates.shape)
    direction[0] = 0.0
    step = 1e-5
    up, down = (goal.value_and_gradient(rates + s * step * direction)[0] for s in (1, -1))
    assert (gradient * direction).sum() == pytest.approx((up - down) / (2 * step), rel=2e-5, abs=1e-9)


def test_goal_is_the_real_income_of_the_result():
    world = toy_world(4, 3, seed=3)
    rates = world.tariff[:, 1, :] + 0.2
    rates[1] = 0.0
    value, _ = Goal(world, Model.caliendo_parro(), Scenario.base(), 1).value_and_gradient(rates)
    tariff = world.tariff.copy()
    tariff[:, 1, :] = rates
    assert np.expm1(value) == pytest.approx(
        solve(world, Scenario("x", tariff=tariff)).real_income[1] - 1, abs=1e-11
    )


@pytest.mark.parametrize("alike", ["each", "sector", "partner", "one"])
def test_optimum_beats_its_neighbours(alike):
    world = toy_world(4, 3, seed=7)
    best = optimal_tariff(world, "R1", instruments=Instruments(alike=alike))
    goal = Goal(world, Model.caliendo_parro(), Scenario.base(), 0)
    top, _ = goal.value_and_gradient(best.rates)
    group = Instruments(alike=alike).groups(world, 0)
    draw = np.random.default_rng(0)
    for _ in range(12):
        moved = draw.standard_normal(int(group.max()) + 1) * 0.05
        rates = np.where(group >= 0, np.maximum(0.0, best.rates + moved[np.maximum(group, 0)]), best.rates)
        assert goal.value_and_gradient(rates)[0] <= top + 1e-12
    assert best.gradient_norm < 1e-5


def test_small_country_optimum_is_near_the_textbook_formula():
    world = toy_world(2, 1, seed=4, inputs=False, tariffs=False, home=0.5)
    shrink = world.trade.copy()
    shrink[0, 0] *= 1e-4
    shrink[0, 1] *= 1e-4
    shrink[1, 0] *= 1e-4
    from dataclasses import replace

    from detente.impact.baseline import rebalanced

    small = rebalanced(replace(world, trade=shrink, _cache={}), deficits="zero")
    best = optimal_tariff(small, "R1")
    # a small Armington country faces an export demand elasticity of 1 + theta: 1/theta
    assert best.rates[1, 0] == pytest.approx(1 / small.theta[0], rel=0.02)


def test_nobody_gains_by_leaving_nash():
    world = toy_world(3, 2, seed=9)
    found = nash(world, ["R1", "R2", "R3"])
    assert max(found.gains_percent.values()) < 1e-7
    here = Scenario("nash", tariff=found.tariff)
    for player in ("R1", "R2", "R3"):
        best = optimal_tariff(world, player, against=here)
        n = world.region(player)
        assert best.gain_percent <= found.result.real_income_percent[n] + 1e-6


def test_efficient_talks_gain_alike_and_more_than_any_step_nearby():
    world = toy_world(3, 2, seed=9)
    found = efficient_tariffs(world, ["R1", "R2", "R3"], Model.caliendo_parro(), bounds=(-0.5, 5.0))
    assert found.spread_percent < 5e-3 and min(found.gains_percent.values()) > 0
    draw = np.random.default_rng(1)
    least = min(found.gains_percent.values())
    for _ in range(10):
        tariff = (1 + found.tariff) * np.exp(0.03 * draw.standard_normal(found.tariff.shape)) - 1
        for n in range(3):
            tariff[n, n] = 0.0
        near = solve(world, Scenario("near", tariff=tariff))
        assert near.real_income_percent.min() <= least + 2e-3


def test_efficient_talks_need_a_model_with_markets():
    world = toy_world(3, 1, seed=9, inputs=False, tariffs=False)
    model = Model.firm_profit(calibrate_firms(world, local_profit=0.1))
    with pytest.raises(InputError, match="firm-profit"):
        efficient_tariffs(world, ["R1", "R2"], model)
    with pytest.raises(InputError, match="once each"):
        nash(world, ["R1", "R1"])
