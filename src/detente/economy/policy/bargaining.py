"""Bargaining over named packages: who gains, what both would sign, and what a threat is worth.

The payoff of a package is each side's exact real income in USD a year of the world's baseline,
from the trade model alone. Source of the solutions: J. Nash, Econometrica 18 (1950); E. Kalai and
M. Smorodinsky, Econometrica 43 (1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.economy.model.kernel import Array
from detente.economy.model.result import Result
from detente.economy.model.scenario import Scenario
from detente.economy.model.variants import Model
from detente.economy.model.world import World
from detente.economy.solver.solving import solve
from detente.terms import InputError

CAVEATS = (
    "payoffs are long-run real income from the trade model; "
    "security, politics and credibility are outside it",
    "a year's flow, not a path: no adjustment cost, no uncertainty about whether a promise is kept",
    "the disagreement point is an assumption: move it and the split moves with it",
    "side payments are counted dollar for dollar; their own effect on prices is left out",
    "signs can depend on elasticities: see the draws before relying on a small number",
)


PLAYERS = ("USA", "CHN")


@dataclass(frozen=True)
class Offer:
    """A named package at the table, with its payoffs above disagreement.

    Attributes
    ----------
    payoff_musd : change of each player's real income from the baseline, million USD a year.
    surplus_musd : payoff less the payoff at disagreement.
    acceptable : both surpluses are at or above zero.
    payment_musd : the least side payment that makes the package acceptable, from the first player
        to the second if positive, the other way if negative; 0 if none is needed, None if no
        payment can (the joint surplus is negative).
    equal_payment_musd : the payment that splits the joint surplus by the players' weights.
    """

    name: str
    payoff_musd: tuple[float, float]
    surplus_musd: tuple[float, float]
    acceptable: bool
    payment_musd: float | None
    equal_payment_musd: float | None
    others_musd: dict[str, float]


@dataclass(frozen=True)
class Bargain:
    """The table of offers and the solutions over it.

    Attributes
    ----------
    nash : offer with the greatest weighted product of surpluses among acceptable ones; None if none.
    kalai_smorodinsky : offer with the greatest least share of each side's best acceptable surplus.
    mixed_nash : best mix of two packages (or of one with itself) when lotteries are allowed:
        (first, second, weight of first, surplus of player one, of player two).
    frontier : names of undominated packages, best for the first player last.
    ideal_musd : each side's best surplus among acceptable packages.
    """

    players: tuple[str, str]
    disagreement: str
    disagreement_musd: tuple[float, float]
    offers: tuple[Offer, ...]
    weights: tuple[float, float]
    nash: str | None
    kalai_smorodinsky: str | None
    mixed_nash: tuple[str, str, float, float, float] | None
    frontier: tuple[str, ...]
    ideal_musd: tuple[float, float]
    caveats: tuple[str, ...]

    def offer(self, name: str) -> Offer:
        """The offer of a name."""
        for one in self.offers:
            if one.name == name:
                return one
        raise InputError(f"no package {name!r}", where="offer", remedy=", ".join(o.name for o in self.offers))


@dataclass(frozen=True)
class Leverage:
    """What a threat does to the disagreement point, and with it to the bargain.

    Attributes
    ----------
    shift_musd : payoff of each player at the threat less that at disagreement, million USD a year.
    leverage_musd : how much more the second loses than the first; positive favours the first.
    before, after : the two bargains.
    """

    shift_musd: tuple[float, float]
    leverage_musd: float
    before: Bargain
    after: Bargain


def bargain_over(
    world: World,
    packages: Sequence[Scenario],
    disagreement: Scenario,
    *,
    players: tuple[str, str] = ("USA", "CHN"),
    weights: tuple[float, float] = (0.5, 0.5),
    model: Model | None = None,
) -> Bargain:
    """Give payoffs, acceptable packages, side payments and the bargaining solutions.

    Parameters
    ----------
    packages : scenarios by their names; quantity rules may be part of them.
    disagreement : what happens without a deal.
    weights : bargaining weights of the two players; scaled to one.

    Raises
    ------
    InputError
        No package, two of one name, an unknown player, weights that are not positive.
    """
    names = [one.name for one in packages]
    if not packages or len(set(names)) != len(names):
        raise InputError("packages need distinct names", where="packages", remedy="name each once")
    if len(set(players)) != 2:
        raise InputError(
            "two different players are needed", where="players", remedy="for example USA and CHN"
        )
    if min(weights) <= 0:
        raise InputError(f"weights {weights}", where="weights", remedy="give two positive numbers")
    places = tuple(world.region(one) for one in players)
    share = weights[0] / sum(weights), weights[1] / sum(weights)
    stop = solve(world, disagreement, model)
    results = [solve(world, one, model) for one in packages]
    offers = tuple(_offer(one, stop, places, share) for one in results)
    return settle_offers(
        players=(world.regions[places[0]], world.regions[places[1]]),
        disagreement=disagreement.name,
        disagreement_musd=_pair(stop, places),
        offers=offers,
        weights=share,
    )


def settle_offers(
    *,
    players: tuple[str, str],
    disagreement: str,
    disagreement_musd: tuple[float, float],
    offers: tuple[Offer, ...],
    weights: tuple[float, float],
) -> Bargain:
    """Give the bargaining solutions over offers whose surpluses are known."""
    able = [one for one in offers if one.acceptable]
    ideal = tuple(max((one.surplus_musd[k] for one in able), default=0.0) for k in (0, 1))

    def product(one: Offer) -> float:
        return float(np.prod([max(s, 0.0) ** w for s, w in zip(one.surplus_musd, weights, strict=True)]))

    def least(one: Offer) -> float:
        return min(s / best if best > 0 else 0.0 for s, best in zip(one.surplus_musd, ideal, strict=True))

    best = max(able, key=product, default=None)
    even = max(able, key=least, default=None)
    return Bargain(
        players=players,
        disagreement=disagreement,
        disagreement_musd=disagreement_musd,
        offers=offers,
        weights=weights,
        nash=best.name if best is not None and product(best) > 0 else None,
        kalai_smorodinsky=even.name if even is not None and least(even) > 0 else None,
        mixed_nash=_mixed(offers, weights),
        frontier=tuple(_frontier(offers)),
        ideal_musd=(ideal[0], ideal[1]),
        caveats=CAVEATS,
    )


def leverage(
    world: World,
    packages: Sequence[Scenario],
    disagreement: Scenario,
    threat: Scenario,
    *,
    players: tuple[str, str] = ("USA", "CHN"),
    weights: tuple[float, float] = (0.5, 0.5),
    model: Model | None = None,
) -> Leverage:
    """How far a threat moves the disagreement point, and with it the solution."""
    before = bargain_over(world, packages, disagreement, players=players, weights=weights, model=model)
    after = bargain_over(world, packages, threat, players=players, weights=weights, model=model)
    first, second = (b - a for a, b in zip(before.disagreement_musd, after.disagreement_musd, strict=True))
    return Leverage((first, second), first - second, before, after)


def _pair(result: Result, places: tuple[int, ...]) -> tuple[float, float]:
    gain = result.welfare_musd
    return float(gain[places[0]]), float(gain[places[1]])


def _offer(result: Result, stop: Result, places: tuple[int, ...], weights: tuple[float, float]) -> Offer:
    payoff, base = _pair(result, places), _pair(stop, places)
    surplus = payoff[0] - base[0], payoff[1] - base[1]
    total = sum(surplus)
    payment: float | None
    if min(surplus) >= 0:
        payment = 0.0
    elif total < 0:
        payment = None
    else:
        payment = -surplus[1] if surplus[1] < 0 else surplus[0]
    others = {
        region: float(value)
        for n, (region, value) in enumerate(zip(result.world.regions, result.welfare_musd, strict=True))
        if n not in places
    }
    return Offer(
        name=result.scenario.name,
        payoff_musd=payoff,
        surplus_musd=surplus,
        acceptable=min(surplus) >= 0,
        payment_musd=payment,
        equal_payment_musd=surplus[0] - weights[0] * total if total >= 0 else None,
        others_musd=others,
    )


def _frontier(offers: Sequence[Offer]) -> list[str]:
    kept = []
    for one in offers:
        beaten = any(
            other.surplus_musd[0] >= one.surplus_musd[0]
            and other.surplus_musd[1] >= one.surplus_musd[1]
            and other.surplus_musd != one.surplus_musd
            for other in offers
        )
        if not beaten:
            kept.append(one)
    return [one.name for one in sorted(kept, key=lambda one: one.surplus_musd[0])]


def _mixed(
    offers: Sequence[Offer], weights: tuple[float, float]
) -> tuple[str, str, float, float, float] | None:
    """Best lottery over two packages by the weighted Nash product, in closed form on each segment."""
    best: tuple[float, tuple[str, str, float, float, float]] | None = None
    for a in offers:
        for b in offers:
            first, second = np.array(a.surplus_musd), np.array(b.surplus_musd)
            for share in _critical(first, second, weights):
                point = share * first + (1.0 - share) * second
                if point.min() <= 0:
                    continue
                value = float(weights[0] * np.log(point[0]) + weights[1] * np.log(point[1]))
                if best is None or value > best[0] + 1e-12:
                    best = (
                        value,
                        (a.name, b.name if share < 1.0 else a.name, share, float(point[0]), float(point[1])),
                    )
    return None if best is None else best[1]


def _critical(first: Array, second: Array, weights: tuple[float, float]) -> list[float]:
    slope = first - second
    shares = [1.0]
    if slope[0] * slope[1] < 0:
        # d/ds of w0·log(x) + w1·log(y) along the segment is zero
        share = -(weights[0] * slope[0] * second[1] + weights[1] * slope[1] * second[0]) / (
            slope[0] * slope[1]
        )
        if 0.0 < share < 1.0:
            shares.append(float(share))
    return shares
