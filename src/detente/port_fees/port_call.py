"""May it dock, and at what price? One port call under the fees of one side, on two time axes."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from detente.port_fees.answer import FeeAnswer, FeeLine, LaterFee, ReadingFee
from detente.port_fees.call_facts import CALL_QUESTIONS, read_call_facts
from detente.port_fees.rules import Charge, FeeRange, claims_of, weigh_call
from detente.regime import (
    READING_STATES,
    FeeLicenceTables,
    OneReading,
    PortFee,
    Reading,
    Settling,
    Standing,
    act_on,
    artefact,
    boundaries,
    cites_out,
    end_notes,
    lacking,
    law_tables,
    past_notes,
    read_reading,
    reading_note,
    settling,
    sources,
    span,
    standing,
    tables,
)
from detente.terms import (
    OPEN_END,
    MissingFact,
    NextClock,
    Repeat,
    moment_text,
    read_day,
    read_moment,
    read_side,
    weakest,
)

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Call:
    """A checked question: fees of the side, facts, moment and knowledge."""

    fees: tuple[PortFee, ...]
    facts: Mapping[str, str]
    moment: str
    known: str

    def stands(self, *, moment: str = "", known: str = "", announced: bool = False) -> dict[str, Standing]:
        """How each fee stands, at another moment or with other knowledge where given."""
        at, with_ = moment or self.moment, known or self.known
        return {f.id: standing(f.tracks[0], f.imposed_by, at, with_, announced=announced) for f in self.fees}

    def weighed(self, stands: Mapping[str, Standing], *, moment: str = "", known: str = "") -> FeeRange:
        """Charges the facts allow under given standings."""
        opened = frozenset(name for name, s in stands.items() if s.open)
        return weigh_call(self.fees, self.facts, moment or self.moment, known or self.known, opened)


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
    moment = read_moment(on, what="port_call_on", side=side)
    verified = max((f.verified for f in fees), default="")
    asked = moment[:10] if known in (None, "") else read_day(known, what="known").isoformat()
    call = Call(fees, read_call_facts({**(facts or {}), **named}), moment, verified if hindsight else asked)
    return _answer_call(call, side, chosen, verified)


def _answer_call(call: Call, side: str, reading: Reading, verified: str) -> FeeAnswer:
    """A checked call with its fee under both readings, its lines, and what would change it."""
    said = reading == "announced"
    stands, other = call.stands(announced=said), call.stands(announced=True)
    fee_range = call.weighed(stands)
    both = (call.weighed(call.stands()), call.weighed(other))
    apart = _bounds(both[0]) != _bounds(both[1])
    differs = reading == "both" and apart
    readings = tuple(_reading_fee(n, r) for n, r in zip(READING_STATES, both, strict=True)) if apart else ()
    settled_by = _settled_by(call, stands, other) if differs else ()
    lines = _lines_of_fee(fee_range, stands)
    first = _charge_shown(fee_range)
    liable = _liability_of(both) if differs else _liability(fee_range)
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
        missing=_missing_of(both, settled_by) if differs else _questions_of((fee_range,)),
        assumed=tuple(f"{n} not reported" for n in claims_of(first.fee, call.fees, call.facts)),
        notes=(
            *(_reading_notes(both, call.fees[0].currency, settled_by) if differs else ()),
            *_notes_of(first, stands, call.moment),
            *past_notes(call.moment, verified),
        ),
        not_modelled=tuple(
            f"{gap.what.en} (errs {gap.errs})" for gap in (first.fee.not_modelled if first.fee else ())
        ),
        readings=readings,
        settled_by=settled_by,
        next_clock=_next_clock(call, announced=said)
        or (_next_clock(call, announced=True) if readings else None),
        act=act_on(first.fee.acts, call.known) if first.fee and liable != "no" else None,
        hindsight=_later_known(call, verified, fee_range),
        verified=verified,
        confidence=weakest(*(line.confidence for line in lines)),
        repeat=_command_of(call, side, reading),
    )


def _bounds(one: FeeRange) -> tuple[Decimal | None, Decimal, Decimal | None]:
    return one.amount, one.low, one.high


def _reading_fee(name: OneReading, one: FeeRange) -> ReadingFee:
    return ReadingFee(reading=name, liable=_liability(one), fee_amount=one.amount, low=one.low, high=one.high)


def _highest(both: Sequence[FeeRange]) -> Decimal | None:
    """The greatest fee of any reading, None where one has no bound."""
    highs = [one.high for one in both]
    return None if None in highs else max(high for high in highs if high is not None)


def _liability_of(both: Sequence[FeeRange]) -> Literal["yes", "no", "undetermined"]:
    kinds = {_liability(one) for one in both}
    return kinds.pop() if len(kinds) == 1 else "undetermined"


def _questions_of(ranges: Sequence[FeeRange]) -> tuple[MissingFact, ...]:
    return tuple(_question_of(name) for name in dict.fromkeys(n for r in ranges for n in _missing_facts(r)))


def _missing_of(both: Sequence[FeeRange], settled_by: tuple[Settling, ...]) -> tuple[MissingFact, ...]:
    """The instrument not seen, and the facts that either reading lacks."""
    return (*lacking(settled_by), *_questions_of(both))


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


def _charge_shown(fee_range: FeeRange) -> Charge:
    """The reading to show: one that is liable where any is."""
    return next((c for c in fee_range.charges if c.liable), fee_range.first)


def _liability(fee_range: FeeRange) -> Literal["yes", "no", "undetermined"]:
    kinds = {c.liable for c in fee_range.charges}
    if len(kinds) == 2 or any(c.liable and c.disputed for c in fee_range.charges):
        return "undetermined"
    return "yes" if kinds == {True} else "no"


def _missing_facts(fee_range: FeeRange) -> tuple[str, ...]:
    disputed = [g.id for c in fee_range.charges if c.liable for g in c.disputed]
    return (*fee_range.missing, *dict.fromkeys(disputed))


def _question_of(name: str) -> MissingFact:
    if name in CALL_QUESTIONS:
        return MissingFact(fact=name, question=CALL_QUESTIONS[name][0], question_zh=CALL_QUESTIONS[name][1])
    return MissingFact(
        fact=name, question="the authorities read this exemption in two ways", question_zh="主管机关解释不一"
    )


def _lines_of_fee(fee_range: FeeRange, stands: Mapping[str, Standing]) -> tuple[FeeLine, ...]:
    one = _charge_shown(fee_range)
    if one.fee is None:
        return (FeeLine(what="no ground", amount=ZERO, because="no annex reaches this vessel"),)
    documents = sources()
    by = stands[one.fee.id].by
    acts = by.cite if by else ()
    if not one.liable:
        return (_free_line(one, stands, documents),)
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
                cite=cites_out((*arm.step.cite, *(c for g in one.grounds for c in g.cite), *acts), documents),
            )
        )
    return tuple(lines)


def _free_line(one: Charge, stands: Mapping[str, Standing], documents: dict[str, Any]) -> FeeLine:
    assert one.fee is not None
    stand = stands[one.fee.id]
    if one.exempt:
        words = "exempt: " + "; ".join(e.title.en for e in one.exempt)
        cite = tuple(c for e in one.exempt for c in e.cite)
    elif not one.grounds:
        words, cite = f"no ground of {one.fee.title.en} holds", ()
    elif one.free == "not in force":
        until = "" if stand.until in ("", OPEN_END) else f" until {stand.until.replace('T', ' ')}"
        words, cite = f"{stand.state.replace('_', ' ')}{until}", stand.by.cite if stand.by else ()
    else:
        words, cite = (
            one.free,
            one.fee.cap.cite if one.fee.cap and "beyond" in one.free else one.grounds[0].cite,
        )
    grade = weakest(*(e.confidence for e in one.exempt), stand.by.confidence if stand.by else "A")
    return FeeLine(
        what=one.fee.title.en, amount=ZERO, because=words, confidence=grade, cite=cites_out(cite, documents)
    )


def _notes_of(one: Charge, stands: Mapping[str, Standing], moment: str) -> tuple[str, ...]:
    if one.fee is None:
        return ()
    said = stands[one.fee.id].by
    note = (said.note.en,) if said and said.note else ()
    return (*note, *end_notes({one.fee.id: stands[one.fee.id]}, moment))


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
        one = _charge_shown(after)
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
        later = call.weighed(call.stands(known=day), known=day)
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
