"""Gradients against differences; optima against neighbours; Nash against best responses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.economy.data.toy import toy_world
from detente.economy.model.monopolistic_calibration import calibrate_firms
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.policy.agreements import efficient_tariffs
from detente.economy.policy.goals import Goal
from detente.economy.policy.joint_tariffs import joint_answer
from detente.economy.policy.political_weights import calibrate_weights
from detente.economy.policy.tariffs import Instruments, nash, optimal_tariff
from detente.economy.solver.solving import solve
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
            yield pytest.param(
                world, Model.monopolistic_competition(firms, revenue=rule), id=f"firms {rule}-{seed}"
            )


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
    from detente.economy.solver.baseline import rebalanced

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
    model = Model.monopolistic_competition(calibrate_firms(world, local_profit=0.1))
    with pytest.raises(InputError, match="monopolistic competition"):
        efficient_tariffs(world, ["R1", "R2"], model)
    with pytest.raises(InputError, match="once each"):
        nash(world, ["R1", "R1"])


def test_weights_support_the_rates_they_were_fitted_to():
    # round trip: best rates under known weights, given as the target, give those weights back
    world = toy_world(4, 3, seed=6, inputs=False)
    known = np.array([1.25, 0.8, 0.95])
    table = np.ones(world.size)
    table[1] = known
    best = optimal_tariff(world, "R2", Model.krugman(weights=table), instruments=Instruments(alike="sector"))
    assert best.at_bound == 0
    found = calibrate_weights(world, "R2", best.rates[0])
    assert found.weights == pytest.approx(known, abs=1e-6)
    assert abs(found.shift) < 1e-6 and found.search_gap < 1e-5 and found.slope < 1e-9


def test_weights_that_would_be_negative_are_held_at_zero():
    world = toy_world(4, 3, seed=6, inputs=False).with_elasticities(np.array([1.2, 6.0, 9.0]))
    found = calibrate_weights(world, "R2", np.array([0.0, 0.8, 0.8]))
    assert found.weights[0] == 0.0 and found.weights.mean() == pytest.approx(1.0)
    # without weight the sector's own best rate stands above its target moved by the common shift
    assert found.rates[0] > max(0.0, found.target[0] + found.shift)
    assert found.search_gap < 1e-6


def test_weights_refuse_what_they_cannot_fit():
    world = toy_world(4, 3, seed=6, inputs=False)
    with pytest.raises(InputError, match="profits"):
        calibrate_weights(world, "R2", np.zeros(3), Model.caliendo_parro())
    with pytest.raises(InputError, match="one rate"):
        calibrate_weights(world, "R2", np.zeros(2))
    empty = world.trade.copy()
    empty[:, 1, 2] = np.where(np.arange(4) == 1, empty[:, 1, 2], 0.0)
    with pytest.raises(InputError, match="imports nothing in S3"):
        calibrate_weights(replace(world, trade=empty, _cache={}), "R2", np.zeros(3))


@pytest.mark.parametrize("beginning", [0.02, 0.6, 3.0])
def test_thorough_search_does_not_hang_on_the_start(beginning):
    world = toy_world(4, 3, seed=7, inputs=False)
    world = world.with_elasticities(np.array([9.0, 6.0, 1.5]))
    weights = np.random.default_rng(3).uniform(0.4, 1.8, world.size)
    model = Model.krugman(weights=weights)
    best = optimal_tariff(world, "R1", model)
    again = optimal_tariff(world, "R1", model, start=np.full(best.rates.shape, beginning), thorough=True)
    assert again.gain_percent == pytest.approx(best.gain_percent, abs=1e-8)


@pytest.mark.parametrize("rule", ["income_tax", "lump_sum"])
def test_joint_answer_beats_its_neighbours(rule):
    world = toy_world(5, 1, seed=2, inputs=False, tariffs=False)
    model = Model.monopolistic_competition(calibrate_firms(world, local_profit=0.15), revenue=rule)
    attack = Scenario("attack").with_tariff(world, 0.3, importer="R1")
    found = joint_answer(world, "R1", model, against=attack, bounds=(0.0, 2.0))
    income = solve(world, Scenario.base(), model).extra["gdp"][1:]

    def mean_gain(tariff):
        real = solve(world, Scenario("x", tariff=tariff), model).real_income_percent[1:]
        return float(income @ real / income.sum())

    top = mean_gain(found.scenario.tariff)
    assert found.gain_percent == pytest.approx(top, abs=1e-9)
    assert found.gradient_norm < 1e-6 and found.scenario.tariff[1:, 0, 0] == pytest.approx(0.3)
    draw = np.random.default_rng(0)
    for _ in range(12):
        near = found.scenario.tariff.copy()
        near[0, 1:, 0] = np.maximum(0.0, near[0, 1:, 0] + 0.03 * draw.standard_normal(4))
        assert mean_gain(near) <= top + 1e-10
    # together they do better than each on its own
    alone = nash(
        world, ["R2", "R3", "R4", "R5"], model, against=attack, instruments=Instruments(partners=("R1",))
    )
    assert mean_gain(alone.tariff) <= top + 1e-10


def test_joint_answer_says_what_it_is_for():
    world = toy_world(4, 1, seed=2, inputs=False, tariffs=False)
    with pytest.raises(InputError, match="monopolistic competition"):
        joint_answer(world, "R1", Model.caliendo_parro(), against=Scenario.base())
    model = Model.monopolistic_competition(calibrate_firms(world, local_profit=0.15))
    with pytest.raises(InputError, match="without the exporter"):
        joint_answer(world, "R1", model, against=Scenario.base(), members=["R1", "R2"])
