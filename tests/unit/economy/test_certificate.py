"""The certificate: solved economies pass, and one part moved by a known amount shows in its own condition."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from detente.economy.data.toy import toy_world
from detente.economy.model.assembly import assemble_economy
from detente.economy.model.certificate import certify, market_gaps, require_certified
from detente.economy.model.kernel import evaluate, opening, prepare, quick_step
from detente.economy.model.monopolistic_assembly import firm_economy
from detente.economy.model.monopolistic_calibration import calibrate_firms
from detente.economy.model.monopolistic_certificate import firm_gaps, firm_welfare
from detente.economy.model.monopolistic_kernel import evaluate_firms, prepare_firms, quick_step_firms
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.solver.anderson import settle
from detente.economy.solver.markets import market_outcome
from detente.terms import SolveError

REGIONS, SECTORS = ("R1", "R2"), ("S1", "S2")


def flow_shock(world, seed, low, high):
    """Ratios or rates on foreign flows; home flows keep what no shock would be."""
    values = np.random.default_rng(seed).uniform(low, high, world.trade.shape)
    for n in range(len(world.regions)):
        values[n, n] = 1.0 if low >= 0.5 else 0.0
    return values


def solved(kind):
    """A solved economy as the certificate looks at it."""
    model = Model.krugman() if kind == "profits" else Model.caliendo_parro()
    if kind == "critical":
        model = Model(critical=("S1",), input_substitution=0.4)
    world = toy_world(3, 2, seed=5, inputs=kind != "profits")
    scenario = Scenario("shock", tariff=world.tariff + flow_shock(world, 1, 0.0, 0.3))
    if kind == "taxes":
        tax, cost = flow_shock(world, 2, 0.0, 0.2), flow_shock(world, 3, 0.9, 1.2)
        scenario = replace(scenario, export_tax=tax, trade_cost=cost)
    if kind == "deficits":
        deficit = np.array([3e4, -1e4, -2e4])
        world = replace(world, deficit=deficit, _cache={})
    ready = prepare(assemble_economy(world, scenario, model))
    search = settle(lambda state: quick_step(ready, state), opening(ready), tolerance=1e-13)
    return market_outcome(world, scenario, ready, evaluate(ready, search.state))


KINDS = ("inputs", "profits", "critical", "taxes", "deficits")


def largest(gaps):
    return {name: float(np.abs(gap).max()) for name, gap in gaps.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_condition_holds_in_a_solved_economy(kind):
    outcome = solved(kind)
    gaps = market_gaps(outcome)
    assert set(gaps) == {"labour market", "goods market", "price index", "trade balance", "income", "flows"}
    assert max(largest(gaps).values()) < 1e-11
    assert gaps["labour market"].shape == gaps["trade balance"].shape == (3,)
    assert gaps["goods market"].shape == gaps["flows"].shape == (3, 2)


@pytest.mark.parametrize(
    ("part", "condition"), [("price", "price index"), ("income", "income"), ("labor_use", "labour market")]
)
@pytest.mark.parametrize("factor", [1.01, 0.99])
def test_a_part_that_only_one_condition_uses_shows_there_with_its_sign(part, condition, factor):
    outcome = solved("taxes")
    value = getattr(outcome, part).copy()
    value[1] *= factor
    gaps = market_gaps(replace(outcome, **{part: value}))
    wrong = gaps.pop(condition)
    assert wrong[1] == pytest.approx(factor - 1.0, rel=1e-8)
    assert np.abs(np.delete(wrong, 1, axis=0)).max() < 1e-11
    assert max(largest(gaps).values()) < 1e-11


def test_a_flow_shows_as_a_share_of_the_importers_income():
    outcome = solved("inputs")
    flow = outcome.flow.copy()
    flow[0, 2, 1] += 100.0
    gaps = market_gaps(replace(outcome, flow=flow))
    assert gaps["flows"][2, 1] == pytest.approx(100.0 / outcome.income[2], rel=1e-8)
    assert np.abs(gaps["flows"][:2]).max() < 1e-11


def test_final_demand_above_spending_is_a_negative_gap_of_the_goods_market():
    outcome = solved("inputs")
    final = outcome.final.copy()
    final[0, 1] += 0.01
    gaps = market_gaps(replace(outcome, final=final))
    assert gaps["goods market"][0, 1] == pytest.approx(-0.01, rel=1e-8)
    assert max(v for k, v in largest(gaps).items() if k != "goods market") < 1e-11


def test_use_of_inputs_shows_in_the_goods_market_of_the_input():
    outcome = solved("taxes")
    use = outcome.input_use.copy()
    use[1, 0, 1] += 0.01  # sector 2 of region 2 buys more of good 1
    own = outcome.flow / (1.0 + outcome.export_tax)
    expected = -0.01 * own[1, :, 1].sum() / outcome.income[1]
    gap = market_gaps(replace(outcome, input_use=use))["goods market"]
    assert gap[1, 0] == pytest.approx(expected, rel=1e-8)
    assert abs(gap[1, 1]) < 1e-11


def test_a_deficit_moves_the_balance_against_itself_and_income_with_itself():
    outcome = solved("deficits")
    deficit = outcome.deficit.copy()
    deficit[0] += 500.0
    gaps = market_gaps(replace(outcome, deficit=deficit))
    income = outcome.income[0] + 500.0
    assert gaps["trade balance"][0] == pytest.approx(-500.0 / income, rel=1e-8)
    assert gaps["income"][0] == pytest.approx(outcome.income[0] / income - 1.0, rel=1e-8)
    assert gaps["goods market"][0] == pytest.approx(-outcome.final[0] * 500.0 / income, rel=1e-6)


def test_a_wage_shows_in_the_labour_market_and_in_income():
    outcome = solved("taxes")
    wage = outcome.wage.copy()
    wage[2] *= 1.01
    gaps = market_gaps(replace(outcome, wage=wage))
    more = 0.01 * outcome.labor_income[2] * outcome.wage[2]
    assert gaps["labour market"][2] == pytest.approx(1 / 1.01 - 1.0, rel=1e-8)
    assert gaps["income"][2] == pytest.approx(outcome.income[2] / (outcome.income[2] + more) - 1.0, rel=1e-8)


def test_profits_count_as_income():
    outcome = solved("profits")
    profit = outcome.profit.copy()
    profit[0, 0] += 0.02
    more = 0.02 * outcome.flow[0, :, 0].sum()
    gap = market_gaps(replace(outcome, profit=profit))["income"]
    assert gap[0] == pytest.approx(outcome.income[0] / (outcome.income[0] + more) - 1.0, rel=1e-8)


@pytest.mark.parametrize("part", ["base_shares", "cost_change", "cost", "theta"])
def test_prices_shares_and_elasticities_are_checked(part):
    outcome = solved("taxes")
    value = getattr(outcome, part).copy()
    value[(0,) * value.ndim] *= 1.01
    gaps = largest(market_gaps(replace(outcome, **{part: value})))
    assert gaps["price index"] > 1e-5 and gaps["flows"] > 1e-5


def test_a_cheaper_exporter_lowers_the_index_to_the_power_of_theta():
    outcome = solved("inputs")
    shares = outcome.base_shares * 1.1
    gaps = market_gaps(replace(outcome, base_shares=shares))
    assert gaps["price index"] == pytest.approx(
        np.broadcast_to(1.1 ** (1.0 / outcome.theta) - 1.0, (3, 2)), rel=1e-8
    )
    assert largest(gaps)["flows"] < 1e-11  # all exporters alike: shares in spending stay


def test_tariff_and_export_tax_revenue_go_to_the_two_treasuries():
    outcome = solved("taxes")
    i, n, j = 0, 2, 1
    tariff, tax = outcome.tariff.copy(), outcome.export_tax.copy()
    tariff[i, n, j] += 0.05
    border = outcome.flow[i, n, j] * (1.0 + outcome.tariff[i, n, j]) / (1.0 + tariff[i, n, j])
    more = border * tariff[i, n, j] - outcome.flow[i, n, j] * outcome.tariff[i, n, j]
    income = market_gaps(replace(outcome, tariff=tariff))["income"]
    assert income[n] == pytest.approx(outcome.income[n] / (outcome.income[n] + more) - 1.0, rel=1e-7)
    tax[i, n, j] += 0.05
    flow = outcome.flow[i, n, j]
    own, old = flow / (1.0 + tax[i, n, j]), flow / (1.0 + outcome.export_tax[i, n, j])
    gaps = market_gaps(replace(outcome, export_tax=tax))
    labour = outcome.labor_use[i, j] * (own - old) / (outcome.labor_income[i] * outcome.wage[i])
    assert gaps["labour market"][i] == pytest.approx(labour, rel=1e-7)
    more = (own * tax[i, n, j] - old * outcome.export_tax[i, n, j]) + outcome.profit[i, j] * (own - old)
    assert gaps["income"][i] == pytest.approx(outcome.income[i] / (outcome.income[i] + more) - 1.0, rel=1e-7)
    assert np.abs(np.delete(gaps["income"], i)).max() < 1e-11


def firm_case(rule, labor_share):
    """A solved economy of monopolistic competition with one sector."""
    world = toy_world(4, 1, seed=3, inputs=False, tariffs=False)
    if labor_share < 1.0:
        shares = {"value_added": labor_share, "inputs": 1.0 - labor_share}
        parts = {k: np.full((4, 1) if k == "value_added" else (4, 1, 1), v) for k, v in shares.items()}
        world = replace(world, **parts, _cache={})
    firms = replace(
        calibrate_firms(world, local_profit=np.array([0.1, 0.25, 0.15, 0.2])),
        transfer=world.spending[:, 0].mean() * np.array([0.05, -0.02, -0.04, 0.01]),
    )
    model = Model.monopolistic_competition(firms, revenue=rule)
    scenario = Scenario("x").with_tariff(world, 0.3, importer="R2")
    economy = firm_economy(world, scenario, model)
    ready = prepare_firms(economy)
    search = settle(lambda state: quick_step_firms(ready, state), np.zeros(16), tolerance=1e-13)
    return economy, evaluate_firms(ready, search.state)


FIRM_CASES = [("income_tax", 1.0), ("lump_sum", 1.0), ("income_tax", 0.6), ("lump_sum", 0.6)]
FIRM_CONDITIONS = {"labour income", "spending", "labour supply", "price index", "numeraire"}


@pytest.mark.parametrize(("rule", "labor_share"), FIRM_CASES)
def test_every_condition_of_monopolistic_competition_holds_when_solved(rule, labor_share):
    economy, at = firm_case(rule, labor_share)
    gaps = firm_gaps(economy, at)
    assert set(gaps) == FIRM_CONDITIONS
    assert max(largest(gaps).values()) < 1e-11


@pytest.mark.parametrize(("rule", "labor_share"), FIRM_CASES)
@pytest.mark.parametrize("part", ["wage", "labor", "price", "spend"])
def test_a_price_or_quantity_that_is_off_is_noticed(rule, labor_share, part):
    economy, at = firm_case(rule, labor_share)
    value = getattr(at, part).copy()
    value[1] += 0.01
    gaps = firm_gaps(economy, replace(at, **{part: value}))
    assert max(largest(gaps).values()) > 1e-3
    own = {"labor": "labour supply", "price": "price index", "spend": "spending", "wage": "labour income"}[
        part
    ]
    sign = -1.0 if part in ("spend", "wage") else 1.0
    assert sign * gaps[own][1] > 1e-3


@pytest.mark.parametrize(("rule", "labor_share"), FIRM_CASES)
def test_all_money_a_hundredth_higher_is_off_by_its_numeraire_alone(rule, labor_share):
    economy, at = firm_case(rule, labor_share)
    higher = {name: getattr(at, name) + np.log(1.01) for name in ("wage", "price", "spend")}
    gaps = firm_gaps(economy, replace(at, **higher))
    assert gaps.pop("numeraire") == pytest.approx(np.full(4, 0.01), rel=1e-8)
    assert max(largest(gaps).values()) < 1e-11


@pytest.mark.parametrize(("income_tax", "expected"), [(False, 1.1015385), (True, 1.1012029)])
def test_welfare_with_labour_supply_worked_by_hand(income_tax, expected):
    # final 120, earned 100 × 1.1 × 1.02 = 112.2, transfers 20 × 1.122, revenue 3, prices 1.05, κ = 1/2:
    # weight of income 120 / (120 − 100/3 · (1 − tax)), tax 3/112.2 of labour where revenue cuts it
    economy = SimpleNamespace(
        income=np.array([100.0]), transfer=np.array([20.0]), labor_supply=0.5, income_tax=income_tax
    )
    logs = {"wage": np.log([1.1]), "labor": np.log([1.02]), "price": np.log([1.05])}
    welfare, final = firm_welfare(economy, SimpleNamespace(**logs, revenue=np.array([3.0])))
    assert welfare[0] == pytest.approx(expected, abs=1e-6) and final[0] == 120.0


def test_certificate_names_the_largest_gap_whatever_its_sign():
    certificate = certify(
        {"first": np.array([0.1, -0.2]), "second": np.array([[0.0, 0.05], [-0.3, 0.1]])}, REGIONS, SECTORS
    )
    assert certificate.residual == 0.3
    assert certificate.gaps == {"first": 0.2, "second": 0.3}
    assert certificate.worst == "second of R2, S1"
    without = certify({"first": np.array([0.1, -0.2])}, REGIONS, SECTORS)
    assert (without.residual, without.worst) == (0.2, "first of R2")
    assert certify({"one": np.array([[-0.4, 0.1], [0.2, 0.3]])}, REGIONS).worst == "one of R1"
    tied = certify({"first": np.array([0.1, 0.1]), "second": np.array([0.1, 0.0])}, REGIONS)
    assert tied.worst == "first of R1"
    assert certify({"first": np.zeros(2)}, REGIONS).worst == "first of R1"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_is_an_infinite_gap(value):
    certificate = certify({"first": np.array([0.5, value])}, REGIONS)
    assert certificate.residual == np.inf and certificate.worst == "first of R2"
    assert certificate.gaps["first"] == np.inf


def require(gap):
    certificate = certify({"goods market": np.array([[0.0, 0.0], [gap, 0.0]])}, REGIONS, SECTORS)
    require_certified(certificate, iterations=7, method="Anderson", scenario="war", remedy="a smaller shock")


@pytest.mark.parametrize("gap", [0.0, 1e-10, -1e-10])
def test_a_residual_of_1e_10_is_certified(gap):
    require(gap)


@pytest.mark.parametrize("gap", [1.001e-10, -1.001e-10, 0.25, -0.25, np.nan])
def test_a_residual_above_1e_10_is_refused_with_the_market_named(gap):
    with pytest.raises(SolveError) as refused:
        require(gap)
    size = f"{abs(gap):.2e}" if np.isfinite(gap) else "inf"
    assert refused.value.what == (
        f"no equilibrium reached: goods market of R2, S1 is off by {size} after 7 steps (Anderson); "
        "1e-10 is needed"
    )
    assert (refused.value.where, refused.value.remedy) == ("scenario 'war'", "a smaller shock")
