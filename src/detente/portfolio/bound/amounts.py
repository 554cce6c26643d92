"""Amounts that remember how they came about, so that one evaluation of a stack serves every line of its kind.

An `Amount` is a whole number of dollars and the linear form behind it: so many times the customs value,
less the steel content, and so on. Comparisons are recorded: the layers found hold for every line on
which they turn out alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Any

from detente.duties import REST, REST_LESS_US, US_CONTENT, Facts
from detente.regime import ConditionRow

VALUE = "customs_value_usd"
Form = tuple[tuple[str, int], ...]
Guard = tuple[Form, int, bool]  # the form is below the number, or not


class UntraceableError(Exception):
    """What was compared or computed is no linear form of the amounts of a line: it is evaluated by itself."""


class Amount(int):
    """Whole dollars with their linear form; sums and differences keep it, `trace` records comparisons."""

    form: Form
    trace: dict[Guard, None]

    def __new__(cls, value: int, form: Form, trace: dict[Guard, None]) -> Amount:
        """An amount of a value."""
        made = super().__new__(cls, value)
        made.form, made.trace = form, trace
        return made

    def _joined(self, other: int, sign: int) -> Amount:
        value = int(self) + sign * int(other)
        return Amount(value, add_forms(self.form, form_of(other), sign), self.trace)

    def __add__(self, other: int) -> Amount:
        return self._joined(other, 1)

    def __sub__(self, other: int) -> Amount:
        return self._joined(other, -1)

    def __radd__(self, other: int) -> Amount:
        return self._joined(other, 1)

    def __rsub__(self, other: int) -> Amount:
        return Amount(int(other) - int(self), add_forms(form_of(other), self.form, -1), self.trace)

    def _below(self, other: int, shift: int = 0) -> bool:
        """Whether the amount is below another number by more than `-shift`; recorded."""
        rest, constant = _apart(self.form, form_of(other))
        holds = int(self) - int(other) < shift
        if rest:
            self.trace[rest, shift - constant, holds] = None
        return holds

    def __lt__(self, other: int) -> bool:
        return self._below(other)

    def __le__(self, other: int) -> bool:
        return self._below(other, 1)

    def __gt__(self, other: int) -> bool:
        return not self._below(other, 1)

    def __ge__(self, other: int) -> bool:
        return not self._below(other)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int):
            return NotImplemented
        return self._below(other, 1) and not self._below(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return self != 0

    __hash__ = int.__hash__


def form_of(number: int) -> Form:
    """The linear form of a number; a plain number stands under the empty name."""
    if isinstance(number, Amount):
        return number.form
    return (("", int(number)),) if number else ()


@lru_cache(maxsize=4096)
def _apart(one: Form, two: Form) -> tuple[Form, int]:
    """The difference of two forms: what of it depends on amounts, and the plain number."""
    form = add_forms(one, two, -1)
    return tuple(part for part in form if part[0]), dict(form).get("", 0)


@lru_cache(maxsize=4096)
def add_forms(one: Form, two: Form, sign: int) -> Form:
    """The sum (or difference) of two forms."""
    parts = dict(one)
    for name, times in two:
        parts[name] = parts.get(name, 0) + sign * times
    return tuple(sorted((name, times) for name, times in parts.items() if times))


class TracedFacts(Facts):
    """Facts of a kind of lines: given amounts are `Amount`, and comparisons of amounts are remembered.

    Parameters
    ----------
    amounts : mapping of str to int
        Whole dollars of the money facts given, never more than the customs value.
    """

    __slots__ = ("amounts", "trace")

    def __init__(
        self, given: Mapping[str, str], dollars: int, kinds: Mapping[str, str], amounts: Mapping[str, int]
    ) -> None:
        self.trace: dict[Guard, None] = {}
        self.amounts = {name: Amount(n, ((name, 1),), self.trace) for name, n in amounts.items()}
        super().__init__(given, Amount(dollars, ((VALUE, 1),), self.trace), kinds)

    def amount(self, name: str) -> int | None:
        """A money fact in whole dollars, with its form."""
        text = self.get(name)
        if text is None:
            return None
        if text in (REST, REST_LESS_US):
            rest = self.dollars - sum(self.amounts[metal] for metal in self.declared())
            if text == REST_LESS_US:
                rest -= self.amounts[US_CONTENT]
            return max(0, rest)
        if name in self.given:
            if name not in self.amounts:
                raise UntraceableError(name)
            return self.amounts[name]
        if text == "0":
            return 0
        if text == str(int(self.dollars)):
            return self.dollars
        raise UntraceableError(name)

    def holds(self, when: ConditionRow | None) -> bool:
        """Whether a condition holds; conditions on the customs value are recorded where they decide."""
        if when is None:
            return True
        if when[0] == "fact":
            return self._compared(when)
        first, last = _in_order(when)
        settles = (
            when[0] != "all"
        )  # one part that holds settles "any" and "none", one that fails settles "all"
        settled = False
        for part in first:
            settled = (self.holds(part) == settles) or settled
        for part in last:
            if settled:
                break  # nothing is asked of the line by the customs value, and nothing depends on it here
            settled = self.holds(part) == settles
        return settled if when[0] == "any" else not settled

    def _compared(self, when: ConditionRow) -> bool:
        _, op, name, value = when
        if name in self.amounts:
            raise UntraceableError(name)
        if name != VALUE:
            return super().holds(when)
        if op not in ("at_least", "below"):
            raise UntraceableError(f"{name} {op}")
        least = int(Decimal(value).to_integral_value(rounding=ROUND_CEILING))
        below = self.dollars < least
        return below if op == "below" else not below


_Parts = tuple[list[ConditionRow], list[ConditionRow]]
_ORDERS: dict[int, tuple[ConditionRow, _Parts]] = {}  # holds the conditions, so their ids stay
_MOST_ORDERS = 1 << 14


def _in_order(when: ConditionRow) -> _Parts:
    """The parts of a condition in the order in which they are asked: those on the customs value last."""
    found = _ORDERS.get(id(when))
    if found is None:
        while len(_ORDERS) >= _MOST_ORDERS:
            del _ORDERS[next(iter(_ORDERS))]
        parts: _Parts = ([p for p in when[1] if not _on_value(p)], [p for p in when[1] if _on_value(p)])
        found = _ORDERS[id(when)] = when, parts
    return found[1]


def _on_value(when: ConditionRow) -> bool:
    """Whether a condition compares the customs value itself."""
    return bool(when[0] == "fact" and when[2] == VALUE)


def guards_hold(guards: tuple[Guard, ...], amounts: Mapping[str, Any]) -> bool:
    """Whether all comparisons recorded turn out alike on the amounts of a line."""
    return all(
        (sum(times * int(amounts.get(name, 0)) for name, times in form) < limit) == holds
        for form, limit, holds in guards
    )
