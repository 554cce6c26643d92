"""Who is caught through ownership: the 50 % rule, tier by tier, as a least fixpoint.

Law
---
15 CFR part 744, Supplement No. 8, paragraph (b) (added by 90 FR 47201): a party owned 50 percent or
more, in sum, by parties that are listed or themselves caught by ownership is treated as listed. A
caught owner's stake counts in full at the next tier; stakes are never multiplied along a chain, and an
owner that is below 50 % contributes nothing. The caught parties are therefore the least set closed
under that rule, which is well defined with loops and cross-holdings.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from detente.screening.ownership_kernel import (
    FULL_SHARE,
    UNITS_PER_PERCENT,
    Ids,
    Ints,
    group_by_key,
    half_fixpoint,
)
from detente.terms import InputError, amount_text

UNKNOWN = -1  # share of a holding whose size is not known; below it, at most so much
ROUNDING = UNITS_PER_PERCENT // 10**6  # sums this near below a threshold may be a rounding of it


@dataclass(frozen=True, slots=True)
class Graph:
    """Holdings among N parties, grouped by owner and by the party owned.

    Attributes
    ----------
    start, owned, share : arrays (N + 1,), (E,), (E,)
        Holdings grouped by owner; shares in units of 1e-9 percent, -1 where not known; another negative
        number is a share of at most that size, beside one that is sure.
    back, owner, back_share : arrays (N + 1,), (E,), (E,)
        The same holdings grouped by the party owned.
    """

    start: Ints
    owned: Ids
    share: Ints
    back: Ints
    owner: Ids
    back_share: Ints

    @property
    def nodes(self) -> int:
        """Number of parties."""
        return len(self.start) - 1

    @property
    def has_unknown(self) -> bool:
        """Whether the size of any holding is not known."""
        return bool(len(self.share)) and bool((self.share < 0).any())


@dataclass(frozen=True, slots=True)
class Caught:
    """Outcome of one fixpoint: rank (N,), -1 where not caught, and stakes of caught owners (N,), units."""

    rank: Ids
    held: Ints

    @property
    def mask(self) -> NDArray[np.bool_]:
        """True where a party is caught."""
        return self.rank >= 0


def build_graph(owner: Ids, owned: Ids, share: Ints, nodes: int) -> Graph:
    """Group holdings both ways.

    Parameters
    ----------
    owner, owned : arrays (E,)
        Positions of the two parties of each holding, 0 to nodes - 1.
    share : array (E,)
        Stake in units of 1e-9 percent, or ``UNKNOWN``.
    nodes : int
        Number of parties.

    Raises
    ------
    InputError
        When the arrays differ in length, name a party outside the range, or hold a share above 100 %.
    """
    if not len(owner) == len(owned) == len(share):
        raise InputError(
            f"owners, owned and shares differ in length ({len(owner)}, {len(owned)}, {len(share)})"
        )
    if len(owner):
        if min(int(owner.min()), int(owned.min())) < 0 or max(int(owner.max()), int(owned.max())) >= nodes:
            raise InputError(f"a holding names a party outside 0 to {nodes - 1}")
        if int(share.max()) > FULL_SHARE or int(share.min()) < -FULL_SHARE:
            raise InputError("a share lies outside 0 to 100 percent")
    owner, owned, share = (
        owner.astype(np.int32, copy=False),
        owned.astype(np.int32, copy=False),
        share.astype(np.int64, copy=False),
    )
    return Graph(*group_by_key(owner, owned, share, nodes), *group_by_key(owned, owner, share, nodes))


def caught_at(
    graph: Graph, listed: Ids, threshold_pct: Decimal, *, unknown: str = "nothing", near: bool = False
) -> Caught:
    """Parties caught by a sum of stakes, tier by tier.

    Parameters
    ----------
    listed : array of int
        Parties that are listed themselves.
    threshold_pct : Decimal
        Percent from which a sum of stakes catches.
    unknown : {"nothing", "everything"}
        Whether a holding of unknown size counts as 0 or as 100 percent.
    near : bool
        Count sums that rounding may have taken below the threshold.

    Examples
    --------
    >>> import numpy as np
    >>> pct = np.array([50, 30, 30]) * 10**9
    >>> graph = build_graph(np.array([0, 0, 1]), np.array([1, 2, 2]), pct, 3)
    >>> caught_at(graph, np.array([0]), Decimal(50)).mask.tolist()
    [True, True, True]
    """
    share = graph.share
    if graph.has_unknown:
        share = settled_shares(share, unknown)
    threshold = units(threshold_pct) - (ROUNDING if near else 0)
    return Caught(*half_fixpoint(graph.start, graph.owned, share, listed.astype(np.int32), threshold))


def settled_shares(share: Ints, unknown: str) -> Ints:
    """Shares with those not known as nothing or as everything; one that is at most so much, as that.

    Examples
    --------
    >>> settled_shares(np.array([5, -1, -7]), "everything").tolist()
    [5, 100000000000, 7]
    """
    if unknown != "everything":
        return np.maximum(share, 0)
    return np.where(share == UNKNOWN, FULL_SHARE, np.abs(share))


def caught_by_single(
    graph: Graph, listed: Ids, threshold_pct: Decimal, *, unknown: str = "nothing"
) -> Caught:
    """Parties of which one owner that is listed or caught holds the threshold alone, tier by tier."""
    share = settled_shares(graph.share, unknown) if graph.has_unknown else graph.share
    large = np.where(share >= units(threshold_pct), share, 0)
    return Caught(
        *half_fixpoint(graph.start, graph.owned, large, listed.astype(np.int32), units(threshold_pct))
    )


def units(percent: Decimal) -> int:
    """A percentage as exact units.

    Examples
    --------
    >>> units(Decimal("33.3333"))
    33333300000
    """
    return int(percent * UNITS_PER_PERCENT)


def percent_text(amount: int) -> str:
    """Units as a percentage without trailing zeros.

    Examples
    --------
    >>> percent_text(50 * 10**9), percent_text(33_333_300_000)
    ('50', '33.3333')
    """
    return amount_text(Decimal(amount) / UNITS_PER_PERCENT)
