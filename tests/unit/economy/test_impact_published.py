"""Published numbers, reproduced from published inputs; each expectation is a number in print."""

from __future__ import annotations

import numpy as np
import pytest

from detente.economy.data.published import read_caliendo_parro, read_us_china
from detente.economy.data.published_liberation_day import read_liberation_day
from detente.economy.data.published_ossa import read_ossa, read_ossa_targets
from detente.economy.model.monopolistic_calibration import formula_tariff
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.policy.political_weights import calibrate_weights
from detente.economy.policy.tariffs import Instruments, optimal_tariff
from detente.economy.solver.baseline import rebalanced, result_world
from detente.economy.solver.solving import solve

# Caliendo and Parro (2015), Table 2: terms of trade, volume of trade, welfare, real wage, percent
TABLE_2 = {
    "Mexico": (-0.41, 1.72, 1.31, 1.72),
    "Canada": (-0.11, 0.04, -0.06, 0.32),
    "USA": (0.04, 0.04, 0.08, 0.11),
}
EXACT = {"Mexico": 0.0073, "Canada": -0.1101, "USA": 0.0741}


@pytest.fixture(scope="module")
def nafta(economy_folder):
    case = read_caliendo_parro(economy_folder / "cp2015-nafta")
    world = rebalanced(case.world, deficits="zero")
    return world, case, solve(world, case.scenarios["nafta"], case.model)


@pytest.mark.parametrize("country", TABLE_2)
def test_caliendo_parro_table_2_to_its_digits(nafta, country):
    world, _, result = nafta
    n = world.region(country)
    found = (
        result.terms_of_trade[n],
        result.volume_of_trade[n],
        result.welfare_first_order[n],
        100 * (result.real_wage[n] - 1),
    )
    assert tuple(round(float(one), 2) for one in found) == TABLE_2[country]


@pytest.mark.parametrize("country", EXACT)
def test_exact_real_income_differs_from_the_first_order_figure(nafta, country):
    world, _, result = nafta
    assert round(float(result.real_income_percent[world.region(country)]), 4) == EXACT[country]
    assert result.residual <= 1e-10


def test_caliendo_parro_source_does_not_clear_and_the_cell_is_named(economy_folder):
    case = read_caliendo_parro(economy_folder / "cp2015-nafta")
    with pytest.raises(Exception, match=r"spending of Ireland on Other Business .* rebalanced"):
        solve(case.world, case.scenarios["nafta"])


def test_caliendo_parro_there_and_back_with_deficits(economy_folder):
    case = read_caliendo_parro(economy_folder / "cp2015-nafta")
    world = rebalanced(case.world, deficits="fixed")
    assert np.abs(world.deficit).max() > 1000
    there = solve(world, case.scenarios["nafta"])
    back = solve(result_world(there), Scenario("back", tariff=world.tariff))
    assert np.abs(there.real_income * back.real_income - 1).max() < 1e-12


def test_liberation_day_signs_hang_on_the_use_of_revenue(economy_folder):
    case = read_liberation_day(economy_folder / "liberation-day-2025")
    usa = case.world.region("USA")
    relief = solve(case.world, case.scenarios["announced"], case.model)
    lump = solve(
        case.world,
        case.scenarios["announced"],
        Model.monopolistic_competition(case.model.firms, revenue="lump_sum"),
    )
    assert round(float(relief.real_income_percent[usa]), 2) == 1.13
    assert round(float(lump.real_income_percent[usa]), 2) == -0.01
    assert max(relief.residual, lump.residual) <= 1e-10
    prices = (case.world.income * (relief.price_index - 1)).sum() / case.world.income.sum()
    assert abs(prices) < 1e-12


def test_liberation_day_roundabout_loss_of_a_war_in_kind(economy_folder):
    # the paper's abstract: welfare falls by up to 3.38 percent with input-output linkages
    case = read_liberation_day(economy_folder / "liberation-day-2025", labor_share=0.49)
    result = solve(case.world, case.scenarios["answered"], case.model)
    assert round(float(result.real_income_percent[case.world.region("USA")]), 2) == -3.38


