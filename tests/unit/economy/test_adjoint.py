"""The adjoint against differences of the step itself, quantity by quantity and for every variant."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from detente.economy.data.toy import toy_world
from detente.economy.model.adjoint import (
    pull_back_point,
    pull_back_step,
    solve_adjoint,
    tariff_parts,
    total_tariff_parts,
    zero_adjoints,
)
from detente.economy.model.assembly import assemble_economy
from detente.economy.model.kernel import advance, evaluate, opening, prepare, quick_step, step
from detente.economy.model.monopolistic_adjoint import (
    firm_tariff_parts,
    pull_back_firm_point,
    pull_back_firm_step,
    total_firm_tariff_parts,
    zero_firm_adjoints,
)
from detente.economy.model.monopolistic_assembly import firm_economy
from detente.economy.model.monopolistic_calibration import calibrate_firms
from detente.economy.model.monopolistic_kernel import (
    evaluate_firms,
    prepare_firms,
    quick_step_firms,
    step_firms,
)
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.solver.anderson import settle
from detente.economy.solver.markets import flows_at
from detente.terms import InputError

KINDS = ("inputs", "no inputs", "profits", "scale", "indexed", "export taxes")


def assembled(kind, tariff=None, **more):
    model = {
        "profits": Model.krugman(),
        "scale": Model.scale_economies((0.03, 0.05)),
        "indexed": Model(deficits="share_of_world_income"),
    }.get(kind, Model.caliendo_parro())
    world = toy_world(3, 2, seed=8, inputs=kind not in ("no inputs", "profits"))
    world = replace(world, deficit=np.array([2e4, 1e4, -3e4]), _cache={})
    if tariff is None:
        tariff = world.tariff.copy()
        tariff[:, 1] += 0.15
        tariff[1, 1] = 0.0
    if kind == "export taxes":
        tax = np.random.default_rng(4).uniform(0.0, 0.2, world.trade.shape)
        for n in range(3):
            tax[n, n] = 0.0
        more["export_tax"] = tax
    return world, prepare(assemble_economy(world, Scenario("x", tariff=tariff, **more), model))


def near(ready, seed=2):
    """A state that is no equilibrium, with every quantity off its baseline."""
    start = opening(ready)
    return start + np.random.default_rng(seed).uniform(-0.05, 0.05, start.size)


def differences(function, at, size=1e-6):
    """(outputs, inputs) slopes of a function by central differences."""
    columns = []
    for k in range(at.size):
        move = np.zeros_like(at)
        move[k] = size
        columns.append((function(at + move) - function(at - move)) / (2 * size))
    return np.stack(columns, axis=-1)


@pytest.mark.parametrize("kind", KINDS)
def test_pulling_back_a_step_is_the_transpose_of_its_slopes(kind):
    _, ready = assembled(kind)
    state = near(ready)
    jacobian = differences(lambda at: step(ready, at), state)
    at = evaluate(ready, state)
    for seed in range(3):
        cotangent = np.random.default_rng(seed).standard_normal(state.size)
        pulled = pull_back_point(ready, at, pull_back_step(ready, at, cotangent)).state
        expected = jacobian.T @ cotangent
        assert pulled == pytest.approx(expected, abs=2e-8 * np.abs(expected).max())


POINT = {
    "price": "log_price", "sales": "sales", "labor_paid": "labor_paid", "profit": "profit",
    "revenue": "revenue", "income": "income", "demand": "demand", "wage": "log_wage",
    "output": "log_output",
}  # fmt: skip


def in_state(kind, quantity):
    """Whether a quantity is part of a variant's state or follows from it."""
    if quantity == "output":
        return kind == "scale"
    return quantity != "price" or kind not in ("no inputs", "profits")


@pytest.mark.parametrize(("kind", "quantity"), [(k, q) for k in KINDS for q in POINT if in_state(k, q)])
def test_each_quantity_of_a_point_is_pulled_back_by_itself(kind, quantity):
    _, ready = assembled(kind)
    state = near(ready)
    at = evaluate(ready, state)
    weight = np.random.default_rng(6).standard_normal(getattr(at, POINT[quantity]).shape)

    def total(point):
        return np.array([(weight * getattr(evaluate(ready, point), POINT[quantity])).sum()])

    adjoints = zero_adjoints(ready)
    setattr(adjoints, quantity, weight)
    expected = differences(total, state)[0]
    pulled = pull_back_point(ready, at, adjoints).state
    assert pulled == pytest.approx(expected, abs=2e-7 * np.abs(expected).max())


