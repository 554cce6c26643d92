"""Port-fee rules on one call whose facts are complete: which annex, on which ground, at which step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from detente.regime import FeeStep, Ground, PortFee, holds, span

QUANTITY = {"net_ton": "net_tonnage", "container": "containers", "ceu": "ceu_capacity"}


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

        def counts(ground: Ground, fee: PortFee = fee) -> bool:
            return _stands(ground, fee.imposed_by, moment, known) and _has_fact(ground, facts)

        grounds = tuple(filter(counts, fee.grounds))
        reliefs = tuple(filter(counts, fee.exemptions))
        exempt = tuple(e for e in reliefs if not e.disputed)
        freed = {name for e in exempt for name in e.of or ("*",)}
        left = tuple(g for g in grounds if "*" not in freed and g.id not in freed)
        if grounds and left:
            disputed = tuple(e for e in reliefs if e.disputed)
            return Charge(
                fee, left, (), disputed, _why_free(fee, facts, opened), arms_of(fee, facts, moment, known)
            )
        if fee.alone or grounds:
            last = Charge(fee, grounds, exempt)
            break
    return last


def _stands(ground: Ground, side: str, moment: str, known: str) -> bool:
    """Whether a ground or relief is known, and covers the moment."""
    if ground.known is not None and ground.known > known:
        return False
    if ground.effective is None:
        return True
    first, after = span(ground.effective, side)
    return first <= moment < after


def _has_fact(ground: Ground, facts: Mapping[str, str]) -> bool:
    return holds(ground.when, facts) is True and (
        ground.unless is None or holds(ground.unless, facts) is not True
    )


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
