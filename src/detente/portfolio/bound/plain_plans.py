"""Plans that are a sum of shares of the customs value, as arrays: by component the share of each plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.portfolio.bound.store import MODELLED, RELIEVED, Ints, PlanStore

Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class PlainPlans:
    """What the plans of a store owe, where they are plain (arrays by plan).

    A place after the last plan stands for lines that are left to the others: nothing is owed there.

    Parameters
    ----------
    plain : Bools
        Plans without comparisons, bounds or claims, whose terms fall on the whole value, each once.
    first, terms : Ints
        The first of a plain plan's terms in `ppm` and `component`, and how many they are.
    ppm, component : Ints
        Of each term: its share in parts per million, and its component.
    relieved, modelled, lacking : Bools
        Whether a line owes no base duty either; whether its duties are covered; whether a fact is missing.
    """

    plain: Bools
    first: Ints
    terms: Ints
    ppm: Ints
    component: Ints
    relieved: Bools
    modelled: Bools
    lacking: Bools

    @property
    def none(self) -> int:
        """The place after the last plan."""
        return len(self.plain) - 1


def plain_plans(store: PlanStore) -> PlainPlans:
    """The plain plans of a store."""
    arrays = store.arrays
    cases, parts = len(arrays.relieved), len(store.components)
    count = np.diff(arrays.start)
    owner = np.repeat(np.arange(cases), count)
    odd = (arrays.form > 0) | (arrays.kind > 0)
    times = np.bincount(owner * parts + arrays.component, minlength=cases * parts).reshape(cases, parts)
    plain_case = (np.bincount(owner, weights=odd, minlength=cases) == 0) & (times < 2).all(axis=1)
    case = arrays.case
    plain = plain_case[case] & (arrays.guard == 0) & (arrays.spread < 0) & (arrays.claimed < 0)
    return PlainPlans(
        np.append(plain, False), np.append(arrays.start[case], 0),
        np.append(np.where(plain, count[case], 0), 0), arrays.ppm, arrays.component,
        np.append(arrays.flags & RELIEVED, 0) > 0, np.append(arrays.flags & MODELLED, 0) > 0,
        np.append(arrays.missing, 0) > 0,
    )  # fmt: skip
