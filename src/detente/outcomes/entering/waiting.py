"""What the right to wait is worth: the best rule for withdrawing goods when outcomes show only as they happen.

On each day the importer sees the duty of that day under the outcome that is coming true, and knows no more than
that: outcomes whose duties were the same so far cannot be told apart. Withdrawing ends it. The best rule is
found backwards from the last day; nothing is foreseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

OPEN = -1  # no lawful or settled withdrawal on that day


@dataclass(frozen=True)
class Waiting:
    """One line's right to wait, cents of expected value, exact.

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
        """Worth of the right to wait; never below zero."""
        return self.at_once - self.best


def wait(days: Sequence[str], duty: Sequence[Sequence[int]], chance: Sequence[Fraction]) -> Waiting:
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
    >>> found = wait(["2025-11-01", "2025-11-10"], [[300, 300], [540, 100]], half)
    >>> int(found.value), int(found.at_once - found.foreseen)
    (0, 100)
    >>> int(wait(["2025-11-01", "2025-11-10"], [[300, 300], [340, 100]], half).value)
    80
    """
    k = range(len(chance))
    count = [(date.fromisoformat(day) - date.fromisoformat(days[0])).days for day in days]
    steps: dict[str, Fraction] = {}

    def go(t: int, group: tuple[int, ...]) -> tuple[Fraction | None, Fraction, dict[str, Fraction]]:
        """Expected duty times chance over outcomes that look alike before day t; None where nothing is lawful."""
        worth, held = Fraction(0), Fraction(0)
        found: dict[str, Fraction] = {}
        for alike in _alike(group, duty[t]):
            weight = sum((chance[i] for i in alike), Fraction(0))
            now = None if duty[t][alike[0]] == OPEN else duty[t][alike[0]] * weight
            later, days_later, taken = go(t + 1, alike) if t + 1 < len(days) else (None, Fraction(0), {})
            if now is None and later is None:
                return None, Fraction(0), {}
            if later is None or (now is not None and now <= later):
                assert now is not None
                worth, held = worth + now, held + count[t] * weight
                found[days[t]] = found.get(days[t], Fraction(0)) + weight
            else:
                worth, held = worth + later, held + days_later
                for day, part in taken.items():
                    found[day] = found.get(day, Fraction(0)) + part
        return worth, held, found

    at_once = sum((duty[0][i] * chance[i] for i in k), Fraction(0))
    best, held, steps = go(0, tuple(k))
    assert best is not None
    foreseen = sum((chance[i] * min(row[i] for row in duty if row[i] != OPEN) for i in k), Fraction(0))
    return Waiting(at_once, best, foreseen, held, tuple(sorted(steps.items())))


def _alike(group: tuple[int, ...], row: Sequence[int]) -> list[tuple[int, ...]]:
    """Outcomes of a group by what is seen on a day."""
    seen: dict[int, list[int]] = {}
    for i in group:
        seen.setdefault(row[i], []).append(i)
    return [tuple(v) for v in seen.values()]
