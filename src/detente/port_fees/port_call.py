"""May it dock, and at what price? One port call under the fees of one side, on two time axes."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from detente.port_fees.answer import FeeAnswer, LaterFee, OtherMeasure, ReadingFee
from detente.port_fees.call import Call
from detente.port_fees.call_facts import call_moment, read_call_facts
from detente.port_fees.fee_lines import charge_shown, lines_of_fee, notes_of_fee
from detente.port_fees.open_questions import (
    assumed_of,
    cases_of,
    deferral_note,
    deferral_of,
    liability,
    questions_of,
    shares_taken_notes,
    unreported_notes,
)
from detente.port_fees.weighing import FeeRange
from detente.regime import (
    READING_STATES,
    FeeLicenceTables,
    OneReading,
    Reading,
    Settling,
    Standing,
    act_on,
    artefact,
    boundaries,
    cites_out,
    lacking,
    law_tables,
    past_notes,
    read_reading,
    reading_note,
    settling,
    sources,
    span,
    tables,
)
from detente.terms import OPEN_END, NextClock, Repeat, moment_text, read_day, read_side, weakest


def fee(
    side: str,
    *,
    on: object,
    known: object = None,
    reading: str = "both",
    hindsight: bool = False,
    law: FeeLicenceTables | None = None,
    facts: Mapping[str, object] | None = None,
    **named: object,
) -> FeeAnswer:
    """What a vessel owes for one port call.

    Parameters
    ----------
    side : {"US", "CN"}
        Whose port; any spelling of the two.
    on : str or date
        Day (or wall-clock moment of the port's side) of the call.
    known : str or date, optional
        Day of the knowledge used; default the day of the call.
    reading : {"both", "announced", "text"}
        Where an extension was announced and no instrument was seen: both readings, or one.
    hindsight : bool
        Use all knowledge to the last verified day.
    facts : mapping, optional
        Facts by name, as an alternative to naming them one by one.
    **named
        Facts of the call, see ``fee_facts.QUESTIONS``; countries as ISO codes, percent as numbers.

    Raises
    ------
    InputError
        Names the fact, what was found and what is accepted.

    Examples
    --------
    >>> fee("us", on="2025-10-26", net_tonnage="10000", owner_country="MO", operator_country="MO",
    ...     built_country="JP", vessel_type="container").fee_amount
    Decimal('500000.00')
    """
    tables = law or law_tables()
    side = read_side(side)
    chosen = read_reading(reading)
    fees = tuple(sorted((f for f in tables.port_fees if f.imposed_by == side), key=lambda f: int(f.order)))
    clean = read_call_facts({**(facts or {}), **named})
    moment, day_alone = call_moment(on, side, clean.pop("hour", ""))
    verified = max((f.verified for f in fees), default="")
    asked = moment[:10] if known in (None, "") else read_day(known, what="known").isoformat()
    call = Call(fees, clean, moment, verified if hindsight else asked, day_alone)
    return _answer_call(call, side, chosen, verified)


def _answer_call(call: Call, side: str, reading: Reading, verified: str) -> FeeAnswer:
    """A checked call with its fee under both readings, its lines, and what would change it."""
    said = reading == "announced"
    stands, other = call.stands(announced=said), call.stands(announced=True)
    both = (call.range(), call.range(announced=True))
    fee_range = both[1] if said else both[0]
    apart = _bounds(both[0]) != _bounds(both[1])
    differs = reading == "both" and apart
    readings = tuple(_reading_fee(n, r) for n, r in zip(READING_STATES, both, strict=True)) if apart else ()
    settled_by = _settled_by(call, stands, other) if differs else ()
    lines = lines_of_fee(fee_range, stands, call.fees)
    first = charge_shown(fee_range)
    liable = _liability_of(both) if differs else liability(fee_range)
    deferral = deferral_of(call, first)
    return FeeAnswer(
        side=side,
        on=moment_text(call.moment),
        known=call.known,
        reading=reading,
        facts=dict(call.facts),
        status="ok" if fee_range.settled and not differs else "undetermined",
        liable=liable,
        grounds=tuple(g.id for g in first.grounds) if first.liable else (),
        fee_amount=None if differs else fee_range.amount,
        low=min(r.low for r in both) if differs else fee_range.low,
        high=_highest(both) if differs else fee_range.high,
        currency=call.fees[0].currency,
        annex=first.fee.annex if first.fee else "",
        lines=lines,
        missing=(
            *(lacking(settled_by) if differs else ()),
            *questions_of(call, both if differs else (fee_range,)),
        ),
        assumed=assumed_of(call, first, fee_range),
        notes=(
            *(_reading_notes(both, call.fees[0].currency, settled_by) if differs else ()),
            *((deferral_note(deferral),) if deferral else ()),
            *unreported_notes(call, fee_range),
            *shares_taken_notes(call, fee_range),
            *notes_of_fee(first, stands, call.moment),
            *past_notes(call.moment, verified),
        ),
        not_modelled=tuple(
            f"{gap.what.en} (errs {gap.errs})" for gap in (first.fee.not_modelled if first.fee else ())
        ),
        readings=readings,
        settled_by=settled_by,
        cases=cases_of(call, fee_range, announced=said),
        deferral=deferral,
        next_clock=_next_clock(call, announced=said)
        or (_next_clock(call, announced=True) if readings else None),
        act=act_on(first.fee.acts, call.known) if first.fee and liable != "no" else None,
        beside=_beside(call, liable),
        hindsight=_later_known(call, verified, fee_range),
        verified=verified,
        confidence=weakest(*(line.confidence for line in lines)),
        repeat=_command_of(call, side, reading),
    )


def _beside(call: Call, liable: str) -> tuple[OtherMeasure, ...]:
    """Other measures of the same action, once each, where a fee may be owed."""
    rows = {row.command: row for fee in call.fees for row in fee.beside} if liable != "no" else {}
    return tuple(
        OtherMeasure(
            what=row.what.en, what_zh=row.what.zh, command=row.command, cite=cites_out(row.cite, sources())
        )
        for row in rows.values()
    )


def _bounds(one: FeeRange) -> tuple[Decimal | None, Decimal, Decimal | None]:
    return one.amount, one.low, one.high


def _reading_fee(name: OneReading, one: FeeRange) -> ReadingFee:
    return ReadingFee(reading=name, liable=liability(one), fee_amount=one.amount, low=one.low, high=one.high)


def _highest(both: Sequence[FeeRange]) -> Decimal | None:
    """The greatest fee of any reading, None where one has no bound."""
    highs = [one.high for one in both]
    return None if None in highs else max(high for high in highs if high is not None)


def _liability_of(both: Sequence[FeeRange]) -> Literal["yes", "no", "undetermined"]:
    kinds = {liability(one) for one in both}
    return kinds.pop() if len(kinds) == 1 else "undetermined"


def _reading_notes(
    both: Sequence[FeeRange], currency: str, settled_by: tuple[Settling, ...]
) -> tuple[str, ...]:
    text, announced = (f"{_amount_text(one)} {currency}" for one in both)
    return (reading_note(text, announced, settled_by),)


def _settled_by(
    call: Call, text: Mapping[str, Standing], announced: Mapping[str, Standing]
) -> tuple[Settling, ...]:
    """The clocks over fees that stand otherwise under what was announced."""
    turned = {name for name in text if text[name].state != announced[name].state}
    return settling(tables(), turned, call.moment, call.known)


def _next_clock(call: Call, *, announced: bool) -> NextClock | None:
    """The next moment at which the fee of this call changes by the text, and to what."""
    stands = call.stands(announced=announced)
    now = call.weighed(stands)
    turns = set(boundaries(((f.tracks[0], f.imposed_by) for f in call.fees), call.known, announced=announced))
    turns |= {span(s.effective, f.imposed_by)[0] for f in call.fees for s in f.steps if s.known <= call.known}
    for turn in sorted(turns):
        if turn <= call.moment or turn == OPEN_END:
            continue
        after_stands = call.stands(moment=turn, announced=announced)
        after = call.weighed(after_stands, moment=turn)
        if (after.low, after.high) == (now.low, now.high):
            continue
        one = charge_shown(after)
        same = all(after_stands[name].state == stands[name].state for name in stands)
        track = one.fee.tracks[0] if one.fee else call.fees[0].tracks[0]
        extended = call.weighed(stands, moment=turn)
        said = call.stands(moment=turn, announced=True)[one.fee.id].by if one.fee else None
        return NextClock(
            moment=turn,
            title="next step of the fee" if same else track.title.en,
            title_zh="下一阶段费率" if same else track.title.zh,
            decider=track.decider.en if track.decider and not same else "",
            if_lapsed=_amount_text(after),
            if_extended=_amount_text(extended),
            said=f"{said.by}: {said.note.en}" if said and said.by and said.note else "",
        )
    return None


def _amount_text(fee_range: FeeRange) -> str:
    if fee_range.amount is not None:
        return f"{fee_range.amount:f}"
    return f"{fee_range.low:f} to {'unknown' if fee_range.high is None else format(fee_range.high, 'f')}"


def _later_known(call: Call, verified: str, fee_range: FeeRange) -> LaterFee | None:
    """What is known by the last verified day and was not then, where it changes the fee."""
    days = {a.known for f in call.fees for t in f.tracks for a in t.assertions}
    days |= {s.known for f in call.fees for s in f.steps}
    last, since = fee_range, ""
    for day in sorted(d for d in days if call.known < d <= verified):
        later = call.with_(known=day).range()
        if (later.amount, later.low, later.high) != (last.amount, last.low, last.high):
            last, since = later, day
    if (last.amount, last.low, last.high) == (fee_range.amount, fee_range.low, fee_range.high):
        return None
    return LaterFee(
        known=since, fee_amount=last.amount, words=f"with what is known since {since}: {_amount_text(last)}"
    )


def _command_of(call: Call, side: str, reading: Reading) -> Repeat:
    words = ["detente", "fee", "--side", side, "--on", moment_text(call.moment), "--known", call.known]
    if reading != "both":
        words += ["--reading", reading]
    for name, value in call.facts.items():
        words += ["--fact", f"{name}={value}"]
    return Repeat(command=shlex.join(words), rules=str(artefact()["hash"]), data="")
