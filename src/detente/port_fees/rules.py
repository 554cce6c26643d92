"""Port-fee rules on one call: which annex, on which ground, at which step, and what the missing facts
allow."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from detente.regime import FeeStep, Ground, PortFee, facts_of, holds, span

ELSEWHERE = "ZZ"
QUANTITY = {"net_ton": "net_tonnage", "container": "containers", "ceu": "ceu_capacity"}
NO_SHARE = "0"
NO_CONTAINERS = "other"  # a vessel type no rule names


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a fee: step, quantity charged (None where missing) and amount."""

    step: FeeStep
    quantity: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Charge:
    """What one reading of the facts gives: annex, grounds, what frees it, and the arms of the fee."""

    fee: PortFee | None
    grounds: tuple[Ground, ...] = ()
    exempt: tuple[Ground, ...] = ()
    disputed: tuple[Ground, ...] = ()
    free: str = ""
    arms: tuple[Arm, ...] = ()

    @property
    def liable(self) -> bool:
        """Whether a fee is due."""
        return bool(self.fee and self.grounds and not self.exempt and not self.free)

    @property
    def amount(self) -> Decimal | None:
        """The fee: the highest arm; zero when not liable; None when a quantity is missing."""
        if not self.liable:
            return Decimal(0)
        amounts = [arm.amount for arm in self.arms]
        return None if None in amounts or not amounts else max(a for a in amounts if a is not None)

    @property
    def least(self) -> Decimal:
        """The least the fee can be with what is known."""
        if not self.liable or self.disputed:
            return Decimal(0)
        return max((arm.amount for arm in self.arms if arm.amount is not None), default=Decimal(0))


def charge(
    fees: Iterable[PortFee], facts: Mapping[str, str], moment: str, known: str, opened: frozenset[str]
) -> Charge:
    """The charge of a call on complete facts.

    Parameters
    ----------
    fees : iterable of PortFee
        The annexes of one side, in the order in which they are tried.
    opened : frozenset of str
        Ids of the fees in force at the moment, as known.
    """
    last = Charge(None)
    for fee in fees:
        if fee.vessels is not None and not holds(fee.vessels, facts):
            continue
        grounds = tuple(g for g in fee.grounds if _has_fact(g, facts))
        freed = {
            name for e in fee.exemptions if not e.disputed and _has_fact(e, facts) for name in e.of or ("*",)
        }
        exempt = tuple(e for e in fee.exemptions if not e.disputed and _has_fact(e, facts))
        left = tuple(g for g in grounds if "*" not in freed and g.id not in freed)
        if grounds and left:
            disputed = tuple(e for e in fee.exemptions if e.disputed and _has_fact(e, facts))
            return Charge(
                fee, left, (), disputed, _why_free(fee, facts, opened), arms_of(fee, facts, moment, known)
            )
        if fee.alone or grounds:
            last = Charge(fee, grounds, exempt)
            break
    return last


def _has_fact(ground: Ground, facts: Mapping[str, str]) -> bool:
    return holds(ground.when, facts) is True


def _why_free(fee: PortFee, facts: Mapping[str, str], opened: frozenset[str]) -> str:
    if fee.id not in opened:
        return "not in force"
    if facts.get("first_port") == "no":
        return f"a later port of the same {fee.once_per}"
    if fee.cap and int(facts.get("voyage_no_in_year", "1")) > int(fee.cap.charges):
        return f"beyond {fee.cap.charges} charges in the billing year"
    return ""


def arms_of(fee: PortFee, facts: Mapping[str, str], moment: str, known: str) -> tuple[Arm, ...]:
    """Arms of a fee at a moment: of the steps that cover it, those known last; among them the last begun."""
    covering = [s for s in fee.steps if s.known <= known and _step_covers(s, fee, moment)]
    latest = max((s.known for s in covering), default="")
    best: dict[str, FeeStep] = {}
    for step in covering:
        if step.known == latest:
            rival = best.get(step.unit)
            if rival is None or span(step.effective, fee.imposed_by) > span(rival.effective, fee.imposed_by):
                best[step.unit] = step
    return tuple(_arm_of_step(fee, step, facts) for step in best.values())


def _step_covers(step: FeeStep, fee: PortFee, moment: str) -> bool:
    first, after = span(step.effective, fee.imposed_by)
    return first <= moment < after


def _arm_of_step(fee: PortFee, step: FeeStep, facts: Mapping[str, str]) -> Arm:
    quantity_text = facts.get(QUANTITY[step.unit])
    if quantity_text is None and step.unit == "container" and "container" not in facts.get("vessel_type", ""):
        quantity_text = "0"  # no container ship and none reported
    if quantity_text is None:
        return Arm(step, None, None)
    quantity = Decimal(quantity_text)
    if step.unit == "net_ton" and fee.tonnage == "rounded_up":
        quantity = quantity.to_integral_value(rounding=ROUND_CEILING)
    return Arm(step, quantity, (quantity * Decimal(step.amount)).quantize(Decimal("0.01")))


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

    A relief counts only when it is claimed. A ground of liability is no relief: where no ground holds
    and one was not reported, it is tried too, so that nobody is told 0 for want of being asked.
    """
    one = _weighed_over(_values_to_try(fees, facts), fees, facts, moment, known, opened)
    if any(c.grounds for c in one.charges):
        return one
    unsaid = _values_to_try((f for f in fees if f.id in opened), facts, grounds=True)
    return _weighed_over(unsaid, fees, facts, moment, known, opened) if unsaid else one


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
    return FeeRange(tuple(dict.fromkeys(results.values())), tuple(dict.fromkeys(missing)))


def _decides_fee(results: Mapping[tuple[str, ...], Charge], place: int) -> bool:
    seen: dict[tuple[str, ...], tuple[bool, Decimal | None]] = {}
    for values, charge in results.items():
        rest = values[:place] + values[place + 1 :]
        one = (charge.liable, charge.amount)
        if seen.setdefault(rest, one) != one:
            return True
    return False


def _values_to_try(
    fees: Iterable[PortFee], facts: Mapping[str, str], *, grounds: bool = False
) -> dict[str, tuple[str, ...]]:
    """By missing fact, the values that tell rules apart; with `grounds`, of the claimed grounds too."""
    domains: dict[str, tuple[str, ...]] = {}
    for fee in fees:
        rules = [g for g in (*fee.grounds, *fee.exemptions) if not g.claimed]
        unreported = [g for g in fee.grounds if g.claimed] if grounds else []
        conditions = [fee.vessels, *(g.when for g in (*rules, *unreported))]
        for condition in conditions:
            for part in facts_of(condition):
                if part.fact in facts:
                    continue
                other = NO_CONTAINERS if part.fact == "vessel_type" else ELSEWHERE
                named = part.in_ or (part.equals or part.at_least,)
                other = NO_SHARE if part.at_least else other
                domains[part.fact] = tuple(dict.fromkeys((*domains.get(part.fact, (other,)), *named)))
    return domains


def claims_of(fee: PortFee | None, fees: Iterable[PortFee], facts: Mapping[str, str]) -> tuple[str, ...]:
    """Facts not reported: of reliefs and grounds of the annex that applies, and of grounds of the others."""
    if fee is None:
        return ()
    rules = [g for g in (*fee.grounds, *fee.exemptions) if g.claimed]
    rules += [g for other in fees for g in other.grounds if g.claimed]
    asked = [p.fact for g in rules for p in facts_of(g.when)]
    return tuple(dict.fromkeys(name for name in asked if name not in facts))
