"""Duty of a base rate in exact integers, or what is missing to know it, with bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from detente.schedule.rate_grammar import is_basis
from detente.schedule.rates import (
    NANO_USD,
    AdValorem,
    AtLeast,
    AtMost,
    Declining,
    Free,
    NoChange,
    NotUnderstood,
    OnTop,
    Pointer,
    Rate,
    Specific,
    Sum,
    say,
)
from detente.schedule.units import Unit, ratio, read_unit

Quantity: TypeAlias = tuple[Decimal, Unit]
_NANO_PER_CENT = NANO_USD // 100


@dataclass(frozen=True, slots=True)
class Duty:
    """A known duty.

    Parameters
    ----------
    cents : int
        The duty in cents, half a cent up, rounded once after all terms are added.
    notes : tuple of str
        What was taken for granted, for example that a weight is the drained weight.
    """

    cents: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """One fact that is missing.

    Parameters
    ----------
    fact : str
        ``quantity``, ``content_quantity``, ``part_value``, ``degrees`` or ``other_rate``.
    words : str
        The question in plain words.
    unit : str
        Unit in which the fact is wanted; empty when it has none.
    """

    fact: str
    words: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A duty that depends on facts not given: what they are, and how low and high it can be.

    Parameters
    ----------
    needs : tuple of Need
        Every missing fact.
    low_cents, high_cents : int, int or None
        Bounds in cents; `high_cents` None when nothing bounds the duty from above.
    """

    needs: tuple[Need, ...]
    low_cents: int
    high_cents: int | None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Span:
    """Bounds of a duty in nano-dollars (exact fractions) while terms are added up."""

    low: Fraction
    high: Fraction | None
    needs: tuple[Need, ...] = ()
    notes: tuple[str, ...] = ()


