"""Expected cost over the leaves of a tree, rounded half up to the cent at the end; regret of ways to act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from detente.outcomes.costs.dollars import usd_half_up
from detente.outcomes.trees.answer import Leaf, Regret


def expected_usd(costs: Sequence[Decimal], probabilities: Sequence[Fraction]) -> Decimal:
    """Cost on each leaf times its probability, summed; USD.

    Examples
    --------
    >>> expected_usd([Decimal("100"), Decimal("40.01")], [Fraction(1, 4), Fraction(3, 4)])
    Decimal('55.01')
    """
    exact = sum((Fraction(c) * p for c, p in zip(costs, probabilities, strict=True)), Fraction(0))
    return usd_half_up(exact * 100)


def regrets(leaves: Sequence[Leaf], actions: Mapping[str, Sequence[Decimal]]) -> tuple[Regret, ...]:
    """Ways to act compared over the leaves.

    Parameters
    ----------
    actions : mapping
        Name of a way to act -> its cost on each leaf, USD, in the order of `leaves`.

    Returns
    -------
    tuple of Regret
        Least expected cost first. Regret on a leaf is the cost less that of the best way to act there.
    """
    probabilities = [Fraction(leaf.probability_exact) for leaf in leaves]
    best = [min(costs) for costs in zip(*actions.values(), strict=True)]
    rows = []
    for name, costs in actions.items():
        regret = [c - b for c, b in zip(costs, best, strict=True)]
        worst = max(range(len(regret)), key=regret.__getitem__)
        rows.append(
            Regret(
                action=name, costs_usd=tuple(costs), expected_usd=expected_usd(costs, probabilities),
                greatest_regret_usd=regret[worst], greatest_regret_leaf=leaves[worst].id,
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda r: (r.expected_usd, r.action)))
