"""Expected cost over the leaves of a tree, rounded half up to the cent at the end; regret of ways to act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from detente.outcomes.costs.dollars import usd_half_up
from detente.outcomes.trees.answer import Leaf, Regret, RegretReading
from detente.regime import OneReading


def expected_usd(costs: Sequence[Decimal], probabilities: Sequence[Fraction]) -> Decimal:
    """Cost on each leaf times its probability, summed; USD.

    Examples
    --------
    >>> expected_usd([Decimal("100"), Decimal("40.01")], [Fraction(1, 4), Fraction(3, 4)])
    Decimal('55.01')
    """
    exact = sum((Fraction(c) * p for c, p in zip(costs, probabilities, strict=True)), Fraction(0))
    return usd_half_up(exact * 100)


def regrets(
    leaves: Sequence[Leaf], actions: Mapping[str, Sequence[Decimal]], apart: Sequence[OneReading] = ()
) -> tuple[Regret, ...]:
    """Ways to act compared over the leaves.

    Parameters
    ----------
    actions : mapping
        Name of a way to act -> its cost on each leaf, USD, in the order of `leaves`.
    apart : sequence of reading
        Readings of the law that nobody weighed against each other: each has an expected cost of its own.

    Returns
    -------
    tuple of Regret
        Least expected cost first, or least regret where readings stand apart. Regret on a leaf is the cost
        less that of the best way to act there.
    """
    probabilities = [Fraction(leaf.probability_exact) for leaf in leaves]
    best = [min(costs) for costs in zip(*actions.values(), strict=True)]
    rows = []
    for name, costs in actions.items():
        regret = [c - b for c, b in zip(costs, best, strict=True)]
        worst = max(range(len(regret)), key=regret.__getitem__)
        rows.append(
            Regret(
                action=name, costs_usd=tuple(costs),
                expected_usd=None if apart else expected_usd(costs, probabilities),
                readings=tuple(_under(reading, leaves, costs) for reading in apart),
                greatest_regret_usd=regret[worst], greatest_regret_leaf=leaves[worst].id,
            )
        )  # fmt: skip
    return tuple(
        sorted(
            rows,
            key=lambda r: (r.greatest_regret_usd if r.expected_usd is None else r.expected_usd, r.action),
        )
    )


def _under(reading: OneReading, leaves: Sequence[Leaf], costs: Sequence[Decimal]) -> RegretReading:
    own = [k for k, leaf in enumerate(leaves) if leaf.reading in ("", reading)]
    chances = [Fraction(leaves[k].probability_exact) for k in own]
    whole = sum(chances, Fraction(0)) or Fraction(1)
    return RegretReading(
        reading=reading, expected_usd=expected_usd([costs[k] for k in own], [c / whole for c in chances])
    )