def duty_cents(
    rate: Rate,
    dollars: int,
    quantity: Decimal | None = None,
    unit: str = "",
    *,
    more: Sequence[Quantity] = (),
    degrees: Decimal | None = None,
) -> Duty | Missing:
    """Duty in cents of a base rate on a line of goods, or what is missing to say it.

    Parameters
    ----------
    rate : Rate
        A rate of the schedule.
    dollars : int
        Customs value in whole dollars (19 CFR 159.3).
    quantity, unit : Decimal, str
        How much is entered, in any unit of the closed set; converted exactly.
    more : sequence of (Decimal, Unit)
        Further quantities: contents (kg of lead content), jewels, a second unit of quantity.
    degrees : Decimal
        Polarisation of sugar, for rates that decline by the degree.

    Raises
    ------
    InputError
        When the unit is not of the closed set.

    Not modelled
    ------------
    Values of parts of a watch (case, strap, battery): such rates answer with bounds.

    Examples
    --------
    >>> from detente.schedule.rate_grammar import read_rate
    >>> duty_cents(read_rate("4.4¢/kg + 6%"), 10_000, Decimal(500), "kg").cents
    62200
    >>> duty_cents(read_rate("4.4¢/kg + 6%"), 10_000).needs[0].words
    'quantity in kg'
    """
    if type(rate) is AdValorem and not rate.of and not rate.thirds:
        return Duty((rate.ppm * dollars + 5_000) // 10_000)
    amounts = list(more)
    if quantity is not None:
        amounts.insert(0, (quantity, read_unit(unit or "No.")))
    span = _span(rate, dollars, amounts, degrees)
    low = _cents(span.low)
    if not span.needs:
        return Duty(low, span.notes)
    return Missing(span.needs, low, None if span.high is None else _cents(span.high), span.notes)


def ad_valorem_equivalent(cents: int, dollars: int) -> int | None:
    """The duty as parts per million of the value; None for a value of zero.

    Examples
    --------
    >>> ad_valorem_equivalent(62_200, 10_000)
    62200
    """
    return None if dollars == 0 else (cents * 20_000 + dollars) // (2 * dollars)


def _cents(nano: Fraction) -> int:
    return int((nano * 2 + _NANO_PER_CENT) // (2 * _NANO_PER_CENT))


def _span(rate: Rate, dollars: int, amounts: Sequence[Quantity], degrees: Decimal | None) -> _Span:
    match rate:
        case Free():
            return _Span(Fraction(0), Fraction(0))
        case AdValorem():
            return _on_value(rate, dollars)
        case Specific():
            return _on_quantity(rate, amounts)
        case Sum(terms):
            return _total([_span(t, dollars, amounts, degrees) for t in terms], terms, dollars)
        case AtLeast(inner, floor):
            return _larger(_span(inner, dollars, amounts, degrees), _span(floor, dollars, amounts, degrees))
        case Declining(start, step, top):
            return _by_degrees(start, step, top, amounts, degrees)
        case AtMost(inner, cap):
            span = _span(inner, dollars, amounts, degrees)
            return _Span(Fraction(0), span.high, (*span.needs, Need("other_rate", cap)), span.notes)
        case OnTop() | NoChange():
            return _Span(Fraction(0), None, (Need("other_rate", say(rate)),))
        case Pointer(words, _):
            return _Span(Fraction(0), None, (Need("other_rate", words),))
        case NotUnderstood(text):
            return _Span(Fraction(0), None, (Need("other_rate", f"the rate printed as {text!r}"),))


def _on_value(rate: AdValorem, dollars: int) -> _Span:
    whole = Fraction((3 * rate.ppm + rate.thirds) * dollars * (NANO_USD // 1_000_000), 3)
    if not rate.of:
        return _Span(whole, whole)
    return _Span(Fraction(0), whole, (Need("part_value", f"value of {rate.of} in USD", "USD"),))


def _on_quantity(rate: Specific, amounts: Sequence[Quantity]) -> _Span:
    unit = rate.unit
    ceiling: Fraction | None = None
    for quantity, given in amounts:
        turned = ratio(given.name, unit.name)
        if turned is None:
            continue
        nano = Fraction(quantity) * turned[0] / turned[1] * rate.nano_usd
        if given.of == unit.of:
            return _Span(nano, nano)
        if not given.of and is_basis(unit.of):
            return _Span(nano, nano, notes=(f"the {given.name} given are taken as {unit.of}",))
        if not given.of:  # a content cannot weigh more than the goods
            ceiling = nano
    words = f"quantity in {unit.name}" + (f" ({unit.of})" if unit.of else "")
    fact = "content_quantity" if unit.of and not is_basis(unit.of) else "quantity"
    return _Span(Fraction(0), ceiling, (Need(fact, words, unit.name),))


def _by_degrees(
    start: Specific, step: Specific, top: int, amounts: Sequence[Quantity], degrees: Decimal | None
) -> _Span:
    full = _on_quantity(start, amounts)
    if degrees is not None and start.nano_usd:
        share = Fraction(start.nano_usd - step.nano_usd * max(Fraction(top) - Fraction(degrees), Fraction(0)))
        share = max(share / start.nano_usd, Fraction(0))
        return _Span(
            full.low * share, None if full.high is None else full.high * share, full.needs, full.notes
        )
    need = Need("degrees", "polarisation of the sugar in degrees", "degrees")
    return _Span(Fraction(0), full.high, (*full.needs, need), full.notes)


def _total(spans: list[_Span], terms: tuple[Rate, ...], dollars: int) -> _Span:
    needs = tuple(dict.fromkeys(n for s in spans for n in s.needs))
    notes = tuple(dict.fromkeys(n for s in spans for n in s.notes))
    low = sum((s.low for s in spans), Fraction(0))
    parts = [_on_value(t, dollars).high for t in terms if isinstance(t, AdValorem) and t.of]
    if len(parts) > 1 and any(s.high is None for s in spans) is False:
        # parts of one article share its value: the dearest part's rate on the whole bounds them all
        rest = [s.high for s, t in zip(spans, terms, strict=True) if not (isinstance(t, AdValorem) and t.of)]
        top = max(p for p in parts if p is not None)
        return _Span(low, sum((r for r in rest if r is not None), top), needs, notes)
    highs = [s.high for s in spans]
    known = [h for h in highs if h is not None]
    return _Span(low, sum(known, Fraction(0)) if len(known) == len(highs) else None, needs, notes)


def _larger(first: _Span, second: _Span) -> _Span:
    needs = tuple(dict.fromkeys((*first.needs, *second.needs)))
    high = None if first.high is None or second.high is None else max(first.high, second.high)
    low = max(first.low, second.low)
    notes = tuple(dict.fromkeys((*first.notes, *second.notes)))
    if high is not None and high == low:
        return _Span(low, low, (), notes)
    return _Span(low, high, needs, notes)
