"""Laws every equilibrium obeys, over many invented worlds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.economy.data.toy import toy_world
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Firms, Model
from detente.economy.model.world import World, merged
from detente.economy.solver.baseline import result_world
from detente.economy.solver.solving import solve

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=12, deadline=None, derandomize=True)
MODELS = {
    "competitive": Model.caliendo_parro(),
    "krugman": Model.krugman(),
    "scale": Model.scale_economies(0.05),
}


def shock(world: World, seed: int, size: float = 0.4) -> Scenario:
    """Random new tariffs on every foreign flow."""
    tariff = world.tariff + np.random.default_rng(seed).uniform(0.0, size, world.trade.shape)
    for n in range(len(world.regions)):
        tariff[n, n] = 0.0
    return Scenario.from_matrix(world, tariff)


@pytest.mark.parametrize("name", MODELS)
@FEW
@given(seed=SEEDS)
def test_no_shock_changes_nothing(name, seed):
    world = toy_world(4, 3, seed=seed, inputs=name != "krugman")
    still = solve(world, Scenario.base(), MODELS[name])
    assert np.abs(still.real_income - 1).max() < 1e-10
    assert np.abs(still.trade - world.trade).max() < 1e-9 * world.trade.max()
    assert np.abs(still.welfare_first_order).max() < 1e-8


@pytest.mark.parametrize("name", MODELS)
@FEW
@given(seed=SEEDS)
def test_walras_every_account_clears(name, seed):
    world = toy_world(5, 3, seed=seed, inputs=name != "krugman")
    result = solve(world, shock(world, seed), MODELS[name])
    imports = result.trade.sum(axis=(0, 2)) - np.einsum("nnj->n", result.trade)
    exports = result.trade.sum(axis=(1, 2)) - np.einsum("nnj->n", result.trade)
    assert np.abs(imports - exports - result.deficit).max() < 1e-10 * result.income.max()
    assert abs(float((result.trade.sum(axis=(0, 1)) - result.output.sum(axis=0)).max())) < 1e-6
    assert result.residual <= 1e-10


@FEW
@given(seed=SEEDS, unit=st.sampled_from([1e-6, 1e-3, 1e3, 1e6]))
def test_units_of_money_do_not_matter(seed, unit):
    world = toy_world(4, 3, seed=seed)
    other = replace(world, trade=world.trade * unit, deficit=world.deficit * unit, _cache={})
    a, b = solve(world, shock(world, seed)), solve(other, shock(other, seed))
    assert np.abs(a.real_income - b.real_income).max() < 1e-11
    assert np.abs(a.wage - b.wage).max() < 1e-11


@FEW
@given(seed=SEEDS)
def test_there_and_back_is_no_change(seed):
    world = toy_world(4, 3, seed=seed)
    there = solve(world, shock(world, seed))
    back = solve(result_world(there), Scenario("back", tariff=world.tariff))
    assert np.abs(there.real_income * back.real_income - 1).max() < 1e-11
    assert np.abs(back.trade - world.trade).max() < 1e-9 * world.trade.max()


@FEW
@given(seed=SEEDS)
def test_order_of_regions_and_sectors_does_not_matter(seed):
    world = toy_world(5, 4, seed=seed)
    draw = np.random.default_rng(seed)
    n, j = draw.permutation(5), draw.permutation(4)
    scenario = shock(world, seed)
    mixed = world.permuted(list(n), list(j))
    other = Scenario("mixed", tariff=scenario.tariff[np.ix_(n, n, j)])
    a, b = solve(world, scenario), solve(mixed, other)
    assert np.abs(a.real_income[n] - b.real_income).max() < 1e-11


@FEW
@given(seed=SEEDS)
def test_two_halves_of_a_region_behave_as_the_whole(seed):
    world = toy_world(4, 3, seed=seed)
    pick = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1.0]])
    size = pick * np.array([1, 1, 1, 0.5])
    whole = pick.argmax(axis=1)
    halves = replace(
        world,
        regions=("R1", "R2", "R3", "R4a", "R4b"),
        trade=np.einsum("ai,bn,inj->abj", size, size, world.trade),
        tariff=world.tariff[np.ix_(whole, whole)],
        value_added=world.value_added[whole],
        inputs=world.inputs[whole],
        final=world.final[whole],
        deficit=size @ world.deficit,
        _cache={},
    )
    scenario = shock(world, seed)
    a = solve(world, scenario)
    b = solve(halves, Scenario("halves", tariff=scenario.tariff[np.ix_(whole, whole)]))
    assert np.abs(a.real_income[whole] - b.real_income).max() < 1e-10
    joined = merged(halves, [["R1"], ["R2"], ["R3"], ["R4a", "R4b"]], world.regions)
    assert np.allclose(joined.trade, world.trade, rtol=1e-13)
    assert np.abs(solve(joined, scenario).real_income - a.real_income).max() < 1e-10


@FEW
@given(seed=SEEDS)
def test_autarky_matches_the_closed_formula(seed):
    # Costinot and Rodriguez-Clare (2014): gains from trade with input-output links, no tariffs
    world = toy_world(4, 3, seed=seed, tariffs=False)
    wall = np.full(world.trade.shape, 1e5)
    for n in range(4):
        wall[n, n] = 1.0
    closed = solve(world, Scenario("autarky", trade_cost=wall))
    home = np.einsum("nnj->nj", world.shares)
    expected = []
    for n in range(4):
        leontief = np.linalg.inv(np.eye(3) - world.inputs[n].T)
        expected.append(np.exp((world.final[n] @ leontief) @ (np.log(home[n]) / world.theta)))
    assert np.abs(closed.real_income - expected).max() < 1e-9


@FEW
@given(seed=SEEDS)
def test_one_sector_welfare_is_home_share_to_the_power(seed):
    # Arkolakis, Costinot and Rodriguez-Clare (2012), trade costs only
    world = toy_world(5, 1, seed=seed, inputs=False, tariffs=False)
    cost = 1.0 + np.random.default_rng(seed).uniform(0, 0.5, world.trade.shape)
    for n in range(5):
        cost[n, n] = 1.0
    result = solve(world, Scenario("costs", trade_cost=cost))
    home = np.einsum("nnj->nj", result.trade / result.spending[None])[:, 0]
    expected = (home / np.einsum("nnj->nj", world.shares)[:, 0]) ** (-1 / world.theta[0])
    assert np.abs(result.real_income / expected - 1).max() < 1e-10


@FEW
@given(seed=SEEDS)
def test_firm_variant_without_its_forces_is_the_competitive_model(seed):
    world = toy_world(5, 1, seed=seed, inputs=False, tariffs=False)
    n = len(world.regions)
    bare = Firms(np.zeros(n), np.ones(n), labor_supply=0.0, scale=0.0)
    scenario = shock(world, seed)
    a = solve(world, scenario, Model.monopolistic_competition(bare, revenue="lump_sum"))
    b = solve(world, scenario, Model(deficits="share_of_world_income"))
    assert np.abs(a.real_income - b.real_income).max() < 1e-10
    assert np.abs(a.trade / a.trade.sum() - b.trade / b.trade.sum()).max() < 1e-10


@FEW
@given(seed=SEEDS)
def test_nested_inputs_near_one_approach_cobb_douglas(seed):
    world = toy_world(4, 3, seed=seed)
    near = Model(critical=("S1",), input_substitution=1.0 + 1e-4)
    scenario = shock(world, seed)
    gap = solve(world, scenario, near).real_income - solve(world, scenario).real_income
    assert np.abs(gap).max() < 1e-4
