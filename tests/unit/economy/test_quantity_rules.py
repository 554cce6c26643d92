"""Limits and pledges: which way a wedge works, who gets the rent, and rules that do not bind."""

from __future__ import annotations

import numpy as np
import pytest

from detente.economy.data.toy import toy_world
from detente.economy.model.scenario import QuantityRule, Scenario
from detente.economy.solver.quantity_rules import gap, quantity_ratio, wedged
from detente.economy.solver.solving import solve
from detente.terms import SolveError


@pytest.fixture(scope="module")
def world():
    return toy_world(4, 3, seed=11)


def rule(kind, ratio, exporter="R1", importer="R2", sector="S1"):
    return QuantityRule(exporter, importer, sector, ratio, kind)


def solved(world, *rules, start=None):
    scenario = start or Scenario("rules")
    for one in rules:
        scenario = scenario.with_rule(world, one)
    return solve(world, scenario)


def test_a_limit_is_an_export_tax_whose_rent_the_exporter_keeps(world):
    result = solved(world, rule("limit", 0.5))
    (shadow,) = result.shadows
    tax = result.scenario.export_tax
    assert tax[0, 1, 0] == pytest.approx(shadow.wedge) and shadow.wedge > 0
    assert np.count_nonzero(tax) == 1
    assert result.tariff == pytest.approx(world.tariff)
    # the exporter's treasury takes the tax, the importer's only its tariff on what still comes in
    rent = result.trade[0, 1, 0] * shadow.wedge / (1.0 + shadow.wedge)
    assert shadow.value_musd == pytest.approx(rent)
    tariffs = (result.trade * result.tariff).sum(axis=(0, 2))
    assert result.revenue[0] - tariffs[0] == pytest.approx(rent, rel=1e-9)
    assert result.revenue[1] == pytest.approx(tariffs[1], rel=1e-9)
    assert shadow.ratio == pytest.approx(0.5, abs=1e-8)


def test_a_pledge_is_a_subsidy_the_importer_pays(world):
    result = solved(world, rule("pledge", 1.5))
    (shadow,) = result.shadows
    before, after = 1.0 + world.tariff[0, 1, 0], 1.0 + result.tariff[0, 1, 0]
    assert after == pytest.approx(before * (1.0 - shadow.wedge)) and 0 < shadow.wedge < 1
    assert result.scenario.export_tax is None
    assert shadow.value_musd == pytest.approx(result.trade[0, 1, 0] * (before - after))
    assert shadow.ratio == pytest.approx(1.5, abs=1e-8)
    assert result.real_income[1] < solve(world).real_income[1]


@pytest.mark.parametrize(("kind", "ratio"), [("limit", 1.2), ("pledge", 0.8)])
def test_a_rule_that_does_not_bind_changes_nothing(world, kind, ratio):
    result = solved(world, rule(kind, ratio))
    (shadow,) = result.shadows
    assert (shadow.wedge, shadow.value_musd) == (0.0, 0.0)
    assert shadow.ratio == pytest.approx(1.0, abs=1e-9)
    assert result.real_income == pytest.approx(np.ones(4), abs=1e-11)


@pytest.mark.parametrize(
    ("kind", "ratio", "sign"),
    [("limit", 0.5, 1), ("limit", 2.0, -1), ("pledge", 0.5, -1), ("pledge", 2.0, 1)],
)
def test_a_gap_is_positive_where_a_rule_is_broken(world, kind, ratio, sign):
    found = gap(solve(world), rule(kind, ratio))
    assert found == pytest.approx(sign * np.log(2.0), abs=1e-9)


def test_quantity_is_value_at_the_factory_gate_over_unit_cost(world):
    taxed = np.zeros_like(world.trade)
    taxed[0, 1, 0] = 0.25
    result = solve(world, Scenario("tax", export_tax=taxed))
    value = result.trade[0, 1, 0] / 1.25 / world.trade[0, 1, 0]
    assert quantity_ratio(result, rule("limit", 1.0)) == pytest.approx(value / result.unit_cost[0, 0])
    assert quantity_ratio(result, rule("limit", 1.0)) < 1.0


def test_wedges_stand_on_top_of_taxes_and_tariffs_already_there(world):
    tax = np.zeros_like(world.trade)
    tax[0, 1, 0] = 0.1
    start = Scenario("x", tariff=world.tariff + 0.2, export_tax=tax)
    both = wedged(world, start, (rule("limit", 0.5), rule("pledge", 1.5, "R3")), np.log([1.3, 1.25]))
    assert both.export_tax[0, 1, 0] == pytest.approx(1.1 * 1.3 - 1)
    assert 1 + both.tariff[2, 1, 0] == pytest.approx((1.2 + world.tariff[2, 1, 0]) / 1.25)
    assert start.export_tax[0, 1, 0] == 0.1


def test_the_ratio_is_of_the_baseline_quantity_under_other_tariffs_too(world):
    start = Scenario("higher").with_tariff(world, 0.3, importer="R2")
    free = solve(world, start)
    alone = quantity_ratio(free, rule("pledge", 1.0))
    assert alone < 0.95
    result = solved(world, rule("pledge", 1.0), start=start)
    assert result.shadows[0].ratio == pytest.approx(1.0, abs=1e-8) and result.shadows[0].wedge > 0
    kept = solved(world, rule("pledge", 0.9 * alone), start=start)
    assert kept.shadows[0].wedge == 0.0


def test_rules_that_contradict_each_other_are_named(world):
    with pytest.raises(SolveError, match="was missed by a factor"):
        solved(world, rule("limit", 0.5), rule("pledge", 1.5))
