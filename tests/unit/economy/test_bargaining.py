"""Bargains: surpluses are counted from disagreement, payments go the way they say, solutions by hand."""

from __future__ import annotations

import numpy as np
import pytest

from detente.economy.data.toy import toy_world
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.policy.bargaining import CAVEATS, Offer, bargain_over, leverage, settle_offers
from detente.economy.solver.solving import solve
from detente.terms import InputError

PLAYERS = ("R1", "R2")


@pytest.fixture(scope="module")
def world():
    return toy_world(4, 3, seed=11)


@pytest.fixture(scope="module")
def table(world):
    peace = Scenario("peace")
    duel = Scenario("duel").with_tariff(world, 0.1, importer="R1", exporter="R2")
    duel = duel.with_tariff(world, 0.1, importer="R2", exporter="R1")
    war = Scenario("war").with_tariff(world, 0.8, importer="R1", exporter="R2")
    war = war.with_tariff(world, 0.8, importer="R2", exporter="R1")
    return peace, duel, war


def pair_of(world, scenario):
    gain = solve(world, scenario).welfare_musd
    return float(gain[world.region("R1")]), float(gain[world.region("R2")])


def test_surplus_is_the_payoff_less_the_payoff_at_disagreement(world, table):
    peace, duel, war = table
    bargain = bargain_over(world, [peace, duel], war, players=PLAYERS)
    none = pair_of(world, war)
    assert bargain.disagreement == "war" and bargain.players == PLAYERS
    assert bargain.disagreement_musd == pytest.approx(none)
    assert min(abs(value) for value in none) > 1.0
    for offer, scenario in zip(bargain.offers, (peace, duel), strict=True):
        payoff = pair_of(world, scenario)
        assert offer.payoff_musd == pytest.approx(payoff, abs=1e-6)
        assert offer.surplus_musd == pytest.approx((payoff[0] - none[0], payoff[1] - none[1]), abs=1e-6)
        others = solve(world, scenario).welfare_musd[2:]
        assert list(offer.others_musd) == ["R3", "R4"]
        assert list(offer.others_musd.values()) == pytest.approx(list(others), abs=1e-6)


def test_players_in_the_other_order_have_their_figures_in_the_other_order(world, table):
    peace, duel, war = table
    one = bargain_over(world, [peace, duel], war, players=PLAYERS, weights=(3.0, 1.0))
    two = bargain_over(world, [peace, duel], war, players=PLAYERS[::-1], weights=(1.0, 3.0))
    assert one.weights == (0.75, 0.25) and two.weights == (0.25, 0.75)
    assert two.disagreement_musd == one.disagreement_musd[::-1]
    assert [o.surplus_musd for o in two.offers] == [o.surplus_musd[::-1] for o in one.offers]
    assert two.nash == one.nash
    for first, second in zip(one.offers, two.offers, strict=True):
        assert second.equal_payment_musd == pytest.approx(-first.equal_payment_musd, abs=1e-6)


def test_the_disagreement_point_itself_is_worth_nothing_above_it(world, table):
    _, _, war = table
    offer = bargain_over(world, [war.named("same")], war, players=PLAYERS).offers[0]
    assert offer.surplus_musd == (0.0, 0.0)
    assert offer.acceptable and offer.payment_musd == 0.0 and offer.equal_payment_musd == 0.0


def test_leverage_is_what_the_threat_takes_from_the_second_more_than_from_the_first(world, table):
    peace, duel, war = table
    moved = leverage(world, [peace], duel, war, players=PLAYERS)
    at, threatened = pair_of(world, duel), pair_of(world, war)
    shift = threatened[0] - at[0], threatened[1] - at[1]
    assert moved.shift_musd == pytest.approx(shift, abs=1e-6)
    assert moved.leverage_musd == pytest.approx(shift[0] - shift[1], abs=1e-6)
    assert moved.before.disagreement == "duel" and moved.after.disagreement == "war"


