"""What is open about a fee: the fee under each sense of a fact, with and without a relief that is read in two
ways, at each part of a day that changes; until when payment may wait; and what a person is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from detente.port_fees.answer import Deferral, FeeCase
from detente.port_fees.call import Call
from detente.port_fees.call_facts import CALL_QUESTIONS
from detente.port_fees.fee_lines import charge_shown
from detente.port_fees.holdings import HELD, asked_as, with_holdings
from detente.port_fees.rules import Charge
from detente.port_fees.weighing import FeeRange, claims_of, senses_of
from detente.regime import DeferralRule, Ground, cites_out, facts_of, holds, sources, span
from detente.terms import MissingFact

Liable = Literal["yes", "no", "undetermined"]


def liability(fee_range: FeeRange) -> Liable:
    """Whether a fee is due over every charge that may be."""
    kinds = {c.liable for c in fee_range.charges}
    if len(kinds) == 2 or any(c.liable and c.disputed for c in fee_range.charges):
        return "undetermined"
    return "yes" if kinds == {True} else "no"


def cases_of(call: Call, fee_range: FeeRange, *, announced: bool) -> tuple[FeeCase, ...]:
    """The fee under each way of settling what the facts given cannot settle."""
    return (
        *_senses(call, fee_range, announced=announced),
        *_hours(call, fee_range, announced=announced),
        *_reliefs(fee_range),
    )


def _senses(call: Call, fee_range: FeeRange, *, announced: bool) -> Iterator[FeeCase]:
    """One case a sense of a fact that decides: beneficial owner, owner in the registry …"""
    for fact, values in senses_of(call.fees, call.facts, call.known).items():
        if fact not in fee_range.missing:
            continue
        firsts = {s.first.en: s.first for s in values.values() if s is not None}
        for value, sense in values.items():
            title = sense.title if sense is not None else next(iter(firsts.values()))
            others = {s.other: value for f in call.fees for s in f.senses if s.fact == fact}
            one = call.with_(**{fact: value}, **{n: v for n, v in others.items() if n in call.facts})
            yield _case(
                fact, (f"{title.en} counts ({value})", f"以{title.zh}为准（{value}）"),
                one.range(announced=announced),
                (sense,) if sense is not None else (),
            )  # fmt: skip


def _hours(call: Call, fee_range: FeeRange, *, announced: bool) -> Iterator[FeeCase]:
    """One case a part of the day, where the fee changes at an hour and only the day is known."""
    if "hour" not in fee_range.missing:
        return
    parts = call.parts()
    for i, part in enumerate(parts):
        begins, ends = part[11:], parts[i + 1][11:] if i + 1 < len(parts) else ""
        words = (f"she berths from {begins}", f"{begins}起靠泊")
        if ends:
            words = (f"she berths before {ends}", f"{ends}前靠泊")
        stands = call.stands(moment=part, announced=announced)
        yield _case("hour", words, call.weighed(stands, moment=part), ())


def _reliefs(fee_range: FeeRange) -> Iterator[FeeCase]:
    """A case with and one without each relief that is read in two ways."""
    disputed = {g.id: g for c in fee_range.charges if c.liable for g in c.disputed}
    for relief in disputed.values():
        without = tuple(replace(c, disputed=()) for c in fee_range.charges if relief in c.disputed)
        freed = tuple(replace(c, exempt=(relief,), disputed=()) for c in without)
        for charges, words in (
            (freed, (f"freed ({relief.title.en})", f"豁免（{relief.title.zh}）")),
            (without, (f"owed all the same ({relief.title.en})", f"仍须缴纳（{relief.title.zh}）")),
        ):
            yield _case(relief.id, words, FeeRange(charges, ()), (relief,))


def _case(fact: str, words: tuple[str, str], one: FeeRange, rests_on: tuple[Ground | object, ...]) -> FeeCase:
    cites = tuple(c for rule in rests_on for c in getattr(rule, "cite", ()))
    shown = charge_shown(one)
    return FeeCase(
        fact=fact, words=words[0], words_zh=words[1], liable=liability(one),
        annex=shown.fee.annex if shown.fee else "", fee_amount=one.amount, low=one.low, high=one.high,
        cite=cites_out(cites, sources()),
        confidence=getattr(rests_on[0], "confidence", "A") if rests_on else "A",
    )  # fmt: skip


def questions_of(call: Call, ranges: Iterable[FeeRange]) -> tuple[MissingFact, ...]:
    """What a person is asked: facts that are missing, senses and reliefs that an authority must settle."""
    names = dict.fromkeys(name for one in ranges for name in _open_in(one))
    return tuple(_question(call, name) for name in dict.fromkeys(map(asked_as, names)))


def _open_in(fee_range: FeeRange) -> tuple[str, ...]:
    disputed = [g.id for c in fee_range.charges if c.liable for g in c.disputed]
    return (*fee_range.missing, *dict.fromkeys(disputed))


def _question(call: Call, name: str) -> MissingFact:
    values = senses_of(call.fees, call.facts, call.known).get(name)
    if values:
        senses = [s for s in values.values() if s is not None]
        first, own = senses[0].first, next(iter(values))
        others = [(s.title, v) for v, s in values.items() if s is not None]
        said = "; ".join(f"{title.en}: {value}" for title, value in others)
        said_zh = "；".join(f"{title.zh}：{value}" for title, value in others)
        return MissingFact(
            fact=name,
            question=f"Who counts? {first.en}: {own}; {said}. The authorities' words allow either",
            question_zh=f"以何者为准？{first.zh}：{own}；{said_zh}。主管机关的表述均可成立",
        )
    if name in CALL_QUESTIONS:
        return MissingFact(fact=name, question=CALL_QUESTIONS[name][0], question_zh=CALL_QUESTIONS[name][1])
    return MissingFact(
        fact=name, question="the authorities read this exemption in two ways", question_zh="主管机关解释不一"
    )


def deferral_of(call: Call, one: Charge) -> Deferral | None:
    """Until when a fee that is owed may be paid, for vessels whose payment may wait."""
    if one.fee is None or not one.liable:
        return None
    for rule in one.fee.deferrals:
        first, after = span(rule.effective, one.fee.imposed_by)
        holds_now = holds(rule.when, call.facts)
        if rule.known <= call.known and first <= call.moment < after and holds_now is not False:
            return _deferral(call, rule)
    return None


def _deferral(call: Call, rule: DeferralRule) -> Deferral:
    asked = tuple(p.fact for p in facts_of(rule.when) if p.fact not in call.facts)
    return Deferral(
        until=rule.until, words=rule.title.en, words_zh=rule.title.zh, asked=asked,
        cite=cites_out(rule.cite, sources()), confidence=rule.confidence,
    )  # fmt: skip


def deferral_note(deferral: Deferral) -> str:
    """A deferral in one line."""
    on = f", if {' and '.join(deferral.asked)} holds" if deferral.asked else ""
    return f"owed, but payment may be deferred to {deferral.until}{on}: {deferral.words}"


def unreported_notes(call: Call, fee_range: FeeRange) -> tuple[str, ...]:
    """What a share that nobody reported would change about a fee that is owed without it."""
    if not fee_range.settled or not fee_range.first.liable:
        return ()
    held = with_holdings(call.facts)
    notes = []
    for ground in (g for fee in call.fees for g in fee.grounds if g.claimed):
        part = next(facts_of(ground.when))
        if part.fact in held or not part.at_least:
            continue
        name = asked_as(part.fact)
        other = call.with_(**{name: part.at_least}).range()
        if (shown := charge_shown(other)).fee and other.amount not in (None, fee_range.amount):
            annex = f" Annex {shown.fee.annex} applies:" if shown.fee.annex else ""
            notes.append(
                f"{name} was not reported: at {part.at_least} or more{annex}"
                f" {other.amount:,} {shown.fee.currency}"
            )
    return tuple(notes)


def shares_taken_notes(call: Call, fee_range: FeeRange) -> tuple[str, ...]:
    """That votes and seats which nobody reported were taken as no more than the equity beside them."""
    if liability(fee_range) == "yes":
        return ()
    notes = []
    for ground in (g for fee in call.fees for g in fee.grounds if g.claimed):
        part = next(facts_of(ground.when))
        equity, *others = HELD.get(part.fact, ("",))
        share = Decimal(call.facts.get(equity, "0"))
        if not (0 < share < Decimal(part.at_least or "0")) or any(name in call.facts for name in others):
            continue
        notes.append(
            f"{' and '.join(others)} were not reported: taken as no more than {equity} {share:f};"
            f" the largest of the three counts, and {part.at_least} or more owes"
        )
    return tuple(dict.fromkeys(notes))


def assumed_of(call: Call, one: Charge, fee_range: FeeRange) -> tuple[str, ...]:
    """What was not reported and how it is taken: reliefs as not claimed, the call as the first port of a
    voyage that is charged."""
    taken = [f"{name} not reported" for name in claims_of(one.fee, call.fees, call.facts)]
    if one.liable:
        usual = {"first_port": "taken as the first port", "voyage_no_in_year": "taken as within the cap"}
        taken += [f"{name} not reported: {words}" for name, words in usual.items() if name not in call.facts]
    held = with_holdings(call.facts)
    for name, shares in HELD.items():
        if name in held and not any(share in call.facts for share in shares):
            taken.append(f"{shares[0]} not reported: taken as below a quarter beside the share of US persons")
    if "voyage_nm" in call.facts and "continental_port" not in call.facts and one.exempt:
        taken.append("continental_port not reported: taken as a port of the continental United States")
    return tuple(dict.fromkeys(taken))