def test_ossa_world_clears_after_closing_deficits(economy_folder):
    case = read_ossa(economy_folder / "ossa2014")
    world = rebalanced(case.world, deficits="zero", model=case.model)
    assert world.regions[-1] == "US"
    still = solve(world, Scenario.base(), case.model)
    assert np.abs(still.real_income - 1).max() < 1e-12
    assert np.abs(world.imports - world.exports).max() < 1e-6


def test_us_china_world_reads_and_answers(economy_folder):
    case = read_us_china(economy_folder / "us-china-2017-7x44")
    world = rebalanced(case.world, deficits="fixed")
    result = solve(world, case.scenarios["wave_five"])
    assert result.residual <= 1e-10
    assert result.flow_percent("CHN", "USA") < -10


def test_ossa_optimal_tariff_is_an_optimum_of_198_rates(economy_folder):
    case = read_ossa(economy_folder / "ossa2014")
    world = rebalanced(case.world, deficits="zero", model=case.model)
    best = optimal_tariff(world, "US", case.model)
    assert best.rates.size - len(world.sectors) == 198
    assert best.gradient_norm < 1e-5 and best.at_bound == 0
    again = optimal_tariff(world, "US", case.model, start=np.full(best.rates.shape, 0.2))
    # two starts agree: welfare to a hundred-thousandth of a point and better
    assert best.gain_percent == pytest.approx(again.gain_percent, abs=1e-7)
    result = solve(world, best.scenario, case.model)
    assert best.gain_percent == pytest.approx(float(result.real_income_percent[world.region("US")]), abs=1e-8)


def test_liberation_day_formula_tariff_is_19_percent(economy_folder):
    case = read_liberation_day(economy_folder / "liberation-day-2025")
    usa = case.world.region("USA")
    assert round(100 * formula_tariff(case.world, case.model.firms, [usa])) == 19
    uniform = optimal_tariff(case.world, "USA", case.model, instruments=Instruments(alike="one"))
    formula = solve(case.world, case.scenarios["optimal"], case.model)
    assert uniform.gain_percent >= float(formula.real_income_percent[usa])


def test_ossa_optimal_tariffs_under_political_weights_average_62_4_percent(economy_folder):
    # Ossa (2014): the mean over regions of the median over partners and sectors
    folder = economy_folder / "ossa2014"
    case = read_ossa(folder)
    world = rebalanced(case.world, deficits="zero", model=case.model)
    targets = read_ossa_targets(folder, world)
    assert targets[world.region("Brazil")].all() and targets[world.region("Japan")].max() > 7
    fits = [
        calibrate_weights(world, region, rates) for region, rates in zip(world.regions, targets, strict=True)
    ]
    model = Model.krugman(weights=np.array([fit.weights for fit in fits]))
    medians = []
    for n, fit in enumerate(fits):
        assert fit.slope < 1e-9 and fit.weights.min() >= 0
        start = np.broadcast_to(fit.rates, (7, 33))
        best = optimal_tariff(world, fit.player, model, start=start)
        medians.append(np.median(best.rates[np.arange(7) != n]))
    assert round(100 * float(np.mean(medians)), 1) == 62.4
    # wool in the EU: even without weight its best rate is above the measured one
    eu = fits[world.region("EU")]
    assert eu.weights[world.sectors.index("wol")] == 0.0


def test_roundabout_case_has_no_scenarios_of_the_formula(economy_folder):
    # the paper searches its optimal tariffs there; its formula leaves intermediates out
    case = read_liberation_day(economy_folder / "liberation-day-2025", labor_share=0.49)
    assert set(case.scenarios) == {"announced", "answered"}
    for one in read_liberation_day(economy_folder / "liberation-day-2025").scenarios.values():
        assert one.tariff.min() == 0 and one.tariff.max() < 1