def test_leverage_takes_weights_and_model_to_both_bargains(world, table):
    peace, duel, war = table
    model = Model.scale_economies(0.05)
    moved = leverage(world, [peace], duel, war, players=PLAYERS, weights=(1.0, 3.0), model=model)
    for bargain, none in ((moved.before, duel), (moved.after, war)):
        alone = bargain_over(world, [peace], none, players=PLAYERS, weights=(1.0, 3.0), model=model)
        assert bargain == alone and bargain.weights == (0.25, 0.75)
    usual = bargain_over(world, [peace], war, players=PLAYERS)
    assert usual.weights == (0.5, 0.5)
    assert usual.disagreement_musd != moved.after.disagreement_musd


def test_an_offer_is_found_by_its_name(world, table):
    bargain = bargain_over(world, table[:2], table[2], players=PLAYERS)
    assert bargain.offer("duel") is bargain.offers[1]
    with pytest.raises(InputError) as refused:
        bargain.offer("truce")
    assert "truce" in refused.value.what and refused.value.remedy == "peace, duel"


def offer(name, first, second, **more):
    able = min(first, second) >= 0
    return Offer(name, (first, second), (first, second), able, None, None, {}, **more)


def settle(*offers, weights=(0.5, 0.5)):
    return settle_offers(
        players=("A", "B"),
        disagreement="none",
        disagreement_musd=(0.0, 0.0),
        offers=offers,
        weights=weights,
    )


def payments(first, second, weights=(0.5, 0.5)):
    """Payments of a package with given surpluses, by way of worlds whose welfare is given."""
    from types import SimpleNamespace

    from detente.economy.policy.bargaining import _offer

    def result(*welfare):
        return SimpleNamespace(
            welfare_musd=np.array(welfare),
            scenario=SimpleNamespace(name="deal"),
            world=SimpleNamespace(regions=("A", "B", "C")),
        )

    deal = _offer(result(first - 3.0, second + 5.0, 7.0), result(-3.0, 5.0, 0.0), (0, 1), weights)
    assert deal.name == "deal" and deal.payoff_musd == (first - 3.0, second + 5.0)
    assert deal.surplus_musd == (first, second) and deal.others_musd == {"C": 7.0}
    return deal.acceptable, deal.payment_musd, deal.equal_payment_musd


@pytest.mark.parametrize(
    ("surplus", "acceptable", "least", "even"),
    [
        ((10.0, 4.0), True, 0.0, 3.0),  # the first pays three: both keep seven
        ((4.0, 10.0), True, 0.0, -3.0),
        ((10.0, -4.0), False, 4.0, 7.0),  # the first must pay four before the second signs
        ((-4.0, 10.0), False, -4.0, -7.0),
        ((0.0, 0.0), True, 0.0, 0.0),
        ((0.5, 4.0), True, 0.0, -1.75),
        ((-0.25, 0.5), False, -0.25, -0.375),
        ((5.0, -5.0), False, 5.0, 5.0),
        ((4.0, -10.0), False, None, None),  # no payment can: together they lose
        ((-1.0, -1.0), False, None, None),
    ],
)
def test_payments_worked_by_hand(surplus, acceptable, least, even):
    assert payments(*surplus) == (acceptable, least, even)


def test_an_uneven_split_follows_the_weights():
    # a surplus of 14, three quarters to the first: it keeps 10.5 of its 10 and so is paid a half
    assert payments(10.0, 4.0, (0.75, 0.25)) == (True, 0.0, -0.5)


def test_weights_choose_between_packages():
    table = (offer("a", 1, 9), offer("b", 4, 4), offer("c", 9, 1))
    assert settle(*table).nash == "b"
    assert settle(*table, weights=(0.9, 0.1)).nash == "c"
    assert settle(*table, weights=(0.1, 0.9)).nash == "a"


def test_a_package_one_side_refuses_is_never_a_solution():
    # two losses would have a large positive product
    bargain = settle(offer("both lose", -9, -9), offer("one loses", 20, -1), offer("small", 1, 1))
    assert bargain.nash == bargain.kalai_smorodinsky == "small"
    assert bargain.ideal_musd == (1, 1)
    assert bargain.frontier == ("small", "one loses")
    alone = settle(offer("both lose", -9, -9))
    assert alone.nash is None and alone.kalai_smorodinsky is None and alone.mixed_nash is None
    assert alone.ideal_musd == (0.0, 0.0)
    nothing = settle(offer("nothing", 0, 0), offer("for one", 5, 0))
    assert nothing.nash is None and nothing.kalai_smorodinsky is None


