"""What a call may owe where facts are missing, or read in more than one way."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from detente.port_fees.holdings import asked_as, with_holdings
from detente.port_fees.rules import QUANTITY, Charge, charge
from detente.regime import Condition, OtherSense, PortFee, facts_of, holds

ELSEWHERE = "ZZ"
NO_SHARE = "0"
VESSEL_TYPE = "vessel_type"
NO_CONTAINERS = "other"  # a vessel type no rule names


@dataclass(frozen=True, slots=True)
class FeeRange:
    """What the facts given allow, and the facts that decide."""

    charges: tuple[Charge, ...]
    missing: tuple[str, ...]

    @property
    def first(self) -> Charge:
        """The reading in which missing facts point to no rule."""
        return self.charges[0]

    @property
    def settled(self) -> bool:
        """Whether there is one amount."""
        return not self.missing and not any(c.liable and c.disputed for c in self.charges)

    @property
    def amount(self) -> Decimal | None:
        """The one amount, or None."""
        return self.first.amount if self.settled else None

    @property
    def low(self) -> Decimal:
        """Least amount."""
        return min(c.least for c in self.charges)

    @property
    def high(self) -> Decimal | None:
        """Highest amount, None where a missing quantity leaves it open."""
        amounts = [c.amount for c in self.charges]
        return None if None in amounts else max(a for a in amounts if a is not None)


def weigh_call(
    fees: tuple[PortFee, ...], facts: Mapping[str, str], moment: str, known: str, opened: frozenset[str]
) -> FeeRange:
    """Charges over every completion of the facts that are missing and not claims.

    A relief counts only when it is claimed. A ground of liability is no relief: where a completion leaves the
    vessel free, or may, and a ground was not reported, that ground is tried too, so that nobody is told 0
    for want of being asked and bounds hold. Where a fact on owner or operator has two senses, each is tried.
    """
    senses = {name: tuple(values) for name, values in senses_of(fees, facts, known).items()}
    whole = with_holdings({name: value for name, value in facts.items() if name not in senses})
    asked = {**_values_to_try(fees, whole), **senses}
    one = _weighed_over(asked, fees, whole, moment, known, opened)
    if all(c.liable and not c.disputed for c in one.charges):
        return one
    unsaid = {**_values_to_try((f for f in fees if f.id in opened), whole, grounds=True), **senses}
    return _weighed_over({**asked, **unsaid}, fees, whole, moment, known, opened) if unsaid else one


def senses_of(
    fees: Iterable[PortFee], facts: Mapping[str, str], known: str
) -> dict[str, dict[str, OtherSense | None]]:
    """By fact with more than one sense that differ: the values, each with the sense it is the value of.

    The value of the fact itself comes first, with None.
    """
    found: dict[str, dict[str, OtherSense | None]] = {}
    for fee in fees:
        for sense in fee.senses:
            first, other = facts.get(sense.fact), facts.get(sense.other)
            if sense.known <= known and first is not None and other not in (None, first):
                found.setdefault(sense.fact, {first: None}).setdefault(str(other), sense)
    return found


def joined(ranges: Sequence[FeeRange], fact: str) -> FeeRange:
    """One range over several moments of a day; `fact` decides where they differ."""
    if len(ranges) == 1:
        return ranges[0]
    apart = len({(r.amount, r.low, r.high) for r in ranges}) > 1
    charges = _distinct(tuple(c for r in reversed(ranges) for c in r.charges))
    missing = (*((fact,) if apart else ()), *(name for r in ranges for name in r.missing))
    return FeeRange(charges if apart else ranges[-1].charges, tuple(dict.fromkeys(missing)))


def _weighed_over(
    domains: Mapping[str, tuple[str, ...]],
    fees: tuple[PortFee, ...],
    facts: Mapping[str, str],
    moment: str,
    known: str,
    opened: frozenset[str],
) -> FeeRange:
    """Charges over every choice of values for some facts, and which of these facts decide."""
    names = list(domains)
    results: dict[tuple[str, ...], Charge] = {}
    for values in itertools.product(*domains.values()):
        full = {**facts, **dict(zip(names, values, strict=True))}
        results[values] = charge(fees, full, moment, known, opened)
    missing = [name for i, name in enumerate(names) if _decides_fee(results, i)]
    for one in results.values():
        if one.liable:
            missing += [QUANTITY[arm.step.unit] for arm in one.arms if arm.amount is None]
    return FeeRange(_distinct(tuple(results.values())), tuple(dict.fromkeys(missing)))


def _distinct(charges: tuple[Charge, ...]) -> tuple[Charge, ...]:
    """Charges without those that stand twice, told apart by the rules of the law that they hold."""
    first: dict[tuple[object, ...], Charge] = {}
    for one in charges:
        first.setdefault(_mark(one), one)
    return tuple(first.values())


def _mark(one: Charge) -> tuple[object, ...]:
    """What tells two charges under one law apart; hashing its models would cost more than weighing them."""
    rules = (one.fee, *one.grounds, *one.exempt, *one.disputed)
    arms = tuple((id(arm.step), arm.quantity, arm.amount) for arm in one.arms)
    sizes = (len(one.grounds), len(one.exempt), len(one.disputed))
    return (*map(id, rules), *sizes, one.free, arms)


def _decides_fee(results: Mapping[tuple[str, ...], Charge], place: int) -> bool:
    seen: dict[tuple[str, ...], tuple[bool, Decimal | None]] = {}
    for values, outcome in results.items():
        rest = values[:place] + values[place + 1 :]
        one = (outcome.liable, outcome.amount)
        if seen.setdefault(rest, one) != one:
            return True
    return False


def _values_to_try(
    fees: Iterable[PortFee], facts: Mapping[str, str], *, grounds: bool = False
) -> dict[str, tuple[str, ...]]:
    """By missing fact, the values that tell rules apart; with `grounds`, of the claimed grounds too."""
    fees = tuple(fees)
    domains: dict[str, tuple[str, ...]] = {}
    asked: dict[str, list[Condition]] = {}
    for fee in fees:
        rules = [g for g in (*fee.grounds, *fee.exemptions) if not g.claimed]
        unreported = [g for g in fee.grounds if g.claimed] if grounds else []
        conditions = [fee.vessels, *(g.when for g in (*rules, *unreported))]
        for condition in conditions:
            for part in facts_of(condition):
                if part.fact in facts:
                    continue
                asked.setdefault(part.fact, []).append(part)
                other = NO_CONTAINERS if part.fact == VESSEL_TYPE else ELSEWHERE
                named = part.in_ or (part.equals or part.at_least,)
                other = NO_SHARE if part.at_least else other
                domains[part.fact] = tuple(dict.fromkeys((*domains.get(part.fact, (other,)), *named)))
    tried = {fact: _told_apart(fact, values, asked[fact]) for fact, values in domains.items()}
    by_the_box = any(step.unit == "container" for fee in fees for step in fee.steps)
    if by_the_box and VESSEL_TYPE not in facts:  # a type that no rule names, and yet its boxes count
        tried[VESSEL_TYPE] = (*tried.get(VESSEL_TYPE, (NO_CONTAINERS,)), "container")
    return tried


def _told_apart(fact: str, values: Iterable[str], parts: Iterable[Condition]) -> tuple[str, ...]:
    """Of values that no condition tells apart the first: HK and MO stand with CN, one word for a type."""
    parts = tuple(parts)
    alike: dict[tuple[bool | None, ...], str] = {}
    for value in values:
        alike.setdefault(tuple(holds(part, {fact: value}) for part in parts), value)
    return tuple(alike.values())


def claims_of(fee: PortFee | None, fees: Iterable[PortFee], facts: Mapping[str, str]) -> tuple[str, ...]:
    """Facts not reported: of reliefs and grounds of the annex that applies, and of grounds of the others."""
    if fee is None:
        return ()
    whole = with_holdings(facts)
    rules = [g for g in (*fee.grounds, *fee.exemptions) if g.claimed]
    rules += [g for other in fees for g in other.grounds if g.claimed]
    asked = [p.fact for g in rules for c in (g.when, g.unless) for p in facts_of(c) if p.fact not in whole]
    return tuple(dict.fromkeys(map(asked_as, asked)))
