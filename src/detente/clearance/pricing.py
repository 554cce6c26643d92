"""What each unknown of a record is worth: every answer to it tried, and what would then be settled.

A question is tried with every value of a closed vocabulary, or with those on either side of what the law
asks; the answers are those of the same rooms, so that a price is what the person would see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from detente.clearance.answer import ClearedPart, PricedQuestion, ValueSettles
from detente.clearance.judging import Part
from detente.clearance.parts import ask_part
from detente.licensing import licence_trials
from detente.port_fees import fee_trials
from detente.terms import InputError, MissingFact

ITEM = "item"
MOST_TRIED = 12
NOT_TRIED = 99  # a question whose answers cannot be tried comes last


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of a record with its answer and what it lacks."""

    part: Part
    shown: ClearedPart
    missing: tuple[MissingFact, ...]
    classes: tuple[str, ...] = ()


def priced_questions(asked: Sequence[Asked]) -> tuple[PricedQuestion, ...]:
    """The facts that open parts lack, those first whose answers leave least open."""
    open_parts = [one for one in asked if one.shown.status != "ok"]
    facts: dict[str, MissingFact] = {}
    for one in open_parts:
        for fact in one.missing:
            facts.setdefault(fact.fact, fact)
    priced = [_priced(fact, open_parts) for fact in facts.values()]
    return tuple(sorted(priced, key=_order))


def _order(one: PricedQuestion) -> tuple[Decimal, Decimal]:
    return Decimal(one.open_parts_left), -(one.removes_usd or Decimal(0))


def _priced(fact: MissingFact, open_parts: Sequence[Asked]) -> PricedQuestion:
    lacking = [one for one in open_parts if any(m.fact == fact.fact for m in one.missing)]
    rest = len(open_parts) - len(lacking)
    values = _values(fact.fact, lacking)
    tried: list[ValueSettles] = []
    left: list[int] = []
    removed: list[Decimal] = []
    for value in values[:MOST_TRIED]:
        outcomes = _outcomes(fact.fact, value, lacking)
        if outcomes is None:
            continue
        still = [one for one in outcomes if one.status != "ok"]
        tried.append(ValueSettles(value=value, outcome=_words(outcomes), settled=not still))
        left.append(rest + len(still))
        removed.append(_narrowed(lacking, outcomes))
    mean = Decimal(sum(left)) / len(left) if left else Decimal(NOT_TRIED)
    usd = sum(removed, Decimal(0)) / len(removed) if removed else Decimal(0)
    return PricedQuestion(
        fact=fact.fact, question=fact.question, question_zh=fact.question_zh,
        bears_on=tuple(one.shown.name for one in lacking),
        open_parts_left=f"{mean:.1f}" if left else str(len(open_parts)),
        removes_usd=usd.quantize(Decimal("0.01")) if usd else None, tried=tuple(tried),
    )  # fmt: skip


def _values(fact: str, lacking: Sequence[Asked]) -> tuple[str, ...]:
    """The answers to try: those that the rules of the parts that lack the fact tell apart."""
    if fact == ITEM:
        return tuple(dict.fromkeys(c for one in lacking for c in one.classes))
    values: dict[str, None] = {}
    for one in lacking:
        trials = licence_trials if one.part.question == "licence" else fee_trials
        values.update(dict.fromkeys(trials(one.part.side).get(fact, ())))
    return tuple(values)


def _outcomes(fact: str, value: str, lacking: Sequence[Asked]) -> list[ClearedPart] | None:
    """The parts with one answer given; None where the record cannot take it."""
    try:
        return [ask_part(one.part, {fact: value})[0] for one in lacking]
    except InputError:
        return None


def _words(outcomes: Sequence[ClearedPart]) -> str:
    return "; ".join(f"{one.name}: {one.words}" for one in outcomes)


def _narrowed(lacking: Sequence[Asked], outcomes: Sequence[ClearedPart]) -> Decimal:
    """By how many US dollars the bounds of fees come closer; a bound there was none of counts nothing."""
    total = Decimal(0)
    for before, after in zip((one.shown for one in lacking), outcomes, strict=True):
        if before.currency == "USD" and before.high and after.high:
            total += _span(before) - _span(after)
    return max(total, Decimal(0))


def _span(part: ClearedPart) -> Decimal:
    return Decimal(part.high) - Decimal(part.low)
