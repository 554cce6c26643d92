"""The lines of a fee: each arm with its because, or the one reason why nothing is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from detente.port_fees.answer import FeeLine
from detente.port_fees.rules import Charge
from detente.port_fees.weighing import FeeRange
from detente.regime import PortFee, Standing, cites_out, end_notes, sources, span
from detente.terms import OPEN_END, CiteOut, weakest

ZERO = Decimal(0)


def charge_shown(fee_range: FeeRange) -> Charge:
    """The charge to show: one that is liable where any is."""
    return next((c for c in fee_range.charges if c.liable), fee_range.first)


def lines_of_fee(
    fee_range: FeeRange, stands: Mapping[str, Standing], fees: Iterable[PortFee]
) -> tuple[FeeLine, ...]:
    """One line an arm, or the line that says why no fee is due."""
    one = charge_shown(fee_range)
    if one.fee is None:
        tried = [g for fee in fees for g in fee.grounds]  # none held: as sure as the least sure of them
        cite = cites_out(tuple(c for g in tried for c in g.cite), sources())
        grade = weakest(*(g.confidence for g in tried))
        words = "no annex reaches this vessel"
        return (FeeLine(what="no ground", amount=ZERO, because=words, confidence=grade, cite=cite),)
    if not one.liable:
        return (_free_line(one, stands),)
    by = stands[one.fee.id].by
    acts = by.cite if by else ()
    grounds = "; ".join(g.title.en for g in one.grounds)
    lines = []
    for arm in one.arms:
        quantity = "?" if arm.quantity is None else f"{arm.quantity:,}"
        note = f"; {arm.step.note.en}" if arm.step.note else ""
        began = span(arm.step.effective, one.fee.imposed_by)[0][:10]
        lines.append(
            FeeLine(
                what=f"{arm.step.amount} {one.fee.currency} a {arm.step.unit.replace('_', ' ')}",
                amount=arm.amount,
                because=f"{grounds}: {quantity} x {arm.step.amount}, step from {began}{note}",
                confidence=weakest(
                    arm.step.confidence, by.confidence if by else "A", *(g.confidence for g in one.grounds)
                ),
                cite=cites_out((*arm.step.cite, *(c for g in one.grounds for c in g.cite), *acts), sources()),
            )
        )
    return tuple(lines)


def _free_line(one: Charge, stands: Mapping[str, Standing]) -> FeeLine:
    assert one.fee is not None
    stand = stands[one.fee.id]
    words, cite = _why_free(one, stand)
    grade = weakest(*(e.confidence for e in one.exempt), stand.by.confidence if stand.by else "A")
    return FeeLine(what=one.fee.title.en, amount=ZERO, because=words, confidence=grade, cite=cite)


def _why_free(one: Charge, stand: Standing) -> tuple[str, tuple[CiteOut, ...]]:
    """Why a vessel is free, and where it says so."""
    fee = one.fee
    assert fee is not None
    acts = stand.by.cite if stand.by else ()
    if one.exempt:
        words = "exempt: " + "; ".join(e.title.en for e in one.exempt)
        cite = tuple(c for e in one.exempt for c in e.cite)
    elif not one.grounds:
        words, cite = f"no ground of {fee.title.en} holds", ()
        if fee.says is not None:
            words, cite = fee.says.en, tuple(c for gap in fee.not_modelled for c in gap.cite)
    elif one.free == "not in force":
        until = "" if stand.until in ("", OPEN_END) else f" until {stand.until.replace('T', ' ')}"
        words, cite = f"{stand.state.replace('_', ' ')}{until}", acts
    else:
        words, cite = one.free, fee.cap.cite if fee.cap and "beyond" in one.free else one.grounds[0].cite
    return words, cites_out(cite, sources())


def notes_of_fee(one: Charge, stands: Mapping[str, Standing], moment: str) -> tuple[str, ...]:
    """What was said of the fee, and how its last day is read."""
    if one.fee is None:
        return ()
    said = stands[one.fee.id].by
    note = (said.note.en,) if said and said.note else ()
    return (*note, *end_notes({one.fee.id: stands[one.fee.id]}, moment))