def test_kalai_smorodinsky_gives_even_shares_of_the_best_each_can_get():
    # ideal points 20 and 10; least shares 0.15, 0.35 and 0.1, while the product favours «a»
    bargain = settle(offer("a", 3, 10), offer("b", 8, 3.5), offer("c", 20, 1))
    assert bargain.nash == "a" and bargain.ideal_musd == (20, 10)
    assert bargain.kalai_smorodinsky == "b"
    assert bargain.caveats == CAVEATS


def test_a_dominated_package_is_off_the_frontier_and_equals_stay():
    bargain = settle(offer("a", 3, 3), offer("twin", 3, 3), offer("worse", 3, 2), offer("c", 1, 5))
    assert bargain.frontier == ("c", "a", "twin")


@pytest.mark.parametrize(("weights", "share"), [((0.5, 0.5), 0.5), ((0.25, 0.75), 0.75), ((0.8, 0.2), 0.2)])
def test_a_lottery_between_two_extremes_follows_the_weights(weights, share):
    first, second, weight, x, y = settle(offer("a", 0, 10), offer("b", 10, 0), weights=weights).mixed_nash
    assert (first, second) == ("a", "b") and weight == pytest.approx(share)
    assert (x, y) == pytest.approx((10 * (1 - share), 10 * share))


def test_a_lottery_may_hold_a_package_one_side_would_refuse_alone():
    first, second, weight, x, y = settle(offer("a", -2, 10), offer("b", 10, 0)).mixed_nash
    assert (first, second) == ("a", "b")
    # on the segment (10 − 12 s, 10 s) the product is largest where 10 − 12 s = 12 s
    assert weight == pytest.approx(5 / 12) and (x, y) == pytest.approx((5.0, 50 / 12))


def test_the_best_of_all_lotteries_is_taken():
    table = (offer("a", 0, 10), offer("b", 10, 0), offer("c", 6, 6))
    # products: 25 between «a» and «b», 36 at «c» itself
    assert settle(*table).mixed_nash == ("c", "c", 1.0, 6.0, 6.0)
    # with 0.2 and 0.8 the best is half way between «a» and «c»: 0.2 ln 3 + 0.8 ln 8
    first, second, weight, x, y = settle(*table, weights=(0.2, 0.8)).mixed_nash
    assert (first, second) == ("a", "c")
    assert (weight, x, y) == pytest.approx((0.5, 3.0, 8.0))
    assert settle(offer("small", 0.5, 0.5)).mixed_nash == ("small", "small", 1.0, 0.5, 0.5)


def test_a_package_equal_for_one_side_and_worse_for_the_other_is_dominated():
    assert settle(offer("a", 3, 3), offer("b", 4, 3)).frontier == ("b",)
    assert settle(offer("a", 3, 3), offer("b", 3, 4)).frontier == ("b",)


def test_no_lottery_beats_a_package_that_dominates():
    mix = settle(offer("a", 5, 5), offer("b", 1, 1)).mixed_nash
    assert mix == ("a", "a", 1.0, 5.0, 5.0)


@pytest.mark.parametrize(
    ("packages", "more", "said"),
    [
        ([], {}, "distinct names"),
        ([Scenario("a"), Scenario("a")], {}, "distinct names"),
        ([Scenario("a")], {"players": ("R1", "R1")}, "two different players"),
        ([Scenario("a")], {"players": ("R1", "Mars")}, "Mars"),
        ([Scenario("a")], {"weights": (0.0, 1.0)}, "weights"),
        ([Scenario("a")], {"weights": (1.0, -1.0)}, "weights"),
    ],
)
def test_a_table_that_cannot_be_settled_is_refused(world, packages, more, said):
    with pytest.raises(InputError, match=said):
        bargain_over(world, packages, Scenario("war"), **{"players": PLAYERS, **more})
