"""A part of a record as its answer shows it: a licence or a fee in the same few fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from detente.clearance.answer import ClearedPart, PartLine, PartReading, PartStatus
from detente.clearance.judging import FeePart, LicencePart, Part
from detente.port_fees import CALL_QUESTIONS
from detente.terms import MissingFact, amount_text

if TYPE_CHECKING:
    from detente.licensing import LicenceAnswer
    from detente.port_fees import FeeAnswer

ARRIVAL = MissingFact(
    fact="port_call_on",
    question="On which day, and at which hour, does she call at the port of arrival?",
    question_zh="何日何时挂靠目的港？",
)
MOST_LINES = 12


def ask_part(part: Part, facts: Mapping[str, str]) -> tuple[ClearedPart, tuple[MissingFact, ...], Any]:
    """A part with its answer: what is shown of it, what it lacks, and the answer itself.

    The answer is None where the day of the call is not known.
    """
    if isinstance(part, LicencePart):
        answer = part.ask(**facts)
        return _licence_shown(answer), _facts_alone(answer.missing), answer
    if not part.on:
        return _no_day(part), (ARRIVAL,), None
    called = part.ask(**{k: v for k, v in facts.items() if k in CALL_QUESTIONS})
    return _fee_shown(part, called), _facts_alone(called.missing), called


def _facts_alone(missing: Iterable[MissingFact]) -> tuple[MissingFact, ...]:
    """What a person can answer; an instrument that nobody has seen is not asked for."""
    return tuple(m for m in missing if m.kind == "fact")


def _licence_shown(answer: LicenceAnswer) -> ClearedPart:
    return ClearedPart(
        question="licence", side=answer.side,  # type: ignore[arg-type]
        on=answer.on, status=_status(answer.status), outcome=answer.outcome, low=answer.low, high=answer.high,
        lines=tuple(
            PartLine(
                what=line.title, what_zh=line.title_zh, gives=line.outcome, because=line.because,
                only_if=line.only_if, confidence=line.confidence, cite=line.cite,
            )
            for line in answer.rules[:MOST_LINES]
        ),
        missing=tuple(m.fact for m in answer.missing),
        readings=tuple(PartReading(reading=r.reading, outcome=r.outcome) for r in answer.readings),
        next_clock=answer.next_clock, hindsight=answer.hindsight.words if answer.hindsight else "",
        act=answer.act, steps=answer.acts,
        notes=(*answer.assumed, *answer.notes), not_modelled=answer.not_modelled,
        rests_on=tuple(gap.what for gap in answer.rests_on), verified=answer.verified,
        confidence=answer.confidence, repeat=answer.repeat.command,
    )  # fmt: skip


def _fee_shown(part: FeePart, answer: FeeAnswer) -> ClearedPart:
    return ClearedPart(
        question="fee", side=answer.side, call=part.call,  # type: ignore[arg-type]
        on=answer.on, status=_status(answer.status),
        outcome="undetermined" if answer.fee_amount is None else amount_text(answer.fee_amount),
        low=amount_text(answer.low), high=amount_text(answer.high), currency=answer.currency,
        lines=tuple(
            PartLine(
                what=line.what, gives=amount_text(line.amount), because=line.because,
                confidence=line.confidence, cite=line.cite,
            )
            for line in answer.lines[:MOST_LINES]
        ),
        missing=tuple(m.fact for m in answer.missing),
        readings=tuple(
            PartReading(reading=r.reading, outcome=amount_text(r.fee_amount) or _between(r.low, r.high))
            for r in answer.readings
        ),
        next_clock=answer.next_clock, hindsight=answer.hindsight.words if answer.hindsight else "",
        act=answer.act, notes=answer.notes, not_modelled=answer.not_modelled,
        verified=answer.verified, confidence=answer.confidence, repeat=answer.repeat.command,
    )  # fmt: skip


def _between(low: Decimal, high: Decimal | None) -> str:
    return f"{amount_text(low)} to {amount_text(high) or 'unknown'}"


def _no_day(part: FeePart) -> ClearedPart:
    return ClearedPart(
        question="fee", side=part.side, call=part.call,  # type: ignore[arg-type]
        on="", status="undetermined", outcome="undetermined", low="0", high="",
        missing=(ARRIVAL.fact,), notes=("the day of the call at the port of arrival is not given",),
    )  # fmt: skip


def _status(status: str) -> PartStatus:
    return status if status in ("ok", "not_modelled") else "undetermined"  # type: ignore[return-value]
