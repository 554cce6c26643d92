"""The option value of waiting: the best rule for withdrawing goods when outcomes show only as they happen.

On each day the importer sees the duty of that day under the outcome that is coming true, and knows no more
than that: outcomes whose duties were the same so far cannot be told apart. Withdrawing ends it. The best rule
is found backwards from the last day; nothing is foreseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

OPEN = -1  # no lawful or settled withdrawal on that day


@dataclass(frozen=True)
class BestRule:
    """The best rule of withdrawal for one line: cents of expected value, exact.

    Parameters
    ----------
    at_once : Fraction
        Expected duty when entered on arrival.
    best : Fraction
        Expected duty under the best rule.
    foreseen : Fraction
        Expected duty of one who knew the outcome on arrival: never above `best`.
    days : Fraction
        Expected days held under the best rule.
    steps : tuple of (day, chance)
        Days of withdrawal under the best rule and their chance.
    """

    at_once: Fraction
    best: Fraction
    foreseen: Fraction
    days: Fraction
    steps: tuple[tuple[str, Fraction], ...]

    @property
    def value(self) -> Fraction:
        """The option value of waiting; never below zero."""
        return self.at_once - self.best


def best_rule(days: Sequence[str], duty: Sequence[Sequence[int]], chance: Sequence[Fraction]) -> BestRule:
    """The best rule for one line.

    Parameters
    ----------
    days : sequence of str
        Rising days (d), the first that of arrival.
    duty : sequence of sequence of int
        Cents by day and outcome (d, k); `OPEN` where goods cannot be withdrawn.
    chance : sequence of Fraction
        Probability of each outcome (k), summing to 1.

    Examples
    --------
    >>> half = [Fraction(1, 2)] * 2
    >>> rule = best_rule(["2025-11-01", "2025-11-10"], [[300, 300], [540, 100]], half)
    >>> int(rule.value), int(rule.at_once - rule.foreseen)
    (0, 100)
    >>> int(best_rule(["2025-11-01", "2025-11-10"], [[300, 300], [340, 100]], half).value)
    80
    """
    shares, whole = _weights(chance)
    days, duty = _parted(days, duty)
    first = date.fromisoformat(days[0])
    held_days = [(date.fromisoformat(day) - first).days for day in days]

    def follow(t: int, group: tuple[int, ...]) -> _Followed | None:
        """The best rule from day t for outcomes that looked alike before it; None where nothing is lawful."""
        parts = []
        for alike in _alike(group, duty[t]):
            weight = sum(shares[i] for i in alike)
            cents = duty[t][alike[0]]
            now = None
            if cents != OPEN:
                now = _Followed(cents * weight, held_days[t] * weight, {days[t]: weight})
            later = follow(t + 1, alike) if t + 1 < len(days) else None
            options = [option for option in (now, later) if option is not None]
            if not options:
                return None
            parts.append(min(options, key=lambda option: option.cents))
        return parts[0] if len(parts) == 1 else _join(parts)

    outcomes = range(len(chance))
    rule = follow(0, tuple(outcomes))
    assert rule is not None
    at_once = sum(duty[0][i] * shares[i] for i in outcomes)
    foreseen = sum(shares[i] * min(row[i] for row in duty if row[i] != OPEN) for i in outcomes)
    steps = tuple((day, Fraction(weight, whole)) for day, weight in sorted(rule.steps.items()))
    return BestRule(
        Fraction(at_once, whole), Fraction(rule.cents, whole), Fraction(foreseen, whole),
        Fraction(rule.days, whole), steps,
    )  # fmt: skip


def _weights(chance: Sequence[Fraction]) -> tuple[list[int], int]:
    """Probabilities as whole shares of one number."""
    whole = lcm(*(c.denominator for c in chance))
    return [c.numerator * (whole // c.denominator) for c in chance], whole


def _parted(days: Sequence[str], duty: Sequence[Sequence[int]]) -> tuple[list[str], list[Sequence[int]]]:
    """The days on which the duty differs from the day before: of days alike the earliest stands."""
    kept = [t for t in range(len(days)) if not t or list(duty[t]) != list(duty[t - 1])]
    return [days[t] for t in kept], [duty[t] for t in kept]


@dataclass(frozen=True, slots=True)
class _Followed:
    """A rule from a day on: cents, days held and days of withdrawal, each weighted by whole shares."""

    cents: int
    days: int
    steps: dict[str, int]


def _join(parts: Sequence[_Followed]) -> _Followed:
    """Rules for groups of outcomes that can be told apart, as one."""
    steps: dict[str, int] = {}
    for part in parts:
        for day, weight in part.steps.items():
            steps[day] = steps.get(day, 0) + weight
    return _Followed(sum(p.cents for p in parts), sum(p.days for p in parts), steps)


def _alike(group: tuple[int, ...], row: Sequence[int]) -> list[tuple[int, ...]]:
    """Outcomes of a group by what is seen on a day."""
    seen: dict[int, list[int]] = {}
    for i in group:
        seen.setdefault(row[i], []).append(i)
    return [tuple(v) for v in seen.values()]
