"""The option value of waiting under bond, line by line, at the probabilities given for outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from detente.outcomes.costs.compute import Computed
from detente.outcomes.costs.dollars import usd_a_day, usd_half_up
from detente.outcomes.costs.timing_answer import Chance, WaitingLine
from detente.outcomes.entering.bond_and_zone import MONTH
from detente.outcomes.entering.holding import Held
from detente.outcomes.entering.recoverable_duty import LineNames
from detente.outcomes.entering.waiting import OPEN, best_rule
from detente.outcomes.laying.choose import LAW_ITSELF
from detente.outcomes.laying.probabilities import read_probability
from detente.terms import InputError


def read_chances(
    names: Sequence[str], given: Sequence[str]
) -> tuple[tuple[Chance, ...], tuple[Fraction, ...]]:
    """Probability of each outcome in order: as given, the rest shared alike; the law itself is no outcome.

    Raises
    ------
    InputError
        No such outcome, no number, or a sum that is not 1.
    """
    outcomes = [n for n in names if n != LAW_ITSELF] or list(names)
    said: dict[str, Fraction] = {}
    for word in given:
        name, mark, number = word.partition("=")
        if not mark or name not in outcomes:
            raise InputError(
                f"{word!r} is no probability of an outcome", where="--chance",
                remedy=f"write {outcomes[0]}=0.6; outcomes are {', '.join(outcomes)}",
            )  # fmt: skip
        said[name] = Fraction(read_probability(number))
    left, rest = 1 - sum(said.values(), Fraction(0)), [n for n in outcomes if n not in said]
    if left < 0 or (left > 0 and not rest):
        raise InputError("the probabilities do not sum to 1", where="--chance", remedy="they must sum to 1")
    odds = {n: said[n] if n in said else left / len(rest) for n in outcomes}
    chances = tuple(Chance(outcome=n, probability=float(p), assumed=n not in said) for n, p in odds.items())
    return chances, tuple(odds.get(n, Fraction(0)) for n in names)


def waiting_lines(held: Held, c: Computed, weights: Sequence[Fraction]) -> list[WaitingLine]:
    """The option value of waiting for every line whose duty differs between days."""
    likely = [k for k, weight in enumerate(weights) if weight]
    chance = [weights[k] for k in likely]
    lines = []
    names = LineNames(c.answer)
    cents = np.where(held.open_, OPEN, held.duty)[:, likely].transpose(2, 0, 1)
    for i in np.flatnonzero(held.usable).tolist():
        duty = _duty_by_day(held, i, cents[i].tolist())
        first, *later = duty.values()
        if any(row != first for row in later):
            lines.append(_waiting_line(held, names, i, duty, chance))
    return lines


def _duty_by_day(held: Held, i: int, cents: list[list[int]]) -> dict[str, list[int]]:
    """Cents of a line by day, in order, and outcome: the day of arrival and every day of a change of law.

    `cents` are those of every column of days (d, k).
    """
    rows: dict[str, list[int]] = {}
    for d, column in enumerate(held.days):
        if d == 1 and column[i] != held.first[i]:
            continue  # the planned day is not a change of law
        rows[column[i]] = cents[d]
    return {day: rows[day] for day in sorted(rows)}


def _waiting_line(
    held: Held, names: LineNames, i: int, duty: dict[str, list[int]], chance: Sequence[Fraction]
) -> WaitingLine:
    rule = best_rule(list(duty), list(duty.values()), chance)
    row = int(held.rows[i])
    value, days = usd_half_up(rule.value), Decimal(round(float(rule.days), 1)).quantize(Decimal("0.1"))
    return WaitingLine(
        row=names.number(row), line_id=names.name(row), hts=names.code(row), arrived=held.first[i],
        arrival_usd=usd_half_up(rule.at_once), expected_usd=usd_half_up(rule.best), value_usd=value,
        foreseen_usd=usd_half_up(rule.at_once - rule.foreseen), expected_days=days,
        break_even_usd_a_day=usd_a_day(value, days), break_even_usd_a_month=usd_a_day(value * MONTH, days),
        withdraw=tuple(f"{day} ({float(part):.0%})" for day, part in rule.steps),
    )  # fmt: skip
