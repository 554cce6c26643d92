"""Scenarios, quantity rules, draws, bargaining, concordance: what they give and what they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.economy.data.concordance import CodeRate, by_sector, concordance, sector_of
from detente.economy.data.elasticities import read_elasticities
from detente.economy.data.embed import SECTORS
from detente.economy.data.toy import toy_world
from detente.economy.data.worldfiles import default_world
from detente.economy.model.monopolistic_calibration import calibrate_firms, profit_shares
from detente.economy.model.scenario import QuantityRule, Scenario, from_rows, read_rate
from detente.economy.model.variants import Model
from detente.economy.policy.bargaining import Offer, bargain_over, leverage, settle_offers
from detente.economy.policy.draws import draw_elasticities, monte_carlo
from detente.economy.policy.packages import answered_in_kind
from detente.economy.policy.tariffs import optimal_tariff
from detente.economy.solver.settings import Settings
from detente.economy.solver.solving import solve
from detente.terms import InputError, NotInstalled, SolveError


@pytest.fixture(scope="module")
def world():
    return toy_world(4, 3, seed=11)


@pytest.mark.parametrize(
    ("tariff", "words"),
    [
        (np.zeros((3, 3)), "has shape"),
        (np.full((4, 4, 3), np.nan), "rate nan"),
        (np.full((4, 4, 3), -1.0), "must be above -1"),
        (np.full((4, 4, 3), 0.1), "own"),
    ],
)
def test_bad_matrices_are_refused(world, tariff, words):
    with pytest.raises(InputError, match=words):
        Scenario.from_matrix(world, tariff)


def test_rows_report_all_faults_at_once(world):
    rows = [
        {"exporter": "R1", "importer": "R2", "sector": "*", "rate": "25%"},
        {"exporter": "R9", "importer": "R2", "sector": "", "rate": "0.1"},
        {"exporter": "R1", "importer": "R2", "sector": "S1", "rate": "high"},
    ]
    with pytest.raises(InputError, match=r"row 3: .*R9.*row 4: .*'high'"):
        from_rows(world, rows, name="file")
    good = from_rows(world, rows[:1], name="file")
    assert np.allclose(good.tariff[0, 1], 0.25)


@pytest.mark.parametrize("text", ["", "nan", "inf", "-100%", "1e9", "二十"])
def test_rates_that_are_no_rates(text):
    with pytest.raises(InputError):
        read_rate(text)


def test_a_floor_lifts_low_rates_and_leaves_high_ones(world):
    rates = np.array([0.02, 0.3, 0.1])
    scenario = Scenario("set").with_tariff(world, rates, importer="R1", exporter="R2", mode="set")
    floored = scenario.with_tariff(world, 0.1, importer="R1", exporter="R2", mode="at_least")
    assert floored.tariff[1, 0] == pytest.approx([0.1, 0.3, 0.1])
    added = scenario.with_tariff(world, 0.1, importer="R1", exporter="R2")
    assert added.tariff[1, 0] == pytest.approx([0.12, 0.4, 0.2])


def test_an_answer_in_kind_adds_what_was_added_and_never_takes_away():
    world = default_world()
    us, cn = world.region("USA"), world.region("CHN")
    before = Scenario("before").with_tariff(world, 0.2, exporter="CHN", importer="USA")
    before = before.with_tariff(world, 0.05, exporter="USA", importer="CHN")
    scenario = before.with_tariff(world, 0.3, exporter="CHN", importer="USA", sector="metals")
    scenario = scenario.with_tariff(world, -0.1, exporter="CHN", importer="USA", sector="food")
    answered = answered_in_kind(world, scenario, before, "answered")
    rise = answered.tariff[us, cn] - before.tariff[us, cn]
    expected = np.zeros(len(world.sectors))
    expected[world.sector("metals")] = 0.3
    assert rise == pytest.approx(expected)
    assert np.array_equal(answered.tariff[cn, us], scenario.tariff[cn, us])
    assert before.tariff[us, cn, 0] == 0.05 and answered.notes[-1].startswith("answered in kind")


def test_home_profit_shares_below_zero_are_taken_as_none():
    # large exports earn profits abroad: few profits in all then ask for a negative share at home
    trade, income = np.array([[0.0, 5.0], [60.0, 0.0]]), np.array([100.0, 100.0])
    foreign, own = profit_shares(trade, income, 1, foreign=0.30, own=0.05)
    assert own == 0.0 and foreign > 0.3
    foreign, own = profit_shares(trade, income, 1)
    assert 0 < foreign < own


def test_result_names_what_it_rests_on(world):
    result = solve(world, Scenario("x").with_tariff(world, 0.2, importer="R1"))
    assert result.residual <= 1e-10
    assert any("lump sum" in line for line in result.assumptions)
    assert result.regions_table()[0]["region"] == "R1"
    assert set(result.sectors_table("R1")[0]) >= {"sector", "output_pct", "price_pct"}
    assert np.isfinite(result.trade_change()).all()
    rows = result.sectors_table("R1")
    border = sum(row["imports_change_musd"] for row in rows)
    assert border == pytest.approx(
        result.regions_table()[0]["imports_pct"] / 100 * world.imports[0], rel=1e-9
    )
    assert sum(row["revenue_musd"] for row in rows) == pytest.approx(result.revenue[0], rel=1e-9)
    pair = result.flows_table("R2", "R1")
    total = sum(row["flow_after_musd"] for row in pair) / sum(row["flow_before_musd"] for row in pair)
    assert 100 * (total - 1) == pytest.approx(result.flow_percent("R2", "R1"))
    assert pair[0]["tariff_after_pct"] == pytest.approx(pair[0]["tariff_before_pct"] + 20.0)


def test_failure_names_the_market():
    # deficits that stay fixed cannot be paid where nothing is traded: there is no equilibrium
    world = default_world()
    wall = np.full(world.trade.shape, 1e5)
    for n in range(len(world.regions)):
        wall[n, n] = 1.0
    with pytest.raises(
        SolveError, match=r"of [A-Z]{3}.* is off by .*1e-10 is needed; walking there"
    ) as caught:
        solve(world, Scenario("autarky", trade_cost=wall), settings=Settings(limit=60, steps=3))
    assert "another deficit rule" in caught.value.remedy


def test_a_shock_too_large_for_one_step_is_walked_to():
    world = toy_world(3, 2, seed=1).with_elasticities(12.0)
    shock = Scenario("x").with_tariff(world, 3.0, importer="R1")
    model = Model.scale_economies(0.9)
    with pytest.raises(SolveError):
        solve(world, shock, model, settings=Settings(limit=60, steps=1))
    result = solve(world, shock, model, settings=Settings(limit=60))
    assert result.residual <= 1e-10 and result.method.startswith("12 steps of the shock")


def test_newton_krylov_ends_what_the_faster_methods_leave():
    world = toy_world(3, 2, seed=1).with_elasticities(8.0)
    shock = Scenario("x").with_tariff(world, 1.0, importer="R1")
    for model in (Model.caliendo_parro(), Model.scale_economies(0.1)):
        last = solve(world, shock, model, settings=Settings(limit=5, steps=1))
        first = solve(world, shock, model)
        assert (last.method, first.method) == ("Newton–Krylov", "Anderson")
        assert last.residual <= 1e-10
        assert np.abs(last.real_income - first.real_income).max() < 1e-11


def test_unknown_choices_are_refused():
    with pytest.raises(InputError, match="unknown deficit rule"):
        Model(deficits="balanced")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no effect"):
        Model(revenue="income_tax")
    with pytest.raises(InputError, match="critical"):
        Model(input_substitution=0.2)


def test_limit_and_pledge_hold_with_their_shadow_prices(world):
    limit = QuantityRule("R1", "R2", "S1", 0.5, "limit")
    pledge = QuantityRule("R3", "R2", "S2", 1.4, "pledge")
    slack = QuantityRule("R4", "R2", "S3", 2.0, "limit")
    scenario = Scenario("rules")
    for rule in (limit, pledge, slack):
        scenario = scenario.with_rule(world, rule)
    result = solve(world, scenario)
    by_rule = {one.rule: one for one in result.shadows}
    assert by_rule[limit.text].ratio == pytest.approx(0.5, abs=1e-8) and by_rule[limit.text].wedge > 0
    assert by_rule[pledge.text].ratio == pytest.approx(1.4, abs=1e-8) and by_rule[pledge.text].value_musd > 0
    assert by_rule[slack.text].wedge == 0
    assert result.residual <= 1e-10


def test_rules_on_absent_flows_are_refused(world):
    with pytest.raises(InputError, match="no flow"):
        Scenario("x").with_rule(world, QuantityRule("R1", "R1", "S1", 0.5, "limit"))
    with pytest.raises(InputError, match="positive ratio"):
        Scenario("x").with_rule(world, QuantityRule("R1", "R2", "S1", 0.0, "limit"))


def test_draws_repeat_and_do_not_depend_on_workers(world):
    scenario = Scenario("x").with_tariff(world, 0.2, importer="R1")
    a = monte_carlo(world, [scenario], draws=8, seed=4)
    b = monte_carlo(world, [scenario], draws=8, seed=4, workers=2)
    assert np.array_equal(a.real_income_percent, b.real_income_percent)
    assert np.array_equal(a.theta, draw_elasticities(world, 8, seed=4))
    assert a.quantiles().shape == (5, 4) and a.failed == {}
    assert ((a.sign_confidence() >= 0.5) & (a.sign_confidence() <= 1)).all()
    spot = solve(world.with_elasticities(a.theta[3]), scenario)
    assert np.abs(spot.real_income_percent - a.real_income_percent[3, 0]).max() < 1e-9


def test_elasticities_are_published_values_with_a_source():
    table = read_elasticities()
    assert set(table) == set(SECTORS)
    for one in table.values():
        low, high = min(one.published.values()), max(one.published.values())
        assert low * 0.999999 <= one.used <= high * 1.000001
        assert 0.25 <= one.log_spread <= 0.8


def offer(name, a, b):
    total = a + b
    return Offer(name, (a, b), (a, b), min(a, b) >= 0, 0.0, a - total / 2 if total >= 0 else None, {})


def settle_simple(*offers):
    return settle_offers(
        players=("A", "B"),
        disagreement="none",
        disagreement_musd=(0.0, 0.0),
        offers=offers,
        weights=(0.5, 0.5),
    )


def test_solutions_of_a_table_worked_by_hand():
    # products 16, 21 and 10; ideal points 7 and 8; least shares 2/8, min(3/7, 7/8) and min(5/7, 2/8)
    found = settle_simple(offer("a", 2, 8), offer("b", 3, 7), offer("c", 5, 2), offer("d", 7, -1))
    assert found.nash == "b" and found.kalai_smorodinsky == "b"
    assert found.ideal_musd == (5, 8)
    assert found.frontier == ("a", "b", "c", "d")


def test_lotteries_reach_the_nash_point_between_two_packages():
    found = settle_simple(offer("a", 0, 10), offer("b", 10, 0))
    assert found.nash is None
    first, second, share, x, y = found.mixed_nash
    assert {first, second} == {"a", "b"} and share == pytest.approx(0.5)
    assert (x, y) == pytest.approx((5, 5))


def test_side_payments_make_the_least_transfer(world):
    war = Scenario("war").with_tariff(world, 0.8, importer="R1", exporter="R2")
    war = war.with_tariff(world, 0.8, importer="R2", exporter="R1")
    peace = Scenario("peace")
    unfair = Scenario("unfair").with_tariff(world, 0.3, importer="R1", exporter="R2")
    found = bargain_over(world, [peace, unfair], war, players=("R1", "R2"))
    assert found.offer("peace").acceptable
    one = found.offer("unfair")
    if one.acceptable:
        assert one.payment_musd == 0
    else:
        short = -min(one.surplus_musd)
        assert one.payment_musd is None or abs(one.payment_musd) == pytest.approx(short)
    assert set(one.others_musd) == {"R3", "R4"}
    moved = leverage(world, [peace], peace, war, players=("R1", "R2"))
    assert moved.leverage_musd == pytest.approx(moved.shift_musd[0] - moved.shift_musd[1])
    assert found.caveats


@pytest.mark.parametrize(
    ("packages", "players", "weights"),
    [
        ([], ("R1", "R2"), (1, 1)),
        ([Scenario("a"), Scenario("a")], ("R1", "R2"), (1, 1)),
        ([Scenario("a")], ("R1", "R1"), (1, 1)),
        ([Scenario("a")], ("R1", "R2"), (0, 1)),
        ([Scenario("a")], ("R1", "Mars"), (1, 1)),
    ],
)
def test_unusable_bargains_are_refused(world, packages, players, weights):
    with pytest.raises(InputError):
        bargain_over(world, packages, Scenario("war"), players=players, weights=weights)


def test_concordance_covers_every_chapter_and_only_known_sectors():
    table = concordance()
    assert set(table.values()) <= set(SECTORS)
    for chapter in range(1, 98):
        if chapter != 77:
            assert sector_of(f"{chapter:02d}01") in SECTORS


@pytest.mark.parametrize("code", ["", "1", "ab", "77.01", "１２０１x"])
def test_codes_that_are_no_codes(code):
    with pytest.raises(InputError):
        sector_of(code)


def test_rates_are_weighted_and_bounds_kept():
    found = by_sector(
        [
            CodeRate("12019000", 0.1, 0.1, 3.0),
            CodeRate("12051000", 0.3, 0.5, 1.0),
            CodeRate("87120015", 0.2, None, 1.0),
        ]
    )
    oil = found["oilseeds"]
    assert (oil.low, oil.high) == pytest.approx((0.15, 0.2))
    assert oil.open_share == 0.25 and found["transport_eq"].unbounded == 1
    assert "chemicals" not in found
    with pytest.raises(InputError):
        by_sector([])
    with pytest.raises(InputError):
        by_sector([CodeRate("12019000", 0.1, 0.1, -1.0)])


def test_default_world_names_the_goods_of_the_talks():
    assert {"oilseeds", "metals", "machinery", "electronics"} <= set(default_world().sectors)


def test_transfers_that_do_not_close_the_accounts_are_refused():
    world = toy_world(3, 1, seed=2, inputs=False, tariffs=False)
    firms = replace(calibrate_firms(world, local_profit=0.1), transfer=np.array([1.0, 2.0, 3.0]))
    with pytest.raises(InputError, match="transfers add up to 6"):
        solve(world, Scenario.base(), Model.monopolistic_competition(firms))


def test_without_scipy_equilibria_solve_and_searches_say_what_to_install(monkeypatch, world):
    import detente.economy.model.extras as extras

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    assert solve(world, Scenario("x").with_tariff(world, 0.2, importer="R1")).residual <= 1e-10
    with pytest.raises(NotInstalled, match="scipy is needed"):
        optimal_tariff(world, "R1")
