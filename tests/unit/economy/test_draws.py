"""Draws of elasticities: quantiles, signs and differences of numbers worked by hand, and what is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from detente.economy.answer.rows import region_row
from detente.economy.data.elasticities import read_elasticities
from detente.economy.data.toy import toy_world
from detente.economy.data.worldfiles import default_world
from detente.economy.model.scenario import QuantityRule, Scenario
from detente.economy.model.variants import Model
from detente.economy.policy.draws import Draws, draw_elasticities, monte_carlo
from detente.economy.solver.solving import solve
from detente.terms import InputError, SolveError


def draws_of(*columns, failed=None):
    """Draws of one region: a column of percent changes a scenario."""
    values = np.array(columns, dtype=float).T[:, :, None]
    names = tuple(f"s{k}" for k in range(values.shape[1]))
    return Draws(("R1",), names, values, np.ones((len(values), 1)), failed or {})


def test_quantiles_of_a_hundred_and_one_draws():
    lots = draws_of(np.arange(101.0), -np.arange(101.0))
    assert lots.quantiles()[:, 0] == pytest.approx([5, 25, 50, 75, 95])
    assert lots.quantiles(1)[:, 0] == pytest.approx([-95, -75, -50, -25, -5])
    assert lots.quantiles(0, (0.1,))[0, 0] == pytest.approx(10)


def test_a_draw_without_a_solution_is_left_out():
    lots = draws_of([1.0, np.nan, 3.0, -2.0, 4.0], failed={"s0": 1})
    assert lots.quantiles(0, (0.5,))[0, 0] == 2.0
    assert lots.sign_confidence()[0] == 0.75


@pytest.mark.parametrize(
    ("values", "share"),
    [([1, 2, 3, -4], 0.75), ([-1, -2, -3, 4], 0.75), ([-5, -5, -5, -5], 1.0), ([0.1, 0.2, -9, 3], 0.75)],
)
def test_sign_confidence_is_the_share_with_the_sign_of_the_median(values, share):
    assert draws_of(values).sign_confidence()[0] == share


def test_signs_are_counted_region_by_region():
    values = np.array([[1.0, -1.0], [2.0, -2.0], [-3.0, 3.0], [4.0, -5.0]])[:, None, :]
    lots = Draws(("R1", "R2"), ("s",), values, np.ones((4, 1)), {})
    assert lots.sign_confidence() == pytest.approx([0.75, 0.75])
    one = Draws(("R1",), ("s",), np.array([[[2.0]]]), np.ones((1, 1)), {})
    assert one.sign_confidence() == pytest.approx([1.0])


def test_differences_are_taken_draw_by_draw():
    lots = draws_of([1.0, 2.0, 3.0], [0.5, 2.5, 1.0])
    assert lots.difference(0, 1)[:, 0] == pytest.approx([0.5, -0.5, 2.0])


def test_the_interval_of_an_answer_is_that_of_the_scenario_over_the_comparison():
    world = toy_world(3, 2, seed=3)
    result, other = solve(world, Scenario("x").with_tariff(world, 0.2, importer="R1")), solve(world)
    under = np.linspace(-10.0, 10.0, 201)
    draws = np.stack([under, np.full(201, 25.0)], axis=1)[:, :, None].repeat(3, axis=2)
    row = region_row(result, other, 1, "R2", draws)
    assert row.low_pct == pytest.approx(100 * (0.91 / 1.25 - 1)) and row.high_pct == pytest.approx(
        100 * (1.09 / 1.25 - 1)
    )
    assert row.sign_confidence == 1.0
    draws[:, 1] = 5.0  # three quarters lie below the comparison
    assert region_row(result, other, 1, "R2", draws).sign_confidence == pytest.approx(150 / 201)
    draws[:] = np.nan
    empty = region_row(result, other, 1, "R2", draws)
    assert empty.low_pct is None and empty.high_pct is None and empty.sign_confidence is None


def test_elasticities_are_drawn_log_normal_around_those_used():
    world = toy_world(2, 3, seed=1)
    width = np.array([0.1, 0.3, 0.0])
    theta = draw_elasticities(world, 20_000, seed=2, spread=width)
    logs = np.log(theta / world.theta)
    assert np.median(logs, axis=0) == pytest.approx([0, 0, 0], abs=0.01)
    assert logs.std(axis=0) == pytest.approx(width, abs=0.005)
    assert abs(np.corrcoef(logs[:, 0], logs[:, 1])[0, 1]) < 0.03
    noise = np.random.default_rng(2).standard_normal((20_000, 3))
    assert logs == pytest.approx(noise * width, abs=1e-12)
    assert draw_elasticities(world, 1, seed=2, spread=[0, 0, 0])[0] == pytest.approx(world.theta)
    wide = draw_elasticities(world, 2_000, seed=2, spread=np.full(3, 5.0))
    assert wide.min() == 0.3 and wide.max() == 60.0


def test_the_usual_spread_is_that_of_the_table():
    world, table = default_world(), read_elasticities()
    theta = draw_elasticities(world, 4_000, seed=0)
    spread = np.log(theta / world.theta).std(axis=0)
    for sector, found in zip(world.sectors, spread, strict=True):
        assert found == pytest.approx(table[sector].log_spread, rel=0.05)


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_a_number_of_draws_that_cannot_be_is_refused(count):
    with pytest.raises(InputError, match=f"{count} draws"):
        draw_elasticities(toy_world(2, 1, seed=1), count)


def test_one_by_one_and_in_batches_the_draws_are_the_same():
    world = toy_world(3, 2, seed=3)
    free = Scenario("free").with_tariff(world, 0.2, importer="R1")
    slack = free.with_rule(world, QuantityRule("R2", "R1", "S1", 50.0, "limit"))
    batch = monte_carlo(world, [free], draws=4, seed=9)
    alone = monte_carlo(world, [slack], draws=4, seed=9)
    assert np.abs(batch.real_income_percent - alone.real_income_percent).max() < 1e-8


def test_failed_draws_are_counted_by_scenario_and_left_empty(monkeypatch):
    from detente.economy.policy import draws as module

    world = toy_world(3, 2, seed=3)
    values = np.zeros((4, 2, 3))
    values[1, 1] = values[3, 1, 0] = np.nan
    monkeypatch.setattr(module, "_run", lambda *_: values)
    lots = monte_carlo(world, [Scenario("a"), Scenario("b")], draws=4)
    assert lots.failed == {"b": 2} and lots.scenarios == ("a", "b") and lots.regions == world.regions


def test_an_array_library_and_several_processes_do_not_go_together():
    world = toy_world(3, 2, seed=3)
    with pytest.raises(InputError, match="2 processes"):
        monte_carlo(world, [Scenario("a")], draws=4, workers=2, like=np.zeros(1))
    one = monte_carlo(world, [Scenario("a")], draws=2, like=np.zeros(1))
    assert one.real_income_percent == pytest.approx(np.zeros((2, 1, 3)), abs=1e-8)


def test_a_draw_that_fails_under_one_scenario_still_counts_under_the_next(monkeypatch):
    from detente.economy.policy import draws as module

    world = toy_world(3, 2, seed=3)
    rule = QuantityRule("R2", "R1", "S1", 50.0, "limit")
    bad, good = (Scenario(name).with_rule(world, rule) for name in ("bad", "good"))

    def fails(changed, scenario, model):
        if scenario.name == "bad":
            raise SolveError("no equilibrium", where="here", remedy="none")
        return solve(changed, scenario, model)

    monkeypatch.setattr(module, "solve", fails)
    lots = monte_carlo(world, [bad, good], draws=2)
    assert lots.failed == {"bad": 2}
    assert np.isfinite(lots.real_income_percent[:, 1]).all()


def test_draws_use_the_model_and_the_spread_that_are_given():
    world = toy_world(3, 2, seed=3, inputs=False)
    free = Scenario("free").with_tariff(world, 0.2, importer="R1")
    spread = np.array([0.05, 0.1])
    lots = monte_carlo(world, [free], Model.krugman(), draws=3, seed=5, spread=spread)
    assert np.array_equal(lots.theta, draw_elasticities(world, 3, seed=5, spread=spread))
    alone = solve(world.with_elasticities(lots.theta[2]), free, Model.krugman()).real_income_percent
    assert lots.real_income_percent[2, 0] == pytest.approx(alone, abs=1e-8)