@pytest.mark.parametrize("kind", KINDS)
def test_tariff_parts_are_the_slopes_of_a_step_in_the_tariffs(kind):
    world, ready = assembled(kind)
    state = near(ready)
    cotangent = np.random.default_rng(3).standard_normal(state.size)
    at = evaluate(ready, state)
    pulled = pull_back_point(ready, at, pull_back_step(ready, at, cotangent))
    base = ready.world.tariff.transpose(2, 1, 0)
    for n in range(3):
        slope = tariff_parts(ready, at, pulled, n).slope(ready.world.tariff[:, n, :])
        for i in range(3):
            for j in range(2):
                if i == n:
                    continue
                after = []
                for move in (1e-6, -1e-6):
                    tariff = base.copy()
                    tariff[i, n, j] += move
                    _, moved = assembled(kind, tariff)
                    after.append(cotangent @ step(moved, state))
                expected = (after[0] - after[1]) / 2e-6
                assert slope[j, i] == pytest.approx(expected, rel=1e-5, abs=1e-6)
    assert world.size == (3, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_gradient_holds_the_response_of_the_equilibrium(kind):
    def revenue(tariff):
        _, ready = assembled(kind, tariff)
        search = settle(lambda state: quick_step(ready, state), opening(ready), tolerance=1e-13)
        at = evaluate(ready, search.state)
        return ready, at, float(at.revenue[1])

    _, ready = assembled(kind)
    base = np.ascontiguousarray(ready.world.tariff.transpose(2, 1, 0))
    ready, at, _ = revenue(base)
    adjoints = zero_adjoints(ready)
    adjoints.revenue[1] = 1.0
    parts = total_tariff_parts(ready, at, adjoints, [0, 1, 2])
    for n, i, j in ((1, 0, 0), (1, 2, 1), (0, 1, 1), (2, 0, 0)):
        up, down = base.copy(), base.copy()
        up[i, n, j] += 1e-5
        down[i, n, j] -= 1e-5
        expected = (revenue(up)[2] - revenue(down)[2]) / 2e-5
        assert parts[n].slope(ready.world.tariff[:, n, :])[j, i] == pytest.approx(
            expected, rel=1e-4, abs=1e-3
        )


def test_the_adjoint_system_is_solved():
    _, ready = assembled("inputs")
    search = settle(lambda state: quick_step(ready, state), opening(ready), tolerance=1e-13)
    at = evaluate(ready, search.state)
    goal = np.random.default_rng(0).standard_normal(search.state.size)
    found = solve_adjoint(ready, at, goal)
    again = pull_back_point(ready, at, pull_back_step(ready, at, found)).state + goal
    assert found == pytest.approx(again, abs=1e-8 * np.abs(found).max())


def test_critical_nests_have_no_gradient_and_say_so():
    world = toy_world(3, 2, seed=8)
    model = Model(critical=("S1",), input_substitution=0.4)
    ready = prepare(assemble_economy(world, Scenario("x"), model))
    with pytest.raises(InputError, match="critical-input nests"):
        pull_back_step(ready, evaluate(ready, opening(ready)), opening(ready))


def test_flows_of_a_point_are_by_exporter_importer_and_sector():
    world = toy_world(3, 2, seed=8)
    ready = prepare(assemble_economy(world, Scenario("x"), Model.caliendo_parro()))
    at = evaluate(ready, opening(ready))
    assert flows_at(ready, at) == pytest.approx(world.trade, rel=1e-9)
    assert advance(ready, at) == pytest.approx(opening(ready), abs=1e-9)


def firm_case(rule, labor_share, tariff=0.2):
    world = toy_world(4, 1, seed=3, inputs=False, tariffs=False)
    if labor_share < 1.0:
        world = replace(
            world,
            value_added=np.full((4, 1), labor_share),
            inputs=np.full((4, 1, 1), 1.0 - labor_share),
            _cache={},
        )
    firms = replace(
        calibrate_firms(world, local_profit=np.array([0.1, 0.25, 0.15, 0.2])),
        transfer=world.spending[:, 0].mean() * np.array([0.05, -0.02, -0.04, 0.01]),
    )
    model = Model.monopolistic_competition(firms, revenue=rule)
    rates = np.zeros((4, 4, 1)) if np.isscalar(tariff) else tariff
    if np.isscalar(tariff):
        rates[:, 1] = tariff
        rates[1, 1] = 0.0
    return prepare_firms(firm_economy(world, Scenario("x", tariff=rates), model))


FIRM_CASES = [("income_tax", 1.0), ("lump_sum", 1.0), ("income_tax", 0.6)]


@pytest.mark.parametrize(("rule", "labor_share"), FIRM_CASES)
def test_pulling_back_a_step_of_monopolistic_competition(rule, labor_share):
    ready = firm_case(rule, labor_share)
    state = np.random.default_rng(1).uniform(-0.05, 0.05, 16)
    jacobian = differences(lambda at: step_firms(ready, at), state)
    at = evaluate_firms(ready, state)
    for seed in range(3):
        cotangent = np.random.default_rng(seed).standard_normal(16)
        pulled = pull_back_firm_point(ready, at, pull_back_firm_step(ready, at, cotangent)).state
        expected = jacobian.T @ cotangent
        assert pulled == pytest.approx(expected, abs=2e-8 * np.abs(expected).max())


@pytest.mark.parametrize(("rule", "labor_share"), FIRM_CASES)
def test_tariff_parts_of_monopolistic_competition(rule, labor_share):
    ready = firm_case(rule, labor_share)
    state = np.random.default_rng(1).uniform(-0.05, 0.05, 16)
    cotangent = np.random.default_rng(3).standard_normal(16)
    at = evaluate_firms(ready, state)
    pulled = pull_back_firm_point(ready, at, pull_back_firm_step(ready, at, cotangent))
    for n in (0, 1):
        slope = firm_tariff_parts(ready, at, pulled, n).slope(ready.world.tariff[:, n])
        for i in (2, 3):
            after = []
            for move in (1e-6, -1e-6):
                tariff = ready.world.tariff[:, :, None].copy()
                tariff[i, n] += move
                after.append(cotangent @ step_firms(firm_case(rule, labor_share, tariff), state))
            assert slope[i] == pytest.approx((after[0] - after[1]) / 2e-6, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize(("rule", "labor_share"), FIRM_CASES)
def test_the_whole_gradient_of_monopolistic_competition(rule, labor_share):
    def solved(tariff):
        ready = firm_case(rule, labor_share, tariff)
        search = settle(lambda state: quick_step_firms(ready, state), np.zeros(16), tolerance=1e-13)
        return ready, evaluate_firms(ready, search.state)

    base = firm_case(rule, labor_share).world.tariff[:, :, None]
    ready, at = solved(base)
    adjoints = zero_firm_adjoints(4)
    adjoints.revenue[1] = 1.0
    parts = total_firm_tariff_parts(ready, at, adjoints, [0, 1])
    for n, i in ((1, 0), (1, 3), (0, 2)):
        revenue = []
        for move in (1e-5, -1e-5):
            tariff = base.copy()
            tariff[i, n] += move
            revenue.append(solved(tariff)[1].revenue[1])
        expected = (revenue[0] - revenue[1]) / 2e-5
        assert parts[n].slope(ready.world.tariff[:, n])[i] == pytest.approx(expected, rel=1e-4, abs=1e-3)


def test_adjoints_of_zero_pull_back_to_zero():
    _, ready = assembled("export taxes")
    at = evaluate(ready, near(ready))
    zero = zero_adjoints(ready)
    assert all(not getattr(zero, one.name).any() for one in fields(zero))
    assert not pull_back_point(ready, at, zero).state.any()
    firms = firm_case("income_tax", 1.0)
    there = evaluate_firms(firms, np.zeros(16))
    (parts,) = total_firm_tariff_parts(firms, there, zero_firm_adjoints(4), [1])
    assert not parts.slope(firms.world.tariff[:, 1]).any()
